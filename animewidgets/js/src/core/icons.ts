/** Icons on a 16 × 16 grid, drawn in the colour of the text around them. */
const PATHS = {
  play: "M4 2.5v11l9.5-5.5z",
  pause: "M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z",
  stepBack: "M10.5 3v10L4 8zM12 3h1.6v10H12z",
  stepForward: "M5.5 3v10L12 8zM2.4 3H4v10H2.4z",
  previousCut: "M2 2.5h1.8v11H2zM14 3v10L9 8zM9 3v10L4.4 8z",
  nextCut: "M12.2 2.5H14v11h-1.8zM2 3v10l5-5zM7 3v10l4.6-5z",
  cut: "M7.2 1h1.6v14H7.2zM1 4h4.6v8H1zm9.4 0H15v8h-4.6z",
  delete:
    "M6 1.5h4l.6 1H14V4H2V2.5h3.4zM3.2 5h9.6l-.6 9.5H3.8zm2.7 1.5.3 6.5h1l-.2-6.5zm3.1 0-.2 6.5h1l.3-6.5z",
  nudgeBack: "M11 1.5h1.6v13H11zM8.5 4v8L3.5 8z",
  nudgeForward: "M3.4 1.5H5v13H3.4zM7.5 4v8l5-4z",
  accept:
    "M8 1 15 8l-7 7-7-7zm0 2.3L3.3 8 8 12.7 12.7 8zM7.5 10.6 5.2 8.4l1-1 1.3 1.2 2.5-2.5 1 1z",
  undo: "M6.5 2v2.5h3.3a4.2 4.2 0 1 1 0 8.5H4v-1.7h5.7a2.5 2.5 0 1 0 0-5.1H6.5v2.6L2 5.4z",
  redo: "M9.5 2v2.5H6.2a4.2 4.2 0 1 0 0 8.5H12v-1.7H6.3a2.5 2.5 0 1 1 0-5.1h3.2v2.6L14 5.4z",
  list: "M2 3h2v2H2zm4 .2h8v1.6H6zM2 7h2v2H2zm4 .2h8v1.6H6zM2 11h2v2H2zm4 .2h8v1.6H6z",
  help: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1m0 1.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M7.2 10.5h1.6V12H7.2zM8 4c1.6 0 2.7 1 2.7 2.3 0 1-.6 1.6-1.2 2-.6.5-.7.6-.7 1.2H7.3c0-1.3.5-1.8 1.2-2.3.5-.4.7-.5.7-.9 0-.5-.4-.9-1.2-.9s-1.2.4-1.3 1.1L5.2 6.3C5.3 4.9 6.4 4 8 4",
  saved: "M6.3 12.8 1.6 8.1l1.2-1.2 3.5 3.5 6.9-6.9 1.2 1.2z",
  saving: "M8 1.5A6.5 6.5 0 1 1 1.5 8H3a5 5 0 1 0 5-5z",
  offline:
    "M2.3 1 15 13.7 13.9 14.8l-2.1-2.1H4.5A3.5 3.5 0 0 1 3.9 5.7l.3-.5L1.2 2.1zM5.4 6.4l-.5.7-.7.1a2 2 0 0 0 .3 4h5.8zM8 2.8c2.1 0 3.9 1.4 4.4 3.4a3.3 3.3 0 0 1 1.7 5.5l-1.1-1.1a1.8 1.8 0 0 0-1.2-3l-.7-.1-.1-.7A3 3 0 0 0 6.5 4.7L5.4 3.6A4.5 4.5 0 0 1 8 2.8",
  warning: "M8 1.2 15.5 14.5H.5zM7.2 6v4.5h1.6V6zm0 5.5V13h1.6v-1.5z",
  zoomIn: "M7.2 3h1.6v4.2H13v1.6H8.8V13H7.2V8.8H3V7.2h4.2z",
  zoomOut: "M3 7.2h10v1.6H3z",
  fit: "M1.5 3H3v10H1.5zM13 3h1.5v10H13zM4 8l3-3v2.2h2V5l3 3-3 3V8.8H7V11z",
  close:
    "m3.8 2.7 4.2 4.2 4.2-4.2 1.1 1.1L9.1 8l4.2 4.2-1.1 1.1L8 9.1l-4.2 4.2-1.1-1.1L6.9 8 2.7 3.8z",
  browser: "M1.5 2.5h13v11h-13zM3 6v6h10V6zm0-2v.8h1.2V4zm2.4 0v.8h1.2V4z",
  kernel:
    "M5 1.5h1.5V3h3V1.5H11V3h2v2h1.5v1.5H13v3h1.5V11H13v2h-2v1.5H9.5V13h-3v1.5H5V13H3v-2H1.5V9.5H3v-3H1.5V5H3V3h2zM4.5 4.5v7h7v-7zM6 6h4v4H6z",
  find: "M6.500 1.500a5 5 0 0 1 4 8l4 4-1.100 1.100-4-4a5 5 0 1 1-2.900-9.100m0 1.600a3.400 3.400 0 1 0 0 6.800 3.400 3.400 0 0 0 0-6.800",
  reject:
    "M8 1 15 8l-7 7-7-7zm0 2.3L3.3 8 8 12.7 12.7 8zM6.2 5.2 8 7l1.8-1.8 1 1L9 8l1.8 1.8-1 1L8 9l-1.8 1.8-1-1L7 8 5.2 6.2z",
  playShot: "M1.5 2H3v12H1.5zM13 2h1.5v12H13zM5 4v8l6-4z",
  playBefore: "M2 4v8l6-4zM11 2h1.6v12H11zM8.6 7.2h1.6v1.6H8.6z",
  playAfter: "M3.4 2H5v12H3.4zM7 4v8l6-4z",
  loop: "M4.5 3.5h6.3V1.6L14 4.7l-3.2 3V5.2H4.5a1.8 1.8 0 0 0-1.8 1.8v1H1V7a3.5 3.5 0 0 1 3.5-3.5m7 9H5.2v1.9L2 11.3l3.2-3v2.5h6.3A1.8 1.8 0 0 0 13.3 9V8H15v1a3.5 3.5 0 0 1-3.5 3.5",
  lock: "M8 1a3.5 3.5 0 0 1 3.5 3.5V7H13v8H3V7h1.5V4.5A3.5 3.5 0 0 1 8 1m0 1.6c-1 0-1.9.8-1.9 1.9V7h3.8V4.5C9.9 3.4 9 2.6 8 2.6M7.2 9.5v3h1.6v-3z",
  sound: "M8 2v12L4 10.5H1v-5h3zm2 2.6 1-1.3a6 6 0 0 1 0 9.4l-1-1.3a4.3 4.3 0 0 0 0-6.8",
  silent:
    "M8 2v12L4 10.5H1v-5h3zm2.2 3.2 1.1-1 1.7 1.7 1.7-1.7 1.1 1L14.100 7 15.8 8.800l-1.100 1L13 8.100l-1.700 1.700-1.100-1L11.900 7z",
  transition: "M1 3h14v10H1zm1.6 1.500v7L7.200 8zm10.800 0L8.800 8l4.600 3.500z",
  comment: "M1.500 2.500h13v9H8L4.500 14.500v-3h-3zM3 4v6h3v1.500L8 10h5V4z",
  uncertain: "M3 1.500h1.500v1h8.500l-2 3.500 2 3.500H4.500V15H3zM4.500 4v4h6l-1.200-2 1.200-2z",
  segmentIn: "M3 2h4v1.600H4.600v8.800H7V14H3zM9 4.500l4 3.500-4 3.500z",
  segmentOut: "M13 2H9v1.600h2.400v8.800H9V14h4zM3 4.500 7 8l-4 3.500z",
  fullScreen:
    "M1.500 1.500h5v1.600H3.100v3.400H1.500zm8 0h5v5h-1.600V3.100H9.500zM1.500 9.500h1.600v3.400h3.400v1.600h-5zm11.400 0h1.600v5h-5v-1.600h3.400z",
  more: "M2 6.800h2.400v2.400H2zm4.800 0h2.400v2.400H6.800zm4.800 0H14v2.400h-2.400z",
  keys: "M1 3.500h14v9H1zM2.600 5.100v5.800h10.800V5.100zM4 6.200h1.400v1.400H4zm2.300 0h1.400v1.400H6.300zm2.300 0H10v1.400H8.600zm2.300 0h1.400v1.400h-1.400zM5 8.700h6v1.400H5z",
  snap: "M3 1.500h3.200v6a1.800 1.800 0 0 0 3.600 0v-6H13v6a5 5 0 0 1-10 0zm1.400 1.400v1.600H5V2.900zm6.800 0v1.600h.6V2.900z",
} as const;

export type IconName = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "aw-icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "path"));
  setIcon(svg, name);
  return svg;
}

export function setIcon(svg: SVGSVGElement, name: IconName): void {
  if (svg.dataset.icon === name) return;
  svg.dataset.icon = name;
  svg.firstElementChild?.setAttribute("d", PATHS[name]);
  svg.firstElementChild?.setAttribute("fill-rule", "evenodd");
}
