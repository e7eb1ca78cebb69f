import { describe, expect, it } from "vitest";
import { Timing } from "../testing/timing";
import { setCategory } from "./cuts";
import { mergeShots } from "./merging";
import { remarkOf, setRemark } from "./remarks";

const NAMES = { long: "Long", "close-up": "Close-up" };

class Merging extends Timing {
  name = (at: number, category_id: keyof typeof NAMES) =>
    this.take(setCategory(this.shots, at, { category_id, name: NAMES[category_id] }));
  comment = (number: number, comment: string) => {
    const shot = this.shots[number] as (typeof this.shots)[number];
    return this.take(setRemark({ shot }, this.index, { comment }));
  };
  merge = (at: number, direction: -1 | 1) =>
    this.take(mergeShots(this.shots, at, direction, (id) => NAMES[id as keyof typeof NAMES]));
  get labels() {
    return this.shots.map(({ first, category }) => [first, category]);
  }
  get remarks() {
    return this.shots.map((shot) => remarkOf({ shot }).comment);
  }
}

const merging = () => new Merging().cut(50, 100) as Merging;

describe("merging two shots", () => {
  it("takes the cut between them away, whichever of them one is in", () => {
    const on = merging();
    expect(on.merge(20, 1)).toBe("Shots 1 and 2 are one");
    const back = merging();
    back.merge(60, -1);
    expect(on.cuts).toEqual([100]);
    expect(back.cuts).toEqual([100]);
    expect(on.merge(150, 1)).toMatch(/No shot follows/);
    expect(on.merge(20, -1)).toMatch(/No shot comes before/);
  });

  it("the first's category counts, and that is said", () => {
    const work = merging();
    work.name(0, "long");
    work.name(60, "close-up");
    expect(work.merge(0, 1)).toBe("Shots 1 and 2 are one: Long; the category of the first counts");
    expect(work.labels).toEqual([
      [0, "long"],
      [100, null],
    ]);
    expect(work.live.annotations.size).toBe(2);
  });

  it("the second's counts where the first has none", () => {
    const work = merging();
    work.name(60, "close-up");
    expect(work.merge(0, 1)).toBe("Shots 1 and 2 are one: Close-up");
    expect(work.labels[0]).toEqual([0, "close-up"]);
  });

  it("keeps what was remarked on either", () => {
    const work = merging();
    work.comment(1, "pan");
    work.comment(2, "zoom");
    work.merge(60, 1);
    expect(work.remarks).toEqual([null, "pan\nzoom"]);
    work.merge(60, -1);
    expect(work.remarks).toEqual(["pan\nzoom"]);
    expect(work.cuts).toEqual([]);
  });

  it("a remark comes along on the tag that brings the category", () => {
    const work = merging();
    work.name(60, "close-up");
    work.comment(1, "pan");
    work.merge(0, 1);
    expect(work.remarks).toEqual(["pan", null]);
    expect(work.labels[0]).toEqual([0, "close-up"]);
    expect(work.live.annotations.size).toBe(2);
  });

  it("takes back what a split did", () => {
    const work = merging();
    work.name(60, "long");
    work.cut(75);
    expect(work.labels).toEqual([
      [0, null],
      [50, "long"],
      [75, null],
      [100, null],
    ]);
    work.merge(60, 1);
    expect(work.cuts).toEqual([50, 100]);
  });
});
