import { h, oncePerFrame, type Redraw } from "../core/dom";
import type { PictureMap } from "../timemaps/patch";
import { SharpCanvas } from "../ui/sharp_canvas";
import { Screen } from "../video/screen";
import {
  type Amounts,
  type Box,
  type Closeness,
  closenessOnB,
  closer,
  FIRST_AMOUNTS,
  halves,
  type Mode,
  moved,
  over,
  placed,
  stepped,
  WHOLE,
} from "./compare";
import type { Linked } from "./linked";
import type { Side } from "./side";
import type { SideName } from "./wire";

/** How near the pointer must be to the line of the wipe to take hold of it, in pixels. */
const REACH = 10;
const GROUND = "#0d0e10";

export interface StageHost {
  readonly a: Side;
  readonly b: Side;
  readonly linked: Linked;
  /** How points of A's picture come to lie on B's, where the leading frame is. */
  readonly picture: PictureMap | undefined;
  /** Whether a plain wheel belongs to the stage. */
  readonly wheelIsOurs: boolean;
  focus(): void;
  menu(at: { x: number; y: number }): void;
  /** Another mode or amount, or pictures that stand there now. */
  changed(): void;
}

/** Two pictures, beside or over one another; closeness is shared. */
export class Stage {
  readonly root: HTMLElement;
  readonly screens: Readonly<Record<SideName, Screen>>;
  mode: Mode = "side";
  amounts: Amounts = FIRST_AMOUNTS;
  closeness: Closeness = WHOLE;
  /** Which picture is seen while they blink. */
  shown: SideName = "a";
  /** Whether they change by themselves. */
  readonly still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  #canvas = new SharpCanvas("aw-al-canvas", 240);
  #redraw: Redraw;
  #timer: ReturnType<typeof setInterval> | undefined;
  #drag: { what: "wipe" | "move"; x: number; y: number } | null = null;

