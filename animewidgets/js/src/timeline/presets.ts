import { update } from "../core/edits";
import { done, type Outcome, refuse } from "../core/outcome";
import type { FrameIndex } from "../video/frame_index";
import { nearestBorder, ticksOf } from "../video/frames";
import { type Line, lineKey, retimed } from "./lines";
import { lowerBound } from "./scene";
import type { Segment } from "./segments";

/** Rules that make spoken times into times for readers, as timers of subtitles know them. Milliseconds. */
export interface TimingPreset {
  readonly name: string;
  /** How much earlier a line begins, and how much later it ends, than what is heard. */
  readonly leadIn: number;
  readonly leadOut: number;
  /** Neighbours with at most this gap, or this overlap, are made to meet. */
  readonly joinGap: number;
  readonly joinOverlap: number;
  /** Where in the gap they meet: 0 at the end of the first, 1 at the beginning of the second. */
  readonly joinBias: number;
  /** How far before, or after, a key frame a line may begin, to be put on it; likewise for its end. */
  readonly startBefore: number;
  readonly startAfter: number;
  readonly endBefore: number;
  readonly endAfter: number;
}

const NONE = {
  leadIn: 0,
  leadOut: 0,
  joinGap: 0,
  joinOverlap: 0,
  joinBias: 1,
  startBefore: 0,
  startAfter: 0,
  endBefore: 0,
  endAfter: 0,
};

/** The ready presets; a person may keep others beside them. */
export const PRESETS: readonly TimingPreset[] = [
  {
    name: "Dialogue",
    leadIn: 120,
    leadOut: 350,
    joinGap: 500,
    joinOverlap: 0,
    joinBias: 1,
    startBefore: 250,
    startAfter: 200,
    endBefore: 350,
    endAfter: 700,
  },
  {
    ...NONE,
    name: "Tight",
    leadIn: 80,
    leadOut: 150,
    joinGap: 200,
    startBefore: 125,
    startAfter: 125,
    endBefore: 125,
    endAfter: 250,
  },
  { ...NONE, name: "Lead only", leadIn: 200, leadOut: 300 },
  { ...NONE, name: "Join only", joinGap: 500, joinOverlap: 100 },
  {
    ...NONE,
    name: "Snap only",
    startBefore: 250,
    startAfter: 250,
    endBefore: 250,
    endAfter: 250,
  },
];

/** The preset that a person makes; it begins as what everybody finds useful. */
export const OWN_PRESET = "Own";

/** The preset that a person chose, or the first. */
export function presetOf(chosen: {
  readonly timingPreset: string;
  readonly ownTiming: Readonly<Record<string, number>>;
}): TimingPreset {
  const ready = PRESETS.find(({ name }) => name === chosen.timingPreset);
  const first = PRESETS[0] as TimingPreset;
  if (ready || chosen.timingPreset !== OWN_PRESET) return ready ?? first;
  const own = readPreset({ ...first, ...chosen.ownTiming, name: OWN_PRESET });
  return "refused" in own ? { ...first, name: OWN_PRESET } : own;
}

/** A preset's rules, to be kept. */
export function ownPreset({ name: _, ...rules }: TimingPreset): Record<string, number> {
  return rules;
}

const LENGTHS = [
  "leadIn",
  "leadOut",
  "joinGap",
  "joinOverlap",
  "startBefore",
  "startAfter",
  "endBefore",
  "endAfter",
] as const;

/** More than a minute is no lead, gap or threshold. */
const LONGEST = 60_000;

/** A preset that somebody kept, or the reason why it is none. */
export function readPreset(value: unknown): TimingPreset | { refused: string } {
  if (typeof value !== "object" || value === null) return { refused: "That is no preset." };
  const given = value as Record<string, unknown>;
  const name = typeof given.name === "string" ? given.name.trim() : "";
  if (!name || name.length > 60) return { refused: "A preset needs a name of 1 to 60 characters." };
  const out: Record<string, number> = {};
  for (const key of [...LENGTHS, "joinBias"] as const) {
    const most = key === "joinBias" ? 1 : LONGEST;
    const one = given[key] ?? NONE[key];
    if (typeof one !== "number" || !(one >= 0 && one <= most))
      return { refused: `${key} of a preset is a number from 0 to ${most}, not ${one}.` };
    out[key] = one;
  }
  return { ...NONE, ...out, name };
}

