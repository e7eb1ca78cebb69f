import { beforeEach, describe, expect, it } from "vitest";
import { KernelError, NoAnswer, type Reply, type Requester } from "../core/channel";
import { put, type TemplateJson } from "./draft";
import { type ModelClock, type Shelf, TemplateModel } from "./model";
import type { HistoryTold, Problem } from "./protocol";

/** A kernel that keeps the draft, and can go away. */
class Kernel implements Requester {
  alive = true;
  saved: TemplateJson[] = [];
  shown: TemplateJson[] = [];
  problems: Problem[] = [];
  refuses: KernelError | null = null;
  history: HistoryTold | null = null;
  document: TemplateJson | null = { template_id: "t1", version: 1, name: "Faces", kinds: ["box"] };

  async request<T>(method: string, params: object): Promise<Reply<T>> {
    await Promise.resolve();
    if (!this.alive) throw new NoAnswer("the kernel is dead");
    if (this.refuses) throw this.refuses;
    return { result: this.#answer(method, params as { document: TemplateJson }) as T, buffers: [] };
  }

  #answer(method: string, { document }: { document: TemplateJson }): object {
    const told = { published: 0, problems: this.problems, units: null };
    switch (method) {
      case "hello":
        return {
          ...told,
          person: "mika",
          outbox: "o1",
          document: this.document,
          cards: [],
          history: this.history,
        };
      case "draft.save":
        this.saved.push(document);
        this.document = document;
        return { problems: this.problems, units: { count: 4, words: "4 units" } };
      case "draft.fork":
        return { ...told, document: { ...document, template_id: "t2" } };
      case "template.publish":
        return { ...told, document: { ...document, version: 2 }, published: 1 };
      case "preview.show":
        this.shown.push(document);
        return {};
      default:
        return {};
    }
  }

  on() {
    return () => {};
  }
}

/** Time that passes when the test says so. */
class Clock implements ModelClock {
  time = 0;
  #waiting: { at: number; run: () => void }[] = [];

  now = () => this.time;
  later = (run: () => void, ms: number) => {
    const one = { at: this.time + ms, run };
    this.#waiting.push(one);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== one);
    };
  };

  async pass(ms: number): Promise<void> {
    const until = this.time + ms;
    for (;;) {
      await settle();
      const next = this.#waiting.sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > until) break;
      this.#waiting.shift();
      this.time = next.at;
      next.run();
    }
    this.time = until;
    await settle();
  }
}

const settle = async () => {
  for (let n = 0; n < 20; n++) await Promise.resolve();
};

class Storage implements Shelf {
  held = new Map<string, string>();
  getItem = (key: string) => this.held.get(key) ?? null;
  setItem = (key: string, value: string) => void this.held.set(key, value);
  removeItem = (key: string) => void this.held.delete(key);
}

let kernel: Kernel;
let clock: Clock;
let shelf: Storage;

const open = async () => {
  const model = new TemplateModel(kernel, new AbortController().signal, shelf, clock);
  await clock.pass(0);
  return model;
};
const name = (model: TemplateModel, text: string) =>
  model.change(put(model.document as TemplateJson, ["name"], text), "Name", "name");

beforeEach(() => {
  kernel = new Kernel();
  clock = new Clock();
  shelf = new Storage();
});

