import { create, type Live, remove, update } from "../core/edits";
import { newId } from "../core/id";
import type { Outcome } from "../core/outcome";
import type { Annotation, AnnotationState } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import { framesInWords } from "../video/frames";
import {
  TRANSITION_NAMES,
  type Transition,
  transitionOf,
  withTransition,
} from "./transition_kinds";

export type { Outcome } from "../core/outcome";

/** What stands between two cuts. Ordinals are half-open: [first, end). */
export interface Shot {
  /** From 0. */
  readonly number: number;
  readonly first: number;
  readonly end: number;
  readonly startPts: number;
  readonly endPts: number;
  /** Cuts on its first frame: none for the first shot, more than one when two people set it at once. */
  readonly cuts: readonly Annotation[];
  /** Shot tags on its first frame; the first of them counts. */
  readonly tags: readonly Annotation[];
  readonly category: string | null;
  /** How it takes over from the shot before; `null` for a hard cut and for the first shot. */
  readonly transition: Transition | null;
}

/** Cuts and shots of a release, derived from the live annotations. Never empty: an uncut release is one shot. */
export function shotsOf(live: Live, index: FrameIndex): Shot[] {
  const cuts = new Map<number, Annotation[]>();
  const tags = new Map<number, Annotation[]>();
  for (const annotation of live.annotations.values()) {
    const place = annotation.kind === "cut" ? cuts : isShotTag(annotation) ? tags : null;
    if (!place) continue;
    const ordinal = index.ordinalAt(annotation.start_pts);
    const there = place.get(ordinal);
    if (there) there.push(annotation);
    else place.set(ordinal, [annotation]);
  }
  const firsts = [...new Set([0, ...cuts.keys()])].sort((a, b) => a - b);
  return firsts.map((first, number) => {
    const end = firsts[number + 1] ?? index.count;
    const own = tags.get(first) ?? [];
    const there = cuts.get(first) ?? [];
    return {
      number,
      first,
      end,
      startPts: index.ptsOf(first),
      endPts: index.ptsOf(end),
      cuts: there,
      tags: own,
      category: own.find((tag) => tag.category)?.category ?? null,
      transition: gradual(there, index),
    };
  });
}

/** Of cuts that two people set on one frame the first that is gradual says how. */
function gradual(cuts: readonly Annotation[], index: FrameIndex): Transition | null {
  for (const cut of cuts) {
    const transition = transitionOf(cut, index);
    if (transition) return transition;
  }
  return null;
}

function isShotTag(annotation: Annotation): boolean {
  return annotation.kind === "tag" && annotation.attributes?.scope === "shot";
}

/** The shot that a frame belongs to. */
export function shotAt(shots: readonly Shot[], ordinal: number): Shot {
  let low = 0;
  let high = shots.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((shots[middle] as Shot).first <= ordinal) low = middle;
    else high = middle - 1;
  }
  return shots[low] as Shot;
}

/** Whether a cut stands on exactly this frame. */
export function isCut(shots: readonly Shot[], ordinal: number): boolean {
  const shot = shotAt(shots, ordinal);
  return shot.first === ordinal && shot.cuts.length > 0;
}

/** The next frame in a direction on which a shot begins, or `null`. */
export function neighbourCut(
  shots: readonly Shot[],
  ordinal: number,
  direction: -1 | 1,
): number | null {
  const at = shotAt(shots, ordinal);
  if (direction === 1) return shots[at.number + 1]?.first ?? null;
  return (at.first < ordinal ? at : shots[at.number - 1])?.first ?? null;
}

/** The first frame on which the shot before is no longer seen alone. */
export const mixedFrom = (shot: Shot): number => shot.transition?.from ?? shot.first;

/** The first frame on which the shot alone is seen. */
export const mixedUntil = (shot: Shot): number => shot.transition?.until ?? shot.first;

/** Where a shot's cut and its mixed frames may lie, so that no transition reaches into another: [from, until]. */
export function roomOf(shots: readonly Shot[], shot: Shot): [number, number] {
  const before = shots[shot.number - 1];
  const after = shots[shot.number + 1];
  return [before ? mixedUntil(before) : 0, after ? mixedFrom(after) : shot.end];
}

/** Why no cut can stand on a frame, or `null`: it is none, it has one, or it belongs to a transition. */
export function whyNoCut(
  shots: readonly Shot[],
  index: FrameIndex,
  ordinal: number,
): string | null {
  if (ordinal <= 0) return "Frame 0 begins the release: a cut needs a shot before it.";
  if (ordinal >= index.count)
    return `Frame ${ordinal} lies after the last frame, ${index.count - 1}.`;
  if (isCut(shots, ordinal)) return `There is a cut on frame ${ordinal} already.`;
  const shot = shotAt(shots, ordinal);
  const next = shots[shot.number + 1];
  const mixed = ordinal < mixedUntil(shot) ? shot : next && mixedFrom(next) < ordinal ? next : null;
  if (!mixed?.transition) return null;
  const { kind, from, until } = mixed.transition;
  return `Frame ${ordinal} belongs to the ${TRANSITION_NAMES[kind]} of ${framesInWords(from, until)}: shorten that first.`;
}

