import { expect, test } from "vitest";
import { contract } from "../testing/contract";
import { type Axis, type CarriedFrame, type CarriedSpan, carryFrame, carrySpan } from "./carry";
import type { Pair, Patch } from "./patch";
import { TimeMap } from "./time_map";

interface Case {
  what: string;
  patch: Patch;
  source: Axis;
  target: Axis;
  apply: [number, number | null][];
  back: [number, number | null][];
  frames: ({ tick: number } & CarriedFrame)[];
  spans: ({ span: Pair } & CarriedSpan)[];
}

const { cases } = contract<{ cases: Case[] }>("timemaps.json");

test.each(cases)("$what", ({ patch, source, target, apply, back, frames, spans }) => {
  const map = new TimeMap(patch);
  for (const [tick, there] of apply) expect([tick, map.apply(tick)]).toEqual([tick, there]);
  const inverted = map.inverted();
  for (const [tick, there] of back) expect([tick, inverted.apply(tick)]).toEqual([tick, there]);
  for (const { tick, ...came } of frames)
    expect({ tick, ...carryFrame(map, source, target, tick) }).toEqual({ tick, ...came });
  for (const { span, ...came } of spans)
    expect({ span, ...carrySpan(map, source, target, span) }).toEqual({ span, ...came });
});

test("a map inverted twice is the map", () => {
  for (const { patch } of cases) {
    const { pieces } = new TimeMap(patch).inverted().inverted().patch;
    expect(pieces.map(({ source, target, rate }) => [source, target, rate])).toEqual(
      patch.pieces.map(({ source, target, rate }) => [source, target, rate]),
    );
  }
});

test("pieces that overlap are refused, ticks that are no frames too", () => {
  const [first] = cases as [Case];
  const piece = { source: [0, 10], target: [0, 10] } as const;
  const patch: Patch = { ...first.patch, pieces: [piece, { ...piece, source: [9, 19] }] };
  expect(() => new TimeMap(patch)).toThrow(/overlap/);
  const map = new TimeMap({ ...first.patch, pieces: [piece] });
  const axis = { pts: [0, 5], end_pts: 10 };
  expect(() => carryFrame(map, axis, axis, 3)).toThrow(/no frame at tick 3/);
  expect(() => carrySpan(map, axis, axis, [5, 5])).toThrow(/empty/);
});
