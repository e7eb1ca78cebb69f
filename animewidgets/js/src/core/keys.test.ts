import { describe, expect, it, vi } from "vitest";
import { KeyMap, listenForKeys, type Press } from "./keys";

const press = (key: string, over: Partial<Press> = {}): Press => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...over,
});

const map = new KeyMap([
  { action: "play", keys: ["Space"] },
  { action: "step", keys: ["Right"] },
  { action: "leap", keys: ["Shift+Right"] },
  { action: "undo", keys: ["Ctrl+Z"] },
  { action: "redo", keys: ["Ctrl+Shift+Z", "Ctrl+Y"] },
  { action: "zoom in", keys: ["+", "="] },
  { action: "help", keys: ["?"] },
  { action: "one", keys: ["1"] },
]);

describe("the key map", () => {
  it.each<[Press, string | null]>([
    [press(" "), "play"],
    [press("ArrowRight"), "step"],
    [press("ArrowRight", { shiftKey: true }), "leap"],
    [press("z", { ctrlKey: true }), "undo"],
    [press("z", { metaKey: true }), "undo"],
    [press("Z", { ctrlKey: true, shiftKey: true }), "redo"],
    [press("y", { ctrlKey: true }), "redo"],
    [press("?", { shiftKey: true }), "help"],
    [press("+", { shiftKey: true }), "zoom in"],
    [press("+", { code: "NumpadAdd" }), "zoom in"],
    [press("1", { code: "Digit1" }), "one"],
    // A French keyboard gives & on the key of the 1.
    [press("&", { code: "Digit1" }), "one"],
    [press("z"), null],
    [press("ArrowRight", { ctrlKey: true }), null],
    [press("1", { altKey: true, code: "Digit1" }), null],
  ])("%o", (key, action) => expect(map.actionOf(key)).toBe(action));

  it("tells when two actions want one key, and gives it to the first", () => {
    const both = new KeyMap([
      { action: "cut", keys: ["C"] },
      { action: "close-up", keys: ["c"] },
    ]);
    expect(both.conflicts).toEqual([{ key: "c", actions: ["cut", "close-up"] }]);
    expect(both.actionOf(press("c"))).toBe("cut");
  });
});

describe("keys inside the editor", () => {
  const setting = () => {
    const page = document.createElement("div");
    const root = document.createElement("div");
    page.append(root);
    document.body.append(page);
    const host = vi.fn();
    page.addEventListener("keydown", host);
    const ran = vi.fn(() => true);
    listenForKeys(root, () => map, ran, new AbortController().signal);
    const type = (target: Element, init: KeyboardEventInit) => {
      const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
      target.dispatchEvent(event);
      return event;
    };
    return { page, root, host, ran, type };
  };

  it("go to the editor alone when it handles them, and to the notebook when it does not", () => {
    const { root, host, ran, type } = setting();
    expect(type(root, { key: " " }).defaultPrevented).toBe(true);
    expect(ran).toHaveBeenCalledOnce();
    expect(host).not.toHaveBeenCalled();
    expect(type(root, { key: "s", ctrlKey: true }).defaultPrevented).toBe(false);
    expect(host).toHaveBeenCalledOnce();
  });

  it("are left alone while the focus is elsewhere on the page", () => {
    const { page, ran, type } = setting();
    type(page, { key: " " });
    expect(ran).not.toHaveBeenCalled();
  });

  it("belong to a text field that is typed into, and to an input method that composes", () => {
    const { root, host, ran, type } = setting();
    const field = root.appendChild(document.createElement("input"));
    expect(type(field, { key: "1" }).defaultPrevented).toBe(false);
    type(root, { key: " ", isComposing: true });
    expect(ran).not.toHaveBeenCalled();
    expect(host).toHaveBeenCalledOnce();
  });

  it("Space presses the button that has the focus", () => {
    const { root, ran, type } = setting();
    const button = root.appendChild(document.createElement("button"));
    type(button, { key: " " });
    expect(ran).not.toHaveBeenCalled();
    type(button, { key: "ArrowRight" });
    expect(ran).toHaveBeenCalledOnce();
  });
});
