import { describe, expect, it } from "vitest";
import { create, liveOf, NOTHING } from "../../core/edits";
import {
  inWords,
  isEmpty,
  NOTHING as NO_MARKS,
  withBox,
  withoutLast,
  withPoint,
  withScribble,
} from "./prompts";
import { acceptProposals, proposalAt, proposed, type WireProposal } from "./proposals";

const told = (id: string, over: Partial<WireProposal> = {}): WireProposal => ({
  proposal_id: id,
  start_pts: 7,
  kind: "box",
  geometry: { x: 10, y: 10, width: 100, height: 50 },
  category: null,
  source: "detector",
  score: 0.5,
  ...over,
});
const made = (id: string, over: Partial<WireProposal> = {}) => {
  const one = proposed(told(id, over));
  if (!one) throw new Error("no proposal");
  return one;
};
const FACE = { category_id: "face", name: "Face", colour: "#fff", hotkey: "1", parent: null };

describe("a proposal", () => {
  it("is chosen where it is the smallest under the pointer", () => {
    const large = made("large");
    const small = made("small", { geometry: { x: 20, y: 20, width: 20, height: 20 } });
    const reach = { x: 5, y: 5 };
    expect(proposalAt([large, small], [30, 30], reach)).toBe(small);
    expect(proposalAt([large, small], [90, 30], reach)).toBe(large);
    expect(proposalAt([large, small], [200, 200], reach)).toBeNull();
  });

  it("of a mask is drawn and hit by its outline", () => {
    const outline = {
      parts: [
        [
          [
            [0, 0],
            [40, 0],
            [40, 40],
            [0, 40],
          ],
        ],
      ],
    } as const;
    const mask = made("m", { kind: "mask", geometry: { size: [90, 90], counts: "x" }, outline });
    expect(mask.extent).toEqual({ x: 0, y: 0, width: 40, height: 40 });
    expect(proposalAt([mask], [20, 20], { x: 1, y: 1 })).toBe(mask);
  });

  it("that some program got wrong is none, and costs no other", () => {
    expect(proposed(told("bad", { kind: "polygon", geometry: {} }))).toBeNull();
    expect(proposed(told("bad", { geometry: { x: Number.NaN } }))).toBeNull();
  });

  it("accepted has its own id, its source and score, and the category of the next shape", () => {
    const outcome = acceptProposals([made("p1"), made("p2", { category: "eye" })], NOTHING, FACE);
    if (!("edits" in outcome)) throw new Error(outcome.refused);
    expect(outcome.edits.map(({ annotation_id, after }) => [annotation_id, after])).toMatchObject([
      ["p1", { kind: "box", start_pts: 7, category: "face", source: "detector", score: 0.5 }],
      ["p2", { category: "eye" }],
    ]);
  });

  it("accepted again after it was undone makes the version after that", () => {
    const gone = { ...liveOf([]), versions: new Map([["p1", 2]]) };
    const outcome = acceptProposals([made("p1")], gone, null);
    if (!("edits" in outcome)) throw new Error(outcome.refused);
    expect(outcome.edits[0]).toMatchObject({ op: "create", base_version: 2 });
    expect(create("p1", { kind: "box", start_pts: 0 }, gone).base_version).toBe(2);
  });
});

describe("marks", () => {
  it("are told in words, and taken back one by one", () => {
    let marks = withPoint(NO_MARKS, [1.234, 2], false);
    marks = withPoint(marks, [3, 4], true);
    marks = withBox(withBox(marks, { x: 0, y: 0, width: 9, height: 9 }), {
      x: 1,
      y: 1,
      width: 5,
      height: 5,
    });
    marks = withScribble(
      marks,
      [
        [0, 0],
        [5.678, 5],
      ],
      true,
    );
    expect(inWords(marks)).toBe("2 points, a box, 1 line");
    expect(marks.points).toEqual([
      { x: 1.23, y: 2 },
      { x: 3, y: 4, negative: true },
    ]);
    expect(marks.boxes).toEqual([{ x: 1, y: 1, width: 5, height: 5 }]);
    for (const left of ["2 points, a box", "1 point, a box", "a box", ""]) {
      marks = withoutLast(marks);
      expect(inWords(marks)).toBe(left);
    }
    expect(isEmpty(marks)).toBe(true);
    expect(withoutLast(marks)).toEqual(NO_MARKS);
  });
});
