import type { Box, Vertex } from "../geometry";
import { rounded } from "../shapes";

/** What a person marked to say what they mean. Places in pixels of the picture. */
export interface Prompts {
  readonly points: readonly { readonly x: number; readonly y: number; readonly negative?: true }[];
  readonly boxes: readonly Box[];
  readonly scribbles: readonly { readonly line: readonly Vertex[]; readonly negative?: true }[];
}

export const NOTHING: Prompts = { points: [], boxes: [], scribbles: [] };

export const isEmpty = ({ points, boxes, scribbles }: Prompts): boolean =>
  points.length + boxes.length + scribbles.length === 0;

const sign = (negative: boolean): { negative?: true } => (negative ? { negative: true } : {});

export const withPoint = (to: Prompts, [x, y]: Vertex, negative: boolean): Prompts => ({
  ...to,
  points: [...to.points, { x: rounded(x), y: rounded(y), ...sign(negative) }],
});

/** One box at a time: a new one says it better. */
export const withBox = (to: Prompts, box: Box): Prompts => ({ ...to, boxes: [box] });

export const withScribble = (to: Prompts, line: readonly Vertex[], negative: boolean): Prompts => ({
  ...to,
  scribbles: [
    ...to.scribbles,
    { line: line.map(([x, y]) => [rounded(x), rounded(y)] as const), ...sign(negative) },
  ],
});

/** Without what was marked last, of the marks that are there: lines, then points, then the box. */
export function withoutLast(of: Prompts): Prompts {
  if (of.scribbles.length) return { ...of, scribbles: of.scribbles.slice(0, -1) };
  if (of.points.length) return { ...of, points: of.points.slice(0, -1) };
  return { ...of, boxes: of.boxes.slice(0, -1) };
}

/** In words: `2 points, a box, 3 lines`. */
export function inWords({ points, boxes, scribbles }: Prompts): string {
  const many = (count: number, one: string) =>
    count === 0 ? [] : [count === 1 ? `1 ${one}` : `${count} ${one}s`];
  return [
    ...many(points.length, "point"),
    ...(boxes.length ? ["a box"] : []),
    ...many(scribbles.length, "line"),
  ].join(", ");
}
