import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyAll, Refused } from "../categories/changes";
import type { DesignerHello, DraftStep } from "../categories/hello";
import { Schema } from "../categories/schema";
import { eventually } from "../testing/eventually";
import categoryDesigner from "./category_designer";

type Handler = (...args: never[]) => void;
interface Request {
  type: string;
  id: number;
  method: string;
  params: { commits: DraftStep[]; note: string };
}

/** The kernel's half in a few lines: a draft and versions of one schema; it can die and lose its answers. */
class Kernel {
  alive = true;
  losesAnswers = false;
  base = new Schema("things", 0, []);
  log: DraftStep[] = [];
  asked: string[] = [];
  usage: DesignerHello["usage"] = [];

  hello(): DesignerHello {
    return {
      protocol: 1,
      outbox: "box",
      person: "mika",
      project: "things",
      maintainer: true,
      schema: this.base.toJson(),
      newest: null,
      retired: [],
      draft: { base_version: this.base.version, commits: structuredClone(this.log) },
      versions: [],
      usage: this.usage,
      releases: [],
    };
  }

  get schema(): Schema {
    const held = new Map(
      this.log.filter((one) => one.action === "do").map((s) => [s.commit_id, s]),
    );
    const gone = new Set<string | null>();
    for (const { action, reverts } of this.log)
      if (action === "undo") gone.add(reverts);
      else if (action === "redo") gone.delete(reverts);
    return [...held.values()]
      .filter((one) => !gone.has(one.commit_id))
      .reduce((made, one) => applyAll(made, one.edits), this.base);
  }

  answer({ method, params }: Request): object {
    this.asked.push(method);
    if (method === "hello") return this.hello();
    if (method === "draft.change") {
      const receipts = params.commits.map((step) => {
        const repeated = this.log.some((one) => one.commit_id === step.commit_id);
        if (!repeated) this.log.push(step);
        return { commit_id: step.commit_id, number: this.log.length, created_us: 0, repeated };
      });
      return { receipts };
    }
    if (method === "schema.publish") {
      const { schemaId, version, categories, groups } = this.schema;
      this.base = new Schema(schemaId, version + 1, categories, groups);
      this.log = [];
      return { version: this.base.version };
    }
    throw new Refused(`no method ${method}`);
  }
}

let kernel: Kernel;
let pages: AbortController[];

async function open() {
  const handlers = new Map<string, Set<Handler>>();
  const emit = (name: string, ...args: unknown[]) => {
    for (const handler of handlers.get(name) ?? []) handler(...(args as never[]));
  };
  const model = {
    get: () => undefined,
    set: () => {},
    save_changes: () => {},
    on: (name: string, handler: Handler) =>
      handlers.set(name, (handlers.get(name) ?? new Set()).add(handler)),
    off: (name: string, handler: Handler) => handlers.get(name)?.delete(handler),
    send: (request: Request) => {
      if (request.type !== "request") return;
      setTimeout(() => {
        if (!kernel.alive) return;
        let told: object;
        try {
          told = { ok: true, result: structuredClone(kernel.answer(request)) };
        } catch (error) {
          const { name, message } = error as Error;
          told = { ok: false, error: { kind: name, message } };
        }
        if (!kernel.losesAnswers)
          emit("msg:custom", { type: "reply", id: request.id, ...told }, []);
      });
    },
  };
  const page = new AbortController();
  pages.push(page);
  const widget = categoryDesigner();
  const rest = { model, signal: page.signal } as never;
  widget.initialize(rest);
  const el = document.body.appendChild(document.createElement("div"));
  widget.render({ ...(rest as object), el } as never);
  const root = el.querySelector(".aw-editor") as HTMLElement;
  await eventually(() => expect(root.dataset.status).toBe("open"));
  const tree = root.querySelector(".aw-cat-rows") as HTMLElement;
  // The test's DOM has no layout: all lines are in sight.
  Object.defineProperty(tree, "clientHeight", { value: 2_000 });
  tree.focus();
  const press = (...keys: string[]) => {
    for (const key of keys) {
      const [name = "", ...modifiers] = key.split("+").reverse();
      const [ctrlKey, shiftKey, altKey] = ["Ctrl", "Shift", "Alt"].map((one) =>
        modifiers.includes(one),
      ) as [boolean, boolean, boolean];
      const at = document.activeElement ?? tree;
      const more = { ctrlKey, shiftKey, altKey, bubbles: true, cancelable: true };
      at.dispatchEvent(new KeyboardEvent("keydown", { key: name || "+", ...more }));
    }
  };
  const settle = () =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const type = (text: string, ...keys: string[]) => {
    press(...keys);
    (document.activeElement as HTMLInputElement).value = text;
    press("Enter");
  };
  const outline = async () => {
    await settle();
    return [...tree.querySelectorAll<HTMLElement>(".aw-cat-row[data-category]")]
      .filter((row) => !row.hidden)
      .sort((a, b) => Number(a.dataset.at) - Number(b.dataset.at))
      .map(
        (row) =>
          ".".repeat(Number(row.getAttribute("aria-level")) - 1) +
          row.querySelector(".aw-cat-name")?.textContent,
      );
  };
  const saved = () => eventually(() => expect(root.dataset.save).toBe("saved"));
  const said = () => root.querySelector(".aw-said")?.textContent?.trim();
  const selected = async () => {
    await settle();
    return [...tree.querySelectorAll<HTMLElement>('[aria-selected="true"]')]
      .filter((row) => !row.hidden)
      .map((row) => row.dataset.category);
  };
  return { root, tree, press, type, outline, saved, said, selected, page };
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  kernel = new Kernel();
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

it("publishes with a note, and begins anew on the new version", async () => {
  const page = await open();
  page.press("Ctrl+Enter");
  page.type("One");
  page.press("Escape", "Alt+Shift+P");
  page.press("Ctrl+Enter");
  await eventually(() => expect(page.root.dataset.version).toBe("1"));
  expect(page.root.dataset.changes).toBe("0");
  expect(kernel.base.categories.map((one) => one.name)).toEqual(["One"]);
});
