import { h, setAttribute } from "../../core/dom";
import { setIcon } from "../../core/icons";
import type { Settings } from "../../core/settings";
import type { ActionButtons } from "../../ui/buttons";
import type { CanvasAction } from "../actions";
import { OVERLAP_NAMES, SCOPE_NAMES } from "../commands/masks";
import { groupOf, has, type OptionGroup } from "../option_groups";
import { isMaskTool } from "../tools/mask_tools";
import { OVERLAPS, type Overlap, SCOPES, type Scope, scopeOf } from "./edits";

export interface OptionsHost {
  readonly settings: Settings;
  setScope(scope: Scope): void;
  focus(): void;
}

/** How masks are painted and filled, and what can be done with whole masks. */
export function maskGroups(host: OptionsHost, buttons: ActionButtons<CanvasAction>): OptionGroup[] {
  const { settings } = host;
  const focus = () => host.focus();
  const even = { toSlider: Number, fromSlider: Number, focus };
  // As sizes are seen: small ones finely, large ones coarsely.
  const size = new Amount("Size", "px", [1, 500], (brushSize) => settings.set({ brushSize }), {
    toSlider: (one) => Math.round((Math.log(one) / Math.log(500)) * 100),
    fromSlider: (at) => Math.round(500 ** (at / 100)),
    focus,
  });
  const tolerance = new Amount(
    "Tolerance",
    "",
    [0, 60],
    (fillTolerance) => settings.set({ fillTolerance }),
    even,
  );
  const gap = new Amount("Gap", "px", [0, 20], (fillGap) => settings.set({ fillGap }), even);
  const shape = buttons.make("canvas.brushShape", "round");
  const overlap = choice(
    "What becomes of pixels that other masks have",
    OVERLAPS,
    OVERLAP_NAMES,
    (one) => {
      settings.set({ maskOverlap: one as Overlap });
      focus();
    },
  );
  const scope = choice("What a mask stands for", SCOPES, SCOPE_NAMES, (one) => {
    host.setScope(one as Scope);
    focus();
  });
  const whole = [
    buttons.make("canvas.grow", "grow"),
    buttons.make("canvas.shrink", "shrink"),
    buttons.make("canvas.fillHoles", "fillHoles"),
    buttons.make("canvas.invert", "invert"),
  ];
  return [
    {
      root: groupOf(size.root, shape),
      isWanted: ({ tool }) => tool === "mask" || tool === "eraser",
      show: ({ values }) => {
        size.show(values.brushSize);
        setIcon(shape.firstElementChild as SVGSVGElement, values.brushShape);
      },
    },
    {
      root: groupOf(tolerance.root, gap.root),
      isWanted: ({ tool }) => tool === "fill" || tool === "lineFill",
      show: ({ values }) => {
        tolerance.show(values.fillTolerance);
        gap.show(values.fillGap);
      },
    },
    {
      root: groupOf(overlap, scope),
      isWanted: ({ tool }) => isMaskTool(tool),
      show: ({ selected, values }) => {
        overlap.value = values.maskOverlap;
        const mask = selected.find(({ kind }) => kind === "mask");
        scope.value = mask ? scopeOf(mask.annotation) : values.maskScope;
      },
    },
    {
      root: groupOf(...whole),
      isWanted: (state) => isMaskTool(state.tool) || has(state, "mask"),
      show: (state) => {
        for (const button of whole) setAttribute(button, "disabled", !has(state, "mask"));
      },
    },
  ];
}

/** The order of shapes, and masks made of polygons and back. */
export function orderGroup(buttons: ActionButtons<CanvasAction>): OptionGroup {
  return {
    root: groupOf(
      buttons.make("canvas.toFront", "toFront"),
      buttons.make("canvas.toBack", "toBack"),
      buttons.make("canvas.convert", "convert"),
    ),
    isWanted: ({ selected }) => selected.length > 0,
    show: () => {},
  };
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
