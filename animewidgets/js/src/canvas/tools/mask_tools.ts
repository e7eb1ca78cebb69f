import type { Figure } from "../figures";
import type { Vertex } from "../geometry";
import type { BrushShown } from "../masks/ring";
import type { Brush } from "../masks/stroke";
import { BrushTool } from "./brush";
import { FillTool } from "./fill";
import { LassoTool } from "./lasso";
import { PolygonCutTool } from "./polygon_cut";
import type { MaskToolName, Tool, ToolHost, ToolName } from "./tool";

/** Everything that draws masks, the brush first. */
export const maskTools = (host: ToolHost): readonly Tool[] => [
  new BrushTool(host, "mask"),
  new BrushTool(host, "eraser"),
  new LassoTool(host),
  new PolygonCutTool(host),
  new FillTool(host, "fill"),
  new FillTool(host, "lineFill"),
];

const NAMES: ReadonlySet<string> = new Set<MaskToolName>([
  "mask",
  "eraser",
  "lasso",
  "cut",
  "fill",
  "lineFill",
]);

export const isMaskTool = (name: ToolName): name is MaskToolName => NAMES.has(name);

/**
 * Whether what is selected stays so when one tool gives way to another: the selecting tool lets go of nothing, and
 * the tools for masks go on with the same mask. The same one again lets go, and begins the next mask.
 */
export const keepsSelection = (
  from: ToolName,
  to: ToolName,
  selected: readonly Figure[],
): boolean =>
  to === "select" ||
  to === "prompt" ||
  (isMaskTool(to) && from !== to && selected.every(({ kind }) => kind === "mask"));

/** The brush at the pointer, where the tool in use has one. */
export function brushShown(tool: ToolName, brush: Brush, at: Vertex | null): BrushShown | null {
  if (!at || (tool !== "mask" && tool !== "eraser")) return null;
  return { ...brush, at, erases: tool === "eraser" };
}
