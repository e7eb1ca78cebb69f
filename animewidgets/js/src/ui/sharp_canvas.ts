import { h } from "../core/dom";

/** A canvas that is as sharp as the screen; drawing is in CSS pixels. */
export class SharpCanvas {
  readonly root: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D | null;
  width = 0;
  #height = 0;

  constructor(name: string, height: number) {
    this.root = h("canvas", { class: name, "aria-hidden": "true" });
    this.height = height;
    this.context = this.root.getContext("2d", { alpha: false });
  }

  /** CSS pixels. */
  get height(): number {
    return this.#height;
  }

  set height(height: number) {
    if (height === this.#height) return;
    this.#height = height;
    this.root.style.height = `${height}px`;
  }

  /** Tell the width whenever it changes, and ask to draw again whenever the page may have blanked us. */
  observe(resized: (width: number) => void, redraw: () => void, signal: AbortSignal): void {
    const resize = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      if (width > 0) resized(width);
    });
    resize.observe(this.root);
    // JupyterLab's windowed notebook detaches cells that are out of sight, and canvases lose their picture.
    const seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) redraw();
    });
    seen.observe(this.root);
    signal.addEventListener("abort", () => {
      resize.disconnect();
      seen.disconnect();
    });
  }

  /** The context, scaled to the screen's pixels; `null` while there is nothing to draw on. */
  begin(width: number): CanvasRenderingContext2D | null {
    const ratio = globalThis.devicePixelRatio || 1;
    const [across, down] = [Math.round(width * ratio), Math.round(this.height * ratio)];
    if (this.root.width !== across || this.root.height !== down) {
      this.root.width = across;
      this.root.height = down;
    }
    this.width = width;
    this.context?.setTransform(across / width, 0, 0, down / this.height, 0, 0);
    return this.context;
  }
}
