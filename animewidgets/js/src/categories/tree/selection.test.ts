import { expect, it } from "vitest";
import { extended, only, surviving, these, toggled } from "./selection";

const ORDER = ["a", "b", "c", "d", "e"];

it("a range goes from where it began, in either direction, and shrinks again", () => {
  const down = extended(only("b"), ORDER, "d");
  expect([...down.ids]).toEqual(["b", "c", "d"]);
  const up = extended(down, ORDER, "a");
  expect([...up.ids]).toEqual(["a", "b"]);
  expect(up).toMatchObject({ active: "a", anchor: "b" });
});

it("one more is selected, and let go of again, and one stands on it all the same", () => {
  const more = toggled(only("a"), "c");
  expect([...more.ids]).toEqual(["a", "c"]);
  expect(toggled(more, "c")).toMatchObject({ ids: new Set(["a"]), active: "c" });
});

it("when what is selected goes, one stands on the next that is left, else on the one before", () => {
  expect(surviving(these(["b", "c"]), ORDER, ["a", "d", "e"]).active).toBe("d");
  expect(surviving(only("e"), ORDER, ["a", "b", "c", "d"]).active).toBe("d");
  expect(surviving(only("a"), ["a"], []).active).toBeNull();
  expect([...surviving(these(["a", "b"]), ORDER, ["b", "c"]).ids]).toEqual(["b"]);
});
