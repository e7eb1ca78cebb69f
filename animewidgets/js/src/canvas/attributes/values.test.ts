import { describe, expect, it } from "vitest";
import type { Annotation, Category } from "../../core/wire";
import { contract } from "../../testing/contract";
import type { Bounds, Points } from "../geometry";
import { BadGeometry } from "../read_json";
import { checkKeyPoints } from "../skeletons/skeletons";
import { attributesOf, MIXED, saidOf, say } from "./attribute_edits";
import { carriedOver, checkValues, missingIn, startingValues, valuesOf } from "./values";

interface Refused {
  name: string;
  error: string;
  message: string;
}
interface Corpus {
  release: Bounds;
  category: Category;
  values: {
    valid: { name: string; values: object }[];
    invalid: (Refused & { values: object })[];
  };
  key_points: { valid: (Points & { name: string })[]; invalid: (Refused & Points)[] };
}

const { release, category, values, key_points } = contract<Corpus>("attributes.json");
const refusalOf = (check: () => void): BadGeometry => {
  try {
    check();
  } catch (error) {
    if (error instanceof BadGeometry) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

describe("the contract with the kernel", () => {
  it.each(values.valid)("takes values: $name", ({ values }) => {
    checkValues(values, category, "values", release);
  });

  it.each(values.invalid)("refuses values: $name", ({ values, error, message }) => {
    const refused = refusalOf(() => checkValues(values, category, "values", release));
    expect(refused.kind).toBe(error);
    expect(refused.message).toContain(message);
  });

  it.each(key_points.valid)("takes key points: $name", (points) => {
    checkKeyPoints(points, category, "points");
  });

  it.each(key_points.invalid)("refuses key points: $name", ({ points, message }) => {
    expect(refusalOf(() => checkKeyPoints({ points }, category, "points")).message).toContain(
      message,
    );
  });
});

const thing = (over: Partial<Annotation> = {}): Annotation => ({
  annotation_id: "a",
  version: 3,
  kind: "box",
  start_pts: 0,
  category: "mouth",
  attributes: { z_order: 2, values: { teeth: 4 } },
  ...over,
});
const nose: Category = {
  category_id: "nose",
  name: "Nose",
  colour: "#ffffff",
  hotkey: null,
  parent: null,
  attributes: [
    { name: "teeth", kind: "number", maximum: 3 },
    { name: "note", kind: "text", default: "?" },
  ],
};
const known = new Map([category, nose].map((one) => [one.category_id, one]));
const attribute = (name: string) => category.attributes?.find((one) => one.name === name) as never;

describe("what is said of things", () => {
  it("is begun by what the category says by itself, and what is required is missed", () => {
    expect(startingValues(category)).toEqual({ form: "closed" });
    expect(startingValues(null)).toEqual({});
    expect(missingIn(thing(), category)).toEqual(["form"]);
    expect(missingIn(thing({ attributes: { values: { form: "open" } } }), category)).toEqual([]);
  });

  it("stays with another category as far as that one knows it", () => {
    const said = { teeth: 3, note: "歯", form: "open" };
    expect(carriedOver(said, nose, release)).toEqual({ teeth: 3, note: "歯" });
    expect(carriedOver({ teeth: 4 }, nose, release)).toEqual({ note: "?" });
    expect(carriedOver(said, null, release)).toEqual({});
  });

  it("is one edit that leaves all other attributes alone, and none where nothing changes", () => {
    const outcome = say([thing()], attribute("form"), "open", release);
    expect(outcome).toMatchObject({
      edits: [{ after: { attributes: { z_order: 2, values: { teeth: 4, form: "open" } } } }],
      said: "form: open",
    });
    expect(say([thing()], attribute("teeth"), 4, release)).toMatchObject({ edits: [] });
    expect(say([thing()], attribute("teeth"), undefined, release)).toMatchObject({
      edits: [{ after: { attributes: { z_order: 2 } } }],
    });
  });

  it("is refused in words before the kernel has to", () => {
    expect(say([thing()], attribute("teeth"), 40, release)).toEqual({
      refused: "teeth: expected at most 32, got 40",
    });
  });

  it("of several at once is what they have in common, mixed where they differ", () => {
    const both = [thing(), thing({ annotation_id: "b", attributes: {} })];
    expect(attributesOf(both, known)).toHaveLength(6);
    expect(saidOf(both, attribute("teeth"))).toBe(MIXED);
    expect(saidOf(both, attribute("form"))).toBeUndefined();
    expect(
      attributesOf([thing(), thing({ category: "nose" })], known).map(({ name }) => name),
    ).toEqual(["note", "teeth"]);
    expect(attributesOf([thing(), thing({ category: null })], known)).toEqual([]);
    expect(say(both, attribute("teeth"), 4, release)).toMatchObject({
      edits: [{ annotation_id: "b" }],
    });
  });

  it("is nothing where another program wrote something else", () => {
    expect(valuesOf({ attributes: { values: ["open"] } })).toEqual({});
    expect(valuesOf({})).toEqual({});
  });
});
