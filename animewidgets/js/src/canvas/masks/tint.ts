/** Masks as pictures: tinted pixels with a rim, ready to be drawn over the frame. */
import type { Extent } from "../shapes";
import type { Bitmap } from "./bitmap";

/** How strongly a mask is seen: parts of 255. */
export interface Tint {
  readonly inside: number;
  /** The outermost pixels of the mask. */
  readonly rim: number;
  /** Black, around the mask; 0 for none. */
  readonly halo: number;
}

export const PLAIN: Tint = { inside: 82, rim: 225, halo: 90 };
export const HOVERED: Tint = { inside: 115, rim: 235, halo: 120 };
export const CHOSEN: Tint = { inside: 120, rim: 255, halo: 150 };
/** Seen from near the rim would be as thick as a pixel: a line is drawn instead. */
export const CHOSEN_NEAR: Tint = { inside: 120, rim: 120, halo: 0 };

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** A colour `#rrggbb` at a strength, as one pixel of an ImageData. */
function pixelOf(colour: string, alpha: number): number {
  const value = Number.parseInt(colour.slice(1), 16);
  const [red, green, blue] = [(value >> 16) & 255, (value >> 8) & 255, value & 255];
  return isLittleEndian
    ? ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0
    : ((red << 24) | (green << 16) | (blue << 8) | alpha) >>> 0;
}

/** The pixels of a rectangle of the picture, RGBA in rows. */
export function tintedPixels(
  bitmap: Bitmap,
  { x: left, y: top, width, height }: Extent,
  colour: string,
  tint: Tint,
): Uint32Array {
  const pixels = new Uint32Array(width * height);
  const [inside, rim, halo] = [tint.inside, tint.rim, tint.halo].map((alpha, n) =>
    pixelOf(n === 2 ? "#000000" : colour, alpha),
  ) as [number, number, number];
  const { data, height: tall } = bitmap;
  const first = Math.max(left, bitmap.x);
  const end = Math.min(left + width, bitmap.x + bitmap.width);
  const low = Math.max(top, bitmap.y);
  const high = Math.min(top + height, bitmap.y + tall);
  const last = data.length - tall;
  for (let x = first; x < end; x++) {
    const column = (x - bitmap.x) * tall - bitmap.y;
    for (let y = low; y < high; y++) {
      const at = column + y;
      const row = y - bitmap.y;
      const a = at >= tall ? data[at - tall] : 0;
      const b = at < last ? data[at + tall] : 0;
      const c = row > 0 ? data[at - 1] : 0;
      const d = row + 1 < tall ? data[at + 1] : 0;
      if (data[at]) pixels[(y - top) * width + x - left] = a && b && c && d ? inside : rim;
      else if (tint.halo && (a || b || c || d)) pixels[(y - top) * width + x - left] = halo;
    }
  }
  return pixels;
}

/** Put the pixels of a rectangle onto a canvas whose top left pixel is at (x, y) of the picture. */
export function putPixels(
  context: CanvasRenderingContext2D,
  pixels: Uint32Array,
  { x, y, width, height }: Extent,
  from: { readonly x: number; readonly y: number },
): void {
  const bytes = new Uint8ClampedArray(pixels.buffer as ArrayBuffer);
  context.putImageData(new ImageData(bytes, width, height), x - from.x, y - from.y);
}

/** What two rectangles have in common; `null` where nothing. */
export function common(a: Extent, b: Extent): Extent | null {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** The least rectangle around two. */
export function around(a: Extent | null, b: Extent | null): Extent | null {
  if (!a || !b) return a ?? b;
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const [right, bottom] = [
    Math.max(a.x + a.width, b.x + b.width),
    Math.max(a.y + a.height, b.y + b.height),
  ];
  return { x, y, width: right - x, height: bottom - y };
}

export const widened = ({ x, y, width, height }: Extent, by: number): Extent => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});
