import type { FrameIndex } from "../video/frame_index";
import { frameFrom } from "../video/frames";
import { neighbourProposal, type Proposal } from "./candidates";
import { neighbourCut } from "./cuts";
import type { Marks } from "./marks";
import { lowerBound } from "./scene";

/** What one can jump to, next and previous. */
export type Stop =
  | "cut"
  | "candidate"
  | "key-frame"
  | "unlabelled"
  | "comment"
  | "uncertain"
  | "segment"
  | "line"
  | "boundary"
  | `category:${string}`
  | `lane:${string}`;

/** The nearest frame in a direction that has what one looks for, or `null`. */
export function neighbour(
  marks: Marks,
  proposals: readonly Proposal[],
  stop: Stop,
  frame: number,
  direction: -1 | 1,
): number | null {
  // The beginning of the release is a stop on the way back from the first cut.
  if (stop === "cut") return neighbourCut(marks.shots, frame, direction);
  if (stop === "candidate") return neighbourProposal(proposals, frame, direction)?.ordinal ?? null;
  return neighbourIn(stopsOf(marks, stop), frame, direction);
}

/** Likewise in an ascending list of frames. */
export function neighbourIn(
  frames: readonly number[],
  frame: number,
  direction: -1 | 1,
): number | null {
  const key = (at: number) => at;
  const at =
    direction === 1 ? lowerBound(frames, frame + 1, key) : lowerBound(frames, frame, key) - 1;
  return frames[at] ?? null;
}

/** All frames that have what one looks for, ascending; made once per live state. */
export function stopsOf(marks: Marks, stop: Exclude<Stop, "candidate">): readonly number[] {
  if (stop === "key-frame") return keyFrames(marks.index);
  return marks.keep(`stops:${stop}`, () => {
    const last = marks.index.count - 1;
    const found = new Set<number>();
    for (const ordinal of framesOf(marks, stop)) found.add(Math.min(ordinal, last));
    return [...found].sort((a, b) => a - b);
  });
}

function framesOf(marks: Marks, stop: Exclude<Stop, "candidate" | "key-frame">): number[] {
  const { shots, segments, lines, boundaries, index, live } = marks;
  switch (stop) {
    case "cut":
      return shots.map(({ first }) => first);
    case "unlabelled":
      return shots.filter(({ category }) => category === null).map(({ first }) => first);
    case "segment":
      return segments.flatMap(({ first, end }) => [first, end]);
    case "line":
      return lines.map(({ startPts }) => frameFrom(index, startPts));
    case "boundary":
      return boundaries.map(({ ordinal }) => ordinal);
    case "comment":
    case "uncertain":
      return [...live.annotations.values()]
        .filter((one) => (stop === "comment" ? one.comment : one.uncertain))
        .map(({ start_pts }) => frameFrom(index, start_pts));
  }
  const name = stop.slice(stop.indexOf(":") + 1);
  if (stop.startsWith("lane:"))
    return segments.filter(({ lane }) => lane === name).flatMap(({ first, end }) => [first, end]);
  return [...shots, ...segments]
    .filter(({ category }) => category === name)
    .map(({ first }) => first);
}

const KEYS = new WeakMap<FrameIndex, number[]>();

/** The container's key frames, ascending. */
export function keyFrames(index: FrameIndex): readonly number[] {
  let found = KEYS.get(index);
  if (!found) {
    found = [];
    for (let at = 0; at < index.count; at++) if (index.key[at]) found.push(at);
    KEYS.set(index, found);
  }
  return found;
}
