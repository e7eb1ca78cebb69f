import { h, setAttribute, setText } from "../core/dom";
import { formatPlace, type TimecodeForm } from "../core/timecode";
import type { Pair, Piece } from "../timemaps/patch";
import { isMatch } from "../timemaps/patch";
import { stepsBy } from "../ui/list_keys";
import { viewTabs } from "../ui/list_parts";
import { RowWindow } from "../ui/row_window";
import { colourOf } from "./confidence";
import type { MapIndex } from "./map_index";
import type { Side } from "./side";
import { countOf, evidenceOf, percent, roleName, STATUS_NAMES } from "./words";

const VIEWS = ["all", "doubtful", "alone", "looked"] as const;
type View = (typeof VIEWS)[number];
const VIEW_NAMES: Readonly<Record<View, string>> = {
  all: "All",
  doubtful: "Doubtful",
  alone: "On one side only",
  looked: "Looked at",
};

interface Line {
  readonly root: HTMLElement;
  readonly cells: readonly HTMLElement[];
  readonly swatch: HTMLElement;
}

export interface TableHost {
  readonly a: Side;
  readonly b: Side;
  readonly dark: boolean;
  readonly timecode: TimecodeForm;
  /** Go to a piece. */
  go(row: number): void;
  menu(row: number, at: { x: number; y: number }): void;
  focus(): void;
}

const HEADS = ["", "Role", "A", "B", "Sure", "Rests on", "Look at it because", "Status"] as const;

/** The pieces of the map as a list: what, where, how sure, why, and who says so. Only lines in sight exist. */
export class PieceTable {
  readonly root: HTMLElement;
  #view: View = "all";
  #index: MapIndex | null = null;
  #rows: readonly number[] | null = null;
  #tabs: Map<View, HTMLButtonElement>;
  #window: RowWindow<Line>;
  #current = -1;

