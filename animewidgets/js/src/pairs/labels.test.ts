import { describe, expect, it } from "vitest";
import { ALL, changesOf, Labels, nextUndecided, rowsOf, type Said } from "./labels";
import type { BindingTold } from "./wire";

/** Labels with these outcomes, by their numbers; nothing was decided of any. */
function labelsOf(outcomes: number[]): Labels {
  const count = outcomes.length;
  const zeros = Array.from({ length: count }, () => 0);
  const columns: [
    string,
    string,
    Uint8Array | Int8Array | Uint16Array | Int16Array | Int32Array | Float32Array | Float64Array,
  ][] = [
    ["kind", "|u1", Uint8Array.from(zeros)],
    ["category", "<i2", Int16Array.from(zeros)],
    ["release", "<u2", Uint16Array.from(zeros)],
    ["reason", "<u2", Uint16Array.from(zeros)],
    ["outcome", "|u1", Uint8Array.from(outcomes)],
    ["confidence", "<f4", Float32Array.from(zeros)],
    ["distance", "<i2", Int16Array.from(zeros)],
    ["from_frame", "<i4", Int32Array.from(outcomes.keys())],
    ["to_frame", "<i4", Int32Array.from(outcomes.keys())],
    ["from_seconds", "<f8", Float64Array.from(zeros)],
    ["to_seconds", "<f8", Float64Array.from(zeros)],
    ["decision", "|i1", Int8Array.from(zeros)],
    ["by", "<i2", Int16Array.from(zeros)],
  ];
  const told: BindingTold = {
    total: count,
    kinds: ["box"],
    category_ids: ["face"],
    categories: [],
    releases: ["rel-tv"],
    reasons: [""],
    columns: columns.map(([name, type]) => [name, type]),
    routes: [],
  };
  // Buffers of messages begin anywhere.
  const shifted = (data: Uint8Array) => {
    const moved = new Uint8Array(data.length + 3);
    moved.set(data, 3);
    return new DataView(moved.buffer, 3, data.length);
  };
  return new Labels(
    told,
    columns.map(([, , data]) => shifted(new Uint8Array(data.buffer))),
  );
}

const [EXACT, MOVED, REVIEW, NOWHERE] = [0, 1, 4, 5];
const accept = ({ by }: Said): Said => ({ sign: 1, by });

describe("bound labels", () => {
  it("takes exact ones unless somebody says otherwise, and nothing that is nowhere", () => {
    const labels = labelsOf([EXACT, MOVED, NOWHERE]);
    expect([0, 1, 2].map((row) => labels.effect(row))).toEqual(["accepted", "undecided", "none"]);
    expect(labels.step([2], accept, "")).toBeNull();
    const step = labels.step([0, 1, 2], () => ({ sign: -1, by: 0 }), "rejected");
    if (step) labels.apply(step);
    expect(labels.counts()).toMatchObject({ accepted: 0, rejected: 2, undecided: 0, none: 1 });
  });

  it("takes a step back to what was said of each before", () => {
    const labels = labelsOf([MOVED, MOVED, REVIEW]);
    const nudge = labels.step([1], ({ sign }) => ({ sign, by: 3 }), "moved");
    if (nudge) labels.apply(nudge);
    const all = labels.step([0, 1, 2], accept, "accepted");
    if (!all) throw new Error("nothing changed");
    labels.apply(all);
    expect(labels.counts()).toMatchObject({ accepted: 3, nudged: 1 });
    expect(changesOf(all)).toEqual([
      { rows: [0, 2], decision: "accept", by: 0 },
      { rows: [1], decision: "accept", by: 3 },
    ]);
    labels.apply(all, true);
    expect(changesOf(all, true)).toEqual([
      { rows: [0, 2], decision: null, by: 0 },
      { rows: [1], decision: null, by: 3 },
    ]);
    expect([0, 1, 2].map((row) => labels.said(row))).toEqual([
      { sign: 0, by: 0 },
      { sign: 0, by: 3 },
      { sign: 0, by: 0 },
    ]);
  });

  it("says nothing twice", () => {
    const labels = labelsOf([MOVED]);
    const step = labels.step([0], accept, "accepted");
    if (step) labels.apply(step);
    expect(labels.step([0], accept, "accepted")).toBeNull();
  });

  it("filters by outcome and decision, and goes round to what is undecided", () => {
    const labels = labelsOf([MOVED, EXACT, REVIEW, MOVED]);
    expect(rowsOf(labels, ALL)).toEqual([0, 1, 2, 3]);
    const moved = rowsOf(labels, { ...ALL, outcomes: new Set(["moved"]) });
    expect(moved).toEqual([0, 3]);
    expect(rowsOf(labels, { ...ALL, effect: "accepted" })).toEqual([1]);
    expect(nextUndecided(labels, moved, 3, 1)).toBe(0);
    expect(nextUndecided(labels, [0, 1, 2, 3], 2, -1)).toBe(0);
    const step = labels.step([0, 2, 3], accept, "accepted");
    if (step) labels.apply(step);
    expect(nextUndecided(labels, [0, 1, 2, 3], 0, 1)).toBe(-1);
  });
});
