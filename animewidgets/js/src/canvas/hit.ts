import type { Figure } from "./figures";
import type { Box, Polygon, Ring, Vertex } from "./geometry";
import { distanceTo, HANDLES, type Handle, holds, placeOf, type Spot, spotsOf } from "./shapes";
import { intoBox, TURN_ARM, turnPlace } from "./turned";

/** What is under the pointer. */
export type Hit =
  | { readonly what: "handle"; readonly figure: Figure; readonly handle: Handle }
  /** What turns a box. */
  | { readonly what: "turn"; readonly figure: Figure }
  | { readonly what: "spot"; readonly figure: Figure; readonly spot: Spot }
  /** The edge of a polygon after a vertex, and the nearest place on it. */
  | {
      readonly what: "edge";
      readonly figure: Figure;
      readonly spot: Spot;
      readonly middle: boolean;
    }
  | { readonly what: "figure"; readonly figure: Figure };

/** CSS pixels within which a mouse hits something. */
export const REACH = 7;

/** How near is near: pixels of the picture, across and down. */
export interface Reach {
  readonly x: number;
  readonly y: number;
  /** Pixels of the picture per CSS pixel; fingers reach further than a mouse at the same scale. */
  readonly pixel?: number;
}

export const pixelOf = ({ x, y, pixel }: Reach): number => pixel ?? (x + y) / (2 * REACH);

const near = ([x, y]: Vertex, [a, b]: Vertex, reach: Reach, times = 1): boolean =>
  Math.abs(x - a) <= reach.x * times && Math.abs(y - b) <= reach.y * times;

/** The handles, vertices and edge middles of figures that are selected: they go before everything else. */
export function hitHandles(
  selected: readonly Figure[],
  at: Vertex,
  reach: Reach,
  turns = false,
): Hit | null {
  for (const figure of selected) {
    if (figure.kind === "box") {
      const box = figure.shape as Box;
      if (turns && near(at, turnPlace(box, TURN_ARM * pixelOf(reach)), reach))
        return { what: "turn", figure };
      const handle = handleAt(box, intoBox(box, at), reach);
      if (handle) return { what: "handle", figure, handle };
      continue;
    }
    const spot = nearestSpot(figure, at, reach);
    if (spot) return { what: "spot", figure, spot };
    if (figure.kind === "polygon") {
      const edge = edgeAt(figure.shape as Polygon, at, reach);
      if (edge) return { what: "edge", figure, ...edge };
    }
  }
  return null;
}

/** Corners go before edges; small boxes keep a middle by which they can be moved. */
function handleAt(box: Box, at: Vertex, reach: Reach): Handle | null {
  const inside = { x: Math.min(reach.x, box.width / 3), y: Math.min(reach.y, box.height / 3) };
  const { rotation: _, ...upright } = box;
  const holdsIt = holds("box", upright, at);
  const room = holdsIt ? inside : reach;
  const corner = HANDLES.find((one) => one.length === 2 && near(at, placeOf(box, one), room));
  if (corner) return corner;
  const [x, y] = at;
  const across = x >= box.x && x <= box.x + box.width;
  const down = y >= box.y && y <= box.y + box.height;
  if (across && Math.abs(y - box.y) <= room.y) return "n";
  if (across && Math.abs(y - box.y - box.height) <= room.y) return "s";
  if (down && Math.abs(x - box.x) <= room.x) return "w";
  if (down && Math.abs(x - box.x - box.width) <= room.x) return "e";
  return null;
}

function nearestSpot({ kind, shape }: Figure, at: Vertex, reach: Reach): Spot | null {
  let [found, least] = [null as Spot | null, Infinity];
  for (const { spot, at: place } of spotsOf(kind, shape)) {
    if (!near(at, place, reach)) continue;
    const distance = Math.hypot(at[0] - place[0], at[1] - place[1]);
    if (distance < least) [found, least] = [spot, distance];
  }
  return found;
}

function edgeAt(
  { parts }: Polygon,
  at: Vertex,
  reach: Reach,
): { spot: Spot; middle: boolean } | null {
  for (const [part, rings] of parts.entries())
    for (const [ring, vertices] of rings.entries())
      for (const n of vertices.keys()) {
        const [a, b] = edgeOf(vertices, n);
        if (distanceTo(at, a, b) > (reach.x + reach.y) / 2) continue;
        const middle: Vertex = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
        return { spot: { part, ring, n }, middle: near(at, middle, reach) };
      }
  return null;
}

export const edgeOf = (ring: Ring, n: number): [Vertex, Vertex] => [
  ring[n] as Vertex,
  ring[(n + 1) % ring.length] as Vertex,
];

/** Of the figures at a place the foremost, then the smallest, so that what lies in another can be reached. */
export function hitFigure(figures: readonly Figure[], at: Vertex, reach: Reach): Figure | null {
  let found: Figure | null = null;
  for (const figure of figures) {
    const { extent, kind, shape } = figure;
    const around =
      at[0] >= extent.x - reach.x &&
      at[0] <= extent.x + extent.width + reach.x &&
      at[1] >= extent.y - reach.y &&
      at[1] <= extent.y + extent.height + reach.y;
    if (!around) continue;
    const on =
      kind === "point"
        ? nearestSpot(figure, at, reach) !== null
        : holds(kind, shape, at) || onRim(figure, at, reach);
    if (!on) continue;
    if (!found || figure.z > found.z || (figure.z === found.z && figure.area <= found.area))
      found = figure;
  }
  return found;
}

function onRim({ kind, shape }: Figure, at: Vertex, reach: Reach): boolean {
  if (kind === "polygon") return edgeAt(shape as Polygon, at, reach) !== null;
  return false;
}

/** The figures that lie in a rectangle as a whole. */
export function figuresIn(
  figures: readonly Figure[],
  { x, y, width, height }: Box,
): readonly Figure[] {
  return figures.filter(
    ({ extent }) =>
      extent.x >= x &&
      extent.y >= y &&
      extent.x + extent.width <= x + width &&
      extent.y + extent.height <= y + height,
  );
}
