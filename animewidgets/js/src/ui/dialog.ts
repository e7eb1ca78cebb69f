import { h, setText } from "../core/dom";
import { icon } from "../core/icons";
import { isRequired, requiredMark } from "./required";

export interface Dialog {
  readonly root: HTMLElement;
  close(): void;
}

/**
 * A modal sheet over the editor: the focus stays within it, Escape and the cross close it. What it holds is
 * drawn by `content`, which is handed the function that closes it.
 */
export function openDialog(
  editor: HTMLElement,
  title: string,
  content: (close: () => void) => Node[],
  closed: () => void,
): Dialog {
  const close = () => {
    if (!root.isConnected) return;
    root.remove();
    closed();
  };
  const cross = h(
    "button",
    { type: "button", class: "aw-button", "aria-label": "Close", onclick: close },
    icon("close"),
  );
  const sheet = h(
    "div",
    { class: "aw-dialog-sheet" },
    h("header", {}, h("h3", {}, title), cross),
    ...content(close),
  );
  const root = h(
    "div",
    { class: "aw-dialog", role: "dialog", "aria-modal": "true", "aria-label": title },
    sheet,
  );
  root.addEventListener("keydown", (event) => {
    // Under a dialog nothing moves: no key goes further than this.
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") keepWithin(root, event);
  });
  root.addEventListener("pointerdown", (event) => {
    if (event.target === root) close();
  });
  editor.append(root);
  const first = sheet.querySelector<HTMLElement>("textarea, input, select, .aw-dialog-body button");
  (first ?? cross).focus();
  return { root, close };
}

/** Tab goes round within the dialog. */
function keepWithin(root: HTMLElement, event: KeyboardEvent): void {
  const all = [
    ...root.querySelectorAll<HTMLElement>("button, input, select, textarea, a[href]"),
  ].filter((one) => !(one as HTMLButtonElement).disabled && one.offsetParent !== null);
  const [first, last] = [all[0], all.at(-1)];
  const at = (root.getRootNode() as Document | ShadowRoot).activeElement;
  if (event.shiftKey && at === first) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && at === last) {
    event.preventDefault();
    first?.focus();
  }
}

/** Ask for one line of text; `answered` says why it is no good, or `null` when it was taken. */
export function askText(
  editor: HTMLElement,
  title: string,
  label: string,
  value: string,
  answered: (text: string) => string | null,
  closed: () => void,
): Dialog {
  return openDialog(
    editor,
    title,
    (close) => {
      const why = h("p", { class: "aw-dialog-why", role: "alert" });
      const input = h("input", { type: "text", class: "aw-input", value, maxlength: 200 });
      const form = h(
        "form",
        {
          class: "aw-dialog-body",
          onsubmit: (event: Event) => {
            event.preventDefault();
            const refused = answered(input.value);
            if (refused === null) close();
            else why.textContent = refused;
          },
        },
        h("label", { class: "aw-field" }, h("span", {}, label), input),
        why,
        h(
          "div",
          { class: "aw-dialog-buttons" },
          h("button", { type: "submit", class: "aw-button aw-wide" }, "OK"),
        ),
      );
      queueMicrotask(() => input.select());
      return [form];
    },
    closed,
  );
}

/** Edit a remark: a comment and whether the mark is uncertain. */
export function askRemark(
  editor: HTMLElement,
  title: string,
  remark: { comment: string; uncertain: boolean },
  answered: (remark: { comment: string; uncertain: boolean }) => void,
  closed: () => void,
): Dialog {
  return openDialog(
    editor,
    title,
    (close) => {
      const required = isRequired(editor, "comment");
      const text = h(
        "textarea",
        {
          class: "aw-input",
          rows: 4,
          maxlength: 10_000,
          "aria-required": required ? "true" : null,
          "aria-describedby": required ? "aw-remark-why" : null,
        },
        remark.comment,
      );
      const why = h("p", { class: "aw-field-missing", id: "aw-remark-why" });
      const check = () =>
        setText(
          why,
          required && !text.value.trim() ? "The task wants a comment on everything." : "",
        );
      text.addEventListener("input", check);
      check();
      const flag = h("input", { type: "checkbox", checked: remark.uncertain });
      const done = () => {
        close();
        answered({ comment: text.value.trim(), uncertain: flag.checked });
      };
      text.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          done();
        }
      });
      return [
        h(
          "div",
          { class: "aw-dialog-body" },
          h(
            "label",
            { class: "aw-field" },
            h("span", {}, "Comment", required ? requiredMark() : null),
            text,
          ),
          why,
          h("label", { class: "aw-check" }, flag, "I am not certain of this mark"),
          h(
            "div",
            { class: "aw-dialog-buttons" },
            h("span", { class: "aw-hint" }, "Ctrl Enter saves"),
            h("button", { type: "button", class: "aw-button aw-wide", onclick: done }, "Save"),
          ),
        ),
      ];
    },
    closed,
  );
}
