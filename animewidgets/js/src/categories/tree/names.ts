/** Names that people type or paste become categories. */
import { newId } from "../../core/id";
import type { Category } from "../../core/wire";
import type { SchemaChange } from "../changes";
import type { Schema } from "../schema";

/** As `LONGEST_NAME` of Python. */
export const LONGEST_NAME = 100;

/** A name as it is kept: one line, no spaces around it; `null` where nothing is left. */
export function tidyName(text: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  const line = text.replace(/[\x00-\x1f\x7f]+/g, " ").trim();
  const name = [...line.normalize("NFC")].slice(0, LONGEST_NAME).join("");
  return name.trim() || null;
}

/**
 * The identity of a new category: its name in small letters with hyphens, as `own_schema` of Python makes it,
 * and a number behind it where a category has, or ever had, that one: labels of what went must not become its.
 */
export function identityFor(name: string, isTaken: (id: string) => boolean): string {
  const slug = [
    ...name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_]+/gu, "-")
      .replace(/^-+|-+$/g, ""),
  ]
    .slice(0, LONGEST_NAME - 6)
    .join("");
  const stem = slug || `category-${newId().slice(0, 8)}`;
  let id = stem;
  for (let n = 2; isTaken(id); n++) id = `${stem}-${n}`;
  return id;
}

/** One name of a list, and how deep it is indented. */
export interface Listed {
  readonly name: string;
  readonly depth: number;
}

/**
 * A list as people paste it: a name per line, deeper where it is indented by tabs or spaces. Bullets and numbers
 * before names are left out.
 */
export function readList(text: string): Listed[] {
  const open: number[] = [];
  return text.split(/\r\n|\r|\n/).flatMap((line) => {
    const indent = [...(/^\s*/.exec(line)?.[0] ?? "")].reduce(
      (sum, space) => sum + (space === "\t" ? 4 : space === "\u3000" ? 2 : 1),
      0,
    );
    const name = tidyName(line.replace(/^\s*(?:[-*+•·‣–]|\d{1,4}[.)])\s+/u, ""));
    if (name === null) return [];
    while (open.length && (open.at(-1) ?? 0) >= indent) open.pop();
    open.push(indent);
    return [{ name, depth: open.length - 1 }];
  });
}

/** Names as {@link readList} reads them. */
export const writeList = (list: readonly Listed[]): string =>
  list.map(({ name, depth }) => `${"\t".repeat(depth)}${name}`).join("\n");

export interface Place {
  readonly parent: string | null;
  readonly before: string | null;
}

/** Changes that put a list there, and the identities that its categories get. */
export function addList(
  list: readonly Listed[],
  place: Place,
  isTaken: (id: string) => boolean,
  colourOf: (n: number) => string,
): { changes: SchemaChange[]; ids: string[] } {
  const made = new Set<string>();
  const path: string[] = [];
  const ids: string[] = [];
  const changes = list.map(({ name, depth }, n): SchemaChange => {
    const category_id = identityFor(name, (id) => made.has(id) || isTaken(id));
    made.add(category_id);
    ids.push(category_id);
    path.length = depth;
    path.push(category_id);
    const parent = depth ? (path[depth - 1] ?? place.parent) : place.parent;
    const category: Category = { category_id, name, colour: colourOf(n), hotkey: null, parent };
    return { op: "add", category, before: depth ? null : place.before };
  });
  return { changes, ids };
}

/** Changes that put a copy of a category and all below it right behind it; hotkeys stay the original's. */
export function duplicate(
  schema: Schema,
  id: string,
  isTaken: (id: string) => boolean,
): { changes: SchemaChange[]; id: string } {
  const made = new Set<string>();
  const changes: SchemaChange[] = [];
  const copy = (original: Category, parent: string | null, before: string | null, name: string) => {
    const category_id = identityFor(name, (one) => made.has(one) || isTaken(one));
    made.add(category_id);
    changes.push({
      op: "add",
      category: { ...original, category_id, name, parent, hotkey: null },
      before,
    });
    for (const child of schema.children(original.category_id))
      copy(child, category_id, null, child.name);
    return category_id;
  };
  const original = schema.get(id);
  if (!original) return { changes, id };
  const siblings = schema.children(original.parent).map((one) => one.category_id);
  const before = siblings[siblings.indexOf(id) + 1] ?? null;
  const name = tidyName(`${original.name} 2`) ?? original.name;
  return { id: copy(original, original.parent, before, name), changes };
}