/** A span in ticks. */
export interface Timed {
  readonly start: number;
  readonly end: number;
}

/** The same rules in ticks, and what there is to keep to. */
export interface TimingRoom {
  readonly index: FrameIndex;
  /** Ticks of key frames, or of cuts, ascending: what ends are put on. */
  readonly keys: readonly number[];
  /** Which of the spans are to be changed, by position; all where it is absent. */
  readonly chosen?: (position: number) => boolean;
}

/**
 * New times by a preset, position by position: leads first, then neighbours are joined, then ends are put
 * on key frames. No lead runs into a span that it did not touch, and joined spans stay joined.
 */
export function applyPreset(
  spans: readonly Timed[],
  preset: TimingPreset,
  { index, keys, chosen = () => true }: TimingRoom,
): Timed[] {
  const ticks = (key: (typeof LENGTHS)[number]) => ticksOf(index, preset[key]);
  const times = spans.map(({ start, end }) => ({ start, end }));
  const mine = new Set(times.filter((_, position) => chosen(position)));
  lead(times, mine, ticks("leadIn"), ticks("leadOut"), index);
  const joined = join(times, mine, ticks("joinGap"), ticks("joinOverlap"), preset.joinBias);
  const startKey = (at: number) => nearestKey(keys, at, ticks("startBefore"), ticks("startAfter"));
  const endKey = (at: number) => nearestKey(keys, at, ticks("endBefore"), ticks("endAfter"));
  const starts = ascending(times.map(({ start }) => start));
  const stops = ascending(times.map(({ end }) => end));
  for (const one of mine) {
    const next = joined.get(one);
    const end = endKey(one.end) ?? (next ? startKey(one.end) : null);
    const room = starts[lowerBound(starts, one.end, itself) + (next ? 1 : 0)] ?? Infinity;
    if (end === null || end <= one.start || end > room || (next && end >= next.end)) continue;
    // The next begins earlier then: not before the end of one that it did not touch. `one` is the last of these.
    const before = stops[lowerBound(stops, one.end + 1, itself) - 2] ?? -Infinity;
    if (next && end < before) continue;
    one.end = end;
    if (next) next.start = end;
  }
  const ends = ascending(times.map(({ end }) => end));
  const follows = new Set(joined.values());
  for (const one of mine) {
    if (follows.has(one)) continue;
    const start = startKey(one.start);
    const room = ends[lowerBound(ends, one.start + 1, itself) - 1] ?? -Infinity;
    if (start !== null && start < one.end && start >= room) one.start = start;
  }
  return times;
}

interface Times {
  start: number;
  end: number;
}

const itself = (at: number) => at;
const ascending = (ticks: number[]) => ticks.sort((a, b) => a - b);

function lead(
  all: readonly Times[],
  mine: ReadonlySet<Times>,
  leadIn: number,
  leadOut: number,
  index: FrameIndex,
): void {
  if (leadIn > 0) {
    const ends = ascending(all.map(({ end }) => end));
    for (const one of mine) {
      const before = ends[lowerBound(ends, one.start + 1, itself) - 1] ?? index.ptsOf(0);
      one.start = Math.min(one.start, Math.max(index.ptsOf(0), before, one.start - leadIn));
    }
  }
  if (leadOut > 0) {
    const starts = ascending(all.map(({ start }) => start));
    const { end_pts } = index.release;
    for (const one of mine) {
      const after = starts[lowerBound(starts, one.end, itself)] ?? end_pts;
      one.end = Math.max(one.end, Math.min(end_pts, after, one.end + leadOut));
    }
  }
}

