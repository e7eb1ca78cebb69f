import type { Outcome } from "../../core/outcome";
import type { Category } from "../../core/wire";
import type { Figure } from "../figures";
import type { Bounds, Box, Point, Shape, Vertex } from "../geometry";
import type { Reach } from "../hit";
import type { MaskDesk } from "../masks/desk";
import type { Paint } from "../masks/layer";
import type { Spot } from "../shapes";

/** What of a place edges catch: a corner's column and row each by itself, one of them, or the place as a whole. */
export type Snaps = "corner" | "column" | "row" | "place";

export type ToolName = "select" | "box" | "polygon" | "point" | "tag" | "prompt" | MaskToolName;
export type MaskToolName = "mask" | "eraser" | "lasso" | "cut" | "fill" | "lineFill";

/** A pointer on the picture. */
export interface Touch {
  /** In pixels of the picture; may lie outside it. */
  readonly at: Vertex;
  /** In CSS pixels of the stage. */
  readonly screen: Vertex;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
}

/** What is being drawn or changed, and is no annotation yet. */
export interface Draft {
  /** A box that is being drawn. */
  readonly box?: Box;
  /** A polygon that is being drawn, with the vertex under the pointer at its end. */
  readonly line?: readonly Vertex[];
  /** Places that were clicked on the way to a box. */
  readonly places?: readonly Vertex[];
  /** Whether a click now would close the line. */
  readonly closing?: boolean;
  /** A mask that is being painted. */
  readonly paint?: Paint;
  /** A line drawn around pixels that a mask is to have, or to lose. */
  readonly lasso?: { readonly line: readonly Vertex[]; readonly takes: boolean };
  /** A rectangle that selects. */
  readonly marquee?: Box;
  /** Key points that are being placed, and the name of the next. */
  readonly keyPoints?: { readonly placed: readonly (Point | null)[]; readonly next: string };
  /** Figures that look otherwise for now. */
  readonly shapes?: ReadonlyMap<string, Shape>;
}

/** What tools act on. */
export interface ToolHost {
  readonly bounds: Bounds;
  readonly reach: Reach;
  /** Figures of the frame that are shown and not locked. */
  readonly figures: readonly Figure[];
  readonly selected: readonly Figure[];
  readonly category: Category | null;
  readonly masks: MaskDesk;
  readonly categories: ReadonlyMap<string, Category>;
  /** Whether a new point joins those of its category on the frame. */
  readonly joinsPoints: boolean;
  /** The vertex or point that keys act on. */
  spot: { readonly id: string; readonly spot: Spot } | null;
  select(ids: Iterable<string>): void;
  /** Whether boxes are drawn by their extreme points. */
  readonly extremes?: boolean;
  /** Whether selected boxes have a handle that turns them. */
  readonly turns?: boolean;
  /** A place on the picture, caught by its border where snapping is on, and by its edges where those catch. */
  snapped(at: Vertex, to?: Snaps): Vertex;
  /** Commit what came out, or say why not; whether it was taken. */
  take(outcome: Outcome): boolean;
  /** Make a shape on the frame that is seen, and select it; whether it was taken. */
  add(kind: "box" | "polygon" | "point", shape: Shape): boolean;
  say(text: string): void;
  redraw(): void;
}

/** One way to use the pointer. A tool keeps what is under way, and nothing else. */
export interface Tool {
  readonly name: ToolName;
  readonly draft: Draft | null;
  down(touch: Touch): void;
  /** The pointer moves, pressed or not. */
  move(touch: Touch, pressed: boolean): void;
  up(touch: Touch): void;
  doubleClick?(touch: Touch): void;
  cursor(touch: Touch): string;
  /** Escape: let go of what is under way; whether there was any. */
  cancel(): boolean;
  /** Enter; whether there was anything to finish. */
  finish?(): boolean;
  /** Backspace; whether there was anything to take back. */
  back?(): boolean;
  /** Leave out what would come next; whether there was anything. */
  skip?(): boolean;
  /** Turn what was placed last occluded or visible; whether there was anything. */
  occlude?(): boolean;
}

/** CSS pixels that a pointer may tremble in a click. */
export const CLICK = 4;

export const farFrom = (a: Vertex, b: Vertex): boolean =>
  Math.hypot(a[0] - b[0], a[1] - b[1]) >= CLICK;
