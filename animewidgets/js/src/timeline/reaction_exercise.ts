import { h, setAttribute, setText } from "../core/dom";
import { measure } from "./reaction";

/** How many flashes there are to answer. */
const FLASHES = 8;
/** Milliseconds between two flashes: at random, so that nobody keeps time with them. */
const PAUSE = [900, 2300] as const;
/** How long a flash is seen. */
const LIT = 200;

/** Flashes to answer by a key or click as fast as one can; tells the lag that comes of it. */
export class ReactionExercise {
  readonly root: HTMLElement;
  #lamp = h("button", { type: "button", class: "aw-lamp" }, "Measure");
  #said = h("p", { class: "aw-hint", role: "status" });
  #events: number[] = [];
  #presses: number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;

  constructor(readonly measured: (milliseconds: number) => void) {
    this.root = h("div", { class: "aw-exercise" }, this.#lamp, this.#said);
    this.#lamp.addEventListener("pointerdown", (event) => this.#pressed(event.timeStamp));
    this.#lamp.addEventListener("keydown", (event) => {
      if (event.key === "Escape" || event.key === "Tab" || event.repeat) return;
      event.preventDefault();
      this.#pressed(event.timeStamp);
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running = false;
    setAttribute(this.#lamp, "data-lit", null);
    setText(this.#lamp, "Measure");
  }

  #pressed(at: number): void {
    if (this.#running) {
      this.#presses.push(at);
      return;
    }
    this.#running = true;
    this.#events = [];
    this.#presses = [];
    setText(this.#lamp, "Press when it lights up");
    setText(this.#said, `${FLASHES} flashes: a key or a click for each, as fast as you can`);
    this.#wait();
  }

  #wait(): void {
    const [least, most] = PAUSE;
    this.#timer = setTimeout(() => this.#flash(), least + Math.random() * (most - least));
  }

  #flash(): void {
    // What counts is when it is seen: with the next drawing of the page.
    requestAnimationFrame((at) => {
      if (!this.#running) return;
      this.#events.push(at);
      setAttribute(this.#lamp, "data-lit", true);
    });
    this.#timer = setTimeout(() => {
      setAttribute(this.#lamp, "data-lit", null);
      setText(this.#said, `${this.#events.length} of ${FLASHES}`);
      if (this.#events.length < FLASHES) this.#wait();
      else this.#timer = setTimeout(() => this.#finish(), PAUSE[0]);
    }, LIT);
  }

  #finish(): void {
    const { lag, missed } = measure(this.#events, this.#presses);
    this.stop();
    if (!lag) {
      setText(
        this.#said,
        `Too few answers: ${missed} of ${FLASHES} flashes were missed. Try again.`,
      );
      return;
    }
    const milliseconds = Math.min(2000, Math.max(0, Math.round(lag.ms)));
    setText(
      this.#said,
      `${milliseconds} ms, give or take ${Math.round(lag.spread)} ms; taken off from now on`,
    );
    this.measured(milliseconds);
  }
}
