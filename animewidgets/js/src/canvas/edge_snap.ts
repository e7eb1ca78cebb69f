/** Catches places at strong edges of the picture: where brightness changes most, within a few pixels. Pure. */
import type { Vertex } from "./geometry";
import type { Snaps } from "./tools/tool";

/** CSS pixels within which an edge catches. */
export const EDGE_CATCH = 6;
/** Pixels of the picture that are looked at at most, however small it is shown. */
const FARTHEST = 40;
/** Pixels along a side, on both ways, over which it is averaged: one noisy pixel is no edge. */
const RUN = 4;
/** Levels of 255 between neighbours below which nothing is an edge. */
const LEAST = 10;
/** How much weaker an edge counts at the end of the reach than under the pointer. */
const FAR = 0.4;

/** A piece of the picture: brightness from 0 to 255, row by row. */
export interface Luma {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Where an edge caught a place; `column` and `row` say which of both. */
export interface Caught {
  readonly at: Vertex;
  readonly column: boolean;
  readonly row: boolean;
}

export const farthest = (reach: number): number =>
  Math.min(FARTHEST, Math.max(1.5, (EDGE_CATCH / 7) * reach));

/** The piece of the picture that is needed to catch a place, as whole pixels within the picture. */
export function pieceAround(
  [x, y]: Vertex,
  radius: number,
  size: { readonly width: number; readonly height: number },
): { x: number; y: number; width: number; height: number } {
  const room = Math.ceil(radius) + RUN + 2;
  const [left, top] = [Math.max(0, Math.floor(x) - room), Math.max(0, Math.floor(y) - room)];
  const right = Math.min(size.width, Math.ceil(x) + room);
  const bottom = Math.min(size.height, Math.ceil(y) + room);
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/** Brightness as the eye has it, from RGBA (ITU-R BT.601). */
export function lumaOf(
  piece: { x: number; y: number; width: number; height: number },
  rgba: ArrayLike<number>,
): Luma {
  const data = new Float32Array(piece.width * piece.height);
  for (let n = 0, at = 0; n < data.length; n++, at += 4)
    data[n] =
      0.299 * (rgba[at] as number) +
      0.587 * (rgba[at + 1] as number) +
      0.114 * (rgba[at + 2] as number);
  return { ...piece, data };
}

/** The place where an edge catches another, or `null` where there is none near enough. */
export function caughtBy(luma: Luma, at: Vertex, radius: number, to: Snaps): Caught | null {
  if (to === "place") {
    const place = strongestPlace(luma, at, radius);
    return place && { at: place, column: true, row: true };
  }
  const column = to === "row" ? null : strongestLine(luma, at, radius, 0);
  const row = to === "column" ? null : strongestLine(luma, at, radius, 1);
  if (column === null && row === null) return null;
  return {
    at: [column ?? at[0], row ?? at[1]],
    column: column !== null,
    row: row !== null,
  };
}

const pixel = (luma: Luma, x: number, y: number): number =>
  luma.data[
    Math.min(luma.height - 1, Math.max(0, y - luma.y)) * luma.width +
      Math.min(luma.width - 1, Math.max(0, x - luma.x))
  ] ?? 0;

/** The border between columns (axis 0) or rows (axis 1) on whose two sides brightness differs most. */
function strongestLine(luma: Luma, at: Vertex, radius: number, axis: 0 | 1): number | null {
  const [along, across] = axis === 0 ? [at[1], at[0]] : [at[0], at[1]];
  const value = (n: number, m: number) => (axis === 0 ? pixel(luma, n, m) : pixel(luma, m, n));
  const middle = Math.floor(along);
  let [found, most] = [null as number | null, LEAST];
  for (let n = Math.ceil(across - radius); n <= across + radius; n++) {
    let sum = 0;
    for (let m = middle - RUN; m <= middle + RUN; m++) sum += value(n, m) - value(n - 1, m);
    const strength = Math.abs(sum) / (2 * RUN + 1);
    if (strength < LEAST) continue;
    const weighed = strength * (1 - (FAR * Math.abs(n - across)) / radius);
    if (weighed > most) [found, most] = [n, weighed];
  }
  return found;
}

/** The corner of pixels at which the gradient is greatest (Roberts' and Prewitt's differences over two by two). */
function strongestPlace(luma: Luma, [x, y]: Vertex, radius: number): Vertex | null {
  let [found, most] = [null as Vertex | null, LEAST];
  for (let v = Math.ceil(y - radius); v <= y + radius; v++)
    for (let u = Math.ceil(x - radius); u <= x + radius; u++) {
      const distance = Math.hypot(u - x, v - y);
      if (distance > radius) continue;
      const [a, b] = [pixel(luma, u - 1, v - 1), pixel(luma, u, v - 1)];
      const [c, d] = [pixel(luma, u - 1, v), pixel(luma, u, v)];
      const strength = Math.hypot(b + d - a - c, c + d - a - b) / 2;
      if (strength < LEAST) continue;
      const weighed = strength * (1 - (FAR * distance) / radius);
      if (weighed > most) [found, most] = [[u, v], weighed];
    }
  return found;
}
