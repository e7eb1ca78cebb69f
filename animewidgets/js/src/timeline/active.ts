import { endOrdinal, frameFrom } from "../video/frames";
import { type AudioEvent, eventAt } from "./audio_events";
import { type Shot, shotAt } from "./cuts";
import { type Line, lineKey } from "./lines";
import type { Marks } from "./marks";
import { lowerBound } from "./scene";
import { type Segment, segmentAt } from "./segments";

/** A lane that keys can act on: the shots, the subtitles, or a lane of segments or of sounds by its name. */
export type LaneId = "shots" | "subtitles" | `lane:${string}` | `audio:${string}`;

/** What is chosen of a lane: of shots the one under the playhead, of the others one that was picked. */
export type ActiveSpan = Span &
  (
    | { readonly what: "shot"; readonly shot: Shot }
    | { readonly what: "segment"; readonly segment: Segment }
    | { readonly what: "line"; readonly line: Line }
    | { readonly what: "event"; readonly event: AudioEvent }
  );

/** A half-open span, in ordinals and in ticks. */
export interface Span {
  readonly first: number;
  readonly end: number;
  readonly startPts: number;
  readonly endPts: number;
}

export interface Active {
  readonly lane: LaneId;
  readonly span: ActiveSpan | null;
}

/** The name of a segment lane, or `null` for the others. */
export const laneOf = (lane: LaneId): string | null =>
  lane.startsWith("lane:") ? lane.slice("lane:".length) : null;

/** The name of a lane of sounds, or `null` for the others. */
export const audioLaneOf = (lane: LaneId): string | null =>
  lane.startsWith("audio:") ? lane.slice("audio:".length) : null;

/** All lanes from top to bottom. */
export function lanesInOrder(marks: Marks, withLines: boolean): LaneId[] {
  const own = marks.lanes.map(({ name }): LaneId => `lane:${name}`);
  const sounds = marks.audioLanes.map(({ name }): LaneId => `audio:${name}`);
  return [...sounds, "shots", ...own, ...(withLines ? (["subtitles"] as const) : [])];
}

/** How a segment, line or event is remembered as picked. */
export const keyOf = (one: Segment | Line | AudioEvent): string =>
  "id" in one ? one.id : lineKey(one.source, one.line);

/** What a lane has at a frame, or what was picked of it while that is still there. */
export function activeSpan(
  marks: Marks,
  lane: LaneId,
  picked: string | null,
  frame: number,
): ActiveSpan | null {
  if (lane === "shots") return shotSpan(shotAt(marks.shots, frame));
  if (lane === "subtitles") {
    const line =
      marks.lines.find((one) => picked !== null && keyOf(one) === picked) ?? lineAt(marks, frame);
    return line && lineSpan(marks, line);
  }
  const sounds = audioLane(marks, lane);
  if (sounds) {
    const event =
      sounds.events.find(({ id }) => id === picked) ?? eventAt(sounds, marks.index, frame);
    return event && eventSpan(event);
  }
  const own = marks.lanes.find(({ name }) => name === laneOf(lane));
  if (!own) return null;
  const segment = own.segments.find(({ id }) => id === picked) ?? segmentAt(own, frame);
  return segment && segmentSpan(segment);
}

const audioLane = ({ audioLanes }: Marks, lane: LaneId) =>
  audioLanes.find(({ name }) => name === audioLaneOf(lane));

export function shotSpan(shot: Shot): ActiveSpan {
  const { first, end, startPts, endPts } = shot;
  return { what: "shot", shot, first, end, startPts, endPts };
}

export function segmentSpan(segment: Segment): ActiveSpan {
  const { first, end, startPts, endPts } = segment;
  return { what: "segment", segment, first, end, startPts, endPts };
}

export function eventSpan(event: AudioEvent): ActiveSpan {
  const { first, end, startPts, endPts } = event;
  return { what: "event", event, first, end, startPts, endPts };
}

/** A line may begin between two frames: its span of frames are those that it is seen on. */
export function lineSpan({ index }: Marks, line: Line): ActiveSpan {
  const { startPts, endPts } = line;
  const first = Math.min(index.count - 1, frameFrom(index, startPts));
  const end = Math.max(
    first + 1,
    endPts >= index.release.end_pts ? endOrdinal(index, endPts) : frameFrom(index, endPts),
  );
  return { what: "line", line, first, end, startPts, endPts };
}

/** The line that is on the screen at a frame; of several the one that began last. */
export function lineAt({ lines, index }: Marks, frame: number): Line | null {
  const pts = index.ptsOf(frame);
  const next = index.ptsOf(frame + 1);
  for (let at = lowerBound(lines, next, (one) => one.startPts) - 1; at >= 0; at--) {
    const line = lines[at] as Line;
    if (line.endPts > pts) return line;
    if (pts - line.startPts > index.release.end_pts / 4) break;
  }
  return null;
}

/** The segment, line or event after the active one, or before it; from the frame where none is. */
export function neighbourSpan(
  marks: Marks,
  { lane, span }: Active,
  frame: number,
  direction: -1 | 1,
): ActiveSpan | null {
  const from = span?.startPts ?? marks.index.ptsOf(frame);
  const beside = <T extends { startPts: number }>(all: readonly T[], own: T | null): T | null => {
    const at = own ? all.indexOf(own) : -1;
    if (at >= 0) return all[at + direction] ?? null;
    return (
      (direction === 1
        ? all.find((one) => one.startPts > from)
        : all.findLast((one) => one.startPts < from)) ?? null
    );
  };
  if (lane === "shots") {
    const { shots } = marks;
    const shot = shots[shotAt(shots, frame).number + direction];
    return shot ? shotSpan(shot) : null;
  }
  if (lane === "subtitles") {
    const line = beside(marks.lines, span?.what === "line" ? span.line : null);
    return line && lineSpan(marks, line);
  }
  const sounds = audioLane(marks, lane);
  if (sounds) {
    const event = beside(sounds.events, span?.what === "event" ? span.event : null);
    return event && eventSpan(event);
  }
  const own = marks.lanes.find(({ name }) => name === laneOf(lane));
  const segment = own && beside(own.segments, span?.what === "segment" ? span.segment : null);
  return segment ? segmentSpan(segment) : null;
}

/** The category of what is active, and what that is, for the palette. */
export function labelled({ lane, span }: Active): [category: string | null, of: string] {
  if (span?.what === "shot") return [span.shot.category, `shot ${span.shot.number + 1}`];
  if (span?.what === "segment") return [span.segment.category, `segment of ${span.segment.lane}`];
  if (span?.what === "event") return [span.event.category, `sound of ${span.event.lane}`];
  if (span?.what === "line") return [null, `line ${span.line.line + 1}`];
  return [null, laneOf(lane) ?? audioLaneOf(lane) ?? lane];
}
