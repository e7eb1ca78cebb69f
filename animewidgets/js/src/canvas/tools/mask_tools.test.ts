import { beforeEach, describe, expect, it } from "vitest";
import { click, Desk, drag, figure, touch } from "../../testing/canvas";
import { hitFigure } from "../hit";
import { area, boundingBox, difference, encode, intersection, type Mask } from "../rle";
import { BrushTool } from "./brush";
import { FillTool } from "./fill";
import { LassoTool } from "./lasso";
import { keepsSelection } from "./mask_tools";
import { PolygonCutTool } from "./polygon_cut";
import { SelectTool } from "./select";

/** A mask of a rectangle of the picture of 640 × 360. */
function block(x: number, y: number, width: number, height: number): Mask {
  const bitmap = new Uint8Array(640 * 360);
  for (let row = y; row < y + height; row++) bitmap.fill(1, row * 640 + x, row * 640 + x + width);
  return encode(bitmap, 360, 640);
}

let desk: Desk;
beforeEach(() => {
  desk = new Desk([
    figure("left", "mask", block(100, 100, 100, 100)),
    figure("right", "mask", block(250, 100, 100, 100)),
    figure("box", "box", { x: 10, y: 10, width: 40, height: 40 }),
  ]);
});

const last = () => desk.last as Mask;
/** The edits of the last gesture: which annotation, and its mask; `null` where it is deleted. */
const edits = () => {
  const outcome = desk.outcomes.at(-1);
  if (!outcome || "refused" in outcome) throw new Error(outcome?.refused ?? "no outcome");
  return outcome.edits.map(({ annotation_id, after }): [string, Mask | null] => [
    annotation_id,
    (after?.geometry as unknown as Mask) ?? null,
  ]);
};
const use = (settings: Partial<Desk["settings"]["values"]>) => {
  desk.settings = { ...desk.settings, values: { ...desk.settings.values, ...settings } };
};

describe("the brush", () => {
  it("begins a mask as wide as it is, shows it meanwhile, and selects it", () => {
    use({ brushSize: 10 });
    const tool = new BrushTool(desk, "mask");
    tool.down(touch(400, 300));
    tool.move(touch(450, 300), true);
    expect(tool.draft?.paint?.bitmap.has(425, 304)).toBe(true);
    tool.up();
    expect(boundingBox(last())).toEqual([395, 295, 60, 10]);
    expect(Math.abs(area(last()) - (50 * 10 + Math.PI * 25))).toBeLessThan(12);
    expect(tool.draft).toBeNull();
    expect(desk.chosen).toHaveLength(1);
  });

  it("goes on with the mask that is selected, and tells only that one", () => {
    desk.select(["left"]);
    drag(new BrushTool(desk, "mask"), [
      [190, 150],
      [230, 150],
    ]);
    const [[id, mask]] = edits() as [[string, Mask]];
    expect(id).toBe("left");
    expect(difference(block(100, 100, 100, 100), mask)).toEqual(block(0, 0, 0, 0));
    expect(area(mask)).toBeGreaterThan(10_400);
  });

  it("draws a straight line with Shift from where the last stroke ended", () => {
    use({ brushSize: 4, brushShape: "square" });
    const tool = new BrushTool(desk, "mask");
    click(tool, [400, 300]);
    desk.figures = [...desk.figures, figure(desk.chosen[0] as string, "mask", last())];
    click(tool, [500, 300], { shift: true });
    expect(boundingBox(last())).toEqual([398, 298, 104, 4]);
  });

  it("lets go by Escape", () => {
    const tool = new BrushTool(desk, "mask");
    tool.down(touch(400, 300));
    expect(tool.cancel()).toBe(true);
    tool.up();
    expect(tool.cancel()).toBe(false);
    expect(desk.outcomes).toEqual([]);
  });
});

describe("the eraser", () => {
  it("takes from the mask under it, and from that one only", () => {
    use({ brushSize: 20, brushShape: "square" });
    drag(new BrushTool(desk, "eraser"), [
      [180, 150],
      [300, 150],
    ]);
    const [[id, mask]] = edits() as [[string, Mask]];
    expect(id).toBe("left");
    expect(area(mask)).toBe(10_000 - 30 * 20);
    expect(edits()).toHaveLength(1);
  });

  it("is the brush with Alt; what it leaves nothing of is deleted", () => {
    use({ brushSize: 400, brushShape: "square" });
    click(new BrushTool(desk, "mask"), [150, 150], { alt: true });
    expect(edits()).toEqual([["left", null]]);
  });

  it("says so where there is nothing to erase from", () => {
    const tool = new BrushTool(desk, "eraser");
    tool.down(touch(600, 300));
    expect(tool.draft).toBeNull();
    expect(desk.said.at(-1)).toMatch(/no mask/);
  });
});

