import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Vertex } from "./geometry";
import {
  actualSize,
  fitZoom,
  isPart,
  LARGEST_ZOOM,
  pan,
  type Stage,
  seen,
  show,
  toPicture,
  toScreen,
  whole,
  zoomAt,
  zoomInWords,
} from "./view";

const stage = (over: Partial<Stage> = {}): Stage => ({
  picture: { width: 1280, height: 720 },
  stretch: { x: 1, y: 1 },
  width: 900,
  height: 500,
  ratio: 1,
  ...over,
});

const stages = fc
  .record({
    width: fc.integer({ min: 200, max: 2500 }),
    height: fc.integer({ min: 150, max: 1500 }),
    ratio: fc.constantFrom(1, 1.25, 2, 3),
    stretch: fc.constantFrom({ x: 1, y: 1 }, { x: 16 / 15, y: 1 }, { x: 1, y: 1.333 }),
    picture: fc.constantFrom({ width: 1280, height: 720 }, { width: 720, height: 480 }),
  })
  .map(stage);
const places = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

const inside = ({ width, height }: { width: number; height: number }, [x, y]: Vertex): Vertex => [
  x * width,
  y * height,
];

describe("the view of the picture", () => {
  it("shows all of it at first, in the middle", () => {
    fc.assert(
      fc.property(stages, (on) => {
        const view = whole(on);
        const [left, top] = toScreen(on, view, [0, 0]);
        const [right, bottom] = toScreen(on, view, [on.picture.width, on.picture.height]);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(left + right).toBeCloseTo(on.width, 6);
        expect(top + bottom).toBeCloseTo(on.height, 6);
        expect(isPart(on, view)).toBe(false);
      }),
    );
  });

  it("leads from the picture to the stage and back", () => {
    fc.assert(
      fc.property(stages, places, fc.double({ min: 0.1, max: 64, noNaN: true }), (on, at, zoom) => {
        const view = { zoom, x: 300, y: 200 };
        const place = inside(on.picture, at);
        const [x, y] = toPicture(on, view, toScreen(on, view, place));
        expect(x).toBeCloseTo(place[0], 6);
        expect(y).toBeCloseTo(place[1], 6);
      }),
    );
  });

  it("keeps what is under the pointer there while zooming", () => {
    fc.assert(
      fc.property(
        stages,
        places,
        fc.double({ min: 0.3, max: 4, noNaN: true }),
        (on, at, factor) => {
          const view = { ...whole(on), zoom: fitZoom(on) * 3 };
          // A place of the picture that is in sight, near enough to the middle that no border gets in the way.
          const pointer: Vertex = inside(on, [0.4 + at[0] / 5, 0.4 + at[1] / 5]);
          const before = toPicture(on, view, pointer);
          const zoomed = zoomAt(on, view, factor, pointer);
          const { width, height } = on.picture;
          // At the border of the picture the view gives way.
          fc.pre(zoomed.x > 0 && zoomed.x < width && zoomed.y > 0 && zoomed.y < height);
          const after = toPicture(on, zoomed, pointer);
          expect(after[0]).toBeCloseTo(before[0], 6);
          expect(after[1]).toBeCloseTo(before[1], 6);
        },
      ),
    );
  });

  it("never loses the picture, and zooms no further than one can use", () => {
    const on = stage();
    const far = pan(on, whole(on), 1e6, -1e6);
    expect([far.x, far.y]).toEqual([0, 720]);
    let view = whole(on);
    for (let n = 0; n < 50; n++) view = zoomAt(on, view, 2, [450, 250]);
    expect(view.zoom).toBe(LARGEST_ZOOM);
    for (let n = 0; n < 50; n++) view = zoomAt(on, view, 0.5, [450, 250]);
    expect(view.zoom).toBeGreaterThan(0.1);
  });

  it("at 1:1 has one pixel of the picture on one of the screen, sharp screens included", () => {
    const on = stage({ ratio: 2 });
    const view = actualSize(on, whole(on));
    expect(view.zoom).toBe(0.5);
    expect(zoomInWords(on, view)).toBe("100 %");
  });

  it("shows a shape with room around it", () => {
    const on = stage();
    const view = show(on, { x: 100, y: 100, width: 50, height: 50 });
    const area = seen(on, view);
    expect(area.x).toBeLessThan(100);
    expect(area.x + area.width).toBeGreaterThan(150);
    expect(isPart(on, view)).toBe(true);
  });
});
