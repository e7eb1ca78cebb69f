import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CANVAS } from "../canvas/actions";
import { KernelError, type Reply, type RequestOptions } from "../core/channel";
import { canonicalKey } from "../core/keys";
import { eventually } from "../testing/eventually";
import { FakeKernel } from "../testing/fake_kernel";
import { FakeModel } from "../testing/fake_model";
import { release } from "../testing/releases";
import { TIMELINE } from "../timeline/keymaps";
import frameCanvas from "../widgets/frame_canvas";
import timelineEditor from "../widgets/timeline_editor";
import type { GuideHello, MarkReply, Problem } from "./wire";

const GUIDE: GuideHello = {
  template_id: "shots",
  version: 1,
  name: "Shots",
  description: "Tag each shot.",
  page: "shapes",
  kinds: ["tag"],
  unit: { of: "shot" },
  hotkeys: {},
  required: ["category"],
  prelabels: [],
  lanes: [],
  track: false,
  overlap: 1,
  licence: "",
  authors: [],
  forked_from: null,
};
const WRONG: Problem = {
  rule: "group-tagged",
  level: "error",
  message: "“scale” is not said.",
  pts: 90,
  annotation_id: null,
};

/** A kernel that knows the units of a task: three shots. */
class TaskKernel extends FakeKernel {
  problems: Problem[] = [];
  marks: object[] = [];
  full = false;

  override async request<T>(
    method: string,
    params: object,
    options: RequestOptions = {},
  ): Promise<Reply<T>> {
    if (method === "units.list") {
      const column = (...ticks: number[]) =>
        new DataView(BigInt64Array.from(ticks.map(BigInt)).buffer);
      const result = { of: "shot", count: 3, mine: [2], others: [], people: { mika: 1 } };
      return { result: result as T, buffers: [column(0, 80, 160), column(80, 160, 240)] };
    }
    if (method === "units.mark") {
      if (this.full) throw new KernelError("StoreFull", "The disk is full: nothing was written.");
      const { done, anyway } = params as { done: boolean; anyway: boolean };
      const errors = this.problems.some(({ level }) => level === "error");
      const stands = done && (errors || (this.problems.length > 0 && !anyway));
      if (!stands) this.marks.push(params);
      const reply: MarkReply = { marked: !stands, problems: done ? this.problems : [] };
      return { result: reply as T, buffers: [] };
    }
    return super.request(method, params, options);
  }
}

let kernel: TaskKernel;
let pages: AbortController[];

async function open(
  guide: Partial<GuideHello> = {},
  guidelines = "Tag **each** shot.",
  make: typeof frameCanvas | typeof timelineEditor = frameCanvas,
) {
  const told = {
    tools: ["tag"],
    guide: { ...GUIDE, ...guide },
    task: { task_id: "t1", project: "p", template: "shots", guidelines },
  };
  const fake = new FakeModel(kernel, release({ count: 240 }), told as object);
  const page = new AbortController();
  pages.push(page);
  const widget = make();
  const rest = { model: fake.model, signal: page.signal } as never;
  widget.initialize(rest);
  const el = document.body.appendChild(document.createElement("div"));
  widget.render({ ...(rest as object), el } as never);
  const root = el.querySelector(".aw-editor") as HTMLElement;
  await eventually(() => expect(root.dataset.status).toBe("open"));
  const bar = root.querySelector(".aw-units") as HTMLElement;
  await eventually(() => expect(bar.dataset.units).toBe("ready"));
  const press = (written: string) => {
    const [key = "", ...modifiers] = written.split("+").reverse();
    const has = (one: string) => modifiers.includes(one);
    const init = { key, altKey: has("Alt"), shiftKey: has("Shift"), ctrlKey: has("Ctrl") };
    root.dispatchEvent(new KeyboardEvent("keydown", { ...init, bubbles: true, cancelable: true }));
  };
  const frame = () => Number(root.querySelector<HTMLElement>("[data-frame]")?.dataset.frame);
  const said = () => root.querySelector(".aw-said")?.textContent?.trim();
  const text = (selector: string) => root.querySelector(selector)?.textContent?.trim();
  return { root, bar, press, frame, said, text };
}

beforeEach(() => {
  kernel = new TaskKernel();
  pages = [];
  globalThis.indexedDB = new IDBFactory();
  localStorage.clear();
});
afterEach(() => {
  for (const page of pages) page.abort();
  document.body.replaceChildren();
});

describe("the bar of units", () => {
  it("leads from unit to unit, and past those that are done", async () => {
    const { press, frame, text, said } = await open();
    expect(text(".aw-unit-progress")).toBe("1 of 3 done");
    press("Alt+Shift+PageDown");
    await eventually(() => expect(frame()).toBe(80));
    expect(said()).toBe("Unit 2 of 3");
    press("Alt+Shift+N");
    await eventually(() => expect(frame()).toBe(0));
    press("Alt+Shift+PageUp");
    expect(said()).toBe("This is the first unit.");
  });

  it("goes to a unit by its number, and says which there are not", async () => {
    const { root, frame, said } = await open();
    const field = root.querySelector(".aw-unit-number") as HTMLInputElement;
    const type = (value: string) => {
      field.value = value;
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    };
    type("4");
    expect(said()).toBe("“4” is no unit: they are numbered from 1 to 3.");
    type("3");
    await eventually(() => expect(frame()).toBe(160));
  });

  it("marks a unit as done, and takes it back", async () => {
    const { press, bar, said } = await open();
    press("Alt+Shift+Enter");
    await eventually(() => expect(bar.dataset.done).toBe("2"));
    expect(said()).toBe("Unit 1 is done; 1 to go");
    press("Alt+Shift+Enter");
    await eventually(() => expect(bar.dataset.done).toBe("1"));
    expect(kernel.marks).toMatchObject([
      { start_pts: 0, end_pts: 80, done: true },
      { start_pts: 0, end_pts: 80, done: false },
    ]);
  });

  it("says why a unit could not be marked", async () => {
    const { press, bar, said } = await open();
    kernel.full = true;
    press("Alt+Shift+Enter");
    await eventually(() => expect(said()).toMatch(/disk is full/));
    expect(bar.dataset.done).toBe("1");
  });
});

