/** The person's own frame with the label's shape on it, as the canvas draws it; zoomed and panned by the pointer. */

import { drawScene } from "../../canvas/drawing";
import type { Figure } from "../../canvas/figures";
import { MaskLayer } from "../../canvas/masks/layer";
import type { Scene } from "../../canvas/scene";
import {
  type Stage as Place,
  pan,
  show as showBox,
  toScreen,
  type View,
  whole,
  zoomAt,
} from "../../canvas/view";
import { h, oncePerFrame, setAttribute, setText } from "../../core/dom";
import type { SettingsValues } from "../../core/settings";
import type { Category } from "../../core/wire";
import { type Colours, onThemeChange, readColours } from "../../ui/colours";

export interface Shown {
  readonly picture: ImageBitmap;
  /** Width of a pixel over its height, when shown. */
  readonly aspect: number;
  readonly figures: readonly Figure[];
  readonly categories: ReadonlyMap<string, Category>;
  /** Stands for the frame and label: the view stays while it does. */
  readonly key: string;
}

export class ReviewStage {
  readonly root = h("div", { class: "aw-p-stage", "data-shown": "" });
  readonly #canvas = h("canvas", { class: "aw-p-canvas", role: "img" });
  readonly #message = h("p", { class: "aw-p-message" });
  readonly #context = this.#canvas.getContext("2d");
  readonly #draw: () => void;
  #masks = new MaskLayer();
  #shown: Shown | null = null;
  #view: View | null = null;
  #zoomed = false;
  #hidden = false;
  #colours: Colours | null = null;
  #size = { width: 0, height: 0 };

  constructor(
    readonly editor: HTMLElement,
    readonly settings: () => SettingsValues,
    signal: AbortSignal,
  ) {
    this.root.append(this.#canvas, this.#message);
    this.#draw = oncePerFrame(() => this.#paint(), signal);
    const resized = new ResizeObserver(([entry]) => {
      const box = entry?.contentRect;
      if (!box?.width) return;
      this.#size = { width: box.width, height: box.height };
      this.#view = null;
      this.#draw();
    });
    resized.observe(this.root);
    const seen = new IntersectionObserver(() => this.#draw());
    seen.observe(this.root);
    signal.addEventListener("abort", () => {
      resized.disconnect();
      seen.disconnect();
    });
    onThemeChange(() => {
      this.#colours = null;
      this.#draw();
    }, signal);
    this.#listen(signal);
  }

  /** Show a frame; or, without one, say why there is none. */
  show(shown: Shown | null, message = "", name = ""): void {
    if (shown?.key !== this.#shown?.key) {
      this.#masks = new MaskLayer();
      if (shown?.picture.width !== this.#shown?.picture.width || this.#zoomed) this.#view = null;
    }
    this.#shown = shown;
    setAttribute(this.#canvas, "hidden", !shown);
    setAttribute(this.#canvas, "aria-label", name || null);
    setAttribute(this.#message, "hidden", !message);
    setText(this.#message, message);
    setAttribute(this.root, "data-shown", shown?.key ?? "");
    setAttribute(this.root, "data-figures", shown?.figures.length ?? 0);
    this.#draw();
  }

  /** Zoom to the shape, or show all of the picture. */
  toggleZoom(): boolean {
    if (!this.#shown?.figures.length && !this.#zoomed) return false;
    this.#zoomed = !this.#zoomed;
    this.#view = null;
    this.#draw();
    return true;
  }

  toggleShape(): boolean {
    this.#hidden = !this.#hidden;
    this.#draw();
    return this.#hidden;
  }

  #placeOf({ picture, aspect }: Shown): Place {
    return {
      picture: { width: picture.width, height: picture.height },
      stretch: aspect >= 1 ? { x: aspect, y: 1 } : { x: 1, y: 1 / aspect },
      ...this.#size,
      ratio: globalThis.devicePixelRatio || 1,
    };
  }

  #paint(): void {
    const { width, height } = this.#size;
    const context = this.#context;
    if (!context || !width || !height) return;
    const ratio = globalThis.devicePixelRatio || 1;
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width !== across || this.#canvas.height !== down) {
      this.#canvas.width = across;
      this.#canvas.height = down;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const shown = this.#shown;
    if (!shown) return;
    const stage = this.#placeOf(shown);
    this.#view ??= this.#firstView(stage, shown);
    const view = this.#view;
    const scene = this.#scene(stage, view, shown);
    // What lies over the picture clears its canvas first: the picture is laid below afterwards.
    drawScene(context, scene);
    const [left, top] = toScreen(stage, view, [0, 0]);
    const [right, bottom] = toScreen(stage, view, [stage.picture.width, stage.picture.height]);
    context.globalCompositeOperation = "destination-over";
    context.imageSmoothingEnabled = view.zoom * ratio < 4;
    context.drawImage(shown.picture, left, top, right - left, bottom - top);
    context.globalCompositeOperation = "source-over";
    setAttribute(this.root, "data-view", `${view.zoom} ${view.x} ${view.y}`);
  }

  #firstView(stage: Place, { figures }: Shown): View {
    const extent = figures[0]?.extent;
    return this.#zoomed && extent ? showBox(stage, extent) : whole(stage);
  }

  #scene(stage: Place, view: View, { figures, categories }: Shown): Scene {
    this.#colours ??= readColours(this.editor);
    return {
      stage,
      view,
      figures: this.#hidden ? [] : figures,
      proposed: [],
      selected: new Set(),
      locked: new Set(),
      categories,
      category: null,
      draft: null,
      spot: null,
      hover: figures[0]?.id ?? null,
      cross: null,
      colours: this.#colours,
      values: this.settings(),
      caught: null,
      turns: false,
      masks: this.#masks,
    };
  }

  #listen(signal: AbortSignal): void {
    const at = (event: MouseEvent): [number, number] => {
      const box = this.root.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    this.root.addEventListener(
      "wheel",
      (event) => {
        // Without a modifier the page goes on scrolling.
        if (!this.#shown || !this.#view || !(event.ctrlKey || event.metaKey || event.altKey))
          return;
        event.preventDefault();
        const factor = 1.0015 ** -event.deltaY;
        this.#view = zoomAt(this.#placeOf(this.#shown), this.#view, factor, at(event));
        this.#draw();
      },
      { signal, passive: false },
    );
    this.root.addEventListener(
      "pointerdown",
      (event) => {
        if (event.button > 1 || !this.#shown) return;
        this.root.setPointerCapture(event.pointerId);
        event.preventDefault();
      },
      { signal },
    );
    this.root.addEventListener(
      "pointermove",
      (event) => {
        if (!this.root.hasPointerCapture(event.pointerId) || !this.#shown || !this.#view) return;
        const { movementX, movementY } = event;
        this.#view = pan(this.#placeOf(this.#shown), this.#view, movementX, movementY);
        this.#draw();
      },
      { signal },
    );
    this.root.addEventListener(
      "dblclick",
      () => {
        this.#zoomed = false;
        this.#view = null;
        this.#draw();
      },
      { signal },
    );
  }
}
