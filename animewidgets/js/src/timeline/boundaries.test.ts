import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { release } from "../testing/releases";
import { Timing } from "../testing/timing";
import {
  boundariesNear,
  moveTogether,
  type OverlapsOn,
  standingOn,
  togetherRange,
} from "./boundaries";
import { setCategory } from "./cuts";
import { addSegment } from "./segments";
import { addTransition, setTransition } from "./transitions";

/** Frames of 40 ticks; lines may stand between them. */
const index = release({ durations: new Array<number>(100).fill(40) });
const line = (n: number, start_pts: number, end_pts: number) => ({
  line: n,
  start_pts,
  end_pts,
  text: `line ${n}`,
  style: "",
  speaker: "",
});

class Dragging extends Timing {
  add = (lane: string, first: number, end: number) =>
    this.take(addSegment(this.marks.segments, this.index, { lane, first, end }));
  together = (from: number, to: number, overlapsOn?: OverlapsOn) =>
    this.take(moveTogether(this.marks, from, to, overlapsOn));
  range = (from: number) => togetherRange(this.marks, from);
  on = (frame: number) => standingOn(this.marks.boundaries, frame).map(({ what }) => what);
  get lineTimes() {
    return this.marks.lines.map(({ startPts, endPts }) => [startPts, endPts]);
  }
}

const dragging = (...lines: ReturnType<typeof line>[]) =>
  new Dragging(index, [{ source: "ab".repeat(32), lines }]);

describe("the boundaries", () => {
  it("of cuts, transitions, segments and lines, in order of time", () => {
    const work = dragging(line(0, 1999, 2500)).cut(50);
    work.take(setTransition(work.shots, index, 50, "dissolve"));
    work.add("music", 0, 100);
    expect(work.marks.boundaries.map(({ what, ordinal }) => [what, ordinal])).toEqual([
      ["segment-start", 0],
      ["transition-from", 38],
      ["line-start", 50],
      ["cut", 50],
      ["transition-until", 50],
      ["line-end", 63],
      ["segment-end", 100],
    ]);
    expect(boundariesNear(work.marks.boundaries, 2000, 1).map(({ what }) => what)).toEqual([
      "line-start",
      "cut",
      "transition-until",
    ]);
  });

  it("a line between two frames belongs to the frame on which it is first seen", () => {
    const work = dragging(line(0, 1961, 2400), line(1, 2400, 2401));
    expect(work.on(49)).toEqual([]);
    expect(work.on(50)).toEqual(["line-start"]);
    expect(work.on(60)).toEqual(["line-end", "line-start"]);
    expect(work.on(61)).toEqual(["line-end"]);
  });
});

