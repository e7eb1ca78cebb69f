import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Schema } from "../schema";
import { Dragging, type DragHost } from "./drag";
import type { Drop } from "./drop_target";
import { rowsOf } from "./rows";
import { NOTHING_SELECTED } from "./selection";
import { TreeView } from "./tree_view";

const category = (category_id: string, parent: string | null = null) => ({
  category_id,
  name: category_id,
  colour: "#888888",
  hotkey: null,
  parent,
});
const SCHEMA = new Schema(
  "things",
  1,
  ["person", "prop", "sky"].map((id) => category(id)),
);
const ROW = 26;

let page: AbortController;
let tree: TreeView;
let dragging: Dragging;
let dropped: [readonly string[], Drop][];
let menus: string[];

beforeEach(() => {
  vi.useFakeTimers();
  page = new AbortController();
  dropped = [];
  menus = [];
  tree = new TreeView(
    {
      language: null,
      usage: () => ({ annotations: 0, tasks: 0 }),
      warning: () => "",
      fold: () => {},
    },
    page.signal,
  );
  Object.defineProperty(tree.root, "clientHeight", { value: 300 });
  tree.root.getBoundingClientRect = () => new DOMRect(0, 0, 300, 300);
  tree.root.setPointerCapture = () => {};
  document.body.replaceChildren(tree.root);
  tree.show(rowsOf(SCHEMA, new Set()), NOTHING_SELECTED, -1, -1, -1);
  const host: DragHost = {
    schema: SCHEMA,
    held: (id) => [id],
    labelOf: (ids) => ids.join(),
    refuses: () => false,
    drop: (ids, drop) => dropped.push([ids, drop]),
    unfold: () => {},
    menu: (id) => menus.push(id),
  };
  dragging = new Dragging(tree, host, page.signal);
});

afterEach(() => {
  dragging.cancel();
  page.abort();
  vi.useRealTimers();
});

function point(name: string, row: number, more: PointerEventInit = {}): boolean {
  const target = tree.root.querySelector(`[data-at="${Math.floor(row)}"]`) ?? tree.root;
  return target.dispatchEvent(
    new PointerEvent(name, {
      bubbles: true,
      cancelable: true,
      pointerId: 7,
      pointerType: "touch",
      isPrimary: true,
      clientX: 12,
      clientY: row * ROW,
      ...more,
    }),
  );
}

/** Whether the browser may scroll with the finger now. */
function scrolls(): boolean {
  return tree.root.dispatchEvent(new Event("touchmove", { bubbles: true, cancelable: true }));
}

describe("a finger", () => {
  it("that rested on a category drags it, and the page stays where it is", () => {
    point("pointerdown", 1.5);
    expect(scrolls()).toBe(true);
    vi.advanceTimersByTime(500);
    expect(tree.root.hasAttribute("data-dragging")).toBe(true);
    expect(scrolls()).toBe(false);
    point("pointermove", 2.9);
    point("pointerup", 2.9);
    expect(dropped).toMatchObject([[["prop"], { parent: null, before: null }]]);
    expect(menus).toEqual([]);
    expect(scrolls()).toBe(true);
  });

  it("that moves at once scrolls", () => {
    point("pointerdown", 0.5);
    point("pointermove", 1.5);
    vi.advanceTimersByTime(500);
    expect(tree.root.hasAttribute("data-dragging")).toBe(false);
    expect(scrolls()).toBe(true);
    point("pointermove", 2.9);
    point("pointerup", 2.9);
    expect(dropped).toEqual([]);
  });

  it("that trembles still rests, and gets the menu where it is lifted", () => {
    point("pointerdown", 1.5);
    point("pointermove", 1.6);
    vi.advanceTimersByTime(500);
    const asked = point("contextmenu", 1.6);
    expect(asked).toBe(false); // the browser's own would end the drag
    point("pointerup", 1.6);
    expect([menus, dropped]).toEqual([["prop"], []]);
  });

  it("holds nothing once a second one comes, or the browser takes it away", () => {
    point("pointerdown", 0.5);
    point("pointerdown", 1.5, { pointerId: 8, isPrimary: false });
    vi.advanceTimersByTime(500);
    expect(tree.root.hasAttribute("data-dragging")).toBe(false);
    point("pointerdown", 0.5);
    vi.advanceTimersByTime(500);
    point("pointercancel", 0.5);
    point("pointerup", 2.9);
    expect(dropped).toEqual([]);
  });
});

it("a mouse drags at once, and rests without any menu", () => {
  const mouse = { pointerType: "mouse" };
  point("pointerdown", 0.5, mouse);
  vi.advanceTimersByTime(2_000);
  expect(tree.root.hasAttribute("data-dragging")).toBe(false);
  point("pointermove", 2.9, mouse);
  point("pointerup", 2.9, mouse);
  expect(dropped).toHaveLength(1);
});
