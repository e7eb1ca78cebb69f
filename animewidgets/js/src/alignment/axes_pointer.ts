import type { MapEdit } from "../timemaps/edits";
import { isMatch } from "../timemaps/patch";
import { nearestBorder } from "../video/frames";
import { type AxesHit, type AxesScene, hitAt, tickAt } from "./axes_scene";
import { type AxesView, held, zoomed } from "./axes_view";
import type { SideName } from "./wire";

/** What the pointer does to the axes. */
export interface AxesHost {
  readonly scene: AxesScene;
  readonly wheelIsOurs: boolean;
  focus(): void;
  look(view: AxesView): void;
  /** Show a frame; `heard`: it was dragged there, which may be heard. */
  point(side: SideName, ordinal: number, heard?: boolean): void;
  hover(hit: AxesHit | null, x: number): void;
  /** Show what an edit would come to, and which frame is meant by it; `null`: as it was. */
  try(edit: MapEdit | null, shown?: { side: SideName; ordinal: number }): void;
  take(edit: MapEdit): void;
  pick(row: number): void;
  menu(hit: AxesHit, at: { x: number; y: number }): void;
  /** While something is dragged the axes stay where they are. */
  hold(on: boolean): void;
}

type Gesture =
  | { is: "scrub"; side: SideName }
  | { is: "pan"; x: number }
  | { is: "overview" }
  | ({
      is: "drag";
      from: number;
      came: { side: SideName; ordinal: number };
      edit: MapEdit | null;
    } & Dragged);

type Dragged =
  | {
      what: "border";
      side: SideName;
      at: { side: "source" | "target"; tick: number };
      edge: "start" | "end";
      tick: number;
    }
  | { what: "band"; at: { side: "source" | "target"; tick: number } };

const SLIP = 3;
const SIDES = { a: "source", b: "target" } as const;

/** The pointer on the axes: go to frames, drag borders and bands, pan, zoom, right click for what else there is. */
export class AxesPointer {
  #gesture: Gesture | null = null;
  #pointer = 0;
  #slipped = false;

