/** What one does to a whole mask: grow, shrink, fill its holes, invert it within its box. Pure. */
import type { Mask } from "../rle";
import { Bitmap } from "./bitmap";

/** With every pixel that has a side in common with it; as far as the picture goes. */
export function grown(mask: Mask): Mask {
  return changed(Bitmap.of(mask).padded(1), true) as Mask;
}

/** Without the pixels at its rim; `null` where nothing is left. At the picture's border a mask has no rim. */
export function shrunk(mask: Mask): Mask | null {
  return changed(Bitmap.of(mask), false);
}

function changed(from: Bitmap, grows: boolean): Mask | null {
  const { data, width, height, picture } = from;
  const to = new Bitmap(picture, from.x, from.y, width, height);
  // Beyond the rectangle nothing is set; beyond the picture all that touches it goes on.
  const left = !grows && from.x === 0 ? 1 : 0;
  const right = !grows && from.x + width === picture.width ? 1 : 0;
  const top = !grows && from.y === 0 ? 1 : 0;
  const bottom = !grows && from.y + height === picture.height ? 1 : 0;
  const last = (width - 1) * height;
  for (let column = 0; column < width; column++)
    for (let row = 0; row < height; row++) {
      const at = column * height + row;
      const a = column > 0 ? data[at - height] : left;
      const b = at < last ? data[at + height] : right;
      const c = row > 0 ? data[at - 1] : top;
      const d = row + 1 < height ? data[at + 1] : bottom;
      const own = data[at];
      to.data[at] = grows ? (own || a || b || c || d ? 1 : 0) : own && a && b && c && d ? 1 : 0;
    }
  return to.toMask();
}

/** With its holes filled; with a place only the hole that it lies in, or `null` where it lies in none. */
export function withoutHoles(mask: Mask, at?: readonly [number, number]): Mask | null {
  const bitmap = Bitmap.of(mask).padded(1);
  const { data, width, height, x, y } = bitmap;
  // Free pixels that come to the rectangle's rim from inside are no hole: 2. The picture's border counts as rim.
  const reached = new Uint8Array(data);
  for (let column = 0; column < width; column++)
    for (const row of [0, height - 1]) flood(reached, height, column * height + row, 2);
  for (let row = 0; row < height; row++)
    for (const column of [0, width - 1]) flood(reached, height, column * height + row, 2);
  if (at) {
    const [right, down] = [Math.floor(at[0]) - x, Math.floor(at[1]) - y];
    if (right < 0 || down < 0 || right >= width || down >= height) return null;
    const place = right * height + down;
    if (reached[place] !== 0) return null;
    flood(reached, height, place, 1);
    for (let n = 0; n < data.length; n++) data[n] = reached[n] === 1 ? 1 : 0;
  } else for (let n = 0; n < data.length; n++) data[n] = reached[n] === 2 ? 0 : 1;
  return bitmap.toMask();
}

/** Give the free pixels (0) that hang together with one, by their sides, a value; column by column. */
export function flood(
  pixels: Uint8Array | Int32Array,
  height: number,
  start: number,
  value: number,
): void {
  if (pixels[start] !== 0) return;
  const stack = [start];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (pixels[at] !== 0) continue;
    const foot = at - (at % height);
    let [low, high] = [at, at + 1];
    while (low > foot && pixels[low - 1] === 0) low--;
    while (high < foot + height && pixels[high] === 0) high++;
    pixels.fill(value, low, high);
    for (const beside of [-height, height])
      for (let place = low + beside; place < high + beside; place++)
        // One of each stretch of free pixels beside.
        if (pixels[place] === 0 && (place === low + beside || pixels[place - 1] !== 0))
          stack.push(place);
  }
}

/** What of its box a mask does not mark; `null` where it marks all of it. */
export function inverted(mask: Mask): Mask | null {
  const bitmap = Bitmap.of(mask);
  const { data } = bitmap;
  for (let at = 0; at < data.length; at++) data[at] = data[at] ? 0 : 1;
  return bitmap.toMask();
}
