import type { Vertex } from "../geometry";
import { fillFrom } from "../masks/flood";
import type { Paint } from "../masks/layer";
import { type Draft, farFrom, type Tool, type ToolHost, type Touch } from "./tool";

/** CSS pixels of a drag for one step of tolerance. */
const PER_STEP = 6;

/** A press, and what it would fill. */
interface Press {
  readonly at: Vertex;
  readonly screen: Vertex;
  readonly takes: boolean;
  readonly pixels: ImageData;
  readonly before: number;
  tolerance: number;
  paint: Paint | null;
}

/**
 * Fills the flat colour under the pointer, or that and its line, into the mask; with Alt takes it away. While the
 * pointer is down a drag to the right or left changes the tolerance, and what would be filled is seen.
 */
export class FillTool implements Tool {
  #press: Press | null = null;

  constructor(
    readonly host: ToolHost,
    readonly name: "fill" | "lineFill",
  ) {}

  get draft(): Draft | null {
    const paint = this.#press?.paint;
    return this.#press ? { ...(paint ? { paint } : {}) } : null;
  }

  down({ at, screen, alt }: Touch): void {
    const pixels = this.host.masks.pixels();
    if (!pixels) {
      this.host.say("The exact picture is not there yet");
      return;
    }
    const before = this.host.masks.fill.tolerance;
    this.#press = { at, screen, takes: alt, pixels, before, tolerance: before, paint: null };
    this.#fill(this.#press);
  }

  move({ screen }: Touch, pressed: boolean): void {
    const press = this.#press;
    if (!pressed || !press || (press.tolerance === press.before && !farFrom(screen, press.screen)))
      return;
    const steps = Math.round((screen[0] - press.screen[0]) / PER_STEP);
    const tolerance = Math.min(100, Math.max(0, press.before + steps));
    if (tolerance === press.tolerance) return;
    press.tolerance = tolerance;
    this.#fill(press);
    this.host.say(`Tolerance: ${tolerance}`);
  }

  #fill(press: Press): void {
    const { gap, line } = this.host.masks.fill;
    const bitmap = fillFrom(press.pixels, ...press.at, {
      tolerance: press.tolerance,
      gap,
      line: this.name === "lineFill" ? line : 0,
    });
    press.paint = bitmap && { id: null, bitmap, dirty: bitmap.extent };
    this.host.redraw();
  }

  up(): void {
    const press = this.#press;
    this.#press = null;
    if (!press) return;
    const { masks } = this.host;
    const filled = press.paint?.bitmap.toMask();
    masks.keepTolerance(press.tolerance);
    if (filled && press.takes) masks.takeFrom(masks.targetsAt(press.at), filled);
    else if (filled) masks.add(filled);
    this.host.redraw();
  }

  cursor(): string {
    return "crosshair";
  }

  cancel(): boolean {
    const any = this.#press !== null;
    this.#press = null;
    if (any) this.host.redraw();
    return any;
  }
}
