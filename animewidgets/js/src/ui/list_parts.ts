import { h } from "../core/dom";

/** The field that searches a list. Enter and Escape give the focus back; Escape empties it first. */
export function searchField(changed: () => void, leave: () => void): HTMLInputElement {
  const field = h("input", {
    type: "search",
    class: "aw-input aw-list-search",
    placeholder: "Search",
    "aria-label": "Search the list",
    oninput: changed,
    onkeydown: (event: KeyboardEvent) => {
      if (event.key !== "Escape" && event.key !== "Enter") return;
      if (event.key === "Escape") field.value = "";
      changed();
      leave();
      event.stopPropagation();
    },
  });
  return field;
}

/** The tabs that say what a list shows, by view. */
export function viewTabs<V extends string>(
  views: readonly V[],
  names: Readonly<Record<V, string>>,
  choose: (view: V) => void,
): Map<V, HTMLButtonElement> {
  const tab = (view: V) =>
    h(
      "button",
      {
        type: "button",
        class: "aw-tab",
        role: "tab",
        "data-view": view,
        onclick: () => choose(view),
      },
      names[view],
    );
  return new Map(views.map((view) => [view, tab(view)]));
}

/** The heads of the columns; a click sorts by one. */
export function sortHeads(
  names: readonly string[],
  sortBy: (at: number) => void,
): HTMLButtonElement[] {
  return names.map((name, at) =>
    h(
      "button",
      { type: "button", class: "aw-head", title: `Sort by ${name}`, onclick: () => sortBy(at) },
      name,
    ),
  );
}
