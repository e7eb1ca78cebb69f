import { drawWaveform } from "../sound/waveform";
import { drawFilm } from "../timeline/drawing/film";
import { isMatch, type Piece } from "../timemaps/patch";
import { drawRuler } from "../ui/time_ruler";
import type { Extent } from "../ui/time_view";
import type { Strip } from "./axes_layout";
import { type AxesScene, rowsOn, tickAt, xOf } from "./axes_scene";
import { viewportOf } from "./axes_view";
import { colourOf } from "./confidence";
import { drawBands } from "./draw_bands";
import { hatched } from "./hatch";
import { otherSide } from "./linked";
import type { Side } from "./side";
import type { SideName } from "./wire";
import { roleName } from "./words";

type Context = CanvasRenderingContext2D;

/** Draw both axes and the map between them; only what is in sight. */
export function drawAxes(context: Context, scene: AxesScene): void {
  const { view, colours, layout } = scene;
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.fillStyle = colours.surface2;
  context.fillRect(0, 0, view.width, layout.height);
  for (const strip of layout.all) drawStrip(context, scene, strip);
  drawHeads(context, scene);
}

function drawStrip(context: Context, scene: AxesScene, strip: Strip): void {
  const { colours } = scene;
  if (strip.kind === "overview") {
    drawOverview(context, scene, strip);
    return;
  }
  if (strip.kind === "bands") {
    drawBands(context, scene);
    return;
  }
  const side = strip.side === "b" ? scene.b : scene.a;
  const view = viewportOf(scene.view, side.name, side.second);
  const { index, filmstrip } = side;
  const own = { view, extent: extentOf(side), index, filmstrip, keyFrames: [], colours };
  switch (strip.kind) {
    case "ruler":
      context.save();
      context.beginPath();
      context.rect(0, strip.top, scene.view.width, strip.bottom - strip.top);
      context.clip();
      drawRuler(context, own, strip);
      context.restore();
      drawBeyond(context, scene, side, strip);
      break;
    case "film":
      drawFilm(context, own, strip);
      drawBeyond(context, scene, side, strip);
      break;
    case "sound": {
      context.fillStyle = colours.surface;
      context.fillRect(0, strip.top, scene.view.width, strip.bottom - strip.top);
      const waveform = side.sound.waveform;
      if (waveform)
        drawWaveform(context, {
          strip: waveform,
          view,
          top: strip.top + 1,
          bottom: strip.bottom - 1,
          gain: 1,
          colours: { wave: colours.wave, clipped: colours.playhead, silence: colours.border },
          density: context.getTransform().a || 1,
        });
      drawBeyond(context, scene, side, strip);
      break;
    }
    default:
      drawPieces(context, scene, side, strip);
  }
}

export function extentOf(side: Side): Extent {
  const { index } = side;
  return { start: index.ptsOf(0), end: index.release.end_pts, frameTicks: side.frame };
}

/** Before a release begins and after it ends there is nothing. */
function drawBeyond(context: Context, scene: AxesScene, side: Side, { top, bottom }: Strip): void {
  const { start, end } = extentOf(side);
  context.fillStyle = scene.colours.surface2;
  const first = xOf(scene, side.name, start);
  const last = xOf(scene, side.name, end);
  if (first > 0) context.fillRect(0, top, Math.min(first, scene.view.width), bottom - top);
  if (last < scene.view.width)
    context.fillRect(Math.max(0, last), top, scene.view.width - Math.max(0, last), bottom - top);
}

