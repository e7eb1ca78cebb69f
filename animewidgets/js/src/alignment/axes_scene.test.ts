import { expect, it } from "vitest";
import { PATCH } from "../testing/alignment";
import { TimeMap } from "../timemaps/time_map";
import { layOut } from "./axes_layout";
import { type AxesScene, bandsInSight, hitAt } from "./axes_scene";
import { MapIndex } from "./map_index";

const layout = layOut({ sound: { a: false, b: false } });
const lengths = { frame: { a: 1, b: 1 }, second: { a: 1, b: 1 } };

/** A tick is a second and a pixel; B's axis is that of A, ten to the left. */
const scene = {
  a: { second: 1 },
  b: { second: 1 },
  index: new MapIndex(new TimeMap(PATCH), lengths),
  view: { left: 0, perPixel: 1, width: 240, stretch: 1, shift: 10 },
  layout,
  anchors: [{ source: 150, target: 190 }],
} as unknown as AxesScene;

const { bands, pieces } = layout;
const above = (pieces.a.top + pieces.a.bottom) / 2;
const below = (pieces.b.top + pieces.b.bottom) / 2;
const high = bands.top + 4;
const low = bands.bottom - 4;

it("takes hold of borders on either side, of bands between them, of pieces and of pins", () => {
  expect(hitAt(scene, 3, 4)).toEqual({ what: "overview" });
  expect(hitAt(scene, 50, layout.sides.a.top + 4)).toEqual({ what: "time", side: "a" });
  expect(hitAt(scene, 50, high)).toEqual({ what: "band", side: "a", row: 1 });
  expect(hitAt(scene, 98, high)).toEqual({ what: "border", side: "a", row: 1, edge: "end" });
  expect(hitAt(scene, 103, above)).toEqual({ what: "border", side: "a", row: 3, edge: "start" });
  expect(hitAt(scene, 190, above)).toEqual({ what: "piece", side: "a", row: 4 });
  expect(hitAt(scene, 115, below)).toEqual({ what: "piece", side: "b", row: 2 });
  // The start of the second match lies at 100 above and at 130 below.
  expect(hitAt(scene, 128, low)).toEqual({ what: "border", side: "b", row: 3, edge: "start" });
  expect(hitAt(scene, 115, low)).toEqual({ what: "time", side: "b" });
  expect(hitAt(scene, 152, high)).toMatchObject({ what: "anchor", anchor: { source: 150 } });
});

it("knows the bands of which only one end is in sight", () => {
  const narrow = { ...scene, view: { ...scene.view, left: 102, width: 20 } };
  expect(bandsInSight(narrow).map(({ row }) => row)).toEqual([3]);
  const lower = { ...scene, view: { ...scene.view, left: 212, width: 6 } };
  expect(bandsInSight(lower).map(({ row, a, b }) => [row, a, b])).toEqual([
    [6, [-12, 28], [3, 43]],
  ]);
});
