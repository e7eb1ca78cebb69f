import type { Outcome } from "../core/outcome";
import { pan, pixelAt, tickAt, type Viewport, zoom } from "../ui/time_view";
import { nearestBorder } from "../video/frames";
import { keyOf, type LaneId } from "./active";
import type { Draggable, Place } from "./dragging";
import { dragBoundary, dragEvent, dragLine, dragNewEvent, dragSegment } from "./dragging";
import { type Hit, hit } from "./hit";
import type { Drag, Scene } from "./scene";
import type { Snap } from "./snap";
import { type Strip, stripAt } from "./strips";

/** What the pointer does to the editor. */
export interface PointerHost {
  readonly scene: Scene;
  /** Show the frame under the pointer; `heard`: it was dragged there, which may be heard. */
  point(ordinal: number, heard?: boolean): void;
  look(view: Viewport): void;
  hover(ordinal: number | null): void;
  /** Show what it would come to; `null`: as it was. */
  preview(outcome: Outcome | null, drag: Drag | null, snapped: number | null): void;
  /** Do it, or say why not. */
  take(outcome: Outcome): void;
  /** What is near enough to catch on; `invert`: the modifier is held; `heard`: also where the sound changes. */
  snapTo(x: number, except: number | null, invert: boolean, heard?: boolean): Snap | null;
  pick(lane: LaneId, key: string | null): void;
  /** A new segment on a lane. */
  addSegment(lane: string, first: number, end: number): void;
  cut(ordinal: number): void;
  accept(ordinal: number): void;
  /** What can be done with what is there, at a place of the page. */
  menu(hit: Hit, at: { x: number; y: number }): void;
  /** Whether a plain wheel belongs to the axis: only while the person works in the editor. */
  readonly wheelIsOurs: boolean;
}

type Gesture =
  | { is: "scrub"; came: number }
  | { is: "pan"; x: number; came: number }
  | {
      is: "drag";
      what: Draggable;
      /** Pixels from what is dragged to where it was taken. */
      grip: number;
      to: number;
      outcome: Outcome | null;
      came: number;
    }
  | { is: "make"; lane: string; from: number; to: number; came: number };

/** How far a press may slip, in pixels, and still be a click. */
const SLIP = 3;

/**
 * The pointer on the time axis: click and drag the playhead, drag what begins or ends somewhere (Shift: without
 * catching on things, or with, where that is off; Ctrl: everything that stands on that frame), make a segment on
 * a lane, pan, zoom, double click to cut, right click for what else there is.
 */
export class AxisPointer {
  #gesture: Gesture | null = null;
  #pointer = 0;
  #downAt = 0;
  #downOn: Strip | null = null;

