/** What became of each category from one version of a schema to another, as `version_map.py` has it. */
import type { SchemaChange } from "./changes";
import type { Schema } from "./schema";

/** What became of one category of the older version. */
export interface Link {
  source: string;
  /** None where it was dropped, several where it was split. */
  targets: string[];
  /** The target that its labels go to; `null` where a person must choose, or where there is none. */
  then: string | null;
}

/** A link for each category of the older version, by its identity. */
export type VersionMap = ReadonlyMap<string, Link>;

/** The map by which nothing changes. */
export function unchanged(schema: Schema): VersionMap {
  return new Map(schema.categories.map(({ category_id: id }) => [id, stays(id)]));
}

export function mapOf(links: readonly Link[]): VersionMap {
  return new Map(links.map((link) => [link.source, link]));
}

/** One map and then another; what the other does not speak of stays what it is. */
export function compose(first: VersionMap, then: ReadonlyMap<string, Link>): VersionMap {
  if (!then.size) return first;
  return new Map([...first].map(([source, link]) => [source, followed(link, then)]));
}

/** The map that changes make, one after the other. */
export function mapBy(schema: Schema, changes: readonly SchemaChange[]): VersionMap {
  let map = unchanged(schema);
  for (const change of changes) map = compose(map, mapOf(linksOf(change)));
  return map;
}

/** What a change does to the categories that were there: a link for each that does not just stay itself. */
export function linksOf(change: SchemaChange): Link[] {
  switch (change.op) {
    case "merge":
      return [...new Set(change.categories)]
        .filter((id) => id !== change.into)
        .map((source) => ({ source, targets: [change.into], then: change.into }));
    case "split": {
      const targets = change.parts.map((part) => part.category_id);
      return [{ source: change.category_id, targets, then: change.then ?? null }];
    }
    case "drop":
      return [{ source: change.category_id, targets: [], then: null }];
    case "several":
      return [...linksOfAll(change.changes).values()];
    default:
      return [];
  }
}

function linksOfAll(changes: readonly SchemaChange[]): Map<string, Link> {
  const links = new Map<string, Link>();
  for (const change of changes) {
    const step = mapOf(linksOf(change));
    for (const [source, link] of links) links.set(source, followed(link, step));
    // What was spoken of before is no longer the category of the older version.
    for (const [source, link] of step) if (!links.has(source)) links.set(source, link);
  }
  return links;
}

function stays(id: string): Link {
  return { source: id, targets: [id], then: id };
}

function followed(link: Link, then: ReadonlyMap<string, Link>): Link {
  if (!link.targets.some((middle) => then.has(middle))) return link;
  const targets = new Set(link.targets.flatMap((middle) => then.get(middle)?.targets ?? [middle]));
  const next = link.then === null ? undefined : then.get(link.then);
  return { source: link.source, targets: [...targets], then: next ? next.then : link.then };
}
