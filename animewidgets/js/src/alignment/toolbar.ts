import { h, setAttribute, setText } from "../core/dom";
import { setIcon } from "../core/icons";
import type { Settings } from "../core/settings";
import type { ActionButtons } from "../ui/buttons";
import type { AlignAction } from "./actions";
import { AMOUNTS, MODES } from "./compare";
import type { Linked } from "./linked";
import type { MapIndex } from "./map_index";
import type { Stage } from "./stage";
import { countOf } from "./words";

export interface ToolbarHost {
  readonly linked: Linked;
  readonly stage: Stage;
  readonly settings: Settings;
  focus(): void;
}

/** The bar under the pictures: moving, playing, comparing, and what is said of the piece that stands there. */
export class Toolbar {
  readonly root: HTMLElement;
  #play: HTMLButtonElement;
  #link: HTMLButtonElement;
  #modes: Map<string, HTMLButtonElement>;
  #amount: HTMLInputElement;
  #words = h("span", { class: "aw-al-amount" });
  #onMatch: HTMLButtonElement[];
  #onPiece: HTMLButtonElement[];
  #mute: HTMLButtonElement;
  #volume: HTMLInputElement;
  #doubtful = h("span", { class: "aw-al-doubtful", role: "status" });

  constructor(
    readonly host: ToolbarHost,
    buttons: ActionButtons<AlignAction>,
  ) {
    const group = (name: string, ...children: Node[]) =>
      h("div", { class: "aw-group", role: "group", "aria-label": name }, ...children);
    this.#play = buttons.make("play", "play");
    this.#play.classList.add("aw-primary");
    this.#link = buttons.make("align.link", "link");
    this.#modes = new Map([
      ["side", buttons.make("align.sideBySide", "compare")],
      ["wipe", buttons.make("align.wipe", "wipe")],
      ["difference", buttons.make("align.difference", "difference")],
      ["blink", buttons.make("align.blink", "blink")],
      ["overlay", buttons.make("align.overlay", "overlay")],
    ]);
    this.#amount = h("input", {
      class: "aw-zoom aw-al-slider",
      type: "range",
      oninput: () => host.stage.setAmount(Number(this.#amount.value)),
      onpointerup: () => host.focus(),
    });
    this.#mute = buttons.make("mute", "sound");
    this.#volume = h("input", {
      class: "aw-volume",
      type: "range",
      min: 0,
      max: 1,
      step: 0.01,
      "aria-label": "Volume",
      title: "Volume",
      oninput: () => host.settings.set({ volume: Number(this.#volume.value), muted: false }),
      onpointerup: () => host.focus(),
    });
    this.#onMatch = [
      buttons.make("align.nudgeBack", "nudgeBack"),
      buttons.make("align.nudgeForward", "nudgeForward"),
      buttons.make("align.changed", "changed"),
      buttons.make("align.unmatch", "unmatch"),
    ];
    this.#onPiece = [
      buttons.make("align.accept", "saved", "Accept"),
      buttons.make("align.split", "split"),
      buttons.make("align.role", "tag"),
    ];
    const [accept, split, role] = this.#onPiece as [
      HTMLButtonElement,
      HTMLButtonElement,
      HTMLButtonElement,
    ];
    this.root = h(
      "div",
      {
        class: "aw-transport aw-al-tools",
        role: "toolbar",
        "aria-label": "Moving, comparing and deciding",
      },
      group(
        "Moving",
        buttons.make("align.previousBorder", "previousCut"),
        buttons.make("stepBack", "stepBack"),
        this.#play,
        buttons.make("stepForward", "stepForward"),
        buttons.make("align.nextBorder", "nextCut"),
      ),
      group("Linking", this.#link),
      group("Comparing", ...this.#modes.values(), this.#amount, this.#words),
      group(
        "Deciding",
        accept,
        ...this.#onMatch.slice(0, 2),
        buttons.make("align.startHere", "segmentIn"),
        buttons.make("align.endHere", "segmentOut"),
        split,
        buttons.make("align.anchor", "anchor"),
        ...this.#onMatch.slice(2),
        role,
      ),
      h("span", { class: "aw-spring" }),
      group(
        "Doubtful",
        buttons.make("align.previousDoubtful", "up"),
        this.#doubtful,
        buttons.make("align.nextDoubtful", "down"),
      ),
      group("Sound", this.#mute, this.#volume),
    );
  }

  show(index: MapIndex, current: number, match: boolean): void {
    const { linked, stage, settings } = this.host;
    const { leading } = linked;
    const [playing] = this.#play.children;
    if (playing instanceof SVGSVGElement) setIcon(playing, leading.playing ? "pause" : "play");
    setAttribute(this.#play, "aria-pressed", String(leading.playing));
    const [link] = this.#link.children;
    if (link instanceof SVGSVGElement) setIcon(link, linked.linked ? "link" : "unlinked");
    setAttribute(this.#link, "aria-pressed", String(linked.linked));
    for (const mode of MODES)
      setAttribute(this.#modes.get(mode) as Element, "aria-pressed", String(mode === stage.mode));
    const { mode } = stage;
    setAttribute(this.#amount, "hidden", mode === "side");
    setAttribute(this.#words, "hidden", mode === "side");
    if (mode !== "side") {
      const { name, least, most, step, words } = AMOUNTS[mode];
      for (const [what, value] of Object.entries({
        min: least,
        max: most,
        step,
        "aria-label": name,
        title: name,
      }))
        setAttribute(this.#amount, what, value);
      this.#amount.value = String(stage.amounts[mode]);
      setText(
        this.#words,
        mode === "blink" && stage.still ? "by hand: Shift B" : words(stage.amounts[mode]),
      );
    }
    for (const button of this.#onMatch) button.disabled = !match;
    for (const button of this.#onPiece) button.disabled = current < 0 || !index.judged;
    const { sound } = leading;
    setAttribute(this.#mute, "aria-pressed", String(!settings.values.muted && sound.available));
    this.#mute.disabled = sound.streams.length === 0;
    this.#volume.value = String(settings.values.volume);
    const open = index.doubtful.length;
    setText(
      this.#doubtful,
      !index.judged
        ? "not aligned yet"
        : open || index.looked
          ? `${open} doubtful · ${index.looked} of ${index.looked + open} looked at`
          : "nothing doubtful",
    );
    setAttribute(this.#doubtful, "data-open", open > 0);
    setAttribute(this.#doubtful, "title", `${countOf(index.pieces.length, "piece")} in all`);
  }
}
