import type { Selection } from "./tree/selection";

/** How a view stood when what it showed was read anew: it stands so again on the new version. */
export interface ViewMemory {
  readonly selection: Selection;
  readonly folded: ReadonlySet<string>;
  readonly tab: string;
  readonly language: string | null;
  readonly hadFocus: boolean;
  /** What is said once it is drawn again. */
  readonly said: string;
}

/** By the element that a view stands in, which stays when the view is made anew. */
const KEPT = new WeakMap<HTMLElement, ViewMemory>();

export const keepView = (root: HTMLElement, memory: ViewMemory): void => {
  KEPT.set(root, memory);
};

/** What was kept, once. */
export function takeView(root: HTMLElement): ViewMemory | undefined {
  const found = KEPT.get(root);
  KEPT.delete(root);
  return found;
}
