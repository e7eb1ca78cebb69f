import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Category } from "../core/wire";
import { type Action, STANDARD } from "../timeline/actions";
import { TIMELINE } from "../timeline/keymaps";
import { helpOverlay } from "./help";
import { KeySettings } from "./key_settings";
import { type KeyChoice, readChoice } from "./key_text";

const categories: Category[] = [
  { category_id: "long", name: "Long", colour: "#88ccee", hotkey: "2", parent: null },
  { category_id: "comic", name: "Comic", colour: "#ddcc77", hotkey: "c", parent: null },
];

/** Somebody at the dialog: the editor around it, and what it told. */
function sitDown(choice: KeyChoice = { keyMap: "animewidgets", keys: {} }) {
  const editor = document.createElement("div");
  const around = vi.fn();
  editor.addEventListener("keydown", around);
  document.body.append(editor);
  const told: KeyChoice[] = [];
  const close = vi.fn();
  const dialog = new KeySettings(TIMELINE, choice, categories, {
    changed: (to) => told.push(to),
    close,
  });
  editor.append(dialog.root);
  dialog.focus();
  const row = (action: Action) =>
    dialog.root.querySelector(`[data-action="${action}"]`) as HTMLElement;
  const find = (label: string) => {
    const found = [
      ...dialog.root.querySelectorAll<HTMLElement>("button, input, select, textarea"),
    ].filter((one) => (one.getAttribute("aria-label") ?? one.textContent) === label);
    if (!found[0]) throw new Error(`no control “${label}”`);
    return found[0];
  };
  const press = (key: string, init: KeyboardEventInit = {}) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
    (document.activeElement ?? dialog.root).dispatchEvent(event);
    return event;
  };
  return {
    dialog,
    told,
    close,
    around,
    row,
    find,
    press,
    click: (label: string) => find(label).click(),
    keysOf: (action: Action) =>
      [...row(action).querySelectorAll("kbd")].map((one) => one.textContent),
    said: () => dialog.root.querySelector("[role=status]")?.textContent,
  };
}

beforeEach(() => document.body.replaceChildren());

/** With Y: a key that no action has. */
const FREE = { altKey: true };

