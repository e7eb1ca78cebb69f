import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { create } from "../core/edits";
import { IndexedOutbox } from "../core/outbox_store";
import { eventually } from "../testing/eventually";
import { FakeKernel } from "../testing/fake_kernel";
import { FakeModel } from "../testing/fake_model";
import { release } from "../testing/releases";
import timelineEditor from "./timeline_editor";

let kernel: FakeKernel;
let pages: AbortController[];

/** Somebody opens the notebook: one widget, as many views of it as asked for. */
async function open(options: { views?: number; candidates?: number[] } = {}) {
  const candidates = (options.candidates ?? []).map((pts) => ({ pts, score: 1, layer: "own" }));
  const fake = new FakeModel(kernel, release({ count: 240 }), { candidates });
  const page = new AbortController();
  pages.push(page);
  const widget = timelineEditor();
  const rest = { model: fake.model, signal: page.signal } as never;
  widget.initialize(rest);
  const roots = Array.from({ length: options.views ?? 1 }, () => {
    const el = document.body.appendChild(document.createElement("div"));
    widget.render({ ...(rest as object), el } as never);
    return el.querySelector(".aw-editor") as HTMLElement;
  });
  const root = roots[0] as HTMLElement;
  await eventually(() => expect(root.dataset.status).toBe("open"));
  const press = (...keys: string[]) => {
    for (const key of keys) {
      const [name = "", ...modifiers] = key.split("+").reverse();
      root.dispatchEvent(
        new KeyboardEvent("keydown", {
          key: name,
          ctrlKey: modifiers.includes("Ctrl"),
          shiftKey: modifiers.includes("Shift"),
          bubbles: true,
          cancelable: true,
        }),
      );
    }
  };
  const frame = () => Number(root.querySelector<HTMLElement>(".aw-screen")?.dataset.frame);
  const goTo = async (n: number) => {
    fake.set("frame", n);
    await eventually(() => expect(frame()).toBe(n));
  };
  const saved = () => eventually(() => expect(root.dataset.save).toBe("saved"));
  const said = () => root.querySelector(".aw-said")?.textContent?.trim();
  return { fake, root, roots, page, press, frame, goTo, saved, said };
}

const cuts = () =>
  [...kernel.live.annotations.values()]
    .filter((one) => one.kind === "cut")
    .map((one) => one.start_pts)
    .sort((a, b) => a - b);

beforeEach(() => {
  kernel = new FakeKernel();
  pages = [];
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  for (const page of pages) page.abort();
  document.body.replaceChildren();
});

describe("marking cuts by key", () => {
  it("sets, nudges, names and deletes, and the store has each", async () => {
    const { press, goTo, saved, frame } = await open();
    await goTo(50);
    press("c", ".", "4");
    await saved();
    expect([cuts(), frame()]).toEqual([[51], 51]);
    const tag = [...kernel.live.annotations.values()].find((one) => one.kind === "tag");
    expect(tag).toMatchObject({ start_pts: 51, category: "close-up" });
    press("Delete");
    await saved();
    expect(kernel.live.annotations.size).toBe(0);
  });

  it("says why it does not cut twice on a frame, nor on the first", async () => {
    const { press, goTo, said, root, saved } = await open();
    press("c");
    expect(said()).toMatch(/Frame 0 begins the release/);
    await goTo(50);
    press("c", "c");
    expect(said()).toMatch(/already/);
    expect(root.querySelector(".aw-said")?.hasAttribute("data-refused")).toBe(true);
    await saved();
    expect(cuts()).toEqual([50]);
  });

  it("keeps its keys from the notebook, also where it refuses", async () => {
    const { root } = await open();
    const notebook = vi.fn();
    document.body.addEventListener("keydown", notebook);
    const press = (key: string) =>
      root.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    for (const key of ["Delete", ",", "ArrowDown", "PageUp", "a", "0"])
      expect(press(key), key).toBe(false);
    expect(notebook).not.toHaveBeenCalled();
    press("Escape"); // nothing to let go of: it is the notebook's
    expect(notebook).toHaveBeenCalledOnce();
    document.body.removeEventListener("keydown", notebook);
  });

  it("goes along the cuts, and along the candidates accepting them", async () => {
    const { press, frame, saved } = await open({ candidates: [30, 60, 90] });
    press("PageDown", "a", "a");
    expect(frame()).toBe(90);
    await saved();
    expect(cuts()).toEqual([30, 60]);
    press("ArrowUp", "ArrowUp");
    expect(frame()).toBe(30);
    press("PageDown");
    expect(frame()).toBe(90); // 60 is a cut now, and no candidate any more
  });
});

it("a second on and a second back is where one was, at 23.976 frames a second too", async () => {
  const { press, frame, goTo } = await open();
  for (const start of [30, 100, 150]) {
    await goTo(start);
    press("Ctrl+ArrowRight");
    expect(frame()).toBe(start + 24);
    press("Ctrl+ArrowLeft");
    expect(frame()).toBe(start);
  }
});

