import { expect, test } from "vitest";
import { contract } from "../testing/contract";
import { applyEdit, type MapEdit, MapEditRefused } from "./edits";
import type { Patch, Piece } from "./patch";
import { TimeMap } from "./time_map";

interface Case {
  what: string;
  patch: Patch;
  steps: { edit: MapEdit; pieces?: Piece[]; refused?: string }[];
}

const { cases } = contract<{ cases: Case[] }>("map_edits.json");

/** With every default told. */
const whole = (pieces: readonly Piece[]) =>
  pieces.map(({ uncertainty, ...piece }) => ({
    role: "match",
    confidence: 1,
    status: "proposed",
    flags: [],
    alternatives: [],
    source_alternatives: [],
    ...piece,
    uncertainty: { offset: 0, start: 0, end: 0, ...uncertainty },
  }));

test.each(cases)("$what", ({ patch, steps }) => {
  let map = new TimeMap(patch);
  for (const { edit, pieces, refused } of steps) {
    if (refused !== undefined) {
      expect(() => applyEdit(map, edit, "mika")).toThrow(new MapEditRefused(refused));
      continue;
    }
    map = applyEdit(map, edit, "mika");
    expect([edit, whole(map.patch.pieces)]).toEqual([edit, whole(pieces ?? [])]);
  }
});

test("an anchor that holds no more leaves the very map", () => {
  const map = new TimeMap((cases[0] as Case).patch);
  expect(applyEdit(map, { op: "unanchor", source: 3 }, "mika")).toBe(map);
});
