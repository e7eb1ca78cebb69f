import { h, setAttribute, setText } from "../core/dom";
import { ONION_SIDES, type OnionSides, type Settings, type SettingsValues } from "../core/settings";
import type { ActionButtons } from "../ui/buttons";
import type { CanvasAction } from "./actions";
import { lookInWords, PLAIN } from "./picture_look";

type Slid = "brightness" | "contrast" | "gamma" | "onionOpacity" | "onionDistance";

interface Slider {
  readonly name: Slid;
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** Between the slider's way and the value. */
  readonly from?: (at: number) => number;
  readonly to?: (value: number) => number;
  readonly words: (value: number) => string;
}

const percent = (value: number) => `${Math.round(value * 100)} %`;

const SLIDERS: readonly Slider[] = [
  { name: "brightness", label: "Brightness", low: -1, high: 1, step: 0.02, words: percent },
  { name: "contrast", label: "Contrast", low: -1, high: 1, step: 0.02, words: percent },
  {
    // As far from 1 to a half as from 1 to 2.
    name: "gamma",
    label: "Gamma",
    low: -2.3,
    high: 2.3,
    step: 0.1,
    from: (at) => Math.round(2 ** at * 100) / 100,
    to: (value) => Math.log2(value),
    words: (value) => value.toFixed(2),
  },
];
const ONION_SLIDERS: readonly Slider[] = [
  {
    name: "onionDistance",
    label: "Drawings away",
    low: 1,
    high: 8,
    step: 1,
    words: (value) => `${value}`,
  },
  { name: "onionOpacity", label: "Strength", low: 0.05, high: 1, step: 0.05, words: percent },
];
const SIDE_NAMES: Readonly<Record<OnionSides, string>> = {
  both: "Both",
  previous: "Previous (red)",
  next: "Next (green)",
};

/** How the picture is shown: sliders over the corner of the stage, and a word in the status line while it is not as it is. */
export class PicturePanel {
  readonly root: HTMLElement;
  /** In the status line; a click brings the plain picture back. */
  readonly badge: HTMLButtonElement;
  #inputs = new Map<Slid, [HTMLInputElement, HTMLOutputElement, Slider]>();
  #edges: HTMLInputElement;
  #onion: HTMLInputElement;
  #sides: HTMLSelectElement;

  constructor(
    readonly settings: Settings,
    buttons: ActionButtons<CanvasAction>,
    readonly focus: () => void,
  ) {
    const check = (label: string, name: "edgeView" | "onion") => {
      const input = h("input", {
        type: "checkbox",
        onchange: () => settings.set({ [name]: input.checked }),
      });
      return [input, h("label", { class: "aw-check" }, input, label)] as const;
    };
    const [edges, edgesField] = check("Edges instead of the picture", "edgeView");
    const [onion, onionField] = check("Onion skin of the drawings around", "onion");
    this.#edges = edges;
    this.#onion = onion;
    this.#sides = h(
      "select",
      {
        class: "aw-select",
        "aria-label": "Which drawings shine through",
        onchange: () => settings.set({ onionSides: this.#sides.value as OnionSides }),
      },
      ...ONION_SIDES.map((side) => h("option", { value: side }, SIDE_NAMES[side])),
    );
    const reset = buttons.make("canvas.plainPicture", "undo", "As it is");
    this.root = h(
      "div",
      { class: "aw-picture-panel", role: "group", "aria-label": "Picture", hidden: true },
      h(
        "header",
        {},
        h("h4", {}, "Picture"),
        reset,
        h(
          "button",
          {
            type: "button",
            class: "aw-button",
            "aria-label": "Close",
            onclick: () => this.close(),
          },
          "✕",
        ),
      ),
      ...SLIDERS.map((one) => this.#slider(one)),
      edgesField,
      h("hr", {}),
      onionField,
      h("label", { class: "aw-slide" }, h("span", {}, "Which"), this.#sides),
      ...ONION_SLIDERS.map((one) => this.#slider(one)),
      h("p", { class: "aw-hint" }, "Only the view: no shape and no export changes."),
    );
    this.badge = h("button", {
      type: "button",
      class: "aw-look-badge",
      title: "The picture is not shown as it is; a click shows it so",
      hidden: true,
      onclick: () => {
        settings.set(PLAIN);
        focus();
      },
    });
  }

  #slider(slider: Slider): HTMLElement {
    const { name, label, low, high, step, from = (at: number) => at } = slider;
    const value = h("output", {});
    const input = h("input", {
      type: "range",
      min: low,
      max: high,
      step,
      oninput: () => this.settings.set({ [name]: from(Number(input.value)) }),
    });
    this.#inputs.set(name, [input, value, slider]);
    return h("label", { class: "aw-slide" }, h("span", {}, label), input, value);
  }

  get open(): boolean {
    return !this.root.hidden;
  }

  toggle(): void {
    if (this.open) this.close();
    else {
      setAttribute(this.root, "hidden", false);
      this.root.querySelector("input")?.focus();
    }
  }

  /** Whether it was open. */
  close(): boolean {
    if (!this.open) return false;
    setAttribute(this.root, "hidden", true);
    this.focus();
    return true;
  }

  show(values: SettingsValues): void {
    for (const [name, [input, output, { to = (value: number) => value, words }]] of this.#inputs) {
      const at = `${to(values[name])}`;
      if (Number(input.value) !== Number(at)) input.value = at;
      setText(output, words(values[name]));
      setAttribute(input, "aria-valuetext", words(values[name]));
    }
    this.#edges.checked = values.edgeView;
    this.#onion.checked = values.onion;
    if (this.#sides.value !== values.onionSides) this.#sides.value = values.onionSides;
    const words = [lookInWords(values), values.onion ? "Onion skin" : ""]
      .filter(Boolean)
      .join(" · ");
    const look = lookInWords(values);
    setText(this.badge, words);
    setAttribute(this.badge, "hidden", !words);
    setAttribute(this.badge, "disabled", !look);
  }
}
