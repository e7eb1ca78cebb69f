import type { Skeleton } from "../../core/wire";

/** Places of key points on the small canvas, from 0 to 1 both ways; they are for drawing edges, and kept nowhere. */
export type Places = ReadonlyMap<string, readonly [x: number, y: number]>;

/**
 * Lay key points out so that edges can be drawn between them: what is mirrored stands on either side (the thing's
 * own left on the right, as when it faces us), what has no mirror in the middle, in the order of the names.
 */
export function layOut({ names, mirrored = [] }: Skeleton): Places {
  const left = new Map(mirrored.map(([one, other]) => [one, other]));
  const right = new Set(mirrored.map(([, other]) => other));
  // One row for each pair and each that is alone.
  const rows = names.filter((name) => !right.has(name) || left.has(name));
  const places = new Map<string, readonly [number, number]>();
  if (!mirrored.length) {
    for (const [n, name] of names.entries()) {
      const turn = (2 * Math.PI * n) / names.length - Math.PI / 2;
      places.set(name, [0.5 + 0.38 * Math.cos(turn), 0.46 + 0.36 * Math.sin(turn)]);
    }
    return places;
  }
  for (const [n, name] of rows.entries()) {
    const y = rows.length === 1 ? 0.5 : 0.09 + (0.74 * n) / (rows.length - 1);
    const other = left.get(name);
    if (other === undefined) places.set(name, [0.5, y]);
    else {
      places.set(name, [0.74, y]);
      places.set(other, [0.26, y]);
    }
  }
  return places;
}

/** The skeleton with another name for a key point, everywhere. */
export function renamed(skeleton: Skeleton, from: string, to: string): Skeleton {
  const swap = (name: string) => (name === from ? to : name);
  const pairs = (all: readonly [string, string][] | undefined) =>
    (all ?? []).map(([a, b]): [string, string] => [swap(a), swap(b)]);
  return {
    ...skeleton,
    names: skeleton.names.map(swap),
    edges: pairs(skeleton.edges),
    mirrored: pairs(skeleton.mirrored),
  };
}

/** The skeleton without some key point; `null` where none is left. */
export function without(skeleton: Skeleton, name: string): Skeleton | null {
  const names = skeleton.names.filter((one) => one !== name);
  if (!names.length) return null;
  const keep = (all: readonly [string, string][] | undefined) =>
    (all ?? []).filter((pair) => !pair.includes(name));
  return { ...skeleton, names, edges: keep(skeleton.edges), mirrored: keep(skeleton.mirrored) };
}

/** The skeleton with an edge between two, or without where there was one. */
export function joined(skeleton: Skeleton, one: string, other: string): Skeleton {
  const edges = skeleton.edges ?? [];
  const there = edges.filter((pair) => pair.includes(one) && pair.includes(other));
  return {
    ...skeleton,
    edges: there.length ? edges.filter((pair) => !there.includes(pair)) : [...edges, [one, other]],
  };
}

/** The skeleton with a key point the mirror of another, or of none. */
export function mirroredWith(skeleton: Skeleton, left: string, right: string | null): Skeleton {
  const kept = (skeleton.mirrored ?? []).filter(
    (pair) => !pair.includes(left) && (right === null || !pair.includes(right)),
  );
  return { ...skeleton, mirrored: right === null ? kept : [...kept, [left, right]] };
}
