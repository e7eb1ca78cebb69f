import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Outcome } from "../core/outcome";
import { release } from "../testing/releases";
import { sceneOf, stripIn } from "../testing/scenes";
import { Timing } from "../testing/timing";
import { pixelAt, showAll, type Viewport } from "../ui/time_view";
import type { LaneId } from "./active";
import { type Hit, hit } from "./hit";
import { AxisPointer, overviewPointer, type PointerHost } from "./pointer";
import type { Drag, Scene } from "./scene";
import { addSegment } from "./segments";
import { type Snap, snap } from "./snap";
import { addTransition } from "./transitions";

/** Forty ticks a frame: a line may begin between two. */
const index = release({ durations: new Array<number>(240).fill(40), timeBase: [1, 1000] });
/** 240 frames on 960 pixels: four pixels a frame. */
const view = showAll({ start: 0, end: 9600, frameTicks: 40 }, 960);
const x = (ordinal: number) => pixelAt(view, index.ptsOf(ordinal));

const line = (n: number, start_pts: number, end_pts: number) => ({
  line: n,
  start_pts,
  end_pts,
  text: `Line ${n + 1}`,
  style: "",
  speaker: "",
});
const SOURCE = "ab".repeat(32);

/** Cuts, mixed frames, two lanes, lines and a candidate. */
function episode(): Timing {
  const subtitles = [{ source: SOURCE, lines: [line(0, 1210, 1990), line(1, 8000, 8800)] }];
  const work = new Timing(index, subtitles).cut(50, 100);
  work.take(addTransition(work.shots, index, { kind: "dissolve", from: 148, until: 160 }));
  for (const [lane, first, end] of [
    ["music", 100, 130],
    ["music", 140, 150],
    ["voices", 100, 110],
  ] as const)
    work.take(addSegment(work.marks.segments, index, { lane, first, end }));
  return work;
}

/** Stands for the editor: notes what the pointer made it do. */
class Host implements PointerHost {
  readonly work = episode();
  did: string[] = [];
  said: string[] = [];
  frame = 20;
  view: Viewport = view;
  lane: LaneId = "shots";
  picked: string | null = null;
  snapping = false;
  previewed: { frames: number[][]; drag: Drag; snapped: number | null } | null = null;
  wheelIsOurs = true;
  opened: { hit: Hit; at: { x: number; y: number } } | null = null;

  get scene(): Scene {
    const { work, frame, view, lane, picked } = this;
    const candidates = [{ pts: index.ptsOf(70), score: 1, layer: "own" }];
    return sceneOf(
      { index, candidates, lane, picked, sound: true },
      { marks: work.marks, view, frame },
    );
  }
  point(ordinal: number, heard = false) {
    this.frame = ordinal;
    this.did.push(`show ${ordinal}${heard ? " aloud" : ""}`);
  }
  look(to: Viewport) {
    this.view = to;
  }
  hover(ordinal: number | null) {
    if (ordinal !== null) this.did.push(`over ${ordinal}`);
  }
  preview(outcome: Outcome | null, drag: Drag | null, snapped: number | null) {
    const then = new Timing(index, this.work.subtitles);
    then.live = this.work.live;
    if (outcome) then.take(outcome);
    const frames = then.shots.map(({ first, end }) => [first, end]);
    this.previewed = drag && { frames, drag, snapped };
  }
  take(outcome: Outcome) {
    this.said.push(this.work.take(outcome));
  }
  snapTo(at: number, except: number | null, invert: boolean): Snap | null {
    const { marks, proposals } = this.scene;
    const sources = { boundaries: marks.boundaries, proposals };
    return snap(at, this.view, index, sources, { on: this.snapping, invert, except });
  }
  pick(lane: LaneId, key: string | null) {
    [this.lane, this.picked] = [lane, key];
  }
  addSegment(lane: string, first: number, end: number) {
    this.take(addSegment(this.work.marks.segments, index, { lane, first, end }));
  }
  cut(ordinal: number) {
    this.did.push(`cut ${ordinal}`);
  }
  accept(ordinal: number) {
    this.did.push(`accept ${ordinal}`);
  }
  menu(on: Hit, at: { x: number; y: number }) {
    this.opened = { hit: on, at };
  }

  get lineTimes() {
    return this.work.marks.lines.map(({ startPts, endPts }) => [startPts, endPts]);
  }
}

const plain = new Host().scene;
const ON = {
  ruler: stripIn(plain, "ruler").y,
  layer: stripIn(plain, "layer").y,
  film: stripIn(plain, "film").y,
  waveform: stripIn(plain, "waveform").y,
  shots: stripIn(plain, "shots").y,
  music: stripIn(plain, "segments", "music").y,
  voices: stripIn(plain, "segments", "voices").y,
  lines: stripIn(plain, "lines").y,
};

