import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clamp,
  type Extent,
  filmstripStep,
  pixelAt,
  resize,
  reveal,
  rightOf,
  rulerStep,
  scaleAt,
  showAll,
  tickAt,
  type Viewport,
  WIDEST_FRAME,
  zoom,
  zoomPosition,
} from "./time_view";

/** Releases of 1 to 100,000 frames, in ticks of several time bases, some with a late start. */
const extents: fc.Arbitrary<Extent> = fc
  .record({
    frames: fc.integer({ min: 1, max: 100_000 }),
    frameTicks: fc.constantFrom(1, 42, 512, 3754),
    start: fc.constantFrom(0, 7, 126_000, 8_589_934_592),
  })
  .map(({ frames, frameTicks, start }) => ({
    start,
    end: start + frames * frameTicks,
    frameTicks,
  }));

const shown = extents.chain((extent) =>
  fc
    .record({
      width: fc.integer({ min: 300, max: 3000 }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      left: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ width, at, left }) => {
      const whole = showAll(extent, width);
      const ticksPerPixel = scaleAt(at, whole, extent);
      const view = {
        left: extent.start + left * (extent.end - extent.start),
        ticksPerPixel,
        width,
      };
      return { extent, view: clamp(view, extent) };
    }),
);

describe("the time axis", () => {
  it("never shows anything outside the release, nor a frame wider than is useful", () => {
    fc.assert(
      fc.property(
        shown,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.nat(3000),
        ({ extent, view }, factor, pixel) => {
          const near = zoom(view, factor, pixel, extent);
          expect(near.left).toBeGreaterThanOrEqual(extent.start);
          expect(rightOf(near)).toBeLessThanOrEqual(extent.end + near.ticksPerPixel * 0.001);
          const framePixels = extent.frameTicks / near.ticksPerPixel;
          const wholeFrame = extent.frameTicks / showAll(extent, view.width).ticksPerPixel;
          expect(framePixels).toBeLessThanOrEqual(Math.max(WIDEST_FRAME, wholeFrame) * 1.0001);
        },
      ),
    );
  });

  it("a pixel leads to a tick and back", () => {
    fc.assert(
      fc.property(shown, fc.nat(3000), ({ view }, pixel) => {
        expect(pixelAt(view, tickAt(view, pixel))).toBeCloseTo(pixel, 1);
      }),
    );
  });

  it("zooming keeps what is under the pointer there, unless the release ends", () => {
    fc.assert(
      fc.property(
        shown,
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ extent, view }, factor, where) => {
          const pixel = where * view.width;
          const tick = tickAt(view, pixel);
          const near = zoom(view, factor, pixel, extent);
          const atEdge =
            near.left <= extent.start || rightOf(near) >= extent.end - near.ticksPerPixel * 0.01;
          if (!atEdge) expect(pixelAt(near, tick)).toBeCloseTo(pixel, 1);
        },
      ),
    );
  });

  it("a frame that one goes to is seen; one that is seen moves nothing", () => {
    fc.assert(
      fc.property(shown, fc.double({ min: 0, max: 1, noNaN: true }), ({ extent, view }, where) => {
        const tick = Math.floor(extent.start + where * (extent.end - 1 - extent.start));
        const moved = reveal(view, tick, extent);
        const at = pixelAt(moved, tick);
        expect(at).toBeGreaterThanOrEqual(-0.01);
        expect(at).toBeLessThanOrEqual(view.width + 0.01);
        expect(reveal(moved, tick, extent).left).toBeCloseTo(moved.left, 3);
      }),
    );
  });

  it("the zoom slider says where the zoom is", () => {
    fc.assert(
      fc.property(shown, ({ extent, view }) => {
        const position = zoomPosition(view, extent);
        expect(scaleAt(position, view, extent) / view.ticksPerPixel).toBeCloseTo(1, 6);
      }),
    );
  });

  it("a view of the whole stays one when the window grows", () => {
    const extent = { start: 0, end: 10_000, frameTicks: 1 };
    const grown = resize(showAll(extent, 500), 900, extent);
    expect(grown).toEqual(showAll(extent, 900));
    const near: Viewport = { left: 100, ticksPerPixel: 2, width: 500 };
    expect(resize(near, 900, extent).ticksPerPixel).toBe(2);
  });
});

describe("the ruler", () => {
  it("sets its marks as densely as it may, but never closer", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 5000, noNaN: true }),
        fc.constantFrom(
          { frame: 1, second: 24 },
          { frame: 1001, second: 24000 },
          { frame: 1501.5, second: 90000 },
        ),
        (ticksPerPixel, { frame, second }) => {
          const { unit, step } = rulerStep(ticksPerPixel, frame, second, 80);
          const pixels = (step * (unit === "frame" ? frame : second)) / ticksPerPixel;
          expect(pixels).toBeGreaterThanOrEqual(80 - 1e-6);
        },
      ),
    );
  });

  it("counts frames when close, seconds and minutes when far", () => {
    expect(rulerStep(1 / 100, 1, 24, 80)).toMatchObject({ unit: "frame", step: 1 });
    expect(rulerStep(1 / 10, 1, 24, 80)).toMatchObject({ unit: "frame", step: 10 });
    expect(rulerStep(0.3, 1, 24, 80)).toMatchObject({ unit: "second", step: 1 });
    expect(rulerStep(34_500 / 1100, 1, 24, 80)).toMatchObject({ unit: "second", step: 120 });
  });
});

describe("the filmstrip", () => {
  it("fills every slot, shows at least half of each picture, and has few different steps", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 200, noNaN: true }),
        fc.integer({ min: 40, max: 160 }),
        (framePixels, width) => {
          const slot = filmstripStep(framePixels, width) * framePixels;
          if (framePixels < width) {
            expect(slot).toBeLessThanOrEqual(width + 1e-9);
            expect(slot).toBeGreaterThanOrEqual(width / 2 - 1e-9);
          }
        },
      ),
    );
    const steps = new Set(Array.from({ length: 4000 }, (_, i) => filmstripStep((i + 1) / 50, 96)));
    expect(steps.size).toBeLessThan(26);
  });
});
