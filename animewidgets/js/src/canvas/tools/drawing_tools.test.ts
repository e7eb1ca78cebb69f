import { beforeEach, describe, expect, it } from "vitest";
import { click, Desk, drag, figure, touch } from "../../testing/canvas";
import type { Polygon } from "../geometry";
import { BoxTool } from "./box";
import { PointTool } from "./point";
import { PolygonTool } from "./polygon";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});

describe("the box tool", () => {
  it("draws from corner to corner by a drag, whichever way", () => {
    const tool = new BoxTool(desk);
    drag(tool, [
      [200, 100],
      [150, 90],
      [120, 60],
    ]);
    expect(desk.last).toEqual({ x: 120, y: 60, width: 80, height: 40 });
    expect(tool.draft).toBeNull();
  });

  it("draws by a click on each of two corners, and shows it meanwhile", () => {
    const tool = new BoxTool(desk);
    click(tool, [10, 20]);
    expect(desk.outcomes).toEqual([]);
    tool.move(touch(60, 50), false);
    expect(tool.draft?.box).toEqual({ x: 10, y: 20, width: 50, height: 30 });
    click(tool, [70, 60]);
    expect(desk.last).toEqual({ x: 10, y: 20, width: 60, height: 40 });
  });

  it("ends at the picture's border", () => {
    drag(new BoxTool(desk), [
      [600, 300],
      [900, 700],
    ]);
    expect(desk.last).toEqual({ x: 600, y: 300, width: 40, height: 60 });
  });

  it("lets go by Escape, and says why it draws nothing without width", () => {
    const tool = new BoxTool(desk);
    click(tool, [10, 20]);
    expect(tool.cancel()).toBe(true);
    expect(tool.cancel()).toBe(false);
    expect(tool.draft).toBeNull();
    drag(tool, [
      [10, 10],
      [10, 80],
    ]);
    expect(desk.last).toMatch(/needs some width/);
  });
});

describe("the polygon tool", () => {
  const corners = [
    [100, 100],
    [200, 100],
    [200, 200],
  ] as const;
  const triangle = { parts: [[corners.map(([x, y]) => [x, y])]] };

  it("makes a vertex with each click, and closes by Enter", () => {
    const tool = new PolygonTool(desk);
    for (const at of corners) click(tool, at);
    tool.move(touch(150, 220), false);
    expect(tool.draft?.line).toHaveLength(4);
    expect(tool.finish()).toBe(true);
    expect(desk.last).toEqual(triangle);
    expect(tool.draft).toBeNull();
    expect(tool.finish()).toBe(false);
  });

  it("closes on its first vertex", () => {
    const tool = new PolygonTool(desk);
    for (const at of corners) click(tool, at);
    tool.move(touch(103, 98), false);
    expect(tool.draft?.closing).toBe(true);
    click(tool, [103, 98]);
    expect(desk.last).toEqual(triangle);
  });

  it("closes by a double click, whose second press makes no vertex", () => {
    const tool = new PolygonTool(desk);
    for (const at of corners) click(tool, at);
    click(tool, [201, 200]);
    tool.doubleClick();
    expect(desk.last).toEqual(triangle);
  });

  it("draws freehand, with no more vertices than are seen", () => {
    const tool = new PolygonTool(desk);
    const circle = Array.from({ length: 120 }, (_, n): [number, number] => [
      300 + 80 * Math.cos((n * Math.PI) / 60),
      180 + 80 * Math.sin((n * Math.PI) / 60),
    ]);
    drag(tool, circle);
    const [[ring = []] = []] = (desk.last as Polygon).parts;
    expect(ring.length).toBeGreaterThan(12);
    expect(ring.length).toBeLessThan(60);
    for (const [x, y] of ring)
      expect(Math.abs(Math.hypot(x - 300, y - 180) - 80)).toBeLessThan(0.5);
  });

  it("takes vertices back, and refuses an outline that crosses itself without losing it", () => {
    const tool = new PolygonTool(desk);
    for (const at of [
      [0, 0],
      [100, 100],
      [100, 0],
      [0, 60],
    ] as const)
      click(tool, at);
    tool.finish();
    expect(desk.last).toMatch(/crosses itself near/);
    expect(tool.back()).toBe(true);
    tool.finish();
    expect(desk.last).toEqual({
      parts: [
        [
          [
            [0, 0],
            [100, 100],
            [100, 0],
          ],
        ],
      ],
    });
    expect(tool.back()).toBe(false);
  });

  it("wants three vertices", () => {
    const tool = new PolygonTool(desk);
    click(tool, [10, 10]);
    expect(tool.finish()).toBe(true);
    expect(desk.said.at(-1)).toMatch(/three vertices/);
    expect(tool.cancel()).toBe(true);
  });
});

describe("the point tool", () => {
  it("sets one with each click, negative with Alt", () => {
    const tool = new PointTool(desk);
    click(tool, [12.345, 20]);
    expect(desk.last).toEqual({ points: [{ x: 12.35, y: 20 }] });
    click(tool, [30, 40], { alt: true });
    expect(desk.last).toEqual({ points: [{ x: 30, y: 40, negative: true }] });
  });

  it("joins the selected points with Shift", () => {
    desk.figures = [figure("a", "point", { points: [{ x: 1, y: 1 }] })];
    desk.select(["a"]);
    click(new PointTool(desk), [50, 60], { shift: true });
    expect(desk.last).toEqual({
      points: [
        { x: 1, y: 1 },
        { x: 50, y: 60 },
      ],
    });
  });
});
