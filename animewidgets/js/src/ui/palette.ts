import type { CategoryAction } from "../core/action_book";
import { h, setAttribute, setText } from "../core/dom";
import { ariaKey, showKey } from "../core/key_names";
import type { Category } from "../core/wire";
import { safeColour } from "./colours";

/** The categories as buttons: colour, key and name; that of what is active is pressed. */
export class Palette {
  readonly root: HTMLElement;
  #buttons = new Map<string | null, HTMLButtonElement>();
  #shot = h("span", { class: "aw-count" });

  constructor(categories: readonly Category[], choose: (category: Category | null) => void) {
    for (const category of categories) {
      const button = h(
        "button",
        {
          type: "button",
          class: "aw-category",
          "data-category": category.category_id,
          onclick: () => choose(category),
        },
        h("i", {
          class: "aw-swatch",
          style: `background:${safeColour(category.colour, "#888888")}`,
        }),
        h("kbd", {}),
        h("span", {}, category.name),
      );
      this.#buttons.set(category.category_id, button);
    }
    this.#buttons.set(
      null,
      h(
        "button",
        {
          type: "button",
          class: "aw-category",
          "data-category": "",
          onclick: () => choose(null),
        },
        h("i", { class: "aw-swatch" }),
        h("kbd", {}),
        h("span", {}, "None"),
      ),
    );
    this.root = h(
      "section",
      { class: "aw-palette", "aria-label": "Category of what is active" },
      h("header", { class: "aw-panel-head" }, h("h3", {}, "Category"), this.#shot),
      h("div", { class: "aw-categories" }, ...this.#buttons.values()),
    );
  }

  /** The key map is another one: tell the keys that count now. */
  refresh(keysFor: (action: "clearCategory" | CategoryAction) => readonly string[]): void {
    for (const [id, button] of this.#buttons) {
      const [key] = keysFor(id === null ? "clearCategory" : `category:${id}`);
      const name = button.querySelector("span")?.textContent ?? "";
      const sign = button.querySelector("kbd") as HTMLElement;
      setText(sign, key ? showKey(key) : "");
      setAttribute(sign, "hidden", !key);
      setAttribute(button, "title", key ? `${name} (${showKey(key)})` : name);
      setAttribute(button, "aria-keyshortcuts", key ? ariaKey(key) : null);
    }
  }

  /** Which category what is active has, and what that is: `shot 5`, `segment of music`. */
  show(category: string | null, of: string): void {
    setText(this.#shot, of);
    for (const [id, button] of this.#buttons)
      setAttribute(button, "aria-pressed", String(id === category));
  }
}
