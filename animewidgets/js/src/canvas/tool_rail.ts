import { h, setAttribute } from "../core/dom";
import type { IconName } from "../core/icons";
import type { ActionButtons } from "../ui/buttons";
import type { CanvasAction } from "./actions";
import type { CanvasTool } from "./canvas_model";
import { isMaskTool } from "./tools/mask_tools";
import type { ToolName } from "./tools/tool";

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
  #asTrack: HTMLButtonElement;

  constructor(tools: readonly CanvasTool[], buttons: ActionButtons<CanvasAction>) {
    const made = (action: CanvasAction, sign: IconName) => {
      const button = buttons.make(action, sign);
      button.classList.add("aw-tool");
      return button;
    };
    const isThere = (tool: ToolName) =>
      tool === "select" || tool === "prompt" || tools.includes(isMaskTool(tool) ? "mask" : tool);
    for (const [tool, action, sign] of TOOLS)
      if (isThere(tool)) this.#buttons.set(tool, made(action, sign));
    this.#asTrack = made("canvas.asTrack", "track");
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
    );
  }

  /** The tool in use, and whether what it draws becomes a track. */
  show(tool: ToolName, asTrack: boolean): void {
    for (const [name, button] of this.#buttons)
      setAttribute(button, "aria-pressed", String(name === tool));
    setAttribute(this.#asTrack, "aria-pressed", String(asTrack));
  }
}
