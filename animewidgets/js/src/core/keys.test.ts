import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { KeyMap, keyOf, listenForKeys, type Press, whyNotBound, writeKey } from "./keys";

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
    expect(both.conflicts).toEqual([{ key: "C", actions: ["cut", "close-up"] }]);
    expect(both.actionOf(press("c"))).toBe("cut");
  });
});

describe("keys on other keyboards", () => {
  const map = new KeyMap([
    { action: "cut", keys: ["C"] },
    { action: "in", keys: ["Shift+I"] },
    { action: "back", keys: [","] },
    { action: "from", keys: ["["] },
    { action: "slower", keys: ["<"] },
    { action: "close-up", keys: ["6"] },
    { action: "zoom out", keys: ["-"] },
    { action: "lane", keys: ["Alt+L"] },
    { action: "new", keys: ["Alt+N"] },
    { action: "taller", keys: ["Alt+="] },
    { action: "line", keys: ["Num5"] },
    { action: "five", keys: ["5"] },
    { action: "commit", keys: ["NumEnter"] },
  ]);
  const altGraph = { getModifierState: (name: string) => name === "AltGraph" };

  it.each<[string, Press, string | null]>([
    ["Cyrillic", press("с", { code: "KeyC" }), "cut"],
    ["Cyrillic, in capitals", press("Ш", { code: "KeyI", shiftKey: true }), "in"],
    ["Cyrillic, a letter where a comma is", press("б", { code: "Comma" }), "back"],
    ["Greek", press("ψ", { code: "KeyC" }), "cut"],
    ["Hebrew, which has no capitals", press("ן", { code: "KeyI", shiftKey: true }), "in"],
    ["kana", press("そ", { code: "KeyC" }), "cut"],
    ["kana, half width", press("ｿ", { code: "KeyC" }), "cut"],
    ["full-width Latin", press("ｃ", { code: "KeyC" }), "cut"],
    ["Dvorak: the letter, not the place", press("c", { code: "KeyI" }), "cut"],
    ["Dvorak: nothing on the place", press("j", { code: "KeyC" }), null],
    ["French: a sign on the digit's key", press("-", { code: "Digit6" }), "close-up"],
    ["French: the digit itself", press("6", { code: "Digit6", shiftKey: true }), "close-up"],
    ["French: the minus of the pad", press("-", { code: "NumpadSubtract" }), "zoom out"],
    [
      "German on Windows: AltGr comes as Ctrl and Alt",
      press("[", { code: "Digit8", ctrlKey: true, altKey: true, ...altGraph }),
      "from",
    ],
    ["German on Linux: AltGr alone", press("[", { code: "Digit8", ...altGraph }), "from"],
    ["German on a Mac: Option", press("[", { code: "Digit5", altKey: true }), "from"],
    ["German: < has a key of its own", press("<", { code: "IntlBackslash" }), "slower"],
    ["English: < needs Shift", press("<", { code: "Comma", shiftKey: true }), "slower"],
    ["Alt", press("l", { code: "KeyL", altKey: true }), "lane"],
    ["Option on a Mac gives a sign", press("@", { code: "KeyL", altKey: true }), "lane"],
    ["… or half a character", press("Dead", { code: "KeyN", altKey: true }), "new"],
    ["… or a dash", press("≠", { code: "Equal", altKey: true }), "taller"],
    ["Alt does not run the key without it", press("c", { code: "KeyC", altKey: true }), null],
    ["half a character alone", press("Dead", { code: "KeyN" }), null],
    ["pad", press("5", { code: "Numpad5" }), "line"],
    ["pad without Num Lock", press("Clear", { code: "Numpad5" }), "line"],
    ["digit of the row", press("5", { code: "Digit5" }), "five"],
    ["pad, bound by its digit", press("6", { code: "Numpad6" }), "close-up"],
    ["Enter of the pad", press("Enter", { code: "NumpadEnter" }), "commit"],
    ["Enter of the row", press("Enter", { code: "Enter" }), null],
  ])("%s", (_, key, action) => expect(map.actionOf(key)).toBe(action));
});

