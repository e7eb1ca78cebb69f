/**
 * Changes of a category schema, as `animewidgets/annotations/schema_changes.py` makes them and in the same
 * words; `tests/contract/schema_changes.json` keeps both alike.
 */
import type { Category, CategoryAttribute, CategoryGroup, Json, Skeleton } from "../core/wire";
import { repr } from "./repr";
import { Schema } from "./schema";
import { same, tidy } from "./tidy";

/** What an edit can set of a category. Its parent changes by a move, its identity never. */
export const EDITABLE = [
  "name",
  "colour",
  "hotkey",
  "description",
  "attributes",
  "skeleton",
  "translations",
  "examples",
] as const;

/** New values of fields; `null` takes away what may be absent. */
export type Fields = {
  [F in (typeof EDITABLE)[number]]?: F extends "name" | "colour" ? string : Category[F] | null;
};

export type SchemaChange =
  | { op: "add"; category: Category; before?: string | null }
  | { op: "edit"; category_id: string; set: Fields }
  | { op: "move"; category_id: string; parent: string | null; before?: string | null }
  | { op: "merge"; categories: string[]; into: string }
  | { op: "split"; category_id: string; parts: Category[]; then?: string | null }
  | { op: "drop"; category_id: string }
  | { op: "put_group"; group: CategoryGroup; was?: string | null }
  | { op: "drop_group"; name: string }
  /** Changes that belong together, made all of them or none; none of them is several itself. */
  | { op: "several"; changes: SchemaChange[] };

/** A change that makes no sense for the schema. */
export class Refused extends Error {
  override name = "SchemaChangeRefused";

  constructor(
    message: string,
    readonly data: { [key: string]: Json } = {},
  ) {
    super(message);
  }
}

/** The schema after a change; the one before stays what it is. Throws {@link Refused}. */
export function apply(schema: Schema, change: SchemaChange): Schema {
  switch (change.op) {
    case "add":
      return add(schema, tidy(change.category), change.before ?? null);
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
      knownGroup(schema, change.name);
      return withGroups(
        schema,
        schema.groups.filter(({ name }) => name !== change.name),
      );
    case "several":
      return applyAll(schema, change.changes);
  }
}

/** Changes one after the other, all of them or none. Throws {@link Refused}. */
export function applyAll(schema: Schema, changes: readonly SchemaChange[]): Schema {
  let made = schema;
  for (let at = 0; at < changes.length; ) {
    const end = changes.findIndex((one, n) => n >= at && one.op !== "add");
    const adds = changes.slice(at, end < 0 ? undefined : end) as Add[];
    const together = adds.length > 1 ? added(made, adds) : null;
    if (together) {
      made = together;
      at += adds.length;
    } else made = apply(made, changes[at++] as SchemaChange);
  }
  return made;
}

type Add = Extract<SchemaChange, { op: "add" }>;

/**
 * The schema with categories that follow on one another, made once; `null` where one of them is refused. One by
 * one a list of 5,000 names would make as many schemas.
 */
function added(schema: Schema, adds: readonly Add[]): Schema | null {
  const there = [...schema.categories];
  const fresh = new Map<string, Category>();
  const get = (id: string) => fresh.get(id) ?? schema.get(id);
  for (const { category, before = null } of adds) {
    const { category_id, parent } = category;
    if (get(category_id) || (parent !== null && !get(parent))) return null;
    checkRepeats(category);
    if (before === null) there.push(category);
    else {
      const sibling = get(before);
      if (sibling?.parent !== parent) return null;
      there.splice(there.indexOf(sibling), 0, category);
    }
    fresh.set(category_id, category);
  }
  return withCategories(schema, there);
}

function add(schema: Schema, category: Category, before: string | null): Schema {
  const { category_id: id, parent } = category;
  if (schema.has(id))
    throw refused(
      `there is a category ${repr(id)} already: give the new one another identity`,
      category,
    );
  checkRepeats(category);
  if (parent !== null) known(schema, parent);
  return withCategories(schema, placed(schema, schema.categories, category, before));
}

