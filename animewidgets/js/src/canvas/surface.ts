import { h, setAttribute } from "../core/dom";
import { presentedSize } from "../video/draw_picture";
import type { Screen } from "../video/screen";
import { FINGER_REACH, type FingerHost, Fingers } from "./fingers";
import type { Vertex } from "./geometry";
import { REACH, type Reach } from "./hit";
import { Minimap } from "./minimap";
import { MovingLayer } from "./moving_layer";
import type { Scene } from "./scene";
import type { Touch } from "./tools/tool";
import type { Underlay } from "./underlay";
import { clamp, pan, type Stage, toPicture, toScreen, type View, whole, zoomAt } from "./view";

export interface SurfaceHost {
  /** Whether the wheel zooms here, or the page scrolls. */
  readonly wheelIsOurs: boolean;
  focus(): void;
  down(touch: Touch): void;
  move(touch: Touch, pressed: boolean): void;
  up(touch: Touch): void;
  doubleClick(touch: Touch): void;
  /** The pointer left, or the gesture was taken away by the page. */
  leave(cancelled: boolean): void;
  menu(touch: Touch, at: { x: number; y: number }): void;
  /** The view changed. */
  redraw(): void;
  /** The host laid the stage out anew or showed it again: colours may count only now, and pictures may be gone. */
  laidOut(): void;
}

/** The stage: the picture, zoomed and moved, and over it what is drawn. Turns pointers into touches of the picture. */
export class Surface implements FingerHost {
  readonly root: HTMLElement;
  readonly overlay = h("canvas", { class: "aw-overlay", "aria-hidden": "true" });
  readonly minimap: Minimap;
  stage: Stage;
  view: View;
  /** While the space bar is down a drag moves the picture. */
  grabbing = false;
  /** Whether it did so since the space bar was pressed. */
  grabbed = false;
  #context: CanvasRenderingContext2D | null;
  /** Whether the whole picture is to be seen however large the stage becomes. */
  #fitted = true;
  #panning: { id: number; at: Vertex } | null = null;
  #pressed: number | null = null;
  #fingers = new Fingers(this);
  #moving = new MovingLayer();
  /** Whether the pointer that was used last is a finger. */
  #coarse = false;

  constructor(
    readonly screen: Screen,
    readonly underlay: Underlay,
    readonly host: SurfaceHost,
    signal: AbortSignal,
  ) {
    const { index, frame } = screen.playback;
    const { release } = index;
    const shown = presentedSize(release);
    this.stage = {
      picture: index.sizeOf(frame),
      stretch: { x: shown.width / release.width, y: shown.height / release.height },
      width: 640,
      height: 360,
      ratio: globalThis.devicePixelRatio || 1,
    };
    this.view = whole(this.stage);
    this.#context = this.overlay.getContext("2d");
    this.minimap = new Minimap(([x, y]) => this.look({ ...this.view, x, y }), signal);
    this.root = h(
      "div",
      { class: "aw-surface" },
      screen.root,
      underlay.root,
      this.overlay,
      this.#moving.root,
      this.minimap.root,
    );
    this.#observe(signal);
    this.#listen(signal);
  }

  /** Pixels of the picture within which something is hit. */
  get reach(): Reach {
    const { stretch } = this.stage;
    const { zoom } = this.view;
    const reach = this.#coarse ? FINGER_REACH : REACH;
    const [x, y] = [1 / (zoom * stretch.x), 1 / (zoom * stretch.y)];
    return { x: reach * x, y: reach * y, pixel: (x + y) / 2 };
  }

  /** Another frame is looked at, whose picture may be of another size. */
  follow(frame: number): void {
    const picture = this.screen.playback.index.sizeOf(frame);
    const { width, height } = this.stage.picture;
    if (picture.width === width && picture.height === height) return;
    this.stage = { ...this.stage, picture };
    this.fit();
  }

  look(view: View): void {
    this.#fitted = false;
    this.view = clamp(this.stage, view);
    this.host.redraw();
  }

