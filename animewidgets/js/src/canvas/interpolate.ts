import type { Box, Key, Point, Points, Polygon, Ring, Shape, Track, Vertex } from "./geometry";

/** A track on one frame: the shape, and whether a key says it or one of the ways between keys. */
export interface Sighting {
  readonly shape: Shape;
  readonly source: "key" | "linear" | "hold";
  readonly occluded: boolean;
}

/**
 * What a track that ends at `endPts` shows on the frame at a tick; `null` outside its span and out of
 * the picture.
 *
 * Between a linear key and the next one, positions go evenly with the ticks: of boxes (turning the
 * shorter way round), of polygons whose rings have the same numbers of vertices, and of as many points,
 * where both keys have the point. Everything else is held. Flags are always those of the key before.
 */
export function shapeAt(track: Track, endPts: number, pts: number): Sighting | null {
  const keys: readonly Key[] = track.keys;
  const at = keyBefore(keys, pts);
  const key = keys[at];
  if (!key || pts >= endPts || key.shape === null) return null;
  const { shape, occluded = false } = key;
  if (key.pts === pts) return { shape, source: "key", occluded };
  const after = keys[at + 1];
  if (key.interpolation === "linear" && after?.shape) {
    const share = (pts - key.pts) / (after.pts - key.pts);
    const between = shapeBetween(shape, after.shape, share);
    if (between) return { shape: between, source: "linear", occluded };
  }
  return { shape, source: "hold", occluded };
}

/** Index of the last key that stands at a tick or before it, or -1. */
export function keyBefore(keys: readonly Key[], pts: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as Key).pts <= pts) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The shape at a share of the way from `a` to `b`, or `null` where there is no way. */
export function shapeBetween(a: Shape, b: Shape, share: number): Shape | null {
  if ("width" in a) return "width" in b ? boxBetween(a, b, share) : null;
  if ("parts" in a) return "parts" in b ? polygonBetween(a, b, share) : null;
  if ("points" in a) return "points" in b ? pointsBetween(a, b, share) : null;
  return null;
}

const mix = (a: number, b: number, share: number) => a + (b - a) * share;

function boxBetween(a: Box, b: Box, share: number): Box {
  const box = {
    x: mix(a.x, b.x, share),
    y: mix(a.y, b.y, share),
    width: mix(a.width, b.width, share),
    height: mix(a.height, b.height, share),
  };
  const rotation = turned(a.rotation ?? 0, b.rotation ?? 0, share);
  return rotation ? { ...box, rotation } : box;
}

function turned(a: number, b: number, share: number): number {
  let way = (b - a) % 360;
  if (way < 0) way += 360;
  const to = a + (way > 180 ? way - 360 : way) * share;
  if (to > 180) return to - 360;
  return to <= -180 ? to + 360 : to;
}

function polygonBetween(a: Polygon, b: Polygon, share: number): Polygon | null {
  const same =
    a.parts.length === b.parts.length &&
    a.parts.every((rings, p) => {
      const others = b.parts[p] as readonly Ring[];
      return (
        rings.length === others.length &&
        rings.every((ring, r) => ring.length === others[r]?.length)
      );
    });
  if (!same) return null;
  return {
    parts: a.parts.map((rings, p) => {
      const others = b.parts[p] as readonly Ring[];
      return rings.map((ring, r) => ringBetween(ring, others[r] as Ring, share));
    }),
  };
}

function ringBetween(a: Ring, b: Ring, share: number): Ring {
  return a.map(([x, y], n): Vertex => {
    const [toX, toY] = b[n] as Vertex;
    return [mix(x, toX, share), mix(y, toY, share)];
  });
}

function pointsBetween(a: Points, b: Points, share: number): Points | null {
  if (a.points.length !== b.points.length) return null;
  return {
    points: a.points.map((from, n): Point | null => {
      const to = b.points[n];
      return from && to
        ? { ...from, x: mix(from.x, to.x, share), y: mix(from.y, to.y, share) }
        : from;
    }),
  };
}
