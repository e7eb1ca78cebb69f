/**
 * Changes of a category schema, as `animewidgets/annotations/schema_changes.py` makes them, in the same words;
 * `tests/contract/schema_changes.json` keeps both alike.
 */
import type { Category, CategoryAttribute, CategoryGroup, Json, Skeleton } from "../core/wire";
import { Schema } from "./schema";

/** What an edit can set of a category; `null` takes a hotkey or a skeleton away. */
export type Settable = Partial<
  Pick<
    Category,
    "name" | "colour" | "hotkey" | "description" | "attributes" | "translations" | "examples"
  >
> & { skeleton?: Skeleton | null };

export type SchemaChange =
  | { op: "add"; category: Category; before?: string | null }
  | { op: "edit"; category_id: string; set: Settable }
  | { op: "move"; category_id: string; parent: string | null; before?: string | null }
  | { op: "merge"; categories: string[]; into: string }
  | { op: "split"; category_id: string; parts: Category[]; then?: string | null }
  | { op: "drop"; category_id: string }
  | { op: "put_group"; group: CategoryGroup; was?: string | null }
  | { op: "drop_group"; name: string };

/** What becomes of a category of the version before: the categories that it is now, and where its annotations go. */
export interface Link {
  source: string;
  targets: string[];
  /** `null`: a person must choose. */
  then: string | null;
}

/** A change that cannot be made; nothing was changed. */
export class Refused extends Error {
  override name = "SchemaChangeRefused";

  constructor(
    message: string,
    readonly data: { [key: string]: Json } = {},
  ) {
    super(message);
  }
}

/** The schema after a change. Throws {@link Refused}, and then nothing was changed. */
export function apply(schema: Schema, change: SchemaChange): Schema {
  switch (change.op) {
    case "add":
      return add(schema, change.category, change.before ?? null);
    case "edit":
      return edit(schema, change.category_id, change.set);
    case "move":
      return move(schema, change.category_id, change.parent, change.before ?? null);
    case "merge":
      return merge(schema, change.categories, change.into);
    case "split":
      return split(schema, change.category_id, change.parts, change.then ?? null);
    case "drop":
      return drop(schema, change.category_id);
    case "put_group":
      return putGroup(schema, change.group, change.was ?? null);
    case "drop_group":
      return dropGroup(schema, change.name);
  }
}

/** What a change does to the categories that were there: one link for each that is no longer just itself. */
export function linksOf(change: SchemaChange): Link[] {
  switch (change.op) {
    case "merge":
      return change.categories
        .filter((id) => id !== change.into)
        .map((source) => ({ source, targets: [change.into], then: change.into }));
    case "split":
      return [
        {
          source: change.category_id,
          targets: change.parts.map((part) => part.category_id),
          then: change.then ?? null,
        },
      ];
    case "drop":
      return [{ source: change.category_id, targets: [], then: null }];
    default:
      return [];
  }
}

function add(schema: Schema, category: Category, before: string | null): Schema {
  const { category_id, parent } = category;
  if (schema.has(category_id))
    throw new Refused(`there is a category '${category_id}' already`, { category_id });
  if (parent !== null) found(schema, parent, "parent");
  checkCategory(category);
  const categories = [...schema.categories];
  categories.splice(placeBefore(schema, before, parent), 0, category);
  return made(schema, categories);
}

function edit(schema: Schema, id: string, set: Settable): Schema {
  const was = found(schema, id);
  const now = tidy({ ...was, ...set } as Category);
  checkCategory(now);
  const categories = [...schema.categories];
  categories[schema.indexOf(id)] = now;
  return new Schema(schema.schemaId, schema.version, categories, schema.groups, schema);
}

