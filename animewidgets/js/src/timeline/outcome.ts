import type { Edit } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";

/** Edits to make, or the reason, for people, why there are none. */
export type Outcome =
  | { readonly edits: Edit[]; readonly said: string }
  | { readonly refused: string };

/** How many edits the kernel takes in one commit (`MAX_EDITS` of `validate.py`). */
export const MOST_EDITS = 1000;

/** Edits of one gesture; refused where they are more than fit into the one commit that makes them atomic. */
export function done(edits: Edit[], said: string): Outcome {
  if (edits.length <= MOST_EDITS) return { edits, said };
  return refuse(
    `That would change ${edits.length} marks at once, and at most ${MOST_EDITS} fit: choose fewer.`,
  );
}

export const refuse = (refused: string): Outcome => ({ refused });

/** The ordinal of a half-open span's end: one past the last frame for the end of the release. */
export const endOrdinal = (index: FrameIndex, pts: number): number =>
  pts >= index.release.end_pts ? index.count : index.ordinalAt(pts);

/** The first frame that is not before a tick: where a time between two frames takes effect on the screen. */
export function frameFrom(index: FrameIndex, pts: number): number {
  const at = index.ordinalAt(pts);
  return index.ptsOf(at) < pts ? at + 1 : at;
}

/** The frames of a half-open span, in words: `frame 7`, `frames 7 to 9`. */
export const framesInWords = (first: number, end: number): string =>
  end - first === 1 ? `frame ${first}` : `frames ${first} to ${end - 1}`;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
