import { h, setAttribute, setText } from "../core/dom";

/**
 * The line that says what just happened: read out by assistive tools, and there to be read. A
 * refusal is marked, so that nobody believes that it was done.
 */
export class Announcer {
  readonly root = h("output", { class: "aw-said", "aria-live": "polite" });
  #again = false;
  #odd = false;

  say(text: string): void {
    this.#show(text, false);
  }

  refuse(reason: string): void {
    this.#show(reason, true);
  }

  #show(text: string, refused: boolean): void {
    // The same words twice are read out twice only if the text differs.
    this.#again = this.root.textContent === text && !this.#again;
    setText(this.root, this.#again ? `${text}\u00a0` : text);
    setAttribute(this.root, "data-refused", refused);
    // Another animation of the same look begins anew by itself; to restart one costs a layout of the page.
    this.#odd = !this.#odd;
    this.root.classList.add("aw-fresh");
    setAttribute(this.root, "data-odd", this.#odd);
  }
}
