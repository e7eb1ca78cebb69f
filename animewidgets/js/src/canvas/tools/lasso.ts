import type { Vertex } from "../geometry";
import { maskOf } from "../raster";
import { area } from "../rle";
import type { Draft, Tool, ToolHost, Touch } from "./tool";

/** Adds what a line drawn around it holds to the mask; with Alt takes it away. */
export class LassoTool implements Tool {
  readonly name = "lasso";
  #line: Vertex[] | null = null;
  #takes = false;

  constructor(readonly host: ToolHost) {}

  get draft(): Draft | null {
    return this.#line ? { lasso: { line: this.#line, takes: this.#takes } } : null;
  }

  down({ at, alt }: Touch): void {
    this.#takes = alt;
    this.#line = [at];
    this.host.redraw();
  }

  move({ at }: Touch, pressed: boolean): void {
    if (!pressed || !this.#line) return;
    this.#line.push(at);
    this.host.redraw();
  }

  up(): void {
    const line = this.#line;
    this.#line = null;
    this.host.redraw();
    if (!line) return;
    const { masks, bounds } = this.host;
    const inside =
      line.length > 2 ? maskOf({ parts: [[line]] }, bounds.height, bounds.width) : null;
    if (!inside || !area(inside)) {
      this.host.say("Draw a line around what the mask is to have; with Alt, around what to take");
      return;
    }
    if (this.#takes) masks.takeFrom(masks.targetsAt(line[0] as Vertex), inside);
    else masks.add(inside);
  }

  cursor(): string {
    return "crosshair";
  }

  cancel(): boolean {
    const any = this.#line !== null;
    this.#line = null;
    if (any) this.host.redraw();
    return any;
  }
}
