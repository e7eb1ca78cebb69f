import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DEFAULTS } from "../core/settings";
import { figure } from "../testing/canvas";
import { COLOURS, recorder } from "../testing/scenes";
import { CrowdLayer } from "./crowd_layer";
import type { Scene } from "./scene";
import { whole } from "./view";

const stage = {
  picture: { width: 640, height: 360 },
  stretch: { x: 1, y: 1 },
  width: 640,
  height: 360,
  ratio: 1,
};
const figures = Array.from({ length: 700 }, (_, n) =>
  figure(`${n}`, "box", { x: n % 600, y: n % 300, width: 20, height: 10 }),
);
const categories: Scene["categories"] = new Map();
const locked = new Set<string>();
const sceneWith = (over: Partial<Scene>): Scene => ({
  stage,
  view: whole(stage),
  figures,
  proposed: [],
  selected: new Set(),
  locked,
  categories,
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

let drawn: number;
let now: number;
let layer: CrowdLayer;
const settled = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  drawn = 0;
  now = 0;
  settled.mockClear();
  const { context } = recorder();
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockImplementation(() => {
    drawn++;
    return context as never;
  });
  // Drawing the crowd takes ten milliseconds, as does whatever else is timed.
  layer = new CrowdLayer(settled, () => {
    now += 10;
    return now;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it("leaves few shapes alone", () => {
  const few = figures.slice(0, 50);
  expect(layer.prepare(sceneWith({ figures: few }))).toBe(few);
  expect(drawn).toBe(0);
});

it("draws a crowd once, and one by one only what stands out", () => {
  const view = whole(stage);
  expect(layer.prepare(sceneWith({ view }))).toEqual([]);
  const lit = layer.prepare(sceneWith({ view, hover: "3", selected: new Set(["7"]) }));
  expect(lit.map(({ id }) => id)).toEqual(["3", "7"]);
  expect(drawn).toBe(1);
});

it("is moved and scaled with the picture, and drawn again once that stands still", () => {
  const view = whole(stage);
  layer.prepare(sceneWith({ view }));
  layer.prepare(sceneWith({ view: { ...view, x: view.x + 3.3 } }));
  const last = { ...view, zoom: view.zoom * 1.3 };
  layer.prepare(sceneWith({ view: last }));
  expect(drawn).toBe(1);
  vi.advanceTimersByTime(200);
  expect(settled).toHaveBeenCalled();
  now += 200;
  layer.prepare(sceneWith({ view: last }));
  expect(drawn).toBe(2);
  layer.prepare(sceneWith({ view: last }));
  expect(drawn).toBe(2);
});

it("is drawn again when a shape changed, or one of it is being dragged", () => {
  const view = whole(stage);
  layer.prepare(sceneWith({ view }));
  const other = [...figures.slice(1), figure("new", "box", { x: 1, y: 1, width: 5, height: 5 })];
  layer.prepare(sceneWith({ view, figures: other }));
  expect(drawn).toBe(2);
  const draft = { shapes: new Map([["5", { x: 9, y: 9, width: 5, height: 5 }]]) };
  expect(layer.prepare(sceneWith({ view, draft })).map(({ id }) => id)).toEqual(["5"]);
  expect(drawn).toBe(3);
});
