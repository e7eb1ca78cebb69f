import { create, type Live, remove, update } from "../core/edits";
import { newId } from "../core/id";
import type { Annotation, AnnotationState, Edit } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";

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
}

/** Edits to make, or the reason, for people, why there are none. */
export type Outcome =
  | { readonly edits: Edit[]; readonly said: string }
  | { readonly refused: string };

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
    return {
      number,
      first,
      end,
      startPts: index.ptsOf(first),
      endPts: index.ptsOf(end),
      cuts: cuts.get(first) ?? [],
      tags: own,
      category: own[0]?.category ?? null,
    };
  });
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

/** Set a cut: the frame becomes the first of a new shot. */
export function addCut(shots: readonly Shot[], index: FrameIndex, ordinal: number): Outcome {
  if (ordinal <= 0) return { refused: "Frame 0 begins the release: a cut needs a shot before it." };
  if (ordinal >= index.count)
    return { refused: `Frame ${ordinal} lies after the last frame, ${index.count - 1}.` };
  if (isCut(shots, ordinal)) return { refused: `There is a cut on frame ${ordinal} already.` };
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

/** Between which frames (both allowed) the cut on a frame can be moved. */
export function moveRange(shots: readonly Shot[], from: number): [number, number] {
  const shot = shotAt(shots, from);
  const before = shots[shot.number - 1]?.first ?? 0;
  return [before + 1, shot.end - 1];
}

/** Move a cut and the category of its shot. */
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
  if (to < first || to > last)
    return {
      refused: `The cut on frame ${from} cannot pass its neighbour: it can stand on ${first} to ${last}.`,
    };
  const start_pts = index.ptsOf(to);
  return {
    edits: [...shot.cuts, ...shot.tags].map((one) => update(one, { start_pts })),
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
    if (!tag) return { refused: `${named} has no category.` };
    return { edits: shot.tags.map(remove), said: `${named}: no category` };
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
  return { edits: [...change, ...rest.map(remove)], said };
}