describe("keys as they are written", () => {
  it.each<[Press, string | null]>([
    [press("c", { code: "KeyC" }), "C"],
    [press("Z", { code: "KeyZ", ctrlKey: true, shiftKey: true }), "Ctrl+Shift+Z"],
    [press("z", { code: "KeyZ", metaKey: true }), "Ctrl+Z"],
    [press("с", { code: "KeyC" }), "C"],
    [press("˜", { code: "KeyN", altKey: true }), "Alt+N"],
    [press("?", { code: "Slash", shiftKey: true }), "?"],
    [press("+", { code: "Equal", ctrlKey: true, shiftKey: true }), "Ctrl++"],
    [press("&", { code: "Digit1" }), "1"],
    [press("ArrowLeft", { code: "ArrowLeft", altKey: true }), "Alt+Left"],
    [press(" ", { code: "Space", shiftKey: true }), "Shift+Space"],
    [press("Enter", { code: "NumpadEnter" }), "NumEnter"],
    [press("F3", { code: "F3" }), "F3"],
    [press("Shift", { code: "ShiftLeft", shiftKey: true }), null],
    [press("Dead", { code: "BracketLeft" }), null],
  ])("what is pressed can be bound, and found again: %o", (key, written) => {
    expect(keyOf(key)).toBe(written);
    if (written === null) return;
    expect(new KeyMap([{ action: "it", keys: [written] }]).actionOf(key)).toBe("it");
    expect(whyNotBound(written)).toBeNull();
  });

  it("whatever is pressed, what is bound to it is found again", () => {
    const key = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
      fc.constantFrom(..."azAZ09?+<é,ßİıŉǰΣςсそ゛ー。ｃ½²´".split("")),
      fc.constantFrom("Enter", "ArrowUp", "PageDown", "F7", "Dead", " ", "+", "Insert", "Clear"),
    );
    const code = fc.constantFrom(
      ...["KeyC", "Digit5", "Numpad5", "NumpadAdd", "NumpadEnter", "Comma", "Minus", "Equal"],
      ...["IntlRo", "Space", "ArrowUp", "F7", ""],
    );
    const held = fc.record({
      ctrlKey: fc.boolean(),
      metaKey: fc.boolean(),
      shiftKey: fc.boolean(),
      altKey: fc.boolean(),
      graph: fc.boolean(),
    });
    fc.assert(
      fc.property(key, code, held, (key, code, { graph, ...over }) => {
        const pressed = press(key, { code, ...over, getModifierState: () => graph });
        const written = keyOf(pressed);
        if (written === null) return;
        const map = new KeyMap([{ action: "it", keys: [written] }]);
        expect(map.actionOf(pressed), written).toBe("it");
        expect(map.keysFor("it")).toEqual([written]);
        expect(writeKey(written)).toBe(written);
      }),
      { numRuns: 3000 },
    );
  });

  it("have one spelling", () => {
    expect(
      ["cmd+shift+z", "Option+n", "control++", "esc", "SPACE", "shift+?"].map(writeKey),
    ).toEqual(["Ctrl+Shift+Z", "Alt+N", "Ctrl++", "Escape", "Space", "?"]);
  });

  it.each([
    ["Ctrl+W", "belongs to the browser"],
    ["F5", "belongs to the browser"],
    ["Tab", "leads through the page"],
    ["Shift+Tab", "leads through the page"],
    ["Escape", "closes and lets go"],
    ["Hyper+C", "is no key"],
    ["Nonsense", "is no key"],
    ["", "is no key"],
    ["Ctrl+", null],
    ["Ctrl++", null],
  ])("%j: %s", (key, why) => {
    if (why === null) expect(whyNotBound(key)).toBeNull();
    else expect(whyNotBound(key)).toContain(why);
  });

  it("of an action are those that run it", () => {
    const map = new KeyMap([
      { action: "cut", keys: ["C", "Enter"] },
      { action: "comic", keys: ["c", "9"] },
    ]);
    expect(map.keysFor("comic")).toEqual(["9"]);
    expect(map.holderOf("c")).toBe("cut");
    expect(map.holderOf("x")).toBeNull();
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

  it("belong to a box that is ticked with Space, and to one of several that arrows choose", () => {
    const { root, ran, type } = setting();
    const box = root.appendChild(document.createElement("input"));
    box.type = "checkbox";
    type(box, { key: " " });
    expect(ran).not.toHaveBeenCalled();
    type(box, { key: "ArrowRight" });
    expect(ran).toHaveBeenCalledOnce();
    box.type = "radio";
    type(box, { key: "ArrowRight" });
    expect(ran).toHaveBeenCalledOnce();
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
