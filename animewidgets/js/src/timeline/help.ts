import { h } from "../core/dom";
import { icon } from "../core/icons";
import type { KeyMap } from "../core/keys";
import type { Category } from "../core/wire";
import {
  ACTIONS,
  type Action,
  groupOf,
  isCategory,
  labelOf,
  type StandardAction,
  showKey,
} from "./actions";

const POINTER: [what: string, how: string][] = [
  ["Go to a frame", "click or drag on the axis"],
  ["Cut here", "double click on the axis"],
  ["Move a cut", "drag its flag; Esc lets go"],
  ["Zoom", "wheel, or Ctrl + wheel"],
  ["Pan", "Shift + wheel, or drag with the middle button"],
];

/** The overlay of `?`: every action with its keys, made from the key map itself. */
export function helpOverlay(
  keys: KeyMap<Action>,
  categories: readonly Category[],
  guidelines: string,
  close: () => void,
): HTMLElement {
  const line = (name: string, how: (string | Node)[]) =>
    h("div", { class: "aw-help-line" }, h("span", {}, name), h("span", {}, ...how));
  const caps = (action: Action) =>
    keys.keysFor(action).flatMap((key, i) => [i ? " or " : "", h("kbd", {}, showKey(key))]);
  const section = (title: string, ...lines: HTMLElement[]) =>
    h("section", {}, h("h4", {}, title), ...lines);
  const standard = Object.keys(ACTIONS) as StandardAction[];
  const group = (title: string) =>
    section(
      title,
      ...standard.filter((a) => groupOf(a) === title).map((a) => line(labelOf(a), caps(a))),
    );
  const conflicts = keys.conflicts.map(({ key, actions }) =>
    h(
      "p",
      { class: "aw-help-conflict" },
      `The key ${showKey(key)} is wanted by ${actions.map(nameOf).join(" and ")}; the first has it.`,
    ),
  );
  function nameOf(action: Action): string {
    if (!isCategory(action)) return `“${labelOf(action)}”`;
    const id = action.slice("category:".length);
    return `“${categories.find((one) => one.category_id === id)?.name ?? id}”`;
  }
  const named = categories.filter((one) => one.hotkey);
  return h(
    "div",
    { class: "aw-help", role: "dialog", "aria-modal": "true", "aria-label": "Keys and help" },
    h(
      "div",
      { class: "aw-help-sheet" },
      h(
        "header",
        {},
        h("h3", {}, "Keys and help"),
        h(
          "button",
          { type: "button", class: "aw-button", "aria-label": "Close help", onclick: close },
          icon("close"),
        ),
      ),
      guidelines ? h("p", { class: "aw-guidelines" }, plain(guidelines)) : null,
      ...conflicts,
      h(
        "div",
        { class: "aw-help-groups" },
        group("Moving"),
        group("Cutting"),
        h(
          "div",
          {},
          group("Looking"),
          section(
            "Category of this shot",
            ...named.map((one) => line(one.name, caps(`category:${one.category_id}`))),
          ),
          section("Pointer", ...POINTER.map(([what, how]) => line(what, [how]))),
        ),
      ),
    ),
  );
}

/** Guidelines are Markdown; the little of it that they use reads well as text. */
function plain(markdown: string): string {
  return markdown.replace(/\*\*(.+?)\*\*/g, "$1").replace(/`(.+?)`/g, "$1");
}
