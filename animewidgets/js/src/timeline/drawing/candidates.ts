import { pixelAt } from "../../ui/time_view";
import type { LayerShown, Scene } from "../scene";
import { within } from "../scene";
import { type Band, type Context, dashed, faint, line, ordinalsInView } from "./brush";

/**
 * One layer's candidates: a diamond for a hard cut, a lens over the mixed frames for a gradual one, paler
 * where the score is low; a dashed line leads down through the film.
 */
export function drawLayer(
  context: Context,
  scene: Scene,
  layer: LayerShown,
  band: Band,
  over: Band,
): void {
  const { view, index, frame, colours } = scene;
  const [first, last] = ordinalsInView(scene);
  const middle = (band.top + band.bottom) / 2;
  context.fillStyle = colours.surface2;
  context.fillRect(0, band.top, view.width, band.bottom - band.top);
  const shown = within(layer.proposals, first, last, (one) => one.ordinal);
  const dense = shown.length > view.width / 8;
  context.strokeStyle = layer.colour;
  context.fillStyle = layer.colour;
  for (const { ordinal, score, transition } of shown) {
    const x = Math.round(pixelAt(view, index.ptsOf(ordinal))) + 0.5;
    const here = ordinal === frame;
    const size = here ? 6.5 : 4.5;
    faint(context, here ? 1 : 0.45 + 0.55 * Math.min(1, Math.max(0, score)), () => {
      if (transition) {
        const left = pixelAt(view, index.ptsOf(transition.from));
        const right = Math.max(left + 2, pixelAt(view, index.ptsOf(transition.until)));
        context.fillRect(left, middle - 1, right - left, 3);
      }
      context.lineWidth = here ? 2 : 1.25;
      context.beginPath();
      context.moveTo(x, middle - size);
      context.lineTo(x + size, middle);
      context.lineTo(x, middle + size);
      context.lineTo(x - size, middle);
      context.closePath();
      if (here) context.fill();
      context.stroke();
      context.lineWidth = 1;
      if (!dense || here) dashed(context, [2, 3], () => line(context, x, over.top, over.bottom));
    });
  }
}