describe("what is wrong with a unit", () => {
  it("is told, leads there, and cannot be passed over", async () => {
    kernel.problems = [WRONG];
    const { press, root, frame, text } = await open();
    press("Alt+Shift+Enter");
    await eventually(() => expect(text(".aw-problems h3")).toBe("Unit 1: 1 thing to mend"));
    expect(root.querySelector(".aw-anyway")).toBeNull();
    (root.querySelector(".aw-problem") as HTMLElement).click();
    await eventually(() => expect(frame()).toBe(90));
    kernel.problems = [];
    (root.querySelector(".aw-again") as HTMLElement).click();
    await eventually(() => expect(kernel.marks).toHaveLength(1));
    expect(root.querySelector<HTMLElement>(".aw-problems")?.hidden).toBe(true);
  });

  it("may be passed over where it is only worth a look", async () => {
    kernel.problems = [{ ...WRONG, level: "warning" }];
    const { press, root } = await open();
    press("Alt+Shift+Enter");
    await eventually(() => expect(root.querySelector(".aw-anyway")).not.toBeNull());
    expect(kernel.marks).toHaveLength(0);
    (root.querySelector(".aw-anyway") as HTMLElement).click();
    await eventually(() => expect(kernel.marks).toMatchObject([{ anyway: true }]));
  });

  it("goes away by Escape", async () => {
    kernel.problems = [WRONG];
    const { press, root } = await open();
    press("F2");
    press("Alt+Shift+Enter");
    await eventually(() => expect(root.querySelectorAll(".aw-problem")).toHaveLength(1));
    press("Escape");
    expect(root.querySelectorAll(".aw-problem")).toHaveLength(0);
  });
});

describe("the guidelines", () => {
  it("are shown until they were closed once, then by their key", async () => {
    const first = await open();
    const shown = (root: HTMLElement) => !root.querySelector<HTMLElement>(".aw-guide")?.hidden;
    expect(shown(first.root)).toBe(true);
    first.press("F2");
    expect(shown(first.root)).toBe(false);
    const again = await open();
    expect(shown(again.root)).toBe(false);
    const newer = await open({ version: 2 });
    expect(shown(newer.root)).toBe(true);
  });

  it("have links to frames of the release, and tell those of others", async () => {
    const { root, frame } = await open({}, "As [here](frame:120@r1), [there](frame:5@other).");
    const links = root.querySelectorAll<HTMLElement>(".aw-frame-link");
    expect(links[1]?.tagName).toBe("SPAN");
    expect(links[1]?.title).toMatch(/another release: tick 5 of other/);
    links[0]?.click();
    await eventually(() => expect(frame()).toBe(120));
  });

  it("hold no element that somebody wrote", async () => {
    const { root } = await open({}, "<img src=x onerror=alert(1)> <script>alert(1)</script>");
    expect(root.querySelector(".aw-guide script, .aw-guide img")).toBeNull();
    expect(root.querySelector(".aw-guide")?.textContent).toContain("<script>alert(1)</script>");
  });
});

it("a key in a task of units tags the whole unit, and again takes it back", async () => {
  const { press } = await open();
  press("2");
  const tags = () => [...kernel.live.annotations.values()];
  await eventually(() =>
    expect(tags()).toMatchObject([{ category: "long", start_pts: 0, end_pts: 80 }]),
  );
  press("2");
  await eventually(() => expect(tags()).toEqual([]));
});

it("keys of the task go before the map's, and one's own before those", () => {
  const book = CANVAS.withKeys({ "canvas.tag": ["Q"], goTo: [], nonsense: ["W"], escape: ["X"] });
  const map = book.keyMap("animewidgets", {}, []);
  expect(map.holderOf("Q")).toBe("canvas.tag");
  expect(map.keysFor("goTo")).toEqual([]);
  expect(map.holderOf("Escape")).toBe("escape");
  expect(book.keyMap("animewidgets", { "canvas.box": ["Q"] }, []).holderOf("Q")).toBe("canvas.box");
  expect(CANVAS.withKeys({})).toBe(CANVAS);
});

it("what a task does not take is refused before it is sent", async () => {
  const { press, said } = await open(
    { kinds: ["segment"], lanes: ["parts"], page: "timing" },
    "",
    timelineEditor,
  );
  press("ArrowRight");
  press("c");
  await eventually(() => expect(said()).toBe("“Shots” takes no cuts: it is about segments."));
  expect(kernel.live.annotations.size).toBe(0);
});

it("the editors' maps leave the keys of the task and of categories free", () => {
  const keys = [
    "F2",
    ..."PageUp PageDown N Enter E A".split(" ").map((key) => `Alt+Shift+${key}`),
    ..."123456789".split("").flatMap((digit) => [digit, `Shift+${digit}`]),
  ].map(canonicalKey);
  for (const book of [TIMELINE, CANVAS])
    for (const map of ["animewidgets", "Aegisub", "ELAN"] as const)
      for (const action of book.standard as string[]) {
        if (book.groupOf(action as never) === "Task") continue;
        for (const key of book.presetKeys(map, action as never))
          expect(keys, `${map} ${action}`).not.toContain(canonicalKey(key));
      }
});
