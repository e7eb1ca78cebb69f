import { h, setAttribute, setText } from "../core/dom";
import { clock, formatPlace, shortLength, type TimecodeForm } from "../core/timecode";
import type { Category } from "../core/wire";
import { categoryLabel } from "../ui/colours";
import { searchField, sortHeads, viewTabs } from "../ui/list_parts";
import { type RowLine, RowWindow } from "../ui/row_window";
import type { FrameIndex } from "../video/frame_index";
import type { ActiveSpan } from "./active";
import type { Marks } from "./marks";
import { type Column, filterRows, type Row, type RowKind, rowsOf, sortRows } from "./rows";

/** What the list shows of all rows: one kind, or those with a flag. */
export const VIEWS = ["shots", "segments", "events", "lines", "remarks"] as const;
export type ListView = (typeof VIEWS)[number];

const VIEW_NAMES: Readonly<Record<ListView, string>> = {
  shots: "Shots",
  segments: "Segments",
  events: "Sounds",
  lines: "Subtitles",
  remarks: "Remarks",
};
const KIND_OF: Partial<Record<ListView, RowKind>> = {
  shots: "shot",
  segments: "segment",
  events: "event",
  lines: "line",
};

type Head = readonly [name: string, column: Column];

/** The columns from left to right, and what a click on their heads sorts by. */
const USUAL: readonly Head[] = [
  ["#", "number"],
  ["Frame", "first"],
  ["Time", "first"],
  ["Length", "length"],
  ["Category", "categoryName"],
];
const OF_EVENTS: readonly Head[] = [
  ["#", "number"],
  ["Start", "startPts"],
  ["End", "endPts"],
  ["Lane", "lane"],
  ["Speaker", "speaker"],
  ["Category", "categoryName"],
];
const headsOf = (view: ListView) => (view === "events" ? OF_EVENTS : USUAL);
/** Cells of a row; where a view has fewer columns, those before the last are left out. */
const CELLS = OF_EVENTS.length;

interface Line extends RowLine {
  root: HTMLElement;
  cells: HTMLElement[];
  swatch: HTMLElement;
}

export interface ListHost {
  /** Go to a row, and make what it tells of the active one. */
  choose(row: Row): void;
  focus(): void;
}

/** What is marked as a table, to be sorted and searched. Only the rows in sight exist. */
export class MarksList {
  readonly root: HTMLElement;
  #window: RowWindow<Line>;
  #count = h("span", { class: "aw-count" });
  #search: HTMLInputElement;
  #tabs: Map<ListView, HTMLButtonElement>;
  #heads: HTMLButtonElement[];
  #view: ListView = "shots";
  #sort: { at: number; direction: -1 | 1 } = { at: 1, direction: 1 };
  #rows: readonly Row[] = [];
  #of: { marks: Marks; text: string; view: ListView; sort: unknown } | null = null;
  #current = -1;
  #form: TimecodeForm = "time";
  #marks: Marks | null = null;
  #span: ActiveSpan | null = null;

