import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { release } from "../testing/releases";
import { Timing } from "../testing/timing";
import { deleteCut, moveCut, moveRange, setCategory } from "./cuts";
import { TRANSITION_KINDS, type TransitionKind } from "./transition_kinds";
import {
  addTransition,
  beginTransitionAt,
  cycleTransition,
  dragTransition,
  endTransitionAt,
  setTransition,
  transitionAt,
  transitionRange,
} from "./transitions";

const LONG = { category_id: "long", name: "Long" };

/** A person who sees that some cuts are gradual. */
class Mixing extends Timing {
  set = (at: number, kind: TransitionKind) =>
    this.take(setTransition(this.shots, this.index, at, kind));
  drag = (cut: number, which: "from" | "until", to: number) =>
    this.take(dragTransition(this.shots, this.index, cut, which, to));
  begin = (at: number) => this.take(beginTransitionAt(this.shots, this.index, at));
  end = (at: number) => this.take(endTransitionAt(this.shots, this.index, at));
  cycle = (at: number, by: -1 | 1 = 1) =>
    this.take(cycleTransition(this.shots, this.index, at, by));
  move = (from: number, to: number) => this.take(moveCut(this.shots, this.index, from, to));
  add = (from: number, until: number, cut?: number) =>
    this.take(addTransition(this.shots, this.index, { kind: "dissolve", from, until }, cut));
}

const mixing = (...cuts: number[]) => new Mixing().cut(...cuts);

describe("making a cut gradual", () => {
  it("takes the twelve frames before it, in ticks of the release", () => {
    const index = release({ count: 200, start: 126_000 });
    const work = new Mixing(index).cut(100);
    expect(work.set(100, "dissolve")).toBe("Dissolve on frames 88 to 99");
    expect([...work.live.annotations.values()]).toMatchObject([
      {
        kind: "cut",
        start_pts: 126_100,
        attributes: { transition: "dissolve", from_pts: 126_088, until_pts: 126_100 },
      },
    ]);
  });

  it("leaves the shot before a clean frame, and takes fewer where there is no room", () => {
    const work = mixing(50, 55, 100);
    work.set(55, "wipe");
    expect(work.spans).toEqual({ 55: ["wipe", 51, 55] });
  });

  it("a shot of one frame before it is all mixed", () => {
    const work = mixing(50, 51);
    work.set(51, "dissolve");
    expect(work.spans).toEqual({ 51: ["dissolve", 50, 51] });
  });

  it("one key goes round the kinds and comes back to a hard cut without a trace", () => {
    const work = mixing(100);
    const before = [...work.live.annotations.values()][0]?.attributes;
    const seen = TRANSITION_KINDS.map(() => {
      work.cycle(100);
      return work.shots[1]?.transition?.kind ?? "cut";
    });
    expect(seen).toEqual(["dissolve", "fade-in", "fade-out", "wipe", "cut"]);
    expect([...work.live.annotations.values()][0]?.attributes).toEqual(before);
    work.cycle(100, -1);
    expect(work.spans).toEqual({ 100: ["wipe", 88, 100] });
  });

  it("another kind keeps the span; the cut is found from any mixed frame", () => {
    const work = mixing(100);
    work.add(120, 150, 140);
    work.set(125, "wipe");
    expect(work.spans).toEqual({ 140: ["wipe", 120, 150] });
    expect(transitionAt(work.shots, 145)?.first).toBe(140);
    expect(transitionAt(work.shots, 150)?.first).toBe(140);
    expect(transitionAt(work.shots, 151)).toBeNull();
  });

  it("is refused where no cut is", () => {
    expect(mixing(100).set(40, "dissolve")).toBe("There is no cut on frame 40.");
    expect(new Mixing().begin(40)).toMatch(/no cut after/);
    expect(new Mixing().end(40)).toMatch(/no cut before/);
  });
});

