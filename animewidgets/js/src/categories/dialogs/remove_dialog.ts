import { h } from "../../core/dom";
import { openDialog } from "../../ui/dialog";
import type { SchemaChange } from "../changes";
import type { Designer } from "../designer";
import { listed } from "../problems";
import { below } from "../tree/moves";
import { counted } from "./words";

/**
 * Take categories out, with all that lies below them. Unused ones go at once, undo brings them back; of used
 * ones it is asked what becomes of their labels.
 */
export function askRemove(designer: Designer, ids: readonly string[]): void {
  const { schema } = designer.draft;
  const roots = ids.flatMap((id) => schema.get(id) ?? []);
  if (!roots.length) {
    designer.announcer.refuse("Select what to remove.");
    return;
  }
  const gone = roots.flatMap((one) => [one.category_id, ...below(schema, one.category_id)]);
  const names = listed(roots.map((one) => one.name));
  const remove = () => {
    // The deepest first: what lies below one that goes would move up.
    const changes = [...gone]
      .reverse()
      .map((category_id): SchemaChange => ({ op: "drop", category_id }));
    const more = gone.length - roots.length;
    designer.take(changes, `${names} removed${more ? `, with ${more} below` : ""}`);
  };
  const used = gone.filter((id) => designer.usage(id).annotations);
  const labels = used.reduce((sum, id) => sum + designer.usage(id).annotations, 0);
  if (!labels) {
    remove();
    return;
  }
  designer.dialog((closed) =>
    openDialog(
      designer.root,
      roots.length === 1 ? `Remove “${roots[0]?.name}”` : `Remove ${roots.length} categories`,
      (close) => {
        const going = new Set(gone);
        const into = h(
          "select",
          { class: "aw-select", "data-field": "into" },
          ...schema.categories
            .filter((one) => !going.has(one.category_id))
            .map((one) => h("option", { value: one.category_id }, schema.pathOf(one.category_id))),
        );
        const act = (run: () => void) => () => {
          close();
          run();
        };
        return [
          h(
            "div",
            { class: "aw-dialog-body" },
            h(
              "p",
              {},
              `${counted(labels, "label")} ${labels === 1 ? "has" : "have"} ${used.length === 1 ? "this category" : "these categories"}:`,
            ),
            h(
              "ul",
              { class: "aw-cat-chosen" },
              ...used
                .slice(0, 12)
                .map((id) =>
                  h(
                    "li",
                    {},
                    h("bdi", { dir: "auto" }, schema.get(id)?.name ?? id),
                    h(
                      "span",
                      { class: "aw-hint" },
                      ` ${counted(designer.usage(id).annotations, "label")}`,
                    ),
                  ),
                ),
              used.length > 12 ? h("li", {}, `and ${used.length - 12} more`) : null,
            ),
            h(
              "div",
              { class: "aw-cat-acts" },
              h(
                "button",
                {
                  type: "button",
                  class: "aw-button aw-wide",
                  "data-act": "remove",
                  onclick: act(remove),
                },
                "Remove; somebody categorises the labels anew",
              ),
            ),
            h(
              "p",
              { class: "aw-hint" },
              "No label is lost: it stays, without a category, keeps in its history what it was, and is listed to be done again.",
            ),
            into.options.length
              ? h(
                  "div",
                  { class: "aw-cat-line" },
                  h(
                    "button",
                    {
                      type: "button",
                      class: "aw-button aw-wide",
                      "data-act": "merge",
                      onclick: act(() => {
                        const to = into.value;
                        const change: SchemaChange = {
                          op: "merge",
                          categories: [...gone, to],
                          into: to,
                        };
                        if (
                          designer.take([change], `${names} merged into “${schema.get(to)?.name}”`)
                        )
                          designer.reveal([to]);
                      }),
                    },
                    "Merge into",
                  ),
                  into,
                )
              : null,
          ),
        ];
      },
      closed,
    ),
  );
}
