import type { ActionBook } from "../core/action_book";
import { h } from "../core/dom";
import { icon } from "../core/icons";
import { showKey } from "../core/key_names";
import type { KeyMap } from "../core/keys";
import type { Category } from "../core/wire";

export interface HelpOptions {
  /** What the pointer does, and how. */
  pointer?: readonly (readonly [what: string, how: string])[];
  /** What a category is given to. */
  labelled?: string;
  /** Name of the key map that is in use. */
  mapName?: string;
  /** Opens the dialog in which keys are changed. */
  keySettings?: () => void;
}

/** The overlay of `?`: every action with its keys, made from the key map itself. */
export function helpOverlay(
  book: ActionBook<string>,
  keys: KeyMap<string>,
  categories: readonly Category[],
  guidelines: string,
  close: () => void,
  { mapName = "", keySettings, pointer = [], labelled = "Category" }: HelpOptions = {},
): HTMLElement {
  const line = (name: string, how: (string | Node)[]) =>
    h("div", { class: "aw-help-line" }, h("span", {}, name), h("span", {}, ...how));
  const caps = (action: string) => {
    const all = keys.keysFor(action);
    return all.length
      ? all.flatMap((key, i) => [i ? " or " : "", h("kbd", {}, showKey(key))])
      : ["no key"];
  };
  const section = (title: string, ...lines: HTMLElement[]) =>
    h("section", {}, h("h4", {}, title), ...lines);
  const groups = book.groups.map((group) =>
    section(
      group,
      ...book.standard
        .filter((one) => book.groupOf(one) === group)
        .map((one) => line(book.labelOf(one), caps(one))),
    ),
  );
  const conflicts = keys.conflicts.map(({ key, actions }) => {
    const names = actions.map((action) => `“${book.nameOf(action, categories)}”`).join(" and ");
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
        named.length
          ? section(
              labelled,
              ...named.map((one) => line(one.name, caps(`category:${one.category_id}`))),
            )
          : null,
        section("Pointer", ...pointer.map(([what, how]) => line(what, [how]))),
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
