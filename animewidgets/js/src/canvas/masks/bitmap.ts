/** A mask that is being changed: one byte a pixel, of a rectangle of the picture, column after column as COCO has them. */
import { placeIn } from "../../core/sorted";
import type { Vertex } from "../geometry";
import { bordersOf, boundingBox, type Mask, maskOfBorders } from "../rle";
import type { Extent, Size } from "../shapes";

/** Whole pixels of the picture by which a bitmap grows at least, so that a stroke seldom makes it anew. */
const ROOM = 128;

export class Bitmap {
  /** 1 where set. The pixel (x, y) of the picture is at `(x - this.x) * this.height + y - this.y`. */
  data: Uint8Array;

  constructor(
    readonly picture: Size,
    public x: number,
    public y: number,
    public width: number,
    public height: number,
  ) {
    this.data = new Uint8Array(width * height);
  }

  static of(mask: Mask): Bitmap {
    const [high, wide] = mask.size;
    const [left, top, width, height] = boundingBox(mask);
    const bitmap = new Bitmap({ width: wide, height: high }, left, top, width, height);
    const { data } = bitmap;
    eachStretch(bordersOf(mask), high, high * wide, (x, from, to) => {
      const column = (x - left) * height - top;
      data.fill(1, column + from, column + to);
    });
    return bitmap;
  }

  get extent(): Extent {
    return { x: this.x, y: this.y, width: this.width, height: this.height };
  }

  has(x: number, y: number): boolean {
    const [right, down] = [x - this.x, y - this.y];
    if (right < 0 || down < 0 || right >= this.width || down >= this.height) return false;
    return this.data[right * this.height + down] === 1;
  }

  /** Set or unset a stretch of a column, `to` not among it; all of it lies within. */
  fill(x: number, from: number, to: number, value: 0 | 1): void {
    const column = (x - this.x) * this.height - this.y;
    this.data.fill(value, column + from, column + to);
  }

  /** Make it hold a rectangle of the picture as well; whether it had to be made anew. */
  cover({ x, y, width, height }: Extent): boolean {
    const { picture } = this;
    const isEmpty = this.width === 0 || this.height === 0;
    const [left, top] = isEmpty ? [x, y] : [Math.min(this.x, x), Math.min(this.y, y)];
    const right = isEmpty ? x + width : Math.max(this.x + this.width, x + width);
    const bottom = isEmpty ? y + height : Math.max(this.y + this.height, y + height);
    if (!isEmpty && left === this.x && top === this.y)
      if (right === this.x + this.width && bottom === this.y + this.height) return false;
    // Half as much again on the side to which it grows: a long stroke copies little.
    const room = (grows: boolean, length: number) => (grows ? Math.max(ROOM, length >> 1) : 0);
    const newLeft = Math.max(0, left - room(isEmpty || left < this.x, this.width));
    const newTop = Math.max(0, top - room(isEmpty || top < this.y, this.height));
    const newRight = right + room(isEmpty || right > this.x + this.width, this.width);
    const newBottom = bottom + room(isEmpty || bottom > this.y + this.height, this.height);
    this.#move(
      newLeft,
      newTop,
      Math.min(picture.width, newRight) - newLeft,
      Math.min(picture.height, newBottom) - newTop,
    );
    return true;
  }

  #move(x: number, y: number, width: number, height: number): void {
    const data = new Uint8Array(width * height);
    for (let column = 0; column < this.width; column++) {
      const from = column * this.height;
      const to = (this.x + column - x) * height + this.y - y;
      data.set(this.data.subarray(from, from + this.height), to);
    }
    this.data = data;
    [this.x, this.y, this.width, this.height] = [x, y, width, height];
  }

  /** A copy with so many pixels more on each side, as far as the picture goes. */
  padded(by: number): Bitmap {
    const { picture } = this;
    const [x, y] = [Math.max(0, this.x - by), Math.max(0, this.y - by)];
    const right = Math.min(picture.width, this.x + this.width + by);
    const bottom = Math.min(picture.height, this.y + this.height + by);
    const copy = new Bitmap(picture, this.x, this.y, this.width, this.height);
    copy.data = this.data;
    copy.#move(x, y, right - x, bottom - y);
    return copy;
  }

  /** What is set, as run lengths; `null` where nothing is. */
  toMask(): Mask | null {
    const { data, height, picture } = this;
    const tall = picture.height;
    const borders: number[] = [];
    const change = (place: number) => {
      // What ends where the next begins goes on.
      if (borders.at(-1) === place) borders.pop();
      else borders.push(place);
    };
    for (let at = data.indexOf(1); at >= 0; at = data.indexOf(1, at)) {
      const found = data.indexOf(0, at);
      const stop = found < 0 ? data.length : found;
      while (at < stop) {
        const column = Math.floor(at / height);
        const end = Math.min(stop, (column + 1) * height);
        const place = (this.x + column) * tall + this.y - column * height;
        change(place + at);
        change(place + end);
        at = end;
      }
    }
    return maskOrNone(borders, picture);
  }
}

function maskOrNone(borders: number[], { width, height }: Size): Mask | null {
  if (borders.at(-1) === width * height) borders.pop();
  return borders.length ? maskOfBorders(height, width, Int32Array.from(borders)) : null;
}

/** Every stretch of set pixels, column by column; runs that go on in the next column are cut there. */
export function eachStretch(
  borders: Int32Array,
  height: number,
  size: number,
  visit: (x: number, from: number, to: number) => void,
): void {
  for (let at = 0; at < borders.length; at += 2) {
    const end = borders[at + 1] ?? size;
    let place = borders[at] as number;
    while (place < end) {
      const x = Math.floor(place / height);
      const from = place - x * height;
      const to = Math.min(height, end - x * height);
      visit(x, from, to);
      place = x * height + to;
    }
  }
}

const KNOWN = new WeakMap<Mask, Int32Array>();

/** The borders of a mask that stays as it is, found once. */
export function knownBorders(mask: Mask): Int32Array {
  let borders = KNOWN.get(mask);
  if (!borders) {
    borders = bordersOf(mask);
    KNOWN.set(mask, borders);
  }
  return borders;
}

/** Whether the pixel at a place is set. */
export function marks(mask: Mask, [x, y]: Vertex): boolean {
  const [height, width] = mask.size;
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (column < 0 || row < 0 || column >= width || row >= height) return false;
  const borders = knownBorders(mask);
  const place = column * height + row;
  // How many borders lie up to here: odd where set.
  return (placeIn(borders, place + 1) & 1) === 1;
}

/** A mask moved by whole pixels, of which none leaves the picture. */
export function shifted(mask: Mask, right: number, down: number): Mask {
  const [height, width] = mask.size;
  const size = height * width;
  const known = knownBorders(mask);
  const borders = Array.from(known);
  if (borders.length & 1) borders.push(size);
  // A run that goes on in the next column reaches from the top to the bottom, and cannot move down or up.
  const by = right * height + down;
  const moved = borders.map((place) => place + by);
  if (moved.at(-1) === size) moved.pop();
  return maskOfBorders(height, width, Int32Array.from(moved));
}
