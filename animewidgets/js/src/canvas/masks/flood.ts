/**
 * Flat colours of drawn frames: the region around a pixel, up to the lines around it, and with its line. Made for
 * decoded video: its noise leaves no holes in what is filled. Pure, on the pixels of the frame.
 */
import type { Extent } from "../shapes";
import { Bitmap } from "./bitmap";
import { distance, isWithin, type Lab, labOf, lightness } from "./colour_distance";

/** Pixels in rows, RGBA. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

export interface FillOptions {
  /** How far a colour may be from the one that is filled (CIELAB, about 2 is just seen). */
  readonly tolerance: number;
  /** Gaps in lines that are no wider than so many pixels hold the fill back. */
  readonly gap: number;
  /** Pixels of line to take in around the region; 0 for none. */
  readonly line: number;
}

/** Pixels around the place from which the colour is averaged: noise at one of them must not decide. */
const AROUND = 3;
/** Holes of up to this part of the picture are noise: 16 pixels at 1080p, 7 at 720p. */
const NOISE = 1 / 130_000;
/** How much darker than its surroundings a line is, in CIELAB lightness. */
const DARKER = 6;

/** A region in a rectangle of the picture, in rows, one byte a pixel. */
interface Region extends Extent {
  data: Uint8Array;
}

/** The region of like colour around a pixel; `null` outside the picture. */
export function fillFrom(
  pixels: Pixels,
  x: number,
  y: number,
  options: FillOptions,
): Bitmap | null {
  const { width, height } = pixels;
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (column < 0 || row < 0 || column >= width || row >= height) return null;
  const colour = colourAround(pixels, column, row, options.tolerance);
  let region = alike(pixels, column, row, colour, options.tolerance ** 2);
  if (options.gap) region = withGapsClosed(region, column, row, Math.ceil(options.gap / 2));
  fillNoise(region, Math.max(4, Math.round(width * height * NOISE)));
  if (options.line) region = withLine(pixels, region, options.line);
  return toBitmap(region, pixels);
}

/** The mean of what is alike near a pixel. */
function colourAround(pixels: Pixels, x: number, y: number, tolerance: number): Lab {
  const { data, width, height } = pixels;
  const at = (column: number, row: number): Lab => {
    const byte = (row * width + column) * 4;
    return labOf(data[byte] as number, data[byte + 1] as number, data[byte + 2] as number);
  };
  const own = at(x, y);
  let [count, l, a, b] = [0, 0, 0, 0];
  for (let row = Math.max(0, y - AROUND); row <= Math.min(height - 1, y + AROUND); row++)
    for (
      let column = Math.max(0, x - AROUND);
      column <= Math.min(width - 1, x + AROUND);
      column++
    ) {
      const one = at(column, row);
      if (distance(own, one) > tolerance) continue;
      count++;
      l += one[0];
      a += one[1];
      b += one[2];
    }
  return [l / count, a / count, b / count];
}

/** What hangs together with a pixel and is like a colour: row by row, each pixel asked once. */
function alike(pixels: Pixels, x: number, y: number, colour: Lab, most: number): Region {
  const { data, width, height } = pixels;
  // 0: not asked yet, 1: in it, 2: not.
  const asked = new Uint8Array(width * height);
  const is = (at: number): boolean => {
    const known = asked[at];
    if (known) return false;
    if (isWithin(data, at * 4, colour, most)) return true;
    asked[at] = 2;
    return false;
  };
  let [left, top, right, bottom] = [x, y, x + 1, y + 1];
  const stack = [y * width + x];
  asked[y * width + x] = 0;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (asked[at]) continue;
    const row = Math.floor(at / width);
    const start = row * width;
    let low = at;
    let high = at + 1;
    while (low > start && is(low - 1)) low--;
    while (high < start + width && is(high)) high++;
    asked.fill(1, low, high);
    left = Math.min(left, low - start);
    right = Math.max(right, high - start);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row + 1);
    for (const next of [row > 0 ? -width : 0, row + 1 < height ? width : 0]) {
      if (!next) continue;
      let before = false;
      for (let place = low + next; place < high + next; place++) {
        const now = is(place);
        if (now && !before) stack.push(place);
        before = now;
      }
    }
  }
  const region: Region = {
    x: left,
    y: top,
    width: right - left,
    height: bottom - top,
    data: new Uint8Array(0),
  };
  region.data = new Uint8Array(region.width * region.height);
  for (let row = 0; row < region.height; row++) {
    const from = (top + row) * width + left;
    for (let column = 0; column < region.width; column++)
      if (asked[from + column] === 1) region.data[row * region.width + column] = 1;
  }
  return region;
}