describe("moving all that stands on a frame", () => {
  it("goes in one commit: cut, category, transition, segments that meet there, a line", () => {
    const work = dragging(line(0, 800, 1990)).cut(50);
    work.take(setTransition(work.shots, index, 50, "dissolve"));
    work.take(setCategory(work.shots, 50, { category_id: "long", name: "Long" }));
    work.add("music", 30, 50);
    work.add("music", 50, 70);
    expect(work.together(50, 55)).toBe("5 boundaries moved from frame 50 to 55");
    expect(work.cuts).toEqual([55]);
    expect(work.spans).toEqual({ 55: ["dissolve", 38, 55] });
    expect(work.shots[1]?.category).toBe("long");
    expect(work.lanes.music).toEqual([
      [30, 55],
      [55, 70],
    ]);
    expect(work.lineTimes).toEqual([[800, 2190]]);
  });

  it("is refused as a whole where one of them cannot, which is named", () => {
    const work = dragging().cut(50, 60);
    work.add("music", 30, 50);
    work.add("voices", 50, 53);
    expect(work.range(50)).toEqual([31, 52]);
    const before = work.live;
    expect(work.together(50, 55)).toBe(
      "The beginning of frames 50 to 52 on voices can stand on frame 0 to 52, not on 55, so nothing was moved.",
    );
    expect(work.together(50, 61)).toMatch(/^The cut can stand on frame 1 to 59/);
    expect(work.live).toBe(before);
    expect(work.together(40, 41)).toBe("Nothing begins or ends on frame 40.");
  });

  it("two transitions that meet keep meeting", () => {
    const work = dragging();
    work.take(addTransition(work.shots, index, { kind: "fade-out", from: 20, until: 30 }, 20));
    work.take(addTransition(work.shots, index, { kind: "fade-in", from: 30, until: 40 }, 40));
    expect(work.range(30)).toEqual([21, 39]);
    work.together(30, 33);
    expect(work.spans).toEqual({ 20: ["fade-out", 20, 33], 40: ["fade-in", 33, 40] });
    work.together(40, 45);
    expect(work.spans).toEqual({ 20: ["fade-out", 20, 33], 45: ["fade-in", 33, 45] });
  });

  it("a lane that takes overlaps does not hold its segments back", () => {
    const work = dragging();
    work.add("voices", 10, 20);
    work.add("voices", 25, 30);
    expect(work.together(20, 28)).toMatch(/can stand on frame 11 to 25/);
    work.together(20, 28, (lane) => lane === "voices");
    expect(work.lanes.voices).toEqual([
      [10, 28],
      [25, 30],
    ]);
  });

  it("a line that begins and ends between two frames moves as it is, and stays in the release", () => {
    const work = dragging(line(0, 2001, 2005));
    work.together(51, 60);
    expect(work.lineTimes).toEqual([[2361, 2365]]);
    expect(work.range(60)).toEqual([1, 100]);
    work.together(60, 1);
    expect(work.lineTimes).toEqual([[1, 5]]);
  });

  it("a line that its file puts partly outside the release stays one that can be stored", () => {
    const work = dragging(line(0, -50, 90), line(1, 3900, 4200));
    expect(work.range(3)).toEqual([1, 100]);
    expect(work.together(3, 0)).toMatch(/can stand on frame 1 to 100/);
    work.together(3, 1);
    work.together(98, 99);
    expect(work.lineTimes).toEqual([
      [0, 10],
      [3940, 4000],
    ]);
  });

  it("to where the range allows and back restores every time", () => {
    const span = fc.tuple(fc.nat(98), fc.integer({ min: 1, max: 30 }));
    const worlds = fc.record({
      cuts: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 12 }),
      gradual: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 6 }),
      spans: fc.array(span, { maxLength: 12 }),
      lines: fc.array(fc.tuple(fc.nat(3900), fc.integer({ min: 1, max: 99 })), { maxLength: 6 }),
      pick: fc.nat(99),
      to: fc.integer({ min: -1, max: 101 }),
    });
    const times = (work: Dragging) =>
      work.marks.boundaries.map(({ what, pts }) => `${what}@${pts}`).sort();
    fc.assert(
      fc.property(worlds, ({ cuts, gradual, spans, lines, pick, to }) => {
        const work = dragging(...lines.map(([at, long], n) => line(n, at, at + long))).cut(...cuts);
        for (const at of gradual) work.take(setTransition(work.shots, index, at, "dissolve"));
        for (const [first, length] of spans)
          work.add("music", first, Math.min(100, first + length));
        const { boundaries } = work.marks;
        if (!boundaries.length) return;
        const from = boundaries[pick % boundaries.length]?.ordinal ?? 0;
        const [first, last] = work.range(from);
        const was = times(work);
        const said = work.together(from, to);
        const moved = /moved/.test(said) && !/nothing was moved/.test(said);
        expect(moved).toBe(to === from || (to >= first && to <= last));
        let over = 0;
        for (const shot of work.shots) {
          expect(shot.first).toBeLessThan(shot.end);
          const { from: mixed, until } = shot.transition ?? { from: shot.first, until: shot.first };
          expect(mixed >= over && mixed <= shot.first && shot.first <= until).toBe(true);
          over = until;
        }
        for (const segment of work.marks.segments) expect(segment.first).toBeLessThan(segment.end);
        for (const [start = 0, end = 0] of work.lineTimes) expect(start).toBeLessThan(end);
        // What stood on the target already would come along on the way back.
        if (moved && standingOn(boundaries, to).length === 0) {
          work.together(to, from);
          expect(times(work)).toEqual(was);
        }
      }),
    );
  });
});
