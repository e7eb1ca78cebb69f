import { beforeEach, describe, expect, it } from "vitest";
import { apply, type Live, liveOf } from "../../core/edits";
import type { Outcome } from "../../core/outcome";
import type { Annotation } from "../../core/wire";
import { release } from "../../testing/releases";
import { removeFigures, reshape } from "../editing";
import { type Figure, Figures } from "../figures";
import type { Bounds, Box, Key } from "../geometry";
import { frameOf } from "./changed_at";
import { withGhosts } from "./shown";
import {
  addTrack,
  asTracks,
  keysOn,
  linkTracks,
  mergeTracks,
  moveKey,
  removeTracks,
  splitTracks,
  toggleInterpolation,
  toggleKeys,
  toggleOccluded,
  toggleOutside,
  turnIntoTracks,
} from "./track_edits";
import { trackRows } from "./track_rows";

const index = release({ count: 60, info: { width: 640, height: 360 } });
const bounds: Bounds = {
  name: "BD ep01",
  width: 640,
  height: 360,
  pts: index.pts,
  end_pts: index.release.end_pts,
  cuts: [index.ptsOf(40)],
};
const BOX: Box = { x: 10, y: 20, width: 100, height: 50 };
const at = (x: number): Box => ({ ...BOX, x });

let live: Live;
let figures: Figures;

/** Make an outcome so, as a session would; what was said, or why not. */
function take(outcome: Outcome): string {
  if ("refused" in outcome) return outcome.refused;
  live = apply(live, outcome.edits);
  figures = new Figures(live, index);
  return outcome.said;
}

/** What is selected on a frame: all tracks, ghosts where they are not there. */
const here = (frame: number): readonly Figure[] =>
  withGhosts({ figures } as never, figures.on(frame), new Set(live.annotations.keys()), frame);
const one = (frame: number): Figure => here(frame)[0] as Figure;
const xAt = (frame: number) =>
  figures.on(frame).map(({ shape }) => Math.round((shape as Box).x * 100) / 100);
const keys = (n = 0): Key[] =>
  ([...live.annotations.values()][n]?.geometry?.keys ?? []) as unknown as Key[];
const frames = (n = 0) => keys(n).map(({ pts }) => index.ordinalAt(pts));

/** A track with keys on two frames. */
beforeEach(() => {
  live = liveOf([]);
  take(addTrack("box", at(10), 10, null, bounds));
  take(reshape(here(20), new Map([[one(20).id, at(110)]]), bounds, "Moved"));
});

describe("a track", () => {
  it("is a figure on every frame until its shot ends", () => {
    expect([9, 10, 15, 20, 39, 40].map((frame) => xAt(frame))).toEqual([
      [],
      [10],
      [60],
      [110],
      [110],
      [],
    ]);
    expect(figures.frames).toEqual([10, 20]);
    expect(figures.all.map(({ ordinal }) => ordinal)).toEqual([10]);
  });

  it("says on each how it is known", () => {
    expect([10, 15, 30].map((frame) => one(frame).track?.source)).toEqual([
      "key",
      "linear",
      "hold",
    ]);
    expect(one(50).track?.source).toBe("ghost");
  });

  it("gives the same figures each time a frame is asked for", () => {
    expect(figures.on(15)).toBe(figures.on(15));
    figures.on(16);
    expect(figures.on(15)[0]).toBe(figures.on(15)[0]);
    expect(one(50)).toBe(one(50));
  });

  it("is made of plain shapes where somebody wants it", () => {
    const made: Annotation = {
      annotation_id: "plain",
      version: 1,
      kind: "box",
      start_pts: index.ptsOf(5),
      geometry: { ...at(3) },
      comment: "whose hand?",
    };
    live = liveOf([made]);
    figures = new Figures(live, index);
    take(turnIntoTracks(figures.on(5), bounds));
    expect([...live.annotations.values()]).toMatchObject([
      { kind: "track", comment: "whose hand?", end_pts: index.ptsOf(40) },
    ]);
    expect(take(turnIntoTracks(here(5), bounds))).toContain("no tracks yet");
  });

  it("is made of what tools make of a frame", () => {
    const state = { kind: "box", start_pts: 0, geometry: { ...BOX } } as const;
    const edit = { op: "create", annotation_id: "a", base_version: 0, before: null } as const;
    const outcome = asTracks({ edits: [{ ...edit, after: state }], said: "" }, bounds);
    expect(outcome).toMatchObject({ edits: [{ after: { kind: "track" } }] });
  });
});

