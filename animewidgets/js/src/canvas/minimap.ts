import { h, setAttribute } from "../core/dom";
import type { Vertex } from "./geometry";
import { isPart, type Stage, seen, type View } from "./view";

/** The longer side, in CSS pixels. */
const SIZE = 168;

/** The whole picture small, with what is seen of it; a press looks there. */
export class Minimap {
  readonly root = h("canvas", { class: "aw-minimap", "aria-hidden": "true" });
  #pressed = false;
  #drawn = "";
  #size = { width: SIZE, height: SIZE };

  constructor(look: (at: Vertex) => void, signal: AbortSignal) {
    const press = (event: PointerEvent) => {
      event.stopPropagation();
      if (event.type === "pointerdown") {
        this.#pressed = true;
        this.root.setPointerCapture(event.pointerId);
      }
      if (event.type === "pointerup") this.#pressed = false;
      if (!this.#pressed) return;
      const { width, height } = this.#picture;
      const at: Vertex = [
        (event.offsetX / this.#size.width) * width,
        (event.offsetY / this.#size.height) * height,
      ];
      look(at);
    };
    for (const name of ["pointerdown", "pointermove", "pointerup"] as const)
      this.root.addEventListener(name, press, { signal });
  }
  #picture = { width: 1, height: 1 };

  /** `painted` tells one picture of the source from another. */
  draw(stage: Stage, view: View, source: HTMLCanvasElement, accent: string, painted: string): void {
    const shown = isPart(stage, view) && stage.width > 3 * SIZE;
    setAttribute(this.root, "hidden", !shown);
    const drawn = `${painted} ${view.zoom} ${view.x} ${view.y} ${stage.width} ${stage.height} ${stage.ratio} ${accent}`;
    if (!shown || drawn === this.#drawn) {
      if (!shown) this.#drawn = "";
      return;
    }
    this.#drawn = drawn;
    const { picture, stretch, ratio } = stage;
    this.#picture = picture;
    const [across, down] = [picture.width * stretch.x, picture.height * stretch.y];
    const scale = SIZE / Math.max(across, down);
    const [width, height] = [Math.round(across * scale), Math.round(down * scale)];
    this.#size = { width, height };
    this.root.style.width = `${width}px`;
    this.root.style.height = `${height}px`;
    this.root.width = Math.round(width * ratio);
    this.root.height = Math.round(height * ratio);
    const context = this.root.getContext("2d");
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.drawImage(source, 0, 0, width, height);
    const area = seen(stage, view);
    const [x, y] = [(area.x / picture.width) * width, (area.y / picture.height) * height];
    const [right, bottom] = [
      ((area.x + area.width) / picture.width) * width,
      ((area.y + area.height) / picture.height) * height,
    ];
    context.lineWidth = 4;
    context.strokeStyle = "rgb(0 0 0 / 60%)";
    context.strokeRect(x, y, right - x, bottom - y);
    context.lineWidth = 2;
    context.strokeStyle = accent;
    context.strokeRect(x, y, right - x, bottom - y);
  }
}
