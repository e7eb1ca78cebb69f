import type { StripTiles } from "./strip_tiles";

/** Milliseconds that are listened to on either side of a place: two periods of a low voice. */
const WINDOW_MS = 24;
/** By how many decibels it must get louder or quieter there. */
const LEAST_DB = 10;
/** Quieter than this, of a full-scale sound, is silence. */
const FLOOR = 0.004;
/** Coarser columns than this, in milliseconds, do not tell where a sound begins. */
const COARSEST_MS = 8;

/** What edges are looked for in; the waveform's strip is one. */
export type Columns = Pick<StripTiles, "between" | "columnTicks" | "levelFor" | "origin" | "kind">;

/**
 * Ticks at which a sound begins or ends, within `reach` ticks of a place: where the loudness of the waveform
 * changes most, by ten decibels at least. Empty where the view is too coarse to tell, or nothing is known yet.
 */
export function soundEdges(
  strip: Columns,
  tick: number,
  reach: number,
  ticksPerPixel: number,
): number[] {
  const level = strip.levelFor(ticksPerPixel);
  const column = strip.columnTicks(level);
  const columnMs = (strip.kind.columnUs / 1000) * (column / strip.columnTicks(0));
  if (columnMs > COARSEST_MS) return [];
  const width = Math.max(2, Math.round(WINDOW_MS / columnMs));
  const first = Math.floor((tick - reach - strip.origin) / column) - width;
  const stop = Math.ceil((tick + reach - strip.origin) / column) + width + 1;
  const loudness = loudnessOf(strip, level, first, stop);
  if (!loudness) return [];
  const steps = new Float64Array(loudness.length);
  for (let at = width; at + width <= loudness.length; at++)
    steps[at] = Math.abs(decibels(loudness, at, width));
  const found: number[] = [];
  for (let at = width; at + width <= loudness.length; at++) {
    const step = steps[at] as number;
    if (step < LEAST_DB || !isPeak(steps, at, width)) continue;
    const place = Math.round(strip.origin + (first + at) * column);
    if (Math.abs(place - tick) <= reach) found.push(place);
  }
  return found;
}

/** How much louder it is after a column than before it. */
function decibels(loudness: Float64Array, at: number, width: number): number {
  let [before, after] = [0, 0];
  for (let n = 0; n < width; n++) {
    before += loudness[at - 1 - n] as number;
    after += loudness[at + n] as number;
  }
  return 20 * Math.log10((after / width + FLOOR) / (before / width + FLOOR));
}

/** Whether nothing within a window's length is a larger step; of equal ones the first. */
function isPeak(steps: Float64Array, at: number, width: number): boolean {
  const own = steps[at] as number;
  for (let n = Math.max(0, at - width); n <= Math.min(steps.length - 1, at + width); n++) {
    const other = steps[n] as number;
    if (other > own || (other === own && n < at)) return false;
  }
  return true;
}

/** The largest amplitude of each column, 0 to 1; `null` where some are not known. */
function loudnessOf(
  strip: Columns,
  level: number,
  first: number,
  stop: number,
): Float64Array | null {
  const column = strip.columnTicks(level);
  const found = new Float64Array(stop - first);
  const [from, until] = [strip.origin + first * column, strip.origin + stop * column];
  for (const { tile, first: begin, stop: end } of strip.between(from, until, level)) {
    if (tile.level !== level) return null;
    for (let n = begin; n < end; n++) {
      const at = tile.number * strip.kind.tile + n - first;
      if (at < 0 || at >= found.length) continue;
      const [low, high] = [tile.data[2 * n] ?? 1, tile.data[2 * n + 1] ?? -1];
      if (low > high) return null;
      found[at] = (Math.max(Math.abs(low), Math.abs(high)) / 127) ** 2;
    }
  }
  // Before the first picture and after the last one nothing is heard.
  return found;
}
