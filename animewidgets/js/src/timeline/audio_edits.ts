import { create, remove, update } from "../core/edits";
import { newId } from "../core/id";
import { done, type Outcome, refuse } from "../core/outcome";
import type { AnnotationState, Edit, Json } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import { type AudioEvent, LONGEST_SPEAKER, tidyName } from "./audio_events";
import type { Line } from "./lines";
import { laneName } from "./segments";

/** A new event; `id` where it must be known before it is made. */
export function addEvent(
  index: FrameIndex,
  wanted: { lane: string; startPts: number; endPts: number; speaker?: string | null },
  id = newId(),
): Outcome {
  const named = laneName(wanted.lane);
  if ("refused" in named) return named;
  const { startPts, endPts, speaker } = wanted;
  const why = whyNot(index, startPts, endPts);
  if (why) return refuse(why);
  const state = stateOf(named.name, startPts, endPts, speaker ? { speaker } : {});
  return done([create(id, state)], `Event on ${named.name}: ${lasting(index, startPts, endPts)}`);
}

/** Give an event other times, in ticks. */
export function retimeEvent(
  index: FrameIndex,
  event: AudioEvent,
  startPts: number,
  endPts: number,
): Outcome {
  return placeEvent(index, event, { startPts, endPts, lane: event.lane });
}

/** Put an event somewhere else, on its lane or another. */
export function placeEvent(
  index: FrameIndex,
  event: AudioEvent,
  { startPts, endPts, lane }: { startPts: number; endPts: number; lane: string },
): Outcome {
  const said = `Event on ${lane}: ${lasting(index, startPts, endPts)}`;
  const stays = lane === event.lane;
  if (stays && startPts === event.startPts && endPts === event.endPts) return { edits: [], said };
  const why = whyNot(index, startPts, endPts);
  if (why) return refuse(why);
  const attributes = stays ? {} : { attributes: { ...event.annotation.attributes, lane } };
  const times = { start_pts: startPts, end_pts: endPts };
  return done([update(event.annotation, { ...times, ...attributes })], said);
}

/** Two events where one was, both with its speaker and category; the first keeps the comment. */
export function splitEvent(index: FrameIndex, event: AudioEvent, at: number): Outcome {
  if (at <= event.startPts || at >= event.endPts)
    return refuse("An event is split where it is heard: go to a frame within it.");
  const { category, attributes } = event.annotation;
  const second: AnnotationState = {
    kind: "audio_event",
    start_pts: at,
    end_pts: event.endPts,
    category: category ?? null,
    attributes: { ...attributes },
  };
  const { startPts, endPts } = event;
  return done(
    [update(event.annotation, { end_pts: at }), create(newId(), second)],
    `Event split: ${lasting(index, startPts, at)} and ${lasting(index, at, endPts)}`,
  );
}

/**
 * Make one event of this one and the nearest of the same speaker on its lane, whether they overlap or leave a gap.
 * The category of the earlier counts, that of the other where it has none; comments are put together.
 */
export function mergeEvents(
  index: FrameIndex,
  events: readonly AudioEvent[],
  event: AudioEvent,
  direction: -1 | 1,
): Outcome {
  const own = events.filter((one) => one.lane === event.lane && one.speaker === event.speaker);
  const at = own.findIndex((one) => one.id === event.id);
  const other = own[at + direction];
  if (!other) {
    const where = direction > 0 ? "follows" : "comes before";
    return refuse(
      `No event of ${event.speaker ?? "nobody named"} ${where} this one on ${event.lane}.`,
    );
  }
  const [a, b] = direction > 0 ? [event, other] : [other, event];
  const [one, two] = [a.annotation, b.annotation];
  const comments = [one.comment, two.comment].filter(Boolean);
  const endPts = Math.max(a.endPts, b.endPts);
  const kept = update(one, {
    end_pts: endPts,
    category: one.category ?? two.category ?? null,
    comment: comments.length ? comments.join("\n") : null,
    uncertain: Boolean(one.uncertain || two.uncertain),
  });
  const lost = one.category && two.category && one.category !== two.category;
  const rule = lost ? "; the category of the first counts" : "";
  return done([kept, remove(two)], `Events merged: ${lasting(index, a.startPts, endPts)}${rule}`);
}

export const deleteEvent = (index: FrameIndex, event: AudioEvent): Outcome =>
  done(
    [remove(event.annotation)],
    `${capitalName(event)} of ${lasting(index, event.startPts, event.endPts)} deleted`,
  );

