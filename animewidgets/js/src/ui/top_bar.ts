import { h, setAttribute, setText } from "../core/dom";
import { icon, setIcon } from "../core/icons";
import type { DecoderChoice } from "../core/wire";
import type { ActionButtons } from "./buttons";
import { SaveBadge } from "./notices";
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
  #save = new SaveBadge();
  #undo: HTMLButtonElement;
  #redo: HTMLButtonElement;
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
    this.#undo = buttons.make("undo", "undo");
    this.#redo = buttons.make("redo", "redo");
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
    this.root = h(
      "header",
      { class: "aw-top" },
      h("span", { class: "aw-title", title: release.name }, release.name),
      h(
        "span",
        { class: "aw-detail", title: `${detail}; project ${task.project}, ${person}` },
        detail,
      ),
      h("span", { class: "aw-spring" }),
      this.#decoderLabel,
      this.#save.root,
      h(
        "div",
        { class: "aw-group", role: "group", "aria-label": "History" },
        this.#undo,
        this.#redo,
      ),
      opened.guide ? null : buttons.make("guidelines", "book"),
      buttons.make("list", "list"),
      buttons.make("fullScreen", "fullScreen"),
      buttons.make("keySettings", "keys"),
      h(
        "button",
        {
          type: "button",
          class: "aw-button",
          "aria-label": "All actions",
          "aria-haspopup": "menu",
          title: "All actions",
          onclick: (event: MouseEvent) => {
            const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
            more({ x: box.left, y: box.bottom });
          },
        },
        icon("more"),
      ),
      buttons.make("help", "help"),
    );
  }

  show(): void {
    const { playback, session } = this.opened;
    setAttribute(this.#undo, "disabled", !session.canUndo);
    setAttribute(this.#redo, "disabled", !session.canRedo);
    this.#save.show(session);
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
