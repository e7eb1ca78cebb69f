import type { CanvasTool } from "../canvas_model";
import type { Figure } from "../figures";
import type { RingKind } from "../rings";
import type { Tagging } from "../tags/tagging";
import { BoxTool } from "./box";
import { maskTools } from "./mask_tools";
import { PointTool } from "./point";
import { PolygonTool } from "./polygon";
import { SelectTool } from "./select";
import { TagTool } from "./tag";
import type { Tool, ToolHost, ToolName, Touch } from "./tool";

/** The tools of a canvas, and the one in use. While another draws, handles of what is selected are still at hand. */
export class ToolBox {
  readonly select: SelectTool;
  current: Tool;
  #tools = new Map<ToolName, Tool>();
  /** The drawing tool that was used last. */
  #last: ToolName;
  /** Whether the press that is under way is the selecting tool's. */
  #lent = false;

  constructor(
    host: ToolHost,
    tools: readonly CanvasTool[],
    tagging: Tagging,
    ...others: readonly Tool[]
  ) {
    this.select = new SelectTool(host);
    this.#tools.set("select", this.select);
    const makers = { box: BoxTool, polygon: PolygonTool, point: PointTool };
    for (const name of tools)
      if (name === "mask") for (const one of maskTools(host)) this.#tools.set(one.name, one);
      else
        this.#tools.set(
          name,
          name === "tag" ? new TagTool(this.select, tagging) : new makers[name](host),
        );
    for (const one of others) this.#tools.set(one.name, one);
    this.#last = tools[0] ?? "select";
    this.current = this.#tools.get(this.#last) as Tool;
  }

  /** Whether something is under way that belongs to the frame that is seen. */
  get busy(): boolean {
    return this.current.draft !== null || this.select.draft !== null;
  }

  /** Whether a shape is to be drawn by the next press. */
  get drawing(): boolean {
    return this.current !== this.select && this.current.name !== "tag" && !this.#lent;
  }

  /** Take a tool; why not, where there is none such. What was under way is let go of. */
  use(name: ToolName | "again"): string | null {
    const wanted = name === "again" ? this.#last : name;
    const tool = this.#tools.get(wanted);
    if (!tool) return `This canvas does not draw: ${wanted}.`;
    if (tool !== this.current) this.cancel();
    this.current = tool;
    if (tool !== this.select) this.#last = wanted;
    return null;
  }

  /** What is drawn next becomes a hole or part of a polygon; whether polygons can be drawn here. */
  join(kind: RingKind, figure: Figure): boolean {
    const tool = this.#tools.get("polygon");
    if (!(tool instanceof PolygonTool)) return false;
    this.use("polygon");
    tool.join(kind, figure);
    return true;
  }

  #lends(touch: Touch): boolean {
    return this.current !== this.select && !this.current.draft && this.select.holds(touch);
  }

  down(touch: Touch): void {
    this.#lent = this.#lends(touch);
    this.#active.down(touch);
  }

  move(touch: Touch, pressed: boolean): void {
    if (!pressed) this.#lent = false;
    this.#active.move(touch, pressed);
  }

  up(touch: Touch): void {
    this.#active.up(touch);
    this.#lent = false;
  }

  cursor(touch: Touch): string {
    return this.#lends(touch) ? this.select.cursor(touch) : this.current.cursor(touch);
  }

  get #active(): Tool {
    return this.#lent ? this.select : this.current;
  }

  cancel(): boolean {
    const lent = this.#lent && this.select.cancel();
    this.#lent = false;
    return this.current.cancel() || lent;
  }

  finish(): boolean {
    return this.current.finish?.() ?? false;
  }

  /** Take back the last vertex of what is drawn, or delete the one that is active. */
  deleteWithin(): boolean {
    return this.current.back?.() || this.select.deleteActiveSpot();
  }
}
