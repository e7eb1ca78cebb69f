import { h, setText } from "../../core/dom";
import { openDialog } from "../../ui/dialog";
import type { Designer } from "../designer";
import { readList } from "../tree/names";
import { counted } from "./words";

/** Ask for a list of names. */
export function askPaste(designer: Designer): void {
  designer.dialog((closed) =>
    openDialog(
      designer.root,
      "Paste a list of names",
      (close) => {
        const text = h("textarea", {
          class: "aw-input",
          rows: 10,
          dir: "auto",
          placeholder: "Person\n    Face\n    Hand\nProp",
          "aria-label": "Names, one on each line",
        });
        const count = h("span", { class: "aw-hint" }, "No names yet");
        text.addEventListener("input", () =>
          setText(count, counted(readList(text.value).length, "category", "categories")),
        );
        return [
          h(
            "form",
            {
              class: "aw-dialog-body",
              onsubmit: (event: Event) => {
                event.preventDefault();
                close();
                designer.tree.naming.pasteList(text.value);
              },
              onkeydown: (event: KeyboardEvent) => {
                if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
                (event.currentTarget as HTMLFormElement).requestSubmit();
              },
            },
            h(
              "p",
              { class: "aw-hint" },
              "One on each line; what is indented lies below the line above.",
            ),
            text,
            h(
              "div",
              { class: "aw-dialog-buttons" },
              count,
              h("span", { class: "aw-spring" }),
              h("button", { type: "submit", class: "aw-button aw-wide" }, "Add them"),
            ),
          ),
        ];
      },
      closed,
    ),
  );
}
