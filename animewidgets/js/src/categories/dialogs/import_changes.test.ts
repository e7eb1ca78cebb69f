import { describe, expect, it } from "vitest";
import type { CategorySchema } from "../../core/wire";
import { Schema } from "../schema";
import { broughtIn } from "./import_changes";

const schema = (...categories: object[]) =>
  Schema.fromJson({ schema_id: "light", version: 1, categories } as unknown as CategorySchema);
const day = { category_id: "day", name: "Day", colour: "#f0e442", hotkey: "1", parent: null };

describe("bringing a file into a schema", () => {
  it("adds what is new and edits what the file says, and nothing else", () => {
    const dusk = {
      category_id: "dusk",
      name: "Dusk",
      colour: "#112233",
      hotkey: null,
      parent: null,
    };
    const found = schema({ ...day, name: "DAY", hotkey: null, colour: "#e69f00" }, dusk);
    expect(broughtIn(schema(day), found)).toEqual([
      { op: "edit", category_id: "day", set: { name: "DAY", colour: "#e69f00" } },
      { op: "add", category: expect.objectContaining(dusk), before: null },
    ]);
  });

  it("keeps a colour where the file says none", () => {
    const found = schema({ ...day, colour: "#e69f00" });
    expect(broughtIn(schema(day), found, new Set(["day"]))).toEqual([]);
  });
});
