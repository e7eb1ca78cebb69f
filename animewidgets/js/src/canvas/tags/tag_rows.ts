/** Tags as rows of the lanes below the canvas: one row per category that is used. Pure. */
import type { Category } from "../../core/wire";
import { safeColour } from "../../ui/colours";
import type { LaneRow } from "../lanes/lane_row";
import type { Tag, Tags } from "./tags";

/** What rows of tags are called, to tell them from tracks. */
const ROW = "tags:";
const SHOTS = "shots:";

/** The category whose row that is; `null` where it is no row of tags. */
export const categoryOfRow = (row: string): string | null =>
  row.startsWith(ROW) || isShots(row) ? row.slice(row.indexOf(":") + 1) : null;

/** Whether a row of tags is that of shots. */
export const isShots = (row: string): boolean => row.startsWith(SHOTS);

/**
 * A row for each category in the schema's order, then for those that are no longer in it; shots, which are long
 * and would hide the rest, on rows of their own.
 */
export function tagRows(
  tags: Tags,
  categories: ReadonlyMap<string, Category>,
  under: { readonly chosen: string | null; readonly open: string | null },
): LaneRow[] {
  const rows = new Map<string, Tag[]>();
  for (const tag of tags.all) {
    const key = `${tag.scope === "shot" ? SHOTS : ROW}${tag.category ?? ""}`;
    const row = rows.get(key);
    if (row) row.push(tag);
    else rows.set(key, [tag]);
  }
  const order = [...categories.keys()];
  const place = (row: string) => {
    const at = order.indexOf(categoryOfRow(row) ?? "");
    return (at < 0 ? order.length : at) + (isShots(row) ? 0.5 : 0);
  };
  return [...rows]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([id, row]) => {
      const shots = isShots(id);
      const of = categoryOfRow(id) ?? "";
      const category = categories.get(of);
      const name = category?.name ?? (of || "Remarks");
      const wide = row.filter(({ scope }) => scope !== "frame");
      const narrow = row.filter(({ scope }) => scope === "frame");
      return {
        id,
        name: shots ? `${name}: shots` : name,
        colour: safeColour(category?.colour ?? "", "#888888"),
        selected: row.some((one) => one.id === under.chosen),
        spans: wide.map(({ id: tag, from, until }) => ({
          id: tag,
          from,
          until,
          look: tag === under.open ? "hatched" : shots ? "faint" : "solid",
        })),
        marks: narrow.map(({ id: tag, from }) => ({ id: tag, at: from, look: "key" })),
      };
    });
}
