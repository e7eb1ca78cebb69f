/** What one does to shapes: measure, move, reshape. Pure; the types are those of geometry.ts. */
import {
  type Box,
  cornersOf,
  type Point,
  type Points,
  type Polygon,
  type Ring,
  type Shape,
  type ShapeKind,
  type Vertex,
} from "./geometry";
import { marks, shifted } from "./masks/bitmap";
import { area, boundingBox, type Mask } from "./rle";

/** Shapes that the canvas draws. */
export type DrawnKind = "box" | "polygon" | "mask" | "point";

export const isDrawnKind = (kind: string): kind is DrawnKind =>
  kind === "box" || kind === "polygon" || kind === "mask" || kind === "point";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Extent extends Size {
  readonly x: number;
  readonly y: number;
}

/** One vertex of a polygon, or one point: part and ring are 0 for points. */
export interface Spot {
  readonly part: number;
  readonly ring: number;
  readonly n: number;
}

export const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"] as const;
export type Handle = (typeof HANDLES)[number];

/** Hundredths of a pixel are finer than anybody can point, and read better than what arithmetic leaves. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** The vertices of a shape that can be pointed at. */
export function verticesOf(kind: ShapeKind, shape: Shape): Vertex[] {
  if (kind === "box") return cornersOf(shape as Box);
  if (kind === "polygon") return (shape as Polygon).parts.flat(2);
  if (kind === "point") return markedIn(shape as Points).map(({ x, y }) => [x, y]);
  return [];
}

export const markedIn = ({ points }: Points): Point[] =>
  points.filter((one): one is Point => one !== null);

/** The least box around a shape. */
export function extentOf(kind: ShapeKind, shape: Shape): Extent {
  if (kind === "mask") {
    const [x, y, width, height] = boundingBox(shape as Mask);
    return { x, y, width, height };
  }
  const vertices = verticesOf(kind, shape);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of vertices) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The box between two corners, whichever they are. */
export function boxBetween([ax, ay]: Vertex, [bx, by]: Vertex): Box {
  const [x, y] = [rounded(Math.min(ax, bx)), rounded(Math.min(ay, by))];
  return { x, y, width: rounded(Math.max(ax, bx) - x), height: rounded(Math.max(ay, by) - y) };
}

export const within = ([x, y]: Vertex, { width, height }: Size): Vertex => [
  Math.min(width, Math.max(0, x)),
  Math.min(height, Math.max(0, y)),
];

/** How far some extents may be moved together, so that none leaves the picture. */
export function boundedMove(
  extents: readonly Extent[],
  [right, down]: Vertex,
  { width, height }: Size,
): Vertex {
  for (const one of extents) {
    right = Math.min(width - one.x - one.width, Math.max(-one.x, right));
    down = Math.min(height - one.y - one.height, Math.max(-one.y, down));
  }
  return [right, down];
}

/** Change every vertex of a shape. */
function mapped(kind: ShapeKind, shape: Shape, change: (vertex: Vertex) => Vertex): Shape {
  if (kind === "polygon")
    return {
      parts: (shape as Polygon).parts.map((rings) => rings.map((ring) => ring.map(change))),
    };
  if (kind === "point")
    return {
      points: (shape as Points).points.map((one) => {
        if (!one) return null;
        const [x, y] = change([one.x, one.y]);
        return { ...one, x, y };
      }),
    };
  return shape;
}

export function moved(kind: ShapeKind, shape: Shape, [right, down]: Vertex): Shape {
  if (kind === "box") {
    const box = shape as Box;
    return { ...box, x: rounded(box.x + right), y: rounded(box.y + down) };
  }
  if (kind === "mask") return shifted(shape as Mask, Math.round(right), Math.round(down));
  return mapped(kind, shape, ([x, y]) => [rounded(x + right), rounded(y + down)]);
}

/** A box with one of its handles dragged to a place; sides may pass each other. */
export function withHandleAt(box: Box, handle: Handle, [x, y]: Vertex): Box {
  let [left, top, right, bottom] = [box.x, box.y, box.x + box.width, box.y + box.height];
  if (handle.includes("w")) left = x;
  if (handle.includes("e")) right = x;
  if (handle.startsWith("n")) top = y;
  if (handle.startsWith("s")) bottom = y;
  return boxBetween([left, top], [right, bottom]);
}

/** Where a handle of an upright box is. */
export function placeOf({ x, y, width, height }: Box, handle: Handle): Vertex {
  const across = handle.includes("w") ? 0 : handle.includes("e") ? 1 : 0.5;
  const down = handle.startsWith("n") ? 0 : handle.startsWith("s") ? 1 : 0.5;
  return [x + width * across, y + height * down];
}

export function spotsOf(kind: ShapeKind, shape: Shape): { spot: Spot; at: Vertex }[] {
  if (kind === "polygon")
    return (shape as Polygon).parts.flatMap((rings, part) =>
      rings.flatMap((vertices, ring) => vertices.map((at, n) => ({ spot: { part, ring, n }, at }))),
    );
  if (kind === "point")
    return (shape as Points).points.flatMap((one, n) =>
      one ? [{ spot: { part: 0, ring: 0, n }, at: [one.x, one.y] as Vertex }] : [],
    );
  return [];
}

