import { h, setAttribute } from "../../core/dom";

export interface FieldEvents {
  /** The value is said: the field was left, or Enter pressed. Returns why it is none, or `null`. */
  say(value: string): string | null;
  /** Escape: the field is left as it was. */
  leave(): void;
}

export interface TextField {
  readonly root: HTMLElement;
  readonly input: HTMLInputElement | HTMLTextAreaElement;
  /** Show a value, unless somebody is typing another. */
  show(value: string): void;
}

export interface FieldOptions {
  readonly label: string;
  /** For tests and for finding it again after it is drawn anew. */
  readonly name: string;
  readonly placeholder?: string;
  readonly lines?: number;
  readonly longest?: number;
  readonly hidesLabel?: boolean;
}

/** A labelled line, or several, that says its value when it is left. */
export function textField(options: FieldOptions, events: FieldEvents): TextField {
  const { label, name, placeholder, lines, longest, hidesLabel } = options;
  const attributes = {
    class: "aw-input",
    dir: "auto",
    placeholder: placeholder ?? null,
    "data-field": name,
    maxlength: longest ?? null,
    "aria-label": hidesLabel ? label : null,
    spellcheck: "false",
  };
  const input = lines
    ? h("textarea", { ...attributes, rows: lines })
    : h("input", { ...attributes, type: "text", autocomplete: "off" });
  const why = h("p", { class: "aw-field-why", role: "alert" });
  let shown = "";
  const say = () => {
    if (input.value === shown) {
      why.textContent = "";
      setAttribute(input, "aria-invalid", null);
      return;
    }
    const refused = events.say(input.value);
    why.textContent = refused ?? "";
    setAttribute(input, "aria-invalid", refused === null ? null : "true");
    if (refused === null) shown = input.value;
  };
  input.addEventListener("change", say);
  input.addEventListener("keydown", (event: Event) => {
    const { key, isComposing, ctrlKey, metaKey } = event as KeyboardEvent;
    if (isComposing) return;
    if (key === "Escape") {
      input.value = shown;
      why.textContent = "";
      setAttribute(input, "aria-invalid", null);
      events.leave();
    } else if (key === "Enter" && (!lines || ctrlKey || metaKey)) say();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    root: hidesLabel
      ? h("div", { class: "aw-field" }, input, why)
      : h("label", { class: "aw-field" }, h("span", {}, label), input, why),
    input,
    show(value) {
      shown = value;
      const root = input.getRootNode() as Document | ShadowRoot;
      if (root.activeElement === input && input.value !== value && document.hasFocus()) return;
      if (input.value !== value) input.value = value;
      why.textContent = "";
      setAttribute(input, "aria-invalid", null);
    },
  };
}

/** A heading with what belongs under it; `act` are buttons beside the heading. */
export function section(title: string, name: string, act: Node[], ...content: Node[]): HTMLElement {
  return h(
    "section",
    { class: "aw-cat-section", "data-section": name, "aria-label": title },
    h("header", {}, h("h4", {}, title), ...act),
    ...content,
  );
}

/** A small button with words or a sign. */
export function small(
  label: string,
  text: string | Node,
  run: () => void,
  more: { [name: string]: string | boolean | null } = {},
): HTMLButtonElement {
  return h(
    "button",
    {
      type: "button",
      class: "aw-button aw-small",
      "aria-label": label,
      title: label,
      onclick: run,
      ...more,
    },
    text,
  );
}
