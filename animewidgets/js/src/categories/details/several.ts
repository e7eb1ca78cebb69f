import { h } from "../../core/dom";
import { safeColour } from "../../ui/colours";
import type { CategoriesAction } from "../actions";
import type { Designer } from "../designer";

const MOST_LISTED = 40;

/** What can be done with several categories at once. */
export function severalSelected(designer: Designer, ids: readonly string[]): Node[] {
  const { schema } = designer.draft;
  const chosen = ids.flatMap((id) => schema.get(id) ?? []);
  const labels = chosen.reduce((sum, one) => sum + designer.usage(one.category_id).annotations, 0);
  const act = (action: CategoriesAction, label: string) =>
    h(
      "button",
      {
        type: "button",
        class: "aw-button aw-wide",
        "data-act": action,
        onclick: () => designer.run(action),
      },
      label,
    );
  return [
    h("h3", {}, `${chosen.length} categories`),
    h(
      "p",
      { class: "aw-hint" },
      labels ? `${labels.toLocaleString("en")} labels together` : "no labels yet",
    ),
    h(
      "div",
      { class: "aw-cat-acts" },
      act("categories.merge", "Merge into one …"),
      act("categories.spread", "Colours that stay apart"),
      act("categories.group", "Make an exclusive group …"),
      act("categories.duplicate", "Duplicate"),
      act("categories.copy", "Copy as a list"),
      act("categories.remove", "Remove …"),
    ),
    h(
      "ul",
      { class: "aw-cat-chosen" },
      ...chosen.slice(0, MOST_LISTED).map((one) =>
        h(
          "li",
          {},
          h("i", {
            class: "aw-swatch",
            style: `background:${safeColour(one.colour, "#888888")}`,
          }),
          h("bdi", { dir: "auto" }, one.name),
        ),
      ),
      chosen.length > MOST_LISTED ? h("li", {}, `and ${chosen.length - MOST_LISTED} more`) : null,
    ),
  ];
}
