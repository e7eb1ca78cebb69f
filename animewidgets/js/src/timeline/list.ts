import { h, setAttribute, setText } from "../core/dom";
import { clock, shortLength } from "../core/timecode";
import type { Category } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import { categoryLabel } from "./colours";
import { type Shot, shotAt } from "./cuts";

const ROW = 26;

interface Row {
  root: HTMLElement;
  cells: HTMLElement[];
  swatch: HTMLElement;
}

/** The shots as a table. Only the rows in sight exist, so that four hundred cost as much as twenty. */
export class ShotList {
  readonly root: HTMLElement;
  #scroller: HTMLElement;
  #sheet: HTMLElement;
  #count = h("span", { class: "aw-count" });
  #rows: Row[] = [];
  #shots: readonly Shot[] = [];
  #current = -1;

  constructor(
    readonly index: FrameIndex,
    readonly categories: ReadonlyMap<string, Category>,
    readonly seek: (ordinal: number) => void,
    signal: AbortSignal,
  ) {
    this.#sheet = h("div", { class: "aw-sheet" });
    this.#scroller = h(
      "div",
      { class: "aw-rows", role: "listbox", "aria-label": "Shots" },
      this.#sheet,
    );
    const heads = ["#", "Frame", "Time", "Length", "Category"].map((name) => h("span", {}, name));
    this.root = h(
      "section",
      { class: "aw-list", "aria-label": "Shots" },
      h("header", { class: "aw-panel-head" }, h("h3", {}, "Shots"), this.#count),
      h("div", { class: "aw-row aw-row-head", "aria-hidden": "true" }, ...heads),
      this.#scroller,
    );
    this.#scroller.addEventListener("scroll", () => this.#fill(), { signal, passive: true });
    this.#sheet.addEventListener(
      "click",
      (event) => {
        const row = (event.target as Element).closest<HTMLElement>(".aw-row");
        if (row) this.seek(Number(row.dataset.first));
      },
      { signal },
    );
    const observer = new ResizeObserver(() => this.#fill());
    observer.observe(this.#scroller);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  /** Show the shots, with the one that the frame belongs to marked and in sight. */
  show(shots: readonly Shot[], frame: number): void {
    const current = shotAt(shots, frame).number;
    if (shots === this.#shots && current === this.#current) return;
    const moved = current !== this.#current;
    this.#shots = shots;
    this.#current = current;
    const cuts = shots.filter((shot) => shot.cuts.length).length;
    setText(this.#count, `${cuts} ${cuts === 1 ? "cut" : "cuts"}`);
    this.#sheet.style.height = `${shots.length * ROW}px`;
    if (moved) this.#reveal(current);
    this.#fill();
  }

  #reveal(number: number): void {
    const { scrollTop, clientHeight } = this.#scroller;
    const top = number * ROW;
    if (top < scrollTop + ROW) this.#scroller.scrollTop = Math.max(0, top - 2 * ROW);
    else if (top + 2 * ROW > scrollTop + clientHeight)
      this.#scroller.scrollTop = top + 3 * ROW - clientHeight;
  }

  #fill(): void {
    const { scrollTop, clientHeight } = this.#scroller;
    const first = Math.max(0, Math.floor(scrollTop / ROW) - 2);
    const last = Math.min(this.#shots.length, Math.ceil((scrollTop + clientHeight) / ROW) + 2);
    while (this.#rows.length < last - first) this.#rows.push(this.#row());
    for (const [i, row] of this.#rows.entries()) {
      const shot = this.#shots[first + i];
      const shown = shot !== undefined && first + i < last;
      row.root.hidden = !shown;
      if (shown) this.#write(row, shot);
    }
  }

  #write({ root, cells, swatch }: Row, shot: Shot): void {
    const { time_base } = this.index.release;
    const category = shot.category === null ? undefined : this.categories.get(shot.category);
    root.style.transform = `translateY(${shot.number * ROW}px)`;
    setAttribute(root, "data-first", shot.first);
    setAttribute(root, "aria-selected", String(shot.number === this.#current));
    setAttribute(root, "aria-posinset", shot.number + 1);
    setAttribute(root, "aria-setsize", this.#shots.length);
    const texts = [
      `${shot.number + 1}`,
      `${shot.first}`,
      // Most releases are shorter than an hour: five characters less for every row.
      clock(shot.startPts, time_base).replace(/^0:/, ""),
      shortLength(shot.endPts - shot.startPts, time_base),
      category ? categoryLabel(category) : "–",
    ];
    for (const [i, text] of texts.entries()) setText(cells[i] as HTMLElement, text);
    swatch.style.background = category?.colour ?? "transparent";
    setAttribute(root, "title", `Shot ${shot.number + 1}: frames ${shot.first} to ${shot.end - 1}`);
  }

  #row(): Row {
    const cells = Array.from({ length: 5 }, () => h("span", {}));
    const swatch = h("i", { class: "aw-swatch" });
    const [last] = cells.slice(-1);
    const root = h(
      "div",
      { class: "aw-row", role: "option" },
      ...cells.slice(0, -1),
      h("span", { class: "aw-row-category" }, swatch, last),
    );
    this.#sheet.append(root);
    return { root, cells, swatch };
  }
}
