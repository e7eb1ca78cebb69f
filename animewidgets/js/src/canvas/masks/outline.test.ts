import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contract } from "../../testing/contract";
import { drawnMask, someMask } from "../../testing/masks";
import { checkGeometry } from "../check_geometry";
import type { Polygon } from "../geometry";
import { maskOf } from "../raster";
import { emptyMask, type Mask } from "../rle";
import { outlineOf, polygonOf } from "./outline";

const corpus = contract<{ cases: { name: string; rows: string[]; parts: Polygon["parts"] }[] }>(
  "outlines.json",
);

const bounds = { name: "BD ep01", width: 14, height: 11, pts: [0] };
const json = (polygon: Polygon) => JSON.parse(JSON.stringify(polygon));
const again = (polygon: Polygon, { size: [height, width] }: Mask) => maskOf(polygon, height, width);

describe("the outline of a mask", () => {
  it.each(corpus.cases)("is the kernel's, vertex for vertex: $name", ({ rows, parts }) => {
    expect(polygonOf(drawnMask(rows))).toEqual({ parts });
  });

  it("gives the same mask again, along the pixels or smooth, and is a polygon that is taken", () => {
    fc.assert(
      fc.property(someMask(14, 11), (mask) => {
        for (const polygon of [polygonOf(mask), outlineOf(mask)]) {
          checkGeometry({ kind: "polygon", start_pts: 0, geometry: json(polygon) }, bounds);
          expect(again(polygon, mask)).toEqual(mask);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("has the corners of a box, and few vertices along a slope or a circle", () => {
    const box = drawnMask(["......", ".####.", ".####.", ".####.", "......"]);
    expect(outlineOf(box).parts).toEqual([
      [
        [
          [1, 1],
          [5, 1],
          [5, 4],
          [1, 4],
        ],
      ],
    ]);
    const disc = maskOf(
      {
        parts: [
          [
            Array.from({ length: 90 }, (_, n): [number, number] => [
              200 + 150 * Math.cos((n * Math.PI) / 45),
              200 + 150 * Math.sin((n * Math.PI) / 45),
            ]),
          ],
        ],
      },
      400,
      400,
    );
    const [[ring = []] = []] = outlineOf(disc).parts;
    const [[edges = []] = []] = polygonOf(disc).parts;
    expect(edges.length).toBeGreaterThan(600);
    expect(ring.length).toBeLessThan(edges.length / 5);
    for (const [x, y] of ring) expect(Math.abs(Math.hypot(x - 200, y - 200) - 150)).toBeLessThan(1);
    expect(again({ parts: [[ring]] }, disc)).toEqual(disc);
  });

  it("is not there for a mask of no pixel", () => {
    expect(() => polygonOf(emptyMask(4, 4))).toThrow(/no pixel/);
  });
});
