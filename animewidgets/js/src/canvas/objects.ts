import { h, setAttribute, setText } from "../core/dom";
import { icon, setIcon } from "../core/icons";
import type { Category } from "../core/wire";
import { categoryLabel } from "../ui/colours";
import { searchField, sortHeads, viewTabs } from "../ui/list_parts";
import { type RowLine, RowWindow } from "../ui/row_window";
import type { Figure, Figures } from "./figures";
import type { Points } from "./geometry";
import { colourOf } from "./pens";
import { markedIn, verticesOf } from "./shapes";
import { objectSuffix } from "./tracks/track_rows";

export const VIEWS = ["frame", "all", "remarks"] as const;
type ListView = (typeof VIEWS)[number];
const VIEW_NAMES: Readonly<Record<ListView, string>> = {
  frame: "This frame",
  all: "All frames",
  remarks: "Remarks",
};

/** Beside the kind of a track's shape: how it stands on the frame. */
const TRACK_SIGNS = { key: " ◆", linear: " ◇", hold: " □", ghost: " –" } as const;

/** What a column sorts by. */
const HEADS: readonly [name: string, key: (figure: Figure, name: string) => number | string][] = [
  ["Frame", ({ ordinal }) => ordinal],
  ["Shape", ({ kind }) => kind],
  ["Size", ({ area }) => area],
  ["Category", (_, name) => name],
];

export interface ObjectsHost {
  choose(figure: Figure, more: boolean): void;
  toggleHidden(figure: Figure): void;
  toggleLocked(figure: Figure): void;
  focus(): void;
}

export interface ObjectsState {
  readonly figures: Figures;
  readonly frame: number;
  readonly selected: ReadonlySet<string>;
  readonly hidden: ReadonlySet<string>;
  readonly locked: ReadonlySet<string>;
  /** A number that changes with hidden and locked. */
  readonly changes: number;
}

interface Line extends RowLine {
  cells: HTMLElement[];
  swatch: HTMLElement;
  eye: HTMLButtonElement;
  lock: HTMLButtonElement;
}

/** The shapes as a table, of this frame or of all; sorted, searched, by category; in step with the canvas. */
export class Objects {
  readonly root: HTMLElement;
  #window: RowWindow<Line>;
  #tabs: Map<ListView, HTMLButtonElement>;
  #heads: HTMLButtonElement[];
  #search: HTMLInputElement;
  #filter: HTMLSelectElement;
  #count = h("span", { class: "aw-count" });
  #view: ListView = "frame";
  #sort: { at: number; direction: -1 | 1 } = { at: 0, direction: 1 };
  #rows: readonly Figure[] = [];
  #state: ObjectsState | null = null;
  #of: unknown[] = [];

