/**
 * Where in the picture an annotation is. The types are the JSON that `geometry` holds (docs/wire.md).
 * Coordinates are pixels of the decoded picture after rotation, x to the right and y down,
 * the corners of pixels at integers: a picture of 1280 × 720 is all from (0, 0) to (1280, 720).
 */
import type { Mask } from "./rle";

/** A rectangle, turned about its centre by degrees, clockwise as seen: above -180 and up to 180. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation?: number;
}

export type Vertex = readonly [number, number];
/** Vertices in order; the last one is joined to the first. */
export type Ring = readonly Vertex[];

/** Parts, each a ring around it and rings of holes in it (even-odd within a part). */
export interface Polygon {
  readonly parts: readonly (readonly Ring[])[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
  /** What the thing is not. */
  readonly negative?: boolean;
  readonly occluded?: boolean;
}

/** Points in order; `null` is a key point that nobody marked. */
export interface Points {
  readonly points: readonly (Point | null)[];
}

export interface Shapes {
  box: Box;
  polygon: Polygon;
  mask: Mask;
  point: Points;
}
export type ShapeKind = keyof Shapes;
export type Shape = Shapes[ShapeKind];

/** How a shape goes from one key to the next. */
export type Interpolation = "linear" | "hold";

/** What was said of one frame. `shape` is `null` exactly where `outside` is true. */
export interface Key<K extends ShapeKind = ShapeKind> {
  readonly pts: number;
  readonly shape: Shapes[K] | null;
  readonly interpolation: Interpolation;
  readonly occluded?: boolean;
  /** Not in the picture from this frame on. */
  readonly outside?: boolean;
  /** What proposed it, where a person only confirmed it; and how sure that was. */
  readonly source?: string;
  readonly score?: number;
}

/** One thing through time: keys in the order of time, the first where the track begins. */
export type Track = {
  [K in ShapeKind]: { readonly kind: K; readonly keys: readonly Key<K>[] };
}[ShapeKind];

export type Geometry = Shape | Track;

/** Where annotations of a release may stand. */
export interface Bounds {
  readonly name: string;
  /** Pixels of the decoded picture after rotation. */
  readonly width: number;
  readonly height: number;
  /** Ascending ticks of the frames. */
  readonly pts: ArrayLike<number>;
  /** The tick at which the last frame ends. */
  readonly end_pts?: number;
  /** Ascending ticks of the first frames of shots, where they are known. */
  readonly cuts?: readonly number[];
}

/** Pixels by which a shape may reach over the border, and which a box has on each side at least. */
export const TOLERANCE = 1 / 256;
export const MAX_VERTICES = 10_000;
export const MAX_POINTS = 1_000;
export const MAX_KEYS = 10_000;
/** Characters of one mask's run lengths. */
export const MAX_COUNTS = 1 << 20;

export const SHAPE_KINDS: readonly ShapeKind[] = ["box", "polygon", "mask", "point"];
export function isShapeKind(kind: string): kind is ShapeKind {
  return (SHAPE_KINDS as readonly string[]).includes(kind);
}

/** The corners of a box as seen, clockwise, from the one that was top left before it was turned. */
export function cornersOf({ x, y, width, height, rotation = 0 }: Box): Vertex[] {
  if (!rotation)
    return [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ];
  const [middleX, middleY, right, down] = [x + width / 2, y + height / 2, width / 2, height / 2];
  const turn = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const corners: Vertex[] = [
    [-right, -down],
    [right, -down],
    [right, down],
    [-right, down],
  ];
  return corners.map(([a, b]) => [middleX + a * cos - b * sin, middleY + a * sin + b * cos]);
}
