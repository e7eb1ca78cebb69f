import { create, remove, update } from "../core/edits";
import { newId } from "../core/id";
import { capital, done, type Outcome, refuse } from "../core/outcome";
import type { Annotation, AnnotationState, Edit } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import { framesInWords } from "../video/frames";
import { nameOfEvent } from "./audio_edits";
import type { AudioEvent } from "./audio_events";
import type { Shot } from "./cuts";
import { isRetimed, type Line, lineState } from "./lines";
import type { Segment } from "./segments";

/** What one may leave a remark on. */
export type Marked =
  | { readonly shot: Shot }
  | { readonly segment: Segment }
  | { readonly line: Line }
  | { readonly event: AudioEvent };

export interface Remark {
  readonly comment: string | null;
  /** The person was not sure. */
  readonly uncertain: boolean;
}

/** Characters of a comment (`MAX_COMMENT` of `validate.py`). */
export const LONGEST_COMMENT = 10_000;

/** The annotations that a remark can stand on; a shot's cut before its tags. */
function carriersOf(marked: Marked): readonly Annotation[] {
  if ("shot" in marked) return [...marked.shot.cuts, ...marked.shot.tags];
  if ("event" in marked) return [marked.event.annotation];
  return "segment" in marked ? [marked.segment.annotation] : marked.line.edits;
}

export function remarkOf(marked: Marked): Remark {
  const carriers = carriersOf(marked);
  return {
    comment: carriers.find(({ comment }) => comment)?.comment ?? null,
    uncertain: carriers.some(({ uncertain }) => uncertain),
  };
}

/**
 * Leave a remark, change it, or take it away. A shot's stands on its cut, for the first shot on a tag of
 * its own; a line's on the edit of its times, which may leave them as they are.
 */
export function setRemark(marked: Marked, index: FrameIndex, change: Partial<Remark>): Outcome {
  const was = remarkOf(marked);
  const comment = change.comment === undefined ? was.comment : change.comment?.trim() || null;
  const uncertain = change.uncertain ?? was.uncertain;
  if (comment && [...comment].length > LONGEST_COMMENT)
    return refuse(
      `A comment has at most ${LONGEST_COMMENT} characters, not ${[...comment].length}.`,
    );
  const name = inWords(marked);
  const said =
    comment !== was.comment
      ? `${comment ? "Comment on" : "Comment deleted from"} ${name}`
      : capital(`${name} is ${uncertain ? "marked as uncertain" : "no longer uncertain"}`);
  if (comment === was.comment && uncertain === was.uncertain)
    return { edits: [], said: `Nothing changed on ${name}` };
  const carriers = carriersOf(marked);
  if (!carriers.length) {
    const state = carrierFor(marked, { comment, uncertain });
    const why = state.kind === "text" ? whyNot(state, index) : null;
    return why ? refuse(why) : done([create(newId(), state)], said);
  }
  const host = carriers.find((one) => one.comment) ?? carriers[0];
  const edits = carriers.flatMap((one) =>
    remarked(one, one === host ? { comment, uncertain } : NO_REMARK, marked),
  );
  return done(edits, said);
}

const NO_REMARK: Remark = { comment: null, uncertain: false };

function remarked(one: Annotation, remark: Remark, marked: Marked): Edit[] {
  const { comment, uncertain } = remark;
  if (comment === (one.comment ?? null) && uncertain === Boolean(one.uncertain)) return [];
  const empty = !comment && !uncertain && !one.category;
  const says =
    one.kind === "tag" || ("line" in marked && marked.line.file && !isRetimed(marked.line));
  // What was made to carry the remark, and nothing else, goes with it.
  return empty && says ? [remove(one)] : [update(one, { comment, uncertain })];
}

function carrierFor(marked: Marked, remark: Remark): AnnotationState {
  if ("line" in marked) return lineState(marked.line, remark);
  const { startPts: start_pts } =
    "shot" in marked ? marked.shot : "event" in marked ? marked.event : marked.segment;
  return { kind: "tag", start_pts, end_pts: null, attributes: { scope: "shot" }, ...remark };
}

function whyNot({ start_pts, end_pts }: AnnotationState, index: FrameIndex): string | null {
  const inside = start_pts >= index.ptsOf(0) && (end_pts ?? start_pts) <= index.release.end_pts;
  return inside ? null : "The line lies outside the release: a remark has no place there.";
}

function inWords(marked: Marked): string {
  if ("shot" in marked) return `shot ${marked.shot.number + 1}`;
  if ("line" in marked) return `line ${marked.line.line + 1}`;
  if ("event" in marked) return `the ${nameOfEvent(marked.event)}`;
  const { first, end, lane } = marked.segment;
  return `${framesInWords(first, end)} on ${lane}`;
}
