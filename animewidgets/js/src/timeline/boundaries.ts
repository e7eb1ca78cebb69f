import { update } from "../core/edits";
import { capital, done, type Outcome, refuse } from "../core/outcome";
import type { Edit } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import { frameFrom, framesInWords } from "../video/frames";
import { nameOfEvent, retimeEvent } from "./audio_edits";
import type { AudioEvent } from "./audio_events";
import { mixedFrom, mixedUntil, type Shot } from "./cuts";
import { type Line, retimed } from "./lines";
import { lowerBound } from "./scene";
import type { Segment } from "./segments";
import { TRANSITION_NAMES, withTransition } from "./transition_kinds";

/** What a boundary belongs to. */
export type BoundaryOf =
  | { readonly what: "cut" | "transition-from" | "transition-until"; readonly shot: Shot }
  | { readonly what: "segment-start" | "segment-end"; readonly segment: Segment }
  | { readonly what: "line-start" | "line-end"; readonly line: Line }
  | { readonly what: "event-start" | "event-end"; readonly event: AudioEvent };

/**
 * A place where something begins or ends. Its ordinal is the first frame on which that is seen: of a
 * time between two frames the later one, and one past the last frame at the end of the release.
 */
export type Boundary = BoundaryOf & { readonly pts: number; readonly ordinal: number };

/** What boundaries are taken from; `Marks` is one. */
export interface Bounded {
  readonly index: FrameIndex;
  readonly shots: readonly Shot[];
  readonly segments: readonly Segment[];
  readonly lines: readonly Line[];
  readonly events: readonly AudioEvent[];
}

/** All boundaries, in order of time. The two ends of the release are none: nobody can move them. */
export function boundariesOf({ index, shots, segments, lines, events }: Bounded): Boundary[] {
  const found: Boundary[] = [];
  const at = (ordinal: number) => ({ ordinal, pts: index.ptsOf(ordinal) });
  for (const shot of shots) {
    if (shot.cuts.length) found.push({ what: "cut", shot, ...at(shot.first) });
    if (!shot.transition) continue;
    found.push({ what: "transition-from", shot, ...at(shot.transition.from) });
    found.push({ what: "transition-until", shot, ...at(shot.transition.until) });
  }
  for (const segment of segments) {
    found.push({ what: "segment-start", segment, ...at(segment.first) });
    found.push({ what: "segment-end", segment, ...at(segment.end) });
  }
  for (const line of lines) {
    const { startPts, endPts } = line;
    found.push({ what: "line-start", line, pts: startPts, ordinal: frameFrom(index, startPts) });
    found.push({ what: "line-end", line, pts: endPts, ordinal: frameFrom(index, endPts) });
  }
  for (const event of events) {
    const { startPts, endPts } = event;
    found.push({ what: "event-start", event, pts: startPts, ordinal: frameFrom(index, startPts) });
    found.push({ what: "event-end", event, pts: endPts, ordinal: borderFrom(index, endPts) });
  }
  return found.sort((a, b) => a.pts - b.pts);
}

/** The first border between frames that is not before a tick, the end of the release included. */
const borderFrom = (index: FrameIndex, pts: number): number =>
  pts > index.ptsOf(index.count - 1) ? index.count : frameFrom(index, pts);

/** The boundaries at most so many ticks from a place, in order of time. */
export function boundariesNear(
  boundaries: readonly Boundary[],
  pts: number,
  ticks: number,
): readonly Boundary[] {
  const first = lowerBound(boundaries, pts - ticks, (one) => one.pts);
  let end = first;
  while (end < boundaries.length && (boundaries[end] as Boundary).pts <= pts + ticks) end++;
  return boundaries.slice(first, end);
}

/** Everything that stands on a frame: what {@link moveTogether} moves. */
export function standingOn(boundaries: readonly Boundary[], ordinal: number): readonly Boundary[] {
  const key = (one: Boundary) => one.ordinal;
  const first = lowerBound(boundaries, ordinal, key);
  return boundaries.slice(first, lowerBound(boundaries, ordinal + 1, key));
}

/** A boundary in words: `the cut`, `the end of frames 3 to 9 on music`. */
export function inWords(boundary: BoundaryOf): string {
  switch (boundary.what) {
    case "cut":
      return "the cut";
    case "transition-from":
      return `the beginning of the ${transitionName(boundary.shot)}`;
    case "transition-until":
      return `the end of the ${transitionName(boundary.shot)}`;
    case "segment-start":
    case "segment-end": {
      const { first, end, lane } = boundary.segment;
      const side = boundary.what === "segment-start" ? "beginning" : "end";
      return `the ${side} of ${framesInWords(first, end)} on ${lane}`;
    }
    case "event-start":
    case "event-end": {
      const side = boundary.what === "event-start" ? "beginning" : "end";
      return `the ${side} of the ${nameOfEvent(boundary.event)}`;
    }
    default: {
      const side = boundary.what === "line-start" ? "beginning" : "end";
      return `the ${side} of line ${boundary.line.line + 1}`;
    }
  }
}

