import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DrawnKind } from "../canvas/shapes";
import { toScreen, whole } from "../canvas/view";
import { create } from "../core/edits";
import { eventually } from "../testing/eventually";
import { FakeKernel } from "../testing/fake_kernel";
import { FakeModel } from "../testing/fake_model";
import { release } from "../testing/releases";
import frameCanvas from "./frame_canvas";

// The stage as it is before any layout: the test's DOM has none.
const STAGE = {
  picture: { width: 1280, height: 720 },
  stretch: { x: 1, y: 1 },
  width: 640,
  height: 360,
  ratio: 1,
};

let kernel: FakeKernel;
let pages: AbortController[];

async function open(tools: DrawnKind[] = ["box", "polygon", "point"], views = 1) {
  const fake = new FakeModel(kernel, release({ count: 240 }), { tools } as object);
  const page = new AbortController();
  pages.push(page);
  const widget = frameCanvas();
  const rest = { model: fake.model, signal: page.signal } as never;
  widget.initialize(rest);
  const roots = Array.from({ length: views }, () => {
    const el = document.body.appendChild(document.createElement("div"));
    widget.render({ ...(rest as object), el } as never);
    return el.querySelector(".aw-editor") as HTMLElement;
  });
  const root = roots[0] as HTMLElement;
  await eventually(() => expect(root.dataset.status).toBe("open"));
  const overlay = root.querySelector(".aw-overlay") as HTMLCanvasElement;
  overlay.setPointerCapture = () => {};
  const press = (...keys: string[]) => {
    for (const key of keys) {
      const [name = "", ...modifiers] = key.split("+").reverse();
      const [ctrlKey, shiftKey, altKey] = ["Ctrl", "Shift", "Alt"].map((one) =>
        modifiers.includes(one),
      ) as [boolean, boolean, boolean];
      const more = { ctrlKey, shiftKey, altKey, bubbles: true, cancelable: true };
      root.dispatchEvent(new KeyboardEvent("keydown", { key: name, ...more }));
    }
  };
  const point = (type: string, [x, y]: readonly [number, number], over: object = {}) => {
    const [clientX, clientY] = toScreen(STAGE, whole(STAGE), [x, y]);
    const options = { clientX, clientY, button: 0, pointerId: 1, bubbles: true, ...over };
    overlay.dispatchEvent(new PointerEvent(type, options));
  };
  const drag = (from: readonly [number, number], to: readonly [number, number]) => {
    point("pointermove", from);
    point("pointerdown", from);
    point("pointermove", to);
    point("pointerup", to);
  };
  const frame = () => Number(root.querySelector<HTMLElement>(".aw-screen")?.dataset.frame);
  const goTo = async (n: number) => {
    fake.set("frame", n);
    await eventually(() => expect(frame()).toBe(n));
  };
  const saved = () => eventually(() => expect(root.dataset.save).toBe("saved"));
  const said = () => root.querySelector(".aw-said")?.textContent?.trim();
  return { fake, root, roots, press, point, drag, frame, goTo, saved, said };
}

/** The numbers of a stored box. */
const box = (n = 0) => stored()[n]?.geometry as Record<"x" | "y" | "width" | "height", number>;

const stored = () =>
  [...kernel.live.annotations.values()].sort((a, b) => a.start_pts - b.start_pts);

beforeEach(() => {
  kernel = new FakeKernel();
  pages = [];
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  for (const page of pages) page.abort();
  document.body.replaceChildren();
});

