import { type Figure, isTurned } from "./figures";
import type { Box, Points, Polygon, Vertex } from "./geometry";
import { colourOf, drawPoint, HALO, POINT, pens, square } from "./pens";
import type { Scene } from "./scene";
import { HANDLES, spotsOf } from "./shapes";
import { drawSkeleton } from "./skeletons/draw_skeleton";
import { drawGhost, trackDash } from "./tracks/draw_tracks";
import { handlePlace, TURN_ARM, turnPlace } from "./turned";
import { toScreen } from "./view";

type Context = CanvasRenderingContext2D;

const HANDLE = 8;
/** Beyond this, what is not selected is drawn by its line alone. */
export const CROWDED = 600;

/** Each on its own: one path of thousands that overlap takes seconds to fill. Those that stand out come last. */
export function drawFigures(
  context: Context,
  scene: Scene,
  figures: readonly Figure[],
  crowded = figures.length > CROWDED,
): void {
  const { selected, hover, locked, categories } = scene;
  const strengthOf = ({ id }: Figure) => (selected.has(id) ? 2 : id === hover ? 1 : 0);
  for (const strength of [0, 1, 2] as const)
    for (const figure of figures) {
      // Masks lie below all other shapes, and are drawn by their own layer.
      if (strengthOf(figure) !== strength || figure.kind === "mask") continue;
      const { category, annotation, id } = figure;
      const colour = colourOf(category === null ? null : categories.get(category));
      if (figure.track?.source === "ghost") {
        drawGhost(context, scene, figure, colour);
        continue;
      }
      const skeleton = category === null ? null : categories.get(category)?.skeleton;
      if (figure.kind === "point" && skeleton) {
        const dashed = Boolean(annotation.uncertain) || locked.has(id);
        const look = { colour, strength, dashed };
        drawSkeleton(context, scene, skeleton, (figure.shape as Points).points, look);
        continue;
      }
      if (figure.kind === "point") {
        drawPoints(context, scene, figure.shape as Points, colour, strength);
        continue;
      }
      const marked = Boolean(annotation.uncertain) || locked.has(id);
      const dashed = marked ? [6, 4] : trackDash(figure.track);
      drawOutline(context, scene, figure, {
        colour,
        strength,
        dashed,
        plain: crowded && !strength,
      });
    }
}

interface Look {
  readonly colour: string;
  /** 0, 1 under the pointer, 2 selected. */
  readonly strength: 0 | 1 | 2;
  readonly dashed: number[] | null;
  /** No more than a line: there are very many. */
  readonly plain: boolean;
}

const FILLED = [0.1, 0.22, 0.28] as const;

function drawOutline(context: Context, scene: Scene, figure: Figure, look: Look): void {
  const { colour, strength, dashed, plain } = look;
  if (plain && !dashed && figure.kind === "box" && !isTurned(figure)) {
    drawFrame(context, scene, figure.shape as Box, colour);
    return;
  }
  const { stroke, fill } = pens(context, scene, figure);
  if (!plain) {
    context.globalAlpha = FILLED[strength];
    context.fillStyle = colour;
    fill();
    context.globalAlpha = 1;
    context.lineWidth = strength === 2 ? 4.5 : 3.5;
    context.strokeStyle = HALO;
    stroke();
  }
  context.lineWidth = strength === 2 ? 2.5 : 1.75;
  context.strokeStyle = colour;
  if (dashed) context.setLineDash(dashed);
  stroke();
  if (dashed) context.setLineDash([]);
}

/** A box by four bars on whole pixels: much quicker than a line, where nothing but the processor draws. */
function drawFrame(context: Context, { stage, view }: Scene, box: Box, colour: string): void {
  const [left, top] = toScreen(stage, view, [box.x, box.y]).map(Math.round) as [number, number];
  const [right, bottom] = toScreen(stage, view, [box.x + box.width, box.y + box.height]).map(
    Math.round,
  ) as [number, number];
  context.fillStyle = colour;
  // Smaller than its own line is thick: a dot.
  if (right - left < 3 && bottom - top < 3) {
    context.fillRect(left - 1, top - 1, right - left + 2, bottom - top + 2);
    return;
  }
  context.fillRect(left - 1, top - 1, right - left + 2, 2);
  context.fillRect(left - 1, bottom - 1, right - left + 2, 2);
  context.fillRect(left - 1, top + 1, 2, bottom - top - 2);
  context.fillRect(right - 1, top + 1, 2, bottom - top - 2);
}