const transitionName = ({ transition }: Shot) => TRANSITION_NAMES[transition?.kind ?? "cut"];

/** Which lanes take overlaps: on those a boundary may be moved into a neighbour. */
export type OverlapsOn = (lane: string) => boolean;

const nowhere: OverlapsOn = () => false;

/** How far a boundary may go, and what holds it back on either side. */
interface Limit {
  readonly first: number;
  readonly last: number;
  readonly of: BoundaryOf;
}

/** Between which frames (both allowed) everything that stands on a frame can be moved as one. */
export function togetherRange(
  marks: Bounded & { readonly boundaries: readonly Boundary[] },
  from: number,
  overlapsOn: OverlapsOn = nowhere,
): [number, number] {
  const limits = limitsOf(marks, from, overlapsOn);
  if (!limits.length) return [from, from];
  return [
    Math.max(...limits.map(({ first }) => first)),
    Math.min(...limits.map(({ last }) => last)),
  ];
}

/**
 * Move everything that stands on a frame to another, all of it or nothing. What begins or ends between
 * two frames keeps its distance from them.
 */
export function moveTogether(
  marks: Bounded & { readonly boundaries: readonly Boundary[] },
  from: number,
  to: number,
  overlapsOn: OverlapsOn = nowhere,
): Outcome {
  const group = standingOn(marks.boundaries, from);
  if (!group.length) return refuse(`Nothing begins or ends on frame ${from}.`);
  const many = group.length === 1 ? inWords(group[0] as Boundary) : `${group.length} boundaries`;
  const said = `${capital(many)} moved from frame ${from} to ${to}`;
  if (from === to) return { edits: [], said };
  const held = limitsOf(marks, from, overlapsOn).find(({ first, last }) => to < first || to > last);
  if (held) {
    const room =
      held.first > held.last
        ? "has no room between its neighbours"
        : `can stand on frame ${held.first} to ${held.last}, not on ${to}`;
    const rest = group.length > 1 ? ", so nothing was moved" : "";
    return refuse(`${capital(inWords(held.of))} ${room}${rest}.`);
  }
  return done(editsFor(marks.index, group, to), said);
}

function limitsOf(
  marks: Bounded & { readonly boundaries: readonly Boundary[] },
  from: number,
  overlapsOn: OverlapsOn,
): Limit[] {
  return standingOn(marks.boundaries, from).map((of) => {
    if ("shot" in of) return { of, ...shotLimit(marks, of, from) };
    if ("segment" in of) return { of, ...segmentLimit(marks, of, from, overlapsOn) };
    if ("event" in of)
      return { of, ...lineLimit(marks.index, of.event, of.what === "event-start", from) };
    return { of, ...lineLimit(marks.index, of.line, of.what === "line-start", from) };
  });
}

/** What stands on `from` as well moves along, and holds nothing back. */
function shotLimit(
  { shots, index }: Bounded,
  { what, shot }: Extract<BoundaryOf, { shot: Shot }>,
  from: number,
): { first: number; last: number } {
  const before = shots[shot.number - 1];
  const after = shots[shot.number + 1];
  const lowest = before && mixedUntil(before) !== from ? mixedUntil(before) : 0;
  const highest = after && mixedFrom(after) !== from ? mixedFrom(after) : index.count;
  const { transition } = shot;
  if (what === "transition-from")
    return {
      first: lowest,
      last: Math.min(mixedUntil(shot) - 1, shot.first === from ? index.count : shot.first),
    };
  if (what === "transition-until")
    return {
      first: Math.max(mixedFrom(shot) + 1, shot.first === from ? 0 : shot.first),
      last: highest,
    };
  const [first, last] = [(before?.first ?? 0) + 1, shot.end - 1];
  if (!transition) return { first: Math.max(first, lowest), last: Math.min(last, highest) };
  return {
    first: transition.from === from ? first : Math.max(first, transition.from),
    last: transition.until === from ? last : Math.min(last, transition.until),
  };
}

