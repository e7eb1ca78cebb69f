import { h, setAttribute } from "../core/dom";
import type { ActionButtons } from "../ui/buttons";
import type { CanvasAction } from "./actions";
import type { DrawnKind } from "./shapes";
import type { ToolName } from "./tools/tool";

const TOOLS: readonly [tool: ToolName, action: CanvasAction, icon: "arrow" | DrawnKind][] = [
  ["select", "canvas.select", "arrow"],
  ["box", "canvas.box", "box"],
  ["polygon", "canvas.polygon", "polygon"],
  ["point", "canvas.point", "point"],
];

/** The tools beside the stage; the one in use is pressed. */
export class ToolRail {
  readonly root: HTMLElement;
  #buttons = new Map<ToolName, HTMLButtonElement>();
  #finish: HTMLButtonElement;
  #points: HTMLButtonElement[];
  #asTrack: HTMLButtonElement;

  constructor(tools: readonly DrawnKind[], buttons: ActionButtons<CanvasAction>) {
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
    this.#asTrack = buttons.make("canvas.asTrack", "track");
    for (const button of [this.#finish, this.#asTrack, ...this.#points])
      button.classList.add("aw-tool");
    const canPolygon = tools.includes("polygon");
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
      canPolygon ? this.#finish : null,
      ...(canPoint ? this.#points : []),
    );
  }

  show(tool: ToolName, drawsLine: boolean, hasPoints: boolean): void {
    for (const [name, button] of this.#buttons)
      setAttribute(button, "aria-pressed", String(name === tool));
    this.#finish.disabled = !drawsLine;
    for (const button of this.#points) button.disabled = !hasPoints;
  }

  /** Whether what is drawn becomes a track. */
  asTrack(on: boolean): void {
    setAttribute(this.#asTrack, "aria-pressed", String(on));
  }
}
