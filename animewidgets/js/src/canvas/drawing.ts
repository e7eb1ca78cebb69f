import type { Category } from "../core/wire";
import { safeColour } from "../ui/colours";
import { type Figure, isTurned } from "./figures";
import type { Box, Points, Polygon, Shape, Vertex } from "./geometry";
import { drawLabels, type Label } from "./labels";
import type { Scene } from "./scene";
import { extentOf, HANDLES, placeOf, spotsOf, verticesOf } from "./shapes";
import { GRID_ZOOM, seen, toScreen } from "./view";

type Context = CanvasRenderingContext2D;

/** Of what has no category; pictures are neither all dark nor all light. */
export const NO_CATEGORY = "#ffffff";
const HALO = "rgb(0 0 0 / 65%)";
const HANDLE = 8;
const POINT = 7;
/** Shapes beyond this are drawn without their labels, unless they are selected. */
const MOST_LABELS = 250;

export const colourOf = (category: Category | null | undefined): string =>
  category ? safeColour(category.colour, NO_CATEGORY) : NO_CATEGORY;

/** Draw everything that lies over the picture. */
export function drawScene(context: Context, scene: Scene): void {
  const { stage, view, draft } = scene;
  context.clearRect(0, 0, stage.width, stage.height);
  context.lineJoin = "round";
  drawBorder(context, scene);
  if (view.zoom * Math.min(stage.stretch.x, stage.stretch.y) >= GRID_ZOOM) drawGrid(context, scene);
  const shown = inSight(scene);
  drawFigures(context, scene, shown);
  for (const figure of shown)
    if (scene.selected.has(figure.id)) drawHandles(context, scene, figure);
  drawLabels(context, scene, labelsOf(scene, shown));
  if (draft) drawDraft(context, scene);
  if (scene.cross) drawCross(context, scene, scene.cross);
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

/** Shapes of one look are one path: thousands of them are drawn as fast as a few. */
function drawFigures(context: Context, scene: Scene, figures: readonly Figure[]): void {
  const looks = new Map<string, Figure[]>();
  for (const figure of figures) {
    const { selected, locked, hover } = scene;
    const strength = selected.has(figure.id) ? 2 : figure.id === hover ? 1 : 0;
    const look = [
      strength,
      figure.category ?? "",
      figure.annotation.uncertain ? 1 : 0,
      locked.has(figure.id) ? 1 : 0,
    ].join();
    const same = looks.get(look);
    if (same) same.push(figure);
    else looks.set(look, [figure]);
  }
  for (const [look, some] of [...looks].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const strength = Number(look[0]);
    const [one] = some as [Figure];
    const colour = colourOf(one.category === null ? null : scene.categories.get(one.category));
    const dashed = one.annotation.uncertain || scene.locked.has(one.id);
    context.beginPath();
    for (const figure of some) trace(context, scene, figure.kind, figure.shape);
    context.globalAlpha = strength === 2 ? 0.28 : strength === 1 ? 0.22 : 0.1;
    context.fillStyle = colour;
    context.fill("evenodd");
    context.globalAlpha = 1;
    context.lineWidth = strength === 2 ? 4.5 : 3.5;
    context.strokeStyle = HALO;
    context.stroke();
    context.lineWidth = strength === 2 ? 2.5 : 1.75;
    context.strokeStyle = colour;
    context.setLineDash(dashed ? [6, 4] : []);
    context.stroke();
    context.setLineDash([]);
    for (const figure of some)
      if (figure.kind === "point")
        drawPoints(context, scene, figure.shape as Points, colour, strength);
  }
}

function trace(context: Context, scene: Scene, kind: Figure["kind"], shape: Shape): void {
  if (kind === "point") return;
  const rings = kind === "box" ? [verticesOf("box", shape)] : (shape as Polygon).parts.flat();
  for (const ring of rings) {
    ring.forEach((vertex, n) => {
      const [x, y] = toScreen(scene.stage, scene.view, vertex);
      if (n) context.lineTo(x, y);
      else context.moveTo(x, y);
    });
    context.closePath();
  }
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
    const [x, y] = toScreen(scene.stage, scene.view, [point.x, point.y]);
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
}

function drawHandles(context: Context, scene: Scene, figure: Figure): void {
  if (scene.locked.has(figure.id)) return;
  const at = (vertex: Vertex) => toScreen(scene.stage, scene.view, vertex);
  const active = scene.spot?.id === figure.id ? scene.spot.spot : null;
  if (figure.kind === "box") {
    if (isTurned(figure)) return;
    const box = figure.shape as Box;
    const [left, top] = at([box.x, box.y]);
    const [right, bottom] = at([box.x + box.width, box.y + box.height]);
    for (const handle of HANDLES) {
      const onSide = handle.length === 1;
      const room = handle === "n" || handle === "s" ? right - left : bottom - top;
      if (onSide && room < 4 * HANDLE) continue;
      square(context, at(placeOf(box, handle)), HANDLE, "#ffffff", scene.colours.accent);
    }
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

const same = (a: { part: number; ring: number; n: number }, b: typeof a): boolean =>
  a.part === b.part && a.ring === b.ring && a.n === b.n;

function square(context: Context, [x, y]: Vertex, size: number, fill: string, rim: string): void {
  const [left, top] = [Math.round(x - size / 2), Math.round(y - size / 2)];
  context.fillStyle = fill;
  context.fillRect(left, top, size, size);
  context.lineWidth = 1.5;
  context.strokeStyle = rim;
  context.strokeRect(left, top, size, size);
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
    const lit = scene.selected.has(figure.id) || figure.id === scene.hover;
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