  constructor(
    readonly host: TableHost,
    signal: AbortSignal,
  ) {
    this.#tabs = viewTabs(VIEWS, VIEW_NAMES, (view) => {
      this.#view = view;
      this.#choose();
      host.focus();
    });
    this.#window = new RowWindow<Line>(
      "Pieces of the map",
      () => this.#line(),
      (line, at) => this.#write(line, at),
      signal,
    );
    const { root: rows } = this.#window;
    rows.addEventListener("click", (event) => {
      const at = this.#window.rowOf(event);
      if (at >= 0) host.go(this.#rowAt(at));
      host.focus();
    });
    rows.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      event.stopPropagation();
      const at = this.#window.rowOf(event);
      if (at < 0) return;
      host.go(this.#rowAt(at));
      host.menu(this.#rowAt(at), { x: event.clientX, y: event.clientY });
    });
    rows.addEventListener("keydown", (event) => this.#key(event));
    this.root = h(
      "section",
      { class: "aw-al-table", "aria-label": "Pieces" },
      h(
        "div",
        { class: "aw-list-bar" },
        h("div", { class: "aw-tabs", role: "tablist" }, ...this.#tabs.values()),
      ),
      h("div", { class: "aw-row aw-row-head" }, ...HEADS.map((head) => h("span", {}, head))),
      rows,
    );
  }

  show(index: MapIndex, current: number): void {
    const other = index !== this.#index;
    this.#index = index;
    const moved = current !== this.#current;
    this.#current = current;
    if (other) this.#choose();
    else if (moved || this.#window.wasReset) this.#window.show(this.#placeOf(current), moved);
  }

  /** Times are to read otherwise, or the theme is another. */
  refresh(): void {
    this.#window.fill();
  }

  #choose(): void {
    const index = this.#index;
    if (!index) return;
    const { pieces } = index;
    const only = (keep: (piece: Piece) => boolean) =>
      pieces.flatMap((piece, row) => (keep(piece) ? row : []));
    const rows: Record<View, () => readonly number[] | null> = {
      all: () => null,
      doubtful: () => index.doubtful,
      alone: () => only((piece) => !isMatch(piece)),
      looked: () => only((piece) => (piece.status ?? "proposed") !== "proposed"),
    };
    this.#rows = rows[this.#view]();
    const counts: Partial<Record<View, number>> = {
      all: pieces.length,
      doubtful: index.doubtful.length,
      looked: index.looked,
    };
    for (const [view, tab] of this.#tabs) {
      setAttribute(tab, "aria-selected", String(view === this.#view));
      const count = view === this.#view ? (this.#rows?.length ?? pieces.length) : counts[view];
      setText(tab, count === undefined ? VIEW_NAMES[view] : `${VIEW_NAMES[view]} · ${count}`);
    }
    this.#window.count = this.#rows?.length ?? pieces.length;
    this.#window.show(this.#placeOf(this.#current), true);
  }

  #rowAt(at: number): number {
    return this.#rows ? (this.#rows[at] ?? -1) : at;
  }

  #placeOf(row: number): number {
    return this.#rows ? this.#rows.indexOf(row) : row;
  }

  #key(event: KeyboardEvent): void {
    const by = stepsBy(event.key, 8);
    if (by === undefined || event.ctrlKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    const count = this.#rows?.length ?? this.#index?.pieces.length ?? 0;
    if (!count) return;
    const at = Math.max(0, Math.min(count - 1, this.#placeOf(this.#current) + by));
    this.host.go(this.#rowAt(at));
  }

  #line(): Line {
    const swatch = h("span", { class: "aw-swatch" });
    const cells = HEADS.map((_, n) => h("span", n === 4 ? { class: "aw-al-sure" } : {}));
    const root = h("div", { class: "aw-row", role: "option" }, ...cells);
    const words = h("span", {});
    cells[4]?.append(swatch, words);
    return { root, cells: cells.map((cell, n) => (n === 4 ? words : cell)), swatch };
  }

  #write({ root, cells, swatch }: Line, at: number): void {
    const { a, b, dark } = this.host;
    const index = this.#index;
    const row = this.#rowAt(at);
    const piece = index?.pieces[row];
    if (!index || !piece) return;
    const doubts = index.doubts(row);
    const sure = index.sure(row);
    const match = isMatch(piece);
    const status = piece.status ?? "proposed";
    const texts = [
      `${row + 1}`,
      roleName(piece.role),
      this.#span(a, piece.source),
      this.#span(b, piece.target),
      sure === null ? "—" : percent(sure),
      evidenceOf(piece),
      doubts.join(" · "),
      !index.judged
        ? "—"
        : piece.author && status !== "proposed"
          ? `${STATUS_NAMES[status]} · ${piece.author}`
          : STATUS_NAMES[status],
    ];
    for (const [n, text] of texts.entries()) {
      const cell = cells[n] as HTMLElement;
      setText(cell, text);
      setAttribute(cell, "title", n > 1 && text ? text : null);
    }
    swatch.style.background = match ? colourOf(piece.confidence ?? 1, dark) : "";
    setAttribute(swatch, "data-alone", !match);
    setAttribute(root, "data-row", row);
    setAttribute(root, "data-status", status);
    setAttribute(root, "data-doubtful", doubts.length > 0);
    setAttribute(root, "aria-selected", String(row === this.#current));
  }

  /** `0:12.345 – 0:20.020 · 184 frames`. */
  #span(side: Side, span: Pair | null): string {
    if (!span) return "–";
    const { index } = side;
    // A frame belongs to the piece in which it begins.
    const end = side.firstFrom(span[1]);
    const first = Math.min(side.firstFrom(span[0]), index.count - 1);
    const { timecode } = this.host;
    const last = Math.max(first, end - 1);
    return `${formatPlace(first, index, timecode)} – ${formatPlace(last, index, timecode)} · ${countOf(Math.max(0, end - first), "frame")}`;
  }
}