export function categoriseEvent(
  event: AudioEvent,
  category: { category_id: string; name: string } | null,
): Outcome {
  const said = `${capitalName(event)}: ${category ? category.name : "no category"}`;
  const category_id = category?.category_id ?? null;
  if (event.category === category_id) return { edits: [], said };
  return done([update(event.annotation, { category: category_id })], said);
}

/** Say who is heard; nobody where the name is empty. */
export function setSpeaker(event: AudioEvent, text: string): Outcome {
  const speaker = tidyName(text);
  const { length } = [...speaker];
  if (length > LONGEST_SPEAKER)
    return refuse(`A speaker's name has at most ${LONGEST_SPEAKER} characters, not ${length}.`);
  const said = speaker ? `${speaker} is heard` : "Nobody is named";
  if ((event.speaker ?? "") === speaker) return { edits: [], said };
  const { speaker: _, ...rest } = event.annotation.attributes ?? {};
  return done(
    [update(event.annotation, { attributes: speaker ? { ...rest, speaker } : rest })],
    said,
  );
}

/** Events of lines of subtitles, with their times and speakers, never their text. Lines that have one are left. */
export function eventsOfLines(
  index: FrameIndex,
  events: readonly AudioEvent[],
  lines: readonly Line[],
  lane: string,
): Edit[] {
  const made = new Set(events.map(({ annotation }) => lineOf(annotation.attributes)));
  const [least, most] = [index.ptsOf(0), index.release.end_pts];
  const edits: Edit[] = [];
  for (const { source, line, startPts, endPts, file } of lines) {
    const [start, end] = [Math.max(least, startPts), Math.min(most, endPts)];
    if (end <= start || made.has(lineOf({ source, line }))) continue;
    const speaker = [...tidyName(file?.speaker ?? "")].slice(0, LONGEST_SPEAKER).join("").trim();
    const more = speaker ? { speaker, source, line } : { source, line };
    edits.push(create(newId(), stateOf(lane, start, end, more)));
  }
  return edits;
}

const lineOf = (attributes: { [key: string]: Json } | undefined): string =>
  attributes && "line" in attributes ? `${attributes.source}:${attributes.line}` : "";

/** Give a lane another name. A name that a lane has already is refused. */
export function renameAudioLane(events: readonly AudioEvent[], from: string, to: string): Outcome {
  const named = laneName(to);
  if ("refused" in named) return named;
  const { name } = named;
  if (name === from) return { edits: [], said: `The lane is called ${from}` };
  if (events.some((one) => one.lane === name)) return refuse(`There is a lane ${name} already.`);
  const own = events.filter((one) => one.lane === from);
  return done(
    own.map(({ annotation }) =>
      update(annotation, { attributes: { ...annotation.attributes, lane: name } }),
    ),
    `Lane ${from} renamed to ${name}`,
  );
}

/** Delete a lane with everything on it. */
export function deleteAudioLane(events: readonly AudioEvent[], lane: string): Outcome {
  const own = events.filter((one) => one.lane === lane);
  const many = own.length === 1 ? "1 event" : `${own.length} events`;
  return done(
    own.map(({ annotation }) => remove(annotation)),
    `Lane ${lane} deleted, ${many} with it`,
  );
}

/** What an event is called in a sentence: by its speaker, else as one of its lane. */
export const nameOfEvent = ({ speaker, lane }: AudioEvent): string =>
  speaker ? `event of ${speaker}` : `event on ${lane}`;

const capitalName = (event: AudioEvent) => `E${nameOfEvent(event).slice(1)}`;

const stateOf = (
  lane: string,
  start_pts: number,
  end_pts: number,
  more: { [key: string]: Json },
): AnnotationState => ({
  kind: "audio_event",
  start_pts,
  end_pts,
  category: null,
  attributes: { lane, ...more },
});

const lasting = ({ release }: FrameIndex, start: number, end: number): string =>
  `${((Math.abs(end - start) * release.time_base[0]) / release.time_base[1]).toFixed(2)} s`;

function whyNot(index: FrameIndex, start: number, end: number): string | null {
  if (end <= start) return "An event ends after it begins.";
  if (start < index.ptsOf(0)) return "An event cannot begin before the first frame.";
  if (end > index.release.end_pts) return "An event cannot end after the release.";
  return null;
}
