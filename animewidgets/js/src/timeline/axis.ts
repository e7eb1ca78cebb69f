import { presentedSize } from "../video/draw_picture";
import { categoryLabel } from "./colours";
import { isCut, shotAt } from "./cuts";
import { lowerBound, type Scene, shotsShown, within } from "./scene";
import { filmstripStep, pixelAt, rightOf, rulerStep, tickAt } from "./view";

/** Where the lanes of the axis lie, in CSS pixels from its top. */
export const LANES = {
  ruler: { top: 0, bottom: 22 },
  candidates: { top: 22, bottom: 36 },
  film: { top: 36, bottom: 92 },
  shots: { top: 92, bottom: 128 },
} as const;
export const AXIS_HEIGHT = 128;

/** How near to a cut or candidate, in pixels, a pointer takes hold of it. */
export const GRIP = 6;

type Context = CanvasRenderingContext2D;

/** Draw the time axis: ruler, candidates, filmstrip, shots with their cuts, playhead. Only what is in view. */
export function drawAxis(context: Context, scene: Scene): void {
  const { view, colours } = scene;
  context.fillStyle = colours.surface2;
  context.fillRect(0, 0, view.width, AXIS_HEIGHT);
  drawRuler(context, scene);
  drawFilm(context, scene);
  drawShots(context, scene);
  drawCandidates(context, scene);
  drawHover(context, scene);
  drawPlayhead(context, scene);
}

/** Ordinals in view, [first, last]. */
function inView({ view, index }: Scene): [number, number] {
  return [index.ordinalAt(Math.floor(view.left)), index.ordinalAt(Math.ceil(rightOf(view)))];
}

/** The frames that the filmstrip shows of what is in view, with where each slot begins and ends. */
export function filmSlots(scene: Scene): { ordinal: number; left: number; right: number }[] {
  const { view, index, extent } = scene;
  const pictureWidth = filmPictureWidth(scene);
  const step = filmstripStep(extent.frameTicks / view.ticksPerPixel, pictureWidth);
  const [first, last] = inView(scene);
  const slots: { ordinal: number; left: number; right: number }[] = [];
  for (let ordinal = first - (first % step); ordinal <= last; ordinal += step)
    slots.push({
      ordinal,
      left: pixelAt(view, index.ptsOf(ordinal)),
      right: pixelAt(view, index.ptsOf(Math.min(index.count, ordinal + step))),
    });
  return slots;
}

function filmPictureWidth({ index }: Scene): number {
  const { width, height } = presentedSize(index.release);
  const aspect = width / Math.max(1, height);
  return (LANES.film.bottom - LANES.film.top) * Math.min(4, Math.max(0.4, aspect));
}

