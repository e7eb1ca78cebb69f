import { setText } from "../core/dom";

/** Show guidelines as the annotation page shows them. */
export function renderGuidelines(root: HTMLElement, text: string): void {
  setText(root, text);
}
