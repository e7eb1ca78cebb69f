import { tickAt } from "../../ui/time_view";
import { type LanesScene, middleOf, ROW, RULER } from "./draw_lanes";
import type { LaneMark, LaneRow } from "./lane_row";

/** CSS pixels within which a mark is hit. */
const REACH = 7;

export interface LaneHit {
  /** The frame at that place. */
  readonly ordinal: number;
  /** `null` on the ruler and below the rows. */
  readonly row: LaneRow | null;
  readonly mark: LaneMark | null;
}

/** What lies at a place of the axis, in CSS pixels. */
export function hitLanes(scene: LanesScene, x: number, y: number): LaneHit {
  const { view, index, rows, scrolled } = scene;
  const ordinal = index.ordinalAt(Math.floor(tickAt(view, x)));
  const row = y < RULER ? undefined : rows[Math.floor((y - RULER + scrolled) / ROW)];
  if (!row) return { ordinal, row: null, mark: null };
  let [mark, least] = [null as LaneMark | null, REACH];
  for (const one of row.marks) {
    const away = Math.abs(middleOf(scene, one.at) - x);
    if (away <= least) [mark, least] = [one, away];
  }
  return { ordinal, row, mark };
}
