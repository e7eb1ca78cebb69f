import type { AnnotationState, Commit, Edit } from "../core/wire";
import { CorruptMask, type Mask, xor } from "./rle";

/**
 * A commit as it goes over the wire: an update of a mask tells where the old mask and the new one differ,
 * instead of both. The kernel knows the old one. Everything else stays as it is.
 */
export function tellChanges(commit: Commit): Commit {
  const edits = commit.edits.map(tellChange);
  return edits.some((edit, n) => edit !== commit.edits[n]) ? { ...commit, edits } : commit;
}

function tellChange(edit: Edit): Edit {
  const { op, before, after } = edit;
  const [old, now] = [maskOf(before), maskOf(after)];
  if (op !== "update" || !before || !after || !old || !now) return edit;
  try {
    return { ...edit, before: without(before), after: without(after), xor: xor(old, now) };
  } catch (error) {
    // Two sizes, or damaged: the kernel says what is wrong with it.
    if (error instanceof CorruptMask) return edit;
    throw error;
  }
}

function maskOf(state: AnnotationState | null): Mask | null {
  if (state?.kind !== "mask" || !state.geometry) return null;
  const { size, counts } = state.geometry;
  return Array.isArray(size) && typeof counts === "string"
    ? ({ size, counts } as unknown as Mask)
    : null;
}

function without({ geometry: _told, ...state }: AnnotationState): AnnotationState {
  return state;
}
