import type { Category } from "../core/wire";
import { applyAll, Refused, type SchemaChange } from "./changes";
import { repr } from "./repr";
import type { Schema } from "./schema";
import { same } from "./tidy";
import { mapBy } from "./version_map";

/**
 * Why two changes of one schema cannot both be made, in words; `null` where they can: where each applies after
 * the other and both orders come to the same categories and links.
 */
export function collision(
  schema: Schema,
  first: SchemaChange,
  second: SchemaChange,
): string | null {
  for (const one of [first, second]) {
    const came = outcome(schema, [one]);
    if (came instanceof Refused) return came.message;
  }
  const [one, other] = [outcome(schema, [first, second]), outcome(schema, [second, first])];
  if (one instanceof Refused) return one.message;
  if (other instanceof Refused) return other.message;
  if (same(one, other)) return null;
  const [a, b] = [touches(first), touches(second)];
  const shared = [...a].filter((id) => b.has(id));
  const touched = shared.length ? shared : [...new Set([...a, ...b])];
  const named = touched.sort(byCodePoint).map(repr).join(", ");
  return `which of the two comes last decides what ${named} says`;
}

/** Identities of the categories that a change speaks of. */
export function touches(change: SchemaChange): Set<string> {
  switch (change.op) {
    case "add":
      return new Set([change.category.category_id]);
    case "edit":
    case "move":
    case "drop":
      return new Set([change.category_id]);
    case "merge":
      return new Set([...change.categories, change.into]);
    case "split":
      return new Set([change.category_id, ...change.parts.map((part) => part.category_id)]);
    case "put_group":
      return new Set(change.group.members);
    case "drop_group":
      return new Set();
    case "several":
      return new Set(change.changes.flatMap((one) => [...touches(one)]));
  }
}

/** What both orders must come to; in which order siblings or attributes stand does not count. */
function outcome(schema: Schema, changes: readonly SchemaChange[]): object | Refused {
  try {
    const { categories, groups } = applyAll(schema, changes);
    return {
      categories: Object.fromEntries(
        categories.map((one) => [`:${one.category_id}`, { ...one, attributes: byName(one) }]),
      ),
      groups: Object.fromEntries(
        groups.map(({ name, members, exclusive }) => [
          `:${name}`,
          { members: [...members].sort(), exclusive },
        ]),
      ),
      links: Object.fromEntries(
        [...mapBy(schema, changes).values()].map(({ source, targets, then }) => [
          `:${source}`,
          { targets: [...targets].sort(), then },
        ]),
      ),
    };
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

function byName({ attributes = [] }: Category): object {
  return Object.fromEntries(attributes.map((one) => [`:${one.name}`, one]));
}

function byCodePoint(a: string, b: string): number {
  const [one, other] = [[...a], [...b]];
  for (const [n, sign] of one.entries()) {
    const left = sign.codePointAt(0) ?? 0;
    const right = other[n]?.codePointAt(0) ?? -1;
    if (left !== right) return left - right;
  }
  return one.length - other.length;
}
