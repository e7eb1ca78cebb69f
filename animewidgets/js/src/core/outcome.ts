import type { Edit } from "./wire";

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

/** Edits that need not be one gesture: where they are many, they become several, each undone by itself. */
export const inSteps = (edits: Edit[], said: string): Outcome => ({ edits, said });

export const refuse = (refused: string): Outcome => ({ refused });

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
