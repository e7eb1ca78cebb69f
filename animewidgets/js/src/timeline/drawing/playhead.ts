import { pixelAt } from "../../ui/time_view";
import type { Scene } from "../scene";
import { type Band, type Context, dashed, faint, line, plate } from "./brush";

/** The frame under the pointer, and what a dragged boundary has caught on. */
export function drawHover(context: Context, scene: Scene, all: Band): void {
  const { view, index, hover, snapped, colours, frame } = scene;
  if (snapped !== null) {
    const x = Math.round(pixelAt(view, snapped)) + 0.5;
    context.strokeStyle = colours.accent;
    context.lineWidth = 1.5;
    dashed(context, [4, 3], () => line(context, x, all.top, all.bottom));
  }
  if (hover === null || hover === frame) return;
  const x = Math.round(pixelAt(view, index.ptsOf(hover))) + 0.5;
  context.strokeStyle = colours.text2;
  context.lineWidth = 1;
  faint(context, 0.6, () => line(context, x, all.top, all.bottom));
  const look = { fill: colours.surface, ink: colours.text, rim: colours.border };
  plate(context, view, colours, { x, top: 3 }, `${hover}`, look);
}

export function drawPlayhead(context: Context, scene: Scene, all: Band): void {
  const { view, index, frame, colours } = scene;
  const left = pixelAt(view, index.ptsOf(frame));
  const right = pixelAt(view, index.ptsOf(frame + 1));
  if (right < -8 || left > view.width + 8) return;
  const x = Math.round(left) + 0.5;
  if (right - left >= 3) {
    context.fillStyle = colours.playhead;
    faint(context, 0.16, () => context.fillRect(x, all.top, right - left, all.bottom - all.top));
  }
  context.strokeStyle = colours.playhead;
  context.lineWidth = 1.5;
  line(context, x, all.top, all.bottom);
  const look = { fill: colours.playhead, ink: "#ffffff", rim: colours.playhead };
  plate(context, view, colours, { x, top: 3 }, `${frame}`, look);
}

/** What would be played or made: the span between the in mark and the playhead. */
export function drawPending(context: Context, scene: Scene, band: Band): void {
  const { view, index, pendingIn, frame, colours } = scene;
  if (pendingIn === null) return;
  const a = pixelAt(view, index.ptsOf(Math.min(pendingIn, frame)));
  const b = pixelAt(view, index.ptsOf(Math.max(pendingIn, frame + 1)));
  context.fillStyle = colours.accent;
  faint(context, 0.3, () => context.fillRect(a, band.top + 2, b - a, band.bottom - band.top - 4));
  context.strokeStyle = colours.accent;
  context.lineWidth = 1.5;
  line(context, Math.round(pixelAt(view, index.ptsOf(pendingIn))) + 0.5, band.top, band.bottom);
}
