import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  held,
  lying,
  pixelOf,
  reach,
  scaleOf,
  tickOf,
  viewportOf,
  zoomed,
  zoomPlace,
} from "./axes_view";
import { closenessOnB, closer, halves, over, placed, stepped, WHOLE } from "./compare";

const a = { second: 24000, from: 0, until: 60 };
const b = { second: 90000, from: 0.1, until: 77 };
const full = { width: 1280, height: 720, pixel_aspect: [1, 1] as [number, number], rotation: 0 };

const views = fc
  .record({
    laying: fc.constantFrom("line" as const, "clock" as const, "fitted" as const),
    heads: fc.record({
      a: fc.double({ min: 0, max: 60, noNaN: true }),
      b: fc.double({ min: 0.1, max: 77, noNaN: true }),
    }),
    left: fc.double({ min: -100, max: 100, noNaN: true }),
    perPixel: fc.double({ min: 1e-5, max: 1, noNaN: true }),
    width: fc.integer({ min: 50, max: 3000 }),
  })
  .map(({ laying, heads, ...view }) => {
    const lies = lying(laying, a, b, heads);
    return held({ ...view, ...lies }, reach(a, b, lies));
  });

describe("two axes", () => {
  it("lead from ticks to pixels and back, on either side", () => {
    fc.assert(
      fc.property(views, fc.integer({ min: 0, max: 5_000_000 }), (view, tick) => {
        for (const [side, second] of [
          ["a", a.second],
          ["b", b.second],
        ] as const) {
          const pixel = pixelOf(view, side, second, tick);
          expect(tickOf(view, side, second, pixel)).toBeCloseTo(tick, 1);
          const { left, ticksPerPixel } = viewportOf(view, side, second);
          expect((tick - left) / ticksPerPixel).toBeCloseTo(pixel, 2);
        }
      }),
    );
  });

  it("show nothing outside of what there is, and zoom about the pointer", () => {
    fc.assert(
      fc.property(views, fc.double({ min: 0.2, max: 5, noNaN: true }), (view, factor) => {
        const range = reach(a, b, view);
        expect(view.left).toBeGreaterThanOrEqual(range[0] - 1e-6);
        expect(view.left + view.width * view.perPixel).toBeLessThanOrEqual(range[1] + 1e-6);
        const pixel = view.width / 3;
        const closer = zoomed(view, factor, pixel, range);
        const bound =
          held({ ...closer, left: -1e9 }, range).left === closer.left ||
          held({ ...closer, left: 1e9 }, range).left === closer.left;
        if (!bound)
          expect(closer.left + pixel * closer.perPixel).toBeCloseTo(
            view.left + pixel * view.perPixel,
            6,
          );
        expect(scaleOf(zoomPlace(view, range), view, range)).toBeCloseTo(view.perPixel, 6);
      }),
    );
  });

  it("put both playheads at one pixel, where they are in line", () => {
    const lies = lying("line", a, b, { a: 12, b: 31 });
    const view = { left: 0, perPixel: 0.1, width: 600, ...lies };
    expect(pixelOf(view, "b", b.second, 31 * b.second)).toBeCloseTo(
      pixelOf(view, "a", a.second, 12 * a.second),
    );
  });
});

describe("pictures over one another", () => {
  it("fill an area in their shape", () => {
    const [left, right] = halves(1402, 400);
    expect(placed(full, left, WHOLE)).toMatchObject({ x: 0, width: 700, height: 393.75 });
    expect(right.x).toBe(702);
    const anamorphic = {
      ...full,
      width: 1440,
      height: 1080,
      pixel_aspect: [4, 3] as [number, number],
    };
    const box = placed(anamorphic, { x: 0, y: 0, width: 1600, height: 900 }, WHOLE);
    expect([box.width, box.height]).toEqual([1600, 900]);
  });

  it("are laid where the map of pictures says: a letterboxed B hangs over A", () => {
    const boxA = { x: 100, y: 0, width: 640, height: 360 };
    const letterboxed = { scale_x: 0.5, scale_y: 0.5, shift_x: 0, shift_y: 60 };
    const small = { ...full, width: 640, height: 480 };
    expect(over(full, small, boxA, letterboxed)).toEqual({
      x: 100,
      y: -60,
      width: 640,
      height: 480,
    });
    expect(closenessOnB(full, small, { x: 0.5, y: 0.5, zoom: 4 }, letterboxed)).toEqual({
      x: 0.5,
      y: 0.5,
      zoom: 4,
    });
    expect(over(full, small, boxA, undefined)).toBe(boxA);
  });

  it("keep the point under the pointer when one looks closer", () => {
    const area = { x: 0, y: 0, width: 1280, height: 720 };
    fc.assert(
      fc.property(
        fc.double({ min: 300, max: 980, noNaN: true }),
        fc.double({ min: 200, max: 520, noNaN: true }),
        (x, y) => {
          const before = { x: 0.5, y: 0.5, zoom: 3 };
          const after = closer(full, area, before, 1.4, { x, y });
          const point = (box: { x: number; width: number }) => (x - box.x) / box.width;
          expect(point(placed(full, area, after))).toBeCloseTo(
            point(placed(full, area, before)),
            6,
          );
        },
      ),
    );
    expect(closer(full, area, { x: 0.2, y: 0.9, zoom: 1.2 }, 0.5, { x: 3, y: 3 })).toEqual(WHOLE);
  });

  it("step by step, within bounds", () => {
    expect([
      stepped("wipe", 0.98, 1),
      stepped("difference", 0, -1),
      stepped("blink", 2, 1),
    ]).toEqual([1, 0, 2.5]);
  });
});
