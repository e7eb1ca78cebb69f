import { h, setAttribute, setText } from "../../core/dom";
import { icon } from "../../core/icons";
import { showKey } from "../../core/key_names";
import { safeColour } from "../../ui/colours";
import { RowWindow } from "../../ui/row_window";
import { nameIn, type Row } from "./rows";
import type { Selection } from "./selection";

/** Pixels that each level is indented by. */
export const INDENT = 18;
/** Pixels before the name of a category at the top. */
export const INSET = 8;

/** A line for a name that is being typed and is no category yet. */
export interface Blank {
  readonly blank: true;
  readonly depth: number;
}

export type Line = Row | Blank;

export const isBlank = (line: Line | undefined): line is Blank => !!line && "blank" in line;

export interface TreeHost {
  readonly language: string | null;
  usage(categoryId: string): { annotations: number; tasks: number };
  /** What is wrong with a category, in words; empty: nothing. */
  warning(categoryId: string): string;
  fold(categoryId: string, all: boolean): void;
}

interface Drawn {
  root: HTMLElement;
  twisty: HTMLElement;
  swatch: HTMLElement;
  name: HTMLElement;
  warn: HTMLElement;
  key: HTMLElement;
  count: HTMLElement;
}

/** The lines of the tree that are in sight; what they do is for the panel around to say. */
export class TreeView {
  readonly rows: RowWindow<Drawn>;
  readonly root: HTMLElement;
  lines: readonly Line[] = [];
  #selection: Selection | null = null;
  #hidden = -1;
  readonly #id = `aw-tree-${Math.random().toString(36).slice(2, 8)}`;

  constructor(
    readonly host: TreeHost,
    signal: AbortSignal,
  ) {
    this.rows = new RowWindow<Drawn>(
      "Categories",
      () => this.#make(),
      (drawn, at) => this.#write(drawn, at),
      signal,
    );
    this.root = this.rows.root;
    this.root.classList.add("aw-cat-rows");
    this.root.setAttribute("role", "tree");
    this.root.setAttribute("aria-multiselectable", "true");
  }

  /** Draw these lines; `hidden` is that whose name is being typed, `active` the one that keys act on, or -1. */
  show(
    lines: readonly Line[],
    selection: Selection,
    hidden: number,
    reveal: number,
    active: number,
  ): void {
    this.lines = lines;
    this.#selection = selection;
    this.#hidden = hidden;
    this.rows.count = lines.length;
    this.rows.show(reveal, reveal >= 0);
    setAttribute(this.root, "aria-activedescendant", active >= 0 ? `${this.#id}-${active}` : null);
  }

  /** The category of an event, or `null`. */
  idOf(event: Event): string | null {
    const line = this.lines[this.rows.rowOf(event)];
    return line && !isBlank(line) ? line.category.category_id : null;
  }

  #make(): Drawn {
    const twisty = h(
      "button",
      { type: "button", class: "aw-twisty", tabindex: -1, "aria-hidden": "true" },
      "▸",
    );
    const swatch = h("i", { class: "aw-swatch" });
    const name = h("bdi", { class: "aw-cat-name", dir: "auto" });
    const warn = h("span", { class: "aw-cat-warn", role: "img" }, icon("warning"));
    const key = h("kbd", {});
    const count = h("span", { class: "aw-count aw-cat-count" });
    const root = h(
      "div",
      { class: "aw-row aw-cat-row", role: "treeitem" },
      twisty,
      swatch,
      name,
      warn,
      h("span", { class: "aw-spring" }),
      key,
      count,
    );
    twisty.addEventListener("click", (event) => {
      const line = this.lines[Number(root.dataset.at)];
      if (line && !isBlank(line)) this.host.fold(line.category.category_id, event.altKey);
    });
    return { root, twisty, swatch, name, warn, key, count };
  }

  #write(drawn: Drawn, at: number): void {
    const line = this.lines[at];
    const { root, twisty, swatch, name, warn, key, count } = drawn;
    if (!line) return;
    root.style.setProperty("--aw-depth", String(line.depth));
    setAttribute(root, "data-typing", at === this.#hidden);
    setAttribute(root, "aria-level", line.depth + 1);
    if (isBlank(line)) {
      for (const one of [warn, key]) setAttribute(one, "hidden", true);
      setAttribute(twisty, "data-leaf", true);
      setAttribute(root, "data-category", null);
      setAttribute(root, "aria-selected", "false");
      setAttribute(root, "data-active", null);
      swatch.style.background = "transparent";
      setText(name, "");
      setText(count, "");
      return;
    }
    const { category } = line;
    const id = category.category_id;
    const shown = nameIn(category, this.host.language);
    root.id = `${this.#id}-${at}`;
    setAttribute(root, "data-category", id);
    setAttribute(root, "aria-selected", String(this.#selection?.ids.has(id) ?? false));
    setAttribute(root, "data-active", this.#selection?.active === id);
    setAttribute(root, "data-dim", line.dim);
    setAttribute(root, "aria-expanded", line.children ? String(line.open) : null);
    setAttribute(root, "aria-posinset", line.place);
    setAttribute(root, "aria-setsize", line.siblings);
    setAttribute(twisty, "data-leaf", !line.children);
    swatch.style.background = safeColour(category.colour, "#888888");
    setText(name, shown);
    setAttribute(
      name,
      "data-untranslated",
      this.host.language !== null && !translated(category, this.host.language),
    );
    setAttribute(name, "title", shown === category.name ? shown : `${shown}\n${category.name}`);
    const wrong = this.host.warning(id);
    setAttribute(warn, "hidden", !wrong);
    setAttribute(warn, "title", wrong || null);
    setAttribute(warn, "aria-label", wrong || null);
    setAttribute(key, "hidden", category.hotkey === null);
    setText(key, category.hotkey === null ? "" : showKey(category.hotkey));
    const used = this.host.usage(id).annotations;
    setText(count, used ? used.toLocaleString("en") : "");
    setAttribute(count, "title", used ? `${used.toLocaleString("en")} labels` : null);
  }
}

function translated(category: Row["category"], language: string): boolean {
  return category.translations?.some((one) => one.language === language) ?? false;
}
