import type { Figure } from "../figures";
import type { Vertex } from "../geometry";
import { Bitmap } from "../masks/bitmap";
import type { Paint } from "../masks/layer";
import { sweep } from "../masks/stroke";
import { around } from "../masks/tint";
import { difference, type Mask } from "../rle";
import type { Draft, Tool, ToolHost, Touch } from "./tool";

interface Stroke {
  readonly target: Figure | null;
  readonly paint: Paint;
  readonly erases: boolean;
  last: Vertex;
}

/**
 * Paints masks, or erases from them. A stroke changes the mask that is selected, else it begins a new one; with Alt
 * the brush erases and the eraser paints, with Shift a press draws a straight line from where the last stroke ended.
 */
export class BrushTool implements Tool {
  #stroke: Stroke | null = null;
  #end: { readonly at: Vertex; readonly id: string | null } | null = null;

  constructor(
    readonly host: ToolHost,
    readonly name: "mask" | "eraser",
  ) {}

  get draft(): Draft | null {
    return this.#stroke ? { paint: this.#stroke.paint } : null;
  }

  down({ at, alt, shift }: Touch): void {
    const { masks, bounds } = this.host;
    const erases = (this.name === "eraser") !== alt;
    const target = erases ? (masks.targetsAt(at)[0] ?? null) : masks.target;
    if (erases && !target) {
      this.host.say("There is no mask to erase from");
      return;
    }
    if (target && erases) this.host.select([target.id]);
    const bitmap = target
      ? Bitmap.of(target.shape as Mask)
      : new Bitmap({ width: bounds.width, height: bounds.height }, 0, 0, 0, 0);
    const paint: Paint = { id: target?.id ?? null, bitmap, dirty: bitmap.extent };
    const from = shift && this.#end?.id === paint.id ? this.#end.at : at;
    this.#stroke = { target, paint, erases, last: from };
    this.#to(at);
  }

  move({ at }: Touch, pressed: boolean): void {
    if (pressed && this.#stroke) this.#to(at);
  }

  #to(at: Vertex): void {
    const stroke = this.#stroke;
    if (!stroke) return;
    const { paint, erases, last } = stroke;
    const changed = sweep(paint.bitmap, this.host.masks.brush, last, at, erases ? 0 : 1);
    paint.dirty = around(paint.dirty, changed);
    stroke.last = at;
    this.host.redraw();
  }

  up(): void {
    const stroke = this.#stroke;
    this.#stroke = null;
    if (!stroke) return;
    const { masks } = this.host;
    const { target, paint, erases, last } = stroke;
    const made = paint.bitmap.toMask();
    // Somebody else may have changed or deleted it meanwhile: the edit is made on what is there now.
    const now = target && (this.host.figures.find(({ id }) => id === target.id) ?? null);
    if (target && !now) this.host.say("The mask was deleted meanwhile");
    else if (erases) {
      if (now) masks.replace(now, made);
    } else if (made) masks.add(target ? difference(made, target.shape as Mask) : made, now);
    this.#end = { at: last, id: this.host.selected[0]?.id ?? null };
    this.host.redraw();
  }

  cursor(): string {
    return "none";
  }

  cancel(): boolean {
    const any = this.#stroke !== null;
    this.#stroke = null;
    if (any) this.host.redraw();
    return any;
  }
}
