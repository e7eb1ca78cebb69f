import { expect, it } from "vitest";
import type { Category } from "../core/wire";
import { changeLines, changeWords } from "./change_words";
import type { SchemaChange } from "./changes";
import { namesFrom } from "./names";
import { Schema } from "./schema";

const category = (id: string, name: string, parent: string | null = null): Category => ({
  category_id: id,
  name,
  colour: "#56b4e9",
  hotkey: null,
  parent,
});
const SCHEMA = new Schema("things", 1, [
  category("body", "Body"),
  category("hand", "Hand", "body"),
  category("paw", "Paw", "body"),
]);
const bare = (text: string) => text.replace(/[\u2068\u2069]/g, "");
const words = (change: SchemaChange) => bare(changeWords(change, namesFrom(SCHEMA), SCHEMA));

it.each<[SchemaChange, string]>([
  [{ op: "add", category: category("x", "Foot", "body") }, "Add “Foot” below “Body”"],
  [{ op: "edit", category_id: "hand", set: { name: "Palm" } }, "Rename “Hand” to “Palm”"],
  [
    { op: "edit", category_id: "hand", set: { name: "Palm", colour: "#000000", hotkey: "1" } },
    "Rename “Hand” to “Palm”, and change its colour and key",
  ],
  [{ op: "edit", category_id: "hand", set: { hotkey: null } }, "Take the key of “Hand” away"],
  [{ op: "edit", category_id: "hand", set: { hotkey: "q" } }, "Give “Hand” the key q"],
  [
    { op: "edit", category_id: "hand", set: { description: "x", attributes: [] } },
    "Change the description and attributes of “Hand”",
  ],
  [{ op: "move", category_id: "paw", parent: null }, "Move “Paw” to the top"],
  [{ op: "move", category_id: "paw", parent: "body", before: "hand" }, "Move “Paw” before “Hand”"],
  [
    { op: "merge", categories: ["paw", "body", "hand"], into: "hand" },
    "Merge “Paw” and “Body” into “Hand”",
  ],
  [
    {
      op: "split",
      category_id: "hand",
      parts: [category("l", "Left"), category("r", "Right")],
      then: "l",
    },
    "Split “Hand” into “Left” and “Right”; its annotations go to “Left”",
  ],
  [{ op: "drop", category_id: "gone" }, "Remove “gone”"],
  [
    { op: "put_group", group: { name: "limb", members: ["hand", "paw"], exclusive: true } },
    "Group “Hand” and “Paw” as “limb”, of which one holds at a time",
  ],
  [{ op: "drop_group", name: "limb" }, "Dissolve the group “limb”"],
])("a change reads as somebody would say it", (change, said) => {
  expect(words(change)).toBe(said);
});

it("several changes are counted, and told one by one with the names that they give", () => {
  const several: SchemaChange = {
    op: "several",
    changes: [
      { op: "add", category: category("x", "Foot") },
      { op: "merge", categories: ["paw"], into: "x" },
    ],
  };
  expect(words(several)).toBe("2 changes: Add “Foot” …");
  expect(changeLines(several, namesFrom(SCHEMA), SCHEMA).map(bare)).toEqual([
    "Add “Foot”",
    "Merge “Paw” into “Foot”",
  ]);
});
