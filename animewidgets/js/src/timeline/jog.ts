import type { Action, StandardAction } from "./actions";

const JOGS: Partial<Record<Action, StandardAction>> = {
  shuttleBack: "stepBack",
  shuttleForward: "stepForward",
};

/** As on an editing table: with K held down, J and L go frame by frame. */
export class Jog {
  /** The key that stops the shuttle, while it is held down. */
  #holding = "";

  constructor(root: HTMLElement, signal: AbortSignal) {
    root.addEventListener(
      "focusout",
      () => {
        this.#holding = "";
      },
      { signal },
    );
    root.addEventListener(
      "keyup",
      ({ code }) => {
        if (code === this.#holding) this.#holding = "";
      },
      { signal },
    );
  }

  /** What a key comes to while that one is held; nothing, where it means what it always does. */
  instead(action: Action, { code }: KeyboardEvent): StandardAction | undefined {
    if (action === "shuttleStop") this.#holding = code;
    return this.#holding ? JOGS[action] : undefined;
  }
}
