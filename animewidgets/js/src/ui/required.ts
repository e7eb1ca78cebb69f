import { h } from "../core/dom";

/** Behind the name of a field that must be filled in; `aria-required` at the field says it to assistive tools. */
export const requiredMark = (): HTMLElement =>
  h("abbr", { title: "must be said", class: "aw-required", "aria-hidden": "true" }, "*");

/** Whether the template of an editor's task wants something of everything: `comment`, `speaker` … */
export function isRequired(editor: HTMLElement, what: string): boolean {
  return (editor.dataset.required ?? "").split(" ").includes(what);
}
