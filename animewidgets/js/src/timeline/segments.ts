import { create, type Live, remove, update } from "../core/edits";
import { newId } from "../core/id";
import { done, type Outcome, refuse } from "../core/outcome";
import type { Annotation, AnnotationState } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import { endOrdinal, framesInWords } from "../video/frames";
import { lowerBound } from "./scene";

/** A span of frames on a named lane: ordinals half-open, [first, end). */
export interface Segment {
  readonly id: string;
  readonly annotation: Annotation;
  readonly lane: string;
  readonly first: number;
  readonly end: number;
  readonly startPts: number;
  readonly endPts: number;
  readonly category: string | null;
}

/** A lane and what stands on it, in order of time. A lane that was only added yet holds nothing. */
export interface Lane {
  readonly name: string;
  readonly segments: readonly Segment[];
  /** The furthest end of all segments up to each: says how far back a search must go where some overlap. */
  readonly reach: readonly number[];
}

/** Whether segments of one lane may overlap, as sounds do. */
export interface LaneRule {
  readonly overlap?: boolean;
}

/** The lane of segments that were made without the name of one. */
export const UNNAMED_LANE = "segments";
export const LONGEST_LANE_NAME = 100;

/** The segments of all lanes, in order of time. */
export function segmentsOf(live: Live, index: FrameIndex): Segment[] {
  const found: Segment[] = [];
  for (const annotation of live.annotations.values()) {
    if (annotation.kind !== "segment") continue;
    const { start_pts, attributes } = annotation;
    const end_pts = annotation.end_pts ?? start_pts;
    const lane = attributes?.lane;
    found.push({
      id: annotation.annotation_id,
      annotation,
      lane: typeof lane === "string" && lane ? lane : UNNAMED_LANE,
      first: index.ordinalAt(start_pts),
      end: endOrdinal(index, end_pts),
      startPts: start_pts,
      endPts: end_pts,
      category: annotation.category ?? null,
    });
  }
  return found.sort((a, b) => a.first - b.first || a.end - b.end || (a.id < b.id ? -1 : 1));
}

/**
 * The lanes: those that are known already, in their order, also while they are empty; then new ones
 * in the order of their first segment. Hand the names back as `known`, and the order stays.
 */
export function lanesOf(segments: readonly Segment[], known: readonly string[] = []): Lane[] {
  const lanes = new Map<string, Segment[]>(known.map((name) => [name, []]));
  for (const segment of segments) {
    const lane = lanes.get(segment.lane);
    if (lane) lane.push(segment);
    else lanes.set(segment.lane, [segment]);
  }
  return [...lanes].map(([name, own]) => {
    let furthest = 0;
    const reach = own.map(({ end }) => {
      furthest = Math.max(furthest, end);
      return furthest;
    });
    return { name, segments: own, reach };
  });
}

/** The segment of a lane that holds a frame; of several the one that began last. */
export function segmentAt(lane: Lane, ordinal: number): Segment | null {
  let at = lowerBound(lane.segments, ordinal + 1, (one) => one.first) - 1;
  for (; at >= 0 && (lane.reach[at] as number) > ordinal; at--) {
    const segment = lane.segments[at] as Segment;
    if (segment.end > ordinal) return segment;
  }
  return null;
}

/** The segments of a lane that share a frame with [first, end), in order of time. */
export function segmentsWithin(lane: Lane, first: number, end: number): Segment[] {
  const found: Segment[] = [];
  let at = lowerBound(lane.segments, end, (one) => one.first) - 1;
  for (; at >= 0 && (lane.reach[at] as number) > first; at--) {
    const segment = lane.segments[at] as Segment;
    if (segment.end > first) found.push(segment);
  }
  return found.reverse();
}

/** A name for a lane as it may be stored, or the reason why it is none. */
export function laneName(text: string): { name: string } | { refused: string } {
  const name = text.trim();
  if (!name) return { refused: "A lane needs a name." };
  if (name.length > LONGEST_LANE_NAME)
    return {
      refused: `A lane's name has at most ${LONGEST_LANE_NAME} characters, not ${name.length}.`,
    };
  return { name };
}

