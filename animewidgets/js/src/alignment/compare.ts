/** Where two pictures lie on the stage, and how they are laid over one another. Pure. */
import type { ReleaseInfo } from "../core/wire";
import type { PictureMap } from "../timemaps/patch";
import { presentedSize } from "../video/draw_picture";

export const MODES = ["side", "wipe", "difference", "blink", "overlay"] as const;
export type Mode = (typeof MODES)[number];

export const MODE_NAMES: Readonly<Record<Mode, string>> = {
  side: "Side by side",
  wipe: "Wipe",
  difference: "Difference",
  blink: "Blink",
  overlay: "Overlay",
};

/** A rectangle of the stage, in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How close one looks: the centre, in parts of A's picture, and how much larger than it fits. */
export interface Closeness {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export const WHOLE: Closeness = { x: 0.5, y: 0.5, zoom: 1 };
export const CLOSEST = 32;

export type Release = Pick<ReleaseInfo, "width" | "height" | "pixel_aspect" | "rotation">;

/** Where a picture lies that fills an area as far as its shape allows, seen so closely. */
export function placed(release: Release, area: Box, { x, y, zoom }: Closeness): Box {
  const shape = presentedSize(release);
  const fit = Math.min(area.width / shape.width, area.height / shape.height) * zoom;
  const [width, height] = [shape.width * fit, shape.height * fit];
  return {
    x: area.x + along(area.width, width, x),
    y: area.y + along(area.height, height, y),
    width,
    height,
  };
}

/** Where a length begins of which a part stands in the middle; without a gap where it is longer than the room. */
function along(room: number, length: number, part: number): number {
  if (length <= room) return (room - length) / 2;
  return Math.min(0, Math.max(room - length, room / 2 - part * length));
}

/** Where B's picture lies so that its points come to lie on A's. Without a map of pictures the two are one size. */
export function over(a: Release, b: Release, boxA: Box, picture: PictureMap | undefined): Box {
  if (!picture) return boxA;
  const [perX, perY] = [boxA.width / a.width, boxA.height / a.height];
  return {
    x: boxA.x - (picture.shift_x / picture.scale_x) * perX,
    y: boxA.y - (picture.shift_y / picture.scale_y) * perY,
    width: (b.width / picture.scale_x) * perX,
    height: (b.height / picture.scale_y) * perY,
  };
}

/** The same closeness on B: the point of B that lies where A's centre is. */
export function closenessOnB(
  a: Release,
  b: Release,
  { x, y, zoom }: Closeness,
  picture: PictureMap | undefined,
): Closeness {
  if (!picture) return { x, y, zoom };
  return {
    x: (picture.scale_x * x * a.width + picture.shift_x) / b.width,
    y: (picture.scale_y * y * a.height + picture.shift_y) / b.height,
    zoom,
  };
}

/** Look closer by a factor, the point of the stage under the pointer staying where it is. */
export function closer(
  release: Release,
  area: Box,
  now: Closeness,
  factor: number,
  at: { x: number; y: number },
): Closeness {
  const zoom = Math.min(CLOSEST, Math.max(1, now.zoom * factor));
  if (zoom === 1) return WHOLE;
  const before = placed(release, area, now);
  const part = {
    x: (at.x - before.x) / before.width,
    y: (at.y - before.y) / before.height,
  };
  const grown = zoom / now.zoom;
  // The point keeps its distance from the middle of the area; the middle is what is told.
  const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  return held({
    x: part.x - (at.x - middle.x) / (before.width * grown),
    y: part.y - (at.y - middle.y) / (before.height * grown),
    zoom,
  });
}

/** Look elsewhere, by so many pixels of the stage. */
export function moved(
  release: Release,
  area: Box,
  now: Closeness,
  x: number,
  y: number,
): Closeness {
  const box = placed(release, area, now);
  return held({ x: now.x - x / box.width, y: now.y - y / box.height, zoom: now.zoom });
}

/** Never beyond where the picture ends. */
function held({ x, y, zoom }: Closeness): Closeness {
  const half = 0.5 / zoom;
  const within = (part: number) => Math.min(1 - half, Math.max(half, part));
  return { x: within(x), y: within(y), zoom };
}

/** The halves of the stage, A left and B right, with a gap between them. */
export function halves(width: number, height: number, gap = 2): [Box, Box] {
  const half = (width - gap) / 2;
  return [
    { x: 0, y: 0, width: half, height },
    { x: half + gap, y: 0, width: half, height },
  ];
}

/** What of each way of comparing can be made stronger: its name, bounds, steps, and how it reads. */
export const AMOUNTS = {
  wipe: {
    name: "Where A ends",
    first: 0.5,
    least: 0,
    most: 1,
    step: 0.05,
    words: (value: number) => `${Math.round(100 * value)} %`,
  },
  difference: {
    name: "Gain of the difference",
    first: 2,
    least: 0,
    most: 5,
    step: 1,
    words: (value: number) => `× ${2 ** value}`,
  },
  blink: {
    name: "Changes a second",
    first: 2,
    least: 0.5,
    most: 8,
    step: 0.5,
    words: (value: number) => `${value} / s`,
  },
  overlay: {
    name: "How much of B",
    first: 0.5,
    least: 0,
    most: 1,
    step: 0.05,
    words: (value: number) => `${Math.round(100 * value)} % B`,
  },
} as const satisfies Record<Exclude<Mode, "side">, object>;

export type Amounts = Readonly<Record<Exclude<Mode, "side">, number>>;

export const FIRST_AMOUNTS: Amounts = {
  wipe: AMOUNTS.wipe.first,
  difference: AMOUNTS.difference.first,
  blink: AMOUNTS.blink.first,
  overlay: AMOUNTS.overlay.first,
};

/** Stronger or weaker by some steps, within bounds. */
export function stepped(mode: Exclude<Mode, "side">, value: number, steps: number): number {
  const { least, most, step } = AMOUNTS[mode];
  const to = Math.min(most, Math.max(least, value + steps * step));
  return Math.round(to * 1000) / 1000;
}