describe("what a pointer takes hold of", () => {
  const found = (at: number, y: number, scene = plain) => {
    const { what, ordinal, ...rest } = hit(scene, at, y);
    return [what === "boundary" && "boundary" in rest ? rest.boundary.what : what, ordinal];
  };

  it.each([
    ["a cut by its line", x(50), ON.shots, "cut", 50],
    ["a cut by its flag", x(50) + 8, ON.shots, "cut", 50],
    ["the nearer of two", x(100) - 2, ON.shots, "cut", 100],
    ["a cut on the film and on the sound, by its line", x(50) + 2, ON.film, "cut", 50],
    ["a frame beside its line there", x(50) + 8, ON.film, "frame", 52],
    ["a frame beside it", x(50) + 20, ON.shots, "frame", 55],
    ["a frame on the ruler, above a cut", x(50) + 1, ON.ruler, "frame", 50],
    ["a candidate", x(70) + 4, ON.layer, "candidate", 70],
    ["a frame where there is no candidate", x(80), ON.layer, "frame", 80],
    ["the beginning of mixed frames", x(148) + 1, ON.shots, "transition-from", 148],
    ["their end, left of the cut that stands there", x(160) - 3, ON.shots, "transition-until", 160],
    ["that cut, by its flag", x(160) + 6, ON.shots, "cut", 160],
    ["no mixed frames on the film", x(148), ON.film, "frame", 148],
    ["a segment's start", x(100) + 3, ON.music, "segment-start", 100],
    ["a segment's end, one past its last frame", x(130) - 3, ON.music, "segment-end", 130],
    ["a whole segment", x(115), ON.music, "segment", 115],
    ["the free lane beside it", x(135), ON.music, "frame", 135],
    ["nothing of the lane above", x(130), ON.voices, "frame", 130],
    ["a line's start, between two frames", pixelAt(view, 1210), ON.lines, "line-start", 31],
    ["a whole line", x(40), ON.lines, "line", 40],
  ] as const)("%s", (_name, at, y, what, ordinal) => {
    expect(found(at, y)).toEqual([what, ordinal]);
  });

  it("not the beginning of the release: it is no cut", () => {
    expect(found(0, ON.shots)).toEqual(["frame", 0]);
  });

  it("on the sound the ends of what is chosen, as they are set by ear", () => {
    expect(found(x(130), ON.waveform)).toEqual(["frame", 130]);
    const host = new Host();
    host.pick("lane:music", host.work.segment("music", 100).id);
    expect(found(x(130), ON.waveform, host.scene)).toEqual(["segment-end", 130]);
    host.pick("subtitles", `${SOURCE}:0`);
    expect(found(pixelAt(view, 1990), ON.waveform, host.scene)).toEqual(["line-end", 50]);
  });
});

let canvas: HTMLCanvasElement;
let host: Host;
let pointer: AxisPointer;
let page: AbortController;

beforeEach(() => {
  canvas = document.body.appendChild(document.createElement("canvas"));
  canvas.setPointerCapture = () => {};
  canvas.hasPointerCapture = () => false;
  Object.defineProperty(canvas, "clientWidth", { value: 960 });
  host = new Host();
  page = new AbortController();
});
afterEach(() => {
  page.abort();
  canvas.remove();
});

const at = (name: string, clientX: number, clientY: number, init: PointerEventInit = {}) =>
  canvas.dispatchEvent(
    new PointerEvent(name, { clientX, clientY, pointerId: 1, cancelable: true, ...init }),
  );

