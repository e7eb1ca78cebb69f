import { filmSlots } from "./drawing/film";
import type { Scene } from "./scene";
import { type Strip, stripOf } from "./strips";

/** Milliseconds between two wishes for pictures of the filmstrip. */
const WISH_PAUSE = 80;

/** Asks for the pictures and the sound that the axis shows. */
export class Wishes {
  #wished = "";
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly scene: () => Scene,
    readonly signal: AbortSignal,
  ) {}

  /** Ask soon: while one zooms or pans, what is in view changes with every drawing. */
  soon(): void {
    this.#later ??= setTimeout(() => {
      this.#later = undefined;
      if (!this.signal.aborted) this.#ask(this.scene());
    }, WISH_PAUSE);
  }

  /** From the middle outwards, and only where the wish is a new one. */
  #ask(scene: Scene): void {
    const { left, width, ticksPerPixel } = scene.view;
    const right = left + width * ticksPerPixel;
    const fine = ticksPerPixel / (globalThis.devicePixelRatio || 1);
    scene.sound?.waveform?.want(left, right, fine);
    scene.sound?.spectrogram?.want(left, right, fine);
    const slots = filmSlots(scene, stripOf(scene.strips, "film") as Strip).map(
      (slot) => slot.ordinal,
    );
    const middle = (slots[0] ?? 0) / 2 + (slots.at(-1) ?? 0) / 2;
    const wish = slots.join();
    if (wish === this.#wished) return;
    this.#wished = wish;
    slots.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    scene.filmstrip.want(slots);
  }
}
