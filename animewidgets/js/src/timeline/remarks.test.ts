import { describe, expect, it } from "vitest";
import { release } from "../testing/releases";
import { Timing } from "../testing/timing";
import { setCategory } from "./cuts";
import type { Line } from "./lines";
import { type Marked, type Remark, remarkOf, setRemark } from "./remarks";
import { addSegment } from "./segments";

const LONG = { category_id: "long", name: "Long" };
const index = release({ count: 100 });

class Remarking extends Timing {
  remark = (marked: Marked, change: Partial<Remark>) =>
    this.take(setRemark(marked, this.index, change));
  shot = (number: number): Marked => ({
    shot: this.shots[number] as (typeof this.shots)[number],
  });
  get all() {
    return [...this.live.annotations.values()].map(({ kind, comment, uncertain }) => [
      kind,
      comment ?? null,
      Boolean(uncertain),
    ]);
  }
}

describe("a remark", () => {
  it("on a shot stands on its cut", () => {
    const work = new Remarking(index).cut(50) as Remarking;
    expect(work.remark(work.shot(1), { comment: " match cut? " })).toBe("Comment on shot 2");
    expect(work.remark(work.shot(1), { uncertain: true })).toBe("Shot 2 is marked as uncertain");
    expect(work.all).toEqual([["cut", "match cut?", true]]);
    expect(remarkOf(work.shot(1))).toEqual({ comment: "match cut?", uncertain: true });
    work.remark(work.shot(1), { comment: null });
    work.remark(work.shot(1), { uncertain: false });
    expect(work.all).toEqual([["cut", null, false]]);
  });

  it("on the first shot stands on a tag of its own, which goes with it", () => {
    const work = new Remarking(index);
    work.remark(work.shot(0), { comment: "begins in the dark" });
    expect(work.all).toEqual([["tag", "begins in the dark", false]]);
    expect(work.shots[0]?.category).toBeNull();
    work.remark(work.shot(0), { comment: "" });
    expect(work.all).toEqual([]);
  });

  it("outlives the category on whose tag it stands", () => {
    const work = new Remarking(index);
    work.take(setCategory(work.shots, 0, LONG));
    work.remark(work.shot(0), { uncertain: true });
    work.take(setCategory(work.shots, 0, null));
    expect(work.shots[0]?.category).toBeNull();
    expect(remarkOf(work.shot(0)).uncertain).toBe(true);
    expect(work.take(setCategory(work.shots, 0, null))).toMatch(/has no category/);
    work.take(setCategory(work.shots, 0, LONG));
    expect(work.live.annotations.size).toBe(1);
    expect(work.shots[0]?.category).toBe("long");
  });

  it("on a segment stands on it", () => {
    const work = new Remarking(index);
    work.take(addSegment(work.marks.segments, index, { lane: "music", first: 3, end: 9 }));
    const marked = { segment: work.segment("music", 3) };
    expect(work.remark(marked, { comment: "theme" })).toBe("Comment on frames 3 to 8 on music");
    expect(work.all).toEqual([["segment", "theme", false]]);
  });

  it("on a line keeps its times, and is gone without a trace when it is taken away", () => {
    const line = { line: 0, start_pts: 10, end_pts: 20, text: "Run!", style: "", speaker: "" };
    const late = { ...line, line: 1, start_pts: 90, end_pts: 140 };
    const work = new Remarking(index, [{ source: "cd".repeat(32), lines: [line, late] }]);
    const marked = (position = 0) => ({ line: work.marks.lines[position] as Line });
    work.remark(marked(), { uncertain: true });
    expect(work.marks.lines[0]).toMatchObject({ startPts: 10, endPts: 20 });
    expect(work.all).toEqual([["text", null, true]]);
    expect(work.remark(marked(1), { comment: "?" })).toMatch(/outside the release/);
    work.remark(marked(), { uncertain: false });
    expect(work.all).toEqual([]);
  });

  it("is refused where it is longer than the store takes", () => {
    const work = new Remarking(index).cut(50) as Remarking;
    expect(work.remark(work.shot(1), { comment: "切".repeat(10_001) })).toMatch(/10000 characters/);
    expect(work.remark(work.shot(1), {})).toBe("Nothing changed on shot 2");
  });
});
