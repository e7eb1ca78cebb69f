import { expect, it } from "vitest";
import { Schema } from "../schema";
import { dropAt } from "./drop_target";
import { rowsOf } from "./rows";
import { INDENT, INSET } from "./tree_view";

const category = (category_id: string, parent: string | null = null) => ({
  category_id,
  name: category_id,
  colour: "#888888",
  hotkey: null,
  parent,
});
// 0 person / 1  face / 2   eye / 3  hand / 4 prop
const SCHEMA = new Schema("things", 1, [
  category("person"),
  category("face", "person"),
  category("eye", "face"),
  category("hand", "person"),
  category("prop"),
]);
const ROWS = rowsOf(SCHEMA, new Set());
const x = (depth: number) => INSET + (depth + 0.5) * INDENT;
const at = (y: number, depth: number) => dropAt(SCHEMA, ROWS, y, x(depth));

it("the middle of a row means below it", () => {
  expect(at(3.5, 0)).toMatchObject({ parent: "hand", before: null, onto: 3 });
});

it("between a row and its first child means before that child", () => {
  expect(at(1.1, 0)).toMatchObject({ parent: "person", before: "face", line: 1, depth: 1 });
  expect(at(0.9, 5)).toMatchObject({ parent: "person", before: "face" });
});

it("where a deep row ends, the pointer's place tells how deep", () => {
  expect(at(2.9, 2)).toMatchObject({ parent: "face", before: null, line: 3, depth: 2 });
  expect(at(2.9, 1)).toMatchObject({ parent: "person", before: "hand", line: 3, depth: 1 });
  expect(at(2.9, 0)).toMatchObject({ parent: "person", before: "hand", depth: 1 });
  expect(at(3.9, 0)).toMatchObject({ parent: null, before: "prop", line: 4, depth: 0 });
  expect(at(3.9, 1)).toMatchObject({ parent: "person", before: null, depth: 1 });
});

it("above the first and below the last is the top level", () => {
  expect(at(-3, 4)).toMatchObject({ parent: null, before: "person", line: 0 });
  expect(at(99, 3)).toMatchObject({ parent: null, before: null, line: 5, depth: 0 });
  expect(dropAt(new Schema("none", 1, []), [], 3, 40)).toMatchObject({ parent: null, line: 0 });
});
