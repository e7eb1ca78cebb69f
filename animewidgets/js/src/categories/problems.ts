import { canonicalKey } from "../core/keys";
import type { Category } from "../core/wire";
import type { Schema } from "./schema";
import { comparable } from "./tree/rows";

/** What is not as it should be with a category, in words; nothing of it stands in the way of publishing. */
export interface Problem {
  readonly kind: "hotkey" | "editor-key" | "name" | "colour";
  readonly text: string;
}

/** Who has a key in an editor, in words, or `null`. */
export type EditorKeys = (key: string) => string | null;

/** Of more siblings than these nobody tells the colours apart; only so many are compared. */
const MOST_COLOURS = 60;

/** All problems of a schema, by category; `families` remembers those that were looked through already. */
export function problemsOf(
  schema: Schema,
  editorKeys: EditorKeys,
  families = new Families(),
): ReadonlyMap<string, Problem[]> {
  const found = new Map<string, Problem[]>();
  const add = (category: Category, problem: Problem) => {
    const known = found.get(category.category_id);
    if (known) known.push(problem);
    else found.set(category.category_id, [problem]);
  };
  for (const [key, claimants] of claims(schema)) {
    const [first] = claimants;
    if (claimants.length > 1)
      for (const one of claimants) {
        const others = claimants.filter((other) => other !== one).map((other) => other.name);
        const has = one === first ? "this one has it" : "the first of them has it";
        add(one, {
          kind: "hotkey",
          text: `The key is also that of ${listed(others)}: ${has}.`,
        });
      }
    const holder = editorKeys(key);
    if (holder !== null)
      for (const one of claimants)
        add(one, { kind: "editor-key", text: `${holder}: there the category gets no key.` });
  }
  for (const { names, colours } of families.of(schema)) {
    for (const same of names) {
      const others = same.length - 1;
      const text = `${others === 1 ? "Another one" : `${others} others`} beside it reads the same.`;
      for (const one of same) add(one, { kind: "name", text });
    }
    for (const same of colours)
      for (const one of same)
        add(one, {
          kind: "colour",
          // Put into words only where somebody reads it: there may be thousands.
          get text() {
            const others = same.filter((other) => other !== one).map((other) => other.name);
            return `It has the colour of ${listed(others)}.`;
          },
        });
  }
  return found;
}

/** Which categories claim each key, in their order. */
export function claims(schema: Schema): Map<string, Category[]> {
  const found = new Map<string, Category[]>();
  for (const category of schema.categories) {
    if (category.hotkey === null) continue;
    const key = canonicalKey(category.hotkey);
    const known = found.get(key);
    if (known) known.push(category);
    else found.set(key, [category]);
  }
  return found;
}

/** Names in words, at most three of them. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `“\u2068${name}\u2069”`);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  const last = shown.pop() ?? "";
  return shown.length ? `${shown.join(", ")} and ${last}` : last;
}

const NAMES = new WeakMap<Category, string>();

function nameOf(category: Category): string {
  let known = NAMES.get(category);
  if (known === undefined) {
    known = comparable(category.name);
    NAMES.set(category, known);
  }
  return known;
}

/** Siblings, and which of them read or look the same. */
interface Family {
  readonly siblings: readonly Category[];
  readonly names: readonly Category[][];
  readonly colours: readonly Category[][];
}

/** The siblings of a schema that changes: only those among whom something changed are compared anew. */
export class Families {
  #known = new Map<string | null, Family>();

  of(schema: Schema): Family[] {
    const found = new Map<string | null, Family>();
    for (const parent of schema.parents) {
      const siblings = schema.children(parent);
      const known = this.#known.get(parent);
      found.set(parent, known && sameList(known.siblings, siblings) ? known : compared(siblings));
    }
    this.#known = found;
    return [...found.values()];
  }
}

function compared(siblings: readonly Category[]): Family {
  const few = siblings.length <= MOST_COLOURS;
  return {
    siblings,
    names: alike(siblings, nameOf),
    colours: few ? alike(siblings, (one) => one.colour.toLowerCase()) : [],
  };
}

const sameList = <T>(one: readonly T[], other: readonly T[]): boolean =>
  one.length === other.length && one.every((item, n) => item === other[n]);

/** Those that have one key in common. */
function alike(siblings: readonly Category[], key: (category: Category) => string): Category[][] {
  const found = new Map<string, Category[]>();
  for (const one of siblings) {
    const told = key(one);
    const same = found.get(told);
    if (same) same.push(one);
    else found.set(told, [one]);
  }
  return [...found.values()].filter((same) => same.length > 1);
}
