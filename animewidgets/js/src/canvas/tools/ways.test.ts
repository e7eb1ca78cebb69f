import { beforeEach, describe, expect, it } from "vitest";
import { click, Desk, drag, figure, touch } from "../../testing/canvas";
import type { Box, Polygon } from "../geometry";
import { handlePlace, turnPlace } from "../turned";
import { BoxTool } from "./box";
import { PolygonTool } from "./polygon";
import { SelectTool } from "./select";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});

describe("extreme points", () => {
  it("make a tight box, in whatever order they are clicked", () => {
    desk.extremes = true;
    const tool = new BoxTool(desk);
    for (const at of [
      [150, 40],
      [200, 90],
      [160, 130],
    ] as const)
      click(tool, at);
    expect(desk.outcomes).toEqual([]);
    tool.move(touch(120, 80), false);
    expect(tool.draft?.box).toEqual({ x: 120, y: 40, width: 80, height: 90 });
    expect(tool.draft?.places).toHaveLength(3);
    click(tool, [110, 70]);
    expect(desk.last).toEqual({ x: 110, y: 40, width: 90, height: 90 });
    expect(tool.draft).toBeNull();
  });

  it("are taken back one by one, and let go of together", () => {
    desk.extremes = true;
    const tool = new BoxTool(desk);
    click(tool, [10, 10]);
    click(tool, [50, 50]);
    expect(tool.back()).toBe(true);
    expect(tool.draft?.places).toEqual([[10, 10]]);
    expect(tool.cancel()).toBe(true);
    expect(tool.draft).toBeNull();
    for (let n = 0; n < 4; n++) click(tool, [30, 30 + n]);
    expect(desk.last).toMatch(/needs some width/);
  });
});

describe("a box that is turned", () => {
  const box: Box = { x: 100, y: 100, width: 80, height: 40 };

  it("by the handle above it, with Shift in steps of 15°", () => {
    desk.figures = [figure("a", "box", box)];
    desk.select(["a"]);
    desk.turns = true;
    const tool = new SelectTool(desk);
    const handle = turnPlace(box, 26);
    expect(tool.cursor(touch(...handle))).toBe("grab");
    drag(tool, [handle, [200, 60], [230, 118]]);
    const turned = desk.last as Box;
    expect(turned).toMatchObject(box);
    expect(turned.rotation).toBeCloseTo(88.7, 0);
    drag(tool, [handle, [200, 60], [188, 60]], { shift: true });
    expect((desk.last as Box).rotation).toBe(45);
  });

  it("is reshaped in its own frame, hit where it is seen, and moved over the border with its centre inside", () => {
    const turned = { ...box, rotation: 90 };
    desk.figures = [figure("a", "box", turned)];
    const tool = new SelectTool(desk);
    // Upright it would reach to x = 180; as it stands, only to 160.
    click(tool, [175, 120]);
    expect(desk.chosen).toEqual([]);
    click(tool, [140, 150]);
    expect(desk.chosen).toEqual(["a"]);
    // Its east side looks down.
    const [x, y] = handlePlace(turned, "e");
    expect([x, y].map(Math.round)).toEqual([140, 160]);
    drag(tool, [
      [x, y],
      [x, y + 10],
      [x + 3, y + 20],
    ]);
    expect(desk.last).toEqual({ x: 90, y: 110, width: 100, height: 40, rotation: 90 });
    drag(tool, [
      [140, 130],
      [20, 130],
      [-200, 130],
    ]);
    expect(desk.last).toMatchObject({ x: -40, rotation: 90 });
  });
});

describe("holes and parts", () => {
  const outer: Polygon = {
    parts: [
      [
        [
          [100, 100],
          [300, 100],
          [300, 300],
          [100, 300],
        ],
      ],
    ],
  };
  const inner = [
    [150, 150],
    [250, 150],
    [200, 250],
  ] as const;

  function tool(): PolygonTool {
    desk.figures = [figure("p", "polygon", outer)];
    desk.select(["p"]);
    return new PolygonTool(desk);
  }

  it("Alt with the first click makes a hole, Shift another part of the same annotation", () => {
    const polygon = tool();
    inner.forEach((at, n) => {
      click(polygon, at, { alt: n === 0 });
    });
    polygon.finish();
    expect((desk.last as Polygon).parts).toEqual([[outer.parts[0]?.[0], inner]]);
    const outcome = desk.outcomes.at(-1);
    expect(outcome && "edits" in outcome && outcome.edits[0]?.op).toBe("update");
    [
      [400, 100],
      [500, 100],
      [450, 200],
    ].forEach(([x, y], n) => {
      click(polygon, [x as number, y as number], { shift: n === 0 });
    });
    polygon.finish();
    expect((desk.last as Polygon).parts).toHaveLength(2);
  });

  it("a hole that crosses the outline, or lies outside, is refused and stays to be mended", () => {
    const polygon = tool();
    click(polygon, [150, 150], { alt: true });
    click(polygon, [400, 160]);
    click(polygon, [150, 170]);
    polygon.finish();
    expect(desk.last).toMatch(/lies inside the polygon/);
    expect(polygon.draft?.line?.length).toBeGreaterThanOrEqual(3);
    polygon.back();
    polygon.back();
    click(polygon, [250, 150]);
    click(polygon, [200, 250]);
    polygon.finish();
    expect((desk.last as Polygon).parts[0]).toHaveLength(2);
  });

  it("without a polygon selected an outline is one of its own, and that is said", () => {
    const polygon = new PolygonTool(desk);
    click(polygon, [10, 10], { alt: true });
    expect(desk.said.at(-1)).toMatch(/Select the polygon first/);
  });
});
