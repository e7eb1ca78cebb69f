import { filmstripStep, pixelAt } from "../../ui/time_view";
import { presentedSize } from "../../video/draw_picture";
import type { Scene } from "../scene";
import { type Band, type Context, faint, ordinalsInView } from "./brush";

/** What of a scene a filmstrip needs. */
export type FilmScene = Pick<Scene, "view" | "index" | "extent" | "filmstrip" | "colours">;

/** The frames that the filmstrip shows of what is in view, with where each slot begins and ends. */
export function filmSlots(
  scene: FilmScene,
  band: Band,
): { ordinal: number; left: number; right: number }[] {
  const { view, index, extent } = scene;
  const step = filmstripStep(extent.frameTicks / view.ticksPerPixel, pictureWidth(scene, band));
  const [first, last] = ordinalsInView(scene);
  const slots: { ordinal: number; left: number; right: number }[] = [];
  for (let ordinal = first - (first % step); ordinal <= last; ordinal += step)
    slots.push({
      ordinal,
      left: pixelAt(view, index.ptsOf(ordinal)),
      right: pixelAt(view, index.ptsOf(Math.min(index.count, ordinal + step))),
    });
  return slots;
}

function pictureWidth({ index }: FilmScene, { top, bottom }: Band): number {
  const { width, height } = presentedSize(index.release);
  const aspect = width / Math.max(1, height);
  return (bottom - top) * Math.min(4, Math.max(0.4, aspect));
}

/** The filmstrip; where a picture is still on its way, the nearest one stands there, paler. */
export function drawFilm(context: Context, scene: FilmScene, band: Band): void {
  const { view, filmstrip, colours } = scene;
  const { top, bottom } = band;
  const height = bottom - top;
  context.fillStyle = colours.film;
  context.fillRect(0, top, view.width, height);
  for (const { ordinal, left, right } of filmSlots(scene, band)) {
    const exact = filmstrip.at(ordinal);
    const image = exact ?? filmstrip.nearest(ordinal)?.image;
    const slot = right - left;
    if (image && image.height > 0) {
      const width = (height * image.width) / image.height;
      // The middle of a picture tells most: crop both sides alike. Where frames are wide, leave film around it.
      const shown = Math.min(width, slot);
      const crop = ((width - shown) / 2 / width) * image.width;
      const at = left + Math.max(0, (slot - width) / 2);
      faint(context, exact ? 1 : 0.45, () =>
        context.drawImage(
          image,
          crop,
          0,
          image.width - 2 * crop,
          image.height,
          at,
          top,
          shown,
          height,
        ),
      );
    }
    context.fillStyle = "rgba(0, 0, 0, 0.45)";
    context.fillRect(Math.round(left), top, 1, height);
  }
}
