import { h } from "../../core/dom";

/** A description as it is read by those who label: paragraphs of text, whatever is in them. */
export function rendered(markdown: string): HTMLElement {
  const paragraphs = markdown
    .split(/\n\s*\n/)
    .map((one) => one.trim())
    .filter(Boolean);
  return h(
    "div",
    { class: "aw-cat-rendered", dir: "auto" },
    ...paragraphs.map((text) => h("p", {}, text)),
  );
}