  constructor(
    readonly host: StageHost,
    readonly signal: AbortSignal,
  ) {
    this.#redraw = oncePerFrame(() => this.#draw(), signal);
    const drawn = () => {
      this.#redraw();
      host.changed();
    };
    this.screens = {
      a: new Screen(host.a.playback, drawn),
      b: new Screen(host.b.playback, drawn),
    };
    for (const side of ["a", "b"] as const) this.screens[side].root.dataset.side = side;
    this.root = h(
      "div",
      { class: "aw-al-stage" },
      this.#canvas.root,
      // They decode and tell what stands there; what is seen is drawn from their pictures.
      h("div", { class: "aw-al-screens" }, this.screens.a.root, this.screens.b.root),
    );
    this.#canvas.observe(
      () => this.#fit(),
      () => this.#redraw(),
      signal,
    );
    const fits = new ResizeObserver(() => this.#fit());
    fits.observe(this.root);
    this.#listen();
    signal.addEventListener("abort", () => {
      fits.disconnect();
      clearInterval(this.#timer);
      this.screens.a.close();
      this.screens.b.close();
    });
  }

  /** Take a way of comparing; the same again goes back to both side by side. */
  compare(mode: Mode): void {
    this.mode = mode === this.mode ? "side" : mode;
    this.shown = "a";
    this.#beat();
    this.redraw();
    this.host.changed();
  }

  /** Stronger or weaker; whether there was anything to make so. */
  adjust(steps: number): boolean {
    if (this.mode === "side") return false;
    this.setAmount(stepped(this.mode, this.amounts[this.mode], steps));
    return true;
  }

  setAmount(value: number): void {
    if (this.mode === "side") return;
    this.amounts = { ...this.amounts, [this.mode]: value };
    this.#beat();
    this.redraw();
    this.host.changed();
  }

  /** Blink once, by hand. */
  flip(): void {
    if (this.mode !== "blink") {
      this.mode = "blink";
      this.#beat();
    }
    this.shown = this.shown === "a" ? "b" : "a";
    this.redraw();
    this.host.changed();
  }

  whole(): void {
    this.closeness = WHOLE;
    this.redraw();
  }

  zoomBy(factor: number): void {
    const area = this.#areas()[0];
    const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
    this.closeness = closer(this.#release, area, this.closeness, factor, middle);
    this.redraw();
  }

  redraw(): void {
    this.#redraw();
  }

  get #release() {
    return this.host.a.index.release;
  }

  /** Let them change by themselves, as often as wished, unless somebody cannot bear that. */
  #beat(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.mode !== "blink" || this.still) return;
    this.#timer = setInterval(() => {
      this.shown = this.shown === "a" ? "b" : "a";
      this.#redraw();
    }, 1000 / this.amounts.blink);
  }

  #fit(): void {
    const { clientHeight } = this.root;
    if (clientHeight > 0) this.#canvas.height = clientHeight;
    this.#redraw();
  }

  #areas(): [Box, Box] {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (this.mode === "side") return halves(width, height);
    const all = { x: 0, y: 0, width, height };
    return [all, all];
  }

  #boxes(): [Box, Box] {
    const { picture } = this.host;
    const [a, b] = [this.#release, this.host.b.index.release];
    const [areaA, areaB] = this.#areas();
    const boxA = placed(a, areaA, this.closeness);
    if (this.mode !== "side") return [boxA, over(a, b, boxA, picture)];
    return [boxA, placed(b, areaB, closenessOnB(a, b, this.closeness, picture))];
  }

  #draw(): void {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (width === 0 || height === 0) return;
    const context = this.#canvas.begin(width);
    if (!context) return;
    context.globalAlpha = 1;
    context.globalCompositeOperation = "source-over";
    context.imageSmoothingQuality = "high";
    // Looked at that closely, pixels are what one wants to see.
    context.imageSmoothingEnabled = this.closeness.zoom < 8;
    context.fillStyle = GROUND;
    context.fillRect(0, 0, width, height);
    const [areaA, areaB] = this.#areas();
    const [boxA, boxB] = this.#boxes();
    const [a, b] = [this.screens.a.picture, this.screens.b.picture];
    const paint = (image: HTMLCanvasElement, box: Box) =>
      context.drawImage(image, box.x, box.y, box.width, box.height);
    switch (this.mode) {
      case "side":
        clipped(context, areaA, () => paint(a, boxA));
        clipped(context, areaB, () => paint(b, boxB));
        break;
      case "wipe": {
        const edge = this.#wipeAt(boxA, width);
        clipped(context, { x: 0, y: 0, width: edge, height }, () => paint(a, boxA));
        const right = { x: edge, y: 0, width: width - edge, height };
        clipped(context, common(right, boxA), () => paint(b, boxB));
        drawWipe(context, edge, height);
        break;
      }
      case "difference":
        clipped(context, boxA, () => {
          context.fillStyle = "#000";
          context.fillRect(0, 0, width, height);
          paint(a, boxA);
          context.globalCompositeOperation = "difference";
          paint(b, boxB);
          context.globalCompositeOperation = "lighter";
          for (let n = 0; n < this.amounts.difference; n++)
            context.drawImage(this.#canvas.root, 0, 0, width, height);
        });
        context.globalCompositeOperation = "source-over";
        break;
      case "blink":
        clipped(context, boxA, () => (this.shown === "a" ? paint(a, boxA) : paint(b, boxB)));
        break;
      case "overlay":
        clipped(context, boxA, () => {
          paint(a, boxA);
          context.globalAlpha = this.amounts.overlay;
          paint(b, boxB);
        });
        context.globalAlpha = 1;
        break;
    }
    this.#letters(context, areaA, areaB, width);
  }

  /** Which picture is which, and what is missing. */
  #letters(context: CanvasRenderingContext2D, areaA: Box, areaB: Box, width: number): void {
    const { linked } = this.host;
    const lead = linked.lead;
    const gone = linked.same === false ? (lead === "a" ? "b" : "a") : null;
    if (this.mode === "side") {
      letter(context, "A", areaA.x + 8, lead === "a");
      letter(context, "B", areaB.x + 8, lead === "b");
    } else if (this.mode === "wipe") {
      letter(context, "A", 8, lead === "a");
      letter(context, "B", width - 32, lead === "b");
    } else if (this.mode === "blink") letter(context, this.shown.toUpperCase(), 8, true);
    if (!gone) return;
    const area = gone === "a" ? areaA : areaB;
    const text = `${gone.toUpperCase()} has no such frame`;
    if (this.mode === "side") {
      context.fillStyle = "rgba(13, 14, 16, 0.62)";
      context.fillRect(area.x, area.y, area.width, area.height);
    }
    banner(context, text, area);
  }

  #wipeAt(boxA: Box, width: number): number {
    const [left, right] = [Math.max(0, boxA.x), Math.min(width, boxA.x + boxA.width)];
    return left + this.amounts.wipe * (right - left);
  }

  #listen(): void {
    const { root, signal } = this;
    const on = <K extends keyof HTMLElementEventMap>(
      name: K,
      run: (event: HTMLElementEventMap[K]) => void,
    ) => root.addEventListener(name, run, { signal, passive: false });
    const place = (event: MouseEvent) => {
      const box = root.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const nearWipe = (x: number) =>
      this.mode === "wipe" &&
      Math.abs(x - this.#wipeAt(this.#boxes()[0], root.clientWidth)) <= REACH;
    on("pointerdown", (event) => {
      if (event.button > 1) return;
      event.preventDefault();
      this.host.focus();
      const { x, y } = place(event);
      if (this.mode === "side" && event.button === 0)
        this.host.linked.take(x < root.clientWidth / 2 ? "a" : "b");
      const wipes = this.mode === "wipe" && (nearWipe(x) || this.closeness.zoom === 1);
      this.#drag = { what: wipes && event.button === 0 ? "wipe" : "move", x, y };
      root.setPointerCapture(event.pointerId);
      if (this.#drag.what === "wipe") this.#wipeTo(x);
    });
    on("pointermove", (event) => {
      const { x, y } = place(event);
      const drag = this.#drag;
      if (!drag) {
        root.style.cursor = nearWipe(x) ? "ew-resize" : this.closeness.zoom > 1 ? "grab" : "";
        return;
      }
      if (drag.what === "wipe") {
        this.#wipeTo(x);
        return;
      }
      const area = this.#areas()[0];
      this.closeness = moved(this.#release, area, this.closeness, x - drag.x, y - drag.y);
      this.#drag = { ...drag, x, y };
      this.#redraw();
    });
    const end = () => {
      this.#drag = null;
    };
    on("pointerup", end);
    on("pointercancel", end);
    on("dblclick", () => this.whole());
    on("contextmenu", (event) => {
      event.preventDefault();
      event.stopPropagation(); // JupyterLab has one of its own
      this.host.menu({ x: event.clientX, y: event.clientY });
    });
    on("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey && !this.host.wheelIsOurs) return; // the page scrolls
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const { x, y } = place(event);
      const [area, right] = this.#areas();
      // Over B's half the same point of A is meant.
      const onA = this.mode === "side" && x >= right.x ? x - right.x : x;
      const factor = Math.exp((-event.deltaY * unit) / 300);
      this.closeness = closer(this.#release, area, this.closeness, factor, { x: onA, y });
      this.#redraw();
    });
  }

  #wipeTo(x: number): void {
    const box = this.#boxes()[0];
    const width = this.root.clientWidth;
    const [left, right] = [Math.max(0, box.x), Math.min(width, box.x + box.width)];
    this.setAmount(Math.min(1, Math.max(0, (x - left) / Math.max(1, right - left))));
  }
}

function clipped(context: CanvasRenderingContext2D, box: Box, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, Math.max(0, box.width), Math.max(0, box.height));
  context.clip();
  draw();
  context.restore();
}

