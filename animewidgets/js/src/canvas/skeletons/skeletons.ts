/** Key points by the skeleton of a category. Pure. */
import type { Category, Skeleton } from "../../core/wire";
import { safeColour } from "../../ui/colours";
import type { Point, Points } from "../geometry";
import { BadGeometry } from "../read_json";

export type KeyPoints = readonly (Point | null)[];

/** Left and right as most pose tools have them: warm and cold, apart under colour-vision deficiencies. */
const LEFT = "#e69f00";
const RIGHT = "#56b4e9";

/** The side of a key point: the thing's own left or right, or neither. */
export function sideOf({ mirrored = [] }: Skeleton, name: string): "left" | "right" | null {
  for (const [left, right] of mirrored) {
    if (name === left) return "left";
    if (name === right) return "right";
  }
  return null;
}

/** The colour of each key point: that of its side, and in the middle the category's. */
export function coloursOf(skeleton: Skeleton, middle: string): string[] {
  const colours = {
    left: safeColour(skeleton.left_colour ?? LEFT, LEFT),
    right: safeColour(skeleton.right_colour ?? RIGHT, RIGHT),
  };
  return skeleton.names.map((name) => {
    const side = sideOf(skeleton, name);
    return side ? colours[side] : middle;
  });
}

/** Edges by the places of their ends; an edge has the colour of the end that lies on a side. */
export function edgesOf(
  skeleton: Skeleton,
  middle: string,
): readonly { from: number; to: number; colour: string }[] {
  const colours = coloursOf(skeleton, middle);
  return (skeleton.edges ?? []).flatMap(([a, b]) => {
    const [from, to] = [skeleton.names.indexOf(a), skeleton.names.indexOf(b)];
    if (from < 0 || to < 0) return [];
    const side = sideOf(skeleton, b) ? to : from;
    return [{ from, to, colour: colours[side] as string }];
  });
}

/** All key points, those that nobody placed as `null`. */
export function whole(placed: KeyPoints, { names }: Skeleton): Points {
  return { points: names.map((_, n) => placed[n] ?? null) };
}

/** With the first one that nobody marked at a place; `null` where all are marked. */
export function withNext({ points }: Points, point: Point): Points | null {
  const at = points.indexOf(null);
  return at < 0 ? null : { points: points.map((one, n) => (n === at ? point : one)) };
}

/** Without one: it keeps its place in the order. `null` where none would be left. */
export function unmarked({ points }: Points, n: number): Points | null {
  const left = points.map((one, at) => (at === n ? null : one));
  return left.some((one) => one !== null) ? { points: left } : null;
}

/** Refuse points that are not those of the category's skeleton, as the kernel does. */
export function checkKeyPoints({ points }: Points, category: Category, at: string): void {
  const wanted = category.skeleton?.names.length;
  if (wanted !== undefined && points.length !== wanted)
    throw new BadGeometry(
      `${at}: the skeleton of '${category.category_id}' has ${wanted} key points, got ${points.length}; ` +
        "one that nobody marked is null",
    );
}
