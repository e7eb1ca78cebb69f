import { drawAssist } from "./assist/draw_assist";
import { drawFigures, drawHandles } from "./draw_figures";
import type { Caught } from "./edge_snap";
import type { Figure } from "./figures";
import type { Vertex } from "./geometry";
import { drawLabels, type Label } from "./labels";
import { drawLasso } from "./masks/lasso_line";
import { colourOf, HALO, POINT, square } from "./pens";
import type { Scene } from "./scene";
import { extentOf } from "./shapes";
import { drawName, drawSkeleton } from "./skeletons/draw_skeleton";
import { drawProposed, drawTrackMarks } from "./tracks/draw_tracks";
import { GRID_ZOOM, seen, toScreen } from "./view";

type Context = CanvasRenderingContext2D;

/** Shapes beyond this are drawn without their labels, unless they are selected. */
const MOST_LABELS = 250;
/** Selected shapes beyond this have no handles to be seen: they would hide the shapes. */
const MOST_HANDLED = 250;
/** CSS pixels of a caught edge that are marked, to both sides. */
const CAUGHT = 16;

/** Draw everything that lies over the picture. */
export function drawScene(context: Context, scene: Scene): void {
  const { stage, view, draft } = scene;
  context.clearRect(0, 0, stage.width, stage.height);
  context.lineJoin = "round";
  if (!scene.bare) drawBorder(context, scene);
  if (!scene.bare && view.zoom * Math.min(stage.stretch.x, stage.stretch.y) >= GRID_ZOOM)
    drawGrid(context, scene);
  const apart = scene.crowd?.prepare(scene) ?? scene.figures;
  const shown = inSight(apart === scene.figures ? scene : { ...scene, figures: apart });
  scene.masks?.draw(context, scene, shown);
  scene.crowd?.show(context, scene);
  drawFigures(context, scene, shown);
  if (scene.selected.size <= MOST_HANDLED)
    for (const figure of shown)
      if (scene.selected.has(figure.id)) drawHandles(context, scene, figure);
  drawProposed(context, scene);
  drawTrackMarks(context, scene, shown);
  drawLabels(context, scene, labelsOf(scene, shown));
  if (scene.assist) drawAssist(context, scene, scene.assist);
  if (draft) drawDraft(context, scene);
  if (scene.cross) drawCross(context, scene, scene.cross);
  if (scene.caught) drawCaught(context, scene, scene.caught);
}

/** The figures as they look now, without those out of sight. */
function inSight(scene: Scene): Figure[] {
  const view = seen(scene.stage, scene.view);
  const margin = 40 / scene.view.zoom;
  const changed = scene.draft?.shapes;
  return scene.figures
    .map((figure) => {
      const shape = changed?.get(figure.id);
      return shape ? { ...figure, shape, extent: extentOf(figure.kind, shape) } : figure;
    })
    .filter(
      ({ extent }) =>
        extent.x <= view.x + view.width + margin &&
        extent.y <= view.y + view.height + margin &&
        extent.x + extent.width >= view.x - margin &&
        extent.y + extent.height >= view.y - margin,
    );
}

function drawBorder(context: Context, { stage, view }: Scene): void {
  const [left, top] = toScreen(stage, view, [0, 0]);
  const { width, height } = stage.picture;
  const [right, bottom] = toScreen(stage, view, [width, height]);
  context.lineWidth = 1;
  context.strokeStyle = "rgb(150 150 150 / 55%)";
  context.strokeRect(left - 0.5, top - 0.5, right - left + 1, bottom - top + 1);
}

/** The borders of the picture's pixels, in a tone that is seen on dark and on light. */
function drawGrid(context: Context, { stage, view }: Scene): void {
  const { picture } = stage;
  const area = seen(stage, view);
  const [first, last] = [
    Math.max(0, Math.ceil(area.x)),
    Math.min(picture.width, area.x + area.width),
  ];
  const [up, low] = [
    Math.max(0, Math.ceil(area.y)),
    Math.min(picture.height, area.y + area.height),
  ];
  const [left, top] = toScreen(stage, view, [Math.max(0, area.x), Math.max(0, area.y)]);
  const [right, bottom] = toScreen(stage, view, [last, low]);
  context.beginPath();
  for (let x = first; x <= last; x++) {
    const at = Math.round(toScreen(stage, view, [x, 0])[0]) + 0.5;
    context.moveTo(at, top);
    context.lineTo(at, bottom);
  }
  for (let y = up; y <= low; y++) {
    const at = Math.round(toScreen(stage, view, [0, y])[1]) + 0.5;
    context.moveTo(left, at);
    context.lineTo(right, at);
  }
  context.lineWidth = 1;
  context.strokeStyle = "rgb(128 128 128 / 38%)";
  context.stroke();
}

