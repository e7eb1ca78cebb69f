import { refuse } from "../../core/outcome";
import { reshape } from "../editing";
import type { Figure } from "../figures";
import type { Polygon, Vertex } from "../geometry";
import { pixelOf } from "../hit";
import { type RingKind, ringsInWords, withRing } from "../rings";
import { rounded, simplified } from "../shapes";
import { type Draft, farFrom, type Tool, type ToolHost, type ToolName, type Touch } from "./tool";

/** CSS pixels by which a freehand line may be straightened. */
const STRAIGHTENED = 1.25;

/** Draws polygons: clicks make vertices, a drag a freehand line; Enter, a double click or the first vertex close. */
export class PolygonTool implements Tool {
  readonly name: ToolName = "polygon";
  #line: Vertex[] = [];
  #at: Vertex | null = null;
  #pressedAt: Vertex = [0, 0];
  /** What is being drawn by hand since the pointer was pressed. */
  #freehand: Vertex[] | null = null;
  #wasDragged = false;
  /** The polygon that the outline becomes a hole or another part of. */
  #joins: { readonly kind: RingKind; readonly figure: Figure } | null = null;

  constructor(readonly host: ToolHost) {}

  get draft(): Draft | null {
    if (!this.#line.length) return null;
    const rest = this.#freehand ?? (this.#at ? [this.#at] : []);
    return { line: [...this.#line, ...rest], closing: this.#closes(this.#at) };
  }

  /** What is drawn next becomes a hole or part of a polygon. */
  join(kind: RingKind, figure: Figure): void {
    this.cancel();
    this.#joins = { kind, figure };
  }

  down({ at, screen, alt, shift }: Touch): void {
    if (!this.#line.length && (alt || shift)) {
      const figure = this.host.selected.find(({ kind }) => kind === "polygon");
      if (figure) this.#joins = { kind: alt ? "hole" : "part", figure };
      else this.host.say("Select the polygon first that it is to be a hole or part of");
    }
    this.#pressedAt = screen;
    this.#wasDragged = false;
    const place = this.#place(at);
    this.#at = place;
    if (this.#closes(place)) {
      this.finish();
      return;
    }
    this.#line.push(place);
    this.#freehand = [];
    this.host.redraw();
  }

  move({ at, screen }: Touch, pressed: boolean): void {
    this.#at = this.#place(at);
    if (pressed && this.#freehand && (this.#wasDragged || farFrom(screen, this.#pressedAt))) {
      this.#wasDragged = true;
      this.#freehand.push(this.#at);
    }
    if (this.#line.length) this.host.redraw();
  }

  up(): void {
    const drawn = this.#freehand;
    this.#freehand = null;
    if (!drawn?.length) return;
    const tolerance = STRAIGHTENED * pixelOf(this.host.reach);
    const start = this.#line.at(-1) as Vertex;
    this.#line.push(...simplified([start, ...drawn], tolerance).slice(1));
    const end = this.#line.at(-1) as Vertex;
    if (this.#closes(end)) {
      this.#line.pop();
      this.finish();
    } else this.host.redraw();
  }

  doubleClick(): void {
    // Its second press has made a vertex where its first one did.
    const [last, before] = [this.#line.at(-1), this.#line.at(-2)];
    if (last && before && this.#near(last, before)) this.#line.pop();
    this.finish();
  }

  cursor(): string {
    return "crosshair";
  }

  finish(): boolean {
    if (!this.#line.length) return false;
    if (this.#line.length < 3) {
      this.host.say("A polygon needs three vertices; Esc lets go");
      return true;
    }
    // Where it is refused, it is still there to be mended.
    const polygon = { parts: [[this.#line]] };
    if (this.#joins ? this.#joined(this.#joins) : this.made(polygon)) this.#clear();
    return true;
  }

  #joined({ kind, figure: { id } }: { kind: RingKind; figure: Figure }): boolean {
    const { host } = this;
    // As it is now: somebody else may have changed it, or deleted it.
    const figure = host.figures.find((one) => one.id === id);
    if (!figure) {
      this.#joins = null;
      return host.take(refuse(`The polygon is gone that this was to be a ${kind} of.`));
    }
    const changed = withRing(figure.shape as Polygon, kind, this.#line);
    if ("refused" in changed) return host.take(refuse(changed.refused));
    const said = `The polygon has another ${kind}: ${ringsInWords(changed.shape)}`;
    if (!host.take(reshape([figure], new Map([[id, changed.shape]]), host.bounds, said)))
      return false;
    host.select([id]);
    return true;
  }

  /** Make what was drawn; whether it was taken. */
  protected made(polygon: Polygon): boolean {
    return this.host.add("polygon", polygon);
  }

  back(): boolean {
    if (!this.#line.length) return false;
    this.#line.pop();
    this.host.redraw();
    return true;
  }

  cancel(): boolean {
    const any = this.#line.length > 0 || this.#joins !== null;
    this.#clear();
    return any;
  }

  #clear(): void {
    this.#line = [];
    this.#joins = null;
    this.#freehand = null;
    this.host.redraw();
  }

  #place(at: Vertex): Vertex {
    const [x, y] = this.host.snapped(at, "place");
    return [rounded(x), rounded(y)];
  }

  #closes(at: Vertex | null): boolean {
    const first = this.#line[0];
    return Boolean(at && first && this.#line.length >= 3 && this.#near(at, first));
  }

  #near([x, y]: Vertex, [a, b]: Vertex): boolean {
    const { reach } = this.host;
    return Math.abs(x - a) <= reach.x && Math.abs(y - b) <= reach.y;
  }
}
