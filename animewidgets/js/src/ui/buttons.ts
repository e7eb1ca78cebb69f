import type { ActionBook } from "../core/action_book";
import { h, setAttribute } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import { ariaKey, showKey } from "../core/key_names";

/** Buttons for actions. Their tooltips tell the keys of the map in use; pressing one leaves the focus in the editor. */
export class ActionButtons<A extends string> {
  #made: [A, HTMLButtonElement][] = [];

  constructor(
    readonly book: Pick<ActionBook<A>, "labelOf">,
    readonly run: (action: A) => void,
    readonly keysFor: (action: A) => readonly string[],
  ) {}

  make(action: A, name: IconName, text?: string): HTMLButtonElement {
    const button = h(
      "button",
      {
        type: "button",
        class: text ? "aw-button aw-wide" : "aw-button",
        "data-action": action,
        "aria-label": this.book.labelOf(action),
        onclick: () => this.run(action),
      },
      icon(name),
      text ?? null,
    );
    this.#made.push([action, button]);
    this.#tell(action, button);
    return button;
  }

  /** The key map is another one. */
  refresh(): void {
    for (const [action, button] of this.#made) this.#tell(action, button);
  }

  #tell(action: A, button: HTMLButtonElement): void {
    const keys = this.keysFor(action);
    const label = this.book.labelOf(action);
    const shown = keys.map(showKey).join(" or ");
    setAttribute(button, "aria-keyshortcuts", keys.map(ariaKey).join(" ") || null);
    setAttribute(button, "title", shown ? `${label} (${shown})` : label);
  }
}
