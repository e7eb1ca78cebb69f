import { describe, expect, it } from "vitest";
import type { Category } from "../core/wire";
import { ACTIONS, ariaKey, keyMapFor, type StandardAction, showKey } from "./actions";
import { actionButton } from "./transport";

const category = (category_id: string, hotkey: string | null): Category => ({
  category_id,
  name: category_id,
  colour: "#88ccee",
  hotkey,
  parent: null,
});

describe("the keys of the editor", () => {
  it("no two actions want the same one", () => {
    expect(keyMapFor([]).conflicts).toEqual([]);
  });

  it("every action has one", () => {
    const map = keyMapFor([]);
    for (const action of Object.keys(ACTIONS) as StandardAction[])
      expect(map.keysFor(action).length, action).toBeGreaterThan(0);
  });

  it("a project's category that wants the key of an action does not get it, and is told of", () => {
    const { conflicts } = keyMapFor([category("comic", "c"), category("long", "2")]);
    expect(conflicts).toEqual([{ key: "c", actions: ["cut", "category:comic"] }]);
  });

  it("are shown as they are printed on keys", () => {
    expect(["Ctrl+Shift+Z", "Left", "+", "-", "PageDown"].map(showKey)).toEqual([
      "Ctrl Shift Z",
      "←",
      "+",
      "−",
      "PgDn",
    ]);
  });

  it("a button says its action and its keys", () => {
    const button = actionButton("redo", "redo", () => {});
    expect(button.title).toBe("Redo (Ctrl Shift Z or Ctrl Y)");
    expect(button.getAttribute("aria-label")).toBe("Redo");
    expect(button.getAttribute("aria-keyshortcuts")).toBe("Control+Shift+Z Control+Y");
    expect(["Left", "PageUp", "Space"].map(ariaKey)).toEqual(["ArrowLeft", "PageUp", "Space"]);
  });
});
