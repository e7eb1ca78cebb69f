import { newId } from "../core/id";
import type { Outcome } from "../core/outcome";
import { addEvent, placeEvent, retimeEvent } from "./audio_edits";
import type { AudioEvent } from "./audio_events";
import { type Boundary, moveTogether, standingOn, togetherRange } from "./boundaries";
import { moveCut, moveRange } from "./cuts";
import { type Line, moveLine, setLineEnd, setLineStart } from "./lines";
import type { Marks } from "./marks";
import { moveSegment, resizeSegment, type Segment, segmentRange } from "./segments";
import { dragTransition, transitionRange } from "./transitions";

/** Where something is dragged to: a frame, and the tick under the pointer for what is finer than frames. */
export interface Place {
  readonly ordinal: number;
  readonly pts: number;
  /** The lane of sounds under the pointer, where it is on one. */
  readonly audioLane?: string;
}

/** Something on its way: where it came from, how far it may go, and the edits that put it at a place. */
export interface Draggable {
  readonly from: number;
  /** Frames, both allowed; places beyond are held at it. */
  readonly range: readonly [number, number];
  /** Where it begins and ends, in ticks from where it was taken: what catches on things instead of the pointer. */
  readonly edges?: readonly number[];
  /** Which picture to show while it is dragged: a span's end stands behind its last frame. */
  readonly shows: "first" | "last";
  make(place: Place): Outcome;
  /** Whether it catches on where the sound begins or ends, and not on the container's key frames. */
  readonly heard?: boolean;
  /** Whether it goes to the lane that it is dragged over. */
  readonly changesLane?: boolean;
}

/** A boundary to drag; with `together`, all that stand on its frame go along. */
export function dragBoundary(marks: Marks, boundary: Boundary, together: boolean): Draggable {
  const { ordinal: from } = boundary;
  const shows = boundary.what.endsWith("-end") ? "last" : ("first" as const);
  if (together && standingOn(marks.boundaries, from).length > 1)
    return {
      from,
      range: togetherRange(marks, from),
      shows: "first",
      make: ({ ordinal }) => moveTogether(marks, from, ordinal),
    };
  const { shots, segments, index } = marks;
  switch (boundary.what) {
    case "cut":
      return {
        from,
        range: moveRange(shots, from),
        shows,
        make: ({ ordinal }) => moveCut(shots, index, from, ordinal),
      };
    case "transition-from":
    case "transition-until": {
      const which = boundary.what === "transition-from" ? "from" : "until";
      const cut = boundary.shot.first;
      return {
        from,
        range: transitionRange(shots, cut, which),
        shows,
        make: ({ ordinal }) => dragTransition(shots, index, cut, which, ordinal),
      };
    }
    case "segment-start":
    case "segment-end": {
      const which = boundary.what === "segment-start" ? "start" : "end";
      const { id } = boundary.segment;
      return {
        from,
        range: segmentRange(segments, index, id, which),
        shows,
        make: ({ ordinal }) => resizeSegment(segments, index, id, which, ordinal),
      };
    }
    case "line-start":
      return lineDrag(marks, from, shows, ({ pts }) => setLineStart(boundary.line, index, pts));
    case "line-end":
      return lineDrag(marks, from, shows, ({ pts }) => setLineEnd(boundary.line, index, pts));
    case "event-start":
    case "event-end": {
      const { event } = boundary;
      const starts = boundary.what === "event-start";
      const drag = lineDrag(marks, from, shows, ({ pts }) =>
        retimeEvent(index, event, starts ? pts : event.startPts, starts ? event.endPts : pts),
      );
      return { ...drag, heard: true };
    }
  }
}

function lineDrag(
  { index }: Marks,
  from: number,
  shows: "first" | "last",
  make: (place: Place) => Outcome,
): Draggable {
  return { from, range: [0, index.count], shows, make };
}

/** A whole segment, taken hold of on one of its frames. */
export function dragSegment(marks: Marks, segment: Segment, grip: number): Draggable {
  const { segments, index } = marks;
  const into = grip - segment.first;
  return {
    from: grip,
    edges: [segment.startPts - index.ptsOf(grip), segment.endPts - index.ptsOf(grip)],
    range: [into, index.count - (segment.end - segment.first) + into],
    shows: "first",
    make: ({ ordinal }) => moveSegment(segments, index, segment.id, ordinal - into),
  };
}

/** A whole line, taken hold of at one of its ticks. */
export function dragLine({ index }: Marks, line: Line, grip: Place): Draggable {
  return {
    from: grip.ordinal,
    edges: [line.startPts - grip.pts, line.endPts - grip.pts],
    range: [0, index.count],
    shows: "first",
    make: ({ pts }) => moveLine(line, index, Math.round(pts - grip.pts)),
  };
}

/** A whole audio event, taken hold of at one of its ticks; over another lane it goes there. */
export function dragEvent({ index }: Marks, event: AudioEvent, grip: Place): Draggable {
  return {
    from: grip.ordinal,
    edges: [event.startPts - grip.pts, event.endPts - grip.pts],
    range: [0, index.count],
    shows: "first",
    changesLane: true,
    heard: true,
    make: ({ pts, audioLane }) => {
      const by = Math.round(pts - grip.pts);
      const [startPts, endPts] = [event.startPts + by, event.endPts + by];
      return placeEvent(index, event, { startPts, endPts, lane: audioLane ?? event.lane });
    },
  };
}

/** A new audio event, from where the pointer was pressed to where it is. */
export function dragNewEvent({ index }: Marks, lane: string, grip: Place): Draggable {
  const id = newId();
  return {
    from: grip.ordinal,
    range: [0, index.count],
    shows: "first",
    heard: true,
    make: ({ pts }) => {
      const [startPts, endPts] = [Math.min(pts, grip.pts), Math.max(pts, grip.pts)];
      return addEvent(index, { lane, startPts, endPts }, id);
    },
  };
}
