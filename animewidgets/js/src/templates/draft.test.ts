import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../core/wire";
import {
  change,
  type Draft,
  draftOf,
  put,
  redo,
  same,
  type TemplateJson,
  undo,
  valueAt,
} from "./draft";

const EMPTY: TemplateJson = { name: "", kinds: [], categories: { categories: [] } };

describe("a draft", () => {
  it("takes a word that was typed back at once, and brings it again", () => {
    let draft = draftOf(EMPTY);
    for (const [n, name] of ["F", "Fa", "Fac", "Faces"].entries())
      draft = change(draft, put(draft.document, ["name"], name), "Name", {
        place: "name",
        now: n * 200,
      });
    draft = change(draft, put(draft.document, ["kinds"], ["box"]), "Boxes");
    expect(draft.undo.map((one) => one.what)).toEqual(["Name", "Boxes"]);

    const withoutBoxes = undo(draft) as { draft: Draft; what: string };
    expect(withoutBoxes.what).toBe("Boxes");
    const empty = undo(withoutBoxes.draft) as { draft: Draft; what: string };
    expect(empty.draft.document).toEqual(EMPTY);
    expect(undo(empty.draft)).toBeNull();
    expect(redo(empty.draft)?.draft.document).toEqual({ ...EMPTY, name: "Faces" });
  });

  it("begins a new gesture after a pause, in another field, and after an undo", () => {
    const type = (draft: Draft, place: string, text: string, now: number) =>
      change(draft, put(draft.document, [place], text), place, { place, now });
    let draft = type(draftOf(EMPTY), "name", "A", 0);
    draft = type(draft, "name", "AB", 10_000);
    draft = type(draft, "description", "C", 10_001);
    draft = type(draft, "name", "ABD", 10_002);
    expect(draft.undo).toHaveLength(4);
    draft = type((undo(draft) as { draft: Draft }).draft, "name", "ABE", 10_003);
    expect(draft.undo).toHaveLength(4);
    expect(draft.redo).toEqual([]);
  });

  it("counts as unchanged what says the same", () => {
    const draft = draftOf({ a: 1, b: [1, { c: 2 }] });
    expect(change(draft, { b: [1, { c: 2 }], a: 1 }, "Nothing")).toBe(draft);
  });
});

describe("a place in the document", () => {
  it("is written to without touching what lies beside it", () => {
    const document = { a: { b: [1, { c: 2 }, 3] }, beside: { x: 1 } };
    const other = put(document, ["a", "b", 1, "c"], 5);
    expect(other).toEqual({ a: { b: [1, { c: 5 }, 3] }, beside: { x: 1 } });
    expect(other.beside).toBe(document.beside);
    expect(put(document, ["a", "b", 0], undefined)).toEqual({
      a: { b: [{ c: 2 }, 3] },
      beside: { x: 1 },
    });
    expect(put(document, ["beside", "x"], undefined).beside).toEqual({});
    expect(put(document as TemplateJson, ["unit", "every"], 12).unit).toEqual({ every: 12 });
  });

  it("reads what was written, whatever it is", () => {
    const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
    const path = fc.array(fc.string(), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), path, json, (table, where, value) => {
        const written = put(table as TemplateJson, where, value);
        return same(valueAt(written as Json, where), value);
      }),
    );
  });
});