function segmentLimit(
  { segments, index }: Bounded,
  { what, segment }: Extract<BoundaryOf, { segment: Segment }>,
  from: number,
  overlapsOn: OverlapsOn,
): { first: number; last: number } {
  let [first, last] =
    what === "segment-start" ? [0, segment.end - 1] : [segment.first + 1, index.count];
  if (overlapsOn(segment.lane)) return { first, last };
  for (const other of segments) {
    if (other === segment || other.lane !== segment.lane) continue;
    if (what === "segment-start") {
      if (other.end <= segment.first && other.end !== from) first = Math.max(first, other.end);
    } else if (other.first >= segment.end && other.first !== from)
      last = Math.min(last, other.first);
  }
  return { first, last };
}

function lineLimit(
  index: FrameIndex,
  line: { readonly startPts: number; readonly endPts: number },
  start: boolean,
  from: number,
): { first: number; last: number } {
  // What a file says beyond the release does not count: an annotation cannot say it.
  const startPts = Math.max(index.ptsOf(0), line.startPts);
  const endPts = Math.min(index.release.end_pts, line.endPts);
  const whole = frameFrom(index, line.startPts) === frameFrom(index, line.endPts);
  const off = (start ? line.startPts : line.endPts) - index.ptsOf(from);
  const lead = whole ? line.startPts - index.ptsOf(from) : off;
  const first = frameFrom(index, index.ptsOf(0) - lead);
  if (whole) return { first, last: index.count };
  return start
    ? { first, last: frameFrom(index, endPts - off) - 1 }
    : { first: frameFrom(index, startPts - off + 1), last: index.count };
}

function editsFor(index: FrameIndex, group: readonly Boundary[], to: number): Edit[] {
  const edits: Edit[] = [];
  for (const [shot, ends] of ofOne(group, "shot")) edits.push(...shotEdits(index, shot, ends, to));
  const pts = index.ptsOf(to);
  for (const [segment, ends] of ofOne(group, "segment")) {
    const start_pts = ends.has("segment-start") ? pts : segment.startPts;
    const end_pts = ends.has("segment-end") ? pts : segment.endPts;
    edits.push(update(segment.annotation, { start_pts, end_pts }));
  }
  for (const [line, ends] of ofOne(group, "line")) {
    const by = pts - index.ptsOf(group[0]?.ordinal ?? to);
    // A file may reach beyond the release; an annotation may not.
    const start = Math.max(index.ptsOf(0), line.startPts + (ends.has("line-start") ? by : 0));
    const end = Math.min(index.release.end_pts, line.endPts + (ends.has("line-end") ? by : 0));
    edits.push(...retimed(line, start, end));
  }
  for (const [event, ends] of ofOne(group, "event")) {
    const by = pts - index.ptsOf(group[0]?.ordinal ?? to);
    const start = Math.max(index.ptsOf(0), event.startPts + (ends.has("event-start") ? by : 0));
    const end = Math.min(index.release.end_pts, event.endPts + (ends.has("event-end") ? by : 0));
    const outcome = retimeEvent(index, event, start, end);
    if ("edits" in outcome) edits.push(...outcome.edits);
  }
  return edits;
}

function shotEdits(
  index: FrameIndex,
  shot: Shot,
  ends: ReadonlySet<BoundaryOf["what"]>,
  to: number,
): Edit[] {
  const start_pts = index.ptsOf(ends.has("cut") ? to : shot.first);
  const transition = shot.transition && {
    ...shot.transition,
    ...(ends.has("transition-from") ? { from: to } : {}),
    ...(ends.has("transition-until") ? { until: to } : {}),
  };
  const cuts = shot.cuts.map((cut) =>
    transition
      ? update(cut, { start_pts, attributes: withTransition(cut.attributes, transition, index) })
      : update(cut, { start_pts }),
  );
  const tags = ends.has("cut") ? shot.tags.map((tag) => update(tag, { start_pts })) : [];
  return [...cuts, ...tags];
}

type Owner = "shot" | "segment" | "line" | "event";
type OwnerOf<K extends Owner> = Extract<BoundaryOf, { [key in K]: unknown }>[K];

/** The boundaries of a group by what they belong to: which of its ends are there. */
function ofOne<K extends Owner>(
  group: readonly Boundary[],
  owner: K,
): Map<OwnerOf<K>, Set<BoundaryOf["what"]>> {
  const found = new Map<OwnerOf<K>, Set<BoundaryOf["what"]>>();
  for (const boundary of group) {
    if (!(owner in boundary)) continue;
    const one = (boundary as unknown as Record<K, OwnerOf<K>>)[owner];
    found.set(one, (found.get(one) ?? new Set()).add(boundary.what));
  }
  return found;
}
