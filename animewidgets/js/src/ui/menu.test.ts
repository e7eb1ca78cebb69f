import { afterEach, beforeEach, expect, it } from "vitest";
import { type MenuItem, openMenu } from "./menu";

let root: HTMLElement;
let did: string[];
let closed: number;
let close: () => void = () => {};

const item = (label: string, more: Partial<MenuItem> = {}): MenuItem => ({
  label,
  run: () => did.push(label),
  ...more,
});

beforeEach(() => {
  root = document.body.appendChild(document.createElement("div"));
  did = [];
  closed = 0;
});
afterEach(() => {
  close();
  document.body.replaceChildren();
});

const open = (items: (MenuItem | null)[], within: HTMLElement = root) => {
  close = openMenu(within, { x: 10, y: 10 }, "Actions here", items, () => closed++);
};
const USUAL = [
  item("Cut here"),
  item("Play"),
  null,
  item("Paste", { disabled: true }),
  item("Dissolve", { checked: true }),
  item("Delete", { keys: "Del" }),
];
const focused = (at: Document | ShadowRoot = document) =>
  at.activeElement?.querySelector(".aw-menu-label")?.textContent;
const press = (key: string, at: Document | ShadowRoot = document) =>
  at.activeElement?.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, composed: true }),
  );

it("arrows go round over what can be chosen, Home and End to its ends", () => {
  open(USUAL);
  const seen = [focused()];
  for (const key of [
    "ArrowDown",
    "ArrowDown",
    "ArrowDown",
    "ArrowDown",
    "ArrowUp",
    "Home",
    "End",
  ]) {
    press(key);
    seen.push(focused());
  }
  expect(seen).toEqual([
    "Cut here",
    "Play",
    "Dissolve",
    "Delete",
    "Cut here",
    "Delete",
    "Cut here",
    "Delete",
  ]);
});

it("a first letter goes to the next item that begins with it, in turn, never to a disabled one", () => {
  open(USUAL);
  const seen = ["d", "D", "d", "p", "p", "q"].map((key) => {
    press(key);
    return focused();
  });
  expect(seen).toEqual(["Dissolve", "Delete", "Dissolve", "Play", "Play", "Play"]);
});

it("a choice closes the menu before it is done, once", () => {
  open([item("Cut here", { run: () => did.push(`with ${root.childElementCount} menus`) })]);
  (document.activeElement as HTMLElement).click();
  expect([did, closed]).toEqual([["with 0 menus"], 1]);
});

it.each(["Escape", "Tab"])("%s closes it and does nothing, and goes no further", (key) => {
  let heard = 0;
  root.addEventListener("keydown", () => heard++);
  open(USUAL);
  press(key);
  expect([root.querySelector(".aw-menu"), closed, did, heard]).toEqual([null, 1, [], 0]);
});

it("a press elsewhere closes it, one on it does not; closing twice is closing once", () => {
  open(USUAL);
  const down = (at: Element) => at.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  down(root.querySelector(".aw-menu-label") as Element);
  expect(closed).toBe(0);
  down(document.body);
  close();
  expect(closed).toBe(1);
});

it("works the same inside a shadow root, as some notebooks have it", () => {
  const shadow = root.attachShadow({ mode: "open" });
  const inside = shadow.appendChild(document.createElement("div"));
  open(USUAL, inside);
  press("ArrowDown", shadow);
  press("ArrowDown", shadow);
  expect(focused(shadow)).toBe("Dissolve");
  shadow
    .querySelector(".aw-menu-label")
    ?.dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }));
  expect(closed).toBe(0);
});

it("tells choices from actions, and which of them counts", () => {
  open(USUAL);
  const roles = [...root.querySelectorAll("button")].map((one) => [
    one.getAttribute("role"),
    one.getAttribute("aria-checked"),
  ]);
  expect(roles[0]).toEqual(["menuitem", null]);
  expect(roles[3]).toEqual(["menuitemradio", "true"]);
  expect(root.querySelectorAll("[role=separator]")).toHaveLength(1);
  expect(root.querySelector("kbd")?.textContent).toBe("Del");
});
