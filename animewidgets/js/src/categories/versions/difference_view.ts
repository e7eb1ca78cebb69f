import { h, setAttribute } from "../../core/dom";
import type { Category } from "../../core/wire";
import { type Block, stack, within } from "./blocks";
import type { Comparison, Line } from "./lines";

/** CSS pixels. */
const ROW = 28;
/** Rows beyond those in sight that are drawn as well. */
const SPARE = 4;
/** Width of the curves' own space, in which they are drawn; CSS stretches it. */
const GAP = 100;

export type DifferenceMode = "columns" | "list";

export interface DifferenceHost {
  /** How many live annotations a category has, of the version in which it is looked for. */
  annotations(categoryId: string): number;
  /** A line was chosen: the categories that it comes to. */
  open(categoryIds: readonly string[]): void;
}

/** A difference, as two columns with curves between them or as a list. Only what is in sight exists. */
export class DifferenceView {
  readonly root: HTMLElement;
  #sheet = h("div", { class: "aw-diff-sheet" });
  #comparison: Comparison | null = null;
  #lines: readonly Line[] = [];
  #blocks: Block[] = [];
  #mode: DifferenceMode = "columns";
  #drawn = new Map<number, HTMLElement>();
  #current = 0;

  constructor(
    readonly host: DifferenceHost,
    signal: AbortSignal,
  ) {
    this.root = h(
      "div",
      {
        class: "aw-diff-rows",
        role: "listbox",
        "aria-label": "What is different",
        tabindex: 0,
        onclick: (event: MouseEvent) => this.#choose(event),
        ondblclick: () => this.enter(),
      },
      this.#sheet,
    );
    this.root.addEventListener("scroll", () => this.#fill(), { signal, passive: true });
    const observer = new ResizeObserver(() => this.#fill());
    observer.observe(this.root);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  show(comparison: Comparison, lines: readonly Line[], mode: DifferenceMode): void {
    const moved = comparison !== this.#comparison;
    this.#comparison = comparison;
    this.#lines = lines;
    this.#mode = mode;
    const heights = lines.map((line) =>
      mode === "list" ? 1 : Math.max(1, line.sources.length, line.targets.length),
    );
    const { blocks, rows } = stack(heights);
    this.#blocks = blocks;
    setAttribute(this.root, "data-mode", mode);
    this.#sheet.style.height = `${rows * ROW}px`;
    this.#sheet.replaceChildren();
    this.#drawn.clear();
    if (moved) this.root.scrollTop = 0;
    this.#current = Math.min(this.#current, Math.max(0, lines.length - 1));
    if (moved) this.#current = 0;
    this.#fill();
  }

  /** Go so many lines on. */
  step(by: number): void {
    this.#current = Math.max(0, Math.min(this.#lines.length - 1, this.#current + by));
    const block = this.#blocks[this.#current];
    if (!block) return;
    const { scrollTop, clientHeight } = this.root;
    const [top, end] = [block.at * ROW, (block.at + block.rows) * ROW];
    if (top < scrollTop) this.root.scrollTop = top;
    else if (end > scrollTop + clientHeight) this.root.scrollTop = end - clientHeight;
    this.#fill();
  }

  /** Open the line that is meant. */
  enter(): void {
    const line = this.#lines[this.#current];
    if (line) this.host.open(line.targets.length ? line.targets : line.sources);
  }

  #choose(event: MouseEvent): void {
    const block = (event.target as Element).closest<HTMLElement>(".aw-diff-block");
    if (!block) return;
    this.#current = Number(block.dataset.at);
    this.#fill();
  }

  #fill(): void {
    const { scrollTop, clientHeight } = this.root;
    const first = Math.floor(scrollTop / ROW) - SPARE;
    const last = Math.ceil((scrollTop + (clientHeight || 600)) / ROW) + SPARE;
    const [from, until] = within(this.#blocks, first, last);
    for (const [n, element] of this.#drawn)
      if (n < from || n >= until) {
        element.remove();
        this.#drawn.delete(n);
      }
    for (let n = from; n < until; n++) {
      let element = this.#drawn.get(n);
      if (!element) {
        element = this.#block(n);
        this.#drawn.set(n, element);
        this.#sheet.append(element);
      }
      setAttribute(element, "aria-selected", String(n === this.#current));
    }
  }

  #block(n: number): HTMLElement {
    const line = this.#lines[n] as Line;
    const { at, rows } = this.#blocks[n] as Block;
    const comparison = this.#comparison as Comparison;
    const words = comparison.words(line);
    const root = h("div", {
      class: "aw-diff-block",
      role: "option",
      "data-at": n,
      "data-class": line.class,
      "aria-label": words,
      "aria-posinset": n + 1,
      "aria-setsize": this.#lines.length,
      title: words,
    });
    root.style.transform = `translateY(${at * ROW}px)`;
    root.style.height = `${rows * ROW}px`;
    if (this.#mode === "list" || line.group) {
      const count = line.sources.reduce((sum, id) => sum + this.host.annotations(id), 0);
      root.append(
        h("span", { class: "aw-diff-class" }, line.class === "grouped" ? "group" : line.class),
        h("span", { class: "aw-diff-words", dir: "auto" }, words),
        h("span", { class: "aw-diff-count" }, count ? count.toLocaleString("en") : ""),
      );
      root.classList.add("aw-diff-told");
      return root;
    }
    root.append(
      this.#side(line.sources, (id) => comparison.old.get(id), rows, true),
      curves(line, rows),
      this.#side(
        line.targets,
        (id) => comparison.now.get(id),
        rows,
        false,
        comparison.details(line),
      ),
    );
    return root;
  }

  #side(
    ids: readonly string[],
    category: (id: string) => Category | undefined,
    rows: number,
    counted: boolean,
    details: readonly string[] = [],
  ): HTMLElement {
    const cells = ids.map((id) => {
      const one = category(id);
      const swatch = h("span", { class: "aw-swatch" });
      if (one) swatch.style.background = one.colour;
      const count = counted ? this.host.annotations(id) : 0;
      return h(
        "div",
        { class: "aw-diff-cell", "data-category": id },
        swatch,
        h("span", { class: "aw-diff-name" }, h("bdi", {}, one?.name ?? id)),
        one?.hotkey ? h("kbd", {}, one.hotkey) : null,
        details.length ? h("span", { class: "aw-diff-changed" }, details.join(" · ")) : null,
        count
          ? h(
              "span",
              { class: "aw-diff-count", title: "live annotations" },
              count.toLocaleString("en"),
            )
          : null,
      );
    });
    const side = h("div", { class: "aw-diff-side" }, ...cells);
    side.style.paddingTop = `${((rows - ids.length) * ROW) / 2}px`;
    return side;
  }
}

const SVG = "http://www.w3.org/2000/svg";

/** From each source to each target; where annotations do not go along, the curve is dashed. */
function curves({ sources, targets, difference }: Line, rows: number): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "aw-diff-curves");
  svg.setAttribute("viewBox", `0 0 ${GAP} ${rows * ROW}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const height = (n: number, of: number) => ((rows - of) / 2 + n + 0.5) * ROW;
  for (const [i] of sources.entries())
    for (const [j, target] of targets.entries()) {
      const [y, z] = [height(i, sources.length), height(j, targets.length)];
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", `M0 ${y}C${GAP / 2} ${y} ${GAP / 2} ${z} ${GAP} ${z}`);
      if (targets.length > 1 && difference?.then !== target) path.setAttribute("class", "aw-loose");
      svg.append(path);
    }
  if (!targets.length) {
    const y = height(0, 1);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", `M0 ${y}H${GAP * 0.28}M${GAP * 0.25} ${y - 5}V${y + 5}`);
    svg.append(path);
  }
  if (!sources.length) {
    const y = height(0, 1);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", `M${GAP * 0.72} ${y}H${GAP}M${GAP * 0.72} ${y - 4}V${y + 4}`);
    svg.append(path);
  }
  return svg;
}
