import type { Outcome } from "../../core/outcome";
import { done, MOST_EDITS } from "../../core/outcome";
import { ticksOf } from "../../video/frames";
import { type ActiveSpan, audioLaneOf, type LaneId, lineAt } from "../active";
import { addEvent, eventsOfLines, placeEvent, setSpeaker } from "../audio_edits";
import { type AudioEvent, speakersOf } from "../audio_events";
import type { Line } from "../lines";
import type { Context } from "./context";

/** Why there is nothing to act on where a task takes no audio events. */
export const NO_EVENTS = "This task takes no audio events: open it with template=AUDIO_EVENTS.";

/** Sounds: tapped while playing, made from lines of subtitles, given to speakers, put on other lanes. */
export function audioDeeds(context: Context) {
  const { opened, host } = context;
  const { playback, index } = opened;
  let lastSpeaker = "";

  /** The lane that a new event goes to: the active one, else the first; it is made the active one. */
  const laneForNew = (): string | null => {
    const active = audioLaneOf(host.lane);
    if (active !== null) return active;
    const [first] = context.marks.audioLanes;
    if (!first) {
      context.refuse(opened.takesEvents ? "Add a lane for sounds first." : NO_EVENTS);
      return null;
    }
    host.pick(`audio:${first.name}`, null);
    return first.name;
  };

  /** Save an outcome that makes one event, and choose that. */
  const make = (outcome: Outcome) => {
    if (!context.take(outcome) || !("edits" in outcome)) return;
    const [edit] = outcome.edits;
    const lane = edit?.after?.attributes?.lane;
    if (edit && typeof lane === "string") host.pick(`audio:${lane}`, edit.annotation_id);
  };

  /** The tick that a key means: while playing less one's reaction time, else an edge of the frame that is seen. */
  const meant = (end: boolean): number => {
    if (!playback.playing) return index.ptsOf(playback.frame + (end ? 1 : 0));
    const late = ticksOf(index, host.settings.values.reactionLag * Math.abs(playback.rate));
    return Math.max(index.ptsOf(0), index.ptsOf(playback.frame) - late);
  };

  const begin = (lane: string, pts: number) => {
    host.begun.set(lane, pts);
    context.say(`An event begins on ${lane}: press again at its end`);
    opened.session.refresh();
  };

  /** The end is here; of somebody who went back since, the start. The frames at both ends belong to it. */
  const finish = (lane: string, start: number, end: number) => {
    const from = host.begun.get(lane) as number;
    host.begun.delete(lane);
    opened.session.refresh();
    const [startPts, endPts] =
      end > from ? [from, end] : [start, index.ptsOf(index.ordinalAt(from) + 1)];
    make(addEvent(index, { lane, startPts, endPts }));
  };

  const chosen = (run: (event: AudioEvent) => void) => {
    const { span } = context.active;
    if (span?.what === "event") run(span.event);
    else context.refuse(opened.takesEvents ? "Choose an audio event first." : NO_EVENTS);
  };

  const speak = (event: AudioEvent, name: string): string | null => {
    const outcome = setSpeaker(event, name);
    if ("refused" in outcome) return outcome.refused;
    if (name.trim()) lastSpeaker = name;
    host.pick(`audio:${event.lane}`, event.id);
    context.take(outcome);
    return null;
  };

  /** The line that is chosen, else the one that is on the screen. */
  const lineHere = (span: ActiveSpan | null): Line | null =>
    span?.what === "line" ? span.line : lineAt(context.marks, playback.frame);

  const dialogue = (): string | null => {
    const active = audioLaneOf(host.lane);
    if (active !== null) return active;
    const named = context.marks.audioLanes.find(({ name }) => name === "dialogue");
    return named ? named.name : laneForNew();
  };

  const toLane = (direction: -1 | 1) =>
    chosen((event) => {
      const lanes = context.marks.audioLanes;
      const to = lanes[lanes.findIndex(({ name }) => name === event.lane) + direction];
      if (to) make(placeEvent(index, event, { ...event, lane: to.name }));
      else context.refuse(`There is no lane of sounds ${direction < 0 ? "above" : "below"}.`);
    });

  return {
    tapEvent: () => {
      const lane = laneForNew();
      if (lane === null) return;
      if (host.begun.has(lane)) finish(lane, meant(false), meant(true));
      else begin(lane, meant(false));
    },
    /** As I and O do for segments. */
    eventIn: (lane: string) => begin(lane, index.ptsOf(playback.frame)),
    eventOut: (lane: string): boolean => {
      if (!host.begun.has(lane)) return false;
      finish(lane, index.ptsOf(playback.frame), index.ptsOf(playback.frame + 1));
      return true;
    },
    eventFromLine: () => {
      const line = lineHere(context.active.span);
      const lane = dialogue();
      if (lane === null) return;
      if (!line) {
        context.refuse("No line of subtitles is here.");
        return;
      }
      const [edit] = eventsOfLines(index, context.marks.events, [line], lane);
      if (edit) make(done([edit], `Event of line ${line.line + 1} on ${lane}`));
      else context.refuse(`Line ${line.line + 1} has an event already.`);
    },
    eventsFromLines: () => {
      const lane = dialogue();
      if (lane === null) return;
      const { lines, events } = context.marks;
      const edits = eventsOfLines(index, events, lines, lane);
      if (!lines.length) context.refuse("There are no lines of subtitles.");
      else if (!edits.length) context.refuse("Every line has an event already.");
      else {
        // A long film has more lines than one commit takes; each part is undone by itself.
        const said = `${edits.length === 1 ? "1 event" : `${edits.length} events`} on ${lane}, of as many lines`;
        for (let at = 0; at < edits.length; at += MOST_EDITS)
          context.take(done(edits.slice(at, at + MOST_EDITS), said));
      }
    },
    speaker: () =>
      chosen((event) => {
        const { events, lines } = context.marks;
        const inLines = lines.map(({ file }) => file?.speaker ?? "");
        host.askSpeaker(event.speaker ?? "", speakersOf(events, inLines), (name) =>
          speak(event, name),
        );
      }),
    sameSpeaker: () =>
      chosen((event) => {
        const before = context.marks.events.filter(
          (one) => one.lane === event.lane && one.speaker && one.startPts < event.startPts,
        );
        const name = lastSpeaker || before.at(-1)?.speaker;
        if (!name) context.refuse("Nobody was named yet.");
        else {
          const why = speak(event, name);
          if (why) context.refuse(why);
        }
      }),
    eventLaneUp: () => toLane(-1),
    eventLaneDown: () => toLane(1),
    newAudioLane: () => {
      if (!opened.takesEvents) {
        context.refuse(NO_EVENTS);
        return;
      }
      host.askLane((name) => {
        const refused = opened.audioLanes.add(name);
        if (refused !== null) return refused;
        const lane: LaneId = `audio:${name.trim()}`;
        host.pick(lane, null);
        context.say(`Lane ${name.trim()} for sounds added`);
        return null;
      }, "sounds");
    },
    foldLanes: () => {
      const { audioLanes } = opened;
      const names = context.marks.audioLanes.map(({ name }) => name);
      if (!names.length) {
        context.refuse(opened.takesEvents ? "There are no lanes of sounds." : NO_EVENTS);
        return;
      }
      const fold = !names.every((name) => audioLanes.isFolded(name));
      audioLanes.fold(names, fold);
      context.say(fold ? "Lanes of sounds folded" : "Lanes of sounds unfolded");
    },
  };
}
