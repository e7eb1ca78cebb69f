import { h, setAttribute } from "../core/dom";
import type { ActionButtons } from "../ui/buttons";
import type { CanvasAction } from "./actions";
import type { CanvasTool } from "./canvas_model";
import type { Draft, ToolName } from "./tools/tool";

const TOOLS: readonly [tool: ToolName, action: CanvasAction, icon: "arrow" | CanvasTool][] = [
  ["select", "canvas.select", "arrow"],
  ["box", "canvas.box", "box"],
  ["polygon", "canvas.polygon", "polygon"],
  ["point", "canvas.point", "point"],
  ["tag", "canvas.tag", "tag"],
];

/** The tools beside the stage; the one in use is pressed. */
export class ToolRail {
  readonly root: HTMLElement;
  #buttons = new Map<ToolName, HTMLButtonElement>();
  #finish: HTMLButtonElement;
  #points: HTMLButtonElement[];
  #join: HTMLButtonElement;
  #skip: HTMLButtonElement;

  constructor(tools: readonly CanvasTool[], buttons: ActionButtons<CanvasAction>) {
    for (const [tool, action, sign] of TOOLS)
      if (tool === "select" || tools.includes(tool)) {
        const button = buttons.make(action, sign);
        button.classList.add("aw-tool");
        this.#buttons.set(tool, button);
      }
    this.#finish = buttons.make("canvas.finish", "saved");
    this.#points = [
      buttons.make("canvas.negative", "negative"),
      buttons.make("canvas.occluded", "occluded"),
    ];
    this.#join = buttons.make("canvas.joinPoints", "joinPoints");
    this.#skip = buttons.make("canvas.skip", "skip");
    for (const button of [this.#finish, ...this.#points, this.#join, this.#skip])
      button.classList.add("aw-tool");
    const canPolygon = tools.includes("polygon") || tools.includes("point");
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
      canPolygon ? this.#finish : null,
      ...(canPoint ? [...this.#points, this.#join, this.#skip] : []),
    );
  }

  show(tool: ToolName, draft: Draft | null, hasPoints: boolean, joinsPoints: boolean): void {
    for (const [name, button] of this.#buttons)
      setAttribute(button, "aria-pressed", String(name === tool));
    this.#finish.disabled = !draft?.line && !draft?.keyPoints;
    this.#skip.disabled = !draft?.keyPoints;
    setAttribute(this.#join, "aria-pressed", String(joinsPoints));
    for (const button of this.#points) button.disabled = !hasPoints;
  }
}
