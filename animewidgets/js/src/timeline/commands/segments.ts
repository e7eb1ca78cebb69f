import type { Outcome } from "../../core/outcome";
import { ticksOf } from "../../video/frames";
import {
  type ActiveSpan,
  audioLaneOf,
  keyOf,
  type LaneId,
  laneOf,
  lanesInOrder,
  neighbourSpan,
} from "../active";
import { deleteEvent, retimeEvent } from "../audio_edits";
import { frameOfEvent } from "../audio_events";
import { resetLine, setLineEnd, setLineStart } from "../lines";
import { stopsOf } from "../neighbours";
import { presetOf, readPreset, retimeLines, retimeSegments, type TimingPreset } from "../presets";
import { addSegment, deleteSegment, resizeSegment } from "../segments";
import type { Context } from "./context";

/** Spans on lanes and the lines of subtitles: made, stretched, led in and out, joined, one after the other. */
export function segmentDeeds(
  context: Context,
  accept: () => void,
  sounds: { eventIn(lane: string): void; eventOut(lane: string): boolean },
) {
  const { opened, host } = context;
  const { playback, index } = opened;

  const add = (lane: string, first: number, end: number) => {
    if (context.take(addSegment(context.marks.segments, index, { lane, first, end }))) {
      const made = context.marks.segments.find(
        (one) => one.lane === lane && one.first === first && one.end === end,
      );
      host.pick(`lane:${lane}`, made?.id ?? null);
    }
  };

  const newLane = (then?: (name: string) => void) =>
    host.askLane((name) => {
      const refused = opened.addLane(name);
      if (refused !== null) return refused;
      host.pick(`lane:${name.trim()}`, null);
      context.say(`Lane ${name.trim()} added`);
      then?.(name.trim());
      return null;
    });

  const segmentIn = () => {
    const heard = audioLaneOf(host.lane);
    if (host.lane === "subtitles") startHere();
    else if (heard !== null) sounds.eventIn(heard);
    else if (laneOf(host.lane) === null) {
      const first = context.marks.lanes[0];
      if (first) host.pick(`lane:${first.name}`, null);
      else {
        newLane(() => segmentIn());
        return;
      }
      segmentIn();
    } else {
      host.pendingIn = playback.frame;
      context.say(`A segment begins on frame ${playback.frame}: mark its end`);
    }
  };

  const segmentOut = () => {
    const lane = laneOf(host.lane);
    const heard = audioLaneOf(host.lane);
    if (host.lane === "subtitles") endHere();
    else if (heard !== null) {
      if (sounds.eventOut(heard)) return;
      if (context.active.span) endHere();
      else context.refuse("Mark where the event begins first.");
    } else if (lane !== null && host.pendingIn !== null) {
      const [a, b] = [host.pendingIn, playback.frame];
      host.pendingIn = null;
      // The frame that is seen belongs to it, whichever way one went.
      add(lane, Math.min(a, b), Math.max(a, b) + 1);
    } else if (lane !== null && context.active.span) endHere();
    else context.refuse("Mark where the segment begins first.");
  };

  /** Put an end of what is active on the playhead; an end stands behind the frame that is seen. */
  const ends = (which: "start" | "end"): Outcome => {
    const { span } = context.active;
    const end = playback.frame + 1;
    const pts = index.ptsOf(which === "start" ? playback.frame : end);
    if (span?.what === "line")
      return which === "start"
        ? setLineStart(span.line, index, pts)
        : setLineEnd(span.line, index, pts);
    if (span?.what === "segment")
      return resizeSegment(
        context.marks.segments,
        index,
        span.segment.id,
        which,
        which === "start" ? playback.frame : end,
      );
    if (span?.what === "event")
      return which === "start"
        ? retimeEvent(index, span.event, pts, span.endPts)
        : retimeEvent(index, span.event, span.startPts, pts);
    return { refused: "Choose a segment, a line or an audio event first." };
  };
  const keeping = (run: () => void) => {
    const { span } = context.active;
    if (span && span.what !== "shot") host.pick(host.lane, keyOf(spanned(span)));
    run();
  };
  const startHere = () => keeping(() => context.take(ends("start")));
  const endHere = () => keeping(() => context.take(ends("end")));

  /** What ends are put on: cuts where there are any, else the container's key frames. */
  const keys = () => {
    const cuts = context.marks.shots
      .filter((shot) => shot.cuts.length)
      .map((shot) => shot.startPts);
    return cuts.length ? cuts : stopsOf(context.marks, "key-frame").map((at) => index.ptsOf(at));
  };

  const retime = (preset: TimingPreset, chosen: ReadonlySet<string> | undefined) => {
    const { marks } = context;
    const room = { index, keys: keys() };
    if (audioLaneOf(host.lane) !== null)
      context.refuse("Leads and joins are for segments and lines, not for sounds.");
    else if (host.lane === "subtitles")
      context.take(retimeLines(marks.lines, preset, room, chosen));
    else {
      const own = marks.segments.filter(({ lane }) => lane === laneOf(host.lane));
      if (own.length) context.take(retimeSegments(own, preset, room, chosen));
      else context.refuse("Choose a lane with segments, or the subtitles.");
    }
  };

  const some = (rules: Partial<TimingPreset> & { name: string }, spans: (ActiveSpan | null)[]) => {
    const preset = readPreset(rules);
    if ("refused" in preset) {
      context.refuse(preset.refused);
      return;
    }
    const chosen = spans.flatMap((span) =>
      span && span.what !== "shot" ? [keyOf(spanned(span))] : [],
    );
    if (chosen.length < spans.length) {
      context.refuse("Choose a segment or a line first.");
      return;
    }
    keeping(() => retime(preset, new Set(chosen)));
  };

  /** What one goes through by the keys of lines, what comes first first: lines, segments, sounds. */
  const lanesToGo = (): LaneId[] => {
    const all = lanesInOrder(context.marks, opened.hasLines).filter((lane) => lane !== "shots");
    const heard = all.filter((lane) => audioLaneOf(lane) !== null);
    return [...all.filter((lane) => !heard.includes(lane)).reverse(), ...heard];
  };

  const go = (direction: -1 | 1) => {
    if (host.lane === "shots") {
      const lane = lanesToGo()[0];
      if (!lane) {
        context.refuse("There are no lines, no segments and no sounds.");
        return;
      }
      host.pick(lane, null);
    }
    const next = neighbourSpan(context.marks, context.active, playback.frame, direction);
    if (!next || next.what === "shot") {
      context.refuse(`Nothing ${direction < 0 ? "before" : "after"} this one on the lane.`);
      return;
    }
    host.pick(host.lane, keyOf(spanned(next)));
    const at = next.what === "event" ? frameOfEvent(index, next.event) : next.first;
    host.seek(Math.min(index.count - 1, at));
  };

  const toLane = (direction: -1 | 1) => {
    const all = lanesInOrder(context.marks, opened.hasLines);
    const lane = all[all.indexOf(host.lane) + direction];
    if (!lane) {
      context.refuse(`There is no lane ${direction < 0 ? "above" : "below"}.`);
      return;
    }
    host.pick(lane, null);
    context.say(`Keys act on ${laneOf(lane) ?? audioLaneOf(lane) ?? lane}`);
  };

  return {
    segmentIn,
    segmentOut,
    addSegment: add,
    previousLane: () => toLane(-1),
    nextLane: () => toLane(1),
    newLane: () => newLane(),
    deleteSegment: () => {
      const { span } = context.active;
      if (span?.what === "segment")
        context.take(deleteSegment(context.marks.segments, span.segment.id));
      else if (span?.what === "line") context.take(resetLine(span.line));
      else if (span?.what === "event") context.take(deleteEvent(index, span.event));
      else context.refuse("Choose a segment first.");
    },
    leadIn: () => {
      const { leadIn } = presetOf(host.settings.values);
      some({ name: "Lead-in", leadIn }, [context.active.span]);
    },
    leadOut: () => {
      const { leadOut } = presetOf(host.settings.values);
      some({ name: "Lead-out", leadOut }, [context.active.span]);
    },
    joinNext: () => {
      const { active } = context;
      const next = neighbourSpan(context.marks, active, playback.frame, 1);
      const { span } = active;
      const gap = span && next ? Math.max(0, next.startPts - span.endPts) : 0;
      // Anything up to here is a gap that somebody asks to close by hand.
      if (gap > ticksOf(index, 60_000)) context.refuse("The next one is more than a minute away.");
      else some({ name: "Join", joinGap: 60_000, joinBias: 1 }, [span, next]);
    },
    applyPreset: () => retime(presetOf(host.settings.values), undefined),
    linePrevious: () => go(-1),
    lineNext: () => go(1),
    lineStartHere: startHere,
    lineEndHere: endHere,
    commitAndNext: () => {
      if (host.lane === "shots") accept();
      else go(1);
    },
  };
}

const spanned = (span: Exclude<ActiveSpan, { what: "shot" }>) =>
  span.what === "segment" ? span.segment : span.what === "event" ? span.event : span.line;
