import { h, setAttribute } from "../core/dom";
import type { Category } from "../core/wire";
import type { Schema } from "./schema";

/** So many are offered at once; who looks for another one writes more of its name. */
const OFFERED = 60;

export interface PickerOptions {
  /** What is written before it. */
  label: string;
  schema: Schema;
  /** Whether a category may be chosen. */
  allows?: (category: Category) => boolean;
  /** What choosing none means, in words; absent: one must be chosen. */
  none?: string;
  chosen?: string | null;
  changed: (categoryId: string | null) => void;
}

let made = 0;

/** A field in which a category is found by its name, among thousands. */
export class CategoryPicker {
  readonly root: HTMLElement;
  readonly input: HTMLInputElement;
  #menu: HTMLElement;
  #offers: (Category | null)[] = [];
  #at = 0;
  #value: string | null = null;

  constructor(readonly options: PickerOptions) {
    const id = `aw-pick-${++made}`;
    this.#menu = h("div", { class: "aw-pick-menu", role: "listbox", id, hidden: true });
    this.input = h("input", {
      type: "text",
      class: "aw-input",
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
      placeholder: options.none ?? "Find a category",
      oninput: () => this.#offer(),
      onfocus: () => this.input.select(),
      onclick: () => this.#offer(true),
      onblur: () => this.#leave(),
      onkeydown: (event: KeyboardEvent) => this.#key(event),
    });
    this.#menu.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const line = (event.target as Element).closest<HTMLElement>("[data-at]");
      if (line) this.#take(Number(line.dataset.at));
    });
    this.root = h(
      "label",
      { class: "aw-field aw-pick" },
      h("span", {}, options.label),
      this.input,
      this.#menu,
    );
    this.value = options.chosen ?? null;
  }

  get value(): string | null {
    return this.#value;
  }

  set value(id: string | null) {
    this.#value = id;
    this.input.value = this.#text(id);
    this.input.setCustomValidity("");
  }

  #text(id: string | null): string {
    return id === null ? "" : this.options.schema.pathOf(id);
  }

  #offer(all = false): void {
    const { schema, allows = () => true, none } = this.options;
    const sought = all ? "" : this.input.value.trim().toLocaleLowerCase();
    const found: [rank: number, category: Category][] = [];
    for (const one of schema.categories) {
      if (!allows(one)) continue;
      const name = one.name.toLocaleLowerCase();
      const at = sought ? name.indexOf(sought) : 0;
      const inPath = at < 0 && schema.pathOf(one.category_id).toLocaleLowerCase().includes(sought);
      if (at >= 0 || inPath) found.push([inPath ? 2 : at > 0 ? 1 : 0, one]);
    }
    found.sort(([a], [b]) => a - b);
    const offers = found.slice(0, OFFERED).map(([, one]) => one);
    this.#offers = none !== undefined && !sought ? [null, ...offers] : offers;
    this.#at = 0;
    const more = found.length - offers.length;
    this.#menu.replaceChildren(
      ...this.#offers.map((one, at) => this.#line(one, at)),
      ...(more > 0
        ? [
            h(
              "p",
              { class: "aw-hint" },
              `${more.toLocaleString("en")} more: write more of the name`,
            ),
          ]
        : []),
      ...(this.#offers.length ? [] : [h("p", { class: "aw-hint" }, "No category has this name.")]),
    );
    this.#open(true);
  }

  #line(one: Category | null, at: number): HTMLElement {
    if (!one)
      return h(
        "div",
        { class: "aw-pick-line", role: "option", "data-at": at },
        this.options.none ?? "",
      );
    const swatch = h("span", { class: "aw-swatch" });
    swatch.style.background = one.colour;
    const above = this.options.schema.ancestors(one.category_id).map((each) => each.name);
    return h(
      "div",
      { class: "aw-pick-line", role: "option", "data-at": at, "data-category": one.category_id },
      swatch,
      h("bdi", {}, one.name),
      above.length ? h("span", { class: "aw-hint" }, above.reverse().join(" › ")) : null,
    );
  }

  #open(open: boolean): void {
    this.#menu.hidden = !open;
    setAttribute(this.input, "aria-expanded", String(open));
    if (!open) return;
    for (const line of this.#menu.querySelectorAll<HTMLElement>("[data-at]")) {
      const selected = Number(line.dataset.at) === this.#at;
      setAttribute(line, "aria-selected", String(selected));
      if (selected) line.scrollIntoView?.({ block: "nearest" });
    }
  }

  #take(at: number): void {
    const one = this.#offers[at];
    if (one === undefined) return;
    this.#open(false);
    this.value = one?.category_id ?? null;
    this.options.changed(this.#value);
  }

  /** What was written and not chosen: it is chosen where it is the name of one; else it goes. */
  #leave(): void {
    this.#open(false);
    const written = this.input.value.trim();
    if (written === this.#text(this.#value)) return;
    const { schema, allows = () => true, none } = this.options;
    const named = schema.categories.filter((one) => one.name === written && allows(one));
    if (named.length === 1 || (!written && none !== undefined)) {
      this.value = named[0]?.category_id ?? null;
      this.options.changed(this.#value);
    } else this.input.value = this.#text(this.#value);
  }

  #key(event: KeyboardEvent): void {
    const open = !this.#menu.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      if (!open) this.#offer(true);
      else {
        this.#at = (this.#at + step + this.#offers.length) % Math.max(1, this.#offers.length);
        this.#open(true);
      }
    } else if (open && event.key === "Enter") this.#take(this.#at);
    else if (open && event.key === "Escape") {
      this.#open(false);
      this.input.value = this.#text(this.#value);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