function common(one: Box, other: Box): Box {
  const [x, y] = [Math.max(one.x, other.x), Math.max(one.y, other.y)];
  return {
    x,
    y,
    width: Math.min(one.x + one.width, other.x + other.width) - x,
    height: Math.min(one.y + one.height, other.y + other.height) - y,
  };
}

function drawWipe(context: CanvasRenderingContext2D, x: number, height: number): void {
  context.fillStyle = "rgba(0, 0, 0, 0.55)";
  context.fillRect(x - 1.5, 0, 3, height);
  context.fillStyle = "#fff";
  context.fillRect(x - 0.5, 0, 1, height);
  context.beginPath();
  context.roundRect(x - 9, height / 2 - 14, 18, 28, 9);
  context.fillStyle = "rgba(255, 255, 255, 0.92)";
  context.fill();
  context.strokeStyle = "rgba(0, 0, 0, 0.5)";
  context.lineWidth = 1;
  context.stroke();
  context.beginPath();
  for (const side of [-1, 1]) {
    context.moveTo(x + side * 2.5, height / 2 - 4);
    context.lineTo(x + side * 6, height / 2);
    context.lineTo(x + side * 2.5, height / 2 + 4);
  }
  context.strokeStyle = "#222";
  context.lineWidth = 1.5;
  context.stroke();
}

function letter(context: CanvasRenderingContext2D, text: string, x: number, leads: boolean): void {
  context.beginPath();
  context.roundRect(x, 8, 24, 22, 4);
  context.fillStyle = leads ? "#1565c0" : "rgba(13, 14, 16, 0.72)";
  context.fill();
  context.strokeStyle = "rgba(255, 255, 255, 0.55)";
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = "#fff";
  context.font = "600 13px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, x + 12, 19.5);
}

function banner(context: CanvasRenderingContext2D, text: string, area: Box): void {
  context.font = "600 13px system-ui, sans-serif";
  const width = context.measureText(text).width + 24;
  const x = area.x + (area.width - width) / 2;
  const y = area.y + area.height / 2 - 15;
  context.beginPath();
  context.roundRect(x, y, width, 30, 6);
  context.fillStyle = "rgba(13, 14, 16, 0.82)";
  context.fill();
  context.strokeStyle = "rgba(255, 255, 255, 0.35)";
  context.stroke();
  context.fillStyle = "#fff";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, area.x + area.width / 2, y + 15.5);
}