/** Positive points are discs, negative ones crossed; occluded ones are hollow. */
function drawPoints(
  context: Context,
  scene: Scene,
  { points }: Points,
  colour: string,
  strength: number,
): void {
  const size = POINT + strength / 2;
  for (const point of points) {
    if (!point) continue;
    drawPoint(context, toScreen(scene.stage, scene.view, [point.x, point.y]), point, colour, size);
  }
}

export function drawHandles(context: Context, scene: Scene, figure: Figure): void {
  if (scene.locked.has(figure.id) || figure.kind === "mask") return;
  const at = (vertex: Vertex) => toScreen(scene.stage, scene.view, vertex);
  const active = scene.spot?.id === figure.id ? scene.spot.spot : null;
  if (figure.kind === "box") {
    drawBoxHandles(context, scene, figure.shape as Box);
    return;
  }
  const spots = spotsOf(figure.kind, figure.shape);
  if (figure.kind === "point") {
    for (const { spot, at: place } of spots) {
      if (active && !same(spot, active)) continue;
      const [x, y] = at(place);
      context.beginPath();
      context.arc(x, y, POINT + 5, 0, 2 * Math.PI);
      context.lineWidth = active ? 2.5 : 1.5;
      context.strokeStyle = scene.colours.accent;
      context.stroke();
    }
    return;
  }
  if (spots.length <= 400)
    for (const rings of (figure.shape as Polygon).parts)
      for (const ring of rings)
        ring.forEach((vertex, n) => {
          const [a, b] = [at(vertex), at(ring[(n + 1) % ring.length] as Vertex)];
          if (Math.hypot(a[0] - b[0], a[1] - b[1]) < 5 * HANDLE) return;
          context.beginPath();
          context.arc((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, 3, 0, 2 * Math.PI);
          context.fillStyle = "rgb(255 255 255 / 80%)";
          context.fill();
          context.lineWidth = 1;
          context.strokeStyle = scene.colours.accent;
          context.stroke();
        });
  for (const { spot, at: place } of spots) {
    const isActive = active !== null && same(spot, active);
    const fill = isActive ? scene.colours.accent : "#ffffff";
    square(
      context,
      at(place),
      isActive ? HANDLE + 2 : HANDLE - 1,
      fill,
      isActive ? "#ffffff" : scene.colours.accent,
    );
  }
}

function drawBoxHandles(context: Context, scene: Scene, box: Box): void {
  const { stage, view, colours } = scene;
  const at = (vertex: Vertex) => toScreen(stage, view, vertex);
  const scale = view.zoom * stage.stretch.x;
  if (scene.turns) {
    const [[fromX, fromY], [x, y]] = [
      at(handlePlace(box, "n")),
      at(turnPlace(box, TURN_ARM / scale)),
    ];
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.lineTo(x, y);
    context.lineWidth = 1.5;
    context.strokeStyle = colours.accent;
    context.stroke();
    context.beginPath();
    context.arc(x, y, 5.5, 0, 2 * Math.PI);
    context.fillStyle = "#ffffff";
    context.fill();
    context.stroke();
  }
  for (const handle of HANDLES) {
    const onSide = handle.length === 1;
    const room = (handle === "n" || handle === "s" ? box.width : box.height) * scale;
    if (onSide && room < 4 * HANDLE) continue;
    square(context, at(handlePlace(box, handle)), HANDLE, "#ffffff", colours.accent);
  }
}

const same = (a: { part: number; ring: number; n: number }, b: typeof a): boolean =>
  a.part === b.part && a.ring === b.ring && a.n === b.n;