/** Set a cut: the frame becomes the first of a new shot. */
export function addCut(shots: readonly Shot[], index: FrameIndex, ordinal: number): Outcome {
  const refused = whyNoCut(shots, index, ordinal);
  if (refused) return { refused };
  const cut: AnnotationState = { kind: "cut", start_pts: index.ptsOf(ordinal), attributes: {} };
  return { edits: [create(newId(), cut)], said: `Cut set on frame ${ordinal}` };
}

/** Delete the cut on a frame, and the category of the shot that it began: the shot before goes on. */
export function deleteCut(shots: readonly Shot[], ordinal: number): Outcome {
  const shot = shotAt(shots, ordinal);
  if (shot.first !== ordinal || !shot.cuts.length)
    return { refused: `There is no cut on frame ${ordinal}.` };
  const tags = ordinal === 0 ? [] : shot.tags;
  return {
    edits: [...shot.cuts, ...tags].map(remove),
    said: `Cut on frame ${ordinal} deleted`,
  };
}

/** Between which frames (both allowed) the cut on a frame can be moved, its mixed frames with it. */
export function moveRange(shots: readonly Shot[], from: number): [number, number] {
  const shot = shotAt(shots, from);
  const before = shots[shot.number - 1]?.first ?? 0;
  const [lowest, highest] = roomOf(shots, shot);
  return [
    Math.max(before + 1, lowest + (from - mixedFrom(shot))),
    Math.min(shot.end - 1, highest - (mixedUntil(shot) - from)),
  ];
}

/** Move a cut, its mixed frames, and the category of its shot. */
export function moveCut(
  shots: readonly Shot[],
  index: FrameIndex,
  from: number,
  to: number,
): Outcome {
  const shot = shotAt(shots, from);
  if (shot.first !== from || !shot.cuts.length)
    return { refused: `There is no cut on frame ${from}.` };
  if (to === from) return { edits: [], said: `The cut stays on frame ${from}` };
  if (to <= 0) return { refused: "Frame 0 begins the release: a cut needs a shot before it." };
  if (to >= index.count)
    return { refused: `Frame ${to} lies after the last frame, ${index.count - 1}.` };
  const [first, last] = moveRange(shots, from);
  if (first > last)
    return { refused: `The cut on frame ${from} has no room to move between its neighbours.` };
  if (to < first || to > last)
    return {
      refused: `The cut on frame ${from} cannot pass its neighbour: it can stand on ${first} to ${last}.`,
    };
  const start_pts = index.ptsOf(to);
  const { transition } = shot;
  const shifted = transition && {
    ...transition,
    from: transition.from + to - from,
    until: transition.until + to - from,
  };
  const cuts = shot.cuts.map((cut) =>
    shifted
      ? update(cut, { start_pts, attributes: withTransition(cut.attributes, shifted, index) })
      : update(cut, { start_pts }),
  );
  return {
    edits: [...cuts, ...shot.tags.map((tag) => update(tag, { start_pts }))],
    said: `Cut moved from frame ${from} to ${to}`,
  };
}

/** Give the shot at a frame a category, or take it away with `null`. */
export function setCategory(
  shots: readonly Shot[],
  ordinal: number,
  category: { category_id: string; name: string } | null,
): Outcome {
  const shot = shotAt(shots, ordinal);
  const named = `Shot ${shot.number + 1}`;
  const [tag, ...rest] = shot.tags;
  if (!category) {
    if (shot.category === null) return { refused: `${named} has no category.` };
    // A tag may carry a remark on the shot: that stays.
    const edits = shot.tags.flatMap((one) =>
      !one.comment && !one.uncertain
        ? [remove(one)]
        : one.category
          ? [update(one, { category: null })]
          : [],
    );
    return { edits, said: `${named}: no category` };
  }
  const said = `${named}: ${category.name}`;
  if (!tag) {
    const state: AnnotationState = {
      kind: "tag",
      start_pts: shot.startPts,
      end_pts: null,
      category: category.category_id,
      attributes: { scope: "shot" },
    };
    return { edits: [create(newId(), state)], said };
  }
  const change =
    tag.category === category.category_id ? [] : [update(tag, { category: category.category_id })];
  const others = rest.filter((one) => !one.comment && !one.uncertain).map(remove);
  const cleared = rest
    .filter((one) => (one.comment || one.uncertain) && one.category)
    .map((one) => update(one, { category: null }));
  return { edits: [...change, ...others, ...cleared], said };
}
