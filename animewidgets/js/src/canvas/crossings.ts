import type { Ring, Vertex } from "./geometry";

interface Edge {
  readonly a: Vertex;
  readonly b: Vertex;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * A place where two edges of the rings cross, or `null`. Edges that only touch, at a vertex or along each
 * other, do not cross. An edge is compared with those only whose extents overlap its own.
 */
export function firstCrossing(rings: readonly Ring[]): Vertex | null {
  const edges = rings.flatMap(edgesOf).sort((one, other) => one.left - other.left);
  for (let i = 0; i < edges.length; i++) {
    const one = edges[i] as Edge;
    for (let j = i + 1; j < edges.length; j++) {
      const other = edges[j] as Edge;
      if (other.left >= one.right) break;
      if (one.top < other.bottom && other.top < one.bottom && cross(one, other))
        return meeting(one, other);
    }
  }
  return null;
}

function edgesOf(ring: Ring): Edge[] {
  return ring.map((a, n) => {
    const b = ring[(n + 1) % ring.length] as Vertex;
    return {
      a,
      b,
      left: Math.min(a[0], b[0]),
      right: Math.max(a[0], b[0]),
      top: Math.min(a[1], b[1]),
      bottom: Math.max(a[1], b[1]),
    };
  });
}

/** On which side of the line through an edge a point lies. */
function side({ a, b }: Edge, p: Vertex): number {
  return Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
}

function cross(one: Edge, other: Edge): boolean {
  return side(one, other.a) * side(one, other.b) < 0 && side(other, one.a) * side(other, one.b) < 0;
}

function meeting({ a, b }: Edge, { a: c, b: d }: Edge): Vertex {
  const share =
    ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) /
    ((b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]));
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}
