import type { Category } from "../../core/wire";
import type { Schema } from "../schema";

/** A line of the tree. */
export interface Row {
  readonly category: Category;
  /** From 0. */
  readonly depth: number;
  readonly children: number;
  /** Its place among its siblings, from 1, and how many there are. */
  readonly place: number;
  readonly siblings: number;
  readonly open: boolean;
  /** Whether it is shown because of what lies below it, and not for itself. */
  readonly dim: boolean;
}

/** How a category reads in a language: its translation where there is one, else as it is written. */
export function nameIn(category: Category, language: string | null): string {
  if (language === null) return category.name;
  return category.translations?.find((one) => one.language === language)?.name ?? category.name;
}

/** All lines of the tree that are not folded away, from top to bottom. */
export function rowsOf(schema: Schema, folded: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  const walk = (siblings: readonly Category[], depth: number) => {
    let place = 0;
    for (const category of siblings) {
      const below = schema.children(category.category_id);
      const open = below.length > 0 && !folded.has(category.category_id);
      rows.push({
        category,
        depth,
        children: below.length,
        place: ++place,
        siblings: siblings.length,
        open,
        dim: false,
      });
      if (open) walk(below, depth + 1);
    }
  };
  walk(schema.children(null), 0);
  return rows;
}

/** The lines that a filter leaves: what `keeps` says yes to, and dimmed all that they lie below. */
export function filteredRows(schema: Schema, keeps: (category: Category) => boolean): Row[] {
  const kept = new Set<string>();
  const wanted = new Set<string>();
  for (const category of schema.categories) {
    if (!keeps(category)) continue;
    wanted.add(category.category_id);
    kept.add(category.category_id);
    for (const above of schema.ancestors(category.category_id)) kept.add(above.category_id);
  }
  const rows: Row[] = [];
  const walk = (parent: string | null, depth: number) => {
    const siblings = schema.children(parent).filter((one) => kept.has(one.category_id));
    for (const [n, category] of siblings.entries()) {
      const id = category.category_id;
      const children = schema.children(id).filter((one) => kept.has(one.category_id)).length;
      rows.push({
        category,
        depth,
        children,
        place: n + 1,
        siblings: siblings.length,
        open: children > 0,
        dim: !wanted.has(id),
      });
      if (children) walk(id, depth + 1);
    }
  };
  walk(null, 0);
  return rows;
}

/** For comparing what is typed with names: case, width and accents do not count. */
export function comparable(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}

/** Whether a category is found by some words: each of them in a name, its key, its identity or what is said of it. */
export function finder(query: string): ((category: Category) => boolean) | null {
  const words = comparable(query).split(/\s+/).filter(Boolean);
  if (!words.length) return null;
  return (category) => {
    const { name, category_id, description = "", translations = [], attributes = [] } = category;
    const text = comparable(
      [
        name,
        category_id,
        description,
        ...translations.flatMap((one) => [one.name, one.description ?? ""]),
        ...attributes.map((one) => one.name),
      ].join("\n"),
    );
    const hotkey = comparable(category.hotkey ?? "");
    return words.every((word) => text.includes(word) || hotkey === word);
  };
}