describe("changing it on a frame", () => {
  it("makes a key there", () => {
    take(reshape(here(15), new Map([[one(15).id, at(0)]]), bounds, "Moved"));
    expect(frames()).toEqual([10, 15, 20]);
    expect(xAt(12)).toEqual([22 - 20 + 4]);
  });

  it("takes a ghost back, and the end of the track along", () => {
    take(reshape(here(50), new Map([[one(50).id, at(0)]]), bounds, "Moved"));
    expect(frames()).toEqual([10, 20, 50]);
    expect(xAt(59)).toEqual([0]);
  });

  it("leaves ghosts alone that only happen to be selected as well", () => {
    take(addTrack("box", at(300), 50, null, bounds));
    const both = here(50);
    const shapes = new Map(both.map(({ id }) => [id, at(7)]));
    take(reshape(both, shapes, bounds, "Moved"));
    expect(frames(0)).toEqual([10, 20]);
    expect(keys(1)[0]?.shape).toMatchObject({ x: 7 });
  });

  it("can be carried to the next frame as it is", () => {
    take({ edits: keysOn(here(15), 16, bounds), said: "" });
    expect(xAt(16)).toEqual([60]);
  });

  it("is undone on the frame on which it was done", () => {
    const outcome = reshape(here(15), new Map([[one(15).id, at(0)]]), bounds, "Moved");
    if ("refused" in outcome) throw new Error(outcome.refused);
    expect(frameOf(outcome.edits, index)).toBe(15);
  });
});

describe("deleting", () => {
  it("takes the key of the frame, never the track", () => {
    take(removeFigures(here(20), bounds));
    expect(frames()).toEqual([10]);
    expect(take(removeFigures(here(10), bounds))).toContain("Shift+Delete");
    expect(take(removeFigures(here(15), bounds))).toContain("no key on this frame");
    expect(live.annotations.size).toBe(1);
  });

  it("of the whole track is asked for", () => {
    expect(take(removeTracks(here(15)))).toContain("whole track");
    expect(live.annotations.size).toBe(0);
  });
});

describe("keys", () => {
  it("are set and taken away where nothing moves", () => {
    take(toggleKeys(here(15), bounds));
    expect(frames()).toEqual([10, 15, 20]);
    expect(xAt(15)).toEqual([60]);
    take(toggleKeys(here(15), bounds));
    expect(frames()).toEqual([10, 20]);
  });

  it("hold the shape until the next one, for animation on twos and threes", () => {
    take(toggleInterpolation(here(13), bounds));
    expect([xAt(19), xAt(20)]).toEqual([[10], [110]]);
    take(toggleInterpolation(here(19), bounds));
    expect(xAt(15)).toEqual([60]);
  });

  it("move in time", () => {
    take(moveKey(one(20).annotation, 20, 30, bounds));
    expect(frames()).toEqual([10, 30]);
    take(moveKey(one(30).annotation, 10, 5, bounds));
    expect(figures.on(5)).toHaveLength(1);
  });
});