describe("gestures", () => {
  beforeEach(() => {
    pointer = new AxisPointer(canvas, host, page.signal);
  });

  /** Press at a place, go to another, let go there. */
  const drag = (from: number, to: number, y: number, init: PointerEventInit = {}) => {
    at("pointerdown", from, y, init);
    at("pointermove", to, y, init);
    at("pointerup", to, y, init);
  };

  it("a click goes to the frame, a drag along the axis shows each frame under it and is heard", () => {
    at("pointerdown", x(20), ON.ruler);
    at("pointermove", x(30), ON.ruler);
    at("pointermove", x(40), ON.ruler);
    at("pointerup", x(40), ON.ruler);
    expect(host.did).toEqual(["show 20", "show 30 aloud", "show 40 aloud"]);
    expect(host.said).toEqual([]);
  });

  it("a pointer that only passes by tells the frame under it, and what it could take", () => {
    at("pointermove", x(80), ON.ruler);
    expect([host.did.at(-1), canvas.style.cursor]).toEqual(["over 80", "default"]);
    at("pointermove", x(100), ON.shots);
    expect(canvas.style.cursor).toBe("ew-resize");
    at("pointermove", x(115), ON.music);
    expect(canvas.style.cursor).toBe("grab");
    at("pointermove", x(240) + 5, ON.ruler);
    expect(host.did.at(-1)).toBe("over 239");
  });

  it("the middle button pans", () => {
    host.look({ ...view, ticksPerPixel: 1, left: 4000 });
    drag(500, 400, ON.ruler, { button: 1 });
    expect(host.view.left).toBeCloseTo(4100);
    expect(host.did).toEqual([]);
  });

  it("a cut is dragged with the picture of its new first frame, and moved once, on release", () => {
    at("pointerdown", x(50), ON.shots);
    at("pointermove", x(55), ON.shots);
    expect(host.previewed?.drag).toEqual({ from: 50, to: 55 });
    expect(host.work.cuts).toContain(50);
    at("pointermove", x(62), ON.shots);
    at("pointerup", x(62), ON.shots);
    expect(host.did).toEqual(["show 50", "show 55 aloud", "show 62 aloud"]);
    expect(host.said).toEqual(["Cut moved from frame 50 to 62"]);
    expect(host.previewed).toBeNull();
    expect(host.work.cuts).toEqual([62, 100, 160]);
  });

  it("a dragged cut is shown where it would come to stand, its shots with it", () => {
    at("pointerdown", x(50), ON.shots);
    at("pointermove", x(60), ON.shots);
    expect(host.previewed?.frames).toEqual([
      [0, 60],
      [60, 100],
      [100, 160],
      [160, 240],
    ]);
  });

  it("a cut stops at its neighbours", () => {
    drag(x(50), x(200), ON.shots);
    expect(host.did.at(-1)).toBe("show 99 aloud");
    expect(host.said).toEqual(["Cut moved from frame 50 to 99"]);
  });

  it("dragging over the edge turns the axis along", () => {
    host.look({ left: 0, ticksPerPixel: 4, width: 960 }); // frames 0 to 95 in sight
    at("pointerdown", 500, ON.shots);
    at("pointermove", 960 + 40, ON.shots);
    expect(host.view.left).toBeCloseTo(40);
    at("pointermove", 960 + 200, ON.shots);
    at("pointerup", 960 + 200, ON.shots);
    expect(host.previewed).toBeNull();
    expect(host.work.cuts).toContain(99);
  });

  it("Escape lets a dragged cut go: it stays, and one is back where one was", () => {
    at("pointerdown", x(50), ON.shots);
    at("pointermove", x(60), ON.shots);
    expect(pointer.cancel()).toBe(true);
    at("pointerup", x(60), ON.shots);
    expect(host.did.at(-1)).toBe("show 20");
    expect([host.said, host.previewed]).toEqual([[], null]);
    expect(host.work.cuts).toEqual([50, 100, 160]);
    expect(pointer.cancel()).toBe(false);
  });

  it("so does a system that takes the pointer away", () => {
    at("pointerdown", x(50), ON.shots);
    at("pointermove", x(60), ON.shots);
    at("pointercancel", x(60), ON.shots);
    expect(host.work.cuts).toContain(50);
    expect(host.frame).toBe(20);
  });

  it("pressing a cut without moving only goes there, also with a trembling hand", () => {
    at("pointerdown", x(50), ON.shots);
    at("pointermove", x(50) + 2, ON.shots);
    at("pointerup", x(50) + 2, ON.shots);
    expect(host.did).toEqual(["show 50"]);
    expect(host.said).toEqual([]);
  });

  it("a double click cuts on the frame under it, takes a candidate, and never cuts on a cut or a lane", () => {
    at("dblclick", x(30), ON.ruler);
    at("dblclick", x(70), ON.layer);
    at("dblclick", x(50), ON.shots);
    at("dblclick", x(80), ON.music);
    at("dblclick", x(115), ON.music);
    expect(host.did).toEqual(["cut 30", "accept 70"]);
  });

  describe("mixed frames", () => {
    it("their beginning is dragged by itself, their end with the cut that stands there", () => {
      drag(x(148), x(140), ON.shots);
      expect(host.work.spans).toEqual({ 160: ["dissolve", 140, 160] });
      drag(x(160) - 3, x(170) - 3, ON.shots);
      expect(host.work.spans).toEqual({ 170: ["dissolve", 140, 170] });
    });

    it("by the flag of their cut they are moved as a whole", () => {
      drag(x(160) + 5, x(180) + 5, ON.shots);
      expect(host.work.spans).toEqual({ 180: ["dissolve", 168, 180] });
    });

    it("what is taken beside its line does not jump to the pointer", () => {
      drag(x(160) + 7, x(164) + 7, ON.shots);
      expect(host.work.spans).toEqual({ 164: ["dissolve", 152, 164] });
    });

    it("one of them is left, however far one drags", () => {
      drag(x(148), x(200), ON.shots);
      expect(host.work.spans).toEqual({ 160: ["dissolve", 159, 160] });
    });
  });

  describe("segments", () => {
    it("an end is dragged to the border between frames, with the picture of its last frame", () => {
      drag(x(130), x(136) + 1, ON.music);
      expect(host.work.lanes.music).toContainEqual([100, 136]);
      expect(host.did.at(-1)).toBe("show 135 aloud");
    });

    it("a start stops at its own end, an end at the next segment", () => {
      drag(x(130), x(200), ON.music);
      drag(x(100), x(190), ON.music);
      expect(host.work.lanes.music).toEqual([
        [139, 140],
        [140, 150],
      ]);
    });

    it("taken hold of within, one moves as it is, and becomes what keys act on", () => {
      const { id } = host.work.segment("voices", 100);
      drag(x(105), x(25), ON.voices);
      expect(host.work.lanes.voices).toEqual([[20, 30]]);
      expect([host.lane, host.picked]).toEqual(["lane:voices", id]);
    });

    it("taken by its end on the sound, where nobody picked it before, it stays the chosen one", () => {
      host.lane = "lane:music";
      host.frame = 115;
      drag(x(130), x(136), ON.waveform);
      expect(host.work.lanes.music?.[0]).toEqual([100, 136]);
      expect(host.picked).toBe(host.work.segment("music", 100).id);
    });

    it("into another it does not go: it stays where it could stand last", () => {
      at("pointerdown", x(115), ON.music);
      at("pointermove", x(120), ON.music);
      at("pointermove", x(145), ON.music);
      at("pointerup", x(145), ON.music);
      expect(host.work.lanes.music).toEqual([
        [105, 135],
        [140, 150],
      ]);
    });

    it("a stroke over the free lane makes one, in either direction", () => {
      at("pointerdown", x(10), ON.voices);
      at("pointermove", x(30), ON.voices);
      expect(host.previewed?.drag).toEqual({ from: 10, to: 30 });
      at("pointerup", x(30), ON.voices);
      drag(x(60), x(40), ON.voices);
      expect(host.work.lanes.voices).toEqual([
        [10, 30],
        [40, 60],
        [100, 110],
      ]);
      expect(host.previewed).toBeNull();
    });

    it("a click on the free lane makes nothing: it goes there and chooses the lane", () => {
      drag(x(60), x(60) + 2, ON.voices);
      expect(host.work.lanes.voices).toEqual([[100, 110]]);
      expect([host.lane, host.picked, host.frame]).toEqual(["lane:voices", null, 60]);
    });

    it("Escape takes back the one that is being made", () => {
      at("pointerdown", x(10), ON.voices);
      at("pointermove", x(30), ON.voices);
      expect(pointer.cancel()).toBe(true);
      at("pointerup", x(30), ON.voices);
      expect(host.work.lanes.voices).toEqual([[100, 110]]);
      expect(host.frame).toBe(20);
    });
  });

  describe("lines", () => {
    it("an end is dragged as fine as the pointer is, not from frame to frame", () => {
      drag(pixelAt(view, 1990), pixelAt(view, 2230), ON.lines);
      expect(host.lineTimes[0]).toEqual([1210, 2230]);
      expect([host.lane, host.picked]).toEqual(["subtitles", `${SOURCE}:0`]);
    });

    it("taken hold of within, one keeps its length and its place between frames", () => {
      drag(x(40), x(60), ON.lines);
      expect(host.lineTimes[0]).toEqual([2010, 2790]);
    });

    it("an end does not pass its start", () => {
      at("pointerdown", pixelAt(view, 1990), ON.lines);
      at("pointermove", pixelAt(view, 1500), ON.lines);
      at("pointermove", pixelAt(view, 800), ON.lines);
      at("pointerup", pixelAt(view, 800), ON.lines);
      expect(host.lineTimes[0]).toEqual([1210, 1500]);
    });
  });

  describe("snapping", () => {
    it("what is dragged catches on marks within eight pixels, and says on which tick", () => {
      host.snapping = true;
      at("pointerdown", x(50), ON.shots);
      at("pointermove", x(70) - 7, ON.shots);
      expect(host.previewed?.snapped).toBe(index.ptsOf(70)); // the candidate
      at("pointermove", x(70) - 12, ON.shots);
      expect(host.previewed).toMatchObject({ drag: { from: 50, to: 67 }, snapped: null });
      at("pointermove", x(70) + 6, ON.shots);
      at("pointerup", x(70) + 6, ON.shots);
      expect(host.work.cuts).toEqual([70, 100, 160]);
    });

    it("Shift lets go of them, and where snapping is off it is what makes them catch", () => {
      host.snapping = true;
      drag(x(50), x(70) - 7, ON.shots, { shiftKey: true });
      expect(host.work.cuts).toContain(68);
      host.snapping = false;
      drag(x(68), x(70) + 6, ON.shots);
      expect(host.work.cuts).toContain(71);
      drag(x(71), x(70) - 7, ON.shots, { shiftKey: true });
      expect(host.work.cuts).toContain(70);
    });

    it("a segment that is made ends on what it catches on, and a line's end between frames", () => {
      host.snapping = true;
      drag(x(10), x(50) - 5, ON.voices);
      expect(host.work.lanes.voices?.[0]).toEqual([10, 50]);
      drag(pixelAt(view, 1210), pixelAt(view, 400) + 5, ON.lines); // the beginning of that segment
      expect(host.lineTimes[0]).toEqual([400, 1990]);
    });
  });

  describe("with Ctrl", () => {
    it("everything that begins or ends on the frame goes along", () => {
      drag(x(100), x(105), ON.shots, { ctrlKey: true });
      expect(host.work.cuts).toContain(105);
      expect(host.work.lanes).toEqual({
        music: [
          [105, 130],
          [140, 150],
        ],
        voices: [[105, 110]],
      });
      expect(host.said).toEqual(["3 boundaries moved from frame 100 to 105"]);
    });

    it("as far as the nearest of them lets it, and without Ctrl the cut alone", () => {
      drag(x(100), x(125), ON.music, { ctrlKey: true });
      expect(host.work.lanes.voices).toEqual([[109, 110]]);
      drag(x(109) + 6, x(90) + 6, ON.shots);
      expect(host.work.cuts).toContain(90);
      expect(host.work.lanes.voices).toEqual([[109, 110]]);
    });
  });

  describe("the right button", () => {
    const menu = (clientX: number, clientY: number) =>
      canvas.dispatchEvent(
        new MouseEvent("contextmenu", { clientX, clientY, bubbles: true, cancelable: true }),
      );

    it("opens what can be done with what is there, which is chosen and on the screen", () => {
      const { id } = host.work.segment("music", 140);
      expect(menu(x(145), ON.music)).toBe(false); // the page's own menu stays away
      expect(host.opened).toMatchObject({
        hit: { what: "segment" },
        at: { x: x(145), y: ON.music },
      });
      expect([host.lane, host.picked, host.frame]).toEqual(["lane:music", id, 145]);
    });

    it("is a press of its own, which drags nothing", () => {
      at("pointerdown", x(50), ON.shots, { button: 2 });
      at("pointermove", x(60), ON.shots);
      at("pointerup", x(60), ON.shots, { button: 2 });
      expect(host.work.cuts).toContain(50);
    });
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
    expect(host.view).toEqual(view);
    expect(wheel({ deltaY: -200, ctrlKey: true })).toBe(true);
    expect(pixelAt(host.view, index.ptsOf(120))).toBeCloseTo(480);
    expect(host.view.ticksPerPixel).toBeLessThan(view.ticksPerPixel);
    const { left } = host.view;
    host.wheelIsOurs = true;
    expect(wheel({ deltaY: 40, shiftKey: true })).toBe(true);
    expect(host.view.left).toBeGreaterThan(left);
  });
});

describe("the overview", () => {
  beforeEach(() => overviewPointer(canvas, host, page.signal));

  it("a press looks there, a click goes there, a drag only looks", () => {
    host.look({ ...view, ticksPerPixel: 1, left: 0 });
    at("pointerdown", x(120), 10);
    expect(host.view.left).toBeCloseTo(index.ptsOf(120) - 480);
    at("pointerup", x(120), 10);
    expect(host.did).toEqual(["show 120"]);
    at("pointerdown", x(120), 10);
    at("pointermove", x(160), 10);
    at("pointerup", x(160), 10);
    expect(host.view.left).toBeCloseTo(index.ptsOf(160) - 480);
    expect(host.did).toEqual(["show 120"]);
  });
});