function edit(schema: Schema, id: string, set: Fields): Schema {
  const was = known(schema, id);
  for (const name of Object.keys(set))
    if (!(EDITABLE as readonly string[]).includes(name))
      throw refused(
        `${repr(name)} of a category cannot be set; it has ${EDITABLE.join(", ")}`,
        was,
      );
  const became = tidy({ ...was, ...set } as Category);
  checkRepeats(became);
  const categories = [...schema.categories];
  categories[schema.indexOf(id)] = became;
  return new Schema(schema.schemaId, schema.version, categories, schema.groups, schema);
}

function move(schema: Schema, id: string, parent: string | null, before: string | null): Schema {
  const moved = known(schema, id);
  if (parent !== null) {
    const { name } = known(schema, parent);
    if (parent === id || schema.isBelow(parent, id))
      throw refused(
        `${repr(moved.name)} cannot lie below ${repr(name)}, which is or lies below it`,
        moved,
      );
  }
  if (before === id) throw refused(`${repr(moved.name)} cannot stand before itself`, moved);
  const rest = schema.categories.filter((one) => one !== moved);
  return withCategories(schema, placed(schema, rest, { ...moved, parent }, before));
}

function merge(schema: Schema, ids: readonly string[], into: string): Schema {
  const target = known(schema, into);
  const gone = [...new Set(ids)].filter((id) => id !== into).map((id) => known(schema, id));
  if (!gone.length)
    throw refused(
      `there is nothing to merge into ${repr(target.name)}: choose another category`,
      target,
    );
  for (const one of gone)
    if (schema.isBelow(into, one.category_id))
      throw refused(
        `${repr(one.name)} cannot be merged into ${repr(target.name)}, which lies below it: ` +
          `merge into ${repr(one.name)}, or move ${repr(target.name)} out first`,
        one,
      );
  const merged = taking(target, gone);
  const names = new Set(gone.map((one) => one.category_id));
  const kept = schema.categories
    .filter(({ category_id }) => !names.has(category_id))
    .map((one) => {
      if (one === target) return merged;
      return one.parent !== null && names.has(one.parent) ? { ...one, parent: into } : one;
    });
  return withCategories(schema, kept, groupsWithout(schema.groups, names));
}

/** A category that takes the things of others: it gets the attributes and key points that it lacks. */
function taking(taker: Category, gone: readonly Category[]): Category {
  const attributes = new Map<string, { attribute: CategoryAttribute; whose: Category }>();
  let bones: { skeleton: Skeleton; whose: Category } | null = null;
  for (const one of [taker, ...gone]) {
    for (const attribute of one.attributes ?? []) {
      const there = attributes.get(attribute.name);
      if (!there) attributes.set(attribute.name, { attribute, whose: one });
      else if (!same(there.attribute, attribute))
        throw refused(
          `${repr(one.name)} and ${repr(there.whose.name)} have an attribute ${repr(attribute.name)} ` +
            "that is not the same in both: make it the same, or give one of them another name",
          one,
        );
    }
    const { skeleton } = one;
    if (!skeleton) continue;
    bones ??= { skeleton, whose: one };
    if (!same(bones.skeleton, skeleton))
      throw refused(
        `${repr(one.name)} and ${repr(bones.whose.name)} have other key points: ` +
          "labels of one cannot become the other's",
        one,
      );
  }
  const taken = [...attributes.values()].map(({ attribute }) => attribute);
  return tidy({ ...taker, attributes: taken, ...(bones ? { skeleton: bones.skeleton } : {}) });
}

function split(
  schema: Schema,
  id: string,
  given: readonly Category[],
  then: string | null,
): Schema {
  const was = known(schema, id);
  if (given.length < 2)
    throw refused(
      `${repr(was.name)} needs two parts at least to be split into, got ${given.length}`,
      was,
    );
  const parts = given.map((one) => tidy({ ...one, parent: was.parent }));
  const names = parts.map((one) => one.category_id);
  if (then !== null && !names.includes(then))
    throw refused(
      `labels of ${repr(was.name)} cannot go to ${repr(then)}, which is no part of it`,
      was,
    );
  for (const [n, one] of parts.entries()) {
    const name = one.category_id;
    if ((name !== id && schema.has(name)) || names.indexOf(name) < n)
      throw refused(`there is a category ${repr(name)} already: name the part otherwise`, one);
    checkRepeats(one);
  }
  const kept = schema.categories.flatMap((one) => {
    if (one === was) return parts;
    return one.parent === id ? [{ ...one, parent: was.parent }] : [one];
  });
  const groups = schema.groups.map((group) =>
    group.members.includes(id)
      ? { ...group, members: group.members.flatMap((one) => (one === id ? names : [one])) }
      : group,
  );
  return withCategories(schema, kept, groups);
}