function move(schema: Schema, id: string, parent: string | null, before: string | null): Schema {
  const was = found(schema, id);
  if (parent !== null) {
    found(schema, parent, "parent");
    if (parent === id || schema.isBelow(parent, id))
      throw new Refused(`'${id}' cannot go below '${parent}', which lies below it`, {
        category_id: id,
        parent,
      });
  }
  if (before === id) throw new Refused(`'${id}' cannot come before itself`, { category_id: id });
  let place = placeBefore(schema, before, parent);
  const at = schema.indexOf(id);
  const categories = [...schema.categories];
  categories.splice(at, 1);
  if (place > at) place -= 1;
  categories.splice(place, 0, was.parent === parent ? was : { ...was, parent });
  return made(schema, categories);
}

function merge(schema: Schema, ids: readonly string[], into: string): Schema {
  const target = found(schema, into);
  const gone = new Set(ids.filter((id) => id !== into));
  if (!gone.size) throw new Refused(`a merge needs another category than '${into}'`, { into });
  let merged = target;
  for (const id of gone) {
    const one = found(schema, id);
    if (schema.isBelow(into, id))
      throw new Refused(`'${id}' cannot be merged into '${into}', which lies below it`, {
        category_id: id,
        into,
      });
    merged = taken(merged, one);
  }
  const categories = schema.categories
    .filter(({ category_id }) => !gone.has(category_id))
    .map((one) => {
      if (one.category_id === into) return merged;
      return one.parent !== null && gone.has(one.parent) ? { ...one, parent: into } : one;
    });
  return made(schema, categories, without(schema.groups, gone));
}

/** What a category is that takes another one's things: it gets the attributes that it lacks. */
function taken(target: Category, one: Category): Category {
  if (one.skeleton && target.skeleton && !same(one.skeleton, target.skeleton))
    throw new Refused(
      `'${one.category_id}' and '${target.category_id}' have skeletons that differ`,
      { category_id: one.category_id, into: target.category_id },
    );
  const attributes = [...(target.attributes ?? [])];
  for (const attribute of one.attributes ?? []) {
    const there = attributes.find(({ name }) => name === attribute.name);
    if (!there) attributes.push(attribute);
    else if (there.kind !== attribute.kind)
      throw new Refused(
        `the attribute '${attribute.name}' is a ${attribute.kind} in '${one.category_id}' and a ${there.kind} in '${target.category_id}'`,
        { category_id: one.category_id, into: target.category_id, attribute: attribute.name },
      );
  }
  return tidy({ ...target, attributes });
}

function split(
  schema: Schema,
  id: string,
  parts: readonly Category[],
  then: string | null,
): Schema {
  const was = found(schema, id);
  if (parts.length < 2) throw new Refused(`a split of '${id}' needs two parts`, { category_id: id });
  const names = new Set<string>();
  for (const { category_id } of parts) {
    if (names.has(category_id) || (category_id !== id && schema.has(category_id)))
      throw new Refused(`there is a category '${category_id}' already`, { category_id });
    names.add(category_id);
  }
  if (then !== null && !names.has(then))
    throw new Refused(`'${then}' is no part of the split of '${id}'`, { category_id: id, then });
  const placed = parts.map((part) => {
    checkCategory(part);
    return part.parent === was.parent ? part : { ...part, parent: was.parent };
  });
  const categories = schema.categories.flatMap((one) => {
    if (one.category_id === id) return placed;
    return one.parent === id ? [{ ...one, parent: was.parent }] : [one];
  });
  const groups = schema.groups.map((group) =>
    group.members.includes(id)
      ? { ...group, members: group.members.flatMap((one) => (one === id ? [...names] : [one])) }
      : group,
  );
  return made(schema, categories, groups);
}

function drop(schema: Schema, id: string): Schema {
  const was = found(schema, id);
  const categories = schema.categories
    .filter((one) => one !== was)
    .map((one) => (one.parent === id ? { ...one, parent: was.parent } : one));
  return made(schema, categories, without(schema.groups, new Set([id])));
}

function putGroup(schema: Schema, group: CategoryGroup, was: string | null): Schema {
  return new Schema(schema.schemaId, schema.version, schema.categories, [...schema.groups, group], schema);
}

function dropGroup(schema: Schema, name: string): Schema {
  return schema;
}
