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
/** Milliseconds that a finger rests on a category until it holds it; one that moves before scrolls. */
const HOLD = 450;
/** Pixels that a resting finger may tremble. */
const TREMBLE = 9;

export interface DragHost {
  readonly schema: Schema;
  /** What is dragged when a press on this one moves. */
  held(categoryId: string): readonly string[];
  labelOf(ids: readonly string[]): string;
  /** Why it cannot go there, or `null`. */
  refuses(ids: readonly string[], drop: Drop): boolean;
  drop(ids: readonly string[], drop: Drop, copy: boolean): void;
  unfold(categoryId: string): void;
  /** A finger rested on a category and was lifted: what can be done with it. */
  menu(categoryId: string, at: { x: number; y: number }): void;
}

/**
 * Dragging categories: a line shows between which two they would go, a frame below which. A mouse or pen drags
 * at once; a finger scrolls, unless it rested on the category first.
 */
export class Dragging {
  readonly #mark = h("div", { class: "aw-drop-line", hidden: true });
  readonly #flag = h("div", { class: "aw-drag-flag", hidden: true });
  #press: { id: string; x: number; y: number; pointer: number; touch: boolean } | null = null;
  #hold: ReturnType<typeof setTimeout> | undefined;
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
    root.addEventListener(
      "lostpointercapture",
      // A finger's capture goes from the row to the root when it holds something: that loses nothing.
      (event) => {
        if (event.target === root) this.cancel();
      },
      { signal },
    );
    // The browser may scroll from the first touch on, or not at all: while a finger holds something it may not.
    root.addEventListener("touchmove", (event) => this.#keepStill(event), {
      signal,
      passive: false,
    });
    // A long press asks for the menu, too: it comes where nothing was dragged, once the finger is lifted.
    root.addEventListener(
      "contextmenu",
      (event) => {
        if (!this.#press?.touch) return;
        event.preventDefault();
        event.stopImmediatePropagation();
      },
      { signal, capture: true },
    );
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
    clearTimeout(this.#hold);
    this.#scroll = 0;
    this.#over = null;
    this.#mark.hidden = this.#flag.hidden = true;
    setAttribute(this.tree.root, "data-dragging", null);
    return held;
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    if (!event.isPrimary) {
      this.cancel(); // a second finger zooms or scrolls
      return;
    }
    if ((event.target as Element).closest(".aw-twisty, input")) return;
    const id = this.tree.idOf(event);
    if (id === null) return;
    const touch = event.pointerType === "touch";
    this.#press = { id, x: event.clientX, y: event.clientY, pointer: event.pointerId, touch };
    if (!touch) return;
    this.#at = { x: event.clientX, y: event.clientY };
    this.#hold = setTimeout(() => this.#take(), HOLD);
  }

  /** Hold what was pressed. */
  #take(): void {
    const press = this.#press;
    if (!press) return;
    this.#ids = this.host.held(press.id);
    this.tree.root.setPointerCapture(press.pointer);
    setAttribute(this.tree.root, "data-dragging", true);
    this.#flag.textContent = this.host.labelOf(this.#ids);
    this.#flag.hidden = false;
    this.#roll();
    this.#look();
  }

  #keepStill(event: TouchEvent): void {
    if (this.#ids && event.cancelable) event.preventDefault();
  }

  #move(event: PointerEvent): void {
    const press = this.#press;
    if (!press || event.pointerId !== press.pointer) return;
    this.#at = { x: event.clientX, y: event.clientY };
    if (!this.#ids) {
      const moved = Math.hypot(event.clientX - press.x, event.clientY - press.y);
      if (moved < (press.touch ? TREMBLE : SLACK)) return;
      if (press.touch) {
        this.cancel(); // it scrolls
        return;
      }
      this.#take();
    }
    setAttribute(this.#flag, "data-copy", event.ctrlKey || event.metaKey);
    this.#look();
  }

  #up(event: PointerEvent): void {
    const [ids, drop, press] = [this.#ids, this.#drop, this.#press];
    this.cancel();
    if (!ids) return;
    if (press?.touch && Math.hypot(event.clientX - press.x, event.clientY - press.y) < TREMBLE) {
      this.host.menu(press.id, { x: event.clientX, y: event.clientY });
      return;
    }
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
