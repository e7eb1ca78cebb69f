import { h, setAttribute } from "../../core/dom";
import { setIcon } from "../../core/icons";
import type { Settings } from "../../core/settings";
import type { ActionButtons } from "../../ui/buttons";
import type { CanvasAction } from "../actions";
import { OVERLAP_NAMES, SCOPE_NAMES } from "../commands/masks";
import type { Figure } from "../figures";
import type { ToolName } from "../tools/tool";
import { OVERLAPS, type Overlap, SCOPES, type Scope, scopeOf } from "./edits";

export interface OptionsHost {
  readonly settings: Settings;
  setScope(scope: Scope): void;
  focus(): void;
}

/** How masks are painted and filled: above the stage, for as long as the canvas lives. */
export class MaskOptions {
  readonly root: HTMLElement;
  #size: Amount;
  #tolerance: Amount;
  #gap: Amount;
  #shape: HTMLButtonElement;
  #overlap: HTMLSelectElement;
  #scope: HTMLSelectElement;
  #whole: HTMLButtonElement[];

  constructor(
    readonly host: OptionsHost,
    buttons: ActionButtons<CanvasAction>,
  ) {
    const { settings } = host;
    // As sizes are seen: small ones finely, large ones coarsely.
    this.#size = new Amount("Brush", "px", [1, 500], (brushSize) => settings.set({ brushSize }), {
      toSlider: (size) => Math.round((Math.log(size) / Math.log(500)) * 100),
      fromSlider: (at) => Math.round(500 ** (at / 100)),
      focus: () => host.focus(),
    });
    const even = { toSlider: Number, fromSlider: Number, focus: () => host.focus() };
    this.#tolerance = new Amount(
      "Tolerance",
      "",
      [0, 60],
      (fillTolerance) => settings.set({ fillTolerance }),
      even,
    );
    this.#gap = new Amount("Gap", "px", [0, 20], (fillGap) => settings.set({ fillGap }), even);
    this.#shape = buttons.make("canvas.brushShape", "round");
    this.#overlap = choice(
      "What becomes of pixels that other masks have",
      OVERLAPS,
      OVERLAP_NAMES,
      (one) => {
        settings.set({ maskOverlap: one as Overlap });
        host.focus();
      },
    );
    this.#scope = choice("What a mask stands for", SCOPES, SCOPE_NAMES, (one) => {
      host.setScope(one as Scope);
      host.focus();
    });
    this.#whole = [
      buttons.make("canvas.grow", "grow"),
      buttons.make("canvas.shrink", "shrink"),
      buttons.make("canvas.fillHoles", "fillHoles"),
      buttons.make("canvas.invert", "invert"),
      buttons.make("canvas.toFront", "toFront"),
      buttons.make("canvas.toBack", "toBack"),
      buttons.make("canvas.convert", "convert"),
    ];
    this.root = h(
      "div",
      { class: "aw-mask-options", role: "toolbar", "aria-label": "How masks are painted" },
      h("span", { class: "aw-group", "data-for": "mask eraser" }, this.#size.root, this.#shape),
      h(
        "span",
        { class: "aw-group", "data-for": "fill lineFill" },
        this.#tolerance.root,
        this.#gap.root,
      ),
      h("span", { class: "aw-group" }, this.#overlap, this.#scope),
      h("span", { class: "aw-group" }, ...this.#whole),
    );
  }

  show(tool: ToolName, selected: readonly Figure[]): void {
    const { brushSize, brushShape, fillTolerance, fillGap, maskOverlap, maskScope } =
      this.host.settings.values;
    this.#size.show(brushSize);
    this.#tolerance.show(fillTolerance);
    this.#gap.show(fillGap);
    setIcon(this.#shape.firstElementChild as SVGSVGElement, brushShape);
    this.#overlap.value = maskOverlap;
    const masks = selected.filter(({ kind }) => kind === "mask");
    this.#scope.value = masks[0] ? scopeOf(masks[0].annotation) : maskScope;
    for (const button of this.#whole) {
      const action = button.dataset.action;
      const fits =
        action === "canvas.toFront" || action === "canvas.toBack" || action === "canvas.convert";
      button.disabled = !(fits ? selected.length : masks.length);
    }
    for (const group of this.root.querySelectorAll<HTMLElement>("[data-for]"))
      setAttribute(group, "data-used", (group.dataset.for ?? "").split(" ").includes(tool));
  }
}

interface Scale {
  toSlider(value: number): number;
  fromSlider(at: number): number;
  focus(): void;
}

/** A number by a slider and by typing it. */
class Amount {
  readonly root: HTMLElement;
  #slider: HTMLInputElement;
  #number: HTMLInputElement;

  constructor(
    label: string,
    unit: string,
    readonly range: readonly [least: number, most: number],
    set: (value: number) => void,
    readonly scale: Scale,
  ) {
    const [least, most] = range;
    const bounded = (value: number) => Math.min(most, Math.max(least, Math.round(value)));
    const whole = unit ? `${label}, ${unit === "px" ? "pixels" : unit}` : label;
    this.#slider = h("input", {
      type: "range",
      min: scale.toSlider(least),
      max: scale.toSlider(most),
      "aria-label": whole,
      oninput: () => set(bounded(scale.fromSlider(Number(this.#slider.value)))),
      onchange: () => scale.focus(),
    });
    this.#number = h("input", {
      type: "number",
      min: least,
      max: most,
      "aria-label": whole,
      onchange: () => {
        const value = Number(this.#number.value);
        if (Number.isFinite(value) && this.#number.value !== "") set(bounded(value));
        scale.focus();
      },
    });
    this.root = h(
      "label",
      { class: "aw-amount", title: whole },
      label,
      this.#slider,
      this.#number,
      unit,
    );
  }

  show(value: number): void {
    const at = String(this.scale.toSlider(Math.min(this.range[1], value)));
    if (this.#slider.value !== at) this.#slider.value = at;
    const { activeElement } = this.root.getRootNode() as Document | ShadowRoot;
    if (activeElement !== this.#number && this.#number.value !== String(value))
      this.#number.value = String(value);
  }
}

function choice<T extends string>(
  label: string,
  names: readonly T[],
  said: Readonly<Record<T, string>>,
  chosen: (one: string) => void,
): HTMLSelectElement {
  const select: HTMLSelectElement = h(
    "select",
    { class: "aw-select", "aria-label": label, title: label, onchange: () => chosen(select.value) },
    ...names.map((name) => h("option", { value: name }, said[name])),
  );
  return select;
}
