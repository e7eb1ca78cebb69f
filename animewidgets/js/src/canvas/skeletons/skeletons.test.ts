import { beforeEach, describe, expect, it } from "vitest";
import type { Category, Skeleton } from "../../core/wire";
import { click, Desk, figure } from "../../testing/canvas";
import { PointTool } from "../tools/point";
import { SelectTool } from "../tools/select";
import { coloursOf, edgesOf, sideOf } from "./skeletons";

const skeleton: Skeleton = {
  names: ["left", "middle", "right"],
  edges: [
    ["left", "middle"],
    ["middle", "right"],
  ],
  mirrored: [["left", "right"]],
  left_colour: "#ff0000",
};
const arms: Category = {
  category_id: "arms",
  name: "Arms",
  colour: "#00ff00",
  hotkey: null,
  parent: null,
  skeleton,
};
const eye: Category = { ...arms, category_id: "eye", name: "Eye" };
eye.skeleton = undefined as never;

let desk: Desk;
let tool: PointTool;
beforeEach(() => {
  desk = new Desk();
  desk.category = arms;
  desk.categories = new Map([
    ["arms", arms],
    ["eye", eye],
  ]);
  tool = new PointTool(desk);
});

it("has the colours of its sides, and edges those of the end that lies on one", () => {
  expect(skeleton.names.map((name) => sideOf(skeleton, name))).toEqual(["left", null, "right"]);
  expect(coloursOf(skeleton, "#00ff00")).toEqual(["#ff0000", "#00ff00", "#56b4e9"]);
  expect(edgesOf(skeleton, "#00ff00")).toEqual([
    { from: 0, to: 1, colour: "#ff0000" },
    { from: 1, to: 2, colour: "#56b4e9" },
  ]);
});

describe("placing key points", () => {
  it("goes by the order of the skeleton, and past the last one the thing is there", () => {
    click(tool, [10, 20]);
    expect(desk.said.at(-1)).toBe("Next: middle (2 of 3)");
    expect(tool.draft?.keyPoints?.next).toBe("middle");
    click(tool, [30, 20]);
    click(tool, [50, 20], { alt: true });
    expect(tool.draft).toBeNull();
    expect(desk.last).toEqual({
      points: [
        { x: 10, y: 20 },
        { x: 30, y: 20 },
        { x: 50, y: 20, occluded: true },
      ],
    });
  });

  it("leaves out what is skipped, and all that is not placed when it is finished", () => {
    expect(tool.skip()).toBe(false);
    click(tool, [10, 20]);
    expect(tool.skip()).toBe(true);
    expect(tool.finish()).toBe(true);
    expect(desk.last).toEqual({ points: [{ x: 10, y: 20 }, null, null] });
  });

  it("takes back one after the other", () => {
    click(tool, [10, 20]);
    tool.skip();
    expect(tool.back()).toBe(true);
    expect(tool.draft?.keyPoints?.next).toBe("middle");
    expect(tool.back()).toBe(true);
    expect(tool.draft).toBeNull();
    expect(tool.back()).toBe(false);
    expect(desk.outcomes).toEqual([]);
  });

  it("makes nothing where none was placed, or it is let go of", () => {
    click(tool, [10, 20]);
    expect(tool.cancel()).toBe(true);
    click(tool, [10, 20]);
    tool.back();
    expect(tool.finish()).toBe(false);
    expect(desk.outcomes).toEqual([]);
  });

  it("turns the last one occluded, and visible again", () => {
    expect(tool.occlude()).toBe(false);
    click(tool, [10, 20]);
    tool.skip();
    expect(tool.occlude()).toBe(true);
    expect(tool.draft?.keyPoints?.placed).toEqual([{ x: 10, y: 20, occluded: true }, null]);
    tool.occlude();
    expect(tool.draft?.keyPoints?.placed).toEqual([{ x: 10, y: 20 }, null]);
  });
});

describe("key points that are there", () => {
  const points = [{ x: 10, y: 20 }, null, { x: 50, y: 20 }];

  it("are filled in with Shift, and no more than there are", () => {
    desk.figures = [figure("a", "point", { points }, { category: "arms" })];
    desk.select(["a"]);
    click(tool, [30, 20], { shift: true });
    expect(desk.last).toEqual({ points: [points[0], { x: 30, y: 20 }, points[2]] });
    const all = { points: [points[0], { x: 1, y: 1 }, points[2]] } as never;
    desk.figures = [figure("a", "point", all, { category: "arms" })];
    click(tool, [30, 20], { shift: true });
    expect(desk.last).toContain("All key points of it are placed");
  });

  it("keep their places when one is deleted; the last one stays", () => {
    desk.figures = [figure("a", "point", { points }, { category: "arms" })];
    desk.select(["a"]);
    const select = new SelectTool(desk);
    click(select, [10, 20], { alt: true });
    expect(desk.last).toEqual({ points: [null, null, points[2]] });
    desk.figures = [
      figure("a", "point", { points: [null, null, points[2]] } as never, { category: "arms" }),
    ];
    click(select, [50, 20], { alt: true });
    expect(desk.last).toContain("That is the least a shape can have");
  });
});

describe("points of a class", () => {
  it("join those on the frame where that is wanted", () => {
    desk.category = eye;
    desk.figures = [figure("a", "point", { points: [{ x: 1, y: 2 }] }, { category: "eye" })];
    click(tool, [10, 20]);
    expect(desk.last).toEqual({ points: [{ x: 10, y: 20 }] });
    desk.joinsPoints = true;
    click(tool, [10, 20], { alt: true });
    expect(desk.last).toEqual({
      points: [
        { x: 1, y: 2 },
        { x: 10, y: 20, negative: true },
      ],
    });
    expect(desk.chosen).toEqual(["a"]);
  });

  it("are none of another class", () => {
    desk.category = eye;
    desk.joinsPoints = true;
    desk.figures = [figure("a", "point", { points: [{ x: 1, y: 2 }] }, { category: "nose" })];
    click(tool, [10, 20]);
    expect(desk.last).toEqual({ points: [{ x: 10, y: 20 }] });
  });
});
