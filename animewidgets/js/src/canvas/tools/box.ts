import { refuse } from "../../core/outcome";
import type { Box, Vertex } from "../geometry";
import { boxBetween } from "../shapes";
import { type Draft, farFrom, type Tool, type ToolHost, type Touch } from "./tool";

/** The left, top, right and bottom-most points of a thing. */
const EXTREMES = 4;

/** The least box around places. */
function boxAround(places: readonly Vertex[]): Box {
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  return boxBetween([Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]);
}

/**
 * Draws boxes: a drag from corner to corner, a click on each of two corners, or, where the host wishes, a click
 * on each of the thing's four extreme points.
 */
export class BoxTool implements Tool {
  readonly name = "box";
  #from: Vertex | null = null;
  #to: Vertex | null = null;
  #pressedAt: Vertex = [0, 0];
  /** Whether the first corner was clicked, and the second is to come. */
  #waiting = false;

  /** The extreme points that were clicked. */
  #extremes: Vertex[] = [];

  constructor(readonly host: ToolHost) {}

  get draft(): Draft | null {
    const places = this.#extremes;
    if (places.length) {
      const all = this.#to ? [...places, this.#to] : places;
      return { box: boxAround(all), places };
    }
    return this.#from && this.#to ? { box: boxBetween(this.#from, this.#to) } : null;
  }

  down({ at, screen }: Touch): void {
    const place = this.host.snapped(at, "corner");
    this.#pressedAt = screen;
    if (this.#byExtremes) return;
    if (!this.#waiting) this.#from = place;
    this.#to = place;
    this.host.redraw();
  }

  move({ at }: Touch, pressed: boolean): void {
    const place = this.host.snapped(at, "corner");
    if (!this.#extremes.length && (!this.#from || !(pressed || this.#waiting))) return;
    this.#to = place;
    this.host.redraw();
  }

  /** What was begun one way ends that way. */
  get #byExtremes(): boolean {
    return this.#extremes.length > 0 || (Boolean(this.host.extremes) && !this.#waiting);
  }

  up({ at, screen }: Touch): void {
    if (this.#byExtremes) {
      this.#addExtreme(this.host.snapped(at, "corner"));
      return;
    }
    if (!this.#from) return;
    this.#to = this.host.snapped(at, "corner");
    if (!this.#waiting && !farFrom(screen, this.#pressedAt)) {
      this.#waiting = true;
      this.host.say("One corner: click on the other, Esc lets go");
      return;
    }
    const box = boxBetween(this.#from, this.#to);
    this.cancel();
    this.#make(box);
  }

  #addExtreme(place: Vertex): void {
    const places = [...this.#extremes, place];
    const left = EXTREMES - places.length;
    if (left > 0) {
      this.#extremes = places;
      const points = left === 1 ? "One more extreme point" : `${left} more extreme points`;
      this.host.say(`${points}: left, top, right and bottom in any order; ⌫ takes one back`);
      this.host.redraw();
      return;
    }
    this.cancel();
    this.#make(boxAround(places));
  }

  #make(box: Box): void {
    if (box.width < 0.5 || box.height < 0.5)
      this.host.take(refuse("A box needs some width and some height."));
    else this.host.add("box", box);
  }

  cursor(): string {
    return "crosshair";
  }

  back(): boolean {
    if (this.#extremes.length < 2) return this.cancel();
    this.#extremes = this.#extremes.slice(0, -1);
    this.host.redraw();
    return true;
  }

  cancel(): boolean {
    const any = this.#from !== null || this.#extremes.length > 0;
    this.#from = this.#to = null;
    this.#extremes = [];
    this.#waiting = false;
    this.host.redraw();
    return any;
  }
}
