import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../core/wire";
import { valueAt } from "./draft";
import { lineOf, offsetOf, stepsOf, whyNotJson } from "./json_places";

const TEMPLATE = JSON.stringify(
  { name: "{}[", categories: { categories: [{ name: "A" }, { name: 'B"' }] }, overlap: 2 },
  null,
  2,
);

describe("a place in a file", () => {
  it("is found on the line on which a reader looks for it", () => {
    expect(lineOf(TEMPLATE, "name")).toBe(2);
    expect(lineOf(TEMPLATE, "categories.categories[1].name")).toBe(9);
    expect(lineOf(TEMPLATE, "overlap")).toBe(13);
    // What is missing stands where it should have been.
    expect(lineOf(TEMPLATE, "categories.categories[1].colour")).toBe(8);
    expect(lineOf(TEMPLATE, "")).toBe(1);
  });

  it("is read as problems write it", () => {
    expect(stepsOf('hotkeys["canvas.box"][0]')).toEqual(["hotkeys", "canvas.box", 0]);
    expect(stepsOf("unit.frames[12][1]")).toEqual(["unit", "frames", 12, 1]);
  });

  it("leads to the value, in any JSON", () => {
    const places = (value: Json, path: (string | number)[] = []): (string | number)[][] => [
      path,
      ...(typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([name, one]) =>
            places(one as Json, [...path, Array.isArray(value) ? Number(name) : name]),
          )
        : []),
    ];
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(0, 1), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        for (const path of places(value as Json)) {
          const rest = text.slice(offsetOf(text, path));
          const last = path.at(-1);
          const begins = JSON.stringify(valueAt(value as Json, path), null, indent)[0] as string;
          expect(rest.startsWith(typeof last === "string" ? JSON.stringify(last) : begins)).toBe(
            true,
          );
        }
      }),
    );
  });

  it("says where a file stops being JSON", () => {
    expect(whyNotJson("{}")).toBeNull();
    expect(whyNotJson('{\n "a": 1,,\n}')?.message).toMatch(/line 2, column 9/);
    expect(whyNotJson("")?.message).toMatch(/line 1, column 1/);
  });
});
