import { h, setAttribute } from "../core/dom";
import type { IconName } from "../core/icons";
import type { SettingsValues } from "../core/settings";
import type { ActionButtons } from "../ui/buttons";
import type { CanvasAction } from "./actions";
import type { CanvasTool } from "./canvas_model";
import type { Figure } from "./figures";
import { isMaskTool } from "./tools/mask_tools";
import type { Draft, ToolName } from "./tools/tool";

const TOOLS: readonly [tool: ToolName, action: CanvasAction, icon: IconName][] = [
  ["select", "canvas.select", "arrow"],
  ["box", "canvas.box", "box"],
  ["polygon", "canvas.polygon", "polygon"],
  ["point", "canvas.point", "point"],
  ["mask", "canvas.mask", "brush"],
  ["eraser", "canvas.eraser", "eraser"],
  ["lasso", "canvas.lasso", "lasso"],
  ["cut", "canvas.cut", "polygonCut"],
  ["fill", "canvas.fill", "fill"],
  ["lineFill", "canvas.lineFill", "lineFill"],
  ["tag", "canvas.tag", "tag"],
  ["prompt", "canvas.prompt", "prompt"],
];

/** The tools beside the stage; the one in use is pressed. */
export class ToolRail {
  readonly root: HTMLElement;
  #buttons = new Map<ToolName, HTMLButtonElement>();
  #finish: HTMLButtonElement;
  #points: HTMLButtonElement[];
  #extremes: HTMLButtonElement;
  #turns: HTMLButtonElement;
  #rings: HTMLButtonElement[];
  #asTrack: HTMLButtonElement;
  #join: HTMLButtonElement;
  #skip: HTMLButtonElement;

  constructor(tools: readonly CanvasTool[], buttons: ActionButtons<CanvasAction>) {
    for (const [tool, action, sign] of TOOLS)
      if (
        tool === "select" ||
        tool === "prompt" ||
        tools.includes(isMaskTool(tool) ? "mask" : tool)
      ) {
        const button = buttons.make(action, sign);
        button.classList.add("aw-tool");
        this.#buttons.set(tool, button);
      }
    this.#finish = buttons.make("canvas.finish", "saved");
    this.#points = [
      buttons.make("canvas.negative", "negative"),
      buttons.make("canvas.occluded", "occluded"),
    ];
    this.#extremes = buttons.make("canvas.extremes", "extremes");
    this.#turns = buttons.make("canvas.turns", "turn");
    this.#rings = [buttons.make("canvas.hole", "hole"), buttons.make("canvas.part", "part")];
    const modes = [this.#extremes, this.#turns, ...this.#rings];
    this.#asTrack = buttons.make("canvas.asTrack", "track");
    this.#join = buttons.make("canvas.joinPoints", "joinPoints");
    this.#skip = buttons.make("canvas.skip", "skip");
    const others = [this.#finish, this.#asTrack, ...this.#points, this.#join, this.#skip, ...modes];
    for (const button of others) button.classList.add("aw-tool");
    const drawsLines = (["polygon", "mask", "point"] as const).some((one) => tools.includes(one));
    const canPoint = tools.includes("point");
    this.root = h(
      "div",
      {
        class: "aw-rail",
        role: "toolbar",
        "aria-label": "Tools",
        "aria-orientation": "vertical",
      },
      ...this.#buttons.values(),
      h("hr", {}),
      this.#asTrack,
      ...(tools.includes("box") ? [this.#extremes, this.#turns] : []),
      drawsLines ? this.#finish : null,
      ...(tools.includes("polygon") ? this.#rings : []),
      ...(canPoint ? [...this.#points, this.#join, this.#skip] : []),
    );
  }

  /** Ways of drawing boxes that are switched on; whether there is a polygon to draw a hole in. */
  showModes(values: SettingsValues, selected: readonly Figure[]): void {
    setAttribute(this.#extremes, "aria-pressed", String(values.extremes));
    setAttribute(this.#turns, "aria-pressed", String(values.turns));
    const polygons = selected.filter(({ kind }) => kind === "polygon").length;
    for (const button of this.#rings) button.disabled = polygons !== 1;
  }

  show(tool: ToolName, draft: Draft | null, hasPoints: boolean, joinsPoints: boolean): void {
    for (const [name, button] of this.#buttons)
      setAttribute(button, "aria-pressed", String(name === tool));
    this.#finish.disabled = !draft?.line && !draft?.keyPoints;
    this.#skip.disabled = !draft?.keyPoints;
    setAttribute(this.#join, "aria-pressed", String(joinsPoints));
    for (const button of this.#points) button.disabled = !hasPoints;
  }

  /** Whether what is drawn becomes a track. */
  asTrack(on: boolean): void {
    setAttribute(this.#asTrack, "aria-pressed", String(on));
  }
}
