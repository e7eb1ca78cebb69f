import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply } from "../changes";
import { Schema } from "../schema";
import { type Move, moveBy, moveIn, moveOut, moveTo, topmost } from "./moves";
import { rowsOf } from "./rows";

const category = (category_id: string, parent: string | null = null) => ({
  category_id,
  name: category_id.toUpperCase(),
  colour: "#888888",
  hotkey: null,
  parent,
});

// person: face (eye, mouth), hand / animal: cat / prop
const SCHEMA = new Schema("things", 1, [
  category("person"),
  category("face", "person"),
  category("eye", "face"),
  category("mouth", "face"),
  category("hand", "person"),
  category("animal"),
  category("cat", "animal"),
  category("prop"),
]);

const outline = (schema: Schema) =>
  rowsOf(schema, new Set()).map((row) => `${" ".repeat(row.depth)}${row.category.category_id}`);

function arranged(move: Move, schema = SCHEMA): string[] {
  if ("refused" in move) throw new Error(move.refused);
  return outline(move.changes.reduce(apply, schema));
}

describe("moving by keys", () => {
  it("goes up and down among siblings, with all that lies below", () => {
    expect(arranged(moveBy(SCHEMA, ["animal"], -1))).toEqual([
      "animal",
      " cat",
      "person",
      " face",
      "  eye",
      "  mouth",
      " hand",
      "prop",
    ]);
    expect(arranged(moveBy(SCHEMA, ["face"], 1)).slice(0, 5)).toEqual([
      "person",
      " hand",
      " face",
      "  eye",
      "  mouth",
    ]);
  });

  it("takes several along in their order, and closes the gap between them", () => {
    expect(
      arranged(moveBy(SCHEMA, ["prop", "person"], 1)).filter((id) => !id.startsWith(" ")),
    ).toEqual(["animal", "person", "prop"]);
  });

  it("goes below the one above, and out again right behind it", () => {
    const moved = moveIn(SCHEMA, ["prop"]);
    const inside = arranged(moved);
    expect(inside.slice(-3)).toEqual(["animal", " cat", " prop"]);
    const schema = "changes" in moved ? moved.changes.reduce(apply, SCHEMA) : SCHEMA;
    expect(
      outline(
        "changes" in moveOut(schema, ["prop"])
          ? (moveOut(schema, ["prop"]) as { changes: never[] }).changes.reduce(apply, schema)
          : schema,
      ),
    ).toEqual(outline(SCHEMA));
  });

  it("says why it cannot", () => {
    expect(moveBy(SCHEMA, ["person"], -1)).toHaveProperty("refused");
    expect(moveBy(SCHEMA, ["prop"], 1)).toHaveProperty("refused");
    expect(moveIn(SCHEMA, ["person"])).toHaveProperty("refused");
    expect(moveOut(SCHEMA, ["prop"])).toHaveProperty("refused");
    expect(moveBy(SCHEMA, ["eye", "cat"], 1)).toHaveProperty("refused");
  });
});

describe("dragging", () => {
  it("moves what is selected once: what lies below it comes along", () => {
    expect(topmost(SCHEMA, ["eye", "face", "prop"])).toEqual(["face", "prop"]);
    expect(
      arranged(moveTo(SCHEMA, ["eye", "face", "prop"], { parent: "animal", before: "cat" })),
    ).toEqual(["person", " hand", "animal", " face", "  eye", "  mouth", " prop", " cat"]);
  });

  it("never lays a category below itself, and never moves it to where it is", () => {
    expect(moveTo(SCHEMA, ["person"], { parent: "eye", before: null })).toHaveProperty("refused");
    expect(moveTo(SCHEMA, ["person"], { parent: "person", before: null })).toHaveProperty(
      "refused",
    );
    expect(moveTo(SCHEMA, ["face"], { parent: "person", before: "face" })).toHaveProperty(
      "refused",
    );
    expect(moveTo(SCHEMA, ["prop"], { parent: null, before: null })).toHaveProperty("refused");
  });

  it("keeps every category, wherever it is dropped", () => {
    const ids = SCHEMA.categories.map((one) => one.category_id);
    const id = fc.constantFrom(...ids);
    fc.assert(
      fc.property(fc.array(id, { minLength: 1 }), fc.option(id), (chosen, parent) => {
        const children = SCHEMA.children(parent).map((one) => one.category_id);
        for (const before of [...children, null]) {
          const move = moveTo(SCHEMA, chosen, { parent, before });
          if ("refused" in move) continue;
          const made = move.changes.reduce(apply, SCHEMA);
          expect(rowsOf(made, new Set())).toHaveLength(ids.length);
          for (const one of topmost(SCHEMA, chosen)) expect(made.get(one)?.parent).toBe(parent);
        }
      }),
    );
  });
});
