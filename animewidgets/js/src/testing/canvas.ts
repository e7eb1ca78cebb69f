import { addShape } from "../canvas/editing";
import { type Figure, type Figures, figureOf } from "../canvas/figures";
import type { Bounds, Shape, Vertex } from "../canvas/geometry";
import { MaskDesk } from "../canvas/masks/desk";
import { type DrawnKind, type Spot, within } from "../canvas/shapes";
import type { Tool, ToolHost, Touch } from "../canvas/tools/tool";
import type { Outcome } from "../core/outcome";
import { DEFAULTS } from "../core/settings";
import type { Annotation, Category, Json } from "../core/wire";
import { release } from "./releases";

const index = release({ count: 10, info: { width: 640, height: 360 } });

/** A figure on frame 0. */
export function figure(
  id: string,
  kind: DrawnKind,
  shape: Shape,
  over: Partial<Annotation> = {},
): Figure {
  const annotation: Annotation = {
    annotation_id: id,
    version: 1,
    kind,
    start_pts: 0,
    geometry: shape as unknown as { [key: string]: Json },
    ...over,
  };
  return figureOf(annotation, index) as Figure;
}

/** What a tool acts on, in a test: a picture of 640 × 360, seen pixel by pixel. */
export class Desk implements ToolHost {
  readonly bounds: Bounds = { name: "BD ep01", width: 640, height: 360, pts: index.pts };
  readonly reach = { x: 7, y: 7 };
  extremes = false;
  turns = false;
  readonly frame = 0;
  readonly picture: HTMLCanvasElement | null = null;
  settings = { values: DEFAULTS, set: () => {} };
  readonly masks = new MaskDesk(this);
  category: Category | null = null;
  categories: ReadonlyMap<string, Category> = new Map();
  joinsPoints = false;
  spot: { id: string; spot: Spot } | null = null;
  chosen: string[] = [];
  outcomes: Outcome[] = [];
  said: string[] = [];

  constructor(public figures: readonly Figure[] = []) {}

  get selected(): readonly Figure[] {
    return this.figures.filter(({ id }) => this.chosen.includes(id));
  }

  select(ids: Iterable<string>): void {
    this.chosen = [...new Set(ids)];
  }

  snapped(at: Vertex): Vertex {
    return within(at, this.bounds);
  }

  /** All of the figures are on frame 0. */
  get opened() {
    const on = () => this.figures;
    return { index, figures: { on } as unknown as Figures };
  }

  take(outcome: Outcome): boolean {
    this.outcomes.push(outcome);
    return "edits" in outcome;
  }

  add(kind: DrawnKind, shape: Shape): boolean {
    const place = { pts: 0, ordinal: 0 };
    const outcome = addShape(kind, shape, place, this.category, this.bounds);
    return this.take(outcome);
  }

  say(text: string): void {
    this.said.push(text);
  }

  redraw(): void {}

  /** The geometry that the last gesture left, or why there is none. */
  get last(): unknown {
    const outcome = this.outcomes.at(-1);
    if (!outcome) return undefined;
    return "refused" in outcome ? outcome.refused : outcome.edits[0]?.after?.geometry;
  }
}

export const touch = (x: number, y: number, over: Partial<Touch> = {}): Touch => ({
  at: [x, y],
  screen: [x, y],
  shift: false,
  ctrl: false,
  alt: false,
  ...over,
});

/** Press, move there in steps, let go. */
export function drag(tool: Tool, path: readonly Vertex[], over: Partial<Touch> = {}): void {
  const [first, ...rest] = path.map(([x, y]) => touch(x, y, over)) as [Touch, ...Touch[]];
  tool.move(first, false);
  tool.down(first);
  for (const one of rest) tool.move(one, true);
  tool.up(rest.at(-1) ?? first);
}

export const click = (tool: Tool, at: Vertex, over: Partial<Touch> = {}): void =>
  drag(tool, [at], over);