describe("saying where it begins and ends", () => {
  it("from the first mixed frame to the first clean one, at the playhead", () => {
    const work = mixing(100);
    work.begin(90);
    expect(work.spans).toEqual({ 100: ["dissolve", 90, 100] });
    work.begin(95);
    work.end(100);
    expect(work.spans).toEqual({ 100: ["dissolve", 95, 100] });
  });

  it("where one transition is over or begins, the neighbour's is meant", () => {
    const work = mixing(60, 100);
    work.begin(90);
    work.end(90);
    expect(work.spans).toEqual({ 60: ["dissolve", 60, 90], 100: ["dissolve", 90, 100] });
  });

  it("a hard cut that was set on the first mixed frame becomes gradual up to here", () => {
    const work = mixing(100);
    expect(work.end(110)).toBe("Dissolve on frames 100 to 109, its cut on 100");
    expect(work.spans).toEqual({ 100: ["dissolve", 100, 110] });
  });

  it("the cut goes with the end that it stands on, its category too", () => {
    const work = mixing(100);
    work.take(setCategory(work.shots, 100, LONG));
    work.set(100, "dissolve");
    work.drag(100, "until", 105);
    expect(work.spans).toEqual({ 105: ["dissolve", 88, 105] });
    expect(work.shots[1]?.category).toBe("long");
    work.drag(105, "from", 99);
    expect(work.spans).toEqual({ 105: ["dissolve", 99, 105] });
  });

  it("the cut can stand within the mixed frames, and the ends then stop at it", () => {
    const work = new Mixing();
    work.add(88, 100, 94);
    expect(work.spans).toEqual({ 94: ["dissolve", 88, 100] });
    expect(transitionRange(work.shots, 94, "from")).toEqual([0, 94]);
    expect(transitionRange(work.shots, 94, "until")).toEqual([94, 240]);
    expect(work.drag(94, "until", 93)).toMatch(/can end on frame 94 to 240, not on 93/);
    expect(work.add(150, 160, 149)).toMatch(/must stand on 150 to 160/);
  });

  it("a fade to the end of the release keeps its cut within it", () => {
    const work = new Mixing();
    work.add(220, 240);
    expect(work.spans).toEqual({ 220: ["dissolve", 220, 240] });
    const other = mixing(230);
    other.set(230, "fade-out");
    other.drag(230, "until", 240);
    expect(other.spans).toEqual({ 239: ["fade-out", 218, 240] });
    expect([...other.live.annotations.values()][0]?.attributes?.until_pts).toBe(240);
  });
});

describe("next to each other", () => {
  it("two transitions may meet, but not overlap: that is refused in words", () => {
    const work = mixing(100, 120);
    work.set(100, "dissolve");
    work.drag(100, "until", 110);
    work.begin(110);
    expect(work.spans).toEqual({ 110: ["dissolve", 88, 110], 120: ["dissolve", 110, 120] });
    expect(work.drag(120, "from", 109)).toMatch(/can begin on frame 110 to 119, not on 109/);
    expect(work.add(105, 115)).toMatch(/Frame 115 belongs to the dissolve of frames 110 to 119/);
  });

  it("no cut can be set among mixed frames, nor moved there", () => {
    const work = mixing(60, 100);
    work.set(100, "dissolve");
    expect(work.cut(95).cuts).toEqual([60, 100]);
    expect(work.move(60, 90)).toMatch(/can stand on 1 to 88/);
    expect(work.cut(88).cuts).toEqual([60, 88, 100]);
  });

  it("a moved cut takes its span along, and is held where the span would meet another", () => {
    const work = mixing(60, 100);
    work.set(100, "dissolve");
    work.move(100, 104);
    expect(work.spans).toEqual({ 104: ["dissolve", 92, 104] });
    expect(moveRange(work.shots, 104)).toEqual([72, 239]);
    expect(work.move(104, 71)).toMatch(/can stand on 72 to 239/);
  });

  it("a deleted cut takes its span along", () => {
    const work = mixing(100);
    work.set(100, "dissolve");
    work.take(deleteCut(work.shots, 100));
    expect(work.live.annotations.size).toBe(0);
  });
});

it("whatever is done in whatever order, spans hold their cuts and never reach into each other", () => {
  const frame = fc.integer({ min: 0, max: 61 });
  const gesture = fc.record({
    what: fc.constantFrom("cut", "set", "from", "until", "move", "begin", "end", "add"),
    at: frame,
    to: frame,
    kind: fc.constantFrom(...TRANSITION_KINDS),
  });
  fc.assert(
    fc.property(fc.array(gesture, { maxLength: 40 }), (gestures) => {
      const work = new Mixing(release({ count: 60 }));
      for (const { what, at, to, kind } of gestures) {
        if (what === "cut") work.cut(at);
        else if (what === "set") work.set(at, kind);
        else if (what === "from" || what === "until") work.drag(at, what, to);
        else if (what === "begin" || what === "end") work[what](at);
        else work[what](at, to);
        let over = 0;
        for (const { first, end, transition } of work.shots) {
          expect(first).toBeLessThan(end);
          const { from, until } = transition ?? { from: first, until: first };
          expect(from).toBeGreaterThanOrEqual(over);
          expect(from <= first && first <= until && until <= 60).toBe(true);
          over = until;
        }
      }
    }),
  );
});