describe("the dialog of keys", () => {
  it("has a line for every action and every category, with its keys", () => {
    const { row, keysOf } = sitDown();
    for (const action of STANDARD)
      expect(row(action).textContent, action).toContain(TIMELINE.nameOf(action, categories));
    expect(keysOf("redo")).toEqual(["Ctrl Shift Z", "Ctrl Y"]);
    expect(keysOf("category:long")).toEqual(["2"]);
  });

  it("adds the key that is pressed, at once", () => {
    const { click, press, told, keysOf, around } = sitDown();
    click("Add a key for “Cut here”");
    const event = press("x", { code: "KeyX", altKey: true });
    expect(event.defaultPrevented).toBe(true);
    expect(around).not.toHaveBeenCalled();
    expect(told).toEqual([{ keyMap: "animewidgets", keys: { cut: ["C", "Enter", "Alt+X"] } }]);
    expect(keysOf("cut")).toEqual(["C", "↵", "Alt X"]);
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Add a key for “Cut here”");
  });

  it("waits out lone modifiers, repeats and an input method", () => {
    const { click, press, told } = sitDown();
    click("Add a key for “Cut here”");
    press("Control", { ctrlKey: true });
    press("y", { code: "KeyY", ...FREE, repeat: true });
    press("y", { code: "KeyY", ...FREE, isComposing: true });
    expect(told).toEqual([]);
    press("н", { code: "KeyY", ...FREE });
    expect(told.at(-1)?.keys).toEqual({ cut: ["C", "Enter", "Alt+Y"] });
  });

  it("replaces one key by another and removes one", () => {
    const { click, press, told } = sitDown();
    click("C: replace this key of “Cut here”");
    press("y", { code: "KeyY", ...FREE });
    expect(told.at(-1)?.keys).toEqual({ cut: ["Alt+Y", "Enter"] });
    click("Remove ↵ from “Cut here”");
    expect(told.at(-1)?.keys).toEqual({ cut: ["Alt+Y"] });
    click("Reset “Cut here” to C or ↵");
    expect(told.at(-1)?.keys).toEqual({});
  });

  it("asks whose a key shall be that another action has: left, or taken over", () => {
    const { click, press, told, row, keysOf, find } = sitDown();
    click("Add a key for “Cut here”");
    press("u", { code: "KeyU" });
    expect(row("cut").querySelector("[role=alert]")?.textContent).toContain(
      "U is the key of “Uncertain, or not”.",
    );
    expect(document.activeElement).toBe(find("Take U over for “Cut here”"));
    click("Leave it");
    expect(told).toEqual([]);

    click("Add a key for “Cut here”");
    press("u", { code: "KeyU" });
    click("Take U over for “Cut here”");
    expect(told).toEqual([
      { keyMap: "animewidgets", keys: { cut: ["C", "Enter", "U"], uncertain: [] } },
    ]);
    expect(keysOf("uncertain")).toEqual([]);
  });

  it("refuses what cannot be bound, and says why", () => {
    const { click, press, told, row } = sitDown();
    click("Add a key for “Cut here”");
    press("w", { code: "KeyW", ctrlKey: true });
    expect(row("cut").querySelector("[role=alert]")?.textContent).toContain(
      "Ctrl+W belongs to the browser",
    );
    press("c", { code: "KeyC" });
    expect(row("cut").querySelector("[role=alert]")?.textContent).toContain("its key already");
    press("y", { code: "KeyY", ...FREE });
    expect(told).toHaveLength(1);
  });

  it("forgets that a key was wanted when somebody goes elsewhere", async () => {
    const { dialog, click, row, told } = sitDown();
    click("Add a key for “Cut here”");
    const elsewhere = row("undo");
    dialog.focus();
    await vi.waitFor(() => expect(row("cut").querySelector(".aw-keys-press")).toBeNull());
    expect(row("undo")).toBe(elsewhere);
    expect(told).toEqual([]);
  });

  it("shows who lost a key to whom, in place, and lets it be taken back", () => {
    const { row, dialog, click, told } = sitDown();
    expect(dialog.root.textContent).toContain("One key is wanted by more than one action");
    expect(row("category:comic").textContent).toContain("c runs “Cut here”.");
    click("Take c over for “Category Comic”");
    expect(told).toEqual([{ keyMap: "animewidgets", keys: { cut: ["Enter"] } }]);
    expect(dialog.root.textContent).not.toContain("wanted by more than one");
  });

  it("changes the map and keeps one's own keys; all can be reset", () => {
    const { dialog, told, click, keysOf } = sitDown({
      keyMap: "animewidgets",
      keys: { cut: ["Alt+Y"] },
    });
    const map = dialog.root.querySelector("select") as HTMLSelectElement;
    map.value = "ELAN";
    map.dispatchEvent(new Event("change"));
    expect(told.at(-1)).toEqual({ keyMap: "ELAN", keys: { cut: ["Alt+Y"] } });
    expect(keysOf("stepBack")).toEqual(["Ctrl ←", "←"]);
    click("Reset all");
    expect(told.at(-1)).toEqual({ keyMap: "ELAN", keys: {} });
    expect(keysOf("cut")).toEqual(["↵", "Alt N", "C"]);
  });

  it("finds actions by name and by key", () => {
    const { dialog } = sitDown();
    const filter = dialog.root.querySelector("input[type=search]") as HTMLInputElement;
    const find = (text: string) => {
      filter.value = text;
      filter.dispatchEvent(new Event("input"));
      return [...dialog.root.querySelectorAll<HTMLElement>("[data-action]")].map(
        (one) => one.dataset.action,
      );
    };
    expect(find("candidate, go")).toEqual(["accept", "reject"]);
    expect(find("ctrl+z")).toEqual(["undo"]);
    expect(find("?")).toEqual(["help"]);
    expect(find("nothing of the kind")).toEqual([]);
    expect(dialog.root.textContent).toContain("No action or key reads like this.");
  });

  it("Escape gives up the key first, then closes; neither reaches the editor", () => {
    const { click, press, close, around } = sitDown();
    click("Add a key for “Cut here”");
    press("Escape");
    expect(close).not.toHaveBeenCalled();
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Add a key for “Cut here”");
    press("Escape");
    expect(close).toHaveBeenCalledOnce();
    expect(around).not.toHaveBeenCalled();
  });

  it("keeps Tab inside, both ways round", () => {
    const { dialog, press } = sitDown();
    const [first] = dialog.root.querySelectorAll<HTMLElement>("select");
    const last = dialog.root.querySelector("summary") as HTMLElement;
    first?.focus();
    expect(press("Tab", { shiftKey: true }).defaultPrevented).toBe(true);
    expect(document.activeElement).toBe(last);
    expect(press("Tab").defaultPrevented).toBe(true);
    expect(document.activeElement).toBe(first);
    expect(press("Tab").defaultPrevented).toBe(false);
  });

  it("follows a change made elsewhere, and tells nobody of it", () => {
    const { dialog, told, keysOf } = sitDown();
    dialog.show({ keyMap: "Aegisub", keys: { cut: ["Alt+Y"] } });
    expect(keysOf("cut")).toEqual(["Alt Y"]);
    expect(keysOf("leadIn")).toEqual(["C"]);
    expect(told).toEqual([]);
  });

  it("takes no key for letting go", () => {
    const { row } = sitDown();
    expect(row("escape").querySelector("button")).toBeNull();
    expect(row("escape").textContent).toContain("Esc");
  });

  it("gives the keys as text and takes them from text", () => {
    const { dialog, click, told, said } = sitDown({ keyMap: "ELAN", keys: { cut: ["Alt+Y"] } });
    const text = dialog.root.querySelector("textarea") as HTMLTextAreaElement;
    expect(readChoice(text.value)).toEqual({ keyMap: "ELAN", keys: { cut: ["Alt+Y"] } });
    text.value = "{";
    click("Use this text");
    expect(said()).toBe("This text is no key map: it is not JSON.");
    text.value = '{"keyMap": "Aegisub", "keys": {"play": ["P"], "fly": ["9"]}}';
    click("Use this text");
    expect(told.at(-1)).toEqual({ keyMap: "Aegisub", keys: { play: ["P"], fly: ["9"] } });
    expect(dialog.root.textContent).toContain("“fly”, which this editor does not have");
  });

  it.each([
    ['"a"', "it has no “keyMap”"],
    ['{"keyMap": "vi"}', 'there is no map "vi"'],
    ['{"keys": {"cut": "C"}}', "must give a list of keys"],
    ['{"keys": {"cut": ["Ctrl+T"]}}', "Ctrl+T belongs to the browser"],
  ])("%s is no key map", (text, why) => expect(readChoice(text)).toContain(why));
});

describe("the help overlay", () => {
  it("has a line for every action with the keys of the map in use, and leads to the dialog", () => {
    const open = vi.fn();
    const keys = TIMELINE.keyMap("ELAN", { undo: [] }, categories);
    const help = helpOverlay(TIMELINE, keys, categories, "", () => {}, {
      mapName: "ELAN",
      keySettings: open,
    });
    const lines = [...help.querySelectorAll(".aw-help-line")]
      .filter((one) => one.querySelector("kbd") || one.textContent?.endsWith("no key"))
      .map((one) => one.textContent);
    for (const action of STANDARD)
      expect(
        lines.filter((one) => one?.startsWith(TIMELINE.nameOf(action, []))).length,
        action,
      ).toBe(1);
    expect(lines).toContain("Cut here↵ or Alt N or C");
    expect(lines).toContain("Undono key");
    expect(help.textContent).toContain("The key C is wanted by “Cut here” and “Category Comic”");
    expect(help.textContent).toContain("Keys of the map “ELAN”");
    const buttons = [...help.querySelectorAll("button")];
    expect(buttons[0]?.getAttribute("aria-label")).toBe("Close help");
    buttons.at(-1)?.click();
    expect(open).toHaveBeenCalledOnce();
  });
});
