import { h, setAttribute, setText } from "../core/dom";
import { icon, setIcon } from "../core/icons";
import type { DecoderChoice } from "../core/wire";
import { Bar } from "./bar";
import type { ActionButtons } from "./buttons";
import type { OpenTask } from "./task_model";

const CHOICES: [DecoderChoice, string][] = [
  ["auto", "automatic"],
  ["browser", "in the browser"],
  ["kernel", "in the kernel"],
];

/** The actions that stand in the top bar of every editor. */
export type TopAction =
  | "undo"
  | "redo"
  | "guidelines"
  | "list"
  | "fullScreen"
  | "keySettings"
  | "help";

/** The line above the picture: what is open, who decodes it, undo and redo, whether all is saved. */
export class TopBar {
  readonly root: HTMLElement;
  #bar: Bar;
  #decoderIcon = icon("kernel");
  #decoder = h("span", {});
  #decoderLabel: HTMLElement;
  #choice: HTMLSelectElement;

  constructor(
    readonly opened: OpenTask,
    buttons: Pick<ActionButtons<TopAction>, "make">,
    focus: () => void,
    more: (at: { x: number; y: number }) => void,
  ) {
    const { release, task, person } = opened.hello;
    this.#choice = h(
      "select",
      {
        class: "aw-decoder-choice",
        "aria-label": "Where pictures are decoded",
        onchange: () => {
          void opened.playback.setDecoder(this.#choice.value as DecoderChoice);
          focus();
        },
      },
      ...CHOICES.map(([value, name]) => h("option", { value }, name)),
    );
    this.#decoderLabel = h(
      "label",
      { class: "aw-badge aw-decoder" },
      this.#decoderIcon,
      this.#decoder,
      this.#choice,
    );
    const detail = [
      `${release.width}×${release.height}`,
      release.codec,
      ...(release.codec === "images" ? [] : [`${rate(release.frame_rate)} fps`]),
      `${opened.index.count} frames`,
    ].join(" · ");
    this.#bar = new Bar(buttons, {
      what: [
        h("span", { class: "aw-title", title: release.name }, release.name),
        h(
          "span",
          { class: "aw-detail", title: `${detail}; project ${task.project}, ${person}` },
          detail,
        ),
      ],
      state: [this.#decoderLabel],
      actions: [
        opened.guide ? null : buttons.make("guidelines", "book"),
        buttons.make("list", "list"),
        buttons.make("fullScreen", "fullScreen"),
        buttons.make("keySettings", "keys"),
      ],
      more,
    });
    this.root = this.#bar.root;
  }

  show(): void {
    const { playback, session } = this.opened;
    this.#bar.show(session);
    setIcon(this.#decoderIcon, playback.decoder);
    setText(this.#decoder, playback.decoder === "browser" ? "Browser" : "Kernel");
    setAttribute(
      this.#decoderLabel,
      "title",
      `${capital(playback.decoderReason || `decoded in the ${playback.decoder}`)}. Choose where:`,
    );
    if (this.#choice.value !== playback.choice) this.#choice.value = playback.choice;
  }
}

function rate([numerator, denominator]: readonly [number, number]): string {
  return (numerator / denominator).toFixed(3).replace(/\.?0+$/, "");
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
