/** The labels that the filter leaves, one line each. */
import { h, setAttribute, setText } from "../../core/dom";
import { icon, setIcon } from "../../core/icons";
import { RowWindow } from "../../ui/row_window";
import type { Labels } from "../labels";
import type { PairsModel } from "../model";
import { kindWord, OUTCOME_WORDS } from "../words";

const MARKS = {
  accepted: ["accept", "accepted"],
  rejected: ["reject", "rejected"],
  undecided: ["uncertain", "undecided"],
  none: ["hidden", "nothing to decide"],
} as const;

class Line {
  readonly #mark = icon("uncertain");
  readonly #dot = h("i", { class: "aw-p-dot" });
  readonly #swatch = h("span", { class: "aw-swatch" });
  readonly #what = h("span", {});
  readonly #from = h("span", { class: "aw-p-number" });
  readonly #to = h("span", { class: "aw-p-number" });
  readonly root = h(
    "div",
    { class: "aw-row aw-p-line", role: "option" },
    h("span", { class: "aw-p-mark" }, this.#mark),
    this.#dot,
    h("span", { class: "aw-row-category" }, this.#swatch, this.#what),
    this.#from,
    this.#to,
  );

  write(labels: Labels, row: number, current: boolean): void {
    const effect = labels.effect(row);
    const { by } = labels.said(row);
    const category = labels.categoryOf(row);
    const known = labels.told.categories.find((one) => one.category_id === category);
    const [name, word] = MARKS[effect];
    setIcon(this.#mark, name);
    setAttribute(this.root, "data-effect", effect);
    setAttribute(this.root, "data-row", row);
    setAttribute(this.root, "aria-selected", String(current));
    setAttribute(this.#dot, "data-outcome", labels.outcomeOf(row));
    this.#swatch.style.background = known?.colour ?? "transparent";
    const kind = kindWord(labels.kindOf(row));
    setText(this.#what, category === null ? kind : `${kind} · ${known?.name ?? category}`);
    setText(this.#from, String(labels.fromFrame[row]));
    const to = labels.toFrame[row] as number;
    setText(
      this.#to,
      to < 0 ? "→ –" : `→ ${to + by}${by ? ` (${by > 0 ? "+" : "−"}${Math.abs(by)})` : ""}`,
    );
    const outcome = OUTCOME_WORDS[labels.outcomeOf(row)];
    setAttribute(
      this.root,
      "title",
      `${outcome}, ${word}${labels.reasonOf(row) ? `: ${labels.reasonOf(row)}` : ""}`,
    );
  }
}

export class LabelList {
  readonly root: HTMLElement;
  readonly #rows: RowWindow<Line>;
  readonly #empty = h("p", { class: "aw-p-hint aw-p-empty" });
  #shown: { rows: unknown; row: number } = { rows: null, row: -1 };

  constructor(
    readonly model: PairsModel,
    signal: AbortSignal,
  ) {
    this.#rows = new RowWindow(
      "Labels",
      () => new Line(),
      (line, at) => {
        const { labels, rows, row } = model;
        const own = rows[at];
        if (labels && own !== undefined) line.write(labels, own, own === row);
      },
      signal,
    );
    this.#rows.root.addEventListener("click", (event) => {
      const row = model.rows[this.#rows.rowOf(event)];
      if (row !== undefined) model.select(row);
    });
    this.root = h(
      "div",
      { class: "aw-p-labels" },
      h(
        "div",
        { class: "aw-row aw-p-line aw-row-head", "aria-hidden": "true" },
        h("span", {}),
        h("span", {}),
        h("span", {}, "Label"),
        h("span", { class: "aw-p-number" }, "was on"),
        h("span", { class: "aw-p-number" }, "is on"),
      ),
      this.#empty,
      this.#rows.root,
    );
  }

  show(): void {
    const { rows, row } = this.model;
    this.#empty.hidden = rows.length > 0;
    setText(this.#empty, "No label is left by this filter. Press 0 to see all.");
    const moved = this.#shown.rows !== rows || this.#shown.row !== row;
    this.#shown = { rows, row };
    this.#rows.count = rows.length;
    this.#rows.show(rows.indexOf(row), moved);
  }
}
