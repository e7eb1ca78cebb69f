import type { Candidate, CandidateLayer } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import { endOrdinal } from "../video/frames";
import { addCut, isCut, type Outcome, roomOf, type Shot, shotAt } from "./cuts";
import { lowerBound } from "./scene";
import { isGradual, type Transition, type TransitionKind } from "./transition_kinds";
import { addTransition } from "./transitions";

/** A candidate on its frame. */
export interface Proposal {
  readonly ordinal: number;
  readonly pts: number;
  readonly score: number;
  readonly layer: string;
  readonly kind: TransitionKind;
  /** The mixed frames of a gradual one. */
  readonly transition: Transition | null;
}

/** What a person wants to see of the candidates: a state of the view, never an annotation. */
export interface Sieve {
  /** Thresholds by layer, where the person moved them; else the layer's own counts. */
  readonly thresholds?: ReadonlyMap<string, number>;
  readonly hidden?: ReadonlySet<string>;
  /** Keys ({@link rejectKey}) of those that were rejected. */
  readonly rejected?: ReadonlySet<string>;
}

/** What a rejected candidate is remembered by. */
export const rejectKey = ({ layer, pts }: Pick<Candidate, "layer" | "pts">): string =>
  `${pts}@${layer}`;

/** The layers of the candidates: those that were announced, then any other in order of appearance. */
export function layersOf(
  candidates: readonly Candidate[],
  announced: readonly CandidateLayer[],
): CandidateLayer[] {
  const names = new Set(announced.map(({ name }) => name));
  const found = [...announced];
  for (const { layer } of candidates) {
    if (names.has(layer)) continue;
    names.add(layer);
    found.push({ name: layer, colour: PLAIN, threshold: 0 });
  }
  return found;
}

/** The colour of a layer that was not announced with one. */
export const PLAIN = "#cc6677";

/** Candidates that pass, in order of time: the best of each frame. */
export function proposalsOf(
  candidates: readonly Candidate[],
  index: FrameIndex,
  layers: readonly CandidateLayer[] = [],
  { thresholds, hidden, rejected }: Sieve = {},
): Proposal[] {
  const least = new Map(layers.map(({ name, threshold }) => [name, threshold]));
  for (const [name, threshold] of thresholds ?? []) least.set(name, threshold);
  const best = new Map<number, Candidate>();
  for (const one of candidates) {
    if (hidden?.has(one.layer) || one.score < (least.get(one.layer) ?? 0)) continue;
    if (rejected?.size && rejected.has(rejectKey(one))) continue;
    const ordinal = index.ordinalAt(one.pts);
    const known = best.get(ordinal);
    if (!known || known.score < one.score) best.set(ordinal, one);
  }
  return [...best]
    .map(([ordinal, one]) => proposal(one, ordinal, index))
    .sort((a, b) => a.ordinal - b.ordinal);
}

function proposal(one: Candidate, ordinal: number, index: FrameIndex): Proposal {
  const { pts, score, layer, kind = "cut", from_pts, until_pts } = one;
  if (!isGradual(kind)) return { ordinal, pts, score, layer, kind: "cut", transition: null };
  const from = from_pts === undefined ? ordinal : index.ordinalAt(from_pts);
  const until = until_pts === undefined ? ordinal : endOrdinal(index, until_pts);
  const transition = from < until ? { kind, from, until } : null;
  return { ordinal, pts, score, layer, kind, transition };
}

/** Those that say nothing new: the cut is there already, hard or gradual. */
export function openProposals(proposals: readonly Proposal[], shots: readonly Shot[]): Proposal[] {
  return proposals.filter(({ ordinal }) => !isCut(shots, ordinal));
}

/** The nearest candidate in a direction from a frame, or `null`. */
export function neighbourProposal(
  proposals: readonly Proposal[],
  ordinal: number,
  direction: -1 | 1,
): Proposal | null {
  const key = (one: Proposal) => one.ordinal;
  const at =
    direction === 1
      ? lowerBound(proposals, ordinal + 1, key)
      : lowerBound(proposals, ordinal, key) - 1;
  return proposals[at] ?? null;
}

/** The candidate on exactly this frame, or `null`. */
export function proposalOn(proposals: readonly Proposal[], ordinal: number): Proposal | null {
  const one = proposals[lowerBound(proposals, ordinal, (it) => it.ordinal)];
  return one?.ordinal === ordinal ? one : null;
}

/**
 * Make a candidate a cut that remembers which layer proposed it, and with what score. A proposed span is
 * shortened where it would reach into another transition.
 */
export function acceptProposal(
  shots: readonly Shot[],
  index: FrameIndex,
  proposal: Proposal,
): Outcome {
  const outcome = cutOf(shots, index, proposal);
  if ("refused" in outcome) return outcome;
  const { layer: source, score } = proposal;
  const edits = outcome.edits.map((edit) =>
    edit.after ? { ...edit, after: { ...edit.after, source, score } } : edit,
  );
  return { ...outcome, edits };
}

function cutOf(
  shots: readonly Shot[],
  index: FrameIndex,
  { ordinal, transition }: Proposal,
): Outcome {
  if (!transition) return addCut(shots, index, ordinal);
  const shot = shotAt(shots, ordinal);
  const next = shots[shot.number + 1];
  const lowest = shot.transition?.until ?? shot.first;
  const highest = next ? roomOf(shots, shot)[1] : index.count;
  const from = Math.max(lowest, transition.from);
  const until = Math.min(highest, transition.until);
  const fits = from < until && from <= ordinal && ordinal <= until;
  if (!fits) return addCut(shots, index, ordinal);
  return addTransition(shots, index, { ...transition, from, until }, ordinal);
}
