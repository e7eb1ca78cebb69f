import type { Category } from "../core/wire";
import { missingIn } from "./attributes/values";
import type { Figure } from "./figures";
import type { Scene } from "./scene";

/** What is written on a shape, above its top left corner. */
export interface Label {
  /** CSS pixels. */
  readonly x: number;
  readonly y: number;
  /** Width of the shape: where a name is wider, its key stands alone. */
  readonly room: number;
  readonly category: Category | null;
  readonly figure: Figure;
  readonly colour: string;
}

const HEIGHT = 16;
const PADDING = 4;

export function drawLabels(
  context: CanvasRenderingContext2D,
  { stage, colours, locked }: Scene,
  labels: readonly Label[],
): void {
  context.font = `600 11px ${colours.font || "sans-serif"}`;
  context.textBaseline = "middle";
  for (const { x, y, room, category, figure, colour } of labels) {
    const { comment, uncertain } = figure.annotation;
    const missing = missingIn(figure.annotation, category).length > 0;
    const marks = `${missing ? " !" : ""}${uncertain ? " ?" : ""}${comment ? " ❝" : ""}${locked.has(figure.id) ? " ⊘" : ""}`;
    const key = category?.hotkey ?? "";
    const name = category?.name ?? "";
    const long = `${[key, name].filter(Boolean).join(" ")}${marks}`.trim();
    const short = `${key || name.slice(0, 2)}${marks}`.trim();
    const fits = context.measureText(long).width + 2 * PADDING <= Math.max(room, 22);
    const text = fits ? long : short;
    if (!text) continue;
    const width = context.measureText(text).width + 2 * PADDING;
    const left = Math.max(0, Math.min(Math.round(x) - 1, stage.width - width));
    const top = Math.max(0, Math.round(y) - HEIGHT - 1);
    context.fillStyle = colour;
    context.fillRect(left, top, width, HEIGHT);
    context.lineWidth = 1;
    context.strokeStyle = "rgb(0 0 0 / 55%)";
    context.strokeRect(left + 0.5, top + 0.5, width - 1, HEIGHT - 1);
    context.fillStyle = isLight(colour) ? "#000000" : "#ffffff";
    context.fillText(text, left + PADDING, top + HEIGHT / 2 + 0.5);
  }
}

/** Whether black reads better on a colour `#rrggbb` than white. */
export function isLight(colour: string): boolean {
  const value = Number.parseInt(colour.slice(1), 16);
  const linear = [16, 8, 0].map((shift) => {
    const part = ((value >> shift) & 255) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > 0.179;
}
