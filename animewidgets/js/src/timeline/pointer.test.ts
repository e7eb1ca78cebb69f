import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apply, type Live, NOTHING } from "../core/edits";
import { release } from "../testing/releases";
import type { Filmstrip } from "../video/filmstrip";
import { hit, LANES } from "./axis";
import { proposalsOf } from "./candidates";
import type { Colours } from "./colours";
import { addCut, type Shot, shotsOf } from "./cuts";
import { AxisPointer, type PointerHost } from "./pointer";
import { type CutDrag, type Scene, shotsShown } from "./scene";
import { pixelAt, showAll, type Viewport } from "./view";

const index = release({ count: 240 });
const extent = { start: 0, end: 240, frameTicks: 1 };
/** 240 frames on 960 pixels: four pixels a frame. */
const view = showAll(extent, 960);

function cutAt(...ordinals: number[]): Shot[] {
  let live: Live = NOTHING;
  for (const ordinal of ordinals) {
    const outcome = addCut(shotsOf(live, index), index, ordinal);
    if ("edits" in outcome) live = apply(live, outcome.edits);
  }
  return shotsOf(live, index);
}

function sceneOf(over: Partial<Scene> = {}): Scene {
  return {
    view,
    extent,
    index,
    filmstrip: {} as Filmstrip,
    shots: cutAt(50, 100),
    proposals: proposalsOf([{ pts: index.ptsOf(70), score: 1, layer: "own" }], index),
    categories: new Map(),
    frame: 20,
    drag: null,
    hover: null,
    colours: {} as Colours,
    ...over,
  };
}

/** Stands for the editor: notes what the pointer made it do. */
class Host implements PointerHost {
  scene = sceneOf();
  did: string[] = [];
  dragged: CutDrag | null = null;
  wheelIsOurs = true;

  point(ordinal: number) {
    this.scene = { ...this.scene, frame: ordinal };
    this.did.push(`show ${ordinal}`);
  }
  look(to: Viewport) {
    this.scene = { ...this.scene, view: to };
  }
  hover() {}
  drag(drag: CutDrag | null) {
    this.dragged = drag;
  }
  moveCut(from: number, to: number) {
    this.did.push(`move ${from} to ${to}`);
  }
  cut(ordinal: number) {
    this.did.push(`cut ${ordinal}`);
  }
}

const ON_SHOTS = (LANES.shots.top + LANES.shots.bottom) / 2;
const ON_RULER = (LANES.ruler.top + LANES.ruler.bottom) / 2;
const ON_CANDIDATES = (LANES.candidates.top + LANES.candidates.bottom) / 2;
const x = (ordinal: number) => pixelAt(view, ordinal);

describe("what a pointer takes hold of", () => {
  it.each([
    ["a cut by its line", x(50), ON_SHOTS, "cut", 50],
    ["a cut by its flag", x(50) + 8, ON_SHOTS, "cut", 50],
    ["the nearer of two", x(100) - 2, ON_SHOTS, "cut", 100],
    ["a frame beside it", x(50) + 20, ON_SHOTS, "frame", 55],
    ["a frame on the ruler, above a cut", x(50) + 1, ON_RULER, "frame", 50],
    ["a candidate", x(70) + 4, ON_CANDIDATES, "candidate", 70],
    ["a frame where there is no candidate", x(80), ON_CANDIDATES, "frame", 80],
  ] as const)("%s", (_name, at, y, what, ordinal) => {
    expect(hit(sceneOf(), at, y)).toEqual({ what, ordinal });
  });

  it("not the beginning of the release: it is no cut", () => {
    expect(hit(sceneOf(), 0, ON_SHOTS)).toEqual({ what: "frame", ordinal: 0 });
  });
});

it("a dragged cut is shown where it would come to stand, its shots with it", () => {
  const shown = shotsShown(sceneOf({ drag: { from: 50, to: 60 } }));
  expect(shown.map(({ first, end }) => [first, end])).toEqual([
    [0, 60],
    [60, 100],
    [100, 240],
  ]);
});