function drawRuler(context: Context, scene: Scene): void {
  const { view, index, extent, colours } = scene;
  const [numerator, denominator] = index.release.time_base;
  const second = denominator / numerator;
  const { unit, step, parts } = rulerStep(view.ticksPerPixel, extent.frameTicks, second, 84);
  context.fillStyle = colours.surface;
  context.fillRect(0, LANES.ruler.top, view.width, LANES.ruler.bottom);
  context.font = `11px ${colours.mono}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  const mark = (tick: number, label: string | null) => {
    const x = Math.round(pixelAt(view, tick)) + 0.5;
    context.fillStyle = label === null ? colours.border : colours.text2;
    const height = label === null ? 4 : 9;
    context.fillRect(x - 0.5, LANES.ruler.bottom - height, 1, height);
    if (label !== null) context.fillText(label, x + 4, LANES.ruler.top + 10);
  };
  if (unit === "frame") {
    const [first, last] = inView(scene);
    const small = Math.max(1, Math.round(step / parts));
    for (let n = first - (first % step); n <= last; n += small)
      mark(index.ptsOf(n), n % step === 0 ? `${n}` : null);
  } else {
    const small = step / parts;
    const firstMark = Math.floor(view.left / second / step) * parts;
    const lastMark = Math.ceil(rightOf(view) / second / small);
    for (let i = firstMark; i <= lastMark; i++) {
      mark(i * small * second, i % parts === 0 ? shortClock(i * small) : null);
    }
  }
  context.fillStyle = colours.border;
  context.fillRect(0, LANES.ruler.bottom - 1, view.width, 1);
}

/** Whole seconds as `2:05`, from an hour on as `1:02:05`. */
function shortClock(seconds: number): string {
  const two = (n: number) => `${n}`.padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function drawFilm(context: Context, scene: Scene): void {
  const { view, filmstrip, colours } = scene;
  const { top, bottom } = LANES.film;
  const height = bottom - top;
  context.fillStyle = colours.film;
  context.fillRect(0, top, view.width, height);
  for (const { ordinal, left, right } of filmSlots(scene)) {
    const exact = filmstrip.at(ordinal);
    const image = exact ?? filmstrip.nearest(ordinal)?.image;
    const slot = right - left;
    if (image && image.height > 0) {
      const width = (height * image.width) / image.height;
      // The middle of a picture tells most: crop both sides alike. Where frames are wide, leave film around it.
      const shown = Math.min(width, slot);
      const crop = ((width - shown) / 2 / width) * image.width;
      const at = left + Math.max(0, (slot - width) / 2);
      context.globalAlpha = exact ? 1 : 0.45;
      context.drawImage(
        image,
        crop,
        0,
        image.width - 2 * crop,
        image.height,
        at,
        top,
        shown,
        height,
      );
      context.globalAlpha = 1;
    }
    context.fillStyle = "rgba(0, 0, 0, 0.45)";
    context.fillRect(Math.round(left), top, 1, height);
  }
}

function drawShots(context: Context, scene: Scene): void {
  const { view, index, colours, categories, frame, drag } = scene;
  const { top, bottom } = LANES.shots;
  const shots = shotsShown(scene);
  const [first, last] = inView(scene);
  const begin = Math.max(0, lowerBound(shots, first, (shot) => shot.end) - 1);
  context.font = `11px ${colours.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  for (let i = begin; i < shots.length; i++) {
    const shot = shots[i];
    if (!shot || shot.first > last) break;
    const left = pixelAt(view, shot.startPts);
    const right = pixelAt(view, shot.endPts);
    const from = Math.max(-1, left);
    const width = Math.min(view.width + 1, right) - from;
    if (width <= 0) continue;
    const category = shot.category === null ? undefined : categories.get(shot.category);
    const current = frame >= shot.first && frame < shot.end;
    context.fillStyle = colours.surface;
    context.fillRect(from, top, width, bottom - top);
    if (category) {
      context.fillStyle = category.colour;
      context.globalAlpha = 0.28;
      context.fillRect(from, top, width, bottom - top);
      context.globalAlpha = 1;
      context.fillRect(from, bottom - 5, width, 5);
    } else if (shot.number % 2) {
      context.fillStyle = colours.surface3;
      context.globalAlpha = 0.45;
      context.fillRect(from, top, width, bottom - top);
      context.globalAlpha = 1;
    }
    if (current) {
      context.strokeStyle = colours.accent;
      context.lineWidth = 2;
      context.strokeRect(from + 1, top + 1, Math.max(0, width - 2), bottom - top - 2);
    }
    // The label stays in sight while its shot does.
    const label = category
      ? `${shot.number + 1}  ${categoryLabel(category)}`
      : `${shot.number + 1}`;
    const inset = shot.cuts.length && left > -12 ? 12 : 7;
    const room = width - inset - 4;
    if (room > 8) {
      context.fillStyle = current ? colours.text : colours.text2;
      context.fillText(fitText(context, label, `${shot.number + 1}`, room), from + inset, top + 16);
    }
  }
  const shown = shots.slice(begin).filter((shot) => shot.cuts.length && shot.first <= last);
  // Where cuts stand closer than their grips are wide, lines alone are legible.
  const dense = shown.length > view.width / 10;
  for (const shot of shown) {
    const x = Math.round(pixelAt(view, shot.startPts));
    const held = drag !== null && shot.first === drag.to;
    const here = shot.first === frame;
    drawCut(context, scene, x, held || here, dense && !held && !here);
  }
  if (drag && drag.from !== drag.to) {
    const x = Math.round(pixelAt(view, index.ptsOf(drag.from)));
    context.setLineDash([3, 3]);
    context.strokeStyle = colours.text2;
    context.lineWidth = 1;
    line(context, x + 0.5, LANES.film.top, bottom);
    context.setLineDash([]);
  }
}

/** A cut: a line through film and shots, with a flag to take hold of, pointing at the frame it begins. */
function drawCut(
  context: Context,
  { colours }: Scene,
  x: number,
  strong: boolean,
  bare: boolean,
): void {
  const { top, bottom } = LANES.shots;
  const colour = strong ? colours.accent : colours.text;
  // A light rim keeps the line legible on every picture of the film.
  context.fillStyle = colours.surface;
  context.globalAlpha = 0.75;
  context.fillRect(x - 1.5, LANES.film.top, strong ? 4 : 3, LANES.film.bottom - LANES.film.top);
  context.globalAlpha = 1;
  context.fillStyle = colour;
  context.fillRect(x - 0.5, LANES.film.top, strong ? 2 : 1, bottom - LANES.film.top);
  if (bare) return;
  context.beginPath();
  context.moveTo(x - 0.5, top);
  context.lineTo(x + 8, top);
  context.lineTo(x + 8, top + 7);
  context.lineTo(x - 0.5, top + 13);
  context.closePath();
  context.fill();
}

function drawCandidates(context: Context, scene: Scene): void {
  const { view, index, proposals, colours, frame, shots } = scene;
  const { top, bottom } = LANES.candidates;
  const [first, last] = inView(scene);
  const middle = (top + bottom) / 2;
  for (const { ordinal, score } of within(proposals, first, last, (one) => one.ordinal)) {
    const x = Math.round(pixelAt(view, index.ptsOf(ordinal))) + 0.5;
    const here = ordinal === frame;
    if (isCut(shots, ordinal)) continue;
    const size = here ? 6.5 : 5;
    context.beginPath();
    context.moveTo(x, middle - size);
    context.lineTo(x + size, middle);
    context.lineTo(x, middle + size);
    context.lineTo(x - size, middle);
    context.closePath();
    context.strokeStyle = colours.candidate;
    context.lineWidth = here ? 2 : 1.25;
    context.globalAlpha = here ? 1 : 0.55 + 0.45 * Math.min(1, Math.max(0, score));
    context.stroke();
    context.setLineDash([2, 3]);
    context.lineWidth = 1;
    line(context, x, LANES.film.top, LANES.film.bottom);
    context.setLineDash([]);
    context.globalAlpha = 1;
  }
}

function drawHover(context: Context, scene: Scene): void {
  const { view, index, hover, colours, frame } = scene;
  if (hover === null || hover === frame) return;
  const pts = index.ptsOf(hover);
  const x = Math.round(pixelAt(view, pts)) + 0.5;
  context.strokeStyle = colours.text2;
  context.globalAlpha = 0.6;
  context.lineWidth = 1;
  line(context, x, LANES.ruler.bottom, AXIS_HEIGHT);
  context.globalAlpha = 1;
  tag(context, scene, x, `${hover}`, colours.surface, colours.text, colours.border);
}

function drawPlayhead(context: Context, scene: Scene): void {
  const { view, index, frame, colours } = scene;
  const left = pixelAt(view, index.ptsOf(frame));
  const right = pixelAt(view, index.ptsOf(frame + 1));
  if (right < -8 || left > view.width + 8) return;
  const x = Math.round(left) + 0.5;
  if (right - left >= 3) {
    context.fillStyle = colours.playhead;
    context.globalAlpha = 0.16;
    context.fillRect(x, LANES.ruler.bottom, right - left, AXIS_HEIGHT - LANES.ruler.bottom);
    context.globalAlpha = 1;
  }
  context.strokeStyle = colours.playhead;
  context.lineWidth = 1.5;
  line(context, x, LANES.ruler.bottom, AXIS_HEIGHT);
  tag(context, scene, x, `${frame}`, colours.playhead, "#ffffff", colours.playhead);
}

/** A little plate on the ruler with a frame's number. */
function tag(
  context: Context,
  { view, colours }: Scene,
  x: number,
  text: string,
  fill: string,
  ink: string,
  rim: string,
): void {
  context.font = `600 11px ${colours.mono}`;
  const width = context.measureText(text).width + 10;
  const left = Math.min(view.width - width - 1, Math.max(1, x - width / 2));
  context.beginPath();
  context.roundRect(left, 3, width, 16, 3);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = rim;
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = ink;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(text, left + 5, 11.5);
}

function line(context: Context, x: number, top: number, bottom: number): void {
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, bottom);
  context.stroke();
}

