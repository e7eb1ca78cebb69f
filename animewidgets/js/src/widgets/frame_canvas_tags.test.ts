import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Category } from "../core/wire";
import { eventually } from "../testing/eventually";
import { FakeKernel } from "../testing/fake_kernel";
import { FakeModel } from "../testing/fake_model";
import { release } from "../testing/releases";
import frameCanvas from "./frame_canvas";

const day: Category = {
  category_id: "day",
  name: "Day",
  colour: "#f0e442",
  hotkey: "1",
  parent: null,
  attributes: [
    { name: "people", kind: "number", maximum: 50, required: true },
    { name: "weather", kind: "choice", choices: ["sun", "rain"] },
  ],
};
const night: Category = { ...day, category_id: "night", name: "Night", hotkey: "2" };
const indoors: Category = { ...day, category_id: "indoors", name: "Indoors", hotkey: "3" };
night.attributes = indoors.attributes = [];

const index = release({ count: 240 });
let kernel: FakeKernel;
let page: AbortController;

async function open() {
  const told = {
    tools: ["box", "tag"],
    categories: [day, night, indoors],
    groups: [{ name: "time of day", members: ["day", "night"], exclusive: true }],
    shots: [index.ptsOf(100)],
  };
  const fake = new FakeModel(kernel, index, told as object);
  const widget = frameCanvas();
  const rest = { model: fake.model, signal: page.signal } as object;
  widget.initialize(rest as never);
  const el = document.body.appendChild(document.createElement("div"));
  widget.render({ ...rest, el } as never);
  const root = el.querySelector(".aw-editor") as HTMLElement;
  await eventually(() => expect(root.dataset.status).toBe("open"));
  const press = (...keys: string[]) => {
    for (const key of keys) {
      const [name = "", ...held] = key.split("+").reverse();
      const [ctrlKey, shiftKey, altKey] = ["Ctrl", "Shift", "Alt"].map((one) =>
        held.includes(one),
      ) as [boolean, boolean, boolean];
      const more = { ctrlKey, shiftKey, altKey, bubbles: true, cancelable: true };
      const code = /^\d$/.test(name) ? `Digit${name}` : "";
      root.dispatchEvent(new KeyboardEvent("keydown", { key: name, code, ...more }));
    }
  };
  const said = () => root.querySelector(".aw-said")?.textContent?.trim();
  const saved = () => eventually(() => expect(root.dataset.save).toBe("saved"));
  return { fake, root, press, said, saved };
}

/** `day 5` on a frame, `day 5-9` over a span. */
const stored = () =>
  [...kernel.live.annotations.values()]
    .sort((a, b) => a.start_pts - b.start_pts || (`${a.category}` < `${b.category}` ? -1 : 1))
    .map(({ category, start_pts, end_pts }) => {
      const from = index.ordinalAt(start_pts);
      return end_pts ? `${category} ${from}-${index.ordinalAt(end_pts)}` : `${category} ${from}`;
    });

beforeEach(() => {
  kernel = new FakeKernel();
  page = new AbortController();
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  page.abort();
  document.body.replaceChildren();
});

describe("with the tag tool", () => {
  it("the keys of categories tag the frame; with another tool they are the next shape's", async () => {
    const { press, saved, root } = await open();
    press("1");
    await saved();
    expect(stored()).toEqual([]);
    press("i", "1", "3", "2");
    await saved();
    expect(stored()).toEqual(["indoors 0", "night 0"]);
    expect(root.dataset.tool).toBe("tag");
    press("r", "Alt+Shift+1");
    await saved();
    expect(stored()).toEqual(["day 0", "indoors 0"]);
  });

  it("labels stay on for those who go from frame to frame, and undo brings none back", async () => {
    const { press, saved } = await open();
    press("i", "1", "Alt+j", "ArrowRight", "ArrowRight");
    await saved();
    expect(stored()).toEqual(["day 0", "day 1", "day 2"]);
    press("Ctrl+z", "Ctrl+z");
    await saved();
    expect(stored()).toEqual(["day 0"]);
  });

  it("arrows up and down go to frames with tags, and remarks are made on the one that is looked at", async () => {
    const { press, saved, said, root } = await open();
    const frame = () => Number(root.querySelector<HTMLElement>(".aw-screen")?.dataset.frame);
    press("i", "1", "Shift+ArrowRight", "3", "u", "ArrowUp");
    await saved();
    expect(frame()).toBe(0);
    press("v");
    expect(frame()).toBe(10);
    const doubts = [...kernel.live.annotations.values()].filter(({ uncertain }) => uncertain);
    expect(doubts.map(({ category }) => category)).toEqual(["indoors"]);
    press("v");
    expect(said()).toContain("No uncertain shape or tag after this frame");
  });

  it("a shot is tagged by the cuts of the project", async () => {
    const { press, saved } = await open();
    press("i", "1", "1", "Alt+t");
    await saved();
    expect(kernel.live.annotations.size).toBe(1);
    const [tag] = kernel.live.annotations.values();
    expect(tag).toMatchObject({ start_pts: 0, attributes: { scope: "shot" } });
  });
});

describe("attributes", () => {
  it("are committed when the field is left, and what cannot be is said beside it", async () => {
    const { press, saved, root } = await open();
    press("i", "1", "Alt+d");
    const row = () => root.querySelector('[data-attribute="people"]') as HTMLElement;
    await eventually(() => expect(row()).not.toBeNull());
    const field = row().querySelector("input") as HTMLInputElement;
    const missing = () => row().querySelector(".aw-field-missing") as HTMLElement;
    expect(field.getAttribute("aria-required")).toBe("true");
    expect(field.getAttribute("aria-describedby")?.split(" ")).toContain(missing().id);
    expect(missing().textContent).toBe("Required: say something here.");
    expect(root.querySelector('[data-attribute="weather"] .aw-required')).toBeNull();
    field.value = "80";
    field.dispatchEvent(new Event("blur"));
    expect(row().querySelector("[role=alert]")?.textContent).toBe(
      "people: expected at most 50, got 80",
    );
    field.value = "8";
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    await saved();
    const values = () => [...kernel.live.annotations.values()][0]?.attributes?.values;
    expect(values()).toEqual({ people: 8 });
    await eventually(() => expect(missing().textContent).toBe(""));
    const sun = root.querySelector('[data-value="sun"]') as HTMLButtonElement;
    sun.click();
    await saved();
    expect(values()).toEqual({ people: 8, weather: "sun" });
    await eventually(() => expect(sun.getAttribute("aria-pressed")).toBe("true"));
    press("Ctrl+z");
    await saved();
    expect(values()).toEqual({ people: 8 });
  });
});
