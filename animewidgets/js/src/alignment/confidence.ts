/** Colours of confidence: from vermilion over yellow to teal, which most eyes tell apart, also by how light they are. */
type Rgb = readonly [number, number, number];

const LIGHT: readonly (readonly [number, Rgb])[] = [
  [0, [190, 48, 18]],
  [0.5, [226, 128, 18]],
  [0.85, [232, 196, 60]],
  [0.95, [90, 170, 130]],
  [1, [16, 122, 128]],
];
const DARK: readonly (readonly [number, Rgb])[] = [
  [0, [255, 92, 56]],
  [0.5, [255, 158, 60]],
  [0.85, [246, 214, 96]],
  [0.95, [110, 190, 150]],
  [1, [48, 158, 166]],
];

/** `rgb(…)` of a confidence, on a light or a dark page. */
export function colourOf(confidence: number, dark: boolean, alpha = 1): string {
  const stops = dark ? DARK : LIGHT;
  const value = Math.min(1, Math.max(0, confidence));
  const above = Math.max(
    1,
    stops.findIndex(([at]) => at >= value),
  );
  const [from, one] = stops[above - 1] as (typeof stops)[number];
  const [to, other] = stops[above] as (typeof stops)[number];
  const share = (value - from) / (to - from);
  const [r, g, b] = one.map((c, i) => Math.round(c + ((other[i] as number) - c) * share)) as [
    number,
    number,
    number,
  ];
  return alpha === 1 ? `rgb(${r} ${g} ${b})` : `rgb(${r} ${g} ${b} / ${alpha})`;
}

/** The whole scale, for a legend. */
export const scaleOfColours = (dark: boolean): string =>
  `linear-gradient(to right, ${(dark ? DARK : LIGHT)
    .map(([at, [r, g, b]]) => `rgb(${r} ${g} ${b}) ${100 * at}%`)
    .join(", ")})`;
