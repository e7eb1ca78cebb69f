import { type Child, h, setAttribute } from "../core/dom";
import { icon } from "../core/icons";
import type { Session } from "../core/session";
import type { ActionButtons } from "./buttons";
import { SaveBadge } from "./notices";

/** What a bar shows beside what every bar has. */
export interface BarParts {
  /** At its beginning: what is open. */
  what: readonly Child[];
  /** Before the state of saving. */
  state?: readonly Child[];
  /** Between redo and the menu of all actions. */
  actions: readonly Child[];
  /** Open the menu of all actions, at a place of the window. */
  more(at: { x: number; y: number }): void;
}

/** The line over an editor or designer: what is open, whether all is saved, undo and redo, all actions, help. */
export class Bar {
  readonly root: HTMLElement;
  #save = new SaveBadge();
  #undo: HTMLButtonElement;
  #redo: HTMLButtonElement;

  constructor(
    buttons: Pick<ActionButtons<"undo" | "redo" | "help">, "make">,
    { what, state = [], actions, more }: BarParts,
  ) {
    this.#undo = buttons.make("undo", "undo");
    this.#redo = buttons.make("redo", "redo");
    this.root = h(
      "header",
      { class: "aw-top" },
      ...what,
      h("span", { class: "aw-spring" }),
      ...state,
      this.#save.root,
      h(
        "div",
        { class: "aw-group", role: "group", "aria-label": "History" },
        this.#undo,
        this.#redo,
      ),
      ...actions,
      h(
        "button",
        {
          type: "button",
          class: "aw-button",
          "aria-label": "All actions",
          "aria-haspopup": "menu",
          title: "All actions",
          onclick: (event: MouseEvent) => {
            const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
            more({ x: box.left, y: box.bottom });
          },
        },
        icon("more"),
      ),
      buttons.make("help", "help"),
    );
  }

  show(told: Pick<Session, "save" | "unsent" | "canUndo" | "canRedo">): void {
    setAttribute(this.#undo, "disabled", !told.canUndo);
    setAttribute(this.#redo, "disabled", !told.canRedo);
    this.#save.show(told);
  }
}
