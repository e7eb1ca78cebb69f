import type { Category } from "../core/wire";
import { safeColour } from "../ui/colours";
import { type Figure, isTurned } from "./figures";
import type { Box, Point, Polygon, Vertex } from "./geometry";
import type { Scene } from "./scene";
import { verticesOf } from "./shapes";
import { toScreen } from "./view";

type Context = CanvasRenderingContext2D;

/** Of what has no category; pictures are neither all dark nor all light. */
const NO_CATEGORY = "#ffffff";
/** Around every line, so that it is seen on whatever is drawn below. */
export const HALO = "rgb(0 0 0 / 65%)";
export const POINT = 7;

export const colourOf = (category: Category | null | undefined): string =>
  category ? safeColour(category.colour, NO_CATEGORY) : NO_CATEGORY;

/** How a figure is stroked and filled; upright boxes by the quick way. */
export function pens(context: Context, scene: Scene, figure: Figure) {
  const at = (vertex: Vertex) => toScreen(scene.stage, scene.view, vertex);
  if (figure.kind === "box" && !isTurned(figure)) {
    const { x, y, width, height } = figure.shape as Box;
    const [left, top] = at([x, y]);
    const [right, bottom] = at([x + width, y + height]);
    return {
      stroke: () => context.strokeRect(left, top, right - left, bottom - top),
      fill: () => context.fillRect(left, top, right - left, bottom - top),
    };
  }
  const parts =
    figure.kind === "box" ? [[verticesOf("box", figure.shape)]] : (figure.shape as Polygon).parts;
  const each = (draw: () => void) => () => {
    for (const rings of parts) {
      context.beginPath();
      for (const ring of rings) {
        ring.forEach((vertex, n) => {
          const [x, y] = at(vertex);
          if (n) context.lineTo(x, y);
          else context.moveTo(x, y);
        });
        context.closePath();
      }
      draw();
    }
  };
  return { stroke: each(() => context.stroke()), fill: each(() => context.fill("evenodd")) };
}

export function drawPoint(
  context: Context,
  [x, y]: Vertex,
  point: Point,
  colour: string,
  size: number,
): void {
  context.beginPath();
  context.arc(x, y, size, 0, 2 * Math.PI);
  context.fillStyle = point.occluded ? "rgb(0 0 0 / 35%)" : colour;
  context.fill();
  context.lineWidth = 4;
  context.strokeStyle = HALO;
  context.stroke();
  context.lineWidth = 2;
  context.strokeStyle = point.occluded ? colour : "#ffffff";
  context.stroke();
  context.beginPath();
  const arm = size * 0.55;
  if (point.negative) {
    context.moveTo(x - arm, y - arm);
    context.lineTo(x + arm, y + arm);
    context.moveTo(x + arm, y - arm);
    context.lineTo(x - arm, y + arm);
  } else {
    context.arc(x, y, 1, 0, 2 * Math.PI);
  }
  context.strokeStyle = point.occluded ? colour : "#000000";
  context.stroke();
}

export function square(
  context: Context,
  [x, y]: Vertex,
  size: number,
  fill: string,
  rim: string,
): void {
  const [left, top] = [Math.round(x - size / 2), Math.round(y - size / 2)];
  context.fillStyle = fill;
  context.fillRect(left, top, size, size);
  context.lineWidth = 1.5;
  context.strokeStyle = rim;
  context.strokeRect(left, top, size, size);
}

/** The path of a key's mark: a diamond, or a square where the shape is held from there on. */
export function keyMark(
  context: Context,
  holds: boolean,
  x: number,
  y: number,
  size: number,
): void {
  context.beginPath();
  if (holds) {
    context.rect(x - size + 1, y - size + 1, 2 * size - 2, 2 * size - 2);
    return;
  }
  context.moveTo(x, y - size);
  context.lineTo(x + size, y);
  context.lineTo(x, y + size);
  context.lineTo(x - size, y);
  context.closePath();
}
