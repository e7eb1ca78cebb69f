import type { Category } from "../../core/wire";
import { undoOrRedo } from "../../ui/undo";
import { audioLaneOf, laneOf } from "../active";
import { categoriseEvent, deleteEvent, mergeEvents, splitEvent } from "../audio_edits";
import type { AudioEvent } from "../audio_events";
import type { Boundary } from "../boundaries";
import { standingOn } from "../boundaries";
import { addCut, deleteCut, setCategory } from "../cuts";
import { dragBoundary } from "../dragging";
import { mergeShots } from "../merging";
import { meantFrame } from "../reaction";
import {
  categoriseSegment,
  deleteSegment,
  mergeSegments,
  type Segment,
  splitSegment,
} from "../segments";
import { beginTransitionAt, cycleTransition, endTransitionAt } from "../transitions";
import { type Context, TOOL } from "./context";
import type { Reactions } from "./reactions";

/** Cuts, transitions, merging and splitting, categories, undo. */
export function cuttingDeeds(context: Context, reactions: Reactions) {
  const { opened, host } = context;
  const { playback, index, session } = opened;
  const { announcer } = context;
  const place = { session, index, announcer, seek: (ordinal: number) => host.seek(ordinal) };

  const markLive = () => {
    if (!playback.playing) {
      cutAt(context, playback.frame);
      return;
    }
    const lag = { ms: host.settings.values.reactionLag };
    const rate = Math.abs(playback.rate);
    const pressed = index.ptsOf(playback.frame);
    const ordinal = meantFrame(index, pressed, lag, rate);
    const outcome = addCut(context.marks.shots, index, ordinal);
    if ("edits" in outcome) reactions.made(outcome.edits[0]?.annotation_id, pressed, rate);
    context.take(outcome);
  };

  const nudge = (by: -1 | 1) => {
    const boundary = boundaryHere(context);
    if (!boundary) {
      context.refuse(`Nothing begins or ends on frame ${playback.frame}.`);
      return;
    }
    const to = playback.frame + by;
    const pts = boundary.pts + index.ptsOf(to) - index.ptsOf(playback.frame);
    const outcome = dragBoundary(context.marks, boundary, false).make({ ordinal: to, pts });
    if (!context.take(outcome)) return;
    reactions.corrected(outcome); // after it, so that what was learnt is what is said
    host.seek(Math.min(index.count - 1, to));
  };

  const merge = (direction: -1 | 1) => {
    const { lane, span } = context.active;
    if (lane === "shots") {
      const name = (id: string) => opened.categories.get(id)?.name ?? id;
      context.take(mergeShots(context.marks.shots, playback.frame, direction, name));
      return;
    }
    if (span?.what === "event") {
      context.take(mergeEvents(index, context.marks.events, span.event, direction));
      return;
    }
    if (span?.what !== "segment") {
      context.refuse("Choose a segment to merge.");
      return;
    }
    const { segment } = span;
    const first = direction === 1 ? segment : before(context.marks.segments, segment);
    if (first) context.take(mergeSegments(context.marks.segments, first.id));
    else context.refuse(`No segment comes before this one on ${segment.lane}.`);
  };

  return {
    cut: () => cutAt(context, playback.frame),
    markLive,
    deleteCut: () => {
      const { lane, span } = context.active;
      if (lane !== "shots" && span?.what === "segment")
        context.take(deleteSegment(context.marks.segments, span.segment.id));
      else if (span?.what === "event") context.take(deleteEvent(index, span.event));
      else if (audioLaneOf(lane) !== null) context.refuse("Choose an audio event to delete.");
      else context.take(deleteCut(context.marks.shots, playback.frame));
    },
    nudgeBack: () => nudge(-1),
    nudgeForward: () => nudge(1),
    mergeNext: () => merge(1),
    mergePrevious: () => merge(-1),
    split: () => {
      const { span } = context.active;
      if (span?.what === "segment")
        context.take(splitSegment(context.marks.segments, index, span.segment.id, playback.frame));
      else if (span?.what === "event")
        context.take(splitEvent(index, span.event, index.ptsOf(playback.frame)));
      else cutAt(context, playback.frame);
    },
    cycleTransition: () =>
      context.take(cycleTransition(context.marks.shots, index, playback.frame)),
    transitionFrom: () =>
      context.take(beginTransitionAt(context.marks.shots, index, playback.frame)),
    transitionUntil: () =>
      context.take(endTransitionAt(context.marks.shots, index, playback.frame)),
    clearCategory: () => categorise(context, null),
    undo: () => undoOrRedo(place, "undo", TOOL),
    redo: () => undoOrRedo(place, "redo", TOOL),
  };
}

export function cutAt(context: Context, ordinal: number): void {
  context.take(addCut(context.marks.shots, context.opened.index, ordinal));
}

/** Label what is active: the shot here, or the chosen segment. */
export function categorise(context: Context, category: Category | null): void {
  const { marks, frame } = context;
  const { span, lane } = context.active;
  if (span?.what === "segment")
    context.take(categoriseSegment(marks.segments, span.segment.id, category));
  else if (span?.what === "event") context.take(categoriseEvent(span.event, category));
  else if (audioLaneOf(lane) !== null) context.refuse("Choose an audio event to label.");
  else if (laneOf(lane) !== null) context.refuse("Choose a segment of this lane to label.");
  else context.take(setCategory(marks.shots, frame, category));
}

/** What stands on the frame: of the active lane first, then the cut, then anything else. */
function boundaryHere({ marks, frame, active }: Context): Boundary | null {
  const here = standingOn(marks.boundaries, frame);
  // Sounds overlap: of several that begin or end here the chosen one is meant.
  const { span } = active;
  const isChosen = ({ id, lane }: AudioEvent) =>
    span?.what === "event" ? span.event.id === id : audioLaneOf(active.lane) === lane;
  const own = here.find(
    (one) =>
      ("segment" in one && laneOf(active.lane) === one.segment.lane) ||
      ("line" in one && active.lane === "subtitles") ||
      ("event" in one && isChosen(one.event)),
  );
  return own ?? here.find(({ what }) => what === "cut") ?? here[0] ?? null;
}

function before(segments: readonly Segment[], segment: Segment): Segment | null {
  const own = segments.filter(({ lane }) => lane === segment.lane);
  return own[own.indexOf(segment) - 1] ?? null;
}
