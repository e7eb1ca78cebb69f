import { h, setAttribute, setText } from "../core/dom";
import { icon } from "../core/icons";
import type { LaneId } from "./active";
import type { LayerShown } from "./scene";
import type { Strip, Strips } from "./strips";

/** What the names beside the axis can do. */
export interface GutterHost {
  activate(lane: LaneId): void;
  newLane(): void;
  laneMenu(lane: string, at: { x: number; y: number }): void;
  audioLaneMenu(lane: string, at: { x: number; y: number }): void;
  /** Show the candidates of a layer from this score on. */
  setThreshold(layer: string, threshold: number): void;
  toggleLayer(layer: string): void;
  soundTaller(): void;
  soundLower(): void;
  nextForm(): void;
  focus(): void;
}

export interface GutterState {
  readonly strips: Strips;
  readonly active: LaneId;
  readonly layers: readonly (LayerShown & { threshold: number; hidden: boolean })[];
  /** How places are written now: `h:m:s.ms`, `SMPTE` … */
  readonly form: string;
}

/** The names of the strips, left of the axis: which lane is active, and what belongs to a strip alone. */
export class Gutter {
  readonly root = h("div", { class: "aw-gutter" });
  #laid = "";
  #updates: ((state: GutterState) => void)[] = [];

  constructor(readonly host: GutterHost) {}

  show(state: GutterState): void {
    const laid = state.strips.all
      .map(({ kind, name, top, bottom }) => `${kind}:${name}:${bottom - top}`)
      .join("\n");
    if (laid !== this.#laid) {
      this.#laid = laid;
      this.#updates = [];
      this.root.replaceChildren(...state.strips.all.map((strip) => this.#row(strip)));
      this.root.style.height = `${state.strips.height}px`;
    }
    for (const update of this.#updates) update(state);
  }

  #row(strip: Strip): HTMLElement {
    const row = h("div", {
      class: `aw-gutter-row aw-gutter-${strip.kind}`,
      style: `height:${strip.bottom - strip.top}px`,
    });
    row.append(...this.#content(strip, row));
    return row;
  }

  #content(strip: Strip, row: HTMLElement): Node[] {
    const { host } = this;
    switch (strip.kind) {
      case "ruler": {
        const button = h("button", {
          type: "button",
          class: "aw-gutter-form",
          title: "How times are written: click for the next form",
          onclick: () => host.nextForm(),
        });
        this.#updates.push(({ form }) => setText(button, form));
        return [button];
      }
      case "layer":
        return this.#layer(strip.name, row);
      case "shots":
        return [
          this.#lane("shots", "Shots", row),
          h(
            "button",
            {
              type: "button",
              class: "aw-gutter-small",
              "data-action": "newLane",
              "aria-label": "New lane",
              title: "New lane of segments",
              onclick: () => host.newLane(),
            },
            icon("zoomIn"),
          ),
        ];
      case "segments":
        return [
          this.#lane(`lane:${strip.name}`, strip.name, row),
          menuButton(`Lane ${strip.name}: rename, delete`, "Rename, delete", (at) =>
            host.laneMenu(strip.name, at),
          ),
        ];
      case "events":
        return [
          this.#lane(`audio:${strip.name}`, strip.name, row),
          menuButton(`Lane ${strip.name}: fold, rename, delete`, "Fold, rename, delete", (at) =>
            host.audioLaneMenu(strip.name, at),
          ),
        ];
      case "lines":
        return [this.#lane("subtitles", "Subtitles", row)];
      case "waveform":
      case "spectrogram": {
        const small = (label: string, name: "zoomIn" | "zoomOut", run: () => void) =>
          h(
            "button",
            {
              type: "button",
              class: "aw-gutter-small",
              "aria-label": label,
              title: label,
              onclick: run,
            },
            icon(name),
          );
        const name = h("span", { class: "aw-gutter-name" }, strip.name);
        if (strip.kind === "spectrogram") return [name];
        return [
          name,
          small("Waveform lower", "zoomOut", () => host.soundLower()),
          small("Waveform taller", "zoomIn", () => host.soundTaller()),
        ];
      }
      default:
        return [h("span", { class: "aw-gutter-name" }, strip.name)];
    }
  }

  #lane(lane: LaneId, name: string, row: HTMLElement): HTMLElement {
    const button = h(
      "button",
      {
        type: "button",
        class: "aw-gutter-name",
        "data-lane": lane,
        title: `${name}: keys act on this lane`,
        onclick: () => this.host.activate(lane),
      },
      name,
    );
    this.#updates.push(({ active }) => {
      setAttribute(button, "aria-pressed", String(active === lane));
      setAttribute(row, "data-active", active === lane);
    });
    return button;
  }

  #layer(name: string, row: HTMLElement): Node[] {
    const { host } = this;
    const swatch = h("i", { class: "aw-swatch" });
    const count = h("span", { class: "aw-count" });
    const button = h(
      "button",
      {
        type: "button",
        class: "aw-gutter-name",
        title: `${name}: show or hide these candidates`,
        onclick: () => host.toggleLayer(name),
      },
      swatch,
      h("span", {}, name),
      count,
    );
    const slider = h("input", {
      type: "range",
      class: "aw-threshold",
      min: 0,
      max: 1,
      step: 0.01,
      "aria-label": `Least score of ${name}`,
      oninput: () => host.setThreshold(name, Number(slider.value)),
      onpointerup: () => host.focus(),
    });
    this.#updates.push(({ layers }) => {
      const layer = layers.find((one) => one.name === name);
      if (!layer) return;
      swatch.style.background = layer.hidden ? "transparent" : layer.colour;
      swatch.style.borderColor = layer.colour;
      setText(count, layer.hidden ? "off" : `${layer.proposals.length}`);
      setAttribute(button, "aria-pressed", String(!layer.hidden));
      setAttribute(row, "data-hidden", layer.hidden);
      if (!slider.matches(":focus")) slider.value = `${layer.threshold}`;
      setAttribute(slider, "title", `Candidates from score ${layer.threshold.toFixed(2)} on`);
    });
    return [button, slider];
  }
}

/** The three dots that open a menu below them. */
const menuButton = (
  label: string,
  title: string,
  open: (at: { x: number; y: number }) => void,
): HTMLElement =>
  h(
    "button",
    {
      type: "button",
      class: "aw-gutter-small",
      "aria-label": label,
      title,
      "aria-haspopup": "menu",
      onclick: (event: MouseEvent) => {
        const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
        open({ x: box.left, y: box.bottom });
      },
    },
    icon("more"),
  );
