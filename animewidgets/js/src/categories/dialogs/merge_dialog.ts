import { h, setText } from "../../core/dom";
import { openDialog } from "../../ui/dialog";
import { applyAll, Refused, type SchemaChange } from "../changes";
import type { Designer } from "../designer";
import { listed } from "../problems";
import { counted } from "./words";

/** Ask which of several categories stays; the others go, with their labels and what lies below them, into it. */
export function askMerge(designer: Designer, ids: readonly string[]): void {
  const { schema } = designer.draft;
  const chosen = ids.flatMap((id) => schema.get(id) ?? []);
  if (chosen.length < 2) {
    designer.announcer.refuse(
      "Select two or more categories to merge: Ctrl and click, or Shift and arrows.",
    );
    return;
  }
  // Most used stays, unless somebody wants another.
  const most = [...chosen].sort(
    (a, b) => designer.usage(b.category_id).annotations - designer.usage(a.category_id).annotations,
  )[0];
  const first = most && designer.usage(most.category_id).annotations ? most : chosen[0];
  designer.dialog((closed) =>
    openDialog(
      designer.root,
      `Merge ${chosen.length} categories`,
      (close) => {
        let into = first?.category_id ?? "";
        const what = h("p", {});
        const why = h("p", { class: "aw-dialog-why", role: "alert" });
        const done = h("button", { type: "submit", class: "aw-button aw-wide" }, "Merge");
        const change = (): SchemaChange => ({
          op: "merge",
          categories: chosen.map((one) => one.category_id),
          into,
        });
        const look = () => {
          const others = chosen.filter((one) => one.category_id !== into);
          const labels = others.reduce(
            (sum, one) => sum + designer.usage(one.category_id).annotations,
            0,
          );
          setText(
            what,
            `${listed(others.map((one) => one.name))} ${others.length === 1 ? "goes" : "go"}. ` +
              (labels
                ? `${counted(labels, "label")} will be “\u2068${schema.get(into)?.name}\u2069”; the history keeps what they were.`
                : "No labels are concerned."),
          );
          try {
            applyAll(schema, [change()]);
            setText(why, "");
            done.disabled = false;
          } catch (error) {
            if (!(error instanceof Refused)) throw error;
            setText(why, error.message);
            done.disabled = true;
          }
        };
        const choices = chosen.map((one) => {
          const radio = h("input", {
            type: "radio",
            name: "aw-merge-into",
            value: one.category_id,
            checked: one.category_id === into,
            onchange: () => {
              into = one.category_id;
              look();
            },
          });
          const labels = designer.usage(one.category_id).annotations;
          return h(
            "label",
            { class: "aw-check" },
            radio,
            h("i", { class: "aw-swatch", style: `background:${one.colour}` }),
            h("bdi", { dir: "auto" }, one.name),
            h("span", { class: "aw-hint" }, labels ? counted(labels, "label") : ""),
          );
        });
        look();
        return [
          h(
            "form",
            {
              class: "aw-dialog-body",
              onsubmit: (event: Event) => {
                event.preventDefault();
                close();
                const name = schema.get(into)?.name;
                if (designer.take([change()], `${chosen.length} categories are “${name}” now`))
                  designer.reveal([into]);
              },
            },
            h(
              "fieldset",
              { class: "aw-cat-choices" },
              h("legend", {}, "Which one stays?"),
              ...choices,
            ),
            what,
            why,
            h("div", { class: "aw-dialog-buttons" }, done),
          ),
        ];
      },
      closed,
    ),
  );
}
