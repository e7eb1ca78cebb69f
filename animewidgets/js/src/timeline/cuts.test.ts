import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, type Live, NOTHING } from "../core/edits";
import { release } from "../testing/releases";
import type { FrameIndex } from "../video/frame_index";
import {
  addCut,
  deleteCut,
  isCut,
  moveCut,
  moveRange,
  neighbourCut,
  type Outcome,
  type Shot,
  setCategory,
  shotAt,
  shotsOf,
} from "./cuts";

const LONG = { category_id: "long", name: "Long" };
const CLOSE = { category_id: "close-up", name: "Close-up" };

/** A person cutting a release. */
class Cutting {
  live: Live = NOTHING;

  constructor(readonly index: FrameIndex = release({ count: 240 })) {}

  get shots(): Shot[] {
    return shotsOf(this.live, this.index);
  }

  get cuts(): number[] {
    return this.shots.filter((shot) => shot.cuts.length).map((shot) => shot.first);
  }

  get categories(): Record<number, string | null> {
    return Object.fromEntries(this.shots.map((shot) => [shot.first, shot.category]));
  }

  take(outcome: Outcome): string {
    if ("refused" in outcome) return outcome.refused;
    this.live = apply(this.live, outcome.edits);
    return outcome.said;
  }

  cut(...ordinals: number[]): this {
    for (const ordinal of ordinals) this.take(addCut(this.shots, this.index, ordinal));
    return this;
  }

  delete = (ordinal: number) => this.take(deleteCut(this.shots, ordinal));
  move = (from: number, to: number) => this.take(moveCut(this.shots, this.index, from, to));
  name = (ordinal: number, category: typeof LONG | null) =>
    this.take(setCategory(this.shots, ordinal, category));
}

describe("cuts and shots", () => {
  it("a release without cuts is one shot", () => {
    expect(new Cutting().shots).toMatchObject([{ number: 0, first: 0, end: 240, cuts: [] }]);
  });

  it("n cuts make n + 1 shots that cover the release without gap or overlap", () => {
    const ordinals = fc.uniqueArray(fc.integer({ min: 1, max: 239 }), { maxLength: 60 });
    fc.assert(
      fc.property(ordinals, (wanted) => {
        const { shots, cuts } = new Cutting().cut(...wanted);
        expect(cuts).toEqual([...wanted].sort((a, b) => a - b));
        expect(shots[0]?.first).toBe(0);
        expect(shots.at(-1)?.end).toBe(240);
        for (const [i, shot] of shots.slice(1).entries()) expect(shot.first).toBe(shots[i]?.end);
        for (const ordinal of [0, 17, 120, 239]) {
          const shot = shotAt(shots, ordinal);
          expect(shot.first <= ordinal && ordinal < shot.end).toBe(true);
        }
      }),
    );
  });

  it("a cut lies on its frame's own tick, also where frames are of uneven length", () => {
    const index = release({ durations: [1001, 2002, 1001, 3003, 1001], start: 126_000 });
    const cutting = new Cutting(index).cut(3);
    expect([...cutting.live.annotations.values()][0]).toMatchObject({
      kind: "cut",
      start_pts: 126_000 + 4004,
    });
    expect(cutting.cuts).toEqual([3]);
  });

  it("cuts that two people set on the same frame are one cut, and go together", () => {
    const cutting = new Cutting().cut(50);
    const twin = new Cutting().cut(50);
    const both = {
      ...twin.live,
      annotations: new Map([...cutting.live.annotations, ...twin.live.annotations]),
    };
    cutting.live = {
      ...both,
      versions: new Map([...cutting.live.versions, ...twin.live.versions]),
    };
    expect(cutting.cuts).toEqual([50]);
    cutting.delete(50);
    expect(cutting.live.annotations.size).toBe(0);
  });
});

describe("what is refused, and said", () => {
  it("a cut on frame 0", () =>
    expect(new Cutting().cut().take(addCut([...new Cutting().shots], release({}), 0))).toMatch(
      /Frame 0 begins/,
    ));
  it("a second cut on a frame", () => {
    const cutting = new Cutting().cut(50);
    expect(cutting.take(addCut(cutting.shots, cutting.index, 50))).toMatch(/already/);
    expect(cutting.live.annotations.size).toBe(1);
  });
  it("deleting where there is none", () => expect(new Cutting().delete(5)).toMatch(/no cut/));
  it("moving a cut past its neighbour, to frame 0, or over the end", () => {
    const cutting = new Cutting().cut(50, 60);
    expect(cutting.move(50, 60)).toMatch(/1 to 59/);
    expect(cutting.move(60, 20)).toMatch(/51 to 239/);
    expect(cutting.move(50, 0)).toMatch(/Frame 0/);
    expect(cutting.move(60, 240)).toMatch(/last frame, 239/);
    expect(cutting.cuts).toEqual([50, 60]);
  });
});

describe("categories of shots", () => {
  it("go with their cut when it moves, and only theirs", () => {
    const cutting = new Cutting().cut(50, 100);
    cutting.name(60, LONG);
    cutting.name(120, CLOSE);
    cutting.move(50, 53);
    expect(cutting.categories).toEqual({ 0: null, 53: "long", 100: "close-up" });
  });

  it("go with their cut when it is deleted; the shot before goes on with its own", () => {
    const cutting = new Cutting().cut(50);
    cutting.name(10, CLOSE);
    cutting.name(60, LONG);
    cutting.delete(50);
    expect(cutting.categories).toEqual({ 0: "close-up" });
  });

  it("stay with the first half when a shot is cut in two", () => {
    const cutting = new Cutting().cut(50);
    cutting.name(60, LONG);
    cutting.cut(80);
    expect(cutting.categories).toEqual({ 0: null, 50: "long", 80: null });
  });

  it("are changed in place and taken away, one annotation per shot", () => {
    const cutting = new Cutting().cut(50);
    expect(cutting.name(60, LONG)).toBe("Shot 2: Long");
    cutting.name(70, CLOSE);
    expect(cutting.live.annotations.size).toBe(2);
    cutting.name(70, null);
    expect(cutting.categories).toEqual({ 0: null, 50: null });
    expect(cutting.name(70, null)).toMatch(/has no category/);
  });

  it("are tags of scope shot without an end", () => {
    const cutting = new Cutting();
    cutting.name(5, LONG);
    expect([...cutting.live.annotations.values()][0]).toMatchObject({
      kind: "tag",
      start_pts: 0,
      end_pts: null,
      category: "long",
      attributes: { scope: "shot" },
    });
  });
});

describe("going from cut to cut", () => {
  it("next and previous, with the beginning of the release as the first stop", () => {
    const { shots } = new Cutting().cut(50, 100);
    expect(neighbourCut(shots, 0, 1)).toBe(50);
    expect(neighbourCut(shots, 50, 1)).toBe(100);
    expect(neighbourCut(shots, 100, 1)).toBeNull();
    expect(neighbourCut(shots, 120, -1)).toBe(100);
    expect(neighbourCut(shots, 50, -1)).toBe(0);
    expect(neighbourCut(shots, 0, -1)).toBeNull();
    expect(isCut(shots, 50)).toBe(true);
    expect(isCut(shots, 0)).toBe(false);
  });

  it("a cut can be dragged up to its neighbours", () => {
    const { shots } = new Cutting().cut(50, 100);
    expect(moveRange(shots, 50)).toEqual([1, 99]);
    expect(moveRange(shots, 100)).toEqual([51, 239]);
  });
});
