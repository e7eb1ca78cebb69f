import { h, oncePerFrame, setAttribute, setText } from "../../core/dom";
import type { ActionButtons } from "../../ui/buttons";
import type { CategoriesAction } from "../actions";
import type { Designer } from "../designer";
import { Details } from "../details/details";
import { spread } from "../details/palette";
import type { Problem } from "../problems";
import type { Panel } from "../tabs";
import { Dragging } from "./drag";
import { Keyboard } from "./keyboard";
import { type Move, topmost } from "./moves";
import { NameField } from "./name_field";
import { addList, duplicate, identityFor, readList, tidyName, writeList } from "./names";
import { type NewPlace, Outline } from "./outline";
import { nameIn, type Row } from "./rows";
import { NOTHING_SELECTED, only, type Selection, surviving, these } from "./selection";
import { emptyTree, treeBar } from "./tree_bar";
import { dragHost } from "./tree_drag";
import { TreeView } from "./tree_view";

/** What is being typed: another name of a category, or that of a new one. */
type Naming = { readonly renames: string } | { readonly makes: NewPlace };

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
  #naming: Naming | null = null;
  #rows: readonly Row[] = [];
  #reveal = false;
  #redraw: () => void;

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
        treeBar(buttons, this.filter, place.languageChoice),
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

  show(): void {
    const { schema, outline } = this;
    outline.update(schema);
    if (outline.rows !== this.#rows) {
      // Of thousands only what came or went is looked at, and only when something did.
      this.selection = surviving(this.selection, this.#rows.map(idOf), everything(this));
      this.#rows = outline.rows;
    }
    if (this.#naming && "renames" in this.#naming && !schema.has(this.#naming.renames))
      this.#stop();
    const naming = this.#naming;
    if (naming && "makes" in naming && naming.makes.parent && !schema.has(naming.makes.parent))
      this.#stop();
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
    const all = count === 1 ? "1 category" : `${count.toLocaleString("en")} categories`;
    const parts = [all];
    if (filtered) parts.unshift(`${this.outline.rows.filter((row) => !row.dim).length} of`);
    const text = parts.join(" ");
    const chosen = this.selection.ids.size;
    return chosen > 1 ? `${text} · ${chosen} selected` : text;
  }

  #lines() {
    const naming = this.#naming;
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
      this.show();
    }
    return done;
  }

  run(action: CategoriesAction): boolean {
    return this.#keyboard.run(action);
  }

  // --- names -----------------------------------------------------------------------------------

  rename(id: string): void {
    const category = this.schema.get(id);
    if (!category) return;
    this.outline.reveal(this.schema, [id]);
    this.#naming = { renames: id };
    const { language } = this.place;
    this.#field.begin(nameIn(category, language), {
      enter: (text) => {
        this.#stop();
        this.renameTo(id, text);
        this.show();
        this.focus();
      },
      indent: (text, step) => {
        this.renameTo(id, text);
        this.run(step > 0 ? "categories.moveIn" : "categories.moveOut");
        this.show();
      },
      paste: (text) => {
        this.#stop();
        this.pasteList(text);
      },
      escape: () => {
        this.#stop();
        this.show();
        this.focus();
      },
      left: (text) => {
        if (!document.hasFocus()) return;
        this.#stop();
        this.renameTo(id, text);
        this.redraw();
      },
    });
    this.select(only(id));
    this.show();
  }

  /** Another name, in the language that is shown. */
  renameTo(id: string, text: string): void {
    const name = tidyName(text);
    const category = this.schema.get(id);
    if (!category) return;
    if (name === null) {
      this.place.announcer.refuse("A category needs a name: it keeps the one that it has.");
      return;
    }
    const { language } = this.place;
    if (name === nameIn(category, language)) return;
    const said = `“${nameIn(category, language)}” is called “${name}” now`;
    if (language === null) {
      this.place.take([{ op: "edit", category_id: id, set: { name } }], said);
      return;
    }
    const others = category.translations ?? [];
    const known = others.find((one) => one.language === language);
    const translations = known
      ? others.map((one) => (one === known ? { ...one, name } : one))
      : [...others, { language, name }];
    this.place.take([{ op: "edit", category_id: id, set: { translations } }], said);
  }

  /** Begin to type the name of a new category; each Enter makes it and goes on to the next. */
  add(makes: NewPlace, text = ""): void {
    if (this.outline.filter) {
      this.outline.filter = "";
      this.outline.touch();
    }
    if (makes.parent !== null) {
      this.outline.reveal(this.schema, [makes.parent]);
      if (this.outline.folded.delete(makes.parent)) this.outline.touch();
    }
    this.#naming = { makes };
    this.#field.begin(text, {
      enter: (typed) => {
        const made = this.#make(makes, typed);
        if (made) this.add(makes);
        else this.#done();
      },
      indent: (typed, step) => {
        const deeper = step > 0 ? this.#deeper(makes) : this.#shallower(makes);
        if (deeper) this.add(deeper, typed);
      },
      paste: (list) => this.#makeList(makes, list),
      escape: () => this.#done(),
      left: (typed) => {
        if (!document.hasFocus()) return;
        this.#stop();
        this.#make(makes, typed);
        this.redraw();
      },
    });
    this.show();
  }

  /** A new category after the one that is active, or below it. */
  addAt(below: boolean): void {
    const active = this.schema.get(this.selection.active ?? "");
    if (!active) this.add({ parent: null, before: null });
    else if (below) this.add({ parent: active.category_id, before: null });
    else this.add({ parent: active.parent, before: this.#next(active.category_id) });
  }

  #done(): void {
    this.#stop();
    this.show();
    this.focus();
  }

  #stop(): void {
    this.#naming = null;
    this.#field.close();
  }

  #next(id: string): string | null {
    const siblings = this.schema.children(this.schema.get(id)?.parent ?? null);
    return siblings[siblings.findIndex((one) => one.category_id === id) + 1]?.category_id ?? null;
  }

  #deeper({ parent, before }: NewPlace): NewPlace | null {
    const siblings = this.schema.children(parent).map((one) => one.category_id);
    const until = before === null ? siblings.length : siblings.indexOf(before);
    const above = siblings[until - 1];
    return above === undefined ? null : { parent: above, before: null };
  }

  #shallower({ parent }: NewPlace): NewPlace | null {
    if (parent === null) return null;
    return { parent: this.schema.get(parent)?.parent ?? null, before: this.#next(parent) };
  }

  #make(makes: NewPlace, text: string): boolean {
    const name = tidyName(text);
    if (name === null) return false;
    const category_id = identityFor(name, (id) => this.place.isTaken(id));
    const [colour = "#888888"] = spread(1, this.#coloursBeside(makes.parent));
    const category = { category_id, name, colour, hotkey: null, parent: makes.parent };
    const made = this.place.take(
      [{ op: "add", category, before: makes.before }],
      `“${name}” is added`,
    );
    if (made) this.selection = only(category_id);
    return made;
  }

  #makeList(makes: NewPlace, text: string): void {
    const list = readList(text);
    if (!list.length) return;
    const colours = spread(Math.min(list.length, 200), this.#coloursBeside(makes.parent));
    const { changes, ids } = addList(
      list,
      makes,
      (id) => this.place.isTaken(id),
      (n) => colours[n % colours.length] as string,
    );
    this.#stop();
    const said =
      list.length === 1 ? "One category is added" : `${list.length} categories are added`;
    if (this.place.take(changes, said)) this.reveal(ids.slice(0, 1));
    this.show();
    this.focus();
  }

  /** Put a list of names after what is active. */
  pasteList(text: string): void {
    const active = this.schema.get(this.selection.active ?? "");
    this.#makeList(
      active
        ? { parent: active.parent, before: this.#next(active.category_id) }
        : { parent: null, before: null },
      text,
    );
  }

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

  #coloursBeside(parent: string | null): string[] {
    const siblings = this.schema.children(parent);
    return (siblings.length ? siblings : this.schema.categories.slice(-20)).map(
      (one) => one.colour,
    );
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
        if (id !== null && !(event.target as Element).closest(".aw-twisty")) this.rename(id);
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
      this.pasteList(text);
    }
    event.preventDefault();
  }

  /** The blank line, where one is typed. */
  get typing(): boolean {
    return this.#naming !== null;
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