/** The text, else what of it fits, else the short form, else nothing. */
function fitText(context: Context, text: string, short: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  const each = context.measureText("n").width;
  const letters = Math.floor(room / each) - 1;
  if (letters >= short.length + 5) return `${text.slice(0, letters)}…`;
  return context.measureText(short).width <= room ? short : "";
}

/** What a pointer at a place of the axis would take hold of. */
export function hit(
  scene: Scene,
  x: number,
  y: number,
): { what: "cut" | "candidate" | "frame"; ordinal: number } {
  const { view, index, shots, proposals } = scene;
  const ordinal = index.ordinalAt(tickAt(view, x));
  const distance = (n: number) => Math.abs(pixelAt(view, index.ptsOf(n)) - x);
  if (y >= LANES.film.top) {
    const shot = shotAt(shots, ordinal);
    // The flag hangs to the right of its line: one may take it there as well.
    const grip = (n: number) => {
      const past = x - pixelAt(view, index.ptsOf(n));
      return y >= LANES.shots.top ? past >= -GRIP && past <= GRIP + 3 : Math.abs(past) <= GRIP / 2;
    };
    const near = [shot, shots[shot.number + 1]].filter(
      (one) => one && one.cuts.length > 0 && grip(one.first),
    );
    const nearest = near.sort((a, b) => distance(a?.first ?? 0) - distance(b?.first ?? 0))[0];
    if (nearest) return { what: "cut", ordinal: nearest.first };
  }
  if (y >= LANES.candidates.top && y < LANES.film.top) {
    const at = lowerBound(proposals, ordinal, (one) => one.ordinal);
    const near = proposals
      .slice(Math.max(0, at - 1), at + 2)
      .filter((one) => distance(one.ordinal) <= GRIP + 1);
    const nearest = near.sort((a, b) => distance(a.ordinal) - distance(b.ordinal))[0];
    if (nearest) return { what: "candidate", ordinal: nearest.ordinal };
  }
  return { what: "frame", ordinal };
}
