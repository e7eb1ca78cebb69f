import { describe, expect, it, vi } from "vitest";
import { release } from "../../testing/releases";
import { COLOURS, recorder } from "../../testing/scenes";
import { showAll, zoom } from "../../ui/time_view";
import {
  drawLanes,
  type LanesScene,
  middleOf,
  placeOf,
  ROW,
  RULER,
  rowsInSight,
} from "./draw_lanes";
import { hitLanes } from "./hit_lanes";
import { type LaneHost, LanePanel } from "./lane_panel";
import type { LaneRow } from "./lane_row";

const index = release({ count: 240 });
const extent = { start: 0, end: index.release.end_pts, frameTicks: 1 };
const row = (id: string, over: Partial<LaneRow> = {}): LaneRow => ({
  id,
  name: `Track ${id}`,
  colour: "#e69f00",
  selected: false,
  spans: [{ id: "0", from: 10, until: 60, look: "solid" }],
  marks: [
    { id: "0", at: 10, look: "key" },
    { id: "1", at: 40, look: "hold" },
  ],
  ...over,
});
const scene = (over: Partial<LanesScene> = {}): LanesScene => ({
  view: showAll(extent, 480),
  extent,
  index,
  rows: [row("a"), row("b")],
  scrolled: 0,
  height: RULER + 2 * ROW,
  frame: 0,
  drag: null,
  colours: COLOURS,
  ...over,
});

describe("what lies at a place", () => {
  it("is a row and its mark, within a few pixels", () => {
    const one = scene();
    const hit = hitLanes(one, middleOf(one, 40) + 3, RULER + ROW + 5);
    expect(hit).toMatchObject({ row: { id: "b" }, mark: { id: "1" }, ordinal: 41 });
    expect(hitLanes(one, placeOf(one, 25), RULER + 5)).toMatchObject({
      row: { id: "a" },
      mark: null,
      ordinal: 25,
    });
  });

  it("is no row on the ruler, and below the last one", () => {
    expect(hitLanes(scene(), 100, 5)).toMatchObject({ row: null, ordinal: 50 });
    expect(hitLanes(scene(), 100, RULER + 3 * ROW)).toMatchObject({ row: null });
  });

  it("is another row once they are scrolled", () => {
    expect(hitLanes(scene({ scrolled: ROW }), 100, RULER + 5).row?.id).toBe("b");
  });
});

describe("drawing", () => {
  it("draws no more rows than are in sight, of five hundred", () => {
    const rows = Array.from({ length: 500 }, (_, n) => row(`${n}`));
    const many = scene({ rows, scrolled: 100 * ROW + 5, height: RULER + 7 * ROW });
    expect(rowsInSight(many)).toEqual([100, 108]);
    const few = recorder();
    drawLanes(few.context, many);
    expect(few.calls.filter(({ name }) => name === "strokeRect").length).toBeLessThanOrEqual(8);
  });

  it("draws no marks out of sight, and those that cannot be told apart once", () => {
    const marks = Array.from({ length: 240 }, (_, at) => ({
      id: `${at}`,
      at,
      look: "key" as const,
    }));
    const drawn = (view: LanesScene["view"]) => {
      const to = recorder();
      drawLanes(to.context, scene({ rows: [row("a", { marks })], view }));
      return to.calls.filter(({ name }) => name === "closePath").length;
    };
    const whole = showAll(extent, 100);
    expect(drawn(whole)).toBeLessThanOrEqual(50);
    expect(drawn(zoom(showAll(extent, 480), 20, 0, extent))).toBeLessThan(20);
  });
});

describe("the panel", () => {
  const open = () => {
    const host: LaneHost = {
      chooseRow: vi.fn(),
      moveMark: vi.fn(),
      seek: vi.fn(),
      focus: vi.fn(),
      wheelIsOurs: true,
    };
    const panel = new LanePanel(index, host, new AbortController().signal);
    document.body.replaceChildren(panel.root);
    const axis = panel.root.querySelector("canvas") as HTMLCanvasElement;
    axis.setPointerCapture = () => {};
    const point = (type: string, x: number, y: number, over: object = {}) => {
      const event = new PointerEvent(type, { button: 0, bubbles: true, cancelable: true, ...over });
      Object.defineProperties(event, { offsetX: { value: x }, offsetY: { value: y } });
      axis.dispatchEvent(event);
    };
    return { host, panel, point };
  };
  // The panel is 640 pixels wide before any layout.
  const at = (frame: number) => (frame * 640) / 240;

  it("is there once there are rows, and as somebody wants it afterwards", () => {
    const { panel } = open();
    panel.show([], 0, COLOURS);
    expect(panel.shown).toBe(false);
    panel.show([row("a")], 0, COLOURS);
    expect(panel.shown).toBe(true);
    expect(panel.toggle()).toBe(false);
    panel.show([row("a")], 1, COLOURS);
    expect(panel.shown).toBe(false);
  });

  it("goes to a frame and chooses the row; drags a key not past its neighbour", () => {
    const { host, panel, point } = open();
    panel.show([row("a"), row("b")], 0, COLOURS);
    point("pointerdown", at(25), RULER + ROW + 5);
    point("pointerup", at(25), RULER + ROW + 5);
    expect(host.chooseRow).toHaveBeenCalledWith("b", false, 25);
    expect(host.seek).toHaveBeenLastCalledWith(25);
    point("pointerdown", at(10), RULER + 5);
    point("pointermove", at(70), RULER + 5);
    point("pointerup", at(70), RULER + 5);
    expect(host.moveMark).toHaveBeenCalledWith("a", "0", 10, 39);
    expect(host.seek).toHaveBeenLastCalledWith(39);
  });

  it("leaves alone what is fixed, and moves no mark where it is only clicked", () => {
    const { host, panel, point } = open();
    panel.show([row("a"), row("tags", { fixed: true })], 0, COLOURS);
    for (const y of [RULER + 5, RULER + ROW + 5]) {
      point("pointerdown", at(10), y);
      if (y > RULER + ROW) point("pointermove", at(30), y);
      point("pointerup", at(10), y);
    }
    expect(host.moveMark).not.toHaveBeenCalled();
  });

  it("lists what has something in the stretch that is seen, and what is selected", () => {
    const { panel } = open();
    const late = { spans: [{ id: "0", from: 200, until: 230, look: "solid" as const }], marks: [] };
    panel.show([row("a"), row("b", late), row("c", { ...late, selected: true })], 0, COLOURS);
    expect(panel.root.dataset.rows).toBe("3");
    panel.look(0, 100);
    expect(panel.root.dataset.rows).toBe("2");
    const names = [...panel.root.querySelectorAll<HTMLElement>(".aw-lane-name:not([hidden])")];
    expect(names.map((name) => name.textContent)).toEqual(["Track a", "Track c"]);
  });
});
