import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DesignerKernel, openDesigner } from "../testing/designer";
import { eventually } from "../testing/eventually";

let kernel: DesignerKernel;
let pages: AbortController[];
const open = () => openDesigner(kernel, pages);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  kernel = new DesignerKernel();
  pages = [];
});

afterEach(() => {
  for (const page of pages) page.abort();
  document.body.replaceChildren();
});

describe("the tree by keys", () => {
  it("names are typed one after the other, deeper with Tab, and end with Escape", async () => {
    const page = await open();
    page.press("Ctrl+Enter");
    page.type("Person");
    page.type("Face", "Tab");
    page.type("Eye", "Tab");
    page.type("Hand", "Shift+Tab");
    page.type("Prop", "Shift+Tab");
    page.press("Escape");
    expect(await page.outline()).toEqual(["Person", ".Face", "..Eye", ".Hand", "Prop"]);
    await page.saved();
    expect(kernel.schema.categories).toHaveLength(5);
    expect(new Set(kernel.schema.children(null).map((one) => one.colour)).size).toBe(2);
  });

  it("a button of the bar takes what is being typed first, and leaves the keys with the tree", async () => {
    const page = await open();
    page.press("Ctrl+Enter");
    (document.activeElement as HTMLInputElement).value = "One";
    const add = page.root.querySelector(
      '.aw-cat-bar [data-action="categories.add"]',
    ) as HTMLElement;
    add.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
    add.click();
    page.type("Two");
    page.press("Escape");
    expect(await page.outline()).toEqual(["One", "Two"]);
    expect(page.tree.contains(document.activeElement)).toBe(true);
  });

  it("letters find names, arrows fold, moves are undone", async () => {
    const page = await open();
    page.press("Ctrl+Enter");
    page.type("Person");
    page.type("Mouth", "Tab");
    page.type("Mole");
    page.type("Prop", "Shift+Tab");
    page.press("Escape", "Home", "ArrowLeft");
    expect(await page.outline()).toEqual(["Person", "Prop"]);
    page.press("*");
    expect(await page.outline()).toEqual(["Person", ".Mouth", ".Mole", "Prop"]);
    page.press("m", "o", "l");
    expect(await page.selected()).toEqual(["mole"]);
    page.press("Alt+ArrowUp");
    expect(await page.outline()).toEqual(["Person", ".Mole", ".Mouth", "Prop"]);
    page.press("Alt+ArrowLeft", "Ctrl+z", "Ctrl+z");
    expect(await page.outline()).toEqual(["Person", ".Mouth", ".Mole", "Prop"]);
    page.press("Ctrl+z", "Ctrl+z", "Ctrl+z", "Ctrl+z", "Ctrl+z");
    expect(page.said()).toContain("Nothing to undo");
    expect(await page.outline()).toEqual([]);
    page.press("Ctrl+y", "Ctrl+y");
    expect(await page.outline()).toEqual(["Person", ".Mouth"]);
    await page.saved();
    expect(kernel.schema.categories.map((one) => one.name)).toEqual(["Person", "Mouth"]);
  });

  it("a draft and its undo outlive the page", async () => {
    const page = await open();
    page.press("Ctrl+Enter");
    page.type("One");
    page.type("Two");
    page.press("Escape");
    await page.saved();
    page.page.abort();
    const again = await open();
    expect(await again.outline()).toEqual(["One", "Two"]);
    again.press("Ctrl+z");
    expect(await again.outline()).toEqual(["One"]);
  });

  it("removes what has labels only after asking what becomes of them", async () => {
    kernel.usage = [{ category_id: "one", annotations: 12, tasks: 2, examples: [] }];
    const page = await open();
    page.press("Ctrl+Enter");
    page.type("One");
    page.type("Two");
    page.press("Escape", "Delete");
    expect(await page.outline()).toEqual(["One"]);
    page.press("Home", "Delete");
    const dialog = page.root.querySelector(".aw-dialog") as HTMLElement;
    expect(dialog.textContent).toContain("12 labels have this category");
    expect(await page.outline()).toEqual(["One"]);
    dialog.querySelector<HTMLElement>("[data-act=remove]")?.click();
    expect(await page.outline()).toEqual([]);
    // What was dropped is not given again: its labels must not become another's.
    page.press("Ctrl+Enter");
    page.type("One");
    page.press("Escape");
    await page.saved();
    expect(kernel.schema.categories.map((one) => one.category_id)).toEqual(["one-2"]);
  });
});

describe("the kernel away", () => {
  it("says offline, keeps what is done over a reload, and sends it once", async () => {
    const page = await open();
    page.press("Ctrl+Enter");
    page.type("One");
    page.press("Escape");
    await page.saved();
    kernel.losesAnswers = true;
    page.press("Ctrl+d");
    await eventually(() => expect(kernel.log).toHaveLength(2));
    expect(page.root.dataset.save).not.toBe("saved");
    page.page.abort();
    kernel.losesAnswers = false;
    const again = await open();
    expect(await again.outline()).toEqual(["One", "One 2"]);
    await again.saved();
    expect(kernel.log).toHaveLength(2);
  });
});

describe("warnings", () => {
  it("stand beside both that want one key, and tell where an editor has it", async () => {
    const page = await open();
    page.press("Ctrl+Enter");
    page.type("One");
    page.type("Two");
    page.press("Escape", "Home", "Alt+k", "h", "End", "Alt+k", "h");
    await page.outline();
    const shown = () =>
      [...page.tree.querySelectorAll<HTMLElement>(".aw-cat-warn")].filter(
        (one) => !one.hidden && !one.closest<HTMLElement>(".aw-cat-row")?.hidden,
      );
    expect(shown()).toHaveLength(2);
    expect(page.root.querySelector("[data-problem=hotkey]")?.textContent).toContain("One");
    page.press("Alt+k", "Backspace");
    await page.outline();
    expect(shown().map((one) => one.title)).toEqual([expect.stringContaining("frame canvas")]);
  });
});

it("what is news to the page waits until nothing is being typed", async () => {
  const page = await open();
  page.press("Ctrl+Enter");
  const asked = () => kernel.asked.filter((one) => one === "hello").length;
  page.tell("releases", {});
  await new Promise((done) => setTimeout(done, 50));
  expect(asked()).toBe(1);
  page.type("One");
  page.press("Escape");
  await eventually(() => expect(asked()).toBe(2));
  expect(await page.outline()).toEqual(["One"]);
});

it("publishes with a note, and begins anew on the new version", async () => {
  const page = await open();
  page.press("Ctrl+Enter");
  page.type("One");
  page.press("Escape", "Alt+Shift+P");
  page.press("Ctrl+Enter");
  await eventually(() => expect(page.root.dataset.version).toBe("1"));
  expect(page.root.dataset.changes).toBe("0");
  // One goes on where one stood.
  expect(page.said()).toBe("Version 1 is published");
  const row = () => page.root.querySelector('.aw-cat-row[aria-selected="true"]');
  await eventually(() => expect(row()?.textContent).toContain("One"));
  expect(page.root.querySelector(".aw-cat-rows")?.contains(document.activeElement)).toBe(true);
  expect(kernel.base.categories.map((one) => one.name)).toEqual(["One"]);
});