describe("undo and redo", () => {
  it("go back past a reload", async () => {
    const before = await open();
    for (const n of [40, 80, 120]) {
      await before.goTo(n);
      before.press("c");
    }
    before.press("Ctrl+z");
    await before.saved();
    before.page.abort();

    const after = await open();
    after.press("Ctrl+z", "Ctrl+z", "Ctrl+Shift+z");
    await after.saved();
    expect(cuts()).toEqual([40]);
    after.press("Ctrl+y", "Ctrl+y");
    await after.saved();
    expect(cuts()).toEqual([40, 80, 120]);
  });
});

describe("a kernel that dies", () => {
  it("is told, edits go on, and the next page sends each of them once", async () => {
    const before = await open();
    await before.goTo(40);
    before.press("c");
    await before.saved();
    kernel.alive = false;
    before.fake.send = () => {
      throw new Error("comm is closed");
    };
    before.press("ArrowRight", "c", "2");
    await eventually(() => expect(before.root.dataset.save).toBe("offline"));
    expect(before.root.querySelector(".aw-notices")?.textContent).toMatch(/kept in this browser/);
    before.page.abort();

    kernel.alive = true;
    const after = await open();
    await after.saved();
    expect(cuts()).toEqual([40, 41]);
    expect(new Set(kernel.log.map((one) => one.commit_id)).size).toBe(kernel.log.length);
  });

  it("before it has said hello: the page says what waits and what to do, and tries again", async () => {
    const edits = [create("left", { kind: "cut", start_pts: 4 })];
    await new IndexedOutbox("store-task-person").put({
      commit: {
        commit_id: "c1",
        action: "do",
        reverts: null,
        active_ms: 9,
        tool: "timeline",
        edits,
      },
    });
    kernel.alive = false;
    const fake = new FakeModel(kernel, release({ count: 10 }));
    const { send } = fake;
    fake.send = () => {
      throw new Error("comm is closed");
    };
    const page = new AbortController();
    pages.push(page);
    const widget = timelineEditor();
    const rest = { model: fake.model, signal: page.signal } as never;
    widget.initialize(rest);
    const el = document.body.appendChild(document.createElement("div"));
    widget.render({ ...(rest as object), el } as never);
    const root = el.querySelector(".aw-editor") as HTMLElement;
    await eventually(() => expect(root.dataset.status).toBe("failed"));
    expect(root.textContent).toMatch(/run the cell again/);
    expect(root.textContent).toMatch(/1 unsent edit is kept in this browser/);
    kernel.alive = true;
    fake.send = send;
    root.querySelector("button")?.click();
    await eventually(() => expect(root.dataset.status).toBe("open"));
    await eventually(() => expect(cuts()).toEqual([4]));
  });
});

describe("several views of one widget", () => {
  it("show the same frame and the same cuts", async () => {
    const { roots, press, goTo, saved } = await open({ views: 2 });
    await goTo(50);
    press("c");
    await saved();
    await eventually(() => {
      for (const root of roots) {
        expect(root.querySelector<HTMLElement>(".aw-screen")?.dataset.frame).toBe("50");
        expect(root.querySelector(".aw-where")?.textContent).toMatch(/On a cut/);
      }
    });
  });
});

describe("Python and the page", () => {
  it("the trait follows when the person rests, and leads when Python asks", async () => {
    const { fake, press, frame } = await open();
    press("ArrowRight", "ArrowRight", "ArrowRight");
    await eventually(() => expect(fake.saved.at(-1)).toEqual({ frame: 3 }));
    expect(fake.saved).toHaveLength(1);
    kernel.tell("seek", { ordinal: 77 });
    await eventually(() => expect(frame()).toBe(77));
  });

  it("a cut that a second person sets appears in the list", async () => {
    const { root } = await open();
    kernel.write([create("theirs", { kind: "cut", start_pts: 100 })]);
    kernel.tell("changed", { number: 1 });
    await eventually(() =>
      expect(root.querySelector(".aw-list .aw-count")?.textContent).toBe("1 cut"),
    );
  });
});

describe("going to a place", () => {
  it("takes a frame or a time, and says what is none", async () => {
    const { root, press, frame, said } = await open();
    press("g");
    const field = root.querySelector(".aw-goto") as HTMLInputElement;
    expect(document.activeElement).toBe(field);
    const type = (text: string) => {
      field.value = text;
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    };
    type("soon");
    expect(said()).toMatch(/“soon” is no frame or time/);
    type("500");
    expect(said()).toMatch(/0 to 239/);
    type("0:05.005");
    expect(frame()).toBe(120);
  });
});

it("the help names every key, and under it nothing moves", async () => {
  const { root, press, frame } = await open();
  press("?");
  const help = root.querySelector(".aw-help");
  expect(help?.textContent).toMatch(/Cut here/);
  expect(help?.textContent).toMatch(/Close-up/);
  press("ArrowRight");
  expect(frame()).toBe(0);
  press("Escape");
  expect(root.querySelector(".aw-help")).toBeNull();
});

it("leaves nothing behind when the widget is closed", async () => {
  const { page, fake } = await open();
  page.abort();
  expect(document.querySelector(".aw-editor")).toBeNull();
  const asked = vi.spyOn(kernel, "request");
  kernel.tell("changed", { number: 9 });
  fake.set("frame", 5);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked).not.toHaveBeenCalled();
});
