/** Categories that are typed in place: pure. */
import type { Json } from "../core/wire";
import { isTable, type TemplateJson } from "./draft";
import { listAt, tableAt, textAt } from "./read";

/** Okabe and Ito's colours and Paul Tol's, which stay apart under the common colour-vision deficiencies. */
const COLOURS = [
  "#e69f00",
  "#56b4e9",
  "#009e73",
  "#f0e442",
  "#cc79a7",
  "#d55e00",
  "#4477aa",
  "#ee99aa",
  "#bbbbbb",
];

type Row = { [key: string]: Json };

/** A schema of the person's own begins with this; it belongs to the template. */
const OWN = "own-";

export const isOwn = (document: TemplateJson): boolean =>
  textAt(document, "categories", "schema_id").startsWith(OWN);

/** The schema as one's own, to be changed in place; `id` makes its identity. */
export function asOwn(document: TemplateJson, id: string): TemplateJson {
  const schema = tableAt(document, "categories");
  return {
    ...document,
    categories: { categories: [], ...schema, schema_id: OWN + id, version: 1 },
  };
}

export const rowsOf = (document: TemplateJson): Row[] =>
  listAt(document, "categories", "categories").filter(isTable);

/** An identity from a name: letters and digits of any script, joined by hyphens. */
export function slug(name: string): string {
  return name
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
}

function free(wanted: string, taken: ReadonlySet<string>): string {
  if (wanted && !taken.has(wanted)) return wanted;
  for (let n = 2; ; n++) {
    const other = `${wanted || "category"}-${n}`;
    if (!taken.has(other)) return other;
  }
}

/** The names of a list that was typed or pasted: by lines, or by commas where it is one line. */
export function namesIn(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  const parts = lines.length === 1 ? (lines[0] as string).split(/[,;、，\t]/) : lines;
  return parts.map((one) => one.trim().slice(0, 200)).filter(Boolean);
}

/** More categories at the end; each has an identity, a colour and a key that are free. */
export function withCategories(rows: readonly Row[], names: readonly string[]): Row[] {
  const made = [...rows];
  const ids = new Set(rows.map((one) => textAt(one, "category_id")));
  const keys = new Set(rows.map((one) => textAt(one, "hotkey")));
  const known = new Set(rows.map((one) => textAt(one, "name").toLowerCase()));
  const colours = rows.map((one) => textAt(one, "colour"));
  for (const name of names) {
    if (known.has(name.toLowerCase())) continue;
    known.add(name.toLowerCase());
    const category_id = free(slug(name), ids);
    ids.add(category_id);
    const used = (colour: string) => colours.filter((one) => one === colour).length;
    const [colour] = [...COLOURS].sort((a, b) => used(a) - used(b)) as [string];
    colours.push(colour);
    const hotkey = [..."123456789"].find((one) => !keys.has(one)) ?? null;
    if (hotkey) keys.add(hotkey);
    made.push({ category_id, name, colour, hotkey, parent: null });
  }
  return made;
}

/** Without a category: what lay under it comes up, and groups and lanes let go of it. */
export function withoutCategory(document: TemplateJson, at: number): TemplateJson {
  const rows = rowsOf(document);
  const gone = rows[at];
  const schema = tableAt(document, "categories");
  const id = gone?.category_id;
  const categories = rows
    .filter((one) => one !== gone)
    .map((one) => (one.parent === id ? { ...one, parent: gone?.parent ?? null } : one));
  const groups = listAt(document, "categories", "groups").flatMap((one): Json[] => {
    if (!isTable(one)) return [one];
    const members = listAt(one, "members").filter((member) => member !== id);
    return members.length ? [{ ...one, members }] : [];
  });
  const { groups: _, ...rest } = schema;
  return {
    ...document,
    categories: { ...rest, categories, ...(groups.length ? { groups } : {}) },
  };
}
