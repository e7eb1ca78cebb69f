import { expect, it } from "vitest";
import type { Category } from "../../core/wire";
import { applyAll, type SchemaChange } from "../changes";
import { Schema } from "../schema";
import { mapBy } from "../version_map";
import { CLASSES, Comparison, type LineClass } from "./lines";

const category = (id: string, name: string, more: Partial<Category> = {}): Category => ({
  category_id: id,
  name,
  colour: "#56b4e9",
  hotkey: null,
  parent: null,
  ...more,
});
const OLD = new Schema(
  "things",
  1,
  [
    category("body", "Body", { hotkey: "1" }),
    category("hand", "Hand", { parent: "body" }),
    category("paw", "Paw", { parent: "body" }),
    category("prop", "Prop"),
    category("arab", "يد"),
    category("sky", "Sky"),
  ],
  [{ name: "limb", members: ["hand", "paw"], exclusive: true }],
);
const CHANGES: SchemaChange[] = [
  { op: "merge", categories: ["paw"], into: "hand" },
  { op: "split", category_id: "prop", parts: [category("tool", "Tool"), category("toy", "Toy")] },
  { op: "drop", category_id: "sky" },
  { op: "edit", category_id: "body", set: { hotkey: null, colour: "#000000", description: "All" } },
  { op: "edit", category_id: "arab", set: { name: "اليد" } },
  { op: "move", category_id: "arab", parent: "body" },
  { op: "add", category: category("sea", "Sea") },
];
const comparison = new Comparison(OLD, applyAll(OLD, CHANGES), mapBy(OLD, CHANGES));
const bare = (text: string) => text.replace(/[\u2068\u2069]/g, "");
const told = (lines: readonly (typeof comparison.lines)[number][]) =>
  lines.map((line) => bare(comparison.words(line)));

it("says of every line what happened, in a sentence", () => {
  expect(told(comparison.lines)).toEqual([
    "“Body”: colour #56b4e9 → #000000; key 1 → none; another description",
    "“Hand” and “Paw” became “Hand”",
    "“Prop” became “Tool” and “Toy”; a person chooses for each of its annotations",
    "“يد” is called “اليد”; at the top → below “Body”",
    "“Sky” is gone; a person chooses for each of its annotations",
    "“Sea” is new",
    "The group “limb” has “Hand”, and had “Hand” and “Paw”",
  ]);
});

it("keeps the direction of a name within its quotes", () => {
  expect(comparison.words(comparison.lines[3] as never)).toContain("“\u2068يد\u2069”");
});

it("shows lines by what happened and by names of either version", () => {
  const only = (...classes: LineClass[]) => new Set<LineClass>(classes);
  expect(comparison.filtered(only("split", "dropped"), "")).toHaveLength(2);
  expect(told(comparison.filtered(only(...CLASSES), " paw "))).toEqual([
    "“Hand” and “Paw” became “Hand”",
  ]);
  expect(told(comparison.filtered(only(...CLASSES), "tool"))).toHaveLength(1);
  expect(comparison.counts).toMatchObject({ changed: 1, merged: 1, split: 1, same: 0, grouped: 1 });
});
