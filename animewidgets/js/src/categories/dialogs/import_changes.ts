import type { Category, Json } from "../../core/wire";
import type { Fields, SchemaChange } from "../changes";
import type { Schema } from "../schema";
import { same } from "../tidy";

const FIELDS = [
  "name",
  "colour",
  "hotkey",
  "description",
  "attributes",
  "skeleton",
  "translations",
  "examples",
] as const;

/**
 * Changes that bring what a file says into a schema: categories that are not there are added at the end, those
 * of the same identity become as the file has them. Nothing is removed or moved, and what the file says nothing of
 * stays: also the colours of those in `uncoloured`, which were given to them as they were read.
 */
export function broughtIn(
  schema: Schema,
  found: Schema,
  uncoloured: ReadonlySet<string> = new Set(),
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const walk = (parent: string | null) => {
    for (const category of found.children(parent)) {
      const known = schema.get(category.category_id);
      if (!known) changes.push({ op: "add", category, before: null });
      else {
        const set = differing(known, category, uncoloured.has(category.category_id));
        if (set) changes.push({ op: "edit", category_id: category.category_id, set });
      }
      walk(category.category_id);
    }
  };
  walk(null);
  for (const group of found.groups) {
    const known = schema.groups.find((one) => one.name === group.name);
    if (known && same(known, group)) continue;
    const members = [...new Set([...(known?.members ?? []), ...group.members])].filter((id) => {
      const own = schema.groupOf(id);
      return !own || own.name === group.name;
    });
    if (members.length)
      changes.push({
        op: "put_group",
        group: { ...group, members },
        was: known ? known.name : null,
      });
  }
  return changes;
}

function differing(known: Category, found: Category, uncoloured: boolean): Fields | null {
  const set: Record<string, Json> = {};
  for (const name of FIELDS) {
    if (name === "colour" && uncoloured) continue;
    const now = (found[name] ?? null) as Json;
    // What the file says nothing of stays as it is.
    if (now !== null && !same(known[name] ?? null, now)) set[name] = now;
  }
  return Object.keys(set).length ? (set as Fields) : null;
}
