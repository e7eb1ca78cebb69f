import type { FrameIndex } from "../video/frame_index";
import { lowerBound } from "./scene";

/** How late somebody's key comes after what they saw or heard, on the clock of the wall. */
export interface Lag {
  /** The median, in milliseconds. */
  readonly ms: number;
  /** How far presses usually lie from it: the scaled median deviation, comparable to a standard deviation. */
  readonly spread: number;
  /** How many presses it rests on, outliers left out. */
  readonly count: number;
}

/** A mark made while playing, and the place that the person moved it to afterwards. */
export interface Correction {
  /** Seconds of the release at which the key came, before any correction by a known lag. */
  readonly pressed: number;
  /** Seconds at which the mark stands now. */
  readonly corrected: number;
  /** Of playing, 1 for normal: at half the speed, half as much of the release passes meanwhile. */
  readonly speed: number;
}

/** Below this many a lag says nothing. */
export const FEWEST = 5;
/** The newest so many count: people get faster, and tired. */
export const MOST = 50;
/** Nobody's reaction is outside of this, in milliseconds: such a mark was moved for another reason. */
const [EARLIEST, LATEST] = [-250, 1500];
/** The median absolute deviation of normal noise, times this, is its standard deviation. */
const SCALE = 1.4826;
/** Further from the median than so many deviations is an outlier. */
const FAR = 3;
/** Presses cannot be told apart more finely than a frame or a turn of the browser's event loop. */
const FINEST = 10;

/** The lag that a correction tells of, in milliseconds. */
export const lagIn = ({ pressed, corrected, speed }: Correction): number =>
  ((pressed - corrected) * 1000) / speed;

/** Remember one more lag, in milliseconds; one that is none at all is left out. */
export function remember(lags: readonly number[], lag: number): number[] {
  if (!Number.isFinite(lag) || lag < EARLIEST || lag > LATEST) return [...lags];
  return [...lags, lag].slice(-MOST);
}

/** What the lags say, or `null` while they are too few. */
export function lagOf(lags: readonly number[]): Lag | null {
  const sane = lags.filter((one) => one >= EARLIEST && one <= LATEST);
  if (sane.length < FEWEST) return null;
  const middle = median(sane);
  const spread = Math.max(FINEST, SCALE * median(sane.map((one) => Math.abs(one - middle))));
  const kept = sane.filter((one) => Math.abs(one - middle) <= FAR * spread);
  const ms = median(kept);
  return {
    ms,
    spread: SCALE * median(kept.map((one) => Math.abs(one - ms))),
    count: kept.length,
  };
}

/** The frame that a press at a tick meant, for a person of that lag at that speed. */
export function meantFrame(
  index: FrameIndex,
  pressedPts: number,
  lag: Pick<Lag, "ms"> | null,
  speed: number,
): number {
  const [numerator, denominator] = index.release.time_base;
  const late = ((lag?.ms ?? 0) * speed * denominator) / (1000 * numerator);
  return index.ordinalAt(pressedPts - late);
}

/** What came of an exercise. */
export interface Exercise {
  readonly lag: Lag | null;
  /** Lags of the presses that met an event, in their order. */
  readonly lags: readonly number[];
  /** Events that no press belongs to, and presses that belong to none. */
  readonly missed: number;
  readonly stray: number;
}

/**
 * Measure a lag: known events (cuts, clicks of a sound) against presses, both in milliseconds, ascending.
 * Each event has at most one press. Matched first by nearness, then once more about the lag so found,
 * so that a slow person's presses are not taken for early ones of the next event.
 */
export function measure(events: readonly number[], presses: readonly number[]): Exercise {
  const first = match(events, presses, 250);
  const usual = first.length ? median(first) : 0;
  const lags = match(events, presses, usual);
  return {
    lag: lagOf(lags),
    lags,
    missed: events.length - lags.length,
    stray: presses.length - lags.length,
  };
}

function match(events: readonly number[], presses: readonly number[], usual: number): number[] {
  const taken = new Map<number, number>();
  const key = (at: number) => at;
  for (const press of presses) {
    const after = lowerBound(events, press - usual, key);
    const near = [after - 1, after].filter((at) => {
      const lag = press - (events[at] ?? Number.NaN);
      return lag >= EARLIEST && lag <= LATEST;
    });
    const off = (at: number) => Math.abs(press - (events[at] as number) - usual);
    const [best] = near.sort((a, b) => off(a) - off(b));
    if (best !== undefined && !taken.has(best)) taken.set(best, press - (events[best] as number));
  }
  return [...taken.values()];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
