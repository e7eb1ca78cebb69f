import { h, setAttribute, setText } from "../core/dom";
import { type IconName, icon, setIcon } from "../core/icons";
import { clock, frameAt, parsePlace, shortLength } from "../core/timecode";
import { ACTIONS, ariaKey, labelOf, type StandardAction, showKey } from "./actions";
import { isCut, shotAt } from "./cuts";
import type { Opened } from "./editor_model";
import { type Extent, scaleAt, type Viewport, zoomPosition } from "./view";

export const SPEEDS = [0.25, 0.5, 1, 1.5, 2] as const;

export interface TransportHost {
  run(action: StandardAction): void;
  refuse(reason: string): void;
  look(view: Viewport): void;
  seek(ordinal: number): void;
  focus(): void;
  viewport(): Viewport;
}

/** A button for an action, its key in the tooltip. Pressing it leaves the focus in the editor. */
export function actionButton(
  action: StandardAction,
  name: IconName,
  run: (action: StandardAction) => void,
  text?: string,
): HTMLButtonElement {
  const keys = ACTIONS[action].slice(2).map(showKey).join(" or ");
  return h(
    "button",
    {
      type: "button",
      class: text ? "aw-button aw-wide" : "aw-button",
      "data-action": action,
      "aria-label": labelOf(action),
      "aria-keyshortcuts": ACTIONS[action].slice(2).map(ariaKey).join(" "),
      title: `${labelOf(action)} (${keys})`,
      onclick: () => run(action),
    },
    icon(name),
    text ?? null,
  );
}

/** The bar under the picture: moving, where one is, cutting, speed and zoom. */
export class Transport {
  readonly root: HTMLElement;
  readonly goTo: HTMLInputElement;
  #time = h("span", { class: "aw-time" });
  #where = h("span", { class: "aw-where" });
  #play: HTMLButtonElement;
  #zoom: HTMLInputElement;
  #cutButtons: HTMLButtonElement[];
  #cutHere: HTMLButtonElement;
  #accept: HTMLButtonElement;
  #speed: HTMLSelectElement;

