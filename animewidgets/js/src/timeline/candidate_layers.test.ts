import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { create } from "../core/edits";
import { release } from "../testing/releases";
import { openedOn } from "../testing/scenes";
import type { Opened } from "./editor_model";

const index = release({ count: 240 });
const at = (pts: number, score: number, layer = "own") => ({ pts, score, layer });
const candidates = [
  at(30, 0.9),
  at(60, 0.6),
  at(60, 0.3, "scxvid"),
  at(90, 0.4),
  at(120, 0.2, "scxvid"),
];
const layers = [
  { name: "own", colour: "#44aa99", threshold: 0.5 },
  { name: "scxvid", colour: "red; background: url(x)", threshold: 0 },
];

let opened: Opened;
const open = () => openedOn(index, { candidates, layers });

beforeEach(() => {
  localStorage.clear();
  opened = open();
  return () => opened.close();
});

const shown = () =>
  Object.fromEntries(
    opened.candidates
      .layers(opened.marks.shots)
      .map(({ name, proposals }) => [name, proposals.map(({ ordinal }) => ordinal)]),
  );
const all = () => opened.proposals.map(({ ordinal, layer }) => [ordinal, layer]);

describe("the layers of candidates", () => {
  it("each shows its own from its threshold on; together the best of each frame counts", () => {
    expect(shown()).toEqual({ own: [30, 60], scxvid: [60, 120] });
    expect(all()).toEqual([
      [30, "own"],
      [60, "own"],
      [120, "scxvid"],
    ]);
  });

  it("a threshold that is moved counts for its layer alone, within 0 and 1", () => {
    opened.candidates.setThreshold("own", 0.4);
    expect(shown().own).toEqual([30, 60, 90]);
    opened.candidates.setThreshold("own", 7);
    expect(opened.candidates.layers(opened.marks.shots)[0]?.threshold).toBe(1);
    expect(shown()).toEqual({ own: [], scxvid: [60, 120] });
    expect(all()[0]).toEqual([60, "scxvid"]);
  });

  it("one that is switched off shows nothing, and another's stands in its place", () => {
    opened.candidates.toggle("own");
    expect(shown()).toEqual({ own: [], scxvid: [60, 120] });
    expect(all()).toEqual([
      [60, "scxvid"],
      [120, "scxvid"],
    ]);
    opened.candidates.toggle("own");
    expect(shown().own).toEqual([30, 60]);
  });

  it("one that is passed over is gone from every layer, until all are brought back", () => {
    const [, second] = opened.proposals;
    if (second) opened.reject(second);
    expect(shown()).toEqual({ own: [30], scxvid: [120] });
    expect(opened.candidates.anyRejected).toBe(true);
    opened.candidates.bringBack();
    expect(shown()).toEqual({ own: [30, 60], scxvid: [60, 120] });
    expect(opened.candidates.anyRejected).toBe(false);
  });

  it("all of it outlives the page", () => {
    opened.candidates.setThreshold("own", 0.3);
    opened.candidates.toggle("scxvid");
    const [first] = opened.proposals;
    if (first) opened.reject(first);
    opened.close();
    opened = open();
    expect(all()).toEqual([
      [60, "own"],
      [90, "own"],
    ]);
    expect(opened.candidates.layers(opened.marks.shots)[1]?.hidden).toBe(true);
  });

  it("what is a cut already is proposed no more", () => {
    opened.session.commit([create("c1", { kind: "cut", start_pts: 60 })], "test");
    expect(shown()).toEqual({ own: [30], scxvid: [120] });
  });

  it("is worked out once for what there is, and a colour that is none goes into no style", () => {
    const { shots } = opened.marks;
    expect(opened.candidates.layers(shots)).toBe(opened.candidates.layers(shots));
    expect(opened.candidates.layers(shots).map(({ colour }) => colour)).toEqual([
      "#44aa99",
      "#cc6677",
    ]);
  });
});
