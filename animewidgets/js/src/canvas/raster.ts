import { type Box, cornersOf, type Polygon, type Ring, type Vertex } from "./geometry";
import { checkSize, emptyMask, type Mask, maskOfBorders, union } from "./rle";

/**
 * The mask of the pixels whose centres lie inside a shape; what reaches outside the picture is left out.
 * A centre on an edge counts as lying below it, or to the right of it.
 */
export function maskOf(shape: Polygon | Box, height: number, width: number): Mask {
  checkSize(height, width);
  const parts = "parts" in shape ? shape.parts : [[cornersOf(shape)]];
  return parts
    .map((rings) => maskOfBorders(height, width, bordersWithin(rings, height, width)))
    .reduce(union, emptyMask(height, width));
}

/** Where inside and outside change over, down the centres of the columns. */
function bordersWithin(rings: readonly Ring[], height: number, width: number): Int32Array {
  const places: number[] = [];
  for (const ring of rings)
    ring.forEach(([ax, ay], n) => {
      const [bx, by] = ring[(n + 1) % ring.length] as Vertex;
      const first = clamp(Math.ceil(Math.min(ax, bx) - 0.5), width);
      const end = clamp(Math.ceil(Math.max(ax, bx) - 0.5), width);
      for (let column = first; column < end; column++) {
        const y = ay + (by - ay) * ((column + 0.5 - ax) / (bx - ax));
        places.push(column * height + clamp(Math.ceil(y - 0.5), height));
      }
    });
  const sorted = Int32Array.from(places).sort();
  let count = 0;
  // Two changes on one place are none.
  for (const place of sorted) {
    if (count > 0 && sorted[count - 1] === place) count--;
    else sorted[count++] = place;
  }
  if (count > 0 && sorted[count - 1] === height * width) count--;
  return sorted.subarray(0, count);
}

const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);
