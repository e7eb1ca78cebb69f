import { drawPicture, presentedSize } from "./draw_picture";
import type { Playback } from "./playback";

/** The picture on the page; one per view. `root` carries data-frame, data-pts, data-decoder, data-state. */
export class Screen {
  readonly root: HTMLElement;
  #canvas: HTMLCanvasElement;
  #badge: HTMLElement;
  #error: HTMLElement;
  #drawn: string | undefined;
  #stops: (() => void)[] = [];

  constructor(readonly playback: Playback) {
    const { release } = playback.index;
    this.root = element("div", "aw-screen");
    this.root.setAttribute("role", "img");
    this.#canvas = document.createElement("canvas");
    this.#canvas.className = "aw-screen-canvas";
    this.#canvas.width = release.width;
    this.#canvas.height = release.height;
    const shape = presentedSize(release);
    this.#canvas.style.aspectRatio = `${shape.width} / ${shape.height}`;
    this.#badge = element("span", "aw-screen-approximate");
    this.#badge.textContent = "≈";
    this.#badge.title = "The nearest small picture, until the exact one is decoded";
    this.#error = element("p", "aw-screen-error");
    this.#error.setAttribute("role", "alert");
    this.root.append(this.#canvas, this.#badge, this.#error);

    this.#stops.push(playback.onChange(() => this.#draw()));
    this.#observe();
    this.#draw();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.root.remove();
  }

  /** JupyterLab's windowed notebook can blank a canvas that left the view: draw it again. */
  #observe(): void {
    const again = () => {
      this.#drawn = undefined;
      this.#draw();
    };
    const resize = new ResizeObserver(again);
    const intersection = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) again();
    });
    resize.observe(this.root);
    intersection.observe(this.root);
    this.#stops.push(
      () => resize.disconnect(),
      () => intersection.disconnect(),
    );
  }

  #draw(): void {
    const { playback } = this;
    const { frame, state, decoder, index, approximate, error } = playback;
    const picture = playback.shown;
    if (picture) {
      const drawing = `${picture.ordinal} ${approximate} ${decoder}`;
      if (drawing !== this.#drawn) {
        drawPicture(this.#canvas, picture);
        this.#drawn = drawing;
      }
    }
    this.#badge.hidden = !approximate;
    this.#error.hidden = !error;
    this.#error.textContent = error?.message ?? "";
    this.root.setAttribute("aria-label", `Frame ${frame} of ${index.release.name}`);
    this.root.setAttribute("aria-busy", String(state === "seeking"));
    const { dataset } = this.root;
    dataset.frame = String(frame);
    dataset.pts = String(index.ptsOf(frame));
    dataset.decoder = decoder;
    // Last: who waits for "ready" finds everything else in place.
    dataset.state = state;
  }
}

function element(tag: string, className: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}
