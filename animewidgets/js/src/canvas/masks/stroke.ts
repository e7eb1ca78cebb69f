/** The way of a brush over the picture, as whole pixels: those whose centres it passes over. */
import type { Vertex } from "../geometry";
import type { Extent } from "../shapes";
import type { Bitmap } from "./bitmap";

export interface Brush {
  /** Pixels of the picture across. */
  readonly size: number;
  readonly shape: "round" | "square";
}

/**
 * Set or unset what a brush passes over on its straight way from one place to another. The pixel under it
 * always is, so that the smallest brush leaves a line. Gives the rectangle that may have changed, `null` where
 * the way lies outside the picture.
 */
export function sweep(
  bitmap: Bitmap,
  brush: Brush,
  from: Vertex,
  to: Vertex,
  value: 0 | 1,
): Extent | null {
  const { picture } = bitmap;
  const radius = brush.size / 2;
  const reach = Math.max(radius, 0.5);
  const left = Math.max(0, Math.floor(Math.min(from[0], to[0]) - reach));
  const top = Math.max(0, Math.floor(Math.min(from[1], to[1]) - reach));
  const right = Math.min(picture.width, Math.ceil(Math.max(from[0], to[0]) + reach) + 1);
  const bottom = Math.min(picture.height, Math.ceil(Math.max(from[1], to[1]) + reach) + 1);
  if (right <= left || bottom <= top) return null;
  const extent = { x: left, y: top, width: right - left, height: bottom - top };
  if (value) bitmap.cover(extent);
  const across = brush.shape === "round" ? roundAcross : squareAcross;
  const [first, end] = value
    ? [left, right]
    : [Math.max(left, bitmap.x), Math.min(right, bitmap.x + bitmap.width)];
  const [low, high] = value ? [top, bottom] : [bitmap.y, bitmap.y + bitmap.height];
  for (let x = first; x < end; x++) {
    const span = across(x + 0.5, radius, from, to);
    if (!span) continue;
    // Pixels whose centres lie within, the upper end not among them.
    const start = Math.max(low, Math.ceil(span[0] - 0.5));
    const stop = Math.min(high, Math.ceil(span[1] - 0.5));
    if (start < stop) bitmap.fill(x, start, stop, value);
  }
  // Square brushes always are over the middle of a pixel.
  for (const [x, y] of brush.shape === "round" ? [from, to] : []) {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column >= first && column < end && row >= low && row < high)
      bitmap.fill(column, row, row + 1, value);
  }
  return extent;
}

/** Where a line down at `x` crosses the way of a disc; the way of a disc is convex, so that it is one stretch. */
function roundAcross(x: number, radius: number, from: Vertex, to: Vertex): Vertex | null {
  let [low, high] = [Infinity, -Infinity];
  for (const [centre, y] of [from, to]) {
    const off = x - centre;
    const half = radius * radius - off * off;
    if (half <= 0) continue;
    const rise = Math.sqrt(half);
    low = Math.min(low, y - rise);
    high = Math.max(high, y + rise);
  }
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  if (length > 0)
    // The two straight sides.
    for (const side of [-1, 1]) {
      const [offX, offY] = [(-dy / length) * radius * side, (dx / length) * radius * side];
      const [ax, bx] = [from[0] + offX, to[0] + offX];
      if (ax === bx || x < Math.min(ax, bx) || x > Math.max(ax, bx)) continue;
      const y = from[1] + offY + (dy * (x - ax)) / (bx - ax);
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
  return low < high ? [low, high] : null;
}

function squareAcross(x: number, radius: number, from: Vertex, to: Vertex): Vertex | null {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  // The part of the way on which the square lies over the line: its left side counts, its right one does not.
  let [first, last] = [0, 1];
  const off = x - from[0];
  if (dx === 0) {
    if (off < -radius || off >= radius) return null;
  } else {
    const [a, b] = [(off - radius) / dx, (off + radius) / dx];
    first = Math.max(0, Math.min(a, b));
    last = Math.min(1, Math.max(a, b));
    if (first > last || (first === last && off - dx * first >= radius)) return null;
  }
  const [y0, y1] = [from[1] + dy * first, from[1] + dy * last];
  return [Math.min(y0, y1) - radius, Math.max(y0, y1) + radius];
}
