import { h } from "../../core/dom";

/** Stands for the draft among the numbers of versions. */
export const DRAFT = Number.POSITIVE_INFINITY;

/** One version in the list; `stands` where annotations use it. */
export function versionRow(
  version: number,
  name: string,
  who: string,
  note: string,
  stands = "",
): HTMLElement {
  return h(
    "div",
    { class: "aw-version", role: "option", "data-version": version },
    h("strong", {}, name),
    stands ? h("span", { class: "aw-version-stands", title: stands }, "in force") : null,
    h("span", { class: "aw-version-who" }, h("bdi", {}, who)),
    note ? h("span", { class: "aw-version-note", dir: "auto" }, note) : null,
  );
}

/** A choice among versions. */
export function versionSelect(label: string, changed: () => void): HTMLSelectElement {
  return h("select", { class: "aw-select", "aria-label": label, onchange: changed });
}

/** The versions that can be chosen, and which is; the last one where that is not among them. */
export function fillVersions(
  field: HTMLSelectElement,
  versions: readonly number[],
  chosen: number,
): void {
  const options = versions.map((one) =>
    h(
      "option",
      { value: one },
      one === DRAFT ? "your draft" : one === 0 ? "nothing" : `version ${one}`,
    ),
  );
  field.replaceChildren(...options);
  field.value = String(versions.includes(chosen) ? chosen : (versions.at(-1) ?? ""));
}