  constructor(
    readonly index: FrameIndex,
    private categories: ReadonlyMap<string, Category>,
    readonly host: ListHost,
    signal: AbortSignal,
  ) {
    const again = () => this.#refresh();
    this.#search = searchField(again, () => this.host.focus());
    this.#tabs = viewTabs(VIEWS, VIEW_NAMES, (view) => {
      this.#view = view;
      this.#sort = { at: 1, direction: 1 };
      again();
    });
    this.#heads = sortHeads(
      Array.from({ length: CELLS }, () => ""),
      (at) => this.#sortBy(this.#columnOf(at)),
    );
    this.#window = new RowWindow(
      "Marks",
      () => this.#line(),
      (line, at) => this.#write(line, this.#rows[at] as Row, at),
      signal,
    );
    this.root = h(
      "section",
      { class: "aw-list", "aria-label": "Marks" },
      h(
        "header",
        { class: "aw-list-bar" },
        h(
          "div",
          { class: "aw-tabs", role: "tablist", "aria-label": "What the list shows" },
          ...this.#tabs.values(),
        ),
        this.#count,
        this.#search,
      ),
      h("div", { class: "aw-row aw-row-head" }, ...this.#heads),
      this.#window.root,
    );
    this.#window.root.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#window.sheet.addEventListener("click", (event) => this.#click(event), { signal });
  }

  /** Show the marks, with the row of what is active marked and in sight. */
  show(marks: Marks, span: ActiveSpan | null, form: TimecodeForm): void {
    this.#marks = marks;
    this.#span = span;
    const reformed = form !== this.#form;
    this.#form = form;
    this.#derive();
    const current = this.#rowOf(span);
    const moved = current !== this.#current;
    const reset = this.#window.wasReset;
    if (!moved && !reformed && !reset && this.#shownAs === this.#rows) return;
    this.#current = current;
    this.#shownAs = this.#rows;
    this.#window.show(current, moved || reset);
  }
  #shownAs: readonly Row[] = [];

  /** Which column of the view a cell shows; -1 where it has none for it. */
  #columnOf(cell: number): number {
    const { length } = headsOf(this.#view);
    if (cell === CELLS - 1) return length - 1;
    return cell < length - 1 ? cell : -1;
  }

  /** Which of the tables is shown. */
  set view(view: ListView) {
    this.#view = view;
    this.#refresh();
  }

  #refresh(): void {
    this.#of = null;
    if (this.#marks) this.show(this.#marks, this.#span, this.#form);
  }

  /** The categories have become others. */
  takeCategories(categories: ReadonlyMap<string, Category>): void {
    this.categories = categories;
    this.#of = null;
    if (this.#marks) this.#refresh();
  }

  #derive(): void {
    const marks = this.#marks as Marks;
    const text = this.#search.value;
    const of = this.#of;
    if (of?.marks === marks && of.text === text && of.view === this.#view && of.sort === this.#sort)
      return;
    this.#of = { marks, text, view: this.#view, sort: this.#sort };
    const all = rowsOf(marks, this.categories);
    const kind = KIND_OF[this.#view];
    const some = kind
      ? filterRows(all, { text, kinds: new Set([kind]) })
      : filterRows(all, { text }).filter((row) => row.comment || row.uncertain);
    const heads = headsOf(this.#view);
    const [, column] = heads[this.#sort.at] as Head;
    this.#rows =
      (column === "first" || column === "startPts") && this.#sort.direction === 1
        ? some
        : sortRows(some, column, this.#sort.direction);
    for (const [view, tab] of this.#tabs)
      setAttribute(tab, "aria-selected", String(view === this.#view));
    setAttribute(this.#tabs.get("events") as HTMLElement, "hidden", !marks.audioLanes.length);
    setAttribute(this.root, "data-view", this.#view);
    for (const [i, head] of this.#heads.entries()) {
      const at = this.#columnOf(i);
      const name = heads[at]?.[0] ?? "";
      setAttribute(head, "hidden", at < 0);
      setText(head, name);
      setAttribute(head, "title", `Sort by ${name}`);
      const sorted = at === this.#sort.at;
      setAttribute(
        head,
        "data-sorted",
        sorted ? (this.#sort.direction === 1 ? "up" : "down") : null,
      );
    }
    const cuts = marks.shots.filter((shot) => shot.cuts.length).length;
    const whole = this.#view === "shots" && !text;
    const many = whole ? cuts : this.#rows.length;
    setText(
      this.#count,
      `${many} ${whole ? (many === 1 ? "cut" : "cuts") : many === 1 ? "row" : "rows"}`,
    );
    this.#window.count = this.#rows.length;
  }

  #rowOf(span: ActiveSpan | null): number {
    if (!span) return -1;
    return this.#rows.findIndex(({ of }) =>
      "shot" in of
        ? span.what === "shot" && of.shot.first === span.shot.first
        : "segment" in of
          ? span.what === "segment" && of.segment.id === span.segment.id
          : "event" in of
            ? span.what === "event" && of.event.id === span.event.id
            : span.what === "line" &&
              of.line.line === span.line.line &&
              of.line.source === span.line.source,
    );
  }

  #sortBy(at: number): void {
    const again = this.#sort.at === at;
    this.#sort = { at, direction: again && this.#sort.direction === 1 ? -1 : 1 };
    this.#refresh();
  }

  #click(event: Event): void {
    const row = this.#rows[this.#window.rowOf(event)];
    if (!row) return;
    this.host.choose(row);
    this.host.focus();
  }

  /** With the focus on the list its arrows go from row to row, as it is sorted. */
  #key(event: KeyboardEvent): void {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!by || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const row = this.#rows[Math.min(this.#rows.length - 1, Math.max(0, this.#current + by))];
    event.preventDefault();
    event.stopPropagation();
    if (row) this.host.choose(row);
  }

  #write({ root, cells, swatch }: Line, row: Row, at: number): void {
    const { time_base } = this.index.release;
    const category = row.category === null ? undefined : this.categories.get(row.category);
    setAttribute(root, "data-first", row.first);
    setAttribute(root, "data-kind", row.kind);
    setAttribute(root, "aria-selected", String(at === this.#current));
    setAttribute(root, "aria-posinset", at + 1);
    setAttribute(root, "aria-setsize", this.#rows.length);
    const form = this.#form === "frames" ? "time" : this.#form;
    const flags = `${row.uncertain ? " ?" : ""}${row.comment ? ` “${row.comment}”` : ""}`;
    const what =
      row.kind === "shot"
        ? [category && categoryLabel(category), row.text].filter(Boolean).join(" · ") || "–"
        : row.kind === "segment"
          ? [row.lane, category?.name].filter(Boolean).join(": ")
          : row.kind === "event"
            ? this.#view === "events"
              ? (category?.name ?? "")
              : [row.lane, row.speaker || category?.name].filter(Boolean).join(": ")
            : row.text;
    const time = (pts: number) => clock(pts - this.index.ptsOf(0), time_base, 2).replace(/^0:/, "");
    const usual = [
      `${row.number}`,
      `${row.first}`,
      // Most releases are shorter than an hour: two characters less for every row.
      formatPlace(Math.min(row.first, this.index.count - 1), this.index, form).replace(/^0:/, ""),
      shortLength(row.endPts - row.startPts, time_base),
    ];
    const texts =
      this.#view === "events"
        ? [`${row.number}`, time(row.startPts), time(row.endPts), row.lane, row.speaker]
        : usual;
    for (const [i, cell] of cells.entries()) {
      const last = i === CELLS - 1;
      setText(cell, last ? `${what}${flags}` : (texts[i] ?? ""));
      if (!last) setAttribute(cell, "hidden", texts[i] === undefined);
    }
    swatch.style.background = category?.colour ?? "transparent";
    swatch.hidden = row.kind === "line";
    setAttribute(
      root,
      "title",
      `${row.kind} ${row.number}: frames ${row.first} to ${row.end - 1}${row.comment ? `\n${row.comment}` : ""}`,
    );
  }

  #line(): Line {
    const cells = Array.from({ length: CELLS }, () => h("span", {}));
    const swatch = h("i", { class: "aw-swatch" });
    const [last] = cells.slice(-1);
    const root = h(
      "div",
      { class: "aw-row", role: "option" },
      ...cells.slice(0, -1),
      h("span", { class: "aw-row-category" }, swatch, last),
    );
    return { root, cells, swatch };
  }
}