/** What each side consists of: what both have, and what only it has, with its role. */
function drawPieces(context: Context, scene: AxesScene, side: Side, strip: Strip): void {
  const { colours, index, view } = scene;
  const { top, bottom } = strip;
  const height = bottom - top;
  context.fillStyle = colours.surface3;
  context.fillRect(0, top, view.width, height);
  const order = index.order(side.name);
  context.font = `11px ${colours.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  for (const row of rowsOn(scene, side.name)) {
    const piece = index.pieces[row] as Piece;
    const place = index.placeOf(side.name, row);
    const left = xOf(scene, side.name, order.starts[place] as number);
    const right = xOf(scene, side.name, order.ends[place] as number);
    const [from, until] = [Math.max(-2, left), Math.min(view.width + 2, right)];
    const width = Math.max(1, until - from);
    const match = isMatch(piece);
    context.fillStyle = match
      ? colourOf(piece.confidence ?? 1, colours.dark, 0.5)
      : colours.surface;
    context.fillRect(from, top, width, height);
    if (!match && index.judged)
      hatched(context, colours.candidate, 0.55, () => context.rect(from, top, width, height));
    if (index.isDoubtful(row)) {
      context.fillStyle = colours.playhead;
      const y = side.name === "a" ? top : bottom - 3;
      context.fillRect(from, y, width, 3);
    }
    context.fillStyle = colours.text2;
    if (width > 3) context.fillRect(Math.round(from), top, 1, height);
    if (row === scene.current || row === scene.hovered) {
      context.strokeStyle = row === scene.current ? colours.accent : colours.text2;
      context.lineWidth = row === scene.current ? 2 : 1;
      context.strokeRect(from + 1, top + 1, Math.max(0, width - 2), height - 2);
    }
    if (width > 30 && index.judged)
      label(context, scene, roleName(piece.role), from, width, strip, !match);
  }
}

function label(
  context: Context,
  { colours }: AxesScene,
  text: string,
  left: number,
  width: number,
  { top, bottom }: Strip,
  plated: boolean,
): void {
  const long = context.measureText(text).width;
  if (long + 8 > width) return;
  const x = left + 6;
  if (plated) {
    context.fillStyle = colours.surface;
    context.fillRect(x - 3, top + 3, long + 6, bottom - top - 6);
  }
  context.fillStyle = colours.text;
  context.fillText(text, x, (top + bottom) / 2 + 0.5);
}

/** The whole of A by confidence, what is doubtful, and the stretch that is seen. */
function drawOverview(context: Context, scene: AxesScene, { top, bottom }: Strip): void {
  const { range, view, colours, index, a } = scene;
  const [from, until] = range;
  const perPixel = (until - from) / view.width;
  const x = (seconds: number) => (seconds - from) / perPixel;
  context.fillStyle = colours.surface3;
  context.fillRect(0, top, view.width, bottom - top);
  const whole = { ...scene, view: { ...view, left: from, perPixel } };
  for (const row of rowsOn(whole, "a")) {
    const piece = index.pieces[row] as Piece;
    const [start, end] = piece.source as [number, number];
    const [left, right] = [x(start / a.second), x(end / a.second)];
    context.fillStyle = isMatch(piece)
      ? colourOf(piece.confidence ?? 1, colours.dark)
      : index.judged
        ? colours.candidate
        : colours.surface;
    const inset = isMatch(piece) ? 2 : 5;
    context.fillRect(left, top + inset, Math.max(1, right - left), bottom - top - 2 * inset);
  }
  context.fillStyle = colours.playhead;
  let last = Number.NEGATIVE_INFINITY;
  for (const row of index.doubtful) {
    const piece = index.pieces[row] as Piece;
    if (!piece.source) continue;
    const at = Math.round(x(piece.source[0] / a.second));
    if (at === last) continue;
    last = at;
    context.fillRect(at, top, 2, 4);
  }
  const [left, right] = [x(view.left), x(view.left + view.perPixel * view.width)];
  context.fillStyle = colours.surface;
  context.globalAlpha = 0.55;
  context.fillRect(0, top, left, bottom - top);
  context.fillRect(right, top, view.width - right, bottom - top);
  context.globalAlpha = 1;
  context.strokeStyle = colours.accent;
  context.lineWidth = 1.5;
  context.strokeRect(left + 0.75, top + 0.75, Math.max(3, right - left) - 1.5, bottom - top - 1.5);
}

/** Where both viewers stand, and how that hangs together. */
function drawHeads(context: Context, scene: AxesScene): void {
  const { colours, layout, frames, lead, same } = scene;
  const at = (name: SideName) => xOf(scene, name, scene[name].index.ptsOf(frames[name])) + 0.5;
  const [a, b] = [at("a"), at("b")];
  context.lineWidth = 1.5;
  for (const name of ["a", "b"] as const) {
    const { top, bottom } = layout.sides[name];
    const x = name === "a" ? a : b;
    const gone = same === false && name === otherSide(lead);
    context.strokeStyle = context.fillStyle = colours.playhead;
    context.globalAlpha = gone ? 0.55 : 1;
    context.setLineDash(gone ? [3, 3] : []);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, bottom);
    context.stroke();
    context.setLineDash([]);
    // The one that leads is filled.
    const [tip, foot] = name === "a" ? [top + 9, top] : [bottom - 9, bottom];
    context.beginPath();
    context.moveTo(x - 6, foot);
    context.lineTo(x + 6, foot);
    context.lineTo(x, tip);
    context.closePath();
    if (name === lead) context.fill();
    else {
      context.fillStyle = colours.surface;
      context.fill();
      context.stroke();
    }
    context.globalAlpha = 1;
  }
  context.strokeStyle = colours.playhead;
  context.globalAlpha = same === true ? 1 : 0.4;
  context.setLineDash(same === true ? [] : [4, 4]);
  context.beginPath();
  context.moveTo(a, layout.bands.top);
  context.lineTo(b, layout.bands.bottom);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  const { ghost } = scene;
  if (!ghost) return;
  const x = xOf(scene, ghost.side, ghost.tick);
  const { top, bottom } = layout.sides[ghost.side];
  context.strokeStyle = colours.accent;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, bottom);
  context.stroke();
}

/** Ordinals that the filmstrip of a side shows now; see {@link drawFilm}. */
export function edgesInSight(scene: AxesScene, side: SideName): [number, number] {
  const { index } = scene[side];
  return [
    index.ordinalAt(Math.floor(tickAt(scene, side, 0))),
    index.ordinalAt(Math.ceil(tickAt(scene, side, scene.view.width))),
  ];
}
