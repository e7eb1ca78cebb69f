import { refuse } from "../../core/outcome";
import type { Vertex } from "../geometry";
import { boxBetween } from "../shapes";
import { type Draft, farFrom, type Tool, type ToolHost, type Touch } from "./tool";

/** Draws boxes: a drag from corner to corner, or a click on each of two corners. */
export class BoxTool implements Tool {
  readonly name = "box";
  #from: Vertex | null = null;
  #to: Vertex | null = null;
  #pressedAt: Vertex = [0, 0];
  /** Whether the first corner was clicked, and the second is to come. */
  #waiting = false;

  constructor(readonly host: ToolHost) {}

  get draft(): Draft | null {
    return this.#from && this.#to ? { box: boxBetween(this.#from, this.#to) } : null;
  }

  down({ at, screen }: Touch): void {
    const place = this.host.snapped(at);
    this.#pressedAt = screen;
    if (!this.#waiting) this.#from = place;
    this.#to = place;
    this.host.redraw();
  }

  move({ at }: Touch, pressed: boolean): void {
    if (!this.#from || !(pressed || this.#waiting)) return;
    this.#to = this.host.snapped(at);
    this.host.redraw();
  }

  up({ at, screen }: Touch): void {
    if (!this.#from) return;
    this.#to = this.host.snapped(at);
    if (!this.#waiting && !farFrom(screen, this.#pressedAt)) {
      this.#waiting = true;
      this.host.say("One corner: click on the other, Esc lets go");
      return;
    }
    const box = boxBetween(this.#from, this.#to);
    this.cancel();
    if (box.width < 0.5 || box.height < 0.5)
      this.host.take(refuse("A box needs some width and some height."));
    else this.host.add("box", box);
  }

  cursor(): string {
    return "crosshair";
  }

  back(): boolean {
    return this.cancel();
  }

  cancel(): boolean {
    const any = this.#from !== null;
    this.#from = this.#to = null;
    this.#waiting = false;
    this.host.redraw();
    return any;
  }
}
