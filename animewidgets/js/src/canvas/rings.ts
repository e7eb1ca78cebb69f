/** Rings of a polygon: holes and parts are added to it and taken from it. Pure. */
import type { Polygon, Ring, Vertex } from "./geometry";
import { holds, type Spot } from "./shapes";

/** What an outline that is being drawn becomes of a polygon that is there. */
export type RingKind = "hole" | "part";

/** The polygon with another ring, or why not. */
export function withRing(
  polygon: Polygon,
  kind: RingKind,
  ring: Ring,
): { readonly shape: Polygon } | { readonly refused: string } {
  if (kind === "part") return { shape: { parts: [...polygon.parts, [ring]] } };
  const [first] = ring;
  const part = polygon.parts.findIndex((rings) => first && holdsAll(rings, ring));
  if (part < 0)
    return { refused: "A hole lies inside the polygon, and in no other hole: begin it in there." };
  return {
    shape: {
      parts: polygon.parts.map((rings, at) => (at === part ? [...rings, ring] : rings)),
    },
  };
}

/** Whether all vertices lie inside a part; edges that cross are another question. */
const holdsAll = (rings: readonly Ring[], ring: Ring): boolean =>
  ring.every((vertex) => holds("polygon", { parts: [rings] }, nudged(vertex, ring)));

/** A vertex may lie on an edge: a hair towards the middle of its ring it lies on one side. */
function nudged([x, y]: Vertex, ring: Ring): Vertex {
  const mean = (n: 0 | 1) => ring.reduce((sum, one) => sum + one[n], 0) / ring.length;
  return [x + (mean(0) - x) * 1e-6, y + (mean(1) - y) * 1e-6];
}

/** Without the part or hole that a vertex belongs to; `null` where nothing would be left. */
export function withoutRing(
  polygon: Polygon,
  { part, ring }: Pick<Spot, "part" | "ring">,
): Polygon | null {
  const parts = polygon.parts
    .map((rings, at) => (at === part ? rings.filter((_, n) => n !== ring) : rings))
    // A part goes with its holes.
    .filter((_, at) => at !== part || ring > 0);
  return parts.length ? { parts } : null;
}

/** The ring whose outline passes nearest to a place: holes and parts are named by their rims. */
export function ringNear(polygon: Polygon, [x, y]: Vertex): Pick<Spot, "part" | "ring"> {
  let [found, least] = [{ part: 0, ring: 0 }, Infinity];
  polygon.parts.forEach((rings, part) => {
    rings.forEach((vertices, ring) => {
      vertices.forEach(([ax, ay], n) => {
        const [bx, by] = vertices[(n + 1) % vertices.length] as Vertex;
        const [dx, dy] = [bx - ax, by - ay];
        const long = dx * dx + dy * dy;
        const share = long ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / long)) : 0;
        const distance = Math.hypot(x - ax - share * dx, y - ay - share * dy);
        if (distance < least) [found, least] = [{ part, ring }, distance];
      });
    });
  });
  return found;
}

export const isHole = ({ ring }: Pick<Spot, "ring">): boolean => ring > 0;

/** `2 parts, 1 hole`; empty of a plain polygon. */
export function ringsInWords({ parts }: Polygon): string {
  const holes = parts.reduce((sum, rings) => sum + rings.length - 1, 0);
  const told = [
    parts.length > 1 ? `${parts.length} parts` : "",
    holes ? `${holes} ${holes === 1 ? "hole" : "holes"}` : "",
  ];
  return told.filter(Boolean).join(", ");
}
