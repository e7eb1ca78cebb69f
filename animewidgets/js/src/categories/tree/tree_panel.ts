import { h, oncePerFrame, type Redraw, setAttribute, setText } from "../../core/dom";
import type { ActionButtons } from "../../ui/buttons";
import type { CategoriesAction } from "../actions";
import type { Designer } from "../designer";
import { Details } from "../details/details";
import type { Problem } from "../problems";
import type { Panel } from "../tabs";
import { Dragging } from "./drag";
import { Keyboard } from "./keyboard";
import { type Move, topmost } from "./moves";
import { NameField } from "./name_field";
import { duplicate, readList, writeList } from "./names";
import { Naming } from "./naming";
import { Outline } from "./outline";
import type { Row } from "./rows";
import { NOTHING_SELECTED, only, type Selection, surviving, these } from "./selection";
import { emptyTree, treeBar } from "./tree_bar";
import { dragHost } from "./tree_drag";
import { TreeView } from "./tree_view";

const NUMBERS = new Intl.NumberFormat("en");

/** The tab of the tree: lines on the left, what is known of the selected ones on the right. */
export class TreePanel implements Panel {
  readonly id = "categories";
  readonly label = "Categories";
  readonly badge = "";
  readonly root: HTMLElement;
  readonly outline = new Outline();
  readonly details: Details;
  readonly filter: HTMLInputElement;
  selection: Selection = NOTHING_SELECTED;
  readonly #view: TreeView;
  readonly #field: NameField;
  readonly #keyboard: Keyboard;
  readonly #empty: HTMLElement;
  readonly #count = h("span", { class: "aw-count", role: "status" });
  readonly naming: Naming;
  #rows: readonly Row[] = [];
  #reveal = false;
  #redraw: Redraw;

