import { done } from "../../core/outcome";
import { reshape } from "../editing";
import type { Point, Points, Vertex } from "../geometry";
import { rounded } from "../shapes";
import type { Draft, Tool, ToolHost, Touch } from "./tool";

/** Sets points: each click one; with Shift it joins the points that are selected, with Alt it is negative. */
export class PointTool implements Tool {
  readonly name = "point";
  readonly draft: Draft | null = null;
  #pressed = false;

  constructor(readonly host: ToolHost) {}

  down(): void {
    this.#pressed = true;
  }

  move(): void {}

  up({ at, shift, alt }: Touch): void {
    if (!this.#pressed) return;
    this.#pressed = false;
    const [x, y] = this.host.snapped(at) as Vertex;
    const point: Point = { x: rounded(x), y: rounded(y), ...(alt ? { negative: true } : {}) };
    const joined = shift ? this.host.selected.find(({ kind }) => kind === "point") : undefined;
    if (!joined) {
      this.host.add("point", { points: [point] });
      return;
    }
    const points = [...(joined.shape as Points).points, point];
    const shapes = new Map([[joined.id, { points }]]);
    const said = `${points.filter(Boolean).length} points`;
    const outcome = reshape([joined], shapes, this.host.bounds, said);
    this.host.take("edits" in outcome ? done(outcome.edits, said) : outcome);
  }

  cursor(): string {
    return "crosshair";
  }

  cancel(): boolean {
    this.#pressed = false;
    return false;
  }
}
