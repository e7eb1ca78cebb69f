import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { area, boundingBox, type Mask } from "../canvas/rle";
import { toScreen, whole } from "../canvas/view";
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
let page: AbortController;

async function open() {
  const { model } = new FakeModel(kernel, release({ count: 240 }), {
    tools: ["polygon", "mask"],
  } as object);
  const props = { model, signal: page.signal };
  const widget = frameCanvas();
  widget.initialize(props as never);
  const el = document.body.appendChild(document.createElement("div"));
  widget.render({ ...props, el } as never);
  const root = el.querySelector(".aw-editor") as HTMLElement;
  await eventually(() => expect(root.dataset.status).toBe("open"));
  const overlay = root.querySelector(".aw-overlay") as HTMLCanvasElement;
  overlay.setPointerCapture = () => {};
  const press = (...keys: string[]) => {
    for (const key of keys) {
      const [name = "", ...held] = key.split("+").reverse();
      root.dispatchEvent(
        new KeyboardEvent("keydown", {
          key: name,
          ctrlKey: held.includes("Ctrl"),
          shiftKey: held.includes("Shift"),
          altKey: held.includes("Alt"),
          bubbles: true,
          cancelable: true,
        }),
      );
    }
  };
  const drag = (...path: (readonly [number, number])[]) => {
    const point = (type: string, at: readonly [number, number]) => {
      const [clientX, clientY] = toScreen(STAGE, whole(STAGE), at);
      const options = { clientX, clientY, button: 0, pointerId: 1, bubbles: true };
      overlay.dispatchEvent(new PointerEvent(type, options));
    };
    const [first, ...rest] = path as [readonly [number, number]];
    point("pointermove", first);
    point("pointerdown", first);
    for (const at of rest) point("pointermove", at);
    point("pointerup", path.at(-1) ?? first);
  };
  const saved = () => eventually(() => expect(root.dataset.save).toBe("saved"));
  const said = () => root.querySelector(".aw-said")?.textContent?.trim();
  return { root, press, drag, saved, said };
}

const stored = () => [...kernel.live.annotations.values()];
const mask = (n = 0) => stored()[n]?.geometry as unknown as Mask;

beforeEach(() => {
  kernel = new FakeKernel();
  page = new AbortController();
  globalThis.indexedDB = new IDBFactory();
  localStorage.clear();
});
afterEach(() => {
  page.abort();
  document.body.replaceChildren();
});

describe("painting a mask", () => {
  it("goes on with it stroke by stroke until it is let go of, and is undone stroke by stroke", async () => {
    const { press, drag, saved } = await open();
    press("m", "2");
    drag([300, 300], [400, 300]);
    drag([400, 300], [400, 400]);
    await saved();
    expect(stored()).toMatchObject([{ kind: "mask", category: "long", version: 2 }]);
    const both = area(mask());
    press("m");
    drag([700, 300], [800, 300]);
    await saved();
    expect(stored()).toHaveLength(2);
    press("Ctrl+z", "Ctrl+z");
    await saved();
    expect(stored()).toHaveLength(1);
    expect(area(mask())).toBeLessThan(both);
    press("Ctrl+Shift+z");
    await saved();
    expect(area(mask())).toBe(both);
  });

  it("takes brushes of other sizes by key, and says how large they are", async () => {
    const { press, drag, saved, said, root } = await open();
    press("m", "Alt+q", "]", "]");
    expect(said()).toBe("Brush: 24 px");
    drag([300, 300], [400, 300]);
    await saved();
    expect(boundingBox(mask())[3]).toBe(24);
    const number = root.querySelector<HTMLInputElement>(".aw-options [type=number]");
    await eventually(() => expect(number?.value).toBe("24"));
  });
});

describe("a mask that is selected", () => {
  it("grows, shrinks, is inverted, has its holes filled", async () => {
    const { press, drag, saved } = await open();
    press("m", "Alt+q");
    drag([300, 300], [400, 300], [400, 400], [300, 400], [300, 300]);
    await saved();
    const [x, y, width, height] = boundingBox(mask());
    press("Alt+g");
    await saved();
    expect(boundingBox(mask())).toEqual([x - 1, y - 1, width + 2, height + 2]);
    press("Alt+Shift+G");
    await saved();
    expect(boundingBox(mask())).toEqual([x, y, width, height]);
    const ring = area(mask());
    press("Alt+i");
    await saved();
    expect(area(mask())).toBe(width * height - ring);
    press("Ctrl+z", "Alt+f");
    await saved();
    expect(area(mask())).toBe(width * height);
  });

  it("is brought to the front, stands for its category, and is moved by whole pixels", async () => {
    const { press, drag, saved } = await open();
    press("m");
    drag([300, 300], [400, 300]);
    press("m");
    drag([300, 300], [400, 320]);
    await saved();
    press("Alt+PageDown", "Alt+y", "s", "ArrowRight", "Shift+ArrowDown");
    const [, , width, height] = boundingBox(mask(1));
    const [x, y] = boundingBox(mask(1));
    await saved();
    expect(stored()[1]?.attributes).toEqual({ z_order: -1, scope: "semantic" });
    expect(boundingBox(mask(1))).toEqual([x + 1, y + 10, width, height]);
    press("Alt+PageUp", "Alt+y");
    await saved();
    expect(stored()[1]?.attributes).toEqual({ z_order: 1 });
  });

  it("becomes a polygon, and that a mask of the same pixels", async () => {
    const { press, drag, saved } = await open();
    press("m", "2");
    drag([300, 300], [400, 380]);
    await saved();
    const { counts } = mask();
    press("Alt+c");
    await saved();
    expect(stored()).toMatchObject([{ kind: "polygon", category: "long" }]);
    press("Alt+c");
    await saved();
    expect(stored()).toMatchObject([{ kind: "mask", geometry: { counts } }]);
    press("Ctrl+z", "Ctrl+z");
    await saved();
    expect(stored()).toMatchObject([{ kind: "mask", geometry: { counts } }]);
  });

  it("is deleted, copied and locked as every shape is", async () => {
    const { press, drag, saved, said } = await open();
    press("m");
    drag([300, 300], [400, 380]);
    await saved();
    press("Ctrl+c", "Ctrl+v");
    await saved();
    expect(mask(1)).toEqual(mask(0));
    press("Alt+l", "Alt+g");
    expect(said()).toMatch(/No mask is selected|locked/);
    press("Alt+l", "Delete");
    await saved();
    expect(stored()).toHaveLength(1);
  });
});
