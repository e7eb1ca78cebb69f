import { h, setText } from "../../core/dom";
import { openDialog } from "../../ui/dialog";
import type { Designer } from "../designer";
import { spread } from "../details/palette";
import { identityFor, readList } from "../tree/names";
import { counted } from "./words";

/** Ask what a category is split into, and where its labels go. */
export function askSplit(designer: Designer, id: string | null): void {
  const category = designer.draft.schema.get(id ?? "");
  if (!category) {
    designer.announcer.refuse("Select the category to split.");
    return;
  }
  const labels = designer.usage(category.category_id).annotations;
  designer.dialog((closed) =>
    openDialog(
      designer.root,
      `Split “${category.name}”`,
      (close) => {
        const names = h("textarea", { class: "aw-input", rows: 4, dir: "auto" });
        const then = h("select", { class: "aw-select", "data-field": "then" });
        const why = h("p", { class: "aw-dialog-why", role: "alert" });
        const parts = () => readList(names.value).map((one) => one.name);
        const look = () => {
          const chosen = then.value;
          then.replaceChildren(
            h("option", { value: "" }, "somebody chooses for each"),
            ...parts().map((name, n) => h("option", { value: String(n) }, name)),
          );
          then.value = [...then.options].some((one) => one.value === chosen) ? chosen : "";
          setText(why, "");
        };
        names.addEventListener("input", look);
        look();
        return [
          h(
            "form",
            {
              class: "aw-dialog-body",
              onsubmit: (event: Event) => {
                event.preventDefault();
                const told = parts();
                if (told.length < 2) {
                  setText(why, "Name two parts at least, each on a line of its own.");
                  return;
                }
                const made = new Set<string>();
                const siblings = designer.draft.schema.children(category.parent);
                const colours = spread(
                  told.length,
                  siblings.map((one) => one.colour),
                );
                const { hotkey: _hotkey, ...like } = category;
                const split = told.map((name, n) => {
                  const category_id = identityFor(
                    name,
                    (one) => made.has(one) || designer.isTaken(one),
                  );
                  made.add(category_id);
                  return {
                    ...like,
                    category_id,
                    name,
                    colour: n === 0 ? category.colour : (colours[n] as string),
                    hotkey: null,
                    translations: [],
                    examples: [],
                    description: "",
                  };
                });
                const to =
                  then.value === "" ? null : (split[Number(then.value)]?.category_id ?? null);
                const taken = designer.take(
                  [{ op: "split", category_id: category.category_id, parts: split, then: to }],
                  `“${category.name}” is split into ${told.length}`,
                );
                close();
                if (taken) designer.reveal(split.map((one) => one.category_id));
              },
              onkeydown: (event: KeyboardEvent) => {
                if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
                (event.currentTarget as HTMLFormElement).requestSubmit();
              },
            },
            h("label", { class: "aw-field" }, h("span", {}, "Its parts, one on each line"), names),
            h("label", { class: "aw-field" }, h("span", {}, "Where its labels go"), then),
            h(
              "p",
              { class: "aw-hint" },
              labels
                ? `${counted(labels, "label")} so far. The history keeps what they were.`
                : "It has no labels yet.",
              " Attributes and key points go to every part; what lies below moves up.",
            ),
            why,
            h(
              "div",
              { class: "aw-dialog-buttons" },
              h("span", { class: "aw-hint" }, "Ctrl Enter splits"),
              h("button", { type: "submit", class: "aw-button aw-wide" }, "Split"),
            ),
          ),
        ];
      },
      closed,
    ),
  );
}
