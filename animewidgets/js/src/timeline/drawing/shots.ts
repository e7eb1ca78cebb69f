import { categoryLabel } from "../../ui/colours";
import { pixelAt } from "../../ui/time_view";
import type { Shot } from "../cuts";
import { lowerBound, type Scene } from "../scene";
import { TRANSITION_NAMES, type Transition } from "../transition_kinds";
import {
  type Band,
  type Context,
  clip,
  dashed,
  faint,
  fitText,
  line,
  ordinalsInView,
  remarkSigns,
} from "./brush";

/** The shots with their categories, then the mixed frames between them, then the cuts, over film and sound. */
export function drawShots(context: Context, scene: Scene, band: Band, over: Band): void {
  const shots = shotsInView(scene);
  for (const shot of shots) drawShot(context, scene, shot, band);
  for (const shot of shots)
    if (shot.transition) drawTransition(context, scene, shot.transition, band, over);
  // Where cuts stand closer than their grips are wide, lines alone are legible.
  const cuts = shots.filter((shot) => shot.cuts.length);
  const dense = cuts.length > scene.view.width / 10;
  for (const shot of cuts) {
    const x = Math.round(pixelAt(scene.view, shot.startPts));
    const strong = shot.first === scene.frame || shot.first === scene.drag?.to;
    drawCut(context, scene, x, strong, dense && !strong, band, over);
  }
  const { drag } = scene;
  if (!drag || drag.from === drag.to) return;
  context.strokeStyle = scene.colours.text2;
  context.lineWidth = 1;
  const x = Math.round(pixelAt(scene.view, scene.index.ptsOf(drag.from))) + 0.5;
  dashed(context, [3, 3], () => line(context, x, over.top, band.bottom));
}

/** Shots of which anything is seen: those in view, and the next one, whose transition may reach in. */
function shotsInView(scene: Scene): readonly Shot[] {
  const { shots } = scene.marks;
  const [first, last] = ordinalsInView(scene);
  const begin = Math.max(0, lowerBound(shots, first, (shot) => shot.end) - 1);
  const end = lowerBound(shots, last + 1, (shot) => shot.first);
  return shots.slice(begin, end + 1);
}

function drawShot(context: Context, scene: Scene, shot: Shot, { top, bottom }: Band): void {
  const { view, colours, categories, frame } = scene;
  const left = pixelAt(view, shot.startPts);
  const seen = clip(view, left, pixelAt(view, shot.endPts));
  if (!seen) return;
  const { from, width } = seen;
  const height = bottom - top;
  const category = shot.category === null ? undefined : categories.get(shot.category);
  const current = frame >= shot.first && frame < shot.end;
  context.fillStyle = colours.surface;
  context.fillRect(from, top, width, height);
  if (category) {
    context.fillStyle = category.colour;
    faint(context, 0.28, () => context.fillRect(from, top, width, height));
    context.fillRect(from, bottom - 5, width, 5);
  } else if (shot.number % 2) {
    context.fillStyle = colours.surface3;
    faint(context, 0.45, () => context.fillRect(from, top, width, height));
  }
  if (current) {
    context.strokeStyle = colours.accent;
    context.lineWidth = scene.active.lane === "shots" ? 2 : 1;
    context.strokeRect(from + 1, top + 1, Math.max(0, width - 2), height - 2);
  }
  const remark = scene.remarkOf(shot);
  const signs = (remark.comment ? 15 : 0) + (remark.uncertain ? 15 : 0);
  context.textBaseline = "middle";
  if (signs && width > signs + 14)
    remarkSigns(context, colours, from + width - 4, top + 16, remark);
  // The label stays in sight while its shot does.
  const number = `${shot.number + 1}`;
  const label = category ? `${number}  ${categoryLabel(category)}` : number;
  const inset = shot.cuts.length && left > -12 ? 12 : 7;
  const room = width - inset - 4 - signs;
  if (room <= 8) return;
  context.font = `11px ${colours.font}`;
  context.textAlign = "left";
  context.fillStyle = current ? colours.text : colours.text2;
  context.fillText(fitText(context, label, number, room), from + inset, top + 16);
}

/** Mixed frames: a ramp that says how the new shot comes, hatched over film and sound. */
function drawTransition(
  context: Context,
  scene: Scene,
  { kind, from, until }: Transition,
  { top, bottom }: Band,
  over: Band,
): void {
  const { view, index, colours } = scene;
  const left = pixelAt(view, index.ptsOf(from));
  const right = pixelAt(view, index.ptsOf(until));
  if (right < -1 || left > view.width + 1) return;
  const width = Math.max(2, right - left);
  context.fillStyle = colours.transition;
  faint(context, 0.22, () => context.fillRect(left, over.top, width, over.bottom - over.top));
  context.globalAlpha = 0.75;
  context.beginPath();
  if (kind === "dissolve") {
    // Two ramps that cross: the one shot goes while the other comes.
    context.moveTo(left, top);
    context.lineTo(left + width, bottom);
    context.lineTo(left + width, top);
    context.lineTo(left, bottom);
  } else if (kind === "fade-out") {
    context.moveTo(left, top);
    context.lineTo(left + width, bottom);
    context.lineTo(left, bottom);
  } else if (kind === "fade-in") {
    context.moveTo(left, bottom);
    context.lineTo(left + width, top);
    context.lineTo(left + width, bottom);
  } else {
    context.rect(left, top + 6, width / 2, bottom - top - 12);
  }
  context.closePath();
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = colours.transition;
  context.lineWidth = 1;
  context.strokeRect(Math.round(left) + 0.5, top + 0.5, width - 1, bottom - top - 1);
  context.font = `10px ${colours.font}`;
  const name = TRANSITION_NAMES[kind];
  if (width <= context.measureText(name).width + 8) return;
  context.fillStyle = colours.text;
  context.textAlign = "center";
  context.fillText(name, left + width / 2, bottom - 9);
  context.textAlign = "left";
}

/** A cut: a line through everything above, with a flag to take hold of, pointing at the frame it begins. */
function drawCut(
  context: Context,
  { colours }: Scene,
  x: number,
  strong: boolean,
  bare: boolean,
  { top, bottom }: Band,
  over: Band,
): void {
  // A light rim keeps the line legible on every picture of the film.
  context.fillStyle = colours.surface;
  faint(context, 0.75, () =>
    context.fillRect(x - 1.5, over.top, strong ? 4 : 3, over.bottom - over.top),
  );
  context.fillStyle = strong ? colours.accent : colours.text;
  context.fillRect(x - 0.5, over.top, strong ? 2 : 1, bottom - over.top);
  if (bare) return;
  context.beginPath();
  context.moveTo(x - 0.5, top);
  context.lineTo(x + 8, top);
  context.lineTo(x + 8, top + 7);
  context.lineTo(x - 0.5, top + 13);
  context.closePath();
  context.fill();
}
