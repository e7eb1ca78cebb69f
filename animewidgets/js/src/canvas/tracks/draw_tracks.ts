import type { Figure } from "../figures";
import type { Points } from "../geometry";
import { colourOf, HALO, keyMark, POINT, pens } from "../pens";
import type { Scene } from "../scene";
import { markedIn } from "../shapes";
import { toScreen } from "../view";
import type { OnFrame } from "./track_figures";

type Context = CanvasRenderingContext2D;

/** Beyond this many, only what is selected is marked. */
const MOST_MARKS = 250;
const MARK = 5;

/** How the outline of a track's shape is broken up where nobody said it of this very frame. */
export const trackDash = (track: OnFrame | undefined): number[] | null =>
  track && track.source !== "key" ? [3, 3] : null;

/** Where the thing would be if it were in the picture: a faint outline, to be taken hold of. */
export function drawGhost(context: Context, scene: Scene, figure: Figure, colour: string): void {
  context.globalAlpha = 0.6;
  outline(context, scene, figure, colour, [2, 5], 1.5);
  context.globalAlpha = 1;
}

/** What is proposed for this frame, and nobody has said yes to. */
export function drawProposed(context: Context, scene: Scene): void {
  for (const figure of scene.proposed) {
    const category = figure.category === null ? null : scene.categories.get(figure.category);
    outline(context, scene, figure, colourOf(category), [9, 5], 2.5, "#ffffff");
  }
}

function outline(
  context: Context,
  scene: Scene,
  figure: Figure,
  colour: string,
  dash: number[],
  width: number,
  under: string = HALO,
): void {
  const stroke = strokeOf(context, scene, figure);
  context.lineWidth = width + 2;
  context.strokeStyle = under === HALO ? HALO : "rgb(0 0 0 / 55%)";
  stroke();
  if (under !== HALO) {
    context.lineWidth = width;
    context.strokeStyle = under;
    stroke();
  }
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.setLineDash(dash);
  stroke();
  context.setLineDash([]);
}

function strokeOf(context: Context, scene: Scene, figure: Figure): () => void {
  const { stage, view } = scene;
  if (figure.kind === "box" || figure.kind === "polygon")
    return pens(context, scene, figure).stroke;
  if (figure.kind === "point")
    return () => {
      for (const { x, y } of markedIn(figure.shape as Points)) {
        const [left, top] = toScreen(stage, view, [x, y]);
        context.beginPath();
        context.arc(left, top, POINT + 1, 0, 2 * Math.PI);
        context.stroke();
      }
    };
  return () => {
    const { x, y, width, height } = figure.extent as Figure["extent"];
    const [left, top] = toScreen(stage, view, [x, y]);
    const [right, bottom] = toScreen(stage, view, [x + width, y + height]);
    context.strokeRect(left, top, right - left, bottom - top);
  };
}

/** At the top right of each track's shape: a diamond for a key, an open one on the way, an open square where held. */
export function drawTrackMarks(context: Context, scene: Scene, figures: readonly Figure[]): void {
  const crowded = figures.length > MOST_MARKS;
  for (const figure of figures) {
    const { track, extent, id, kind } = figure;
    if (!track || track.source === "ghost" || (crowded && !scene.selected.has(id))) continue;
    const lift = kind === "point" ? POINT + 3 : 0;
    const [right, top] = toScreen(scene.stage, scene.view, [extent.x + extent.width, extent.y]);
    const [x, y] = [
      Math.min(scene.stage.width - MARK - 2, right + lift - (lift ? 0 : MARK + 3)),
      Math.max(MARK + 2, top - lift - (lift ? 0 : MARK + 4)),
    ];
    const category = figure.category === null ? null : scene.categories.get(figure.category);
    drawMark(context, track, x, y, colourOf(category));
    if (track.occluded) drawCovered(context, x - 2 * MARK - 5, y);
  }
}

function drawMark(
  context: Context,
  { source }: OnFrame,
  x: number,
  y: number,
  colour: string,
): void {
  keyMark(context, source === "hold", x, y, MARK);
  context.lineWidth = 4;
  context.strokeStyle = HALO;
  context.stroke();
  context.fillStyle = source === "key" ? colour : "rgb(0 0 0 / 60%)";
  context.fill();
  context.lineWidth = 1.75;
  context.strokeStyle = source === "key" ? "#ffffff" : colour;
  context.stroke();
}

/** A half moon: something stands before it. */
function drawCovered(context: Context, x: number, y: number): void {
  context.beginPath();
  context.arc(x, y, MARK, 0, 2 * Math.PI);
  context.lineWidth = 4;
  context.strokeStyle = HALO;
  context.stroke();
  context.fillStyle = "#ffffff";
  context.fill();
  context.beginPath();
  context.arc(x, y, MARK - 1, -Math.PI / 2, Math.PI / 2);
  context.fillStyle = "#000000";
  context.fill();
}
