import type { Candidate } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";

/** A candidate on its frame. */
export interface Proposal {
  readonly ordinal: number;
  readonly score: number;
  readonly layer: string;
}

/** Candidates in order of time, the best of each frame. */
export function proposalsOf(candidates: readonly Candidate[], index: FrameIndex): Proposal[] {
  const best = new Map<number, Proposal>();
  for (const { pts, score, layer } of candidates) {
    const ordinal = index.ordinalAt(pts);
    const known = best.get(ordinal);
    if (!known || known.score < score) best.set(ordinal, { ordinal, score, layer });
  }
  return [...best.values()].sort((a, b) => a.ordinal - b.ordinal);
}

/** The nearest candidate in a direction from a frame, or `null`. */
export function neighbourProposal(
  proposals: readonly Proposal[],
  ordinal: number,
  direction: -1 | 1,
): Proposal | null {
  return (
    (direction === 1
      ? proposals.find((one) => one.ordinal > ordinal)
      : proposals.findLast((one) => one.ordinal < ordinal)) ?? null
  );
}
