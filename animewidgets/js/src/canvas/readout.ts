import { h, setText } from "../core/dom";
import type { Category } from "../core/wire";
import { categoryLabel } from "../ui/colours";
import { type Figure, type Figures, isTurned } from "./figures";
import type { Box, Vertex } from "./geometry";
import { colourOf } from "./pens";

const plain = (value: number) => String(Math.round(value * 10) / 10);

/** The end of the status line: the category of the next shape, and where the pointer is in the picture. */
export class Readout {
  readonly root: HTMLElement;
  #swatch = h("i", { class: "aw-swatch" });
  #next = h("span", {});
  #place = h("span", { class: "aw-place" });

  constructor() {
    this.root = h(
      "span",
      { class: "aw-readout" },
      this.#place,
      h("span", { class: "aw-next" }, "Next: ", this.#swatch, this.#next),
    );
  }

  show(next: Category | null, at: Vertex | null): void {
    setText(this.#place, at ? `x ${at[0].toFixed(1)}  y ${at[1].toFixed(1)}` : "");
    setText(this.#next, next ? categoryLabel(next) : "no category");
    this.#swatch.style.background = next ? colourOf(next) : "transparent";
  }
}

const ON_FRAME = {
  key: "key",
  linear: "on the way between keys",
  hold: "held",
  ghost: "not in the picture",
} as const;

/** What is selected, or what there is on a frame, in words. */
export function inWords(selected: readonly Figure[], figures: Figures, frame: number): string {
  const [one] = selected;
  if (one && selected.length === 1) {
    const { x, y, width, height } = one.extent;
    const box = one.kind === "box" && isTurned(one) ? (one.shape as Box) : null;
    const turned = box ? `, turned ${box.rotation}°` : "";
    const [across, down] = box ? [box.width, box.height] : [width, height];
    const pixels = one.kind === "mask" ? ` · ${one.area.toLocaleString("en")} px` : "";
    const size =
      one.kind === "point" ? "" : ` · ${plain(across)} × ${plain(down)}${turned}${pixels}`;
    const on = one.track
      ? ` · ${ON_FRAME[one.track.source]}${one.track.occluded ? ", covered" : ""}`
      : "";
    return `${one.kind} at ${plain(x)}, ${plain(y)}${size}${on}`;
  }
  if (one) return `${selected.length} selected`;
  const count = figures.on(frame).length;
  return `${count || "No"} ${count === 1 ? "shape" : "shapes"} on this frame · ${figures.all.length} in all`;
}
