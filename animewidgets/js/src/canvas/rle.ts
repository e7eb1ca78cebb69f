/**
 * Masks as run lengths, equal in bytes to COCO's: a pixel is set or not, column after column from the
 * top left down; runs that are unset and set by turns, the first of them unset; written as text. The
 * kernel's `animewidgets.annotations.masks` does the same, and both read `tests/contract/masks.json`.
 */

/** A mask as `geometry` holds it; `size` is [height, width]. */
export interface Mask {
  readonly size: readonly [number, number];
  readonly counts: string;
}

/** Thrown where the runs of a mask are damaged, or do not fill a picture of its size. */
export class CorruptMask extends Error {
  override name = "CorruptMask";
}

const MAX_PIXELS = 2 ** 31 - 1;
const FIRST = 48;
const MORE = 32;
/** Seven groups of five bits hold more than any difference of two runs. */
const LONGEST = 7;

const latin = new TextDecoder("latin1");

/** The mask of a bitmap in rows, one byte a pixel, where every value but 0 is set. */
export function encode(bitmap: Uint8Array, height: number, width: number): Mask {
  checkSize(height, width);
  if (bitmap.length !== height * width)
    throw new CorruptMask(
      `a bitmap of ${width} × ${height} has ${height * width} pixels, not ${bitmap.length}`,
    );
  return maskOfBorders(height, width, bordersInColumns(bitmap, height, width));
}

/** The bitmap of a mask in rows: one byte a pixel, 0 or 1. */
export function decode(mask: Mask): Uint8Array {
  const [height, width] = mask.size;
  const borders = bordersOf(mask);
  const bitmap = new Uint8Array(height * width);
  // First where a column changes from the row above, or in its first row where it begins set …
  let next = 0;
  for (let column = 0; column < width; column++) {
    const start = column * height;
    const end = start + height;
    if (next & 1) bitmap[column] = 1;
    for (; next < borders.length && (borders[next] as number) < end; next++) {
      const at = ((borders[next] as number) - start) * width + column;
      bitmap[at] = (bitmap[at] as number) ^ 1;
    }
  }
  // … then row upon row, four pixels at once where they lie so.
  const cells = width % 4 === 0 ? new Uint32Array(bitmap.buffer) : bitmap;
  const stride = width % 4 === 0 ? width / 4 : width;
  for (let at = stride; at < cells.length; at++)
    cells[at] = (cells[at] as number) ^ (cells[at - stride] as number);
  return bitmap;
}

/** How many pixels are set. */
export function area(mask: Mask): number {
  const runs = runsOf(mask);
  let sum = 0;
  for (let at = 1; at < runs.length; at += 2) sum += runs[at] as number;
  return sum;
}

/** The smallest box around the set pixels: [x, y, width, height], all 0 where none is set. */
export function boundingBox(mask: Mask): [number, number, number, number] {
  const [height, width] = mask.size;
  const borders = bordersOf(mask);
  if (borders.length === 0) return [0, 0, 0, 0];
  let top = height;
  let bottom = 0;
  let last = 0;
  for (let at = 0; at < borders.length; at += 2) {
    const start = borders[at] as number;
    last = (borders[at + 1] ?? height * width) - 1;
    // A run over the edge of two columns holds a lowest and a highest pixel of the picture.
    const one = Math.floor(start / height) === Math.floor(last / height);
    top = Math.min(top, one ? start % height : 0);
    bottom = Math.max(bottom, one ? last % height : height - 1);
  }
  const left = Math.floor((borders[0] as number) / height);
  return [left, top, Math.floor(last / height) - left + 1, bottom - top + 1];
}

/** The mask of no pixel. */
export function emptyMask(height: number, width: number): Mask {
  return maskOfBorders(height, width, new Int32Array(0));
}

/** Where two masks differ: what takes either to the other, so that an edit told by it is its own inverse. */
export function xor(a: Mask, b: Mask): Mask {
  return combined(a, b, 0b0110);
}

export function union(a: Mask, b: Mask): Mask {
  return combined(a, b, 0b1110);
}

export function intersection(a: Mask, b: Mask): Mask {
  return combined(a, b, 0b1000);
}

/** What `a` sets and `b` does not. */
export function difference(a: Mask, b: Mask): Mask {
  return combined(a, b, 0b0010);
}

/** The run lengths: unset, set, unset … in pixels, as the text says them. */
export function runsOf(mask: Mask): Int32Array {
  const [height, width] = mask.size;
  const runs = decompress(mask.counts);
  checkSize(height, width);
  let total = 0;
  for (const run of runs) total += run;
  if (total !== height * width)
    throw new CorruptMask(
      `the runs cover ${total} pixels, but the picture of ${width} × ${height} has ${height * width}`,
    );
  return runs;
}

/** Ascending places `x * height + y`: from each even one to the next, pixels are set. */
export function bordersOf(mask: Mask): Int32Array {
  const runs = runsOf(mask);
  const size = mask.size[0] * mask.size[1];
  const borders = new Int32Array(runs.length);
  let count = 0;
  let place = 0;
  for (let at = 0; at + 1 < runs.length; at++) {
    place += runs[at] as number;
    // A run of length 0 puts two borders on one place: they are none.
    if (count > 0 && borders[count - 1] === place) count--;
    else borders[count++] = place;
  }
  if (count > 0 && borders[count - 1] === size) count--;
  return borders.subarray(0, count);
}

/** A mask of ascending borders, as {@link bordersOf} gives them. */
export function maskOfBorders(height: number, width: number, borders: Int32Array): Mask {
  const runs = new Int32Array(borders.length + 1);
  let before = 0;
  for (let at = 0; at < borders.length; at++) {
    runs[at] = (borders[at] as number) - before;
    before = borders[at] as number;
  }
  runs[borders.length] = height * width - before;
  return { size: [height, width], counts: compress(runs) };
}

