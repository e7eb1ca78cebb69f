import { describe, expect, it } from "vitest";
import { liveOf } from "../core/edits";
import type { Annotation, Candidate } from "../core/wire";
import { release } from "../testing/releases";
import { recorder, sceneOf, stripIn } from "../testing/scenes";
import { pixelAt, showAll, type Viewport } from "../ui/time_view";
import { drawAxis } from "./axis";
import { filmSlots } from "./drawing/film";
import { drawOverview } from "./overview";
import type { Scene } from "./scene";

const index = release({ count: 34_500 });
const LANES = ["music", "voices", "opening", "signs"];

const shots = Array.from({ length: 420 }, (_, i): Annotation[] => {
  const start_pts = 80 * (i + 1);
  const attributes = { scope: "shot" };
  // Every tenth shot is dissolved into.
  const span = { transition: "dissolve", from_pts: start_pts - 12, until_pts: start_pts };
  return [
    {
      annotation_id: `c${i}`,
      version: 1,
      kind: "cut",
      start_pts,
      attributes: i % 10 ? {} : span,
    },
    { annotation_id: `t${i}`, version: 1, kind: "tag", start_pts, category: "long", attributes },
  ];
}).flat();

const segments = LANES.flatMap((lane) =>
  Array.from(
    { length: 300 },
    (_, i): Annotation => ({
      annotation_id: `${lane}${i}`,
      version: 1,
      kind: "segment",
      start_pts: 110 * i,
      end_pts: 110 * i + 90,
      comment: `${lane} ${i}`,
      attributes: { lane },
    }),
  ),
);

const lines = Array.from({ length: 350 }, (_, line) => ({
  line,
  start_pts: 97 * line,
  end_pts: 97 * line + 60,
  text: `Line ${line}`,
  style: "",
  speaker: "",
}));

const candidates = Array.from(
  { length: 900 },
  (_, i): Candidate => ({ pts: 38 * i, score: 0.5, layer: i % 2 ? "own" : "scxvid" }),
);

const world = {
  index,
  live: liveOf([...shots, ...segments]),
  subtitles: [{ source: "ab".repeat(32), lines }],
  candidates,
  lane: "lane:music" as const,
  sound: true,
  width: 1000,
};
const scene = (view: Viewport, over: Partial<Scene> = {}): Scene =>
  sceneOf(world, { view, frame: 17_040, ...over });

const near: Viewport = { left: 17_000, ticksPerPixel: 0.2, width: 1000 };
const whole = showAll({ start: 0, end: 34_500, frameTicks: 1 }, 1000);

