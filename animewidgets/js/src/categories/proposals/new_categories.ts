/** The categories that a proposal brings: their identities, names and colours. */
import { newId } from "../../core/id";
import type { Category } from "../../core/wire";
import type { Schema } from "../schema";

const COLOURS = ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#cc79a7", "#d55e00", "#4477aa"];
export const LONGEST_NAME = 100;

/** Parts with the attributes and key points of the whole; one of the same name stays what it was. */
export function partsOf(whole: Category, text: string, schema: Schema): Category[] {
  const names = [...new Set(text.split("\n").map((one) => one.trim()))].filter(Boolean);
  const { attributes, skeleton } = whole;
  const taken = new Set<string>();
  const colours: string[] = [];
  return names.map((given, n) => {
    const name = given.slice(0, LONGEST_NAME);
    if (name === whole.name) return whole;
    const colour = n ? freeColour(schema, colours) : whole.colour;
    colours.push(colour);
    const category_id = idFrom(name, schema, newId(), taken);
    taken.add(category_id);
    return {
      category_id,
      name,
      colour,
      hotkey: null,
      parent: whole.parent,
      ...(attributes ? { attributes } : {}),
      ...(skeleton ? { skeleton } : {}),
    };
  });
}

/** The first colour that no category has, nor any of those beside it. */
export function freeColour(schema: Schema, beside: readonly string[] = []): string {
  const used = new Set([...schema.categories.map((one) => one.colour.toLowerCase()), ...beside]);
  const free = COLOURS.find((one) => !used.has(one));
  return free ?? (COLOURS[(schema.categories.length + beside.length) % COLOURS.length] as string);
}

/** `Left hand` is `left-hand`, as long as nothing else is; else it has a number of its own. */
export function idFrom(
  name: string,
  schema: Schema,
  otherwise: string,
  taken: ReadonlySet<string> = new Set(),
): string {
  const id = name
    .toLocaleLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  if (id && !schema.has(id) && !taken.has(id)) return id;
  return `${id || "category"}-${otherwise.slice(0, 8)}`;
}
