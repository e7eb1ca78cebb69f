/** Tags as rows of the lanes below the canvas: one row per category that is used. Pure. */
import type { Category } from "../../core/wire";
import { safeColour } from "../../ui/colours";
import type { Tag, Tags } from "./tags";

/** What a row of the lanes is; `canvas/lanes/lane_row.ts` has the same. */
export interface TagRow {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  readonly selected: boolean;
  readonly spans: readonly {
    readonly id: string;
    readonly from: number;
    readonly until: number;
    readonly look: "solid" | "faint" | "hatched";
  }[];
  readonly marks: readonly {
    readonly id: string;
    readonly at: number;
    readonly look: "key" | "hold" | "outside";
  }[];
}

/** A row for each category in the schema's order, then for those that are no longer in it. */
export function tagRows(
  tags: Tags,
  categories: ReadonlyMap<string, Category>,
  under: { readonly chosen: string | null; readonly open: string | null },
): TagRow[] {
  const byCategory = new Map<string, Tag[]>();
  for (const tag of tags.all) {
    const key = tag.category ?? "";
    const row = byCategory.get(key);
    if (row) row.push(tag);
    else byCategory.set(key, [tag]);
  }
  const order = [...categories.keys()];
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...byCategory]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([id, row]) => {
      const category = categories.get(id);
      return {
        id: `tags:${id}`,
        name: category?.name ?? (id || "Remarks"),
        colour: safeColour(category?.colour ?? "", "#888888"),
        selected: row.some((one) => one.id === under.chosen),
        spans: row
          .filter(({ scope }) => scope !== "frame")
          .map(({ id: tag, scope, from, until }) => ({
            id: tag,
            from,
            until,
            look:
              tag === under.open
                ? ("hatched" as const)
                : scope === "shot"
                  ? ("faint" as const)
                  : ("solid" as const),
          })),
        marks: row
          .filter(({ scope }) => scope === "frame")
          .map(({ id: tag, from }) => ({ id: tag, at: from, look: "key" as const })),
      };
    });
}
