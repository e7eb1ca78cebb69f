import type { Colours } from "../ui/colours";
import { SharpCanvas } from "../ui/sharp_canvas";
import type { FrameList } from "../video/frame_list";
import type { Figures } from "./figures";

const HEIGHT = 5;

/** Where along the release there are shapes: ticks under the frame slider. */
export class FrameMarks {
  readonly #canvas = new SharpCanvas("aw-frame-marks", HEIGHT);
  /** Of what was drawn last: nothing is drawn again while it looks the same. */
  #drawn: readonly unknown[] = [];

  get root(): HTMLElement {
    return this.#canvas.root;
  }

  draw(figures: Figures, frames: FrameList, colours: Colours): void {
    const width = this.root.clientWidth;
    const drawn = [figures, frames, colours, width];
    if (drawn.every((one, n) => one === this.#drawn[n])) return;
    this.#drawn = drawn;
    const context = width ? this.#canvas.begin(width) : null;
    if (!context) return;
    context.fillStyle = colours.surface2;
    context.fillRect(0, 0, width, HEIGHT);
    context.fillStyle = colours.accent;
    const step = width / Math.max(1, frames.count - 1);
    let last = -1;
    for (const frame of figures.frames) {
      if (!frames.has(frame)) continue;
      const at = Math.round(frames.positionOf(frame) * step);
      if (at !== last) context.fillRect(at - 1, 0, Math.max(2, Math.min(step, 6)), HEIGHT);
      last = at;
    }
  }
}
