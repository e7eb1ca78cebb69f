import type { Live } from "../core/edits";
import type { Annotation } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import { frameFrom } from "../video/frames";
import { lowerBound } from "./scene";

/** A sound on a named lane, half-open in ticks: it may begin and end between two frames, and overlap others. */
export interface AudioEvent {
  readonly id: string;
  readonly annotation: Annotation;
  readonly lane: string;
  readonly startPts: number;
  readonly endPts: number;
  /** The frames during which it is heard, half-open. */
  readonly first: number;
  readonly end: number;
  readonly category: string | null;
  /** Who speaks, sings or makes the sound. */
  readonly speaker: string | null;
}

/** Events of which there is no room to be drawn beside the others, where they lie together. */
export interface Crowd {
  readonly startPts: number;
  readonly endPts: number;
  readonly count: number;
}

/** A lane of sounds and what stands on it, in order of time; events that overlap stand in several rows. */
export interface AudioLane {
  readonly name: string;
  readonly events: readonly AudioEvent[];
  /** The furthest end of all events up to each, in ticks. */
  readonly reach: readonly number[];
  /** The row of each event, from 0: the uppermost one that is free when it begins. */
  readonly rows: readonly number[];
  /** How many sound at once at most; at least 1. */
  readonly depth: number;
  /** What stands in rows from {@link MOST_ROWS} on. */
  readonly crowds: readonly Crowd[];
}

/** The lane of events that were made without the name of one. */
export const UNNAMED_AUDIO_LANE = "sounds";
export const LONGEST_SPEAKER = 200;
/** Rows of a lane that are drawn. */
export const MOST_ROWS = 4;

/** The events of all lanes, in order of time. */
export function audioEventsOf(live: Live, index: FrameIndex): AudioEvent[] {
  const found: AudioEvent[] = [];
  for (const annotation of live.annotations.values()) {
    if (annotation.kind !== "audio_event") continue;
    const { start_pts: startPts, attributes } = annotation;
    const endPts = annotation.end_pts ?? startPts;
    const { lane, speaker } = attributes ?? {};
    const first = index.ordinalAt(startPts);
    found.push({
      id: annotation.annotation_id,
      annotation,
      lane: typeof lane === "string" && lane ? lane : UNNAMED_AUDIO_LANE,
      startPts,
      endPts,
      first,
      end: heardUntil(index, first, endPts),
      category: annotation.category ?? null,
      speaker: typeof speaker === "string" && speaker ? speaker : null,
    });
  }
  return found.sort(
    (a, b) => a.startPts - b.startPts || a.endPts - b.endPts || (a.id < b.id ? -1 : 1),
  );
}

/** One past the last frame that shares a moment with what is heard from a frame on and ends at a tick. */
const heardUntil = (index: FrameIndex, first: number, endPts: number): number =>
  endPts >= index.release.end_pts
    ? index.count
    : Math.max(first + 1, Math.min(index.count, frameFrom(index, endPts)));

/** The lanes: those that are known already, in their order, also while they are empty; then others. */
export function audioLanesOf(
  events: readonly AudioEvent[],
  known: readonly string[] = [],
): AudioLane[] {
  const lanes = new Map<string, AudioEvent[]>(known.map((name) => [name, []]));
  for (const event of events) {
    const lane = lanes.get(event.lane);
    if (lane) lane.push(event);
    else lanes.set(event.lane, [event]);
  }
  return [...lanes].map(([name, own]) => laneOfEvents(name, own));
}

function laneOfEvents(name: string, events: readonly AudioEvent[]): AudioLane {
  const ends: number[] = [];
  const rows: number[] = [];
  const reach: number[] = [];
  const crowds: { startPts: number; endPts: number; count: number }[] = [];
  let furthest = Number.NEGATIVE_INFINITY;
  for (const { startPts, endPts } of events) {
    let row = ends.findIndex((end) => end <= startPts);
    if (row < 0) row = ends.length;
    ends[row] = endPts;
    rows.push(row);
    furthest = Math.max(furthest, endPts);
    reach.push(furthest);
    if (row < MOST_ROWS) continue;
    const last = crowds.at(-1);
    if (last && startPts < last.endPts) {
      last.count++;
      last.endPts = Math.max(last.endPts, endPts);
    } else crowds.push({ startPts, endPts, count: 1 });
  }
  return { name, events, reach, rows, depth: Math.max(1, ends.length), crowds };
}

/** The places in `lane.events` of those that sound between two ticks, in order of time. */
export function eventsWithin(lane: AudioLane, from: number, until: number): number[] {
  const found: number[] = [];
  let at = lowerBound(lane.events, until, (one) => one.startPts) - 1;
  for (; at >= 0 && (lane.reach[at] as number) > from; at--)
    if ((lane.events[at] as AudioEvent).endPts > from) found.push(at);
  return found.reverse();
}

/** The event of a lane that is heard on a frame; of several the one that began last. */
export function eventAt(lane: AudioLane, index: FrameIndex, frame: number): AudioEvent | null {
  const at = eventsWithin(lane, index.ptsOf(frame), index.ptsOf(frame + 1)).at(-1);
  return at === undefined ? null : (lane.events[at] as AudioEvent);
}

/** The frame on which one stands to move what begins or ends there: the first that is not before the start. */
export const frameOfEvent = (index: FrameIndex, { startPts }: AudioEvent): number =>
  Math.min(index.count - 1, frameFrom(index, startPts));

/** The names of speakers: those of the events, the most frequent first, then those that only `others` have. */
export function speakersOf(
  events: readonly AudioEvent[],
  others: Iterable<string> = [],
): readonly string[] {
  const count = new Map<string, number>();
  for (const { speaker } of events) if (speaker) count.set(speaker, (count.get(speaker) ?? 0) + 1);
  const used = [...count].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  const names = new Set(used.map(([name]) => name));
  const rest = new Set([...others].map(tidyName).filter((name) => name && !names.has(name)));
  return [...names, ...[...rest].sort((a, b) => a.localeCompare(b))];
}

/** A name as it is stored: without control characters, halves of letters, or space around it or doubled within. */
export const tidyName = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cs}]/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