/** The shape with one of its vertices or points elsewhere. */
export function withSpotAt(kind: ShapeKind, shape: Shape, spot: Spot, [x, y]: Vertex): Shape {
  const at: Vertex = [rounded(x), rounded(y)];
  if (kind === "point")
    return {
      points: (shape as Points).points.map((one, n) =>
        one && n === spot.n ? { ...one, x: at[0], y: at[1] } : one,
      ),
    };
  return changedRing(shape as Polygon, spot, (ring) =>
    ring.map((one, n) => (n === spot.n ? at : one)),
  );
}

/** A new vertex after the one that is named. */
export function withVertexAfter(polygon: Polygon, spot: Spot, [x, y]: Vertex): Polygon {
  return changedRing(polygon, spot, (ring) => [
    ...ring.slice(0, spot.n + 1),
    [rounded(x), rounded(y)],
    ...ring.slice(spot.n + 1),
  ]);
}

/** Without one vertex or point; `null` where too little would be left. */
export function withoutSpot(kind: ShapeKind, shape: Shape, spot: Spot): Shape | null {
  if (kind === "point") {
    const points = (shape as Points).points.filter((_, n) => n !== spot.n);
    return points.some((one) => one !== null) ? { points } : null;
  }
  if (kind !== "polygon") return null;
  const polygon = shape as Polygon;
  if ((polygon.parts[spot.part]?.[spot.ring]?.length ?? 0) <= 3) return null;
  return changedRing(polygon, spot, (ring) => ring.filter((_, n) => n !== spot.n));
}

function changedRing(polygon: Polygon, spot: Spot, change: (ring: Ring) => Ring): Polygon {
  return {
    parts: polygon.parts.map((rings, part) =>
      part !== spot.part
        ? rings
        : rings.map((ring, at) => (at === spot.ring ? change(ring) : ring)),
    ),
  };
}

/** Change flags of all points, or of the one at a spot. */
export function flagged(
  shape: Points,
  flag: "negative" | "occluded",
  on: boolean,
  spot: Spot | null,
): Points {
  return {
    points: shape.points.map((one, n) => {
      if (!one || (spot && spot.n !== n)) return one;
      const { [flag]: _, ...rest } = one;
      return on ? { ...rest, [flag]: true } : rest;
    }),
  };
}

/** Fewer vertices, none of the others further than `tolerance` from the line (Douglas and Peucker, 1973). */
export function simplified(line: readonly Vertex[], tolerance: number): Vertex[] {
  if (line.length < 3) return [...line];
  const keep = new Uint8Array(line.length);
  keep[0] = keep[line.length - 1] = 1;
  const stretches: [number, number][] = [[0, line.length - 1]];
  for (let stretch = stretches.pop(); stretch; stretch = stretches.pop()) {
    const [from, to] = stretch;
    let [far, at] = [tolerance, -1];
    for (let n = from + 1; n < to; n++) {
      const distance = distanceTo(line[n] as Vertex, line[from] as Vertex, line[to] as Vertex);
      if (distance > far) [far, at] = [distance, n];
    }
    if (at < 0) continue;
    keep[at] = 1;
    stretches.push([from, at], [at, to]);
  }
  return line.filter((_, n) => keep[n]);
}

/** From a point to the nearest of a stretch of line. */
export function distanceTo([x, y]: Vertex, [ax, ay]: Vertex, [bx, by]: Vertex): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

/** Square pixels; of points 0. */
export function areaOf(kind: ShapeKind, shape: Shape): number {
  if (kind === "mask") return area(shape as Mask);
  if (kind === "box") return (shape as Box).width * (shape as Box).height;
  if (kind !== "polygon") return 0;
  return (shape as Polygon).parts.reduce(
    (sum, [outer = [], ...holes]) =>
      sum + ringArea(outer) - holes.reduce((all, one) => all + ringArea(one), 0),
    0,
  );
}

function ringArea(ring: Ring): number {
  let twice = 0;
  ring.forEach(([x, y], n) => {
    const [nextX, nextY] = ring[(n + 1) % ring.length] as Vertex;
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}

/** Whether a place lies inside a box or polygon, or on a pixel of a mask. */
export function holds(kind: ShapeKind, shape: Shape, at: Vertex): boolean {
  if (kind === "box") return oddly([cornersOf(shape as Box)], at);
  if (kind === "polygon") return (shape as Polygon).parts.some((rings) => oddly(rings, at));
  if (kind === "mask") return marks(shape as Mask, at);
  return false;
}

function oddly(rings: readonly Ring[], [x, y]: Vertex): boolean {
  let inside = false;
  for (const ring of rings)
    for (let n = 0; n < ring.length; n++) {
      const [ax, ay] = ring[n] as Vertex;
      const [bx, by] = ring[(n + 1) % ring.length] as Vertex;
      if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
    }
  return inside;
}
