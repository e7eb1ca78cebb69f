import { h } from "../core/dom";
import { icon } from "../core/icons";
import type { KeyMap } from "../core/keys";
import type { Category } from "../core/wire";
import { type Action, GROUPS, groupOf, labelOf, nameOf, STANDARD, showKey } from "./actions";

export const POINTER: readonly [what: string, how: string][] = [
  ["Go to a frame", "click or drag on the axis"],
  ["Cut here", "double click on the film, the sound or the shots"],
  ["Accept a candidate", "double click on it"],
  ["Move what begins or ends", "drag it; Esc lets go"],
  ["Let it catch on things, or not", "Shift while dragging"],
  ["Move all that stand on a frame", "Ctrl while dragging"],
  ["Make a segment", "drag on a free place of a lane"],
  ["Everything else", "right click"],
  ["Zoom", "wheel, or Ctrl + wheel"],
  ["Pan", "Shift + wheel, or drag with the middle button"],
];

export interface HelpOptions {
  /** Name of the key map that is in use. */
  mapName?: string;
  /** Opens the dialog in which keys are changed. */
  keySettings?: () => void;
}

/** The overlay of `?`: every action with its keys, made from the key map itself. */
export function helpOverlay(
  keys: KeyMap<Action>,
  categories: readonly Category[],
  guidelines: string,
  close: () => void,
  { mapName = "", keySettings }: HelpOptions = {},
): HTMLElement {
  const line = (name: string, how: (string | Node)[]) =>
    h("div", { class: "aw-help-line" }, h("span", {}, name), h("span", {}, ...how));
  const caps = (action: Action) => {
    const all = keys.keysFor(action);
    return all.length
      ? all.flatMap((key, i) => [i ? " or " : "", h("kbd", {}, showKey(key))])
      : ["no key"];
  };
  const section = (title: string, ...lines: HTMLElement[]) =>
    h("section", {}, h("h4", {}, title), ...lines);
  const groups = GROUPS.map((group) =>
    section(
      group,
      ...STANDARD.filter((one) => groupOf(one) === group).map((one) =>
        line(labelOf(one), caps(one)),
      ),
    ),
  );
  const conflicts = keys.conflicts.map(({ key, actions }) => {
    const names = actions.map((action) => `“${nameOf(action, categories)}”`).join(" and ");
    return h(
      "p",
      { class: "aw-help-conflict" },
      `The key ${showKey(key)} is wanted by ${names}; the first has it.`,
    );
  });
  const named = categories.filter(
    ({ category_id, hotkey }) => hotkey || keys.keysFor(`category:${category_id}`).length,
  );
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
        { class: "aw-help-columns" },
        ...groups,
        section(
          "Category of this shot",
          ...named.map((one) => line(one.name, caps(`category:${one.category_id}`))),
        ),
        section("Pointer", ...POINTER.map(([what, how]) => line(what, [how]))),
      ),
      mapName || keySettings
        ? h(
            "footer",
            { class: "aw-help-foot" },
            mapName ? h("span", {}, `Keys of the map “${mapName}” and your own.`) : null,
            keySettings
              ? h(
                  "button",
                  { type: "button", class: "aw-button aw-wide", onclick: keySettings },
                  "Change keys …",
                )
              : null,
          )
        : null,
    ),
  );
}

/** Guidelines are Markdown; the little of it that they use reads well as text. */
function plain(markdown: string): string {
  return markdown.replace(/\*\*(.+?)\*\*/g, "$1").replace(/`(.+?)`/g, "$1");
}
