/** What a change does, in words that somebody can vote on. */
import type { Fields, SchemaChange } from "./changes";
import { counted, listed, type NameOf, quoted } from "./names";
import type { Schema } from "./schema";

const FIELD_WORDS: Readonly<Record<keyof Fields, string>> = {
  name: "name",
  colour: "colour",
  hotkey: "key",
  description: "description",
  attributes: "attributes",
  skeleton: "key points",
  translations: "translations",
  examples: "example frames",
};

/** One line; `schema` tells where things are now, where it is known. */
export function changeWords(change: SchemaChange, name: NameOf, schema?: Schema): string {
  switch (change.op) {
    case "add": {
      const { parent } = change.category;
      return `Add ${quoted(change.category.name)}${parent === null ? "" : ` below ${quoted(name(parent))}`}`;
    }
    case "edit":
      return editWords(quoted(name(change.category_id)), change.set);
    case "move":
      return moveWords(change, name, schema);
    case "merge": {
      const gone = change.categories.filter((id) => id !== change.into).map(name);
      return `Merge ${listed(gone)} into ${quoted(name(change.into))}`;
    }
    case "split": {
      const { category_id, parts, then = null } = change;
      const part = parts.find((one) => one.category_id === then);
      const parted = listed(parts.map((one) => one.name));
      const labels = part
        ? `its annotations go to ${quoted(part.name)}`
        : "for each of its annotations a person chooses";
      return `Split ${quoted(name(category_id))} into ${parted}; ${labels}`;
    }
    case "drop":
      return `Remove ${quoted(name(change.category_id))}`;
    case "put_group": {
      const { members, exclusive } = change.group;
      const rule = exclusive ? ", of which one holds at a time" : "";
      const verb = change.was == null ? "Group" : `Make the group ${quoted(change.was)} be`;
      return `${verb} ${listed(members.map(name))} as ${quoted(change.group.name)}${rule}`;
    }
    case "drop_group":
      return `Dissolve the group ${quoted(change.name)}`;
    case "several":
      return change.changes.length === 1
        ? changeWords(change.changes[0] as SchemaChange, name, schema)
        : `${counted(change.changes.length, "change")}: ${changeWords(change.changes[0] as SchemaChange, name, schema)} …`;
  }
}

/** A line for each change that belongs to it. */
export function changeLines(change: SchemaChange, name: NameOf, schema?: Schema): string[] {
  if (change.op !== "several") return [changeWords(change, name, schema)];
  const added = new Map(
    change.changes.flatMap((one) =>
      (one.op === "add" ? [one.category] : one.op === "split" ? one.parts : []).map(
        (category) => [category.category_id, category.name] as const,
      ),
    ),
  );
  return change.changes.map((one) =>
    changeWords(one, (id) => (schema?.has(id) ? name(id) : (added.get(id) ?? name(id))), schema),
  );
}

function editWords(what: string, set: Fields): string {
  const others = (Object.keys(set) as (keyof Fields)[]).filter((field) => field !== "name");
  const [only] = others;
  if (set.name !== undefined) {
    const renamed = `Rename ${what} to ${quoted(set.name)}`;
    return others.length ? `${renamed}, and change its ${fields(others)}` : renamed;
  }
  if (others.length === 1 && only) {
    const value = set[only];
    if (value === null || value === "" || (Array.isArray(value) && !value.length))
      return `Take the ${FIELD_WORDS[only]} of ${what} away`;
    if (only === "colour") return `Give ${what} the colour ${value}`;
    if (only === "hotkey") return `Give ${what} the key ${value}`;
  }
  return `Change the ${fields(others)} of ${what}`;
}

function fields(names: readonly (keyof Fields)[]): string {
  const words = names.map((field) => FIELD_WORDS[field]);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function moveWords(
  { category_id, parent, before = null }: Extract<SchemaChange, { op: "move" }>,
  name: NameOf,
  schema?: Schema,
): string {
  const what = quoted(name(category_id));
  const place = before === null ? "" : `before ${quoted(name(before))}`;
  if (schema?.get(category_id)?.parent === parent) return `Move ${what} ${place || "to the end"}`;
  const where = parent === null ? "to the top" : `below ${quoted(name(parent))}`;
  return `Move ${what} ${where}${place ? `, ${place}` : ""}`;
}
