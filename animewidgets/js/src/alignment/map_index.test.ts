import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PATCH } from "../testing/alignment";
import type { Piece } from "../timemaps/patch";
import { TimeMap } from "../timemaps/time_map";
import { placesInSight } from "./axes_scene";
import { MapIndex, SideOrder } from "./map_index";
import { anchorsOf, standing } from "./map_log";
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

it("folds steps as they stand, and anchors of what stands", () => {
  const edit = (step_id: string) => ({ step_id, kind: "edit" as const });
  const undo = { step_id: "u", kind: "undo" as const };
  const ids = (steps: { step_id: string }[]) => steps.map((one) => one.step_id).join("");
  const folded = standing([
    edit("a"),
    edit("b"),
    undo,
    undo,
    { step_id: "r", kind: "redo" },
    edit("c"),
  ]);
  expect([ids(folded.undo), ids(folded.redo)]).toEqual(["ac", ""]);
  expect(ids(standing([edit("a"), undo, undo]).redo)).toBe("a");
  expect(
    anchorsOf([
      { op: "anchor", source: 9, target: 1 },
      { op: "anchor", source: 5, target: 2 },
      { op: "anchor", source: 9, target: 3 },
      { op: "unanchor", source: 5 },
    ]),
  ).toEqual([{ source: 9, target: 3 }]);
});
