import { expect } from "vitest";
import { applyAll, Refused } from "../categories/changes";
import type { DesignerHello, DraftStep } from "../categories/hello";
import { Schema } from "../categories/schema";
import categoryDesigner from "../widgets/category_designer";
import { eventually } from "./eventually";

type Handler = (...args: never[]) => void;
interface Request {
  type: string;
  id: number;
  method: string;
  params: { commits: DraftStep[]; note: string };
}

/** The kernel's half of the category designer in a few lines: a draft and versions of one schema; it can die and lose its answers. */
export class DesignerKernel {
  alive = true;
  losesAnswers = false;
  base = new Schema("things", 0, []);
  log: DraftStep[] = [];
  asked: string[] = [];
  usage: DesignerHello["usage"] = [];
  /** What other methods are answered with. */
  answers: Record<string, (params: never) => object> = {};

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
    const told = this.answers[method];
    if (told) return told(params as never);
    throw new Refused(`no method ${method}`);
  }
}

/** Open the widget on a kernel; `pages` gets what closes it. */
export async function openDesigner(kernel: DesignerKernel, pages: AbortController[]) {
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
    return [...root.querySelectorAll<HTMLElement>(".aw-cat-row[data-category]")]
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
  const tell = (event: string, data: object) =>
    emit("msg:custom", { type: "event", event, data }, []);
  return { tell, root, tree, press, type, outline, saved, said, selected, page };
}