export function addSegment(
  segments: readonly Segment[],
  index: FrameIndex,
  wanted: { lane: string; first: number; end: number; category?: string | null },
  rule: LaneRule = {},
): Outcome {
  const named = laneName(wanted.lane);
  if ("refused" in named) return named;
  const { first, end } = wanted;
  const why = whyNot(segments, index, { id: null, lane: named.name, first, end }, rule);
  if (why) return refuse(why);
  const state: AnnotationState = {
    kind: "segment",
    start_pts: index.ptsOf(first),
    end_pts: index.ptsOf(end),
    category: wanted.category ?? null,
    attributes: { lane: named.name },
  };
  return done([create(newId(), state)], `Segment on ${named.name}: ${framesInWords(first, end)}`);
}

/** Move a segment so that it begins on a frame; it stays as many frames long. */
export function moveSegment(
  segments: readonly Segment[],
  index: FrameIndex,
  id: string,
  to: number,
  rule: LaneRule = {},
): Outcome {
  return respan(segments, index, id, rule, ({ first, end }) => [to, to + end - first]);
}

/** Put the start of a segment on a frame, or its end: `to` is then one past its last frame. */
export function resizeSegment(
  segments: readonly Segment[],
  index: FrameIndex,
  id: string,
  which: "start" | "end",
  to: number,
  rule: LaneRule = {},
): Outcome {
  return respan(segments, index, id, rule, ({ first, end }) =>
    which === "start" ? [to, end] : [first, to],
  );
}

/**
 * Between which frames (both allowed) a start or an end may be dragged: not past its own other side,
 * and not into a neighbour, unless the lane takes overlaps or the two overlap already.
 */
export function segmentRange(
  segments: readonly Segment[],
  index: FrameIndex,
  id: string,
  which: "start" | "end",
  rule: LaneRule = {},
): [number, number] {
  const own = segments.find((one) => one.id === id);
  if (!own) return [0, -1];
  let [lowest, highest] = which === "start" ? [0, own.end - 1] : [own.first + 1, index.count];
  if (rule.overlap) return [lowest, highest];
  for (const other of segments) {
    if (other.lane !== own.lane || other === own) continue;
    if (other.end <= own.first && which === "start") lowest = Math.max(lowest, other.end);
    if (other.first >= own.end && which === "end") highest = Math.min(highest, other.first);
  }
  return [lowest, highest];
}

/** Put a segment on another lane, as it stands. */
export function toLane(
  segments: readonly Segment[],
  index: FrameIndex,
  id: string,
  lane: string,
  rule: LaneRule = {},
): Outcome {
  const named = laneName(lane);
  if ("refused" in named) return named;
  const segment = segments.find((one) => one.id === id);
  if (!segment) return gone();
  if (segment.lane === named.name)
    return { edits: [], said: `The segment is on ${named.name} already` };
  const why = whyNot(segments, index, { ...segment, lane: named.name }, rule);
  if (why) return refuse(why);
  return done([onLane(segment, named.name)], `Segment moved to ${named.name}`);
}

/** Two segments where one was: the frame begins the second. Both keep the category, the first its comment. */
export function splitSegment(
  segments: readonly Segment[],
  index: FrameIndex,
  id: string,
  at: number,
): Outcome {
  const segment = segments.find((one) => one.id === id);
  if (!segment) return gone();
  if (at <= segment.first || at >= segment.end)
    return refuse(
      `A segment of ${framesInWords(segment.first, segment.end)} can be split on frame ${segment.first + 1} to ${segment.end - 1}, not on ${at}.`,
    );
  const { category, attributes } = segment.annotation;
  const second: AnnotationState = {
    kind: "segment",
    start_pts: index.ptsOf(at),
    end_pts: segment.endPts,
    category: category ?? null,
    attributes: { ...attributes },
  };
  return done(
    [update(segment.annotation, { end_pts: index.ptsOf(at) }), create(newId(), second)],
    `Segment split on frame ${at}`,
  );
}

/**
 * Make one segment of this one and the next on its lane, whether they meet, overlap or leave a gap. The
 * category of the first counts, that of the second where the first has none; comments are put together.
 */
