import { h } from "../../core/dom";
import { icon } from "../../core/icons";
import type { ActionButtons } from "../../ui/buttons";
import { CATEGORIES, type CategoriesAction } from "../actions";

/** The buttons above the tree, the filter, and the language that it is shown in. */
export function treeBar(
  buttons: ActionButtons<CategoriesAction>,
  filter: HTMLElement,
  language: HTMLElement,
): HTMLElement {
  const group = (label: string, ...children: HTMLElement[]) =>
    h("div", { class: "aw-group", role: "group", "aria-label": label }, ...children);
  return h(
    "div",
    { class: "aw-cat-bar", role: "toolbar", "aria-label": "Tree" },
    group(
      "Make",
      buttons.make("categories.add", "plus", "Add"),
      buttons.make("categories.addBelow", "child"),
      buttons.make("categories.duplicate", "copy"),
      buttons.make("categories.remove", "delete"),
    ),
    group(
      "Move",
      buttons.make("categories.moveUp", "up"),
      buttons.make("categories.moveDown", "down"),
      buttons.make("categories.moveOut", "out"),
      buttons.make("categories.moveIn", "in"),
    ),
    group(
      "Merge and split",
      buttons.make("categories.merge", "merge"),
      buttons.make("categories.split", "split"),
    ),
    h("span", { class: "aw-spring" }),
    filter,
    language,
  );
}

/** What stands where there are no categories yet: what to do. */
export function emptyTree(run: (action: CategoriesAction) => void): HTMLElement {
  const line = (action: CategoriesAction, name: "plus" | "paste" | "open", text: string) =>
    h(
      "button",
      {
        type: "button",
        class: "aw-button aw-wide",
        onclick: () => run(action),
        title: CATEGORIES.labelOf(action),
      },
      icon(name),
      text,
    );
  return h(
    "div",
    { class: "aw-cat-empty" },
    h("h3", {}, "No categories yet"),
    h(
      "p",
      {},
      "Press ",
      h("kbd", {}, "Ctrl ↵"),
      " and type a name; ",
      h("kbd", {}, "↵"),
      " goes on to the next, ",
      h("kbd", {}, "Tab"),
      " lays it below the one above.",
    ),
    h(
      "div",
      { class: "aw-cat-empty-buttons" },
      line("categories.add", "plus", "First category"),
      line("categories.paste", "paste", "Paste a list …"),
      line("categories.import", "open", "Import a file …"),
    ),
    h("p", { class: "aw-hint" }, "Files of other programs can be dropped here as well."),
  );
}