  constructor(
    readonly canvas: HTMLCanvasElement,
    readonly host: PointerHost,
    signal: AbortSignal,
  ) {
    const on = <K extends keyof HTMLElementEventMap>(
      name: K,
      run: (event: HTMLElementEventMap[K]) => void,
    ) => canvas.addEventListener(name, run, { signal, passive: false });
    on("pointerdown", (event) => this.#down(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#up(event));
    on("pointercancel", () => this.cancel());
    on("lostpointercapture", () => this.cancel());
    on("pointerleave", () => host.hover(null));
    on("dblclick", (event) => this.#double(event));
    on("contextmenu", (event) => this.#menu(event));
    on("wheel", (event) => this.#wheel(event));
  }

  /** Let go without doing anything; whether there was anything to let go of. */
  cancel(): boolean {
    const gesture = this.#gesture;
    this.#gesture = null;
    if (!gesture) return false;
    if (this.canvas.hasPointerCapture(this.#pointer))
      this.canvas.releasePointerCapture(this.#pointer);
    if (gesture.is === "drag" || gesture.is === "make") this.host.preview(null, null, null);
    if (gesture.is !== "pan") this.host.point(gesture.came);
    return true;
  }

  #down(event: PointerEvent): void {
    if (this.#gesture || event.button > 1) return;
    const { scene } = this.host;
    const { x, y } = place(event);
    event.preventDefault(); // the focus stays with the editor, no text is selected
    this.canvas.closest<HTMLElement>(".aw-editor")?.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    this.#downAt = x;
    this.#downOn = stripAt(scene.strips, y);
    const came = scene.frame;
    if (event.button === 1) {
      this.#gesture = { is: "pan", x, came };
      return;
    }
    const found = hit(scene, x, y);
    this.#pick(found);
    this.#gesture = this.#begin(found, x, event, came);
    if (this.#gesture.is !== "make")
      this.host.point(Math.min(found.ordinal, scene.index.count - 1));
  }

  #begin(found: Hit, x: number, event: PointerEvent, came: number): Gesture {
    const { marks, index, view } = this.host.scene;
    const drag = (what: Draggable, pts: number): Gesture => ({
      is: "drag",
      what,
      grip: x - pixelAt(view, pts),
      to: what.from,
      outcome: null,
      came,
    });
    switch (found.what) {
      case "boundary":
        return drag(
          dragBoundary(marks, found.boundary, event.ctrlKey || event.metaKey),
          found.boundary.pts,
        );
      case "segment":
        return drag(dragSegment(marks, found.segment, found.ordinal), index.ptsOf(found.ordinal));
      case "line": {
        const pts = Math.round(tickAt(view, x));
        return drag(dragLine(marks, found.line, { ordinal: index.ordinalAt(pts), pts }), pts);
      }
      case "event": {
        const at = this.#tick(x);
        return drag(dragEvent(marks, found.event, at), at.pts);
      }
      case "frame":
        if (found.strip.kind === "events") {
          const snap = this.host.snapTo(x, null, event.shiftKey, true);
          const at = snap ?? this.#tick(x);
          return drag(dragNewEvent(marks, found.strip.name, at), this.#tick(x).pts);
        }
        if (found.strip.kind === "segments")
          return {
            is: "make",
            lane: found.strip.name,
            from: found.ordinal,
            to: found.ordinal,
            came,
          };
        return { is: "scrub", came };
      default:
        return { is: "scrub", came };
    }
  }

  /** A press on a lane makes it the active one, and picks what is there. */
  #pick(found: Hit): void {
    const { kind, name } = found.strip;
    const of = found.what === "boundary" ? found.boundary : found;
    if ("event" in of) this.host.pick(`audio:${of.event.lane}`, keyOf(of.event));
    else if ("segment" in of) this.host.pick(`lane:${of.segment.lane}`, keyOf(of.segment));
    else if ("line" in of) this.host.pick("subtitles", keyOf(of.line));
    else if (kind === "shots") this.host.pick("shots", null);
    else if (kind === "segments") this.host.pick(`lane:${name}`, null);
    else if (kind === "events") this.host.pick(`audio:${name}`, null);
    else if (kind === "lines") this.host.pick("subtitles", null);
  }

  #move(event: PointerEvent): void {
    const { scene } = this.host;
    const { x, y } = place(event);
    const gesture = this.#gesture;
    if (!gesture) {
      const { what, ordinal } = hit(scene, x, y);
      this.canvas.style.cursor = CURSORS[what];
      this.host.hover(Math.min(ordinal, scene.index.count - 1));
      return;
    }
    if (gesture.is === "pan") {
      this.host.look(pan(scene.view, gesture.x - x, scene.extent));
      gesture.x = x;
      return;
    }
    // Dragged over an edge the axis follows, faster the further out.
    const over = x < 0 ? x : Math.max(0, x - scene.view.width);
    if (over) this.host.look(pan(scene.view, over / 4, scene.extent));
    if (gesture.is === "scrub") {
      if (Math.abs(x - this.#downAt) > SLIP) this.host.point(this.#under(x), true);
      return;
    }
    if (gesture.is === "drag") this.#dragTo(gesture, { x, y }, event.shiftKey);
    else this.#makeTo(gesture, x, event.shiftKey);
  }

  #dragTo(
    gesture: Extract<Gesture, { is: "drag" }>,
    { x, y }: { x: number; y: number },
    invert: boolean,
  ): void {
    const { what } = gesture;
    const strip = stripAt(this.host.scene.strips, y);
    const audioLane = strip.kind === "events" ? { audioLane: strip.name } : {};
    const elsewhere = what.changesLane && strip.kind === "events" && strip !== this.#downOn;
    if (!gesture.outcome && Math.abs(x - this.#downAt) <= SLIP && !elsewhere) return;
    const { at, snapped } = this.#placeAt(x - gesture.grip, what, invert);
    const [first, last] = what.range;
    const held = Math.min(last, Math.max(first, at.ordinal));
    const { index } = this.host.scene;
    const to = held === at.ordinal ? at : { ordinal: held, pts: index.ptsOf(held) };
    const outcome = what.make({ ...to, ...audioLane });
    // A place where it cannot stand leaves it where it could last.
    if (!("refused" in outcome)) [gesture.outcome, gesture.to] = [outcome, to.ordinal];
    else gesture.outcome ??= { edits: [], said: "" };
    this.host.preview(gesture.outcome, { from: what.from, to: gesture.to }, snapped);
    const shown = what.shows === "last" ? gesture.to - 1 : gesture.to;
    this.host.point(Math.min(index.count - 1, Math.max(0, shown)), true);
  }

  #makeTo(gesture: Extract<Gesture, { is: "make" }>, x: number, invert: boolean): void {
    if (gesture.to === gesture.from && Math.abs(x - this.#downAt) <= SLIP) return;
    const { at, snapped } = this.#placeAt(x, null, invert);
    gesture.to = at.ordinal;
    this.host.preview(null, { from: gesture.from, to: gesture.to }, snapped);
    this.host.point(Math.min(this.host.scene.index.count - 1, this.#under(x)));
  }

  /** The border between frames that counts at a pixel: what it, or an edge of what is dragged, catches on, else the nearest. */
  #placeAt(
    x: number,
    what: Draggable | null,
    invert: boolean,
  ): { at: Place; snapped: number | null } {
    const { index, view } = this.host.scene;
    const from = what && index.ptsOf(what.from);
    let best: { snap: Snap; edge: number } | null = null;
    for (const edge of what?.edges ?? [0]) {
      // Nothing catches on the place that it was taken from.
      const own = from === null ? null : nearestBorder(index, from + edge);
      const snap = this.host.snapTo(x + edge / view.ticksPerPixel, own, invert, what?.heard);
      if (snap && (!best || snap.distance < best.snap.distance)) best = { snap, edge };
    }
    const pts = best ? best.snap.pts - best.edge : Math.round(tickAt(view, x));
    const ordinal = best && best.edge === 0 ? best.snap.ordinal : nearestBorder(index, pts);
    return { at: { ordinal, pts }, snapped: best?.snap.pts ?? null };
  }

  #tick(x: number): Place {
    const { index, view } = this.host.scene;
    const pts = Math.round(tickAt(view, x));
    return { ordinal: index.ordinalAt(pts), pts };
  }

  #under(x: number): number {
    const { index, view } = this.host.scene;
    return index.ordinalAt(tickAt(view, x));
  }

  #up(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    const gesture = this.#gesture;
    this.#gesture = null;
    if (gesture?.is === "drag" && gesture.outcome) {
      this.host.preview(null, null, null);
      this.host.take(gesture.outcome);
      this.#pickMade(gesture.outcome);
    }
    if (gesture?.is !== "make") return;
    this.host.preview(null, null, null);
    const [first, end] = [Math.min(gesture.from, gesture.to), Math.max(gesture.from, gesture.to)];
    if (end > first) this.host.addSegment(gesture.lane, first, end);
    else this.host.point(gesture.from);
  }

  /** What was made is picked; what was put on another lane is picked there. */
  #pickMade(outcome: Outcome): void {
    const [edit] = "edits" in outcome ? outcome.edits : [];
    const lane = edit?.after?.attributes?.lane;
    if (edit?.after?.kind === "audio_event" && typeof lane === "string")
      this.host.pick(`audio:${lane}`, edit.annotation_id);
  }

  #double(event: MouseEvent): void {
    const { x, y } = place(event);
    const found = hit(this.host.scene, x, y);
    if (found.what === "candidate") this.host.accept(found.ordinal);
    else if (
      found.what === "frame" &&
      found.strip.kind !== "segments" &&
      found.strip.kind !== "events"
    )
      this.host.cut(found.ordinal);
  }

  #menu(event: MouseEvent): void {
    event.preventDefault();
    event.stopPropagation(); // JupyterLab has one of its own
    const { x, y } = place(event);
    const found = hit(this.host.scene, x, y);
    this.#pick(found);
    this.host.point(Math.min(found.ordinal, this.host.scene.index.count - 1));
    this.host.menu(found, { x: event.clientX, y: event.clientY });
  }

  #wheel(event: WheelEvent): void {
    const { host } = this;
    const { scene } = host;
    const zooms = event.ctrlKey || event.metaKey;
    if (!zooms && !event.shiftKey && !host.wheelIsOurs) return; // the page scrolls
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const [across, down] = [event.deltaX * unit, event.deltaY * unit];
    if (!zooms && (event.shiftKey || Math.abs(across) > Math.abs(down)))
      host.look(pan(scene.view, across || down, scene.extent));
    else host.look(zoom(scene.view, Math.exp(-down / 300), place(event).x, scene.extent));
  }
}

const CURSORS: Readonly<Record<Hit["what"], string>> = {
  boundary: "ew-resize",
  candidate: "pointer",
  segment: "grab",
  event: "grab",
  line: "grab",
  frame: "default",
};

/** The overview: press or drag to look there, a click goes there. */
export function overviewPointer(
  canvas: HTMLCanvasElement,
  host: Pick<PointerHost, "scene" | "look" | "point">,
  signal: AbortSignal,
): void {
  let down: number | null = null;
  const tick = (x: number) => {
    const { extent } = host.scene;
    return extent.start + (x / canvas.clientWidth) * (extent.end - extent.start);
  };
  const look = (x: number) => {
    const { view, extent } = host.scene;
    const left = tick(x) - (view.width / 2) * view.ticksPerPixel;
    host.look(pan({ ...view, left }, 0, extent));
  };
  canvas.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      canvas.closest<HTMLElement>(".aw-editor")?.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
      down = place(event).x;
      look(down);
    },
    { signal },
  );
  canvas.addEventListener(
    "pointermove",
    (event) => {
      if (down !== null) look(place(event).x);
    },
    { signal },
  );
  const up = (event: PointerEvent) => {
    const { x } = place(event);
    if (event.type === "pointerup" && down !== null && Math.abs(x - down) <= SLIP)
      host.point(host.scene.index.ordinalAt(tick(x)));
    down = null;
  };
  for (const name of ["pointerup", "pointercancel"] as const)
    canvas.addEventListener(name, up, { signal });
}

/** Where on its element an event is, in CSS pixels; also while the pointer is captured outside of it. */
function place(event: MouseEvent): { x: number; y: number } {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}