export function mergeSegments(segments: readonly Segment[], id: string): Outcome {
  const at = segments.findIndex((one) => one.id === id);
  const segment = segments[at];
  if (!segment) return gone();
  const next = segments.slice(at + 1).find((one) => one.lane === segment.lane);
  if (!next) return refuse(`No segment follows this one on ${segment.lane}.`);
  const [one, other] = [segment.annotation, next.annotation];
  const end_pts = Math.max(segment.endPts, next.endPts);
  const end = Math.max(segment.end, next.end);
  const comments = [one.comment, other.comment].filter(Boolean);
  const kept = update(one, {
    end_pts,
    category: one.category ?? other.category ?? null,
    comment: comments.length ? comments.join("\n") : null,
    uncertain: Boolean(one.uncertain || other.uncertain),
  });
  const gap = next.first - segment.end;
  const how = gap > 0 ? `, the ${gap} between them included` : "";
  const lost = other.category && one.category && other.category !== one.category;
  const rule = lost ? "; the category of the first counts" : "";
  return done(
    [kept, remove(other)],
    `Segments merged: ${framesInWords(segment.first, end)}${how}${rule}`,
  );
}

export function deleteSegment(segments: readonly Segment[], id: string): Outcome {
  const segment = segments.find((one) => one.id === id);
  if (!segment) return gone();
  return done(
    [remove(segment.annotation)],
    `Segment of ${framesInWords(segment.first, segment.end)} on ${segment.lane} deleted`,
  );
}

export function categoriseSegment(
  segments: readonly Segment[],
  id: string,
  category: { category_id: string; name: string } | null,
): Outcome {
  const segment = segments.find((one) => one.id === id);
  if (!segment) return gone();
  const named = `Segment of ${framesInWords(segment.first, segment.end)}`;
  const said = `${named}: ${category ? category.name : "no category"}`;
  if (segment.category === (category?.category_id ?? null)) return { edits: [], said };
  return done([update(segment.annotation, { category: category?.category_id ?? null })], said);
}

/** Give a lane another name. A name that a lane has already would put both on one: that is refused. */
export function renameLane(segments: readonly Segment[], from: string, to: string): Outcome {
  const named = laneName(to);
  if ("refused" in named) return named;
  if (named.name === from) return { edits: [], said: `The lane is called ${from}` };
  if (segments.some((one) => one.lane === named.name))
    return refuse(`There is a lane ${named.name} already.`);
  return done(
    segments.filter((one) => one.lane === from).map((one) => onLane(one, named.name)),
    `Lane ${from} renamed to ${named.name}`,
  );
}

/** Delete a lane with everything on it. */
export function deleteLane(segments: readonly Segment[], lane: string): Outcome {
  const own = segments.filter((one) => one.lane === lane);
  const many = own.length === 1 ? "1 segment" : `${own.length} segments`;
  return done(
    own.map((one) => remove(one.annotation)),
    `Lane ${lane} deleted, ${many} with it`,
  );
}

const gone = () => refuse("There is no such segment any more.");

const onLane = ({ annotation }: Segment, lane: string) =>
  update(annotation, { attributes: { ...annotation.attributes, lane } });

function respan(
  segments: readonly Segment[],
  index: FrameIndex,
  id: string,
  rule: LaneRule,
  to: (segment: Segment) => [number, number],
): Outcome {
  const segment = segments.find((one) => one.id === id);
  if (!segment) return gone();
  const [first, end] = to(segment);
  const said = `Segment on ${segment.lane}: ${framesInWords(first, end)}`;
  if (first === segment.first && end === segment.end) return { edits: [], said };
  const why = whyNot(segments, index, { id, lane: segment.lane, first, end }, rule);
  if (why) return refuse(why);
  const times = { start_pts: index.ptsOf(first), end_pts: index.ptsOf(end) };
  return done([update(segment.annotation, times)], said);
}

/** Why a segment cannot stand there, in words, or `null`. */
function whyNot(
  segments: readonly Segment[],
  index: FrameIndex,
  { id, lane, first, end }: { id: string | null; lane: string; first: number; end: number },
  rule: LaneRule,
): string | null {
  if (first >= end) return "A segment holds at least one frame: its end lies after its start.";
  if (first < 0 || end > index.count)
    return `A segment stands on frames 0 to ${index.count - 1}, not on ${framesInWords(first, end)}.`;
  if (rule.overlap) return null;
  const other = segments.find(
    (one) => one.id !== id && one.lane === lane && one.first < end && first < one.end,
  );
  if (!other) return null;
  return `${lane} is taken there by the segment of ${framesInWords(other.first, other.end)}.`;
}