describe("the time axis of a whole episode", () => {
  it("writes the shots in view with number, key and name of their category, and no others", () => {
    const { context, texts } = recorder();
    drawAxis(context, scene(near));
    const labels = texts.filter((text) => text.includes("Long"));
    expect(labels).toEqual(["213  2 Long", "214  2 Long", "215  2 Long"]);
    expect(texts).toContain("17040"); // the playhead says its frame
  });

  it("writes what stands in view on each lane, and the words of the lines", () => {
    const { context, texts } = recorder();
    drawAxis(context, scene(near));
    for (const lane of LANES)
      expect(texts.filter((text) => text.startsWith(lane))).toEqual([
        `${lane} 154`,
        `${lane} 155`,
        `${lane} 156`,
      ]);
    expect(texts.filter((text) => text.startsWith("Line"))).toEqual([
      "Line 175",
      "Line 176",
      "Line 177",
    ]);
  });

  it("draws what is in view only: zoomed in, a small part of what the whole takes", () => {
    const zoomedIn = recorder();
    drawAxis(zoomedIn.context, scene(near));
    const all = recorder();
    drawAxis(all.context, scene(whole));
    expect(zoomedIn.calls.length).toBeLessThan(800);
    expect(zoomedIn.calls.length).toBeLessThan(all.calls.length / 10);
  });

  it.each([
    ["layer", "own"],
    ["shots", "Shots"],
    ["segments", "music"],
    ["segments", "signs"],
    ["lines", "Subtitles"],
  ] as const)("the strip %s %s draws nothing far beside the view", (kind, name) => {
    const { context, calls } = recorder();
    const shown = scene(near);
    drawAxis(context, shown);
    const { top, bottom } = stripIn(shown, kind, name);
    const inStrip = calls.filter(
      ({ name: what, args: [, y] }) =>
        /^(fillRect|roundRect|moveTo)$/.test(what) && Number(y) >= top && Number(y) < bottom,
    );
    expect(inStrip.length).toBeGreaterThan(2);
    for (const { args } of inStrip) {
      // The shot before the view and the one after it may reach in with their mixed frames.
      expect(Number(args[0])).toBeGreaterThan(-1000);
      expect(Number(args[0])).toBeLessThan(2000);
    }
  });

  it("shows mixed frames as wide as they are, with their kind in words where there is room", () => {
    const close: Viewport = { left: 850, ticksPerPixel: 0.05, width: 1000 };
    const shown = scene(close, { frame: 0 });
    const { context, texts, calls } = recorder();
    drawAxis(context, shown);
    expect(texts).toContain("dissolve");
    const hatch = calls.find(({ name, style }) => name === "fillRect" && style === "transition");
    expect(hatch?.args[0]).toBeCloseTo(pixelAt(close, 868));
    expect(hatch?.args[2]).toBeCloseTo(12 / 0.05);
  });

  it("brackets the chosen segment over the sound, where its ends are set by ear", () => {
    const boxes = (over: object) => {
      const { context, calls } = recorder();
      const shown = sceneOf({ ...world, ...over }, { view: near, frame: 17_040 });
      const { top, bottom } = stripIn(shown, "waveform");
      drawAxis(context, shown);
      return calls.filter(
        ({ name, args, style }) =>
          name === "fillRect" && style === "accent" && args[1] === top && args[3] === bottom - top,
      );
    };
    const [box, ...others] = boxes({ picked: "music155" });
    expect(others).toEqual([]);
    expect(box?.args[0]).toBeCloseTo(pixelAt(near, 110 * 155));
    expect(boxes({ lane: "shots" })).toEqual([]);
  });

  it("a begun segment is seen on its own lane only", () => {
    const tinted = (pendingIn: number | null) => {
      const { context, calls } = recorder();
      const shown = scene(near, { pendingIn });
      drawAxis(context, shown);
      return LANES.filter((lane) => {
        const { top } = stripIn(shown, "segments", lane);
        return calls.some(({ name, args }) => name === "fillRect" && args[1] === top + 2);
      });
    };
    expect(tinted(17_030)).toEqual(["music"]);
    expect(tinted(null)).toEqual([]);
  });

  it("asks for as many pictures as fit, each of a frame at the left edge of its slot", () => {
    for (const view of [near, whole]) {
      const shown = scene(view);
      const slots = filmSlots(shown, stripIn(shown, "film"));
      expect(slots.length).toBeLessThan(30);
      expect(slots[0]?.left).toBeLessThanOrEqual(0);
      expect(slots.at(-1)?.right).toBeGreaterThanOrEqual(view.width - 1);
      for (const { ordinal, left } of slots)
        expect(left).toBeCloseTo((index.ptsOf(ordinal) - view.left) / view.ticksPerPixel);
    }
  });
});

describe("the overview", () => {
  const bars = (over: Partial<Scene> = {}, width = 1000) => {
    const { context, calls } = recorder();
    drawOverview(context, scene(near, over), width);
    return calls.filter(({ name }) => name === "fillRect");
  };

  it("shows every cut, by itself where there is room", () => {
    const alone = bars({}, 2000).filter(({ args: [, top, wide] }) => top === 9 && wide === 1);
    expect(alone).toHaveLength(420);
  });

  it("shows how dense they are where there is none, every candidate and every segment", () => {
    const drawn = bars();
    const dense = drawn.filter(({ style, args }) => style === "text" && args[2] === 4);
    expect(dense.length).toBeGreaterThan(200);
    expect(dense.length).toBeLessThanOrEqual(250);
    const { proposals } = scene(near);
    expect(drawn.filter(({ style }) => style === "candidate")).toHaveLength(proposals.length);
    expect(drawn.filter(({ args }) => args[1] === 27)).toHaveLength(segments.length);
  });

  it("tells labelled from unlabelled by height, not by colour alone", () => {
    const heights = bars()
      .filter(({ args: [, top] }) => top === 19 || top === 24)
      .map(({ args }) => args[3]);
    expect(heights.filter((height) => height === 7)).toHaveLength(420);
    expect(heights.filter((height) => height === 2)).toHaveLength(1); // the first shot
  });
});