function drawDraft(context: Context, scene: Scene): void {
  const { draft, stage, view, colours } = scene;
  const at = (vertex: Vertex) => toScreen(stage, view, vertex);
  const colour = colourOf(scene.category);
  if (draft?.marquee) {
    const { x, y, width, height } = draft.marquee;
    const [[left, top], [right, bottom]] = [at([x, y]), at([x + width, y + height])];
    context.fillStyle = "rgb(255 255 255 / 10%)";
    context.fillRect(left, top, right - left, bottom - top);
    context.setLineDash([4, 3]);
    outlined(
      context,
      () => context.strokeRect(left, top, right - left, bottom - top),
      colours.accent,
      1.5,
    );
    context.setLineDash([]);
  }
  if (draft?.box) {
    const { x, y, width, height } = draft.box;
    const [[left, top], [right, bottom]] = [at([x, y]), at([x + width, y + height])];
    context.globalAlpha = 0.15;
    context.fillStyle = colour;
    context.fillRect(left, top, right - left, bottom - top);
    context.globalAlpha = 1;
    outlined(context, () => context.strokeRect(left, top, right - left, bottom - top), colour, 2);
    tell(context, scene, `${width.toFixed(1)} × ${height.toFixed(1)}`, [right + 6, bottom + 6]);
  }
  const [only] = draft?.shapes?.size === 1 ? draft.shapes.values() : [];
  if (only && "width" in only) {
    const extent = extentOf("box", only);
    const [x, y] = at([extent.x + extent.width, extent.y + extent.height]);
    const turned = only.rotation ? ` ${only.rotation.toFixed(1)}°` : "";
    tell(context, scene, `${only.width.toFixed(1)} × ${only.height.toFixed(1)}${turned}`, [
      x + 8,
      y + 8,
    ]);
  }
  for (const place of draft?.places ?? []) square(context, at(place), 7, "#ffffff", colours.accent);
  if (draft?.lasso) drawLasso(context, scene, draft.lasso);
  const skeleton = scene.category?.skeleton;
  if (draft?.keyPoints && skeleton) {
    const { placed, next } = draft.keyPoints;
    drawSkeleton(context, scene, skeleton, placed, { colour, strength: 1, dashed: false });
    if (scene.cross && next) drawName(context, scene, next, scene.cross, POINT + 4);
  }
  const line = draft?.line;
  if (!line?.length) return;
  context.beginPath();
  line.forEach((vertex, n) => {
    const [x, y] = at(vertex);
    if (n) context.lineTo(x, y);
    else context.moveTo(x, y);
  });
  outlined(context, () => context.stroke(), colour, 2);
  const first = at(line[0] as Vertex);
  for (const vertex of line.slice(1, 400))
    square(context, at(vertex), 5, "#ffffff", colours.accent);
  square(
    context,
    first,
    draft?.closing ? 13 : 9,
    draft?.closing ? colours.accent : "#ffffff",
    colours.accent,
  );
}

/** Where an edge of the picture has caught the pointer: a diamond, with a stroke along the edge. */
function drawCaught(context: Context, { stage, view, colours }: Scene, caught: Caught): void {
  const [x, y] = toScreen(stage, view, caught.at);
  context.beginPath();
  if (caught.column) {
    context.moveTo(x, y - CAUGHT);
    context.lineTo(x, y + CAUGHT);
  }
  if (caught.row) {
    context.moveTo(x - CAUGHT, y);
    context.lineTo(x + CAUGHT, y);
  }
  outlined(context, () => context.stroke(), colours.accent, 2);
  context.beginPath();
  context.moveTo(x, y - 5);
  context.lineTo(x + 5, y);
  context.lineTo(x, y + 5);
  context.lineTo(x - 5, y);
  context.closePath();
  context.fillStyle = "#ffffff";
  context.fill();
  outlined(context, () => context.stroke(), colours.accent, 1.5);
}

function outlined(context: Context, stroke: () => void, colour: string, width: number): void {
  context.lineWidth = width + 2;
  context.strokeStyle = HALO;
  stroke();
  context.lineWidth = width;
  context.strokeStyle = colour;
  stroke();
}

/** A few words beside what is drawn. */
function tell(context: Context, { colours, stage }: Scene, text: string, [x, y]: Vertex): void {
  context.font = `11px ${colours.mono || "monospace"}`;
  context.textBaseline = "top";
  const width = context.measureText(text).width + 8;
  const left = Math.min(x, stage.width - width - 2);
  const top = Math.min(y, stage.height - 18);
  context.fillStyle = "rgb(0 0 0 / 75%)";
  context.fillRect(left, top, width, 16);
  context.fillStyle = "#ffffff";
  context.fillText(text, left + 4, top + 3);
}

function drawCross(context: Context, { stage }: Scene, [x, y]: Vertex): void {
  context.beginPath();
  context.moveTo(0, Math.round(y) + 0.5);
  context.lineTo(stage.width, Math.round(y) + 0.5);
  context.moveTo(Math.round(x) + 0.5, 0);
  context.lineTo(Math.round(x) + 0.5, stage.height);
  context.lineWidth = 1;
  context.strokeStyle = "rgb(0 0 0 / 45%)";
  context.stroke();
  context.setLineDash([4, 4]);
  context.strokeStyle = "rgb(255 255 255 / 75%)";
  context.stroke();
  context.setLineDash([]);
}

/** What is written on shapes: key and name of the category, so that colour alone never tells. */
function labelsOf(scene: Scene, figures: readonly Figure[]): Label[] {
  const crowded = figures.length > MOST_LABELS;
  return figures.flatMap((figure) => {
    const chosen = scene.selected.size <= MOST_LABELS && scene.selected.has(figure.id);
    const lit = chosen || figure.id === scene.hover;
    if (crowded && !lit) return [];
    const category =
      figure.category === null ? null : (scene.categories.get(figure.category) ?? null);
    const { extent } = figure;
    const [x, y] = toScreen(scene.stage, scene.view, [extent.x, extent.y]);
    const [right] = toScreen(scene.stage, scene.view, [extent.x + extent.width, extent.y]);
    const lift = figure.kind === "point" ? POINT + 4 : 0;
    return [
      {
        x: x - (lift ? POINT : 0),
        y: y - lift,
        room: lit ? Infinity : right - x,
        category,
        figure,
        colour: colourOf(category),
      },
    ];
  });
}
