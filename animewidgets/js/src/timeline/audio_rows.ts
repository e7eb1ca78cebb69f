import { type AudioLane, MOST_ROWS } from "./audio_events";
import type { Band } from "./drawing/brush";

/** How many rows of a lane are drawn. */
export const rowsShown = ({ depth }: Pick<AudioLane, "depth">): number =>
  Math.min(MOST_ROWS, Math.max(1, depth));

/** The heights of a lane by the rows that it shows, in CSS pixels: the more, the lower each. */
const HEIGHTS = [22, 22, 34, 46, 58];
export const FOLDED_HEIGHT = 14;

export const laneHeight = (lane: Pick<AudioLane, "depth">, folded: boolean): number =>
  folded ? FOLDED_HEIGHT : (HEIGHTS[rowsShown(lane)] as number);

/** Where a row of a lane is drawn on its strip; rows that are not shown lie on the last. Folded, all lie on one. */
export function rowBand(strip: Band, lane: AudioLane, row: number): Band {
  const { top, bottom } = strip;
  const rows = isFolded(strip) ? 1 : rowsShown(lane);
  const each = (bottom - top) / rows;
  const at = Math.min(rows - 1, row);
  return { top: top + at * each, bottom: top + (at + 1) * each };
}

/** The row of a lane at a height of its strip; `null` where all lie on one. */
export function rowAt(strip: Band, lane: AudioLane, y: number): number | null {
  if (isFolded(strip)) return null;
  const rows = rowsShown(lane);
  const at = Math.floor(((y - strip.top) / (strip.bottom - strip.top)) * rows);
  return Math.min(rows - 1, Math.max(0, at));
}

export const isFolded = ({ top, bottom }: Band): boolean => bottom - top <= FOLDED_HEIGHT;
