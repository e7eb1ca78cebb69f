import { h, setAttribute, setText } from "../core/dom";
import { showKey } from "../core/key_names";
import type { ActionButtons } from "../ui/buttons";
import type { AlignAction } from "./actions";
import type { AlignProgress } from "./wire";
import { percent } from "./words";

/** What lies over the axes while nobody has aligned the two: how to begin. */
export class Invitation {
  readonly root: HTMLElement;
  readonly #head = h("strong", {});
  readonly #text = h("span", { class: "aw-detail" });
  readonly #align: HTMLButtonElement;
  readonly #load: HTMLButtonElement;
  readonly #key = h("kbd", {});
  readonly #or = h("span", { class: "aw-detail" }, "or");

  constructor(
    readonly buttons: ActionButtons<AlignAction>,
    readonly canAlign: boolean,
  ) {
    this.#align = buttons.make("align.run", "align", "Align");
    this.#align.append(this.#key);
    this.#load = buttons.make("align.load", "openFile", "Load a patch");
    this.root = h(
      "section",
      { class: "aw-al-invitation", "aria-label": "How to begin", hidden: true },
      this.#head,
      h("div", { class: "aw-al-ways" }, this.#align, this.#or, this.#load),
      this.#text,
    );
  }

  show(judged: boolean, running: AlignProgress | null): void {
    setAttribute(this.root, "hidden", judged);
    if (judged) return;
    setText(this.#head, running ? "Aligning" : "Not aligned yet");
    this.#key.previousSibling?.replaceWith(running ? "Stop" : "Align");
    setText(this.#key, showKey(this.buttons.keysFor("align.run")[0] ?? ""));
    this.#key.hidden = !this.#key.textContent;
    this.#align.hidden = !this.canAlign;
    this.#load.hidden = running !== null;
    this.#or.hidden = running !== null || !this.canAlign;
    setText(
      this.#text,
      running
        ? `${running.what} · ${percent(Math.min(1, Math.max(0, running.share)))}`
        : "A and B go their own ways until then.",
    );
  }
}
