/** What of a category can change while it stays the same one; `annotations/categories.py` has the same. */
export const FIELDS = [
  "name",
  "colour",
  "hotkey",
  "parent",
  "description",
  "attributes",
  "skeleton",
  "translations",
  "examples",
] as const;
export type Field = (typeof FIELDS)[number];

/** What an edit can set of a category. Its parent changes by a move, its identity never. */
export type Editable = Exclude<Field, "parent">;
export const EDITABLE = FIELDS.filter((name): name is Editable => name !== "parent");
