import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnnotationState, Kind } from "../core/wire";
import { contract } from "../testing/contract";
import { checkGeometry } from "./check_geometry";
import { firstCrossing } from "./crossings";
import type { Bounds, Box, Polygon, Track, Vertex } from "./geometry";
import { type Sighting, shapeAt } from "./interpolate";
import { maskOf } from "./raster";
import { BadGeometry } from "./read_json";
import { area, decode } from "./rle";

type Case = AnnotationState & { name: string };

const corpus = contract<{
  release: Bounds;
  valid: Case[];
  invalid: (Case & { error: string; message: string })[];
  tracks: { name: string; end_pts: number; geometry: unknown; at: [number, Sighting | null][] }[];
  drawn: { name: string; kind: Kind; geometry: unknown; size: [number, number]; rows: string[] }[];
}>("geometry.json");

describe("the contract with the kernel", () => {
  it.each(corpus.valid)("takes: $name", (one) => {
    checkGeometry(one, corpus.release);
  });

  it.each(corpus.invalid)("refuses and names: $name", (one) => {
    let refusal: unknown;
    try {
      checkGeometry(one, corpus.release);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(BadGeometry);
    expect((refusal as BadGeometry).kind).toBe(one.error);
    expect((refusal as BadGeometry).message).toContain(one.message);
  });

  it.each(corpus.tracks)("shows on each frame what the kernel says: $name", (one) => {
    const track = one.geometry as Track;
    for (const [tick, seen] of one.at) expect(shapeAt(track, one.end_pts, tick)).toEqual(seen);
  });

  it.each(corpus.drawn)("takes the pixels whose centres lie inside: $name", (one) => {
    const [height, width] = one.size;
    const bitmap = decode(maskOf(one.geometry as Polygon | Box, height, width));
    const rows = Array.from({ length: height }, (_, y) =>
      Array.from(bitmap.subarray(y * width, (y + 1) * width), (on) => (on ? "#" : ".")).join(""),
    );
    expect(rows).toEqual(one.rows);
  });
});

describe("shapes", () => {
  const vertex = fc.tuple(fc.nat(12), fc.nat(12));

  it("cross themselves where any two edges do", () => {
    fc.assert(
      fc.property(fc.array(vertex, { minLength: 3, maxLength: 12 }), (ring) => {
        const turn = (a: Vertex, b: Vertex, p: Vertex) =>
          Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
        const edges = ring.map((a, n) => [a, ring[(n + 1) % ring.length]] as [Vertex, Vertex]);
        const crossing = edges.some(([a, b], n) =>
          edges
            .slice(0, n)
            .some(
              ([c, d]) => turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0,
            ),
        );
        expect(firstCrossing([ring]) !== null).toBe(crossing);
      }),
    );
  });

  it("that share an edge share no pixel, and leave none out", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 15, noNaN: true }), fc.nat(9), (x, tilt) => {
        const left: Polygon = {
          parts: [
            [
              [
                [0, 0],
                [x, 0],
                [x + tilt / 10, 10],
                [0, 10],
              ],
            ],
          ],
        };
        const right: Polygon = {
          parts: [
            [
              [
                [16, 0],
                [x, 0],
                [x + tilt / 10, 10],
                [16, 10],
              ],
            ],
          ],
        };
        expect(area(maskOf(left, 10, 16)) + area(maskOf(right, 10, 16))).toBe(160);
      }),
    );
  });

  it("cannot be placed in pictures of unknown size", () => {
    const box = {
      kind: "box" as const,
      start_pts: 0,
      geometry: { x: 0, y: 0, width: 1, height: 1 },
    };
    expect(() =>
      checkGeometry(box, { name: "a radio play", width: 0, height: 0, pts: [0] }),
    ).toThrow("the size of its pictures is not known");
  });
});
