import type { Scene } from "../scene";
import type { Draft } from "../tools/tool";
import { toScreen } from "../view";

/** The line of a lasso, and the straight way that closes it. */
export function drawLasso(
  context: CanvasRenderingContext2D,
  { stage, view }: Scene,
  { line, takes }: NonNullable<Draft["lasso"]>,
): void {
  context.beginPath();
  line.forEach((vertex, n) => {
    const [x, y] = toScreen(stage, view, vertex);
    if (n) context.lineTo(x, y);
    else context.moveTo(x, y);
  });
  context.closePath();
  context.fillStyle = takes ? "rgb(0 0 0 / 30%)" : "rgb(255 255 255 / 18%)";
  context.fill("evenodd");
  context.lineWidth = 3.5;
  context.strokeStyle = "rgb(0 0 0 / 65%)";
  context.stroke();
  context.lineWidth = 1.5;
  context.strokeStyle = "#ffffff";
  context.setLineDash(takes ? [3, 3] : [7, 4]);
  context.stroke();
  context.setLineDash([]);
}
