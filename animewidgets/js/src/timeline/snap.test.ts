import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { release } from "../testing/releases";
import { Timing } from "../testing/timing";
import { pixelAt, type Viewport } from "../ui/time_view";
import { proposalsOf } from "./candidates";
import { SNAP_RADIUS, type SnapRule, snap } from "./snap";

const index = release({ durations: new Array<number>(1000).fill(10), gop: 100 });
/** Ten pixels a frame. */
const near: Viewport = { left: 1000, ticksPerPixel: 1, width: 1000 };
const marks = new Timing(index).cut(120).marks;
const proposals = proposalsOf(
  [
    { pts: 1200, score: 1, layer: "a" },
    { pts: 1300, score: 1, layer: "a" },
    { pts: 2000, score: 1, layer: "a" },
  ],
  index,
);
const sources = { boundaries: marks.boundaries, proposals, playhead: 140, keyFrames: true };
const at = (x: number, rule?: SnapRule, view = near) => snap(x, view, index, sources, rule);

describe("snapping", () => {
  it("goes to what is at most eight pixels away, and says what that is", () => {
    expect(at(305)).toMatchObject({ kind: "candidate", ordinal: 130, pts: 1300, distance: 5 });
    expect(at(308)).toMatchObject({ ordinal: 130 });
    expect(at(309)).toBeNull();
    expect(at(397)).toMatchObject({ kind: "playhead", ordinal: 140 });
  });

  it("of two on one place the mark counts, then the candidate, then the key frame", () => {
    expect(at(203)).toMatchObject({ kind: "mark", ordinal: 120 });
    expect(at(995)).toMatchObject({ kind: "candidate", ordinal: 200 });
    expect(at(995, {}, near)?.kind).toBe("candidate");
    expect(snap(995, near, index, { keyFrames: true })).toMatchObject({ kind: "key-frame" });
  });

  it("the nearer of two counts, whatever it is", () => {
    const far: Viewport = { left: 0, ticksPerPixel: 20, width: 500 };
    expect(at(63, {}, far)).toMatchObject({ kind: "candidate", ordinal: 130 });
    expect(at(61.5, {}, far)).toMatchObject({ kind: "mark", ordinal: 120 });
  });

  it("one modifier turns it off where it is on, and on where it is off", () => {
    expect(at(305, { invert: true })).toBeNull();
    expect(at(305, { on: false })).toBeNull();
    expect(at(305, { on: false, invert: true })).toMatchObject({ ordinal: 130 });
  });

  it("what is being dragged does not hold itself", () => {
    const own = { boundaries: marks.boundaries };
    expect(snap(203, near, index, own)).toMatchObject({ ordinal: 120 });
    expect(snap(203, near, index, own, { except: 120 })).toBeNull();
  });

  it("finds the nearest place as a look at all of them would", () => {
    const views = fc.record({
      left: fc.nat(9000),
      ticksPerPixel: fc.double({ min: 0.1, max: 50, noNaN: true }),
      width: fc.constant(1000),
    });
    const places = [1200, 1300, 1400, 2000, ...Array.from({ length: 10 }, (_, i) => i * 1000)];
    fc.assert(
      fc.property(views, fc.nat(1000), (view, x) => {
        const nearest = Math.min(...places.map((pts) => Math.abs(pixelAt(view, pts) - x)));
        const found = snap(x, view, index, sources);
        if (nearest > SNAP_RADIUS) expect(found).toBeNull();
        else expect((found?.distance ?? 99) - nearest).toBeLessThanOrEqual(2);
      }),
    );
  });
});
