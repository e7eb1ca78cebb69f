import { h, setAttribute, setText } from "../core/dom";
import { formatPlace, type TimecodeForm } from "../core/timecode";
import type { DecoderChoice } from "../core/wire";
import { GoTo } from "../ui/go_to";
import type { Linked } from "./linked";
import { otherSide } from "./linked";
import type { Side } from "./side";

export interface CaptionHost {
  readonly linked: Linked;
  focus(): void;
  refuse(reason: string): void;
}

/** Under a picture: whose it is, which frame, and whether it is the one that the map gives. */
export class Caption {
  readonly root: HTMLElement;
  readonly goTo: HTMLInputElement;
  #goTo: GoTo;
  #lead: HTMLButtonElement;
  #time = h("span", { class: "aw-time" });
  #said = h("span", { class: "aw-al-said" });
  #decoder: HTMLSelectElement;

  constructor(
    readonly side: Side,
    readonly host: CaptionHost,
  ) {
    const { name, letter, index, playback } = side;
    const { release } = index;
    this.#goTo = new GoTo(
      { index, playback },
      {
        refuse: (reason) => host.refuse(reason),
        seek: (ordinal) => host.linked.seek(name, ordinal),
        focus: () => host.focus(),
      },
    );
    this.goTo = this.#goTo.input;
    setAttribute(this.goTo, "aria-label", `Frame of ${letter}: type a frame or a time to go there`);
    this.#lead = h(
      "button",
      {
        type: "button",
        class: "aw-al-letter",
        "data-action": name === "a" ? "align.leadA" : "align.leadB",
        onclick: () => host.linked.take(name),
      },
      letter,
    );
    this.#decoder = h(
      "select",
      {
        class: "aw-select aw-al-decoder",
        "aria-label": `Where pictures of ${letter} are decoded`,
        onchange: () => {
          void playback.setDecoder(this.#decoder.value as DecoderChoice);
          host.focus();
        },
      },
      h("option", { value: "auto" }, "automatic"),
      h("option", { value: "browser" }, "browser"),
      h("option", { value: "kernel" }, "kernel"),
    );
    const [numerator, denominator] = release.frame_rate;
    const rate = (numerator / denominator).toFixed(3).replace(/\.?0+$/, "");
    const about = `${release.width}×${release.height} · ${rate} fps · ${index.count} frames`;
    this.root = h(
      "div",
      { class: "aw-al-caption", "data-side": name },
      this.#lead,
      h("span", { class: "aw-title", title: `${release.name}: ${about}` }, release.name),
      h("span", { class: "aw-detail aw-al-about" }, about),
      this.#said,
      h("span", { class: "aw-spring" }),
      this.#decoder,
      this.goTo,
      this.#time,
    );
  }

  show(timecode: TimecodeForm): void {
    const { side, host } = this;
    const { index, playback } = side;
    const { linked } = host;
    const leads = linked.lead === side.name;
    this.#goTo.show();
    const form = timecode === "frames" ? "time" : timecode;
    setText(this.#time, formatPlace(playback.frame, index, form));
    setAttribute(this.#lead, "aria-pressed", String(leads));
    setAttribute(
      this.#lead,
      "title",
      leads
        ? `${side.letter} leads and is heard`
        : `Let ${side.letter} lead and be heard (${side.name === "a" ? 1 : 2})`,
    );
    setAttribute(this.root, "data-leads", leads);
    if (this.#decoder.value !== playback.choice) this.#decoder.value = playback.choice;
    setAttribute(this.#decoder, "title", playback.decoderReason || null);
    const gone = linked.same === false && linked.lead === otherSide(side.name);
    const said = playback.error?.message ?? this.#state(gone, leads);
    setText(this.#said, said);
    setAttribute(this.#said, "data-gone", gone || playback.error !== undefined);
  }

  /** In a few words, what it shows and why. */
  #state(gone: boolean, leads: boolean): string {
    const { playback } = this.side;
    if (gone) return "has no such frame";
    if (playback.approximate) return "≈ nearest small picture";
    if (!leads) return this.host.linked.follows ? "follows" : "on its own";
    const { available, muted } = playback.sound;
    return available && !muted ? "leads, heard" : "leads";
  }
}
