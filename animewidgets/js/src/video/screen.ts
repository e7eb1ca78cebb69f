import type { Playback } from "./playback";

/** The picture on the page; one per view. `root` carries data-frame, data-pts, data-decoder, data-state. */
export class Screen {
  readonly root: HTMLElement;

  constructor(readonly playback: Playback) {
    this.root = document.createElement("div");
    this.root.className = "aw-screen";
  }

  close(): void {}
}
