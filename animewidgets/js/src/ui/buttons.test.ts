import { expect, test } from "vitest";
import type { StandardAction } from "../timeline/actions";
import { TIMELINE } from "../timeline/keymaps";
import { ActionButtons } from "./buttons";

test("a button says its action and its keys, and does it", () => {
  const did: StandardAction[] = [];
  const keys = TIMELINE.keyMap("animewidgets", {}, []);
  const buttons = new ActionButtons(
    TIMELINE,
    (action) => did.push(action),
    (action) => keys.keysFor(action),
  );
  const button = buttons.make("redo", "redo");
  expect(button.title).toBe("Redo (Ctrl Shift Z or Ctrl Y)");
  expect(button.getAttribute("aria-label")).toBe("Redo");
  expect(button.getAttribute("aria-keyshortcuts")).toBe("Control+Shift+Z Control+Y");
  button.click();
  expect(did).toEqual(["redo"]);
});

test("with other keys it tells those, and none where it has none", () => {
  let keys = TIMELINE.keyMap("animewidgets", {}, []);
  const buttons = new ActionButtons(
    TIMELINE,
    () => {},
    (action) => keys.keysFor(action),
  );
  const cut = buttons.make("cut", "cut", "Cut here");
  expect(cut.textContent).toBe("Cut here");
  keys = TIMELINE.keyMap("animewidgets", { cut: ["Num5"] }, []);
  buttons.refresh();
  expect(cut.title).toBe("Cut here (Num 5)");
  keys = TIMELINE.keyMap("animewidgets", { cut: [] }, []);
  buttons.refresh();
  expect(cut.title).toBe("Cut here");
  expect(cut.hasAttribute("aria-keyshortcuts")).toBe(false);
});
