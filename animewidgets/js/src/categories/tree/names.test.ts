import { expect, it } from "vitest";
import { apply } from "../changes";
import { Schema } from "../schema";
import { addList, duplicate, identityFor, readList, tidyName, writeList } from "./names";
import { rowsOf } from "./rows";

const EMPTY = new Schema("things", 1, []);

it("a pasted list keeps its indents, whether by tabs, spaces or bullets", () => {
  const list = readList(
    "Person\n\tFace\n\t\t- Eye\n\tHand\r\n\n * Prop  \n10. 小道具\n    12 o'clock",
  );
  expect(list).toEqual([
    { name: "Person", depth: 0 },
    { name: "Face", depth: 1 },
    { name: "Eye", depth: 2 },
    { name: "Hand", depth: 1 },
    { name: "Prop", depth: 1 },
    { name: "小道具", depth: 0 },
    { name: "12 o'clock", depth: 1 },
  ]);
  expect(readList(writeList(list))).toEqual(list);
});

it("names in any script make identities; one that was ever there is not given again", () => {
  expect(identityFor("Left hand", () => false)).toBe("left-hand");
  expect(identityFor("左手", () => false)).toBe("左手");
  expect(identityFor("Hat", (id) => ["hat", "hat-2"].includes(id))).toBe("hat-3");
  expect(identityFor("!?", () => false)).toMatch(/^category-/);
});

it("a name is one line of at most 100 characters", () => {
  expect(tidyName("  a\tb\u0000c ")).toBe("a b c");
  expect(tidyName(" \n ")).toBeNull();
  expect([...(tidyName("😀".repeat(150)) ?? "")]).toHaveLength(100);
});

it("a list is put below a category, as its own tree", () => {
  const person = apply(EMPTY, {
    op: "add",
    category: {
      category_id: "person",
      name: "Person",
      colour: "#888888",
      hotkey: null,
      parent: null,
    },
  });
  const { changes, ids } = addList(
    readList("Face\n  Eye\n  Eye\nHand"),
    { parent: "person", before: null },
    (id) => person.has(id),
    (n) => `#00000${n}`,
  );
  expect(ids).toEqual(["face", "eye", "eye-2", "hand"]);
  const made = changes.reduce(apply, person);
  expect(rowsOf(made, new Set()).map((row) => `${row.depth} ${row.category.name}`)).toEqual([
    "0 Person",
    "1 Face",
    "2 Eye",
    "2 Eye",
    "1 Hand",
  ]);
});

it("a copy stands right behind the original, with all below it and without its keys", () => {
  const schema = addList(
    readList("A\n B\nC"),
    { parent: null, before: null },
    () => false,
    () => "#888888",
  ).changes.reduce(apply, EMPTY);
  const keyed = apply(schema, { op: "edit", category_id: "a", set: { hotkey: "1" } });
  const { changes, id } = duplicate(keyed, "a", (one) => keyed.has(one));
  const made = changes.reduce(apply, keyed);
  expect(rowsOf(made, new Set()).map((row) => row.category.category_id)).toEqual([
    "a",
    "b",
    "a-2",
    "b-2",
    "c",
  ]);
  expect(made.get(id)).toMatchObject({ name: "A 2", hotkey: null });
});
