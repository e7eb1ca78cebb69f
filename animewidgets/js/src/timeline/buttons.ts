import { h, setAttribute } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import { ariaKey, labelOf, type StandardAction, showKey } from "./actions";

/** Buttons for actions. Their tooltips tell the keys of the map in use; pressing one leaves the focus in the editor. */
export class ActionButtons {
  #made: [StandardAction, HTMLButtonElement][] = [];

  constructor(
    readonly run: (action: StandardAction) => void,
    readonly keysFor: (action: StandardAction) => readonly string[],
  ) {}

  make(action: StandardAction, name: IconName, text?: string): HTMLButtonElement {
    const button = h(
      "button",
      {
        type: "button",
        class: text ? "aw-button aw-wide" : "aw-button",
        "data-action": action,
        "aria-label": labelOf(action),
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

  #tell(action: StandardAction, button: HTMLButtonElement): void {
    const keys = this.keysFor(action);
    const shown = keys.map(showKey).join(" or ");
    setAttribute(button, "aria-keyshortcuts", keys.map(ariaKey).join(" ") || null);
    setAttribute(button, "title", shown ? `${labelOf(action)} (${shown})` : labelOf(action));
  }
}
