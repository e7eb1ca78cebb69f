/** Frames and spans carried from one release to another; the same as `animewidgets/timemaps/carry.py`. */
import { isMatch, type Match, type Pair } from "./patch";
import { instant, instantBefore, slope, type TimeMap } from "./time_map";

/** From the best to the worst. */
export const OUTCOMES = ["exact", "in_hold", "changed", "doubtful", "split", "unmapped"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Frames that last longer than others by this factor are of a slower rate. */
const SLOWER = 1.05;

/** Below this a match is somebody's guess. */
const LEAST_CONFIDENCE = 0.5;

/** The frames of a release: ascending ticks, the end, and per frame a number that a held drawing shares. */
export interface Axis {
  readonly pts: ArrayLike<number>;
  readonly end_pts: number;
  readonly holds?: readonly number[];
}

export interface CarriedFrame {
  /** Tick of the target's frame; `null` where unmapped. */
  pts: number | null;
  outcome: Outcome;
  confidence: number;
}

export interface CarriedSpan {
  outcome: Outcome;
  /** Spans of the target, in the order of the source. */
  parts: Pair[];
  /** For each part the span of the source that came there. */
  sources: Pair[];
  confidence: number;
  /** Ticks of the source that have no counterpart. */
  lost: number;
}

/** The frame that an axis shows at a tick; -1 before the first and after the end. */
export function shownAt(axis: Axis, tick: number): number {
  return tick >= axis.end_pts ? -1 : lastAtOrBefore(axis, tick);
}

function lastAtOrBefore({ pts }: Axis, tick: number): number {
  let low = 0;
  let high = pts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pts[middle] as number) <= tick) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function lasting(axis: Axis, ordinal: number): number {
  return (axis.pts[ordinal + 1] ?? axis.end_pts) - (axis.pts[ordinal] as number);
}

export function carryFrame(map: TimeMap, source: Axis, target: Axis, tick: number): CarriedFrame {
  const ordinal = lastAtOrBefore(source, tick);
  if (source.pts[ordinal] !== tick) throw new RangeError(`the source has no frame at tick ${tick}`);
  const piece = map.pieceAt(tick);
  const match = piece && isMatch(piece) ? piece : null;
  const shown = match ? frameOf(match, target, tick, lasting(source, ordinal)) : -1;
  if (!match || shown < 0) return { pts: null, outcome: "unmapped", confidence: 0 };
  return {
    pts: target.pts[shown] as number,
    outcome: OUTCOMES[outcomeOf(match, target, shown)] as Outcome,
    confidence: match.confidence ?? 1,
  };
}

/**
 * The frame that a frame of a match comes to: the one shown an eighth of its length after it appears; where the
 * target's frames are longer, the last one that itself comes to this frame or to one before.
 */
function frameOf(match: Match, target: Axis, tick: number, long: number): number {
  const early = shownAt(target, instant(match, tick, long));
  const [up, down] = slope(match);
  const there = early < 0 ? 0 : lasting(target, early);
  if (early < 0 || there <= SLOWER * long * (Number(up) / Number(down))) return early;
  const until = instantBefore(match, tick + long);
  const last = Math.max(shownAt(target, Math.min(Math.ceil(until / 8), target.end_pts) - 1), 0);
  const late = 8 * (target.pts[last] as number) + lasting(target, last) >= until;
  return Math.max(last - Number(late), early);
}

function outcomeOf(match: Match, target: Axis, shown: number): number {
  const { offset = 0, start = 0, end = 0 } = match.uncertainty ?? {};
  const pts = target.pts[shown] as number;
  let came = 0;
  let unsure = 2 * offset > lasting(target, shown);
  const near =
    (start > 0 && pts < match.target[0] + start) || (end > 0 && pts >= match.target[1] - end);
  if (unsure && target.holds) {
    const least = Math.max(shownAt(target, pts - offset), 0);
    const most = Math.max(shownAt(target, Math.min(pts + offset, target.end_pts - 1)), 0);
    const here = target.holds[shown];
    if (target.holds[least] === here && target.holds[most] === here) {
      came = OUTCOMES.indexOf("in_hold");
      unsure = false;
    }
  }
  if (match.flags?.includes("picture_changed")) came = OUTCOMES.indexOf("changed");
  if (unsure || near || (match.confidence ?? 1) < LEAST_CONFIDENCE)
    came = OUTCOMES.indexOf("doubtful");
  return came;
}

/** Parts that adjoin in the target are one. */
export function carrySpan(map: TimeMap, source: Axis, target: Axis, span: Pair): CarriedSpan {
  if (span[1] <= span[0]) throw new RangeError(`the span [${span[0]}, ${span[1]}) is empty`);
  const parts: [number, number][] = [];
  const sources: [number, number][] = [];
  let worst = 0;
  let confidence = 1;
  let covered = 0;
  for (const match of map.matches) {
    const from = Math.max(match.source[0], span[0]);
    const until = Math.min(match.source[1], span[1]);
    if (from >= until) continue;
    const first = border(match, source, target, from);
    const last = border(match, source, target, until);
    if (first >= last) continue;
    covered += until - from;
    confidence = Math.min(confidence, match.confidence ?? 1);
    for (const tick of [first, last - 1])
      worst = Math.max(worst, outcomeOf(match, target, shownAt(target, tick)));
    const before = parts.at(-1);
    const cameFrom = sources.at(-1);
    if (before && cameFrom && before[1] === first) {
      before[1] = last;
      cameFrom[1] = until;
    } else {
      parts.push([first, last]);
      sources.push([from, until]);
    }
  }
  const lost = span[1] - span[0] - covered;
  if (!parts.length) return { outcome: "unmapped", parts, sources, confidence: 0, lost };
  if (lost || parts.length > 1) worst = Math.max(worst, OUTCOMES.indexOf("split"));
  return { outcome: OUTCOMES[worst] as Outcome, parts, sources, confidence, lost };
}

/** Where the frame of the target begins that the frame after a border comes to. */
function border(match: Match, source: Axis, target: Axis, tick: number): number {
  const ordinal = Math.min(Math.max(lastAtOrBefore(source, tick), 0), source.pts.length - 1);
  const long = lasting(source, ordinal);
  if (instant(match, tick, long) >= target.end_pts) return target.end_pts;
  return target.pts[Math.max(frameOf(match, target, tick, long), 0)] as number;
}
