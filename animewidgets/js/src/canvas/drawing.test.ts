import { expect, it } from "vitest";
import { DEFAULTS } from "../core/settings";
import { figure } from "../testing/canvas";
import { hello } from "../testing/releases";
import { COLOURS, recorder } from "../testing/scenes";
import { drawScene } from "./drawing";
import { isLight } from "./labels";
import type { Scene } from "./scene";
import { whole } from "./view";

const stage = {
  picture: { width: 640, height: 360 },
  stretch: { x: 1, y: 1 },
  width: 640,
  height: 360,
  ratio: 1,
};

const sceneWith = (over: Partial<Scene>): Scene => ({
  stage,
  view: whole(stage),
  figures: [],
  proposed: [],
  selected: new Set(),
  locked: new Set(),
  categories: new Map(hello().categories.map((one) => [one.category_id, one])),
  category: null,
  draft: null,
  spot: null,
  hover: null,
  cross: null,
  values: DEFAULTS,
  caught: null,
  turns: false,
  colours: COLOURS,
  ...over,
});

const box = (id: string, x: number, over: object = {}) =>
  figure(id, "box", { x, y: 50, width: 120, height: 60 }, { category: "long", ...over });

it("writes the key and the name of the category on a shape, and what was remarked", () => {
  const { context, texts } = recorder();
  drawScene(
    context,
    sceneWith({
      figures: [box("a", 10), box("b", 200, { uncertain: true, comment: "or is it?" })],
      locked: new Set(["a"]),
    }),
  );
  expect(texts).toEqual(["2 Long ⊘", "2 Long ? ❝"]);
});

it("where there are very many, names those that are selected only", () => {
  const { context, texts } = recorder();
  const figures = Array.from({ length: 700 }, (_, n) => box(`${n}`, n % 500));
  drawScene(context, sceneWith({ figures, selected: new Set(["3"]) }));
  expect(texts).toEqual(["2 Long"]);
});

it("draws nothing of what is out of sight", () => {
  const { context, texts } = recorder();
  const view = { zoom: 8, x: 500, y: 300 };
  drawScene(context, sceneWith({ figures: [box("a", 10)], view }));
  expect(texts).toEqual([]);
});

it("tells the size of a box that is drawn", () => {
  const { context, texts } = recorder();
  drawScene(context, sceneWith({ draft: { box: { x: 1, y: 1, width: 20.5, height: 8 } } }));
  expect(texts).toEqual(["20.5 × 8.0"]);
});

it("writes black on light colours and white on dark ones", () => {
  expect(["#f0e442", "#ffffff", "#332288", "#000000"].map(isLight)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
