import { describe, expect, it } from "vitest";
import { release } from "../testing/releases";
import { Timing } from "../testing/timing";
import { proposalsOf } from "./candidates";
import { setCategory } from "./cuts";
import { neighbour, type Stop, stopsOf } from "./neighbours";
import { setRemark } from "./remarks";
import { addSegment } from "./segments";

const LONG = { category_id: "long", name: "Long" };
const index = release({ count: 240, gop: 100 });
const line = { line: 0, start_pts: 33, end_pts: 44, text: "Run!", style: "", speaker: "" };

function episode() {
  const work = new Timing(index, [{ source: "ef".repeat(32), lines: [line] }]).cut(50, 100, 150);
  work.take(setCategory(work.shots, 60, LONG));
  work.take(addSegment(work.marks.segments, index, { lane: "music", first: 20, end: 240 }));
  work.take(addSegment(work.marks.segments, index, { lane: "voices", first: 70, end: 80 }));
  const shot = work.shots[2] as (typeof work.shots)[number];
  work.take(setRemark({ shot }, index, { comment: "odd", uncertain: true }));
  return work;
}

describe("going to the next and the previous", () => {
  const { marks } = episode();
  const proposals = proposalsOf([{ pts: 66, score: 1, layer: "a" }], index);
  const go = (stop: Stop, frame: number, direction: -1 | 1) =>
    neighbour(marks, proposals, stop, frame, direction);

  it.each<[Stop, number[]]>([
    ["cut", [0, 50, 100, 150]],
    ["candidate", [66]],
    ["key-frame", [0, 100, 200]],
    ["unlabelled", [0, 100, 150]],
    ["category:long", [50]],
    ["comment", [100]],
    ["uncertain", [100]],
    ["segment", [20, 70, 80, 239]],
    ["lane:voices", [70, 80]],
    ["line", [33]],
    ["boundary", [20, 33, 44, 50, 70, 80, 100, 150, 239]],
  ])("%s stops at each, and ends", (stop, stops) => {
    const on: number[] = [];
    for (let at = go(stop, -1, 1); at !== null; at = go(stop, at, 1)) on.push(at);
    // The beginning of the release is a stop on the way back only.
    expect(on).toEqual(stop === "cut" ? stops.slice(1) : stops);
    const back: number[] = [];
    for (let at = go(stop, 240, -1); at !== null; at = go(stop, at, -1)) back.unshift(at);
    expect(back).toEqual(stops);
  });

  it("what it goes by is worked out once for a live state", () => {
    expect(stopsOf(marks, "boundary")).toBe(stopsOf(marks, "boundary"));
  });
});
