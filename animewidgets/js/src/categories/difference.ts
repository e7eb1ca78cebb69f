/** What is different between two versions of a schema, as `version_map.py` tells it. */
import type { Category, CategoryGroup } from "../core/wire";
import type { Schema } from "./schema";
import { same } from "./tidy";
import type { Link, VersionMap } from "./version_map";

export type LinkKind = "same" | "renamed" | "split" | "merged" | "dropped" | "added";

/** What of a category can change while it stays the same one. */
export const FIELDS = [
  "name",
  "colour",
  "hotkey",
  "parent",
  "description",
  "attributes",
  "skeleton",
  "translations",
  "examples",
] as const;
export type Field = (typeof FIELDS)[number];

/** One line of a difference. */
export interface Difference {
  kind: LinkKind;
  /** Identities in the older version; none of what was added, several of what was merged. */
  sources: string[];
  /** Identities in the newer version. */
  targets: string[];
  /** Where labels go; `null`: a person must choose. */
  then: string | null;
  /** What else changed of what has one source and one target. */
  changed: Field[];
}

/**
 * What is different, in the order of the older version; what was added comes last. Every category of both
 * is in one line at least, and several that became one are one line.
 */
export function difference(old: Schema, now: Schema, map: VersionMap): Difference[] {
  const together = new Map<string, string[]>();
  for (const { source, targets } of map.values()) {
    const [target] = targets;
    if (target === undefined || targets.length > 1) continue;
    const sources = together.get(target);
    if (sources) sources.push(source);
    else together.set(target, [source]);
  }
  const lines: Difference[] = [];
  const reached = new Set<string>();
  for (const link of map.values()) {
    for (const target of link.targets) reached.add(target);
    const sources = link.targets.length === 1 ? together.get(link.targets[0] as string) : undefined;
    if (!sources) lines.push(several(link));
    else if (sources[0] === link.source) lines.push(one(old, now, sources, link));
  }
  for (const { category_id: id } of now.categories)
    if (!reached.has(id))
      lines.push({ kind: "added", sources: [], targets: [id], then: null, changed: [] });
  return lines;
}

function several({ source, targets, then }: Link): Difference {
  const kind = targets.length ? "split" : "dropped";
  return { kind, sources: [source], targets, then, changed: [] };
}

function one(old: Schema, now: Schema, sources: string[], { targets }: Link): Difference {
  const target = targets[0] as string;
  if (sources.length > 1) return { kind: "merged", sources, targets, then: target, changed: [] };
  const source = sources[0] as string;
  const [was, became] = [old.get(source), now.get(target)];
  const changed = was && became ? changedFields(was, became) : [];
  const kind = source !== target || changed.includes("name") ? "renamed" : "same";
  return { kind, sources, targets, then: target, changed };
}

export function changedFields(was: Category, became: Category): Field[] {
  if (was === became) return [];
  return FIELDS.filter((name) => !same(was[name] ?? null, became[name] ?? null));
}

/** A group that is not what it was; `null` where it was not, or is no longer there. */
export interface GroupDifference {
  name: string;
  was: CategoryGroup | null;
  now: CategoryGroup | null;
}

/** Groups that differ, by their names; the order of members says nothing. */
export function groupDifferences(old: Schema, now: Schema): GroupDifference[] {
  const names = new Set([...old.groups, ...now.groups].map(({ name }) => name));
  const named = ({ groups }: Schema, name: string) =>
    groups.find((group) => group.name === name) ?? null;
  const said = (group: CategoryGroup | null) =>
    group && { members: [...group.members].sort(), exclusive: group.exclusive };
  return [...names]
    .map((name) => ({ name, was: named(old, name), now: named(now, name) }))
    .filter(({ was, now }) => !same(said(was), said(now)));
}