/**
 * Without what is reached through gaps only. The region is made thinner by `by` pixels, so that narrow ways close;
 * what still hangs together with the place is made as thick as it was. Tips and slivers, which were never wide, stay.
 */
function withGapsClosed(region: Region, x: number, y: number, by: number): Region {
  const { width, height, data } = region;
  const thin = eroded(data, width, height, by);
  const start = nearest(thin, width, height, x - region.x, y - region.y, 3 * by + 2);
  if (start < 0) return region;
  const list = new Int32Array(data.length);
  // 1: thin and not reached, 2: reached.
  spread(thin, width, height, [start], 1, 2, list);
  if (!thin.includes(1)) return region;
  const kept = thickened(thin, width, height, by);
  // What is left over belongs to it where nothing of it is wide: else it lies behind a gap.
  const rest = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) if (data[at] && !kept[at]) rest[at] = 1;
  for (let at = rest.indexOf(1); at >= 0; at = rest.indexOf(1, at + 1)) {
    const count = spread(rest, width, height, [at], 1, 2, list);
    const part = list.subarray(0, count);
    if (!part.some((place) => thin[place] === 1)) for (const place of part) kept[place] = 1;
  }
  return { ...region, data: kept };
}

/** The pixels in a square of 2 `by` + 1 around any that is 2. */
function thickened(data: Uint8Array, width: number, height: number, by: number): Uint8Array {
  const along = new Uint8Array(data.length);
  for (let row = 0; row < height; row++) {
    let since = Infinity;
    // As if each reached only to the right by 2 `by`, and then shifted back.
    for (let column = 0; column < width + by; column++) {
      since = column < width && data[row * width + column] === 2 ? 0 : since + 1;
      if (since <= 2 * by && column >= by) along[row * width + column - by] = 1;
    }
  }
  const both = new Uint8Array(data.length);
  const since = new Int32Array(width).fill(2 * by + 1);
  for (let row = 0; row < height + by; row++)
    for (let column = 0; column < width; column++) {
      const now = row < height && along[row * width + column] ? 0 : (since[column] as number) + 1;
      since[column] = now;
      if (now <= 2 * by && row >= by) both[(row - by) * width + column] = 1;
    }
  return both;
}

/** Those pixels of `within` that touch the rim and are not kept yet are from now on; they are the next rim. */
function layer(
  kept: Uint8Array,
  within: Uint8Array,
  width: number,
  height: number,
  rim: readonly number[],
): number[] {
  const next: number[] = [];
  for (const at of rim) {
    const column = at % width;
    for (let down = -1; down <= 1; down++)
      for (let across = -1; across <= 1; across++) {
        const place = at + down * width + across;
        if (column + across < 0 || column + across >= width) continue;
        if (place < 0 || place >= width * height || kept[place] || !within[place]) continue;
        kept[place] = 1;
        next.push(place);
      }
  }
  return next;
}

/** Turn the pixels of one value that hang together with some by their sides into another; how many, and into `list` which. */
function spread(
  pixels: Uint8Array,
  width: number,
  height: number,
  from: Iterable<number>,
  value: number,
  to: number,
  list: Int32Array,
): number {
  const size = width * height;
  let count = 0;
  for (const at of from)
    if (pixels[at] === value) {
      pixels[at] = to;
      list[count++] = at;
    }
  for (let n = 0; n < count; n++) {
    const at = list[n] as number;
    const column = at % width;
    if (column > 0 && pixels[at - 1] === value) {
      pixels[at - 1] = to;
      list[count++] = at - 1;
    }
    if (column + 1 < width && pixels[at + 1] === value) {
      pixels[at + 1] = to;
      list[count++] = at + 1;
    }
    if (at >= width && pixels[at - width] === value) {
      pixels[at - width] = to;
      list[count++] = at - width;
    }
    if (at + width < size && pixels[at + width] === value) {
      pixels[at + width] = to;
      list[count++] = at + width;
    }
  }
  return count;
}

/** Where all pixels in a square of 2 `by` + 1 are set; beyond the rectangle none is. */
function eroded(data: Uint8Array, width: number, height: number, by: number): Uint8Array {
  const along = new Uint8Array(data.length);
  for (let row = 0; row < height; row++) {
    let run = 0;
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      run = data[at] ? run + 1 : 0;
      if (run > 2 * by) along[at - by] = 1;
    }
  }
  const both = new Uint8Array(data.length);
  const runs = new Int32Array(width);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const run = along[at] ? (runs[column] as number) + 1 : 0;
      runs[column] = run;
      if (run > 2 * by) both[at - by * width] = 1;
    }
  return both;
}

