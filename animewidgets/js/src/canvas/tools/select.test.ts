import { beforeEach, describe, expect, it } from "vitest";
import { click, Desk, drag, figure, touch } from "../../testing/canvas";
import { SelectTool } from "./select";

const big = figure("big", "box", { x: 100, y: 100, width: 200, height: 150 });
const small = figure("small", "box", { x: 150, y: 130, width: 40, height: 40 });
const triangle = figure("triangle", "polygon", {
  parts: [
    [
      [
        [400, 100],
        [500, 100],
        [450, 200],
      ],
    ],
  ],
});
const points = figure("points", "point", {
  points: [
    { x: 50, y: 300 },
    { x: 90, y: 300 },
  ],
});

let desk: Desk;
let tool: SelectTool;
beforeEach(() => {
  desk = new Desk([big, small, triangle, points]);
  tool = new SelectTool(desk);
});

describe("selecting", () => {
  it("takes the smallest of what lies there, and nothing on the free picture", () => {
    click(tool, [170, 150]);
    expect(desk.chosen).toEqual(["small"]);
    click(tool, [120, 220]);
    expect(desk.chosen).toEqual(["big"]);
    click(tool, [600, 300]);
    expect(desk.chosen).toEqual([]);
  });

  it("adds and takes away with Shift", () => {
    click(tool, [170, 150]);
    click(tool, [450, 130], { shift: true });
    expect(desk.chosen).toEqual(["small", "triangle"]);
    click(tool, [170, 150], { ctrl: true });
    expect(desk.chosen).toEqual(["triangle"]);
  });

  it("takes all in a rectangle that is drawn on the free picture", () => {
    drag(tool, [
      [80, 90],
      [200, 200],
      [520, 260],
    ]);
    expect(desk.chosen).toEqual(["big", "small", "triangle"]);
  });
});

describe("moving", () => {
  it("takes all of the selection along, no further than the border", () => {
    click(tool, [120, 220]);
    click(tool, [450, 130], { shift: true });
    drag(tool, [
      [120, 220],
      [0, 220],
      [-300, 225],
    ]);
    const outcome = desk.outcomes.at(-1);
    if (!outcome || "refused" in outcome) throw new Error("refused");
    const left = outcome.edits.map(({ after }) => after?.geometry);
    expect(left[0]).toMatchObject({ x: 0, y: 105 });
    expect(left[1]).toEqual({
      parts: [
        [
          [
            [300, 105],
            [400, 105],
            [350, 205],
          ],
        ],
      ],
    });
  });

  it("is let go of by Escape, and a click moves nothing", () => {
    tool.down(touch(120, 220));
    tool.move(touch(160, 220), true);
    expect(tool.draft?.shapes?.get("big")).toMatchObject({ x: 140 });
    expect(tool.cancel()).toBe(true);
    tool.up(touch(160, 220));
    click(tool, [121, 221]);
    expect(desk.outcomes).toEqual([]);
  });
});

describe("reshaping", () => {
  it("drags corners and edges of a selected box, from where they were taken hold of", () => {
    click(tool, [120, 220]);
    drag(tool, [
      [302, 251],
      [322, 261],
    ]);
    expect(desk.last).toEqual({ x: 100, y: 100, width: 220, height: 160 });
    drag(tool, [
      [101, 170],
      [81, 150],
    ]);
    expect(desk.last).toEqual({ x: 80, y: 100, width: 220, height: 150 });
  });

  it("says what the pointer would do", () => {
    click(tool, [120, 220]);
    expect(tool.cursor(touch(300, 250))).toBe("nwse-resize");
    expect(tool.cursor(touch(200, 100))).toBe("ns-resize");
    expect(tool.cursor(touch(120, 220))).toBe("move");
    expect(tool.cursor(touch(600, 300))).toBe("default");
  });

  it("moves a vertex, makes one in the middle of an edge, deletes one", () => {
    click(tool, [450, 130]);
    drag(tool, [
      [500, 100],
      [520, 90],
    ]);
    expect(desk.last).toEqual({
      parts: [
        [
          [
            [400, 100],
            [520, 90],
            [450, 200],
          ],
        ],
      ],
    });
    drag(tool, [
      [450, 100],
      [450, 60],
    ]);
    expect(desk.last).toEqual({
      parts: [
        [
          [
            [400, 100],
            [450, 60],
            [500, 100],
            [450, 200],
          ],
        ],
      ],
    });
    click(tool, [470, 160], { ctrl: true });
    expect(desk.last).toEqual({
      parts: [
        [
          [
            [400, 100],
            [500, 100],
            [470, 160],
            [450, 200],
          ],
        ],
      ],
    });
    click(tool, [400, 100], { alt: true });
    expect(desk.last).toMatch(/least a shape can have/);
  });

  it("refuses what would cross itself", () => {
    desk.figures = [
      figure("quad", "polygon", {
        parts: [
          [
            [
              [0, 0],
              [100, 0],
              [100, 100],
              [0, 100],
            ],
          ],
        ],
      }),
    ];
    desk.select(["quad"]);
    drag(tool, [
      [0, 100],
      [150, 40],
    ]);
    expect(desk.last).toMatch(/crosses itself/);
  });

  it("deletes the point that was clicked, and keeps the last", () => {
    click(tool, [50, 300]);
    click(tool, [90, 300]);
    expect(desk.spot?.spot.n).toBe(1);
    expect(tool.deleteActiveSpot()).toBe(true);
    expect(desk.last).toEqual({ points: [{ x: 50, y: 300 }] });
    expect(tool.deleteActiveSpot()).toBe(false);
  });
});

it("makes its edit on what is there when it lets go, whoever changed it meanwhile", () => {
  click(tool, [120, 220]);
  tool.down(touch(120, 220));
  tool.move(touch(160, 220), true);
  const theirs = figure("big", "box", { x: 100, y: 100, width: 200, height: 150 }, { version: 7 });
  desk.figures = [theirs, small];
  tool.up(touch(160, 220));
  const outcome = desk.outcomes.at(-1);
  expect(outcome).toMatchObject({ edits: [{ base_version: 7, after: { geometry: { x: 140 } } }] });
});
