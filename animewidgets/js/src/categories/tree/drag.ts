import { h, setAttribute } from "../../core/dom";
import type { Schema } from "../schema";
import { type Drop, dropAt } from "./drop_target";
import type { Row } from "./rows";
import { isBlank, type TreeView } from "./tree_view";

/** Pixels that a pressed pointer moves before it drags. */
const SLACK = 5;
const ROW = 26;
/** Pixels at the edges within which the tree scrolls by itself. */
const EDGE = 32;
/** Milliseconds over a folded category until it unfolds. */
const LINGER = 650;

export interface DragHost {
  readonly schema: Schema;
  /** What is dragged when a press on this one moves. */
  held(categoryId: string): readonly string[];
  labelOf(ids: readonly string[]): string;
  /** Why it cannot go there, or `null`. */
  refuses(ids: readonly string[], drop: Drop): boolean;
  drop(ids: readonly string[], drop: Drop, copy: boolean): void;
  unfold(categoryId: string): void;
}

/** Dragging categories with a mouse or pen: a line shows between which two they would go, a frame below which. */
export class Dragging {
  readonly #mark = h("div", { class: "aw-drop-line", hidden: true });
  readonly #flag = h("div", { class: "aw-drag-flag", hidden: true });
  #press: { id: string; x: number; y: number; pointer: number } | null = null;
  #ids: readonly string[] | null = null;
  #drop: Drop | null = null;
  #at = { x: 0, y: 0 };
  #scroll = 0;
  #linger: ReturnType<typeof setTimeout> | undefined;
  #over: string | null = null;

  constructor(
    readonly tree: TreeView,
    readonly host: DragHost,
    signal: AbortSignal,
  ) {
    const { root } = tree;
    tree.rows.sheet.append(this.#mark);
    root.append(this.#flag);
    root.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    root.addEventListener("pointermove", (event) => this.#move(event), { signal });
    root.addEventListener("pointerup", (event) => this.#up(event), { signal });
    root.addEventListener("pointercancel", () => this.cancel(), { signal });
    root.addEventListener("lostpointercapture", () => this.cancel(), { signal });
    // A drag that ends over the row that it began on is no click on it.
    root.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Escape" || !this.cancel()) return;
        event.preventDefault();
        event.stopPropagation();
      },
      { signal, capture: true },
    );
    signal.addEventListener("abort", () => this.cancel());
  }

  /** Let go without dropping; whether anything was held. */
  cancel(): boolean {
    const held = this.#ids !== null;
    this.#press = this.#ids = this.#drop = null;
    cancelAnimationFrame(this.#scroll);
    clearTimeout(this.#linger);
    this.#scroll = 0;
    this.#over = null;
    this.#mark.hidden = this.#flag.hidden = true;
    setAttribute(this.tree.root, "data-dragging", null);
    return held;
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || event.pointerType === "touch") return;
    if ((event.target as Element).closest(".aw-twisty, input")) return;
    const id = this.tree.idOf(event);
    if (id === null) return;
    this.#press = { id, x: event.clientX, y: event.clientY, pointer: event.pointerId };
  }

  #move(event: PointerEvent): void {
    const press = this.#press;
    if (!press || event.pointerId !== press.pointer) return;
    this.#at = { x: event.clientX, y: event.clientY };
    if (!this.#ids) {
      if (Math.hypot(event.clientX - press.x, event.clientY - press.y) < SLACK) return;
      this.#ids = this.host.held(press.id);
      this.tree.root.setPointerCapture(event.pointerId);
      setAttribute(this.tree.root, "data-dragging", true);
      this.#flag.textContent = this.host.labelOf(this.#ids);
      this.#flag.hidden = false;
      this.#roll();
    }
    setAttribute(this.#flag, "data-copy", event.ctrlKey || event.metaKey);
    this.#look();
  }

  #up(event: PointerEvent): void {
    const [ids, drop] = [this.#ids, this.#drop];
    this.cancel();
    if (!ids) return;
    if (drop) this.host.drop(ids, drop, event.ctrlKey || event.metaKey);
  }

  /** Scroll while the pointer is at an edge. */
  #roll(): void {
    const { root } = this.tree;
    const step = () => {
      if (!this.#ids) return;
      const box = root.getBoundingClientRect();
      const above = box.top + EDGE - this.#at.y;
      const under = this.#at.y - (box.bottom - EDGE);
      const by = above > 0 ? -above : under > 0 ? under : 0;
      if (by) {
        root.scrollTop += Math.max(-16, Math.min(16, by / 2));
        this.#look();
      }
      this.#scroll = requestAnimationFrame(step);
    };
    this.#scroll = requestAnimationFrame(step);
  }

  #look(): void {
    const { root, lines } = this.tree;
    const ids = this.#ids;
    if (!ids) return;
    const rows = lines.filter((line): line is Row => !isBlank(line));
    const box = root.getBoundingClientRect();
    const y = (this.#at.y - box.top + root.scrollTop) / ROW;
    const drop = dropAt(this.host.schema, rows, y, this.#at.x - box.left);
    const refused = this.host.refuses(ids, drop);
    this.#drop = refused ? null : drop;
    const framed = drop.depth < 0;
    this.#mark.hidden = refused;
    setAttribute(this.#mark, "data-onto", framed);
    const depth = framed ? (rows[drop.onto]?.depth ?? 0) : drop.depth;
    this.#mark.style.setProperty("--aw-depth", String(depth));
    this.#mark.style.setProperty("--aw-at", String(framed ? drop.onto : drop.line));
    setAttribute(this.#flag, "data-refused", refused);
    this.#flag.style.transform = `translate(${this.#at.x - box.left + 14}px, ${this.#at.y - box.top + root.scrollTop + 10}px)`;
    this.#wait(rows[drop.onto]);
  }

  #wait(row: Row | undefined): void {
    const id = row?.children && !row.open ? row.category.category_id : null;
    if (id === this.#over) return;
    clearTimeout(this.#linger);
    this.#over = id;
    if (id !== null) this.#linger = setTimeout(() => this.host.unfold(id), LINGER);
  }
}