/** Make neighbours meet; gives each the one that it was joined to. */
function join(
  all: readonly Times[],
  mine: ReadonlySet<Times>,
  gap: number,
  overlap: number,
  bias: number,
): Map<Times, Times> {
  const joined = new Map<Times, Times>();
  const order = [...all].sort((a, b) => a.start - b.start || a.end - b.end);
  let reach = -Infinity;
  for (const [position, one] of order.entries()) {
    const next = order[position + 1];
    const covered = reach > one.end; // an earlier one goes on: the next is not this one's neighbour
    reach = Math.max(reach, one.end);
    if (!next || covered || !mine.has(one) || !mine.has(next)) continue;
    const between = next.start - one.end;
    if (between > gap || between < -overlap) continue;
    const meet = one.end + Math.round(bias * between);
    if (meet <= one.start || meet >= next.end) continue;
    one.end = meet;
    next.start = meet;
    reach = Math.max(reach, meet);
    joined.set(one, next);
  }
  return joined;
}

/** The nearest key that a time lies at most `before` ticks before, or `after` ticks after. */
function nearestKey(
  keys: readonly number[],
  at: number,
  before: number,
  after: number,
): number | null {
  const next = lowerBound(keys, at, (key) => key);
  const [left, right] = [keys[next - 1], keys[next]];
  const back = left !== undefined && at - left <= after ? at - left : null;
  const on = right !== undefined && right - at <= before ? right - at : null;
  if (on !== null && right !== undefined && (back === null || on <= back)) return right;
  return back !== null && left !== undefined ? left : null;
}

/** Give subtitle lines new times by a preset: all, or those that are chosen by {@link lineKey}. */
export function retimeLines(
  lines: readonly Line[],
  preset: TimingPreset,
  room: Omit<TimingRoom, "chosen">,
  chosen?: ReadonlySet<string>,
): Outcome {
  const isChosen = (position: number) => {
    const line = lines[position];
    return line !== undefined && (!chosen || chosen.has(lineKey(line.source, line.line)));
  };
  const spans = lines.map(({ startPts: start, endPts: end }) => ({ start, end }));
  const times = applyPreset(spans, preset, { ...room, chosen: isChosen });
  const inside = ({ start, end }: Timed) =>
    start >= room.index.ptsOf(0) && end <= room.index.release.end_pts;
  const edits = lines.flatMap((line, position) => {
    const { start, end } = times[position] as Timed;
    const stays = start === line.startPts && end === line.endPts;
    return stays || !inside({ start, end }) ? [] : retimed(line, start, end);
  });
  if (!edits.length) return refuse(`${preset.name} changes none of these lines.`);
  const many = edits.length === 1 ? "1 line" : `${edits.length} lines`;
  return done(edits, `${preset.name}: ${many} retimed`);
}

/** Give segments new times by a preset, lane by lane, on frames. */
export function retimeSegments(
  segments: readonly Segment[],
  preset: TimingPreset,
  room: Omit<TimingRoom, "chosen">,
  chosen?: ReadonlySet<string>,
): Outcome {
  const { index } = room;
  const lanes = new Map<string, Segment[]>();
  for (const segment of segments)
    lanes.set(segment.lane, [...(lanes.get(segment.lane) ?? []), segment]);
  const edits = [...lanes.values()].flatMap((own) => {
    const spans = own.map(({ startPts: start, endPts: end }) => ({ start, end }));
    const isChosen = (position: number) => !chosen || chosen.has((own[position] as Segment).id);
    return applyPreset(spans, preset, { ...room, chosen: isChosen }).flatMap((times, position) => {
      const segment = own[position] as Segment;
      const first = nearestBorder(index, times.start);
      const end = nearestBorder(index, times.end);
      if (first >= end || (first === segment.first && end === segment.end)) return [];
      return [
        update(segment.annotation, { start_pts: index.ptsOf(first), end_pts: index.ptsOf(end) }),
      ];
    });
  });
  if (!edits.length) return refuse(`${preset.name} changes none of these segments.`);
  const many = edits.length === 1 ? "1 segment" : `${edits.length} segments`;
  return done(edits, `${preset.name}: ${many} retimed`);
}