describe("gestures", () => {
  let canvas: HTMLCanvasElement;
  let host: Host;
  let pointer: AxisPointer;
  let page: AbortController;

  beforeEach(() => {
    canvas = document.body.appendChild(document.createElement("canvas"));
    canvas.setPointerCapture = () => {};
    canvas.hasPointerCapture = () => false;
    host = new Host();
    page = new AbortController();
    pointer = new AxisPointer(canvas, host, page.signal);
  });
  afterEach(() => {
    page.abort();
    canvas.remove();
  });

  const at = (name: string, clientX: number, clientY: number, init: PointerEventInit = {}) =>
    canvas.dispatchEvent(
      new PointerEvent(name, { clientX, clientY, pointerId: 1, cancelable: true, ...init }),
    );

  it("a click goes to the frame, a drag along the axis shows each frame under it", () => {
    at("pointerdown", x(20), ON_RULER);
    at("pointermove", x(30), ON_RULER);
    at("pointermove", x(40), ON_RULER);
    at("pointerup", x(40), ON_RULER);
    expect(host.did).toEqual(["show 20", "show 30", "show 40"]);
  });

  it("a cut is dragged with the picture of its new first frame, and moved once, on release", () => {
    at("pointerdown", x(50), ON_SHOTS);
    at("pointermove", x(55), ON_SHOTS);
    expect(host.dragged).toEqual({ from: 50, to: 55 });
    at("pointermove", x(62), ON_SHOTS);
    at("pointerup", x(62), ON_SHOTS);
    expect(host.did).toEqual(["show 50", "show 55", "show 62", "move 50 to 62"]);
    expect(host.dragged).toBeNull();
  });

  it("a cut stops at its neighbours", () => {
    at("pointerdown", x(50), ON_SHOTS);
    at("pointermove", x(200), ON_SHOTS);
    at("pointerup", x(200), ON_SHOTS);
    expect(host.did.at(-1)).toBe("move 50 to 99");
  });

  it("dragging over the edge turns the axis along", () => {
    host.look({ left: 0, ticksPerPixel: 0.1, width: 960 }); // frames 0 to 95 in sight
    at("pointerdown", 500, ON_SHOTS);
    at("pointermove", 960 + 40, ON_SHOTS);
    expect(host.scene.view.left).toBeCloseTo(1);
    at("pointermove", 960 + 200, ON_SHOTS);
    at("pointerup", 960 + 200, ON_SHOTS);
    expect(host.dragged).toBeNull();
    expect(host.did.at(-1)).toBe("move 50 to 99");
  });

  it("Escape lets a dragged cut go: it stays, and one is back where one was", () => {
    at("pointerdown", x(50), ON_SHOTS);
    at("pointermove", x(60), ON_SHOTS);
    expect(pointer.cancel()).toBe(true);
    at("pointerup", x(60), ON_SHOTS);
    expect(host.did.at(-1)).toBe("show 20");
    expect(host.did.join()).not.toMatch(/move/);
    expect(pointer.cancel()).toBe(false);
  });

  it("pressing a cut without moving only goes there, also with a trembling hand", () => {
    at("pointerdown", x(50), ON_SHOTS);
    at("pointermove", x(50) + 2, ON_SHOTS);
    at("pointerup", x(50) + 2, ON_SHOTS);
    expect(host.did).toEqual(["show 50"]);
  });

  it("a double click cuts on the frame or candidate under it, never twice on a cut", () => {
    at("dblclick", x(30), ON_RULER);
    at("dblclick", x(70), ON_CANDIDATES);
    at("dblclick", x(50), ON_SHOTS);
    expect(host.did).toEqual(["cut 30", "cut 70"]);
  });

  it("the wheel zooms about the pointer, and scrolls the page while one works elsewhere", () => {
    const wheel = (init: WheelEventInit) => {
      const event = new WheelEvent("wheel", { cancelable: true, ...init });
      // happy-dom gives wheel events no pointer and no modifiers.
      for (const [name, value] of Object.entries({ clientX: 480, clientY: 50, ...init }))
        Object.defineProperty(event, name, { value });
      canvas.dispatchEvent(event);
      return event.defaultPrevented;
    };
    host.wheelIsOurs = false;
    expect(wheel({ deltaY: -200 })).toBe(false);
    expect(host.scene.view).toEqual(view);
    expect(wheel({ deltaY: -200, ctrlKey: true })).toBe(true);
    expect(pixelAt(host.scene.view, 120)).toBeCloseTo(480);
    expect(host.scene.view.ticksPerPixel).toBeLessThan(view.ticksPerPixel);
    const { left } = host.scene.view;
    host.wheelIsOurs = true;
    expect(wheel({ deltaY: 40, shiftKey: true })).toBe(true);
    expect(host.scene.view.left).toBeGreaterThan(left);
  });
});
