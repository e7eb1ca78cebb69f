import { describe, expect, it } from "vitest";
import { liveOf } from "../core/edits";
import type { Annotation } from "../core/wire";
import { hello, release } from "../testing/releases";
import { moveTogether, standingOn } from "./boundaries";
import { proposalsOf } from "./candidates";
import { Marks } from "./marks";
import { neighbour, type Stop } from "./neighbours";
import { applyPreset, PRESETS } from "./presets";
import { filterRows, rowsOf, sortRows } from "./rows";
import { segmentAt } from "./segments";
import { snap } from "./snap";

/** An episode of 24 minutes: 34,500 frames, 400 cuts, four lanes, a line every three seconds. */
const FRAMES = 34_500;
const LANES = ["voices", "music", "camera", "characters"];
const SOURCE = "ab".repeat(32);

function episode(more = 1): { live: ReturnType<typeof liveOf>; lines: number } {
  const annotations: Annotation[] = [];
  const add = (kind: Annotation["kind"], start_pts: number, fields: Partial<Annotation> = {}) =>
    annotations.push({
      annotation_id: `${kind}${annotations.length}`,
      ...{ version: 1, kind, start_pts, attributes: {}, ...fields },
    });
  for (let i = 1; i <= 400; i++) {
    const at = i * 86;
    const span = { transition: "dissolve", from_pts: at - 12, until_pts: at };
    add("cut", at, i % 10 ? {} : { attributes: span });
    if (i % 3) add("tag", at, { category: "long", attributes: { scope: "shot" } });
  }
  for (const [nth, lane] of LANES.entries())
    for (let i = 0; i < 200 * more; i++) {
      const at = Math.floor((i * FRAMES) / (200 * more)) + nth;
      const end_pts = Math.min(FRAMES, at + Math.floor(150 / more));
      add("segment", at, { end_pts, attributes: { lane }, comment: i % 9 ? null : "?" });
    }
  return { live: liveOf(annotations), lines: 480 };
}

const index = release({ count: FRAMES });
const lines = Array.from({ length: 480 }, (_, line) => ({
  ...{ line, start_pts: line * 71 + 3, end_pts: line * 71 + 60 },
  ...{ text: `line ${line}`, style: "", speaker: "" },
}));
const files = [{ source: SOURCE, lines }];
const categories = new Map(hello().categories.map((one) => [one.category_id, one]));

/** The quickest of some goes, in milliseconds: what else the machine does meanwhile says nothing. */
function time(run: () => unknown, goes = 15): number {
  const took = Array.from({ length: goes }, () => {
    const began = performance.now();
    run();
    return performance.now() - began;
  });
  return Math.min(...took);
}

describe("a whole episode", () => {
  const { live } = episode();
  const marks = new Marks(live, index, files);

  it("is derived within a frame of the screen after every gesture", () => {
    expect(marks.shots).toHaveLength(401);
    expect(marks.lanes.map(({ segments }) => segments.length)).toEqual([200, 200, 200, 200]);
    const derive = () => {
      const fresh = new Marks(live, index, files);
      return [fresh.lanes, fresh.boundaries, fresh.shots];
    };
    expect(time(derive)).toBeLessThan(16);
  });

  it("answers what a moving pointer asks in well under a millisecond", () => {
    const proposals = proposalsOf(
      Array.from({ length: 800 }, (_, i) => ({ pts: i * 43, score: 0.5, layer: "a" })),
      index,
    );
    const view = { left: 0, ticksPerPixel: FRAMES / 1200, width: 1200 };
    const { boundaries, lanes } = marks;
    let at = 0;
    const ask = () => {
      at = (at + 137) % 1200;
      snap(at, view, index, { boundaries, proposals, playhead: 5, keyFrames: true });
      standingOn(boundaries, at * 28);
      for (const lane of lanes) segmentAt(lane, at * 28);
    };
    ask();
    expect(time(ask, 101)).toBeLessThan(2);
  });

  it("jumps, moves boundaries together and applies presets at once", () => {
    const stops: Stop[] = ["cut", "key-frame", "unlabelled", "comment", "boundary", "lane:music"];
    for (const stop of stops)
      expect(time(() => neighbour(marks, [], stop, 17_000, 1))).toBeLessThan(2);
    expect("edits" in moveTogether(marks, 86 * 20, 86 * 20 + 1)).toBe(true);
    expect(time(() => moveTogether(marks, 86 * 20, 86 * 20 + 1))).toBeLessThan(16);
    const spans = marks.lines.map(({ startPts, endPts }) => ({ start: startPts, end: endPts }));
    const keys = marks.shots.map(({ startPts }) => startPts);
    for (const preset of PRESETS)
      expect(time(() => applyPreset(spans, preset, { index, keys }))).toBeLessThan(16);
  });

  it("five thousand rows are made, filtered and sorted without a wait", () => {
    const many = new Marks(episode(6).live, index, files);
    const rows = rowsOf(many, categories);
    expect(rows.length).toBeGreaterThan(5000);
    expect(rowsOf(many, categories)).toBe(rows);
    expect(time(() => filterRows(rows, { text: "line 4" }))).toBeLessThan(50);
    expect(time(() => sortRows(rows, "text", -1), 5)).toBeLessThan(150);
    expect(time(() => rowsOf(new Marks(many.live, index, files), categories), 5)).toBeLessThan(100);
  });
});
