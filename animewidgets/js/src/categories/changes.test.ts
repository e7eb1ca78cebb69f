import { describe, expect, it } from "vitest";
import type { Category, CategoryGroup, CategorySchema } from "../core/wire";
import { contract } from "../testing/contract";
import { apply, applyAll, Refused, type SchemaChange } from "./changes";
import { collision } from "./collision";
import { type Difference, difference } from "./difference";
import { Schema } from "./schema";
import { compose, type Link, mapBy, mapOf } from "./version_map";

interface Case {
  name: string;
  schema: string;
  changes: SchemaChange[];
  /** What is refused has these two, … */
  refused?: string;
  category_id?: string | null;
  /** … and what is done those. */
  tree: [id: string, parent: string | null][];
  changed: Category[];
  groups: CategoryGroup[];
  links: Link[];
  difference: Difference[];
}

interface Corpus {
  schemas: Record<string, CategorySchema>;
  cases: Case[];
  collisions: {
    name: string;
    schema: string;
    first: SchemaChange;
    second: SchemaChange;
    why: string | null;
    why_turned?: string;
  }[];
  maps: { name: string; first: Link[]; second: Link[]; composed: Link[] }[];
}

const corpus = contract<Corpus>("schema_changes.json");
const schemaOf = (name: string) => Schema.fromJson(corpus.schemas[name] as CategorySchema);

function outcome(schema: Schema, changes: readonly SchemaChange[]): Schema | Refused {
  try {
    return applyAll(schema, changes);
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

it.each(corpus.cases)("a change does what it does in Python: $name", (one) => {
  const before = schemaOf(one.schema);
  const kept = JSON.stringify(before.toJson());
  const after = outcome(before, one.changes);
  expect(JSON.stringify(before.toJson())).toBe(kept); // whatever came of it
  if (after instanceof Refused) {
    expect(after.message).toBe(one.refused);
    expect(after.data.category_id ?? null).toBe(one.category_id ?? null);
    return;
  }
  expect(one.refused).toBeUndefined();
  expect(after.categories.map(({ category_id, parent }) => [category_id, parent])).toEqual(
    one.tree,
  );
  const changed = after.categories.filter((now) => {
    const was = before.get(now.category_id);
    return !was || JSON.stringify(was) !== JSON.stringify(now);
  });
  expect(changed).toEqual(one.changed);
  expect(after.groups).toEqual(one.groups);
  const map = mapBy(before, one.changes);
  const links = [...map.values()].filter(
    ({ source, targets, then }) => targets.join() !== source || then !== source,
  );
  expect(links).toEqual(one.links);
  const lines = difference(before, after, map);
  expect(lines.filter(({ kind, changed }) => kind !== "same" || changed.length)).toEqual(
    one.difference,
  );
});

it.each(corpus.collisions)("two proposals collide as in Python: $name", (one) => {
  const schema = schemaOf(one.schema);
  expect(collision(schema, one.first, one.second)).toBe(one.why);
  expect(collision(schema, one.second, one.first)).toBe(one.why_turned ?? one.why);
});

it.each(corpus.maps)("maps compose as in Python: $name", (one) => {
  expect([...compose(mapOf(one.first), mapOf(one.second)).values()]).toEqual(one.composed);
});

describe("a schema of 5,000 categories", () => {
  const at = (n: number): Category => ({
    category_id: `c${n}`,
    name: `Category ${n}`,
    colour: "#56b4e9",
    hotkey: null,
    parent: n < 100 ? null : `c${n % 100}`,
  });
  const large = new Schema(
    "large",
    1,
    Array.from({ length: 5_000 }, (_, n) => at(n)),
  );

  it("shares with the one before all that an edit leaves alone", () => {
    const after = apply(large, { op: "edit", category_id: "c4321", set: { name: "Named" } });
    expect(after.get("c4321")?.name).toBe("Named");
    expect(large.get("c4321")?.name).toBe("Category 4321");
    expect(after.children("c21").map((one) => one.name)).toContain("Named");
    const shared = after.categories.filter((one, n) => one === large.categories[n]);
    expect(shared).toHaveLength(4_999);
  });

  it.each<SchemaChange>([
    { op: "edit", category_id: "c4321", set: { colour: "#000000" } },
    { op: "move", category_id: "c50", parent: "c51", before: "c151" },
    { op: "add", category: { ...at(9_999), parent: "c1" }, before: "c101" },
    { op: "merge", categories: ["c1", "c2", "c3"], into: "c4" },
    { op: "split", category_id: "c7", parts: [at(7_001), at(7_002)] },
    { op: "drop", category_id: "c9" },
  ])("takes a change in less than 4 ms: $op", (change) => {
    const times = Array.from({ length: 41 }, () => {
      const start = performance.now();
      apply(large, change).children("c4");
      return performance.now() - start;
    }).sort((a, b) => a - b);
    expect(times[20]).toBeLessThan(4);
  });
});
