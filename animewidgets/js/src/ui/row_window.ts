import { h } from "../core/dom";

/** CSS pixels. */
const ROW = 26;

/** A line that is used again and again for whichever row is in sight there. */
export interface RowLine {
  readonly root: HTMLElement;
}

/** A long list of rows of one height of which only those in sight exist. */
export class RowWindow<L extends RowLine> {
  readonly root: HTMLElement;
  readonly sheet = h("div", { class: "aw-sheet" });
  #lines: L[] = [];
  #count = 0;
  #current = -1;
  #filledAt = -1;
  #height = -1;

  constructor(
    label: string,
    readonly make: () => L,
    readonly write: (line: L, at: number) => void,
    signal: AbortSignal,
  ) {
    this.root = h(
      "div",
      { class: "aw-rows", role: "listbox", "aria-label": label, tabindex: 0 },
      this.sheet,
    );
    this.root.addEventListener("scroll", () => this.fill(), { signal, passive: true });
    const observer = new ResizeObserver(() => {
      // A strip more below leaves fewer rows: the one that is meant stays among them.
      if (this.#current >= 0) this.#reveal(this.#current);
      this.fill();
    });
    observer.observe(this.root);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  /** How many rows there are. */
  set count(count: number) {
    this.#count = count;
  }

  /** A host that takes the editor off the page and puts it back scrolls this, and no event tells. */
  get wasReset(): boolean {
    const { scrollTop, clientHeight } = this.root;
    return clientHeight > 0 && scrollTop !== this.#filledAt;
  }

  /** Show the rows, the one that is meant in sight; -1 where none is. */
  show(current: number, reveal: boolean): void {
    this.#current = current;
    if (reveal && current >= 0) this.#reveal(current);
    this.fill();
  }

  /** The row of an event, or -1. */
  rowOf(event: Event): number {
    const line = (event.target as Element).closest<HTMLElement>(".aw-row");
    return line ? Number(line.dataset.at) : -1;
  }

  #reveal(at: number): void {
    const { scrollTop, clientHeight } = this.root;
    const top = at * ROW;
    const above = top < scrollTop + ROW;
    if (!above && top + 2 * ROW <= scrollTop + clientHeight) return;
    this.#stretch();
    this.root.scrollTop = above ? Math.max(0, top - 2 * ROW) : top + 3 * ROW - clientHeight;
  }

  /** As high as all rows are. What is measured is measured before: it would lay out the page once more. */
  #stretch(): void {
    const height = this.#count * ROW;
    if (height === this.#height) return;
    this.#height = height;
    this.sheet.style.height = `${height}px`;
  }

  fill(): void {
    const { clientHeight } = this.root;
    const scrollTop = Math.min(
      this.root.scrollTop,
      Math.max(0, this.#count * ROW - clientHeight), // fewer rows scroll it back
    );
    this.#stretch();
    this.#filledAt = clientHeight ? scrollTop : -1; // off the page neither means anything
    const first = Math.max(0, Math.floor(scrollTop / ROW) - 2);
    const last = Math.min(this.#count, Math.ceil((scrollTop + clientHeight) / ROW) + 2);
    while (this.#lines.length < last - first) {
      const line = this.make();
      this.#lines.push(line);
      this.sheet.append(line.root);
    }
    for (const [i, line] of this.#lines.entries()) {
      const at = first + i;
      line.root.hidden = at >= last;
      if (at >= last) continue;
      line.root.style.transform = `translateY(${at * ROW}px)`;
      line.root.dataset.at = String(at);
      this.write(line, at);
    }
  }
}