describe("where a mask meets others", () => {
  const across = () => {
    desk.select(["left"]);
    use({ brushSize: 20, brushShape: "square" });
    drag(new BrushTool(desk, "mask"), [
      [190, 150],
      [300, 150],
    ]);
  };

  it("they may overlap", () => {
    use({ maskOverlap: "overlap" });
    across();
    expect(edits().map(([id]) => id)).toEqual(["left"]);
    expect(area(intersection(last(), block(250, 100, 100, 100)))).toBe(60 * 20);
  });

  it("the others give way, in the same gesture", () => {
    use({ maskOverlap: "front" });
    across();
    const [[, left], [id, right]] = edits() as [[string, Mask], [string, Mask]];
    expect(id).toBe("right");
    expect(area(right)).toBe(10_000 - 60 * 20);
    expect(area(intersection(left, right))).toBe(0);
  });

  it("the others keep what is theirs", () => {
    use({ maskOverlap: "behind" });
    across();
    expect(edits().map(([one]) => one)).toEqual(["left"]);
    expect(area(intersection(last(), block(250, 100, 100, 100)))).toBe(0);
    desk.select([]);
    click(new BrushTool(desk, "mask"), [300, 150]);
    expect(desk.outcomes.at(-1)).toMatchObject({ refused: expect.stringMatching(/other masks/) });
  });

  it("a mask of all pixels of a category is one per frame, and minds things no more than they mind it", () => {
    use({ maskScope: "semantic", maskOverlap: "behind" });
    drag(new BrushTool(desk, "mask"), [
      [150, 150],
      [300, 150],
    ]);
    const outcome = desk.outcomes.at(-1);
    if (!outcome || "refused" in outcome) throw new Error("refused");
    expect(outcome.edits[0]?.after?.attributes).toEqual({ scope: "semantic" });
    const ground = figure("ground", "mask", last(), { attributes: { scope: "semantic" } });
    desk.figures = [...desk.figures, ground];
    desk.select([]);
    click(new BrushTool(desk, "mask"), [500, 300]);
    expect(edits().map(([id]) => id)).toEqual(["ground"]);
  });
});

describe("the lasso", () => {
  const around = (x: number, y: number, size: number) =>
    [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
    ] as const;

  it("adds what the line holds, and with Alt takes it away", () => {
    desk.select(["left"]);
    drag(new LassoTool(desk), around(180, 120, 50));
    expect(area(last())).toBe(10_000 + 30 * 50);
    drag(new LassoTool(desk), around(180, 120, 50), { alt: true });
    expect(area(last())).toBe(10_000 - 20 * 50);
  });

  it("says what to do where it holds nothing", () => {
    click(new LassoTool(desk), [400, 300]);
    expect(desk.outcomes).toEqual([]);
    expect(desk.said.at(-1)).toMatch(/Draw a line around/);
  });
});

describe("the polygon cut", () => {
  it("cuts its polygon out of the mask under its first vertex", () => {
    const tool = new PolygonCutTool(desk);
    for (const at of [
      [150, 150],
      [220, 150],
      [220, 220],
      [150, 220],
    ] as const)
      click(tool, at);
    tool.finish();
    expect(edits()[0]?.[0]).toBe("left");
    expect(area(last())).toBe(10_000 - 50 * 50);
  });
});

describe("the fill", () => {
  it("waits for the exact picture", () => {
    click(new FillTool(desk, "fill"), [20, 20]);
    expect(desk.said.at(-1)).toMatch(/not there yet/);
    expect(desk.outcomes).toEqual([]);
  });
});

describe("what lies at a place", () => {
  const at = (x: number, y: number) => hitFigure(desk.figures, [x, y], desk.reach)?.id;

  it("is the mask that has the pixel, the foremost before the smallest", () => {
    desk.figures = [
      figure("ring", "mask", difference(block(100, 100, 60, 60), block(110, 110, 40, 40))),
      figure("small", "mask", block(95, 95, 10, 10)),
    ];
    expect(at(130, 130)).toBeUndefined();
    expect(at(155, 130)).toBe("ring");
    expect(at(102, 102)).toBe("small");
    desk.figures = [
      figure("ring", "mask", block(100, 100, 60, 60), { attributes: { z_order: 1 } }),
      figure("small", "mask", block(95, 95, 10, 10)),
    ];
    expect(at(102, 102)).toBe("ring");
  });

  it("is moved by whole pixels, to the border of the picture and no further", () => {
    desk.figures = [figure("left", "mask", block(100, 100, 100, 100))];
    const tool = new SelectTool(desk);
    drag(tool, [
      [150, 150],
      [160.4, 150],
      [170.4, 133.2],
    ]);
    expect(boundingBox(last())).toEqual([120, 83, 100, 100]);
    drag(tool, [
      [150, 150],
      [20, 150],
      [-400, 150],
    ]);
    expect(boundingBox(last())[0]).toBe(0);
    expect(area(last())).toBe(10_000);
  });

  it("is no mask of another size, which a program may have stored: it stops nobody from painting", () => {
    use({ maskOverlap: "front" });
    const odd = encode(new Uint8Array(64 * 64).fill(1), 64, 64);
    desk.figures = [figure("odd", "mask", odd)];
    click(new BrushTool(desk, "mask"), [20, 20]);
    expect(edits()).toHaveLength(1);
  });
});

it("the tools for masks go on with one mask; the same tool again begins the next", () => {
  const masks = desk.figures.slice(0, 1);
  expect(keepsSelection("mask", "eraser", masks)).toBe(true);
  expect(keepsSelection("select", "mask", masks)).toBe(true);
  expect(keepsSelection("mask", "mask", masks)).toBe(false);
  expect(keepsSelection("select", "mask", desk.figures)).toBe(false);
  expect(keepsSelection("mask", "box", masks)).toBe(false);
  expect(keepsSelection("box", "select", desk.figures)).toBe(true);
});