function drop(schema: Schema, id: string): Schema {
  const was = known(schema, id);
  const kept = schema.categories
    .filter((one) => one !== was)
    .map((one) => (one.parent === id ? { ...one, parent: was.parent } : one));
  return withCategories(schema, kept, groupsWithout(schema.groups, new Set([id])));
}

function putGroup(schema: Schema, group: CategoryGroup, was: string | null): Schema {
  for (const member of group.members) known(schema, member);
  if (was !== null) knownGroup(schema, was);
  for (const one of schema.groups) {
    if (one.name === was) continue;
    if (one.name === group.name)
      throw new Refused(`there is a group ${repr(group.name)} already: choose another name`);
    const shared = group.members.find((member) => one.members.includes(member));
    if (shared !== undefined) {
      const first = known(schema, shared);
      throw refused(
        `${repr(first.name)} is in the group ${repr(one.name)} already: take it out there first`,
        first,
      );
    }
  }
  const twice = repeated(group.members);
  if (twice !== undefined)
    throw new Refused(`schema ${repr(schema.schemaId)} has ${repr(twice)} in its groups twice`);
  return withGroups(
    schema,
    was === null
      ? [...schema.groups, group]
      : schema.groups.map((one) => (one.name === was ? group : one)),
  );
}

/** A category put among the children of its parent, at its place in the order. */
function placed(
  schema: Schema,
  there: readonly Category[],
  put: Category,
  before: string | null,
): Category[] {
  if (before === null) return [...there, put];
  const sibling = known(schema, before);
  if (sibling.parent !== put.parent)
    throw refused(`${repr(sibling.name)} is no sibling at the place that was chosen`, sibling);
  const categories = [...there];
  categories.splice(there.indexOf(sibling), 0, put);
  return categories;
}

function withCategories(
  schema: Schema,
  categories: readonly Category[],
  groups = schema.groups,
): Schema {
  return new Schema(schema.schemaId, schema.version, categories, groups);
}

function withGroups(schema: Schema, groups: readonly CategoryGroup[]): Schema {
  return new Schema(schema.schemaId, schema.version, schema.categories, groups, schema);
}

function groupsWithout(
  groups: readonly CategoryGroup[],
  gone: ReadonlySet<string>,
): readonly CategoryGroup[] {
  if (!groups.some(({ members }) => members.some((one) => gone.has(one)))) return groups;
  return groups
    .map((group) => ({ ...group, members: group.members.filter((one) => !gone.has(one)) }))
    .filter(({ members }) => members.length);
}

function known(schema: Schema, id: string): Category {
  const found = schema.get(id);
  if (found) return found;
  throw new Refused(
    `there is no category ${repr(id)} in version ${schema.version} of ${repr(schema.schemaId)}: ` +
      "it was dropped, merged or split since",
    { category_id: id },
  );
}

function knownGroup(schema: Schema, name: string): void {
  if (!schema.groups.some((one) => one.name === name))
    throw new Refused(`there is no group ${repr(name)} in ${repr(schema.schemaId)}`);
}

/** Two attributes of one name, or two translations into one language, are no category. */
function checkRepeats(category: Category): void {
  const about = `category ${repr(category.category_id)}`;
  const attribute = repeated((category.attributes ?? []).map(({ name }) => name));
  if (attribute !== undefined)
    throw refused(`${about} has two attributes ${repr(attribute)}`, category);
  const language = repeated((category.translations ?? []).map((one) => one.language));
  if (language !== undefined)
    throw refused(`${about} has two translations into ${repr(language)}`, category);
}

function repeated(names: readonly string[]): string | undefined {
  if (names.length < 2) return undefined;
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

function refused(why: string, { category_id }: Category): Refused {
  return new Refused(why, { category_id });
}
