import type { Colours } from "../ui/colours";
import { SharpCanvas } from "../ui/sharp_canvas";
import type { FrameList } from "../video/frame_list";
import type { Figures } from "./figures";

const HEIGHT = 5;

/** Where along the release there are shapes, and below them proposals: ticks under the frame slider. */
export class FrameMarks {
  readonly #canvas = new SharpCanvas("aw-frame-marks", HEIGHT);
  /** Of what was drawn last: nothing is drawn again while it looks the same. */
  #drawn: readonly unknown[] = [];

  get root(): HTMLElement {
    return this.#canvas.root;
  }

  draw(
    figures: Figures,
    frames: FrameList,
    colours: Colours,
    proposed: readonly number[] = [],
  ): void {
    const width = this.root.clientWidth;
    const drawn = [figures, frames, colours, width, proposed];
    if (drawn.every((one, n) => one === this.#drawn[n])) return;
    this.#drawn = drawn;
    const context = width ? this.#canvas.begin(width) : null;
    if (!context) return;
    context.fillStyle = colours.surface2;
    context.fillRect(0, 0, width, HEIGHT);
    const step = width / Math.max(1, frames.count - 1);
    const ticks = (ordinals: readonly number[], colour: string, height: number) => {
      context.fillStyle = colour;
      let last = -1;
      for (const frame of ordinals) {
        if (!frames.has(frame)) continue;
        const at = Math.round(frames.positionOf(frame) * step);
        if (at !== last)
          context.fillRect(at - 1, HEIGHT - height, Math.max(2, Math.min(step, 6)), height);
        last = at;
      }
    };
    ticks(figures.frames, colours.accent, HEIGHT);
    ticks(proposed, colours.candidate, 2);
  }
}
