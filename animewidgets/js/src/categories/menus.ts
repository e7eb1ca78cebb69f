import type { CategoriesAction } from "./actions";

/** What the menu of a right click offers, group by group. */
export const MENU: readonly (CategoriesAction | null)[] = [
  "categories.add",
  "categories.addBelow",
  "categories.rename",
  "categories.duplicate",
  null,
  "categories.merge",
  "categories.split",
  "categories.remove",
  null,
  "categories.colour",
  "categories.spread",
  "categories.hotkey",
  "categories.group",
  null,
  "categories.copy",
  "categories.paste",
];

/** How many must be selected for a button of the tree's bar. */
export const NEEDS: readonly (readonly [CategoriesAction, number])[] = [
  ["categories.addBelow", 1],
  ["categories.duplicate", 1],
  ["categories.remove", 1],
  ["categories.moveUp", 1],
  ["categories.moveDown", 1],
  ["categories.moveIn", 1],
  ["categories.moveOut", 1],
  ["categories.merge", 2],
  ["categories.split", 1],
];
