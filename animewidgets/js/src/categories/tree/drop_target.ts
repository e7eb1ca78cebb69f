import type { Schema } from "../schema";
import type { Target } from "./moves";
import type { Row } from "./rows";
import { INDENT, INSET } from "./tree_view";

/** Where a drag would drop, and how that is drawn: a line before a row, or a frame around one. */
export interface Drop extends Target {
  /** The row that the line is drawn above of; the number of rows: below the last. */
  readonly line: number;
  /** How deep the line is indented; -1: no line, the row `onto` is framed. */
  readonly depth: number;
  readonly onto: number;
}

/** How much of a row, at its top and its bottom, means between it and the next. */
const BETWEEN = 0.27;

/**
 * What a pointer over the tree means.
 *
 * @param rows the lines that are shown
 * @param y the pointer's height in rows: 2.5 is the middle of the third
 * @param x pixels from the left edge: between a deep row and a shallow one it tells how deep
 */
export function dropAt(schema: Schema, rows: readonly Row[], y: number, x: number): Drop {
  if (!rows.length) return { parent: null, before: null, line: 0, depth: 0, onto: -1 };
  const at = Math.min(rows.length - 1, Math.max(0, Math.floor(y)));
  const within = y - at;
  const row = rows[at] as Row;
  if (within >= BETWEEN && within <= 1 - BETWEEN)
    return {
      parent: row.category.category_id,
      before: null,
      line: at,
      depth: -1,
      onto: at,
    };
  const line = within < BETWEEN ? at : at + 1;
  return between(schema, rows, line, x);
}

function between(schema: Schema, rows: readonly Row[], line: number, x: number): Drop {
  const above = rows[line - 1];
  const under = rows[line];
  const least = under?.depth ?? 0;
  const most = above ? above.depth + (above.open ? 1 : 0) : 0;
  const wanted = Math.round((x - INSET - INDENT / 2) / INDENT);
  const depth = Math.max(Math.min(least, most), Math.min(most, wanted));
  if (under && depth === under.depth)
    return {
      parent: under.category.parent,
      before: under.category.category_id,
      line,
      depth,
      onto: -1,
    };
  if (!above) return { parent: null, before: null, line, depth: 0, onto: -1 };
  // Behind the one above, or behind one of those that it lies below.
  let behind = above.category;
  for (let level = above.depth; level > depth; level--)
    behind = schema.get(behind.parent ?? "") ?? behind;
  const siblings = schema.children(behind.parent).map((one) => one.category_id);
  const before = siblings[siblings.indexOf(behind.category_id) + 1] ?? null;
  return { parent: behind.parent, before, line, depth, onto: -1 };
}
