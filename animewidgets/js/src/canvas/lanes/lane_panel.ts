import { h, setAttribute, setText } from "../../core/dom";
import type { Colours } from "../../ui/colours";
import { SharpCanvas } from "../../ui/sharp_canvas";
import {
  clamp,
  type Extent,
  pan,
  resize,
  reveal,
  rightOf,
  showAll,
  type Viewport,
  zoom,
} from "../../ui/time_view";
import type { FrameIndex } from "../../video/frame_index";
import { drawLanes, type LanesScene, ROW, RULER, rowsInSight } from "./draw_lanes";
import { hitLanes } from "./hit_lanes";
import type { LaneRow } from "./lane_row";

export interface LaneHost {
  /** A row was chosen, at a frame or by its name; with `more`, besides what is selected. */
  chooseRow(id: string, more: boolean, ordinal: number | null): void;
  /** A mark was dragged to another frame. */
  moveMark(row: string, mark: string, from: number, to: number): void;
  seek(ordinal: number): void;
  focus(): void;
  /** Whether a plain wheel belongs to the panel, or the page scrolls. */
  readonly wheelIsOurs: boolean;
}

/** CSS pixels that a press may slip and still be a click. */
const SLIP = 3;
/** How many rows are in sight before they scroll, at most. */
const MOST = 7;

type Held = { row: LaneRow; mark: string; from: number; x: number; to: number; moved: boolean };

/** Rows of spans and marks under the canvas, on a time axis of their own that zooms. */
export class LanePanel {
  readonly root: HTMLElement;
  #names = h("div", { class: "aw-lane-names" });
  #title = h("div", { class: "aw-lane-title" });
  #buttons: HTMLButtonElement[] = [];
  #canvas = new SharpCanvas("aw-lanes-axis", RULER);
  #scroller = h("div", { class: "aw-lane-scroller", "aria-hidden": "true" }, h("div", {}));
  #extent: Extent;
  #view: Viewport;
  #rows: readonly LaneRow[] = [];
  #frame = 0;
  #colours: Colours | null = null;
  #held: Held | null = null;
  #scrubbing = false;
  #chosen = "";
  /** `null`: as long as there are rows. */
  #wanted: boolean | null = null;

  constructor(
    readonly index: FrameIndex,
    readonly host: LaneHost,
    signal: AbortSignal,
  ) {
    const { end_pts } = index.release;
    const start = index.ptsOf(0);
    this.#extent = {
      start,
      end: end_pts,
      frameTicks: Math.max(1, (end_pts - start) / index.count),
    };
    this.#view = showAll(this.#extent, 640);
    this.root = h(
      "section",
      { class: "aw-lanes", "aria-label": "Lanes of tracks and tags", hidden: true },
      h("div", { class: "aw-lane-gutter" }, this.#title, this.#names),
      h("div", { class: "aw-lane-axis" }, this.#canvas.root, this.#scroller),
    );
    this.#canvas.observe(
      (width) => {
        this.#view = resize(this.#view, width, this.#extent);
        this.#draw();
      },
      () => this.#draw(),
      signal,
    );
    this.#listen(signal);
  }

  get shown(): boolean {
    return !this.root.hidden;
  }

  toggle(): boolean {
    this.#wanted = !this.shown;
    this.#layOut();
    return this.#wanted;
  }

