import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Box, Points, Polygon, Vertex } from "./geometry";
import {
  areaOf,
  boundedMove,
  boxBetween,
  distanceTo,
  extentOf,
  flagged,
  HANDLES,
  holds,
  moved,
  placeOf,
  simplified,
  withHandleAt,
  withoutSpot,
  withSpotAt,
  withVertexAfter,
} from "./shapes";

const SIZE = { width: 640, height: 360 };
const box: Box = { x: 100, y: 50, width: 40, height: 20 };
const square: Polygon = {
  parts: [
    [
      [
        [0, 0],
        [30, 0],
        [30, 30],
        [0, 30],
      ],
      [
        [10, 10],
        [10, 20],
        [20, 20],
        [20, 10],
      ],
    ],
  ],
};
const coordinate = fc.integer({ min: 0, max: 64000 }).map((n) => n / 100);

describe("boxes", () => {
  it("lie between two corners, whichever these are", () => {
    const between = { x: 100, y: 50, width: 40, height: 20 };
    expect(boxBetween([100, 50], [140, 70])).toEqual(between);
    expect(boxBetween([140, 50], [100, 70])).toEqual(between);
    expect(boxBetween([140, 70], [100, 50])).toEqual(between);
  });

  it("follow a handle on the sides that it is on, and turn over where it passes", () => {
    expect(withHandleAt(box, "se", [150, 90])).toEqual({ ...box, width: 50, height: 40 });
    expect(withHandleAt(box, "n", [999, 40])).toEqual({ ...box, y: 40, height: 30 });
    expect(withHandleAt(box, "e", [90, 999])).toEqual({ x: 90, y: 50, width: 10, height: 20 });
    for (const handle of HANDLES)
      expect(withHandleAt(box, handle, placeOf(box, handle))).toEqual(box);
  });
});

it("nothing is moved over the picture's border, however far it is dragged", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -900, max: 900 }),
      fc.integer({ min: -900, max: 900 }),
      (x, y) => {
        const extents = [extentOf("box", box), { x: 300, y: 300, width: 10, height: 60 }];
        const by = boundedMove(extents, [x, y], SIZE);
        for (const one of extents) {
          expect(one.x + by[0]).toBeGreaterThanOrEqual(0);
          expect(one.y + by[1]).toBeGreaterThanOrEqual(0);
          expect(one.x + one.width + by[0]).toBeLessThanOrEqual(SIZE.width);
          expect(one.y + one.height + by[1]).toBeLessThanOrEqual(SIZE.height);
        }
      },
    ),
  );
});

describe("polygons", () => {
  it("hold what lies inside and not in a hole", () => {
    expect(holds("polygon", square, [5, 5])).toBe(true);
    expect(holds("polygon", square, [15, 15])).toBe(false);
    expect(holds("polygon", square, [35, 5])).toBe(false);
    expect(areaOf("polygon", square)).toBe(800);
  });

  it("get and lose vertices, and keep three", () => {
    const spot = { part: 0, ring: 0, n: 3 };
    const more = withVertexAfter(square, spot, [0, 15]);
    expect(more.parts[0]?.[0]?.at(-1)).toEqual([0, 15]);
    const back = withoutSpot("polygon", more, { ...spot, n: 4 });
    expect(back).toEqual(square);
    const triangle = withoutSpot("polygon", square, spot) as Polygon;
    expect(withoutSpot("polygon", triangle, { ...spot, n: 0 })).toBeNull();
    expect(withSpotAt("polygon", square, { ...spot, ring: 1, n: 0 }, [11, 12])).toMatchObject({
      parts: [
        [
          square.parts[0]?.[0],
          [
            [11, 12],
            [10, 20],
            [20, 20],
            [20, 10],
          ],
        ],
      ],
    });
  });

  it("are moved as a whole", () => {
    const there = moved("polygon", square, [2.5, 1]);
    expect(extentOf("polygon", there)).toEqual({ x: 2.5, y: 1, width: 30, height: 30 });
  });
});

it("a freehand line loses vertices only where that is not seen", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 60 }),
      fc.double({ min: 0.1, max: 40, noNaN: true }),
      (line, tolerance) => {
        const less = simplified(line as Vertex[], tolerance);
        expect(less[0]).toEqual(line[0]);
        expect(less.at(-1)).toEqual(line.at(-1));
        for (const vertex of line) {
          const distances = less
            .slice(1)
            .map((end, n) => distanceTo(vertex as Vertex, less[n] as Vertex, end));
          expect(Math.min(...distances)).toBeLessThanOrEqual(tolerance + 1e-9);
        }
      },
    ),
  );
});

describe("points", () => {
  const points: Points = { points: [{ x: 1, y: 2 }, null, { x: 3, y: 4, occluded: true }] };

  it("are flagged all, or the one that is meant; what is unmarked stays so", () => {
    expect(flagged(points, "negative", true, null).points).toEqual([
      { x: 1, y: 2, negative: true },
      null,
      { x: 3, y: 4, occluded: true, negative: true },
    ]);
    expect(flagged(points, "occluded", false, { part: 0, ring: 0, n: 2 }).points[2]).toEqual({
      x: 3,
      y: 4,
    });
  });

  it("keep one", () => {
    const less = withoutSpot("point", points, { part: 0, ring: 0, n: 0 }) as Points;
    expect(less.points).toEqual([null, points.points[2]]);
    expect(withoutSpot("point", less, { part: 0, ring: 0, n: 1 })).toBeNull();
  });
});
