import type { FrameIndex } from "../video/frame_index";

/** Ticks as `h:mm:ss.mmm`, rounded as `animewidgets.timebase.clock` rounds (halves up). */
export function clock(ticks: number, timeBase: readonly [number, number]): string {
  const total = milliseconds(Math.abs(ticks), timeBase);
  const sign = ticks < 0 && total > 0 ? "-" : "";
  const ms = total % 1000;
  const s = Math.floor(total / 1000);
  return `${sign}${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}.${`${ms}`.padStart(3, "0")}`;
}

/** A length of time in seconds, short: `0.54 s`, `12.5 s`, `1:02.5`. */
export function shortLength(ticks: number, timeBase: readonly [number, number]): string {
  const ms = milliseconds(ticks, timeBase);
  if (ms < 10_000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const s = Math.floor(ms / 1000);
  return `${Math.floor(s / 60)}:${two(s % 60)}.${Math.floor((ms % 1000) / 100)}`;
}

function milliseconds(ticks: number, [numerator, denominator]: readonly [number, number]): number {
  const [n, d] = [BigInt(ticks) * BigInt(numerator) * 1000n, BigInt(denominator)];
  return Number((2n * n + d) / (2n * d));
}

const two = (n: number) => `${n}`.padStart(2, "0");

export type Place = { frame: number } | { seconds: number };

/** Read what a person typed: `123` is a frame, `62.5`, `1:02.5` and `0:01:02.500` are times. */
export function parsePlace(text: string): Place | null {
  const typed = text.trim().replace(",", ".");
  if (/^\d{1,9}$/.test(typed)) return { frame: Number(typed) };
  const parts = typed.match(/^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,5}(?:\.\d*)?)\s*s?$/);
  if (!parts) return null;
  const [, hours = "0", minutes = "0", seconds = "0"] = parts;
  if (parts[2] !== undefined && Number(seconds) >= 60) return null;
  if (parts[1] !== undefined && Number(minutes) >= 60) return null;
  return { seconds: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) };
}

/**
 * The frame at a place, or `null` outside the release. Half a millisecond is added to a time, so
 * that the time that {@link clock} shows for a frame leads back to that frame.
 */
export function frameAt(place: Place, index: FrameIndex): number | null {
  if ("frame" in place) return place.frame < index.count ? place.frame : null;
  const [numerator, denominator] = index.release.time_base;
  const ticks = ((place.seconds + 0.0005) * denominator) / numerator;
  if (ticks < index.ptsOf(0) || ticks >= index.release.end_pts + denominator / numerator)
    return null;
  return index.ordinalAt(ticks);
}
