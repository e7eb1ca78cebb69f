import { h, setAttribute } from "../core/dom";
import type { SettingsValues } from "../core/settings";
import type { ActionButtons } from "../ui/buttons";
import type { CanvasAction } from "./actions";
import type { CanvasTool } from "./canvas_model";
import type { Figure } from "./figures";
import type { Draft, ToolName } from "./tools/tool";

/** What the row of options is a function of. */
export interface OptionsState {
  readonly tool: ToolName;
  readonly draft: Draft | null;
  readonly selected: readonly Figure[];
  readonly values: SettingsValues;
}

/** Buttons and fields that belong together, there only while they mean something. */
export interface OptionGroup {
  readonly root: HTMLElement;
  isWanted(state: OptionsState): boolean;
  show(state: OptionsState): void;
}

export const has = ({ selected }: OptionsState, kind: string): boolean =>
  selected.some((one) => one.kind === kind);

export const groupOf = (...children: (Node | string | null)[]): HTMLElement =>
  h("span", { class: "aw-group" }, ...children);

/** The ways of drawing boxes, polygons and points. */
export function shapeGroups(
  tools: readonly CanvasTool[],
  buttons: ActionButtons<CanvasAction>,
): OptionGroup[] {
  const groups = [finishing(buttons)];
  if (tools.includes("box")) groups.push(boxes(buttons));
  if (tools.includes("polygon")) groups.push(rings(buttons));
  if (tools.includes("point")) groups.push(points(buttons));
  return groups;
}

/** What is drawn vertex by vertex can be ended. */
function finishing(buttons: ActionButtons<CanvasAction>): OptionGroup {
  const finish = buttons.make("canvas.finish", "saved");
  return {
    root: groupOf(finish),
    isWanted: ({ tool }) => tool === "polygon" || tool === "point" || tool === "cut",
    show: ({ draft }) => {
      setAttribute(finish, "disabled", !draft?.line && !draft?.keyPoints);
    },
  };
}

function boxes(buttons: ActionButtons<CanvasAction>): OptionGroup {
  const [extremes, turns] = [
    buttons.make("canvas.extremes", "extremes"),
    buttons.make("canvas.turns", "turn"),
  ];
  return {
    root: groupOf(extremes, turns),
    isWanted: (state) => state.tool === "box" || has(state, "box"),
    show: ({ values }) => {
      setAttribute(extremes, "aria-pressed", String(values.extremes));
      setAttribute(turns, "aria-pressed", String(values.turns));
    },
  };
}

function rings(buttons: ActionButtons<CanvasAction>): OptionGroup {
  const both = [buttons.make("canvas.hole", "hole"), buttons.make("canvas.part", "part")];
  return {
    root: groupOf(...both),
    isWanted: (state) => state.tool === "polygon" || has(state, "polygon"),
    show: ({ selected }) => {
      const polygons = selected.filter(({ kind }) => kind === "polygon").length;
      for (const button of both) setAttribute(button, "disabled", polygons !== 1);
    },
  };
}

function points(buttons: ActionButtons<CanvasAction>): OptionGroup {
  const flags = [
    buttons.make("canvas.negative", "negative"),
    buttons.make("canvas.occluded", "occluded"),
  ];
  const join = buttons.make("canvas.joinPoints", "joinPoints");
  const skip = buttons.make("canvas.skip", "skip");
  return {
    root: groupOf(...flags, join, skip),
    isWanted: (state) => state.tool === "point" || has(state, "point"),
    show: (state) => {
      const marked = has(state, "point");
      for (const button of flags)
        setAttribute(button, "disabled", !marked && !state.draft?.keyPoints);
      setAttribute(join, "aria-pressed", String(state.values.joinPoints));
      setAttribute(skip, "disabled", !state.draft?.keyPoints);
    },
  };
}
