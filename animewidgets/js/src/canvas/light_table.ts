/** Pure parts of the onion skin: whether two pictures are one drawing, and what of a neighbour shines through. */

/** Brightness of a small picture, 0 to 255, row by row. */
export interface Thumb {
  readonly width: number;
  readonly height: number;
  readonly luma: Uint8Array;
}

/** Side of the blocks that are compared, in pixels of the small picture. */
const BLOCK = 8;
/** How many of the most changed blocks count: a blink or a mouth is small. */
const MOST_CHANGED = 6;
/** Levels of mean difference in those from which on it is another drawing, above the noise of compression. */
export const ANOTHER = 6;

export function thumbOf(rgba: Uint8ClampedArray, width: number, height: number): Thumb {
  const luma = new Uint8Array(width * height);
  for (let n = 0, at = 0; n < luma.length; n++, at += 4)
    luma[n] =
      (77 * (rgba[at] as number) +
        150 * (rgba[at + 1] as number) +
        29 * (rgba[at + 2] as number)) >>
      8;
  return { width, height, luma };
}

/** Mean difference of the most changed blocks, in levels. */
export function difference(one: Thumb, other: Thumb): number {
  if (one.width !== other.width || one.height !== other.height) return Infinity;
  const { width, height } = one;
  const blocks: number[] = [];
  for (let top = 0; top < height; top += BLOCK)
    for (let left = 0; left < width; left += BLOCK) {
      const [right, bottom] = [Math.min(width, left + BLOCK), Math.min(height, top + BLOCK)];
      let sum = 0;
      for (let y = top; y < bottom; y++)
        for (let n = y * width + left; n < y * width + right; n++)
          sum += Math.abs((one.luma[n] as number) - (other.luma[n] as number));
      blocks.push(sum / ((right - left) * (bottom - top)));
    }
  const most = blocks.sort((a, b) => b - a).slice(0, MOST_CHANGED);
  return most.reduce((sum, value) => sum + value, 0) / Math.max(1, most.length);
}

/**
 * How far one has to go from the first of some pictures to come to another drawing, `distance` drawings away:
 * the place in the list, or `null` where the list ends before.
 */
export function drawingAway(thumbs: readonly Thumb[], distance: number): number | null {
  let reference = thumbs[0];
  let passed = 0;
  for (let at = 1; at < thumbs.length; at++) {
    const here = thumbs[at] as Thumb;
    if (!reference || difference(reference, here) < ANOTHER) continue;
    passed++;
    if (passed === distance) return at;
    reference = here;
  }
  return null;
}

export type Tint = readonly [red: number, green: number, blue: number];
/** As on a light table: what was in red, what comes in green. */
export const TINTS: Readonly<Record<"previous" | "next", Tint>> = {
  previous: [255, 70, 60],
  next: [60, 230, 110],
};

/** Differences below this, in levels, are noise. */
const NOISE = 14;
const GAIN = 5;

/** Turn a neighbour's pixels into what shines through: its tinted tones where it differs from the picture here. */
export function shineThrough(
  neighbour: Uint8ClampedArray,
  here: Uint8ClampedArray,
  [red, green, blue]: Tint,
): void {
  for (let at = 0; at < neighbour.length; at += 4) {
    const [r, g, b] = [neighbour[at], neighbour[at + 1], neighbour[at + 2]] as [
      number,
      number,
      number,
    ];
    const apart = Math.max(
      Math.abs(r - (here[at] as number)),
      Math.abs(g - (here[at + 1] as number)),
      Math.abs(b - (here[at + 2] as number)),
    );
    const tone = 0.35 + (0.65 * (77 * r + 150 * g + 29 * b)) / 65280;
    neighbour[at] = red * tone;
    neighbour[at + 1] = green * tone;
    neighbour[at + 2] = blue * tone;
    neighbour[at + 3] = (apart - NOISE) * GAIN;
  }
}
