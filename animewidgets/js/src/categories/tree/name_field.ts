import { h } from "../../core/dom";
import { LONGEST_NAME } from "./names";

export interface NameEvents {
  /** Enter: take the text, and go on to the next where there is one. */
  enter(text: string): void;
  /** Tab and Shift+Tab: deeper, or less deep. */
  indent(text: string, step: 1 | -1): void;
  /** Several lines were pasted. */
  paste(text: string): void;
  escape(): void;
  /** The focus went elsewhere. */
  left(text: string): void;
}

/** The field over the line whose name is being typed. Lines come and go with the view; this one stays. */
export class NameField {
  readonly input: HTMLInputElement;
  #events: NameEvents | null = null;

  constructor(readonly sheet: HTMLElement) {
    this.input = h("input", {
      type: "text",
      class: "aw-input aw-cat-input",
      dir: "auto",
      maxlength: LONGEST_NAME * 2,
      "aria-label": "Name of the category",
      spellcheck: "false",
      autocomplete: "off",
      hidden: true,
    });
    sheet.append(this.input);
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!/[\r\n]/.test(text.trim())) return;
      event.preventDefault();
      this.#events?.paste(text);
    });
    this.input.addEventListener("blur", () => this.#events?.left(this.input.value));
    // A press in the field is no press on the line under it.
    for (const name of ["pointerdown", "dblclick", "click"])
      this.input.addEventListener(name, (event) => event.stopPropagation());
  }

  get open(): boolean {
    return this.#events !== null;
  }

  /** Begin to type; the line is that of the tree whose number it is. */
  begin(text: string, events: NameEvents): void {
    this.#events = null;
    this.input.value = text;
    this.#events = events;
    this.input.hidden = false;
  }

  place(at: number, depth: number): void {
    this.input.style.setProperty("--aw-depth", String(depth));
    this.input.style.setProperty("--aw-at", String(at));
  }

  focus(): void {
    if (document.activeElement === this.input) return;
    this.input.focus({ preventScroll: true });
    this.input.select();
  }

  /** As if the focus went elsewhere. */
  leave(): void {
    this.#events?.left(this.input.value);
  }

  close(): void {
    this.#events = null;
    this.input.hidden = true;
  }

  #key(event: KeyboardEvent): void {
    // While an input method composes, Enter and Tab are its own.
    if (event.isComposing || event.keyCode === 229) return;
    const events = this.#events;
    if (!events) return;
    const text = this.input.value;
    if (event.key === "Enter") events.enter(text);
    else if (event.key === "Escape") events.escape();
    else if (event.key === "Tab") events.indent(text, event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