describe("a draft on its way to the kernel", () => {
  it("goes there once the fingers rest, and is saved only then", async () => {
    const model = await open();
    for (const text of ["Faces ", "Faces a", "Faces and hands"]) {
      name(model, text);
      await clock.pass(100);
    }
    expect(model.save).toBe("saving");
    expect(kernel.saved).toEqual([]);
    await clock.pass(300);
    expect(kernel.saved.map((one) => one.name)).toEqual(["Faces and hands"]);
    expect(model.save).toBe("saved");
    expect(model.checked).toBe(true);
    expect(model.units?.count).toBe(4);
    expect(shelf.held.size).toBe(0);
  });

  it("is kept in the browser while the kernel is away, and sent when it is back", async () => {
    const model = await open();
    kernel.alive = false;
    name(model, "Hands");
    await clock.pass(1_000);
    expect(model.save).toBe("offline");
    name(model, "Hands, and feet");
    await clock.pass(1_000);
    kernel.alive = true;
    await clock.pass(2_500);
    expect(model.save).toBe("saved");
    expect(kernel.saved.at(-1)?.name).toBe("Hands, and feet");
  });

  it("comes back after a reload that was too quick for it, and can be undone", async () => {
    const model = await open();
    kernel.alive = false;
    name(model, "Hands");
    await clock.pass(1_000);

    kernel.alive = true;
    const again = await open();
    expect(again.document?.name).toBe("Hands");
    expect(again.notes[0]).toMatch(/had kept/);
    await clock.pass(1_000);
    expect(kernel.saved.at(-1)?.name).toBe("Hands");
    expect(again.step("undo")).toBe("What this browser had kept");
    expect(again.document?.name).toBe("Faces");
  });

  it("undoes and redoes what an earlier page did to the draft", async () => {
    kernel.document = { template_id: "t1", version: 1, name: "Hands", kinds: ["box"] };
    kernel.history = {
      undo: [{ name: "Faces" }, { kinds: ["mask"], guidelines: "All of them." }],
      redo: [{ kinds: ["box", "point"] }],
    };
    const model = await open();
    expect(model.save).toBe("saved");
    expect(model.step("undo")).toBe("Name");
    expect(model.step("undo")).toBe("Guidelines and kinds");
    expect(model.document).toMatchObject({ name: "Faces", kinds: ["mask"] });
    expect(model.canUndo).toBe(false);
    for (const what of ["Guidelines and kinds", "Name", "Kinds"])
      expect(model.step("redo")).toBe(what);
    expect(model.document).toEqual({ ...kernel.document, kinds: ["box", "point"] });
    expect(model.canRedo).toBe(false);
  });

  it("stays where the kernel refuses it, and says why", async () => {
    const model = await open();
    kernel.refuses = new KernelError("StoreFull", "the disk is full; the draft was not written");
    name(model, "Hands");
    await clock.pass(1_000);
    expect(model.save).toBe("offline");
    expect(model.problems[0]?.message).toMatch(/disk is full/);
    kernel.refuses = null;
    name(model, "Hands!");
    await clock.pass(1_000);
    expect(kernel.saved.at(-1)?.name).toBe("Hands!");
  });
});

describe("the preview", () => {
  it("is made anew for what changes the page, at most once a second", async () => {
    const model = await open();
    await clock.pass(2_000);
    expect(kernel.shown).toHaveLength(1);
    name(model, "Another name");
    await clock.pass(2_000);
    expect(kernel.shown).toHaveLength(1);
    for (const kind of ["mask", "tag", "point"]) {
      model.change(put(model.document as TemplateJson, ["kinds"], [kind]), "Kinds");
      await clock.pass(350);
    }
    await clock.pass(2_000);
    expect(kernel.shown.length).toBeLessThanOrEqual(3);
    expect(kernel.shown.at(-1)?.kinds).toEqual(["point"]);
  });

  it("stays as it was while something is to mend, and says so", async () => {
    const model = await open();
    await clock.pass(2_000);
    kernel.problems = [{ at: "kinds", message: "expected at least 1, got []", fatal: true }];
    model.change(put(model.document as TemplateJson, ["kinds"], []), "Kinds");
    await clock.pass(2_000);
    expect(kernel.shown).toHaveLength(1);
    expect(model.previewTrouble).toMatch(/as it was/);
    kernel.problems = [];
    model.change(put(model.document as TemplateJson, ["kinds"], ["tag"]), "Kinds");
    await clock.pass(2_000);
    expect(kernel.shown).toHaveLength(2);
    expect(model.previewTrouble).toBe("");
  });
});

describe("publishing", () => {
  it("publishes what was typed last, and what was done before can still be taken back", async () => {
    const model = await open();
    name(model, "Hands");
    expect(await model.publish("the first")).toBe(1);
    expect(kernel.saved.at(-1)?.name).toBe("Hands");
    expect(model.document?.version).toBe(2);
    expect(model.published).toBe(1);
    expect(model.step("undo")).toBe("Name");
    expect(model.document?.name).toBe("Faces");
  });

  it("is refused while the kernel is away, and the draft is kept", async () => {
    const model = await open();
    kernel.alive = false;
    name(model, "Hands");
    await expect(model.publish("")).rejects.toThrow(/kept in this browser/);
    expect(model.document?.name).toBe("Hands");
  });
});