  constructor(
    readonly opened: Opened,
    readonly host: TransportHost,
  ) {
    const run = (action: StandardAction) => host.run(action);
    const { index } = opened;
    this.#play = actionButton("play", "play", run);
    this.#play.classList.add("aw-primary");
    this.goTo = h("input", {
      class: "aw-goto",
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": "Frame: type a frame or a time to go there",
      title: `Frame, of 0 to ${index.count - 1}; type 123, 62.5 or 1:02.5 to go there (G)`,
      onkeydown: (event: KeyboardEvent) => this.#typed(event),
      onfocus: () => this.goTo.select(),
      onblur: () => this.#leave(),
    });
    this.#cutHere = actionButton("cut", "cut", run, "Cut here");
    this.#accept = actionButton("accept", "accept", run, "Accept");
    this.#cutButtons = [
      actionButton("deleteCut", "delete", run),
      actionButton("nudgeBack", "nudgeBack", run),
      actionButton("nudgeForward", "nudgeForward", run),
    ];
    this.#speed = h(
      "select",
      {
        class: "aw-select",
        "aria-label": "Speed",
        title: "Speed of playing",
        onchange: () => {
          if (opened.playback.playing) opened.playback.play(this.speed);
          host.focus();
        },
      },
      ...SPEEDS.map((speed) => h("option", { value: speed, selected: speed === 1 }, `${speed}×`)),
    );
    this.#zoom = h("input", {
      class: "aw-zoom",
      type: "range",
      min: 0,
      max: 1,
      step: 0.001,
      "aria-label": "Zoom of the time axis",
      title: "Zoom",
      oninput: () => this.#zoomed(),
      onpointerup: () => host.focus(),
    });
    const group = (name: string, ...children: (Node | null)[]) =>
      h("div", { class: "aw-group", role: "group", "aria-label": name }, ...children);
    this.root = h(
      "div",
      { class: "aw-transport", role: "toolbar", "aria-label": "Playing and cutting" },
      group(
        "Moving",
        actionButton("previousCut", "previousCut", run),
        actionButton("stepBack", "stepBack", run),
        this.#play,
        actionButton("stepForward", "stepForward", run),
        actionButton("nextCut", "nextCut", run),
      ),
      group("Where", this.goTo, this.#time),
      group("Cutting", this.#cutHere, ...this.#cutButtons, this.#accept),
      this.#where,
      group(
        "Looking",
        this.#speed,
        actionButton("zoomOut", "zoomOut", run),
        this.#zoom,
        actionButton("zoomIn", "zoomIn", run),
        actionButton("fit", "fit", run),
      ),
    );
  }

  get speed(): number {
    return Number(this.#speed.value) || 1;
  }

  show(view: Viewport, extent: Extent): void {
    const { playback, index, shots, proposals } = this.opened;
    const { frame } = playback;
    const shot = shotAt(shots, frame);
    const onCut = isCut(shots, frame);
    const { time_base } = index.release;
    if (!this.#typing) this.goTo.value = `${frame}`;
    setText(this.#time, clock(index.ptsOf(frame), time_base));
    const [pathHolder] = this.#play.children;
    if (pathHolder instanceof SVGSVGElement)
      setIcon(pathHolder, playback.playing ? "pause" : "play");
    setAttribute(this.#play, "aria-pressed", String(playback.playing));
    for (const button of this.#cutButtons) button.disabled = !onCut;
    this.#cutHere.disabled = onCut || frame === 0;
    this.#accept.disabled = proposals.length === 0;
    this.#accept.hidden = proposals.length === 0;
    setAttribute(this.#where, "data-cut", onCut);
    const length = shortLength(shot.endPts - shot.startPts, time_base);
    setText(
      this.#where,
      onCut
        ? `On a cut · shot ${shot.number + 1} · ${length}`
        : `Shot ${shot.number + 1} · ${frame - shot.first + 1} of ${shot.end - shot.first} · ${length}`,
    );
    if (document.activeElement !== this.#zoom) this.#zoom.value = `${zoomPosition(view, extent)}`;
  }

  get #typing(): boolean {
    const root = this.goTo.getRootNode() as Document | ShadowRoot;
    return root.activeElement === this.goTo;
  }

  #typed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      this.host.focus();
      event.stopPropagation();
    }
    if (event.key !== "Enter") return;
    const { index } = this.opened;
    const place = parsePlace(this.goTo.value);
    const frame = place && frameAt(place, index);
    if (frame === null) {
      setAttribute(this.goTo, "aria-invalid", "true");
      this.host.refuse(
        place
          ? `“${this.goTo.value}” lies outside the release: it has frames 0 to ${index.count - 1}.`
          : `“${this.goTo.value}” is no frame or time: type 123, 62.5 or 1:02.5.`,
      );
      this.goTo.select();
      return;
    }
    this.host.focus();
    this.host.seek(frame);
  }

  #leave(): void {
    setAttribute(this.goTo, "aria-invalid", null);
    this.goTo.value = `${this.opened.playback.frame}`;
  }

  #zoomed(): void {
    const { extent } = this.opened;
    const view = this.host.viewport();
    const ticksPerPixel = scaleAt(Number(this.#zoom.value), view, extent);
    // The playhead stays where it is on the screen: it is what one looks at while zooming by hand.
    const tick = this.opened.index.ptsOf(this.opened.playback.frame);
    const at = (tick - view.left) / view.ticksPerPixel;
    const pixel = at >= 0 && at <= view.width ? at : view.width / 2;
    const middle = view.left + pixel * view.ticksPerPixel;
    this.host.look({ ...view, ticksPerPixel, left: middle - pixel * ticksPerPixel });
  }
}