/** COCO's text of run lengths: groups of five bits, each run less the last one of its colour. */
export function compress(runs: Int32Array): string {
  let text = new Uint8Array(runs.length * 2 + LONGEST);
  let length = 0;
  for (let at = 0; at < runs.length; at++) {
    let rest = (runs[at] as number) - (at > 2 ? (runs[at - 2] as number) : 0);
    if (length + LONGEST > text.length) {
      const longer = new Uint8Array(text.length * 2);
      longer.set(text);
      text = longer;
    }
    for (let more = true; more; ) {
      const group = rest & (MORE - 1);
      rest >>= 5;
      more = group & 16 ? rest !== -1 : rest !== 0;
      text[length++] = FIRST + group + (more ? MORE : 0);
    }
  }
  return latin.decode(text.subarray(0, length));
}

/** The run lengths of COCO's text; nothing is known of their sum yet. */
export function decompress(counts: string): Int32Array {
  if (counts.length === 0) throw new CorruptMask("there are no run lengths");
  const runs = new Int32Array(counts.length);
  let count = 0;
  let value = 0;
  let unit = 1;
  let length = 0;
  for (let at = 0; at < counts.length; at++) {
    const group = counts.charCodeAt(at) - FIRST;
    if (group < 0 || group >= 2 * MORE)
      throw new CorruptMask(`'${counts[at]}' at ${at} is no run length`);
    value += (group & (MORE - 1)) * unit;
    unit *= 32;
    length++;
    if (length > LONGEST)
      throw new CorruptMask(`a number of ${length} characters is longer than any run of a picture`);
    if (group & MORE) continue;
    if (group & 16) value -= unit;
    if (count > 2) value += runs[count - 2] as number;
    if (value < 0) throw new CorruptMask(`run ${count} has the length ${value}`);
    if (value > MAX_PIXELS)
      throw new CorruptMask(`run ${count} has the length ${value}, more than any picture`);
    runs[count++] = value;
    value = 0;
    unit = 1;
    length = 0;
  }
  if (length > 0)
    throw new CorruptMask(`the run lengths end within a number, after ${counts.length} characters`);
  return runs.subarray(0, count);
}

/** Refuse a size that no picture has. */
export function checkSize(height: number, width: number): void {
  if (height < 1 || width < 1 || height * width > MAX_PIXELS)
    throw new CorruptMask(`no mask has ${width} × ${height} pixels: from 1 to ${MAX_PIXELS} fit`);
}

/** What a rule makes of two masks: bit `a + 2 b` of it says whether a pixel is set. */
function combined(a: Mask, b: Mask, rule: number): Mask {
  const [height, width] = a.size;
  if (height !== b.size[0] || width !== b.size[1])
    throw new CorruptMask(
      `masks of one picture have one size: ${width} × ${height} is not ${b.size[1]} × ${b.size[0]}`,
    );
  const ofA = bordersOf(a);
  const ofB = bordersOf(b);
  const size = height * width;
  const borders = new Int32Array(ofA.length + ofB.length);
  let count = 0;
  let set = 0;
  let i = 0;
  let j = 0;
  while (i < ofA.length || j < ofB.length) {
    const place = Math.min(ofA[i] ?? size, ofB[j] ?? size);
    if (ofA[i] === place) i++;
    if (ofB[j] === place) j++;
    const now = (rule >> ((i & 1) | ((j & 1) << 1))) & 1;
    if (now !== set) borders[count++] = place;
    set = now;
  }
  return maskOfBorders(height, width, borders.subarray(0, count));
}

/**
 * The places where pixels change down the columns. The bitmap is read row by row, as it lies in memory,
 * and the changes are then dealt out to their columns; four equal pixels are passed over at once.
 */
function bordersInColumns(bitmap: Uint8Array, height: number, width: number): Int32Array {
  const changes = changesFromRowToRow(bitmap, height, width);
  const starts = new Int32Array(width + 1);
  for (const at of changes) starts[(at % width) + 1] = (starts[(at % width) + 1] as number) + 1;
  for (let column = 0; column < width; column++)
    starts[column + 1] = (starts[column + 1] as number) + (starts[column] as number);
  const borders = new Int32Array(changes.length);
  for (const at of changes) {
    const column = at % width;
    const slot = starts[column] as number;
    borders[slot] = column * height + (at - column) / width;
    starts[column] = slot + 1;
  }
  return borders;
}

/** Indices of the pixels that differ from the one above; in the first row, from the foot of the column before. */
function changesFromRowToRow(bitmap: Uint8Array, height: number, width: number): Int32Array {
  let changes = new Int32Array(1024);
  let count = 0;
  const foot = (height - 1) * width;
  for (let x = 0; x < width; x++) {
    const before = x > 0 && bitmap[foot + x - 1] !== 0;
    if ((bitmap[x] !== 0) === before) continue;
    if (count === changes.length) changes = grown(changes);
    changes[count++] = x;
  }
  const step = width % 4 === 0 && bitmap.byteOffset % 4 === 0 ? 4 : 1;
  const cells =
    step === 4 ? new Uint32Array(bitmap.buffer, bitmap.byteOffset, bitmap.length / 4) : bitmap;
  const stride = width / step;
  for (let cell = stride; cell < cells.length; cell++) {
    if (cells[cell] === cells[cell - stride]) continue;
    if (count + step > changes.length) changes = grown(changes);
    for (let at = cell * step; at < (cell + 1) * step; at++)
      if ((bitmap[at] !== 0) !== (bitmap[at - width] !== 0)) changes[count++] = at;
  }
  return changes.subarray(0, count);
}

function grown(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(numbers.length * 2);
  longer.set(numbers);
  return longer;
}