  constructor(
    readonly canvas: HTMLCanvasElement,
    readonly host: AxesHost,
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
    on("pointerleave", () => host.hover(null, 0));
    on("contextmenu", (event) => this.#menu(event));
    on("wheel", (event) => this.#wheel(event));
  }

  /** Let go without doing anything; whether there was anything to let go of. */
  cancel(): boolean {
    const gesture = this.#gesture;
    this.#gesture = null;
    if (!gesture) return false;
    if (this.canvas.hasPointerCapture?.(this.#pointer))
      this.canvas.releasePointerCapture(this.#pointer);
    if (gesture.is === "drag") {
      this.host.try(null);
      this.host.hold(false);
      this.host.point(gesture.came.side, gesture.came.ordinal);
    }
    return true;
  }

  #down(event: PointerEvent): void {
    if (this.#gesture || event.button > 1) return;
    const { host } = this;
    const { x, y } = place(event);
    event.preventDefault();
    host.focus();
    this.canvas.setPointerCapture?.(event.pointerId);
    this.#pointer = event.pointerId;
    this.#slipped = false;
    if (event.button === 1) {
      this.#gesture = { is: "pan", x };
      return;
    }
    const { scene } = host;
    const hit = hitAt(scene, x, y);
    const { lead, frames } = scene;
    const came = { side: lead, ordinal: frames[lead] };
    switch (hit.what) {
      case "overview":
        this.#gesture = { is: "overview" };
        this.#overview(x);
        return;
      case "border": {
        const piece = scene.index.pieces[hit.row];
        const span = hit.side === "a" ? piece?.source : piece?.target;
        if (!span) return;
        host.pick(hit.row);
        host.hold(true);
        const at = { side: SIDES[hit.side], tick: span[0] };
        const tick = hit.edge === "start" ? span[0] : span[1];
        this.#gesture = {
          is: "drag",
          what: "border",
          side: hit.side,
          at,
          edge: hit.edge,
          tick,
          from: x,
          came,
          edit: null,
        };
        return;
      }
      case "band": {
        const piece = scene.index.pieces[hit.row];
        if (!piece || !isMatch(piece)) return;
        host.hold(true);
        this.#gesture = {
          is: "drag",
          what: "band",
          at: { side: "source", tick: piece.source[0] },
          from: x,
          came,
          edit: null,
        };
        return;
      }
      case "anchor":
        host.point("a", scene.a.index.ordinalAt(hit.anchor.source));
        return;
      default:
        this.#gesture = { is: "scrub", side: hit.side };
        host.point(hit.side, this.#ordinal(hit.side, x));
    }
  }

  #move(event: PointerEvent): void {
    const { host } = this;
    const { scene } = host;
    const { x, y } = place(event);
    const gesture = this.#gesture;
    if (!gesture) {
      const hit = hitAt(scene, x, y);
      this.canvas.style.cursor = CURSORS[hit.what];
      host.hover(hit, x);
      return;
    }
    if (gesture.is === "pan") {
      const left = scene.view.left + (gesture.x - x) * scene.view.perPixel;
      host.look(held({ ...scene.view, left }, scene.range));
      gesture.x = x;
      return;
    }
    if (gesture.is === "overview") {
      this.#overview(x);
      return;
    }
    if (gesture.is === "scrub") {
      host.point(gesture.side, this.#ordinal(gesture.side, x), true);
      return;
    }
    if (!this.#slipped && Math.abs(x - gesture.from) <= SLIP) return;
    this.#slipped = true;
    if (gesture.what === "border") this.#dragBorder(gesture, x);
    else this.#dragBand(gesture, x);
  }

  #dragBorder(gesture: Extract<Gesture, { what: "border" }>, x: number): void {
    const { host } = this;
    const { scene } = host;
    const { side, edge, at } = gesture;
    const { index } = scene[side];
    const moved = tickAt(scene, side, x) - tickAt(scene, side, gesture.from);
    const ordinal = nearestBorder(index, Math.round(gesture.tick + moved));
    const to = index.ptsOf(ordinal);
    if (to === gesture.tick) {
      gesture.edit = null;
      host.try(null);
    } else {
      gesture.edit = { op: "border", at, edge, to };
      host.try(gesture.edit, {
        side,
        ordinal: Math.max(0, Math.min(index.count - 1, edge === "start" ? ordinal : ordinal - 1)),
      });
    }
  }

  #dragBand(gesture: Extract<Gesture, { what: "band" }>, x: number): void {
    const { host } = this;
    const { scene } = host;
    const moved = tickAt(scene, "b", x) - tickAt(scene, "b", gesture.from);
    const by = Math.round(Math.round(moved / scene.b.frame) * scene.b.frame);
    gesture.edit = by === 0 ? null : { op: "nudge", at: gesture.at, by };
    host.try(gesture.edit);
  }

  #up(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    const gesture = this.#gesture;
    this.#gesture = null;
    if (gesture?.is !== "drag") return;
    const { host } = this;
    host.try(null);
    if (gesture.edit) host.take(gesture.edit);
    else if (!this.#slipped) {
      // A click on a band or border goes there.
      const { x, y } = place(event);
      const hit = hitAt(host.scene, x, y);
      const side = hit.what === "overview" ? "a" : hit.side;
      host.point(side, this.#ordinal(side, x));
    }
    host.hold(false);
  }

  #menu(event: MouseEvent): void {
    event.preventDefault();
    event.stopPropagation(); // JupyterLab has one of its own
    const { host } = this;
    const { x, y } = place(event);
    const hit = hitAt(host.scene, x, y);
    if (hit.what !== "overview" && hit.what !== "anchor")
      host.point(hit.side, this.#ordinal(hit.side, x));
    if (hit.what === "piece" || hit.what === "band" || hit.what === "border") host.pick(hit.row);
    host.menu(hit, { x: event.clientX, y: event.clientY });
  }

  #wheel(event: WheelEvent): void {
    const { host } = this;
    const { scene } = host;
    const zooms = event.ctrlKey || event.metaKey;
    if (!zooms && !event.shiftKey && !host.wheelIsOurs) return; // the page scrolls
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const [across, down] = [event.deltaX * unit, event.deltaY * unit];
    if (!zooms && (event.shiftKey || Math.abs(across) > Math.abs(down))) {
      const left = scene.view.left + (across || down) * scene.view.perPixel;
      host.look(held({ ...scene.view, left }, scene.range));
    } else host.look(zoomed(scene.view, Math.exp(-down / 300), place(event).x, scene.range));
  }

  #overview(x: number): void {
    const { view, range } = this.host.scene;
    const middle = range[0] + (x / view.width) * (range[1] - range[0]);
    this.host.look(held({ ...view, left: middle - (view.width / 2) * view.perPixel }, range));
  }

  #ordinal(side: SideName, x: number): number {
    const { scene } = this.host;
    return scene[side].index.ordinalAt(Math.floor(tickAt(scene, side, x)));
  }
}

const CURSORS: Readonly<Record<AxesHit["what"], string>> = {
  overview: "pointer",
  border: "ew-resize",
  band: "grab",
  piece: "default",
  anchor: "pointer",
  time: "default",
};

function place(event: MouseEvent): { x: number; y: number } {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}