  fit(): void {
    this.#fitted = true;
    this.view = whole(this.stage);
    this.host.redraw();
  }

  zoom(factor: number, at: Vertex = [this.stage.width / 2, this.stage.height / 2]): void {
    this.look(zoomAt(this.stage, this.view, factor, at));
  }

  pan(right: number, down: number): void {
    this.look(pan(this.stage, this.view, right, down));
  }

  draw(scene: Scene): void {
    const { stage, view, overlay } = this;
    const [left, top] = toScreen(stage, view, [0, 0]);
    const { style } = this.screen.picture;
    const { stretch, ratio, picture } = stage;
    style.width = `${picture.width}px`;
    style.height = `${picture.height}px`;
    style.transform = `translate(${left}px, ${top}px) scale(${view.zoom * stretch.x}, ${view.zoom * stretch.y})`;
    style.imageRendering = view.zoom * ratio >= 2 ? "pixelated" : "auto";
    this.underlay.show(scene.values, stage, view);
    const [across, down] = [Math.round(stage.width * ratio), Math.round(stage.height * ratio)];
    if (overlay.width !== across || overlay.height !== down) {
      overlay.width = across;
      overlay.height = down;
      this.#moving.forget();
    }
    setAttribute(this.root, "data-view", `${view.zoom} ${view.x} ${view.y}`);
    this.minimap.draw(
      stage,
      view,
      this.underlay.picture,
      scene.colours.accent,
      this.underlay.painted,
    );
    if (!this.#context) return;
    this.#context.setTransform(across / stage.width, 0, 0, down / stage.height, 0, 0);
    this.#moving.draw(this.#context, scene);
  }

  cursor(name: string): void {
    this.overlay.style.cursor = this.grabbing || this.#panning ? "grab" : name;
  }

  #observe(signal: AbortSignal): void {
    const resize = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      if (width < 1 || height < 1) return;
      this.stage = { ...this.stage, width, height, ratio: globalThis.devicePixelRatio || 1 };
      this.view = this.#fitted ? whole(this.stage) : clamp(this.stage, this.view);
      this.host.laidOut();
    });
    resize.observe(this.root);
    // JupyterLab's windowed notebook detaches cells that are out of sight, and canvases lose their picture.
    const sight = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.#moving.forget();
      this.host.laidOut();
    });
    sight.observe(this.root);
    signal.addEventListener("abort", () => {
      resize.disconnect();
      sight.disconnect();
    });
  }

  touchOf(event: MouseEvent): Touch {
    const box = this.overlay.getBoundingClientRect();
    const screen: Vertex = [event.clientX - box.left, event.clientY - box.top];
    return {
      screen,
      at: toPicture(this.stage, this.view, screen),
      shift: event.shiftKey,
      ctrl: event.ctrlKey || event.metaKey,
      alt: event.altKey,
    };
  }

  #listen(signal: AbortSignal): void {
    const { overlay, host } = this;
    const on = <K extends keyof HTMLElementEventMap>(
      name: K,
      listener: (event: HTMLElementEventMap[K]) => void,
      options: AddEventListenerOptions = {},
    ) => overlay.addEventListener(name, listener, { signal, ...options });
    const fingers = this.#fingers;
    on("pointerdown", (event) => {
      this.#coarse = event.pointerType === "touch";
      if (event.pointerType === "pen") fingers.pen(true);
      if (!this.#coarse) return this.#down(event);
      host.focus();
      event.preventDefault();
      overlay.setPointerCapture(event.pointerId);
      fingers.down(event);
    });
    on("pointermove", (event) => {
      if (event.pointerType === "pen") fingers.pen(event.buttons !== 0);
      if (event.pointerType === "touch") fingers.move(event);
      else {
        this.#coarse = false;
        this.#move(event);
      }
    });
    on("pointerup", (event) => {
      if (event.pointerType === "pen") fingers.penUp();
      if (event.pointerType === "touch") fingers.up(event);
      else this.#up(event);
    });
    on("pointercancel", (event) => {
      if (event.pointerType === "pen") fingers.penUp();
      if (event.pointerType === "touch") fingers.cancel(event);
      else this.#cancel();
    });
    signal.addEventListener("abort", () => fingers.close());
    on("pointerleave", () => {
      if (this.#pressed === null && !this.#panning) host.leave(false);
    });
    on("dblclick", (event) => host.doubleClick(this.touchOf(event)));
    on("contextmenu", (event) => {
      event.preventDefault();
      // A finger that rests opens it by itself, everywhere after the same time.
      if (fingers.any) return;
      host.focus();
      host.menu(this.touchOf(event), { x: event.clientX, y: event.clientY });
    });
    on("wheel", (event) => this.#wheel(event), { passive: false });
    // The middle button would scroll the page.
    on("mousedown", (event) => {
      if (event.button === 1) event.preventDefault();
    });
  }

  // --- what fingers do ------------------------------------------------------------------------------

  begin(event: PointerEvent): void {
    this.#pressed = event.pointerId;
    this.host.move(this.touchOf(event), false);
    this.host.down(this.touchOf(event));
  }

  go(event: PointerEvent): void {
    this.#move(event);
  }

  end(event: PointerEvent): void {
    this.#up(event);
    this.host.leave(false);
  }

  drop(): void {
    this.#cancel();
  }

  pinch(factor: number, [x, y]: Vertex, [right, down]: Vertex): void {
    const box = this.overlay.getBoundingClientRect();
    const zoomed = zoomAt(this.stage, this.view, factor, [x - box.left, y - box.top]);
    this.look(pan(this.stage, zoomed, right, down));
  }

  rest(event: PointerEvent): void {
    this.host.menu(this.touchOf(event), { x: event.clientX, y: event.clientY });
  }

  // --- what mice and pens do ------------------------------------------------------------------------

  #down(event: PointerEvent): void {
    this.host.focus();
    const grabs = event.button === 1 || (event.button === 0 && this.grabbing);
    // A palm, or a second finger, does nothing while something is under way.
    if (this.#pressed !== null || this.#panning || (!grabs && event.button !== 0)) return;
    event.preventDefault();
    this.overlay.setPointerCapture(event.pointerId);
    if (grabs) {
      this.grabbed = true;
      this.#panning = { id: event.pointerId, at: [event.clientX, event.clientY] };
      this.cursor("grab");
      return;
    }
    this.#pressed = event.pointerId;
    this.host.down(this.touchOf(event));
  }

  #move(event: PointerEvent): void {
    if (this.#panning) {
      if (event.pointerId !== this.#panning.id) return;
      const [x, y] = this.#panning.at;
      this.#panning.at = [event.clientX, event.clientY];
      this.pan(event.clientX - x, event.clientY - y);
      return;
    }
    if (this.#pressed !== null && event.pointerId !== this.#pressed) return;
    const pressed = this.#pressed !== null;
    // Freehand lines are as fine as the pointer tells them.
    const all = pressed ? (event.getCoalescedEvents?.() ?? []) : [];
    for (const one of all.length ? all : [event]) this.host.move(this.touchOf(one), pressed);
  }

  #up(event: PointerEvent): void {
    if (this.#panning?.id === event.pointerId) {
      this.#panning = null;
      this.host.redraw();
      return;
    }
    if (this.#pressed !== event.pointerId) return;
    this.#pressed = null;
    this.host.up(this.touchOf(event));
  }

  #cancel(): void {
    this.#panning = null;
    if (this.#pressed === null) return;
    this.#pressed = null;
    this.host.leave(true);
  }

  #wheel(event: WheelEvent): void {
    if (!this.host.wheelIsOurs && !event.ctrlKey) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const by = Math.max(-240, Math.min(240, event.deltaY * lines));
    this.zoom(Math.exp(-by * 0.002), this.touchOf(event).screen);
  }
}
