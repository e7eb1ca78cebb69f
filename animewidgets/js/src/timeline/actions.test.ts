import { describe, expect, it } from "vitest";
import { ariaKey, showKey } from "../core/key_names";
import { ACTIONS, GROUPS, STANDARD } from "./actions";
import { TIMELINE } from "./keymaps";

describe("the table of actions", () => {
  it("has no group without an action, and no action twice by name", () => {
    for (const group of GROUPS)
      expect(STANDARD.some((one) => TIMELINE.groupOf(one) === group)).toBe(true);
    const names = STANDARD.map((action) => TIMELINE.nameOf(action, []));
    expect(new Set(names).size).toBe(names.length);
  });

  it("knows what a key that is held down does again", () => {
    expect(
      ["stepForward", "undo", "nudgeBack"].map((one) => TIMELINE.repeats(one as "undo")),
    ).toEqual([true, true, true]);
    for (const action of STANDARD)
      if (ACTIONS[action][1] === "Candidates" || /^(cut|play|split)/.test(action))
        expect(TIMELINE.repeats(action), action).toBe(false);
  });

  it("calls a category by its name", () => {
    const comic = {
      category_id: "c1",
      name: "Comic",
      colour: "#88ccee",
      hotkey: "3",
      parent: null,
    };
    expect(TIMELINE.nameOf("category:c1", [comic])).toBe("Category Comic");
    expect(TIMELINE.nameOf("category:gone", [comic])).toBe("Category gone");
  });
});

describe("keys", () => {
  it("are shown as they are printed on keys", () => {
    expect(
      ["Ctrl+Shift+Z", "Left", "+", "-", "PageDown", "Alt+N", "Alt++", "Num5", "NumEnter"].map(
        showKey,
      ),
    ).toEqual(["Ctrl Shift Z", "←", "+", "−", "PgDn", "Alt N", "Alt +", "Num 5", "Num ↵"]);
  });

  it("are called in ARIA as events call them", () => {
    expect(
      ["Left", "PageUp", "Space", "Alt+PageUp", "Ctrl+Up", "Alt++", "Num5"].map(ariaKey),
    ).toEqual(["ArrowLeft", "PageUp", "Space", "Alt+PageUp", "Control+ArrowUp", "Alt+Plus", "5"]);
  });
});
