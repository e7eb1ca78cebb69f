import { h, setAttribute } from "../core/dom";
import { readPlace } from "../core/timecode";
import type { OpenTask } from "./task_model";

export interface GoToHost {
  refuse(reason: string): void;
  seek(ordinal: number): void;
  focus(): void;
}

/** The field that tells the frame, and takes a frame or time to go to. */
export class GoTo {
  readonly input: HTMLInputElement;

  constructor(
    readonly opened: Pick<OpenTask, "index" | "playback">,
    readonly host: GoToHost,
  ) {
    const { count } = opened.index;
    this.input = h("input", {
      class: "aw-goto",
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": "Frame: type a frame or a time to go there",
      title: `Frame, of 0 to ${count - 1}; type 123, 1:02.5, 0:01:02:12, t5120, +24 or 50% to go there`,
      onkeydown: (event: KeyboardEvent) => this.#typed(event),
      onfocus: () => this.input.select(),
      onblur: () => this.#leave(),
    });
  }

  /** Tell the frame that is seen, unless somebody types. */
  show(): void {
    const root = this.input.getRootNode() as Document | ShadowRoot;
    if (root.activeElement !== this.input) this.input.value = `${this.opened.playback.frame}`;
  }

  #typed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      this.host.focus();
      event.stopPropagation();
    }
    if (event.key !== "Enter") return;
    const { index, playback } = this.opened;
    const read = readPlace(this.input.value, index, playback.frame);
    if ("refused" in read) {
      setAttribute(this.input, "aria-invalid", "true");
      this.host.refuse(read.refused);
      this.input.select();
      return;
    }
    this.host.focus();
    this.host.seek(read.ordinal);
  }

  #leave(): void {
    setAttribute(this.input, "aria-invalid", null);
    this.input.value = `${this.opened.playback.frame}`;
  }
}