  show(rows: readonly LaneRow[], frame: number, colours: Colours): void {
    // Asked with every move of the pointer: what looks the same costs nothing.
    if (rows === this.#all && frame === this.#frame && colours === this.#colours) return;
    this.#colours = colours;
    if (frame !== this.#frame) {
      this.#frame = frame;
      if (!this.#scrubbing) this.#follow();
    }
    this.#all = rows;
    this.#pick();
  }
  #all: readonly LaneRow[] = [];

  /** The rows that have anything in the stretch of time that is seen, and those that are selected. */
  #pick(): void {
    const { index } = this;
    const [first, last] = [
      index.ordinalAt(Math.floor(this.#view.left)),
      index.ordinalAt(Math.ceil(rightOf(this.#view))),
    ];
    this.#rows = this.#all.filter(
      ({ selected, spans, marks }) =>
        selected ||
        spans.some(({ from, until }) => from <= last && until > first) ||
        marks.some(({ at }) => at >= first && at <= last),
    );
    const chosen = this.#rows.findIndex(({ selected }) => selected);
    const id = this.#rows[chosen]?.id ?? "";
    this.#layOut();
    if (id !== this.#chosen) {
      this.#chosen = id;
      if (chosen >= 0) this.#reveal(chosen);
    }
    this.#draw();
  }

  /** As tall as its rows, up to a few; beyond those it scrolls. */
  #layOut(): void {
    const shown = this.#wanted ?? this.#all.length > 0;
    setAttribute(this.root, "hidden", !shown);
    const rows = Math.max(1, Math.min(MOST, this.#rows.length));
    this.#canvas.height = RULER + rows * ROW;
    this.#scroller.style.height = `${rows * ROW}px`;
    const sheet = this.#scroller.firstElementChild as HTMLElement;
    sheet.style.height = `${this.#rows.length * ROW}px`;
    setAttribute(this.#scroller, "data-scrolls", this.#rows.length > MOST);
  }

  #reveal(at: number): void {
    const { scrollTop } = this.#scroller;
    const room = this.#canvas.height - RULER;
    if (at * ROW < scrollTop) this.#scroller.scrollTop = at * ROW;
    else if ((at + 1) * ROW > scrollTop + room) this.#scroller.scrollTop = (at + 1) * ROW - room;
  }

  /** Keep the frame that is seen in view. */
  #follow(): void {
    this.#view = reveal(this.#view, this.index.ptsOf(this.#frame), this.#extent);
  }

  get #scene(): LanesScene | null {
    if (!this.#colours) return null;
    const held = this.#held;
    return {
      view: this.#view,
      extent: this.#extent,
      index: this.index,
      rows: this.#rows,
      scrolled: this.#scroller.scrollTop,
      height: this.#canvas.height,
      frame: this.#frame,
      drag: held?.moved ? { row: held.row.id, mark: held.mark, to: held.to } : null,
      colours: this.#colours,
    };
  }

  #draw(): void {
    const scene = this.#scene;
    if (!scene || this.root.hidden) return;
    this.#writeNames(scene);
    const { left, ticksPerPixel, width } = this.#view;
    setAttribute(this.root, "data-view", `${left} ${ticksPerPixel}`);
    setAttribute(this.root, "data-rows", this.#rows.length);
    const context = this.#canvas.begin(width);
    if (context) drawLanes(context, scene);
  }

  #writeNames(scene: LanesScene): void {
    const { rows, scrolled } = scene;
    const count = this.#all.length;
    const some = rows.length < count ? `${rows.length} of ${count}` : `${count}`;
    setText(this.#title, `${some} ${count === 1 ? "lane" : "lanes"}`);
    this.#names.style.height = `${scene.height - RULER}px`;
    const [first, last] = rowsInSight(scene);
    while (this.#buttons.length < last - first) {
      const button = h(
        "button",
        { type: "button", class: "aw-lane-name" },
        h("i", { class: "aw-swatch" }),
        h("span", {}),
      );
      this.#buttons.push(button);
      this.#names.append(button);
    }
    for (const [n, button] of this.#buttons.entries()) {
      const row = first + n < last ? rows[first + n] : undefined;
      setAttribute(button, "hidden", !row);
      if (!row) continue;
      const [swatch, name] = button.children as unknown as [HTMLElement, HTMLElement];
      swatch.style.background = row.colour;
      setText(name, row.name);
      setAttribute(button, "title", row.name);
      setAttribute(button, "data-row", row.id);
      setAttribute(button, "aria-pressed", String(row.selected));
      button.style.transform = `translateY(${(first + n) * ROW - scrolled}px)`;
    }
  }

  // --- pointer and wheel -----------------------------------------------------------------------

  #listen(signal: AbortSignal): void {
    const { root: canvas } = this.#canvas;
    const on = <K extends keyof HTMLElementEventMap>(
      target: HTMLElement,
      name: K,
      listener: (event: HTMLElementEventMap[K]) => void,
      options: AddEventListenerOptions = {},
    ) => target.addEventListener(name, listener, { signal, ...options });
    on(canvas, "pointerdown", (event) => this.#down(event));
    on(canvas, "pointermove", (event) => this.#move(event));
    on(canvas, "pointerup", (event) => this.#up(event));
    on(canvas, "pointercancel", () => this.#letGo());
    on(canvas, "wheel", (event) => this.#wheel(event), { passive: false });
    on(this.#names, "wheel", (event) => this.#scroll(event), { passive: false });
    on(this.#scroller, "scroll", () => this.#draw(), { passive: true });
    on(this.#names, "click", (event) => {
      const id = (event.target as Element).closest<HTMLElement>("[data-row]")?.dataset.row;
      if (id) this.host.chooseRow(id, event.shiftKey || event.ctrlKey || event.metaKey, null);
    });
  }

  #down(event: PointerEvent): void {
    const scene = this.#scene;
    if (!scene || event.button !== 0 || this.#held) return;
    event.preventDefault();
    this.host.focus();
    this.#canvas.root.setPointerCapture(event.pointerId);
    const { row, mark, ordinal } = hitLanes(scene, event.offsetX, event.offsetY);
    if (!row) {
      this.#scrubbing = true;
      this.host.seek(ordinal);
      return;
    }
    const more = event.shiftKey || event.ctrlKey || event.metaKey;
    this.host.chooseRow(row.id, more, mark?.at ?? ordinal);
    if (mark && !more && !row.fixed) {
      const { at } = mark;
      this.#held = { row, mark: mark.id, from: at, x: event.offsetX, to: at, moved: false };
    } else if (!more) {
      this.#scrubbing = true;
      this.host.seek(ordinal);
    }
  }

  #move(event: PointerEvent): void {
    const scene = this.#scene;
    if (!scene) return;
    const { ordinal, mark, row } = hitLanes(scene, event.offsetX, event.offsetY);
    if (this.#scrubbing) {
      this.host.seek(ordinal);
      return;
    }
    const held = this.#held;
    if (!held) {
      this.#canvas.root.style.cursor =
        mark && !row?.fixed ? "ew-resize" : row ? "pointer" : "default";
      return;
    }
    held.moved ||= Math.abs(event.offsetX - held.x) > SLIP;
    if (!held.moved) return;
    held.to = between(held, ordinal);
    this.#draw();
  }

  #up(_event: PointerEvent): void {
    const held = this.#held;
    this.#letGo();
    if (!held) return;
    if (held.moved && held.to !== held.from)
      this.host.moveMark(held.row.id, held.mark, held.from, held.to);
    this.host.seek(held.moved ? held.to : held.from);
  }

  #letGo(): void {
    this.#held = null;
    this.#scrubbing = false;
    this.#draw();
  }

  /** On the ruler, or with Ctrl, it zooms about the pointer; elsewhere it scrolls rows that are out of sight. */
  #wheel(event: WheelEvent): void {
    const zooms = event.ctrlKey || event.metaKey;
    if (!zooms && !event.shiftKey && !this.host.wheelIsOurs) return;
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!zooms && !sideways && event.offsetY > RULER && this.#rows.length > MOST) {
      this.#scroll(event);
      return;
    }
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const view = this.#view;
    this.#view =
      sideways && !zooms
        ? pan(view, (event.deltaX || event.deltaY) * unit, this.#extent)
        : zoom(view, Math.exp((-event.deltaY * unit) / 300), event.offsetX, this.#extent);
    this.#pick();
  }

  #scroll(event: WheelEvent): void {
    if (this.#rows.length <= MOST) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? ROW : 1;
    this.#scroller.scrollTop += event.deltaY * unit;
  }

  /** Show a stretch of frames. */
  look(from: number, until: number): void {
    const [left, right] = [this.index.ptsOf(from), this.index.ptsOf(until)];
    const { width } = this.#view;
    const view = { left, ticksPerPixel: Math.max(1, right - left) / Math.max(1, width), width };
    this.#view = clamp(view, this.#extent);
    this.#pick();
  }
}

/** A mark stays between its neighbours of the row. */
function between({ row, from }: Held, ordinal: number): number {
  const others = row.marks.map(({ at }) => at).filter((at) => at !== from);
  const low = Math.max(-1, ...others.filter((at) => at < from));
  const high = Math.min(Infinity, ...others.filter((at) => at > from));
  return Math.min(high - 1, Math.max(low + 1, ordinal));
}