describe("drawing a box", () => {
  it("stores it on the frame that is seen, in pixels of the picture, with the next category", async () => {
    const { drag, press, goTo, saved } = await open();
    await goTo(50);
    press("4");
    drag([100, 200], [400, 500]);
    await saved();
    expect(stored()).toMatchObject([{ kind: "box", start_pts: 50, category: "close-up" }]);
    const { x, y, width, height } = box();
    for (const [is, meant] of [
      [x, 100],
      [y, 200],
      [width, 300],
      [height, 300],
    ])
      expect(Math.abs((is as number) - (meant as number))).toBeLessThan(0.5);
  });

  it("is undone, redone, and there again after a reload", async () => {
    const { drag, press, saved } = await open();
    drag([100, 200], [400, 500]);
    press("Ctrl+z");
    await saved();
    expect(stored()).toEqual([]);
    press("Ctrl+Shift+z");
    await saved();
    expect(stored()).toHaveLength(1);
    pages.pop()?.abort();
    const again = await open();
    await eventually(() => expect(again.root.dataset.shapes).toBe("1"));
    again.press("Ctrl+z");
    await again.saved();
    expect(stored()).toEqual([]);
  });
});

describe("with something selected", () => {
  it("arrows move it, by one pixel or ten, and go from frame to frame once it is let go", async () => {
    const { drag, press, saved, frame, goTo } = await open();
    await goTo(50);
    drag([100, 200], [400, 500]);
    await saved();
    const { x, y } = box();
    press("ArrowRight", "Shift+ArrowDown");
    await saved();
    expect(stored()[0]?.geometry).toMatchObject({ x: x + 1, y: y + 10 });
    expect(frame()).toBe(50);
    press(".");
    await eventually(() => expect(frame()).toBe(51));
    press("ArrowLeft");
    await eventually(() => expect(frame()).toBe(50));
  });

  it("keys delete it, label it, duplicate it, copy it, remark on it", async () => {
    const { drag, press, saved, frame, root } = await open();
    drag([100, 200], [400, 500]);
    press("2", "u", "e");
    await saved();
    expect(frame()).toBe(1);
    expect(stored()).toMatchObject([
      { start_pts: 0, category: "long", uncertain: true },
      { start_pts: 1, category: "long" },
    ]);
    expect(stored()[1]?.geometry).toEqual(stored()[0]?.geometry);
    press("Ctrl+c", ".", ".", "Ctrl+v");
    await saved();
    expect(stored().map(({ start_pts }) => start_pts)).toEqual([0, 1, 3]);
    press("Delete", "ArrowUp");
    await saved();
    await eventually(() => expect(frame()).toBe(1));
    expect(stored()).toHaveLength(2);
    press("w", "d");
    expect(root.querySelector(".aw-dialog")).not.toBeNull();
  });

  it("locked it is left alone, hidden it is not seen", async () => {
    const { drag, press, saved, said, root } = await open();
    drag([100, 200], [400, 500]);
    press("Alt+l", "Delete");
    expect(said()).toMatch(/locked/);
    await saved();
    expect(stored()).toHaveLength(1);
    press("h");
    await eventually(() => expect(root.dataset.selected).toBe("0"));
    press("Ctrl+a");
    await eventually(() => expect(root.dataset.selected).toBe("0"));
    press("h", "Ctrl+a"); // shown again, but locked still
    await eventually(() => expect(root.dataset.selected).toBe("0"));
  });
});

it("a canvas for boxes draws nothing else, and shows what others drew", async () => {
  const all = await open();
  all.press("o");
  all.drag([640, 360], [640, 360]);
  await all.saved();
  expect(stored()).toMatchObject([{ kind: "point" }]);
  pages.pop()?.abort();
  const boxes = await open(["box"]);
  expect(boxes.root.querySelector("[data-action='canvas.polygon']")).toBeNull();
  boxes.press("p");
  expect(boxes.said()).toMatch(/does not draw/);
  expect(boxes.root.dataset.tool).toBe("box");
  await eventually(() => expect(boxes.root.dataset.shapes).toBe("1"));
});

it("one does not leave the frame on which one is drawing; elsewhere it is let go of", async () => {
  const { fake, press, point, frame, said, root, saved } = await open();
  press("p");
  for (const at of [
    [100, 100],
    [300, 100],
    [300, 300],
  ] as const) {
    point("pointerdown", at);
    point("pointerup", at);
  }
  press(".", "End");
  expect(said()).toMatch(/Finish what you are drawing/);
  expect(frame()).toBe(0);
  press("Enter", ".");
  await saved();
  await eventually(() => expect(frame()).toBe(1));
  expect(stored()).toMatchObject([{ kind: "polygon", start_pts: 0 }]);

  point("pointerdown", [500, 500]);
  point("pointerup", [500, 500]);
  fake.set("frame", 9); // from Python
  await eventually(() => expect(said()).toMatch(/let go of/));
  press("Escape");
  expect(root.dataset.status).toBe("open");
});