/** The set pixel nearest to a place, no further than so many pixels; -1 where there is none. */
function nearest(
  data: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
  reach: number,
): number {
  let [found, least] = [-1, Infinity];
  for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++)
    for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++) {
      const apart = (column - x) ** 2 + (row - y) ** 2;
      if (data[row * width + column] && apart < least)
        [found, least] = [row * width + column, apart];
    }
  return found;
}

/** Fill holes of no more pixels than noise leaves. */
function fillNoise({ data, width, height }: Region, most: number): void {
  const free = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) if (!data[at]) free[at] = 1;
  const list = new Int32Array(data.length);
  const rim: number[] = [];
  for (let column = 0; column < width; column++) rim.push(column, (height - 1) * width + column);
  for (let row = 0; row < height; row++) rim.push(row * width, row * width + width - 1);
  spread(free, width, height, rim, 1, 2, list);
  for (let at = free.indexOf(1); at >= 0; at = free.indexOf(1, at + 1)) {
    const count = spread(free, width, height, [at], 1, 2, list);
    if (count <= most) for (const place of list.subarray(0, count)) data[place] = 1;
  }
}

/**
 * With the line around it: dark pixels that are thin (a closing of the lightness by more than a line's width
 * removes them), from the region outwards, up to so many pixels.
 */
function withLine(pixels: Pixels, region: Region, most: number): Region {
  const margin = 2 * most + 1;
  const x = Math.max(0, region.x - margin);
  const y = Math.max(0, region.y - margin);
  const width = Math.min(pixels.width, region.x + region.width + margin) - x;
  const height = Math.min(pixels.height, region.y + region.height + margin) - y;
  const light = new Float32Array(width * height);
  const kept = new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      light[row * width + column] = lightness(
        pixels.data,
        ((y + row) * pixels.width + x + column) * 4,
      );
  for (let row = 0; row < region.height; row++)
    kept.set(
      region.data.subarray(row * region.width, (row + 1) * region.width),
      (row + region.y - y) * width + region.x - x,
    );
  const closed = filtered(
    filtered(light, width, height, most, Math.max),
    width,
    height,
    most,
    Math.min,
  );
  const thin = new Uint8Array(light.length);
  for (let at = 0; at < light.length; at++)
    if ((closed[at] as number) - (light[at] as number) >= DARKER) thin[at] = 1;
  let rim: number[] = [];
  for (let at = kept.indexOf(1); at >= 0; at = kept.indexOf(1, at + 1)) rim.push(at);
  for (let step = 0; step < most && rim.length; step++) rim = layer(kept, thin, width, height, rim);
  return { x, y, width, height, data: kept };
}

/** The greatest or least of a square of 2 `by` + 1 around each pixel (van Herk, 1992: three steps per pixel and way). */
function filtered(
  values: Float32Array,
  width: number,
  height: number,
  by: number,
  pick: (a: number, b: number) => number,
): Float32Array {
  const across = new Float32Array(values.length);
  const both = new Float32Array(values.length);
  const longest = Math.max(width, height);
  const [before, after] = [new Float32Array(longest), new Float32Array(longest)];
  const size = 2 * by + 1;
  const line = (
    from: Float32Array,
    to: Float32Array,
    start: number,
    step: number,
    count: number,
  ) => {
    for (let n = 0; n < count; n++) {
      const value = from[start + n * step] as number;
      before[n] = n % size ? pick(before[n - 1] as number, value) : value;
    }
    for (let n = count - 1; n >= 0; n--) {
      const value = from[start + n * step] as number;
      after[n] =
        n === count - 1 || (n + 1) % size === 0 ? value : pick(after[n + 1] as number, value);
    }
    for (let n = 0; n < count; n++) {
      const [low, high] = [Math.max(0, n - by), Math.min(count - 1, n + by)];
      to[start + n * step] = pick(after[low] as number, before[high] as number);
    }
  };
  for (let row = 0; row < height; row++) line(values, across, row * width, 1, width);
  for (let column = 0; column < width; column++) line(across, both, column, width, height);
  return both;
}

function toBitmap(region: Region, picture: Pixels): Bitmap {
  const { x, y, width, height, data } = region;
  const bitmap = new Bitmap({ width: picture.width, height: picture.height }, x, y, width, height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      if (data[row * width + column]) bitmap.data[column * height + row] = 1;
  return bitmap;
}
