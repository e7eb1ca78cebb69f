import type { Vertex } from "../geometry";
import type { Scene } from "../scene";
import type { Brush } from "./stroke";

/** The brush under the pointer, as large as what it paints. */
export interface BrushShown extends Brush {
  /** In CSS pixels of the stage. */
  readonly at: Vertex;
  readonly erases: boolean;
}

export function drawRing(
  context: CanvasRenderingContext2D,
  { stage, view }: Scene,
  { at: [x, y], size, shape, erases }: BrushShown,
): void {
  const [across, down] = [
    (size / 2) * view.zoom * stage.stretch.x,
    (size / 2) * view.zoom * stage.stretch.y,
  ];
  context.beginPath();
  if (shape === "round") context.ellipse(x, y, across, down, 0, 0, 2 * Math.PI);
  else context.rect(x - across, y - down, 2 * across, 2 * down);
  context.lineWidth = 3;
  context.strokeStyle = "rgb(0 0 0 / 60%)";
  context.stroke();
  context.lineWidth = 1.25;
  context.strokeStyle = "#ffffff";
  if (erases) context.setLineDash([4, 3]);
  context.stroke();
  context.setLineDash([]);
  // What is too small to be seen as a ring still has a middle.
  const arm = Math.max(across, down) < 6 ? 9 : 3;
  context.beginPath();
  for (const [right, low] of [
    [1, 0],
    [0, 1],
  ] as const) {
    context.moveTo(x - arm * right, y - arm * low);
    context.lineTo(x + arm * right, y + arm * low);
  }
  context.strokeStyle = "rgb(255 255 255 / 85%)";
  context.lineWidth = 1;
  context.stroke();
}
