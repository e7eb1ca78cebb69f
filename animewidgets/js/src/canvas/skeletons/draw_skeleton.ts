import type { Skeleton } from "../../core/wire";
import type { Point, Vertex } from "../geometry";
import { drawPoint, HALO, POINT } from "../pens";
import type { Scene } from "../scene";
import { toScreen } from "../view";
import { coloursOf, edgesOf, type KeyPoints } from "./skeletons";

type Context = CanvasRenderingContext2D;

/** From this zoom on every key point has its name beside it. */
const NAMED_ZOOM = 2.5;

export interface SkeletonLook {
  /** The category's colour, for what lies on no side. */
  readonly colour: string;
  /** 0, 1 under the pointer, 2 selected. */
  readonly strength: 0 | 1 | 2;
  readonly dashed: boolean;
}

/** Key points with the edges between those that are marked; sides by colour, occluded ones hollow. */
export function drawSkeleton(
  context: Context,
  scene: Scene,
  skeleton: Skeleton,
  points: KeyPoints,
  { colour, strength, dashed }: SkeletonLook,
): void {
  const at = ({ x, y }: Point): Vertex => toScreen(scene.stage, scene.view, [x, y]);
  const colours = coloursOf(skeleton, colour);
  for (const edge of edgesOf(skeleton, colour)) {
    const [from, to] = [points[edge.from], points[edge.to]];
    if (!from || !to) continue;
    const [[ax, ay], [bx, by]] = [at(from), at(to)];
    const hidden = from.occluded || to.occluded;
    context.beginPath();
    context.moveTo(ax, ay);
    context.lineTo(bx, by);
    context.lineWidth = strength === 2 ? 5.5 : 4.5;
    context.strokeStyle = HALO;
    context.stroke();
    if (hidden || dashed) context.setLineDash([5, 4]);
    context.lineWidth = strength === 2 ? 3 : 2.25;
    context.strokeStyle = edge.colour;
    context.stroke();
    if (hidden || dashed) context.setLineDash([]);
  }
  const size = POINT - 1.5 + strength / 2;
  points.forEach((point, n) => {
    if (point) drawPoint(context, at(point), point, colours[n] as string, size);
  });
  const { view, stage } = scene;
  if (strength < 2 && view.zoom * Math.min(stage.stretch.x, stage.stretch.y) < NAMED_ZOOM) return;
  points.forEach((point, n) => {
    if (point) drawName(context, scene, skeleton.names[n] as string, at(point), size);
  });
}

/** A name beside its key point, on the side where there is room. */
export function drawName(
  context: Context,
  { colours, stage }: Scene,
  name: string,
  [x, y]: Vertex,
  size: number,
): void {
  context.font = `600 11px ${colours.font || "sans-serif"}`;
  context.textBaseline = "middle";
  const width = context.measureText(name).width + 8;
  const left = x + size + 4 + width > stage.width ? x - size - 4 - width : x + size + 4;
  context.fillStyle = "rgb(0 0 0 / 72%)";
  context.fillRect(Math.round(left), Math.round(y) - 8, width, 16);
  context.fillStyle = "#ffffff";
  context.fillText(name, Math.round(left) + 4, Math.round(y) + 0.5);
}
