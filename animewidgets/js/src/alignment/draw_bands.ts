import type { Match } from "../timemaps/patch";
import { type AxesScene, type Band, bandsInSight, xOf } from "./axes_scene";
import { colourOf } from "./confidence";
import { hatched } from "./hatch";
import { percent, roleName } from "./words";

type Context = CanvasRenderingContext2D;

/** How many shades lead from certain to not certain at a border. */
const SHADES = 5;

/** What lies where on the other side: a band for every match, coloured by how sure it is. */
export function drawBands(context: Context, scene: AxesScene): void {
  const { view, colours, layout } = scene;
  const { top, bottom } = layout.bands;
  context.save();
  context.beginPath();
  context.rect(0, top, view.width, bottom - top);
  context.clip();
  context.fillStyle = colours.surface;
  context.fillRect(0, top, view.width, bottom - top);
  const bands = bandsInSight(scene);
  for (const band of bands) drawBand(context, scene, band);
  for (const band of bands)
    if (band.row === scene.current || band.row === scene.hovered) outline(context, scene, band);
  for (const band of bands) drawWords(context, scene, band);
  for (const { source, target } of scene.anchors)
    drawPin(context, scene, xOf(scene, "a", source) + 0.5, xOf(scene, "b", target) + 0.5);
  context.restore();
}

function drawBand(context: Context, scene: AxesScene, band: Band): void {
  const { colours, index, layout, b } = scene;
  const piece = index.pieces[band.row] as Match;
  const { top, bottom } = layout.bands;
  const [fromA, untilA] = band.a;
  const [fromB, untilB] = band.b;
  const colour = (alpha: number) => colourOf(piece.confidence ?? 1, colours.dark, alpha);
  const strong = piece.status === "proposed" || piece.status === undefined ? 0.5 : 0.62;
  const quad = (a0: number, a1: number, b0: number, b1: number) => {
    context.moveTo(a0, top);
    context.lineTo(Math.max(a1, a0 + 0.75), top);
    context.lineTo(Math.max(b1, b0 + 0.75), bottom);
    context.lineTo(b0, bottom);
    context.closePath();
  };
  // Where a border is not certain it fades out, over as much time as it may be off.
  const perTick = (1 / (b.second * scene.view.perPixel)) * scene.view.stretch;
  const { start = 0, end = 0 } = piece.uncertainty ?? {};
  const softStart = start * perTick;
  const softEnd = end * perTick;
  const fill = (a0: number, a1: number, b0: number, b1: number, alpha: number) => {
    context.fillStyle = colour(alpha);
    context.beginPath();
    quad(a0, a1, b0, b1);
    context.fill();
  };
  const wide = Math.max(1, Math.min(untilA - fromA, untilB - fromB));
  const [inStart, inEnd] = [Math.min(softStart, wide / 2), Math.min(softEnd, wide / 2)];
  if (softStart < 1 && softEnd < 1) fill(fromA, untilA, fromB, untilB, strong);
  else {
    fill(fromA + inStart, untilA - inEnd, fromB + inStart, untilB - inEnd, strong);
    for (let n = 0; n < SHADES; n++) {
      const [near, far] = [n / SHADES, (n + 1) / SHADES];
      const alpha = strong * (1 - (n + 0.5) / SHADES) ** 1.4;
      // From certain, inside, to as far outside as it may be.
      const left = (share: number) => inStart - share * (inStart + softStart);
      const right = (share: number) => inEnd - share * (inEnd + softEnd);
      if (softStart >= 1)
        fill(fromA + left(far), fromA + left(near), fromB + left(far), fromB + left(near), alpha);
      if (softEnd >= 1)
        fill(
          untilA - right(near),
          untilA - right(far),
          untilB - right(near),
          untilB - right(far),
          alpha,
        );
    }
    if (softStart < 1) fill(fromA, fromA + inStart, fromB, fromB + inStart, strong);
    if (softEnd < 1) fill(untilA - inEnd, untilA, untilB - inEnd, untilB, strong);
  }
  if (piece.flags?.includes("picture_changed"))
    hatched(context, colours.text, 0.5, () => quad(fromA, untilA, fromB, untilB), -1);
  if (wide < 3) return;
  // The rim tells who says so: dashed a program, solid a person.
  context.strokeStyle = colour(1);
  context.lineWidth = piece.status === "confirmed" || piece.status === "edited" ? 2 : 1;
  context.setLineDash(piece.status === "confirmed" || piece.status === "edited" ? [] : [3, 2]);
  context.beginPath();
  for (const [a, b] of [
    [fromA, fromB],
    [untilA, untilB],
  ] as const) {
    const inset = a === fromA ? 0.5 : -0.5;
    context.moveTo(a + inset, top);
    context.lineTo(b + inset, bottom);
  }
  context.stroke();
  context.setLineDash([]);
}

function outline(context: Context, { colours, layout, current }: AxesScene, band: Band): void {
  const { top, bottom } = layout.bands;
  context.strokeStyle = band.row === current ? colours.accent : colours.text2;
  context.lineWidth = band.row === current ? 2 : 1;
  context.beginPath();
  context.moveTo(band.a[0] + 1, top + 1);
  context.lineTo(band.a[1] - 1, top + 1);
  context.lineTo(band.b[1] - 1, bottom - 1);
  context.lineTo(band.b[0] + 1, bottom - 1);
  context.closePath();
  context.stroke();
}

const SIGNS = { proposed: "", confirmed: "✓ ", edited: "✎ " } as const;

/** Role and confidence, where there is room for them in the middle of what is seen of a band. */
function drawWords(context: Context, scene: AxesScene, { row, a, b }: Band): void {
  const { colours, index, layout, view } = scene;
  const piece = index.pieces[row] as Match;
  const left = Math.max(4, (a[0] + b[0]) / 2, Math.min(a[0], b[0]));
  const right = Math.min(view.width - 4, (a[1] + b[1]) / 2);
  const room = right - left;
  if (room < 34) return;
  const sign = SIGNS[piece.status ?? "proposed"];
  const sure = percent(piece.confidence ?? 1);
  context.font = `600 11px ${colours.font}`;
  const texts = [`${sign}${roleName(piece.role)} · ${sure}`, `${sign}${sure}`];
  const text = texts.find((one) => context.measureText(one).width + 12 < room);
  if (!text) return;
  const width = context.measureText(text).width + 10;
  // Beside the playhead rather than under it.
  const x = (left + right) / 2 - width / 2;
  const y = (layout.bands.top + layout.bands.bottom) / 2 - 9;
  context.globalAlpha = 0.86;
  context.fillStyle = colours.surface;
  context.beginPath();
  context.roundRect(x, y, width, 18, 4);
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = colours.text;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(text, x + 5, y + 9.5);
}

/** Two frames that a person pinned together. */
function drawPin(context: Context, { colours, layout }: AxesScene, a: number, b: number): void {
  const { top, bottom } = layout.bands;
  context.strokeStyle = colours.text;
  context.fillStyle = colours.keyFrame;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(a, top + 7);
  context.lineTo(b, bottom - 7);
  context.stroke();
  for (const [x, y] of [
    [a, top + 7],
    [b, bottom - 7],
  ] as const) {
    context.beginPath();
    context.arc(x, y, 5, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}
