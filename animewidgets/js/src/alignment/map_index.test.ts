import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PATCH } from "../testing/alignment";
import type { Piece } from "../timemaps/patch";
import { TimeMap } from "../timemaps/time_map";
import { placesInSight } from "./axes_scene";
import { MapIndex, SideOrder } from "./map_index";
import { anchorsOf, standing } from "./standing";
import type { MapStep } from "./wire";
import { doubtsOf, evidenceOf } from "./words";

const lengths = { frame: { a: 1, b: 1 }, second: { a: 24, b: 24 } };
const index = new MapIndex(new TimeMap(PATCH), lengths);

/** Pieces one after the other, with gaps, of lengths from 1 tick on. */
const orders = fc
  .array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 40 })), { maxLength: 60 })
  .map((lengths) => {
    let at = 0;
    const pieces: Piece[] = lengths.map(([gap, long]) => {
      const start = at + gap;
      at = start + long;
      return { source: [start, at], target: null };
    });
    return new SideOrder(pieces, (piece) => piece.source);
  });

describe("what lies in sight", () => {
  it("is all of it, as far as it has a pixel of its own, and never more than pixels", () => {
    fc.assert(
      fc.property(orders, fc.nat(800), fc.integer({ min: 1, max: 400 }), (order, from, width) => {
        const until = from + width;
        const places = placesInSight(order, from, until, 1);
        const inSight = [...order.rows.keys()].filter(
          (n) => (order.starts[n] as number) < until && (order.ends[n] as number) > from,
        );
        expect(places).toEqual(inSight); // a tick is a pixel here: every piece has its own
        const coarse = placesInSight(order, from, until, 16);
        expect(coarse.length).toBeLessThanOrEqual(2 * Math.ceil(width / 16) + 2);
        for (const n of inSight)
          if ((order.ends[n] as number) - (order.starts[n] as number) >= 32)
            expect(coarse).toContain(n);
      }),
    );
  });
});

it("finds the piece of a tick, and none in a gap", () => {
  expect([index.a.rowAt(0), index.a.rowAt(99), index.a.rowAt(100), index.a.rowAt(240)]).toEqual([
    1, 1, 3, -1,
  ]);
  expect([index.b.rowAt(0), index.b.rowAt(222)]).toEqual([0, 5]);
});

it("goes to the next doubtful round and round", () => {
  expect(index.doubtful).toEqual([3, 6, 7]);
  expect([index.nextDoubtful(-1, 1), index.nextDoubtful(3, 1), index.nextDoubtful(7, 1)]).toEqual([
    3, 6, 3,
  ]);
  expect([index.nextDoubtful(3, -1), index.nextDoubtful(7, -1)]).toEqual([7, 6]);
});

it("goes from border to border, also where nothing is said", () => {
  expect([index.border("a", 0, 1), index.border("a", 100, 1), index.border("a", 239, 1)]).toEqual([
    100, 180, 240,
  ]);
  expect([
    index.border("a", 101, -1),
    index.border("a", 100, -1),
    index.border("a", 0, -1),
  ]).toEqual([100, 0, null]);
});

it("says why one should look at a piece, and nothing once somebody has", () => {
  const piece: Piece = {
    source: [0, 100],
    target: [0, 100],
    confidence: 0.7,
    uncertainty: { offset: 0, start: 3, end: 1 },
    flags: ["picture_changed", "silent"],
    evidence: { frames: 100, informative: 12, agreeing: 11, sound: -0.25 },
    alternatives: [[200, 300]],
  };
  expect(doubtsOf(piece, lengths)).toEqual([
    "confidence 70 %",
    "start ± 3 frames",
    "picture changed",
  ]);
  expect(evidenceOf(piece)).toBe(
    "11 of 12 changes agree · sound −0.25 · picture changed · silent · 1 other place",
  );
  expect(doubtsOf({ ...piece, status: "edited" }, lengths)).toEqual([]);
});

it("doubts no card for the match beside it, only for its own role", () => {
  const pieces: Piece[] = [
    { source: [0, 100], target: [0, 100], confidence: 0.68 },
    { source: null, target: [100, 200], role: "sponsor", confidence: 0.68 },
    { source: null, target: [200, 300], role: "commercial", confidence: 0.6 },
    { source: [100, 110], target: null, role: "removed", confidence: 0.95 },
    { source: [110, 200], target: [300, 390], confidence: 0.95 },
    { source: null, target: [390, 500], role: "unknown", confidence: 0.95 },
  ];
  const proposed = new MapIndex(new TimeMap({ ...PATCH, pieces }), lengths);
  expect(pieces.map((_, row) => proposed.sure(row))).toEqual([0.68, null, 0.6, null, 0.95, null]);
  expect(proposed.doubtful).toEqual([0, 2, 5]);
  // Once somebody has accepted the match the card is no more to be doubted than before.
  const accepted = pieces.map((one, row) =>
    row ? one : { ...one, confidence: 1, status: "confirmed" as const },
  );
  const now = new MapIndex(new TimeMap({ ...PATCH, pieces: accepted }), lengths, proposed.known);
  expect([now.doubtful, now.sure(1)]).toEqual([[2, 5], null]);
});

it("folds steps as they stand: everybody's own undo, redo at the end", () => {
  const edit = (step_id: string, person = "mika") => ({
    step_id,
    person,
    kind: "edit" as const,
    edit: { op: "confirm" as const, at: { side: "source" as const, tick: 0 } },
  });
  const step = (kind: "undo" | "redo", person = "mika") => ({ step_id: kind, person, kind });
  const ids = (...steps: MapStep[]) => {
    const { holding, undone } = standing(steps, "mika");
    return [holding, undone].map((some) => some.map((one) => one.step_id).join(""));
  };
  expect(ids(edit("a"), edit("b"), step("undo"), step("undo"), step("redo"))).toEqual(["a", "b"]);
  expect(ids(edit("a"), step("undo"), edit("c"))).toEqual(["c", ""]);
  expect(ids(edit("a"), edit("x", "aoi"), step("undo"))).toEqual(["x", "a"]);
  expect(ids(edit("a"), step("undo"), edit("x", "aoi"), step("redo"))).toEqual(["xa", ""]);
  expect(ids(step("undo"), edit("a"), step("undo", "aoi"))).toEqual(["a", ""]);
});

it("keeps anchors that the map still goes through", () => {
  const anchors = anchorsOf(
    [
      { op: "anchor", source: 120, target: 1 },
      { op: "anchor", source: 50, target: 60 },
      { op: "anchor", source: 30, target: 40 },
      { op: "anchor", source: 120, target: 160 },
      { op: "anchor", source: 190, target: 200 },
      { op: "unanchor", source: 30 },
    ],
    new TimeMap(PATCH),
  );
  expect(anchors.map((one) => one.source)).toEqual([50, 120]);
});
