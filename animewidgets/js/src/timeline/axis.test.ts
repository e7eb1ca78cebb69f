import { describe, expect, it } from "vitest";
import { liveOf } from "../core/edits";
import type { Annotation } from "../core/wire";
import { hello, release } from "../testing/releases";
import type { Filmstrip } from "../video/filmstrip";
import { drawAxis, filmSlots } from "./axis";
import { proposalsOf } from "./candidates";
import type { Colours } from "./colours";
import { shotsOf } from "./cuts";
import { drawOverview } from "./overview";
import type { Scene } from "./scene";
import { showAll, type Viewport } from "./view";

const index = release({ count: 34_500 });
const extent = { start: 0, end: 34_500, frameTicks: 1 };
const annotations = Array.from({ length: 420 }, (_, i): Annotation[] => {
  const start_pts = 80 * (i + 1);
  const attributes = { scope: "shot" };
  return [
    { annotation_id: `c${i}`, version: 1, kind: "cut", start_pts },
    { annotation_id: `t${i}`, version: 1, kind: "tag", start_pts, category: "long", attributes },
  ];
}).flat();

const scene = (view: Viewport): Scene => ({
  view,
  extent,
  index,
  filmstrip: { at: () => undefined, nearest: () => undefined } as unknown as Filmstrip,
  shots: shotsOf(liveOf(annotations), index),
  proposals: proposalsOf(
    Array.from({ length: 900 }, (_, i) => ({ pts: index.ptsOf(38 * i), score: 0.5, layer: "a" })),
    index,
  ),
  categories: new Map(hello().categories.map((one) => [one.category_id, one])),
  frame: 17_040,
  drag: null,
  hover: null,
  colours: new Proxy({} as Colours, { get: (_, name) => String(name) }),
});

/** A canvas that notes what is drawn on it. */
function recorder() {
  const texts: string[] = [];
  let strokes = 0;
  const context = new Proxy({} as Record<string, unknown>, {
    get: (target, name: string) => {
      if (name === "measureText") return (text: string) => ({ width: text.length * 6 });
      if (name === "fillText") return (text: string) => texts.push(text);
      if (name in target) return target[name];
      return () => {
        strokes++;
      };
    },
    set: (target, name: string, value) => {
      target[name] = value;
      return true;
    },
  }) as unknown as CanvasRenderingContext2D;
  return { context, texts, strokes: () => strokes };
}

const near: Viewport = { left: 17_000, ticksPerPixel: 0.2, width: 1000 };

describe("the time axis of a whole episode", () => {
  it("writes the shots in view with number, key and name of their category, and no others", () => {
    const { context, texts } = recorder();
    drawAxis(context, scene(near));
    const labels = texts.filter((text) => text.includes("Long"));
    expect(labels).toEqual(["213  2 Long", "214  2 Long", "215  2 Long"]);
    expect(texts).toContain("17040"); // the playhead says its frame
  });

  it("draws what is in view only: zoomed in, a small part of what the whole takes", () => {
    const zoomedIn = recorder();
    drawAxis(zoomedIn.context, scene(near));
    const whole = recorder();
    drawAxis(whole.context, scene(showAll(extent, 1000)));
    expect(zoomedIn.strokes()).toBeLessThan(300);
    expect(zoomedIn.strokes()).toBeLessThan(whole.strokes() / 10);
  });

  it("asks for as many pictures as fit, each of a frame at the left edge of its slot", () => {
    for (const view of [near, showAll(extent, 1000)]) {
      const slots = filmSlots(scene(view));
      expect(slots.length).toBeLessThan(30);
      expect(slots[0]?.left).toBeLessThanOrEqual(0);
      expect(slots.at(-1)?.right).toBeGreaterThanOrEqual(view.width - 1);
      for (const { ordinal, left } of slots)
        expect(left).toBeCloseTo((index.ptsOf(ordinal) - view.left) / view.ticksPerPixel);
    }
  });

  it("the overview shows every cut", () => {
    const { context, strokes } = recorder();
    drawOverview(context, scene(near), 1000);
    expect(strokes()).toBeGreaterThan(420);
  });
});