describe("out of the picture and covered", () => {
  it("it is gone until the next key, and back where it is called back", () => {
    take(toggleOutside(here(15), bounds));
    expect([14, 15, 19, 20].map((frame) => xAt(frame).length)).toEqual([1, 0, 0, 1]);
    take(toggleOutside(here(17), bounds));
    expect([16, 17].map((frame) => xAt(frame).length)).toEqual([0, 1]);
  });

  it("on its first frame it begins later", () => {
    take(toggleOutside(here(10), bounds));
    expect(frames()).toEqual([20]);
    expect(take(toggleOutside(here(20), bounds))).toContain("Shift+Delete");
  });

  it("covered it still has a shape", () => {
    take(toggleOccluded(here(15), bounds));
    expect([14, 15, 19, 20].map((frame) => one(frame).track?.occluded)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    take(toggleOccluded(here(15), bounds));
    expect(one(17).track?.occluded).toBe(false);
  });
});

describe("several tracks", () => {
  it("are made of one by a split, and one again by merging", () => {
    const before = Array.from({ length: 60 }, (_, frame) => xAt(frame));
    take(splitTracks(here(15), bounds));
    expect(live.annotations.size).toBe(2);
    expect(Array.from({ length: 60 }, (_, frame) => xAt(frame))).toEqual(before);
    take(mergeTracks(here(15), bounds));
    expect(live.annotations.size).toBe(1);
    expect(Array.from({ length: 60 }, (_, frame) => xAt(frame))).toEqual(before);
  });

  it("of different kinds are not merged", () => {
    take(addTrack("point", { points: [{ x: 1, y: 2 }] }, 15, null, bounds));
    expect(take(mergeTracks(here(15), bounds))).toContain("cannot be one");
  });

  it("in several shots are of one object, with one category and one name", () => {
    const category = { category_id: "face", name: "Face", colour: "#112233", hotkey: null };
    take(addTrack("box", at(0), 45, { ...category, parent: null }, bounds));
    expect(take(linkTracks(here(45)))).toContain("one object");
    const all = [...live.annotations.values()];
    expect(new Set(all.map(({ attributes }) => attributes?.object)).size).toBe(1);
    expect(all.map((each) => each.category)).toEqual(["face", "face"]);
    const rows = trackRows({
      figures,
      categories: new Map([["face", { ...category, parent: null }]]),
      selected: new Set(),
      proposals: new Map(),
      ordinalOf: (pts) => index.ordinalAt(pts),
    });
    expect(rows.map(({ name, colour }) => [name, colour])).toEqual(
      Array(2).fill(["Face · A · box", "#112233"]),
    );
    take(linkTracks([figures.on(45)[0] as Figure]));
    expect([...live.annotations.values()][1]?.attributes).toEqual({});
  });
});

describe("on its lane", () => {
  const rows = () =>
    trackRows({
      figures,
      categories: new Map(),
      selected: new Set(),
      proposals: new Map(),
      ordinalOf: (pts) => index.ordinalAt(pts),
    });

  it("it has a span for as long as it looks the same, and a mark per key", () => {
    take(toggleOutside(here(15), bounds));
    take(toggleInterpolation(here(25), bounds));
    expect(rows()[0]?.spans).toMatchObject([
      { from: 10, until: 15, look: "solid" },
      { from: 15, until: 20, look: "hatched" },
      { from: 20, until: 40, look: "solid" },
    ]);
    expect(rows()[0]?.marks.map(({ at: frame, look }) => [frame, look])).toEqual([
      [10, "key"],
      [15, "outside"],
      [20, "hold"],
    ]);
  });
});

it("five hundred tracks cost a few milliseconds per frame", () => {
  live = liveOf(
    Array.from({ length: 500 }, (_, n): Annotation => {
      const shape = { x: n % 500, y: 10, width: 20, height: 20 };
      const said = Array.from({ length: 20 }, (__, k) => ({
        pts: index.ptsOf(3 * k),
        shape: { ...shape, y: 10 + k },
        interpolation: "linear",
      }));
      return {
        annotation_id: `t${n}`,
        version: 1,
        kind: "track",
        start_pts: index.ptsOf(0),
        end_pts: bounds.end_pts as number,
        geometry: { kind: "box", keys: said },
      };
    }),
  );
  figures = new Figures(live, index);
  const begun = performance.now();
  for (let frame = 0; frame < 60; frame++) expect(figures.on(frame)).toHaveLength(500);
  // A tenth of it on an idle machine.
  expect((performance.now() - begun) / 60).toBeLessThan(30);
});