  constructor(
    readonly place: Designer,
    buttons: ActionButtons<CategoriesAction>,
    signal: AbortSignal,
  ) {
    this.#view = new TreeView(
      {
        get language() {
          return place.language;
        },
        usage: (id) => place.usage(id),
        warning: (id) =>
          this.problems(id)
            .map((one) => one.text)
            .join("\n"),
        fold: (id, all) => this.fold(id, all),
      },
      signal,
    );
    this.#field = new NameField(this.#view.rows.sheet);
    this.naming = new Naming(this, this.#field);
    this.details = new Details(this, signal);
    this.#keyboard = new Keyboard(this);
    this.filter = h("input", {
      type: "search",
      class: "aw-input aw-cat-filter",
      placeholder: "Filter",
      "aria-label": "Filter by name, key or description",
      dir: "auto",
      oninput: () => {
        this.outline.filter = this.filter.value;
        this.outline.touch();
        this.show();
      },
    });
    this.filter.addEventListener("keydown", (event) => this.#filterKey(event));
    this.#empty = emptyTree((action) => place.run(action));
    this.root = h(
      "div",
      { class: "aw-cat-panel" },
      h(
        "section",
        { class: "aw-cat-side", "aria-label": "Tree" },
        treeBar(buttons, this.filter, place.languageChoice.root),
        h("div", { class: "aw-cat-tree" }, this.#view.root, this.#empty),
        h("footer", { class: "aw-cat-foot" }, this.#count),
      ),
      this.details.root,
    );
    this.#redraw = oncePerFrame(() => this.show(), signal);
    this.#listen(signal);
  }

  /** Escape shows all again, Enter and the arrow go on to what was found. */
  #filterKey(event: KeyboardEvent): void {
    if (event.isComposing || !["Escape", "Enter", "ArrowDown"].includes(event.key)) return;
    if (event.key === "Escape") {
      this.filter.value = this.outline.filter = "";
      this.outline.touch();
      this.#reveal = true;
    } else if (this.outline.lineOf(this.selection.active) < 0)
      this.select(only(this.outline.rows.find((row) => !row.dim)?.category.category_id ?? null));
    event.preventDefault();
    event.stopPropagation();
    this.show();
    this.focus();
  }

  get schema() {
    return this.place.draft.schema;
  }

  /** What is wrong with a category. */
  problems(id: string): readonly Problem[] {
    return this.place.problems.get(id) ?? [];
  }

  focus(): void {
    if (this.#field.open) this.#field.focus();
    else this.#view.root.focus({ preventScroll: true });
  }

  /** Draw at the next frame. */
  redraw(): void {
    this.#redraw();
  }

  /** Keep the selection to what is there, also between two drawings: the next key acts on it. */
  #follow(): void {
    const { schema, outline } = this;
    outline.update(schema);
    if (outline.rows !== this.#rows) {
      const { ids, active } = this.selection;
      const gone = [...ids, ...(active === null ? [] : [active])].some((id) => !schema.has(id));
      if (gone) this.selection = surviving(this.selection, this.#rows.map(idOf), everything(this));
      this.#rows = outline.rows;
    }
  }

  show(): void {
    this.#redraw.cancel(); // the host draws this with the rest
    this.#follow();
    const { outline } = this;
    this.naming.check();
    const { lines, at } = this.#lines();
    const active = at >= 0 ? at : this.#reveal ? outline.lineOf(this.selection.active) : -1;
    this.#reveal = false;
    const stands = outline.lineOf(this.selection.active);
    this.#view.show(
      lines,
      this.selection,
      at,
      active,
      at >= 0 && at <= stands ? stands + 1 : stands,
    );
    const line = lines[at];
    if (at >= 0 && line) {
      this.#field.place(at, line.depth);
      this.#field.focus();
    }
    const filtered = this.outline.filter.trim() !== "";
    if (this.filter.value !== outline.filter) this.filter.value = outline.filter;
    setAttribute(this.#empty, "hidden", lines.length > 0 || filtered);
    setText(this.#count, this.#counted(filtered));
    this.details.show();
    this.place.selectionChanged();
  }

  #counted(filtered: boolean): string {
    const count = this.schema.categories.length;
    const all = count === 1 ? "1 category" : `${NUMBERS.format(count)} categories`;
    const parts = [all];
    if (filtered) parts.unshift(`${this.outline.rows.filter((row) => !row.dim).length} of`);
    const text = parts.join(" ");
    const chosen = this.selection.ids.size;
    return chosen > 1 ? `${text} · ${chosen} selected` : text;
  }

  #lines() {
    const naming = this.naming.now;
    if (!naming) return { lines: this.outline.rows, at: -1 };
    if ("renames" in naming)
      return { lines: this.outline.rows, at: this.outline.lineOf(naming.renames) };
    return this.outline.withBlank(this.schema, naming.makes);
  }

  select(selection: Selection, reveal = true): void {
    this.selection = selection;
    this.#reveal ||= reveal;
    this.redraw();
  }

  /** Select these, unfolded and in sight. */
  reveal(ids: readonly string[]): void {
    const there = ids.filter((id) => this.schema.has(id));
    if (!there.length) return;
    this.outline.reveal(this.schema, there);
    this.outline.update(this.schema);
    this.select(these(there));
  }

  fold(id: string, all = false): void {
    this.outline.fold(this.schema, id, all);
    this.redraw();
  }

  foldAll(shut: boolean): void {
    this.outline.foldAll(this.schema, shut);
    this.#reveal = true;
    this.redraw();
  }

  /** What is selected as a whole moves: those that lie below none of the others. */
  get moved(): string[] {
    return topmost(this.schema, this.selection.ids);
  }

  take(move: Move, said: string): boolean {
    if ("refused" in move) {
      this.place.announcer.refuse(move.refused);
      return false;
    }
    const done = this.place.take(move.changes, said);
    if (done) {
      this.outline.reveal(this.schema, this.selection.ids);
      this.#reveal = true;
      this.#follow();
      this.redraw();
    }
    return done;
  }

  run(action: CategoriesAction): boolean {
    return this.#keyboard.run(action);
  }

  // --- lists ----------------------------------------------------------------------------------

  /** The names of what is selected, and of all below it, as a list. */
  get list(): string {
    const { schema } = this;
    const lines = (id: string, depth: number): { name: string; depth: number }[] => [
      { name: schema.get(id)?.name ?? id, depth },
      ...schema.children(id).flatMap((one) => lines(one.category_id, depth + 1)),
    ];
    return writeList(this.moved.flatMap((id) => lines(id, 0)));
  }

  duplicate(): void {
    const copies: string[] = [];
    const made = this.moved.map((id) => {
      const copy = duplicate(this.schema, id, (one) => this.place.isTaken(one));
      copies.push(copy.id);
      return copy.changes;
    });
    const changes = made.flat();
    if (!changes.length) return;
    const said = changes.length === 1 ? "One copy is made" : `${changes.length} copies are made`;
    if (this.place.take(changes, said)) this.reveal(copies);
  }

  // --- pointer -----------------------------------------------------------------------------------

  #listen(signal: AbortSignal): void {
    const { root } = this.#view;
    root.addEventListener("click", (event) => this.#keyboard.click(event, this.#view.idOf(event)), {
      signal,
    });
    root.addEventListener(
      "dblclick",
      (event) => {
        const id = this.#view.idOf(event);
        if (id !== null && !(event.target as Element).closest(".aw-twisty")) this.naming.rename(id);
      },
      { signal },
    );
    root.addEventListener(
      "contextmenu",
      (event) => {
        const id = this.#view.idOf(event);
        event.preventDefault();
        if (id !== null && !this.selection.ids.has(id)) this.select(only(id));
        this.place.menuAt({ x: event.clientX, y: event.clientY }, id !== null);
      },
      { signal },
    );
    root.addEventListener("keydown", (event) => this.#keyboard.find(event), { signal });
    for (const kind of ["copy", "paste"] as const)
      this.root.addEventListener(kind, (event) => this.#clipboard(event), { signal });
    new Dragging(this.#view, dragHost(this), signal);
  }

  #clipboard(event: ClipboardEvent): void {
    const target = event.target as Element;
    if (target.closest("input, textarea, select, .aw-details")) return;
    if (event.type === "copy") {
      const { list } = this;
      if (!list) return;
      event.clipboardData?.setData("text/plain", list);
      this.place.announcer.say(`Copied: ${list.split("\n").length} names`);
    } else {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!readList(text).length) return;
      this.naming.pasteList(text);
    }
    event.preventDefault();
  }

  /** The blank line, where one is typed. */
  get typing(): boolean {
    return this.naming.now !== null;
  }

  /** Rows in sight, for keys that move by a page. */
  get page(): number {
    return Math.max(1, Math.floor(this.#view.root.clientHeight / 26) - 1);
  }
}

const idOf = (row: Row) => row.category.category_id;

/** Everything that is there, shown or not: what is folded away stays selected. */
function everything({ schema, outline }: TreePanel): string[] {
  const shown = outline.order;
  return shown.length === schema.categories.length
    ? shown
    : [...shown, ...schema.categories.map((one) => one.category_id)];
}
