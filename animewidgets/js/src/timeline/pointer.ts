import { hit } from "./axis";
import { moveRange } from "./cuts";
import type { CutDrag, Scene } from "./scene";
import { pan, tickAt, type Viewport, zoom } from "./view";

/** What the pointer does to the editor. */
export interface PointerHost {
  readonly scene: Scene;
  /** Show the frame under the pointer. */
  point(ordinal: number): void;
  look(view: Viewport): void;
  hover(ordinal: number | null): void;
  /** Show a cut on its way; the picture of the frame that would begin the shot goes with it. */
  drag(drag: CutDrag | null): void;
  moveCut(from: number, to: number): void;
  cut(ordinal: number): void;
  /** Whether a plain wheel belongs to the axis: only while the person works in the editor. */
  readonly wheelIsOurs: boolean;
}

type Gesture =
  | { is: "scrub"; came: number }
  | { is: "cut"; from: number; to: number; came: number; grip: number }
  | { is: "pan"; x: number };

/** How far a press may slip, in pixels, and still be a click. */
const SLIP = 3;

/** The pointer on the time axis: click and drag the playhead, drag a cut, pan, zoom, double click to cut. */
export class AxisPointer {
  #gesture: Gesture | null = null;
  #pointer = 0;
  #downAt = 0;

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
    on("wheel", (event) => this.#wheel(event));
  }

  /** Let go without doing anything; whether there was anything to let go of. */
  cancel(): boolean {
    const gesture = this.#gesture;
    this.#gesture = null;
    if (!gesture) return false;
    if (this.canvas.hasPointerCapture(this.#pointer))
      this.canvas.releasePointerCapture(this.#pointer);
    if (gesture.is === "cut") this.host.drag(null);
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
    if (event.button === 1) {
      this.#gesture = { is: "pan", x };
      return;
    }
    const { what, ordinal } = hit(scene, x, y);
    const came = scene.frame;
    this.#gesture =
      what === "cut"
        ? { is: "cut", from: ordinal, to: ordinal, came, grip: x }
        : { is: "scrub", came };
    this.host.point(ordinal);
  }

  #move(event: PointerEvent): void {
    const { scene } = this.host;
    const { x, y } = place(event);
    const gesture = this.#gesture;
    if (!gesture) {
      const { what, ordinal } = hit(scene, x, y);
      this.canvas.style.cursor =
        what === "cut" ? "ew-resize" : what === "candidate" ? "pointer" : "default";
      this.host.hover(ordinal);
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
    const under = scene.index.ordinalAt(tickAt(this.host.scene.view, x));
    if (gesture.is === "scrub") {
      if (Math.abs(x - this.#downAt) > SLIP) this.host.point(under);
      return;
    }
    if (gesture.to === gesture.from && Math.abs(x - this.#downAt) <= SLIP) return;
    const [first, last] = moveRange(scene.shots, gesture.from);
    gesture.to = Math.min(last, Math.max(first, under));
    this.host.drag({ from: gesture.from, to: gesture.to });
    this.host.point(gesture.to);
  }

  #up(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    const gesture = this.#gesture;
    this.#gesture = null;
    if (gesture?.is !== "cut") return;
    this.host.drag(null);
    if (gesture.to !== gesture.from) this.host.moveCut(gesture.from, gesture.to);
  }

  #double(event: MouseEvent): void {
    const { x, y } = place(event);
    const { what, ordinal } = hit(this.host.scene, x, y);
    if (what !== "cut") this.host.cut(ordinal);
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
