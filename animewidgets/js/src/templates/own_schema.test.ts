import { describe, expect, it } from "vitest";
import type { TemplateJson } from "./draft";
import { asOwn, isOwn, namesIn, slug, withCategories, withoutCategory } from "./own_schema";

describe("categories typed in place", () => {
  it("are made from a list of names in any script, each with a colour and a key of its own", () => {
    const rows = withCategories([], namesIn("顔、手、Left eye"));
    expect(rows.map((one) => one.category_id)).toEqual(["顔", "手", "left-eye"]);
    expect(rows.map((one) => one.hotkey)).toEqual(["1", "2", "3"]);
    expect(new Set(rows.map((one) => one.colour)).size).toBe(3);
    expect(namesIn("عين\nيد\n")).toEqual(["عين", "يد"]);
  });

  it("keep what is there: a name twice is one, a key that is taken is not given again", () => {
    const rows = withCategories([], ["Face", "Hand"]);
    const more = withCategories(rows, ["face", "Hand!", "Eye"]);
    expect(more.slice(0, 2)).toEqual(rows);
    expect(more.map((one) => one.category_id)).toEqual(["face", "hand", "hand-2", "eye"]);
    expect(more.map((one) => one.hotkey)).toEqual(["1", "2", "3", "4"]);
    expect(slug("★")).toBe("");
    expect(withCategories([], ["★"])[0]?.category_id).toBe("category-2");
  });

  it("let go of one: its children come up, its group goes with its last member", () => {
    const document: TemplateJson = {
      categories: {
        schema_id: "things",
        version: 3,
        categories: withCategories([], ["Body", "Arm", "Hand"]).map((one, n) =>
          n ? { ...one, parent: n === 1 ? "body" : "arm" } : one,
        ),
        groups: [
          { name: "limbs", members: ["arm"], exclusive: true },
          { name: "all", members: ["arm", "hand"], exclusive: false },
        ],
      },
    };
    const own = asOwn(document, "1a2b");
    expect(isOwn(document)).toBe(false);
    expect(isOwn(own)).toBe(true);
    const without = withoutCategory(own, 1).categories as {
      categories: object[];
      groups: object[];
    };
    expect(without.categories).toMatchObject([
      { category_id: "body" },
      { category_id: "hand", parent: "body" },
    ]);
    expect(without.groups).toEqual([{ name: "all", members: ["hand"], exclusive: false }]);
  });
});