  constructor(
    private categories: ReadonlyMap<string, Category>,
    readonly host: ObjectsHost,
    signal: AbortSignal,
  ) {
    this.#search = searchField(
      () => this.#again(),
      () => host.focus(),
    );
    this.#filter = h(
      "select",
      {
        class: "aw-select aw-list-filter",
        "aria-label": "Shapes of which category",
        title: "Shapes of which category",
        onchange: () => {
          this.#again();
          host.focus();
        },
      },
      ...filterOptions(categories),
    );
    this.#tabs = viewTabs(VIEWS, VIEW_NAMES, (view) => {
      this.#view = view;
      this.#again();
    });
    this.#heads = sortHeads(
      HEADS.map(([name]) => name),
      (at) => this.#sortBy(at),
    );
    this.#window = new RowWindow(
      "Shapes",
      () => this.#line(),
      (line, at) => this.#write(line, this.#rows[at] as Figure, at),
      signal,
    );
    setAttribute(this.#window.root, "aria-multiselectable", "true");
    this.#window.root.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#window.sheet.addEventListener("click", (event) => this.#click(event), { signal });
    this.root = h(
      "section",
      { class: "aw-list aw-objects", "aria-label": "Shapes" },
      h(
        "header",
        { class: "aw-list-bar" },
        h(
          "div",
          { class: "aw-tabs", role: "tablist", "aria-label": "What the list shows" },
          ...this.#tabs.values(),
        ),
        this.#count,
        h("div", { class: "aw-list-fields" }, this.#filter, this.#search),
      ),
      h("div", { class: "aw-row aw-row-head" }, ...this.#heads, h("span", {}), h("span", {})),
      this.#window.root,
    );
  }

  show(state: ObjectsState): void {
    this.#state = state;
    const derived = this.#derive(state);
    const { selected, changes } = state;
    const of = [derived, [...selected].join(), changes];
    const reset = this.#window.wasReset;
    if (!reset && of.every((one, n) => one === this.#of[n])) return;
    const chosen = of[1] !== this.#of[1];
    this.#of = of;
    const at = this.#rows.findIndex(({ id }) => selected.has(id));
    this.#window.show(at, chosen || reset);
  }

  #again(): void {
    this.#key_ = "";
    if (this.#state) this.show(this.#state);
  }
  #key_ = "";
  #derived: readonly Figure[] = [];
  #live: unknown = null;

  /** The rows; the same value as long as nothing they depend on changed. */
  #derive({ figures, frame }: ObjectsState): readonly Figure[] {
    const text = this.#search.value.trim().toLowerCase();
    const category = this.#filter.value;
    const { at, direction } = this.#sort;
    const key = [this.#view, this.#view === "frame" ? frame : "", text, category, at, direction];
    if (this.#live === figures && key.join("\n") === this.#key_) return this.#derived;
    this.#live = figures;
    this.#key_ = key.join("\n");
    let rows = this.#view === "frame" ? figures.on(frame) : figures.all;
    if (this.#view === "remarks")
      rows = rows.filter(({ annotation }) => annotation.comment || annotation.uncertain);
    if (category !== "*") rows = rows.filter((one) => (one.category ?? "") === category);
    if (text) rows = rows.filter((one) => this.#told(one).toLowerCase().includes(text));
    const value = (HEADS[at] as (typeof HEADS)[number])[1];
    const sorted = [...rows].sort((a, b) => {
      const [one, other] = [value(a, this.#nameOf(a)), value(b, this.#nameOf(b))];
      return one < other ? -direction : one > other ? direction : 0;
    });
    this.#rows = this.#derived = sorted;
    this.#window.count = sorted.length;
    for (const [view, tab] of this.#tabs)
      setAttribute(tab, "aria-selected", String(view === this.#view));
    for (const [n, head] of this.#heads.entries())
      setAttribute(head, "data-sorted", n === at ? (direction === 1 ? "up" : "down") : null);
    setText(this.#count, `${sorted.length} ${sorted.length === 1 ? "shape" : "shapes"}`);
    return sorted;
  }

  /** The categories have become others. */
  takeCategories(categories: ReadonlyMap<string, Category>): void {
    this.categories = categories;
    const { value } = this.#filter;
    this.#filter.replaceChildren(...filterOptions(categories));
    this.#filter.value = value === "" || categories.has(value) ? value : "*";
    this.#again();
  }

  #nameOf({ category }: Figure): string {
    return category === null ? "" : (this.categories.get(category)?.name ?? category);
  }

  #told(figure: Figure): string {
    const { comment, uncertain } = figure.annotation;
    const flags = `${uncertain ? " ?" : ""}${comment ? ` “${comment}”` : ""}`;
    const of = figure.track ? `track of a ${figure.kind}` : figure.kind;
    return `${of} ${this.#nameOf(figure) || "–"}${flags}`;
  }

  #sortBy(at: number): void {
    const again = this.#sort.at === at;
    this.#sort = { at, direction: again && this.#sort.direction === 1 ? -1 : 1 };
    this.#again();
  }

  #click(event: MouseEvent): void {
    const figure = this.#rows[this.#window.rowOf(event)];
    if (!figure) return;
    const button = (event.target as Element).closest<HTMLElement>("button");
    if (button?.dataset.toggle === "hidden") this.host.toggleHidden(figure);
    else if (button) this.host.toggleLocked(figure);
    else this.host.choose(figure, event.ctrlKey || event.metaKey || event.shiftKey);
    this.host.focus();
  }

  /** With the focus on the list its arrows go from row to row, as it is sorted. */
  #key(event: KeyboardEvent): void {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!by || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const selected = this.#state?.selected;
    const at = this.#rows.findIndex(({ id }) => selected?.has(id));
    const row = this.#rows[Math.min(this.#rows.length - 1, Math.max(0, at + by))];
    event.preventDefault();
    event.stopPropagation();
    if (row) this.host.choose(row, false);
  }

  #write({ root, cells, swatch, eye, lock }: Line, figure: Figure, at: number): void {
    const state = this.#state as ObjectsState;
    const category = figure.category === null ? undefined : this.categories.get(figure.category);
    const { comment, uncertain } = figure.annotation;
    const flags = `${uncertain ? " ?" : ""}${comment ? ` “${comment}”` : ""}`;
    const texts = [
      `${figure.ordinal}`,
      `${figure.kind}${figure.track ? TRACK_SIGNS[figure.track.source] : ""}`,
      sizeOf(figure),
      `${category ? categoryLabel(category) : "–"}${objectSuffix(figure.annotation, state.figures)}${flags}`,
    ];
    for (const [n, text] of texts.entries()) setText(cells[n] as HTMLElement, text);
    swatch.style.background = category ? colourOf(category) : "transparent";
    setAttribute(root, "aria-selected", String(state.selected.has(figure.id)));
    setAttribute(root, "aria-posinset", at + 1);
    setAttribute(root, "aria-setsize", this.#rows.length);
    setAttribute(root, "data-kind", figure.kind);
    setAttribute(root, "title", `${this.#told(figure)}, frame ${figure.ordinal}`);
    const [hidden, locked] = [state.hidden.has(figure.id), state.locked.has(figure.id)];
    setAttribute(eye, "aria-pressed", String(hidden));
    setAttribute(eye, "aria-label", hidden ? "Hidden: show it" : "Hide it");
    setAttribute(eye, "title", hidden ? "Hidden: show it" : "Hide it");
    setIcon(eye.firstElementChild as SVGSVGElement, hidden ? "hidden" : "shown");
    setAttribute(lock, "aria-pressed", String(locked));
    setAttribute(lock, "aria-label", locked ? "Locked: unlock it" : "Lock it");
    setAttribute(lock, "title", locked ? "Locked: unlock it" : "Lock it");
  }

  #line(): Line {
    const cells = Array.from({ length: 4 }, () => h("span", {}));
    const swatch = h("i", { class: "aw-swatch" });
    const toggle = (name: "hidden" | "locked") =>
      h(
        "button",
        { type: "button", class: "aw-row-toggle", "data-toggle": name, tabindex: -1 },
        icon(name === "hidden" ? "shown" : "lock"),
      );
    const [eye, lock] = [toggle("hidden"), toggle("locked")];
    const root = h(
      "div",
      { class: "aw-row", role: "option" },
      ...cells.slice(0, -1),
      h("span", { class: "aw-row-category" }, swatch, cells.at(-1)),
      eye,
      lock,
    );
    return { root, cells, swatch, eye, lock };
  }
}

/** Pixels of a box or mask, vertices of a polygon, how many points. */
function sizeOf({ kind, shape, extent, area }: Figure): string {
  if (kind === "box") return `${Math.round(extent.width)}×${Math.round(extent.height)}`;
  if (kind === "polygon") return `${verticesOf(kind, shape).length} v`;
  if (kind === "mask") return `${area} px`;
  const points = markedIn(shape as Points).length;
  return `${points} ${points === 1 ? "pt" : "pts"}`;
}

function filterOptions(categories: ReadonlyMap<string, Category>): HTMLElement[] {
  return [
    h("option", { value: "*" }, "all categories"),
    ...[...categories.values()].map(({ category_id, name }) =>
      h("option", { value: category_id }, name),
    ),
    h("option", { value: "" }, "without"),
  ];
}
