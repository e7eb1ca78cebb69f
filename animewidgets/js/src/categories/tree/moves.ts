import type { SchemaChange } from "../changes";
import type { Schema } from "../schema";

/** Changes, or the reason, for people, why there are none. */
export type Move = { readonly changes: SchemaChange[] } | { readonly refused: string };

/** Of a selection those that lie below none of the others, in the order of the tree: what moves as a whole. */
export function topmost(schema: Schema, ids: Iterable<string>): string[] {
  const chosen = new Set(ids);
  if (chosen.size === 1) return [...chosen].filter((id) => schema.has(id));
  const found: string[] = [];
  const walk = (parent: string | null) => {
    for (const { category_id } of schema.children(parent)) {
      if (chosen.has(category_id)) found.push(category_id);
      else walk(category_id);
    }
  };
  walk(null);
  return found;
}

/** Every category below one, at any depth, in the order of the tree. */
export function below(schema: Schema, id: string): string[] {
  return schema
    .children(id)
    .flatMap(({ category_id }) => [category_id, ...below(schema, category_id)]);
}

/** Move one step among the siblings. Several move together, where they have one parent. */
export function moveBy(schema: Schema, ids: Iterable<string>, step: -1 | 1): Move {
  const moved = topmost(schema, ids);
  const parent = commonParent(schema, moved);
  if (parent === undefined)
    return { refused: "They lie below different categories: move them one by one, or drag them." };
  const siblings = schema.children(parent).map((one) => one.category_id);
  const chosen = new Set(moved);
  const first = siblings.indexOf(moved[0] ?? "");
  const last = siblings.indexOf(moved.at(-1) ?? "");
  const scattered = last - first >= moved.length;
  const put = (before: string | null): Move => ({
    changes: moved.map((id) => ({ op: "move", category_id: id, parent, before })),
  });
  if (step < 0) {
    const before = siblings.slice(0, first).findLast((id) => !chosen.has(id));
    if (before !== undefined) return put(before);
    const rest = siblings.find((id) => !chosen.has(id)) ?? null;
    return scattered ? put(rest) : { refused: "It is the first already." };
  }
  const rest = siblings.slice(last + 1);
  if (!rest.length && !scattered) return { refused: "It is the last already." };
  return put(rest[1] ?? null);
}

/** Below the sibling above it, as its last. */
export function moveIn(schema: Schema, ids: Iterable<string>): Move {
  const moved = topmost(schema, ids);
  const parent = commonParent(schema, moved);
  if (parent === undefined)
    return { refused: "They lie below different categories: move them one by one, or drag them." };
  const siblings = schema.children(parent).map((one) => one.category_id);
  const chosen = new Set(moved);
  const into = siblings
    .slice(0, siblings.indexOf(moved[0] ?? ""))
    .findLast((id) => !chosen.has(id));
  if (into === undefined)
    return { refused: "No category stands above it that it could lie below." };
  return {
    changes: moved.map((id) => ({ op: "move", category_id: id, parent: into, before: null })),
  };
}

/** Beside the one that it lies below, right after it. */
export function moveOut(schema: Schema, ids: Iterable<string>): Move {
  const moved = topmost(schema, ids);
  const parent = commonParent(schema, moved);
  if (parent === undefined)
    return { refused: "They lie below different categories: move them one by one, or drag them." };
  if (parent === null) return { refused: "It lies below no other category." };
  const to = schema.get(parent)?.parent ?? null;
  const siblings = schema.children(to).map((one) => one.category_id);
  const before = siblings[siblings.indexOf(parent) + 1] ?? null;
  return { changes: moved.map((id) => ({ op: "move", category_id: id, parent: to, before })) };
}

/** Where a drag would put what it holds: below `parent`, before one of its children or after all of them. */
export interface Target {
  readonly parent: string | null;
  readonly before: string | null;
}

/** Put them there, in their order. */
export function moveTo(schema: Schema, ids: Iterable<string>, { parent, before }: Target): Move {
  const moved = topmost(schema, ids);
  const chosen = new Set(moved);
  if (parent !== null && moved.some((id) => id === parent || schema.isBelow(parent, id)))
    return { refused: "A category cannot lie below itself." };
  const siblings = schema.children(parent).map((one) => one.category_id);
  let next = before;
  // What moves is no place to stand before: the next that stays is.
  while (next !== null && chosen.has(next)) next = siblings[siblings.indexOf(next) + 1] ?? null;
  if (staysPut(schema, moved, parent, next)) return { refused: "It is there already." };
  return { changes: moved.map((id) => ({ op: "move", category_id: id, parent, before: next })) };
}

function staysPut(
  schema: Schema,
  moved: readonly string[],
  parent: string | null,
  next: string | null,
): boolean {
  const siblings = schema.children(parent).map((one) => one.category_id);
  const until = next === null ? siblings.length : siblings.indexOf(next);
  return moved.every((id, n) => siblings[until - moved.length + n] === id);
}

function commonParent(schema: Schema, ids: readonly string[]): string | null | undefined {
  const parents = new Set(ids.map((id) => schema.get(id)?.parent ?? null));
  return parents.size === 1 ? [...parents][0] : undefined;
}