it("the space bar held down moves the picture, and let go without that it plays", async () => {
  const { root, point } = await open();
  const space = (type: string) =>
    root.dispatchEvent(new KeyboardEvent(type, { key: " ", code: "Space", bubbles: true }));
  const view = () => root.querySelector<HTMLElement>(".aw-surface")?.dataset.view;
  const play = root.querySelector("[data-action=play]");
  await eventually(() => expect(view()).toBeTruthy());
  const before = view();
  space("keydown");
  point("pointerdown", [600, 300]);
  point("pointermove", [700, 350]);
  point("pointerup", [700, 350]);
  space("keyup");
  await eventually(() => expect(view()).not.toBe(before));
  expect(play?.getAttribute("aria-pressed")).toBe("false");
  expect(stored()).toEqual([]);
  space("keydown");
  space("keyup");
  await eventually(() => expect(play?.getAttribute("aria-pressed")).toBe("true"));
});

it("the wheel is the page's until the canvas has the focus; then it zooms about the pointer", async () => {
  const { root } = await open();
  const overlay = root.querySelector(".aw-overlay") as HTMLElement;
  const zoom = () =>
    Number(root.querySelector<HTMLElement>(".aw-surface")?.dataset.view?.split(" ")[0]);
  await eventually(() => expect(zoom()).toBeGreaterThan(0));
  const wheel = () => {
    const event = new WheelEvent("wheel", { deltaY: -120, bubbles: true, cancelable: true });
    overlay.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const before = zoom();
  expect(wheel()).toBe(false);
  root.focus();
  expect(wheel()).toBe(true);
  await eventually(() => expect(zoom()).toBeGreaterThan(before));
});

it("a row that is no shape costs none of the others", async () => {
  kernel.write([
    create("odd", { kind: "box", start_pts: 0, geometry: { left: 1 } }),
    create("good", { kind: "box", start_pts: 0, geometry: { x: 1, y: 1, width: 9, height: 9 } }),
  ]);
  const { root } = await open();
  await eventually(() => expect(root.dataset.shapes).toBe("1"));
});

it("two views show the same shapes, each with a selection of its own", async () => {
  const { drag, roots, saved } = await open(["box"], 2);
  drag([100, 200], [400, 500]);
  await saved();
  const [first, second] = roots as [HTMLElement, HTMLElement];
  await eventually(() => expect(second.dataset.shapes).toBe("1"));
  expect([first.dataset.selected, second.dataset.selected]).toEqual(["1", "0"]);
});

it("the list chooses, hides and locks", async () => {
  const { drag, root, saved } = await open();
  const list = root.querySelector(".aw-rows") as HTMLElement;
  Object.defineProperty(list, "clientHeight", { value: 300 }); // the test's DOM has no heights
  drag([100, 200], [400, 500]);
  drag([700, 200], [800, 500]);
  await saved();
  const rows = () => [...root.querySelectorAll<HTMLElement>(".aw-objects .aw-sheet .aw-row")];
  await eventually(() => expect(root.dataset.shapes).toBe("2"));
  await eventually(() => expect(rows().filter((row) => !row.hidden)).toHaveLength(2));
  rows()[0]?.click();
  await eventually(() => expect(rows()[0]?.getAttribute("aria-selected")).toBe("true"));
  expect(rows()[1]?.getAttribute("aria-selected")).toBe("false");
  rows()[0]?.querySelector<HTMLElement>("[data-toggle=hidden]")?.click();
  await eventually(() => expect(root.dataset.selected).toBe("0"));
  expect(rows()[0]?.querySelector("[data-toggle=hidden]")?.getAttribute("aria-pressed")).toBe(
    "true",
  );
});
