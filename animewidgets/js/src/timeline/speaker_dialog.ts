import { h, setAttribute } from "../core/dom";
import { type Dialog, openDialog } from "../ui/dialog";
import { isRequired, requiredMark } from "../ui/required";

/** Names offered at once; more are found by typing. */
const MOST_OFFERED = 8;

/** The names that what was typed may mean: those that begin with it, then those that hold it. */
export function offered(names: readonly string[], typed: string): readonly string[] {
  const wanted = typed.trim().toLocaleLowerCase();
  const folded = names.map((name) => [name, name.toLocaleLowerCase()] as const);
  const begin = folded.filter(([, low]) => low.startsWith(wanted));
  const hold = wanted ? folded.filter(([, low]) => low.indexOf(wanted) > 0) : [];
  return [...begin, ...hold].slice(0, MOST_OFFERED).map(([name]) => name);
}

/**
 * Ask who is heard. Names are offered while one types: arrows choose one, Tab completes the first, Enter takes what
 * stands in the field. An empty field names nobody.
 */
export function askSpeaker(
  editor: HTMLElement,
  now: string,
  names: readonly string[],
  answered: (name: string) => string | null,
  closed: () => void,
): Dialog {
  return openDialog(
    editor,
    "Who is heard",
    (close) => {
      const required = isRequired(editor, "speaker");
      const why = h("p", { class: "aw-dialog-why", role: "alert" });
      const list = h("div", {
        class: "aw-offers",
        role: "listbox",
        "aria-label": "Known speakers",
      });
      let shown: readonly string[] = [];
      let at = -1;
      const take = (name: string) => {
        const refused = answered(name);
        if (refused === null) close();
        else why.textContent = refused;
      };
      const show = () => {
        list.replaceChildren(
          ...shown.map((name, n) =>
            h(
              "button",
              {
                type: "button",
                class: "aw-offer",
                role: "option",
                tabindex: -1,
                "aria-selected": String(n === at),
                onclick: () => take(name),
              },
              name,
            ),
          ),
        );
        setAttribute(list, "hidden", shown.length === 0);
      };
      const offer = (typed: string) => {
        shown = offered(names, typed);
        at = -1;
        show();
      };
      const input = h("input", {
        type: "text",
        class: "aw-input",
        value: now,
        maxlength: 200,
        autocomplete: "off",
        "aria-label": "Speaker",
        "aria-required": required ? "true" : null,
        placeholder: required ? "Required: who is heard" : null,
        oninput: () => offer(input.value),
        onkeydown: (event: KeyboardEvent) => {
          const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
          if (by && shown.length) {
            at = (at + by + shown.length + (at < 0 && by < 0 ? 1 : 0)) % shown.length;
            input.value = shown[at] as string;
            show();
            event.preventDefault();
          } else if (
            event.key === "Tab" &&
            !event.shiftKey &&
            shown[0] &&
            input.value !== shown[0]
          ) {
            input.value = shown[0];
            offer(input.value);
            event.preventDefault();
            event.stopPropagation();
          }
        },
      });
      const form = h(
        "form",
        {
          class: "aw-dialog-body",
          onsubmit: (event: Event) => {
            event.preventDefault();
            take(input.value);
          },
        },
        h(
          "label",
          { class: "aw-field" },
          h("span", {}, "Speaker", required ? requiredMark() : null),
          input,
        ),
        list,
        why,
        h(
          "div",
          { class: "aw-dialog-buttons" },
          h("span", { class: "aw-hint" }, "Tab completes, ↓ chooses, Enter takes it"),
          h("button", { type: "submit", class: "aw-button aw-wide" }, "OK"),
        ),
      );
      offer("");
      queueMicrotask(() => input.select());
      return [form];
    },
    closed,
  );
}
