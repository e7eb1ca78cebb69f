import type { FrameIndex } from "./frame_index";

/** The ordinal of a half-open span's end: one past the last frame for the end of the release. */
export const endOrdinal = (index: FrameIndex, pts: number): number =>
  pts >= index.release.end_pts ? index.count : index.ordinalAt(pts);

/** The first frame that is not before a tick: where a time between two frames takes effect on the screen. */
export function frameFrom(index: FrameIndex, pts: number): number {
  const at = index.ordinalAt(pts);
  return index.ptsOf(at) < pts ? at + 1 : at;
}

/** The border between frames that lies nearest to a tick, the end of the release included. */
export function nearestBorder(index: FrameIndex, pts: number): number {
  const before = index.ordinalAt(pts);
  return index.ptsOf(before + 1) - pts < pts - index.ptsOf(before) ? before + 1 : before;
}

/** The nearest whole number of ticks of a length of time. */
export function ticksOf(index: FrameIndex, milliseconds: number): number {
  const [numerator, denominator] = index.release.time_base;
  return Math.round((milliseconds * denominator) / (1000 * numerator));
}

/** The frames of a half-open span, in words: `frame 7`, `frames 7 to 9`. */
export const framesInWords = (first: number, end: number): string =>
  end - first === 1 ? `frame ${first}` : `frames ${first} to ${end - 1}`;
