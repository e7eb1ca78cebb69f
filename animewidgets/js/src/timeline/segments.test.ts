import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { liveOf } from "../core/edits";
import { MOST_EDITS } from "../core/outcome";
import { release } from "../testing/releases";
import { Timing } from "../testing/timing";
import {
  addSegment,
  categoriseSegment,
  deleteLane,
  deleteSegment,
  type LaneRule,
  lanesOf,
  mergeSegments,
  moveSegment,
  renameLane,
  resizeSegment,
  segmentAt,
  segmentRange,
  segmentsWithin,
  splitSegment,
  toLane,
} from "./segments";

const LONG = { category_id: "long", name: "Long" };
const CLOSE = { category_id: "close-up", name: "Close-up" };

/** A person laying segments on lanes. */
class Laying extends Timing {
  add = (lane: string, first: number, end: number, rule?: LaneRule) =>
    this.take(addSegment(this.marks.segments, this.index, { lane, first, end }, rule));
  move = (lane: string, first: number, to: number) =>
    this.take(moveSegment(this.marks.segments, this.index, this.id(lane, first), to));
  resize = (lane: string, first: number, which: "start" | "end", to: number) =>
    this.take(resizeSegment(this.marks.segments, this.index, this.id(lane, first), which, to));
  split = (lane: string, first: number, at: number) =>
    this.take(splitSegment(this.marks.segments, this.index, this.id(lane, first), at));
  merge = (lane: string, first: number) =>
    this.take(mergeSegments(this.marks.segments, this.id(lane, first)));
  name = (lane: string, first: number, category: typeof LONG | null) =>
    this.take(categoriseSegment(this.marks.segments, this.id(lane, first), category));
  id = (lane: string, first: number) => this.segment(lane, first).id;
}

const laid = (...spans: [number, number][]) => {
  const work = new Laying();
  for (const [first, end] of spans) work.add("music", first, end);
  return work;
};

describe("a segment", () => {
  it("stands on frames, half-open, under the name of its lane", () => {
    const work = new Laying(release({ count: 100, start: 500 }));
    expect(work.add(" music ", 10, 100)).toBe("Segment on music: frames 10 to 99");
    expect([...work.live.annotations.values()]).toMatchObject([
      { kind: "segment", start_pts: 510, end_pts: 600, attributes: { lane: "music" } },
    ]);
    expect(work.lanes).toEqual({ music: [[10, 100]] });
  });

  it("is moved, made longer and shorter, and never empty", () => {
    const work = laid([10, 20]);
    work.move("music", 10, 30);
    work.resize("music", 30, "end", 50);
    work.resize("music", 30, "start", 25);
    expect(work.lanes).toEqual({ music: [[25, 50]] });
    expect(work.resize("music", 25, "start", 50)).toMatch(/at least one frame/);
    expect(work.move("music", 25, 220)).toMatch(/frames 0 to 239, not on frames 220 to 244/);
  });

  it("takes no frame of another on its lane, unless it is asked to", () => {
    const work = laid([10, 20], [20, 30]);
    expect(work.add("music", 15, 18)).toBe(
      "music is taken there by the segment of frames 10 to 19.",
    );
    expect(work.resize("music", 10, "end", 21)).toMatch(/taken there/);
    expect(work.add("voices", 15, 18)).toMatch(/Segment on voices/);
    work.add("music", 15, 25, { overlap: true });
    expect(work.lanes.music).toEqual([
      [10, 20],
      [15, 25],
      [20, 30],
    ]);
  });

  it("can be dragged up to its neighbours", () => {
    const work = laid([10, 20], [30, 40], [50, 60]);
    const range = (which: "start" | "end", rule?: LaneRule) =>
      segmentRange(work.marks.segments, work.index, work.id("music", 30), which, rule);
    expect(range("start")).toEqual([20, 39]);
    expect(range("end")).toEqual([31, 50]);
    expect(range("end", { overlap: true })).toEqual([31, 240]);
  });

  it("is split where the playhead is: the frame begins the second half", () => {
    const work = laid([10, 20]);
    work.name("music", 10, LONG);
    work.split("music", 10, 15);
    expect(work.lanes.music).toEqual([
      [10, 15],
      [15, 20],
    ]);
    expect(work.marks.segments.map(({ category }) => category)).toEqual(["long", "long"]);
    expect(work.split("music", 10, 10)).toMatch(/split on frame 11 to 14, not on 10/);
  });

  it("changes its category, and its lane", () => {
    const work = laid([10, 20]);
    expect(work.name("music", 10, CLOSE)).toBe("Segment of frames 10 to 19: Close-up");
    work.name("music", 10, null);
    expect(work.segment("music", 10).category).toBeNull();
    work.add("voices", 5, 12);
    const lane = (to: string) =>
      work.take(toLane(work.marks.segments, work.index, work.id("music", 10), to));
    expect(lane("voices")).toMatch(/taken/);
    lane("noises");
    expect(work.lanes).toEqual({ voices: [[5, 12]], noises: [[10, 20]] });
  });
});

describe("merging with the next", () => {
  it.each([
    ["that it meets", [10, 20], [20, 30], "frames 10 to 29"],
    ["after a gap", [10, 20], [25, 30], "frames 10 to 29, the 5 between them included"],
  ] as const)("%s", (_, one, other, words) => {
    const work = laid([...one], [...other]);
    expect(work.merge("music", 10)).toBe(`Segments merged: ${words}`);
    expect(work.lanes.music).toEqual([[10, 30]]);
  });

  it("that it overlaps, or holds", () => {
    const work = laid([10, 40]);
    work.add("music", 20, 30, { overlap: true });
    work.merge("music", 10);
    expect(work.lanes.music).toEqual([[10, 40]]);
  });

  it("the first's category counts, and that is said; comments are put together", () => {
    const work = laid([10, 20], [20, 30]);
    work.name("music", 10, LONG);
    work.name("music", 20, CLOSE);
    expect(work.merge("music", 10)).toMatch(/category of the first counts/);
    expect(work.segment("music", 10).category).toBe("long");
    const bare = laid([10, 20], [20, 30]);
    bare.name("music", 20, CLOSE);
    bare.merge("music", 10);
    expect(bare.segment("music", 10).category).toBe("close-up");
  });

  it("needs a next one on the same lane", () => {
    const work = laid([10, 20]);
    work.add("voices", 30, 40);
    expect(work.merge("music", 10)).toMatch(/No segment follows this one on music/);
  });
});

describe("lanes", () => {
  it("keep their order and stay while empty, once known", () => {
    const work = new Laying();
    work.add("voices", 50, 60);
    work.add("music", 10, 20);
    const names = (known: string[]) => lanesOf(work.marks.segments, known).map(({ name }) => name);
    expect(names([])).toEqual(["music", "voices"]);
    expect(names(["voices", "noises"])).toEqual(["voices", "noises", "music"]);
  });

  it("are renamed and deleted with all that is on them", () => {
    const work = laid([10, 20], [30, 40]);
    work.add("voices", 10, 20);
    expect(work.take(renameLane(work.marks.segments, "music", "voices"))).toMatch(/already/);
    work.take(renameLane(work.marks.segments, "music", "score"));
    expect(Object.keys(work.lanes).sort()).toEqual(["score", "voices"]);
    expect(work.take(deleteLane(work.marks.segments, "score"))).toBe(
      "Lane score deleted, 2 segments with it",
    );
    expect(Object.keys(work.lanes)).toEqual(["voices"]);
    expect(work.take(renameLane(work.marks.segments, "voices", " "))).toMatch(/needs a name/);
    expect(work.take(renameLane(work.marks.segments, "voices", "x".repeat(101)))).toMatch(/100/);
  });

  it("of more segments than one commit holds are left alone, and that is said", () => {
    const index = release({ count: 3000 });
    const annotations = Array.from({ length: MOST_EDITS + 1 }, (_, i) => ({
      annotation_id: `s${i}`,
      version: 1,
      kind: "segment" as const,
      start_pts: 2 * i,
      end_pts: 2 * i + 1,
      attributes: { lane: "held" },
    }));
    const work = new Laying(index);
    work.live = liveOf(annotations);
    expect(work.take(deleteLane(work.marks.segments, "held"))).toMatch(/1001 marks at once/);
    expect(work.marks.segments.length).toBe(MOST_EDITS + 1);
  });

  it("find what holds a frame as a search through all of them would", () => {
    const spans = fc.array(fc.tuple(fc.nat(99), fc.integer({ min: 1, max: 40 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(spans, fc.nat(99), fc.integer({ min: 1, max: 30 }), (wanted, at, length) => {
        const work = new Laying(release({ count: 140 }));
        for (const [first, frames] of wanted)
          work.add("voices", first, first + frames, { overlap: true });
        const [lane = { name: "voices", segments: [], reach: [] }] = work.marks.lanes;
        const holding = lane.segments.filter(({ first, end }) => first <= at && at < end);
        expect(segmentAt(lane, at)).toBe(holding.at(-1) ?? null);
        const sharing = lane.segments.filter(({ first, end }) => first < at + length && at < end);
        expect(segmentsWithin(lane, at, at + length)).toEqual(sharing);
      }),
    );
  });
});

it("whatever is done in whatever order, no lane holds an empty segment or two on one frame", () => {
  const frame = fc.integer({ min: -1, max: 41 });
  const gesture = fc.record({
    what: fc.constantFrom("add", "move", "start", "end", "split", "merge", "delete"),
    which: fc.nat(9),
    at: frame,
    to: frame,
  });
  fc.assert(
    fc.property(fc.array(gesture, { maxLength: 40 }), (gestures) => {
      const work = new Laying(release({ count: 40 }));
      for (const { what, which, at, to } of gestures) {
        const { segments } = work.marks;
        const id = segments[which % (segments.length || 1)]?.id ?? "none";
        if (what === "add") work.add("music", at, to);
        else if (what === "move") work.take(moveSegment(segments, work.index, id, to));
        else if (what === "split") work.take(splitSegment(segments, work.index, id, at));
        else if (what === "merge") work.take(mergeSegments(segments, id));
        else if (what === "delete") work.take(deleteSegment(segments, id));
        else work.take(resizeSegment(segments, work.index, id, what, to));
        let over = 0;
        for (const { first, end } of work.marks.segments) {
          expect(first >= over && first < end && end <= 40).toBe(true);
          over = end;
        }
      }
    }),
  );
});
