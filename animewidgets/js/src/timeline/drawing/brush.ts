import type { Colours } from "../../ui/colours";
import type { Viewport } from "../../ui/time_view";

export { ordinalsInView } from "../../ui/time_ruler";

export type Context = CanvasRenderingContext2D;

/** Where on its canvas something is drawn, in CSS pixels. */
export interface Band {
  readonly top: number;
  readonly bottom: number;
}

export function line(context: Context, x: number, top: number, bottom: number): void {
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, bottom);
  context.stroke();
}

export function dashed(context: Context, dash: number[], draw: () => void): void {
  context.setLineDash(dash);
  draw();
  context.setLineDash([]);
}

export function faint(context: Context, alpha: number, draw: () => void): void {
  context.globalAlpha = alpha;
  draw();
  context.globalAlpha = 1;
}

/** A little plate with a number or a word on it, kept within the width. */
export function plate(
  context: Context,
  view: Viewport,
  colours: Colours,
  at: { x: number; top: number },
  text: string,
  look: { fill: string; ink: string; rim: string },
): void {
  context.font = `600 11px ${colours.mono}`;
  const width = context.measureText(text).width + 10;
  const left = Math.min(view.width - width - 1, Math.max(1, at.x - width / 2));
  context.beginPath();
  context.roundRect(left, at.top, width, 16, 3);
  context.fillStyle = look.fill;
  context.fill();
  context.strokeStyle = look.rim;
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = look.ink;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(text, left + 5, at.top + 8.5);
}

/** The text, else what of it fits, else the short form, else nothing. */
export function fitText(context: Context, text: string, short: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  const each = context.measureText("n").width;
  const letters = Math.floor(room / each) - 1;
  if (letters >= short.length + 5) return `${text.slice(0, letters)}…`;
  return context.measureText(short).width <= room ? short : "";
}

/** The part of [left, right) that the canvas shows, a pixel over each edge; `null` outside. */
export function clip(
  view: Viewport,
  left: number,
  right: number,
): { from: number; width: number } | null {
  const from = Math.max(-1, left);
  const width = Math.min(view.width + 1, right) - from;
  return width > 0 ? { from, width } : null;
}

/** The signs of a remark, right-aligned at a place: a bubble for a comment, a question mark for doubt. */
export function remarkSigns(
  context: Context,
  colours: Colours,
  right: number,
  middle: number,
  remark: { comment: boolean; uncertain: boolean },
): void {
  let x = right;
  if (remark.uncertain) {
    x -= 12;
    context.beginPath();
    context.arc(x + 6, middle, 6, 0, 2 * Math.PI);
    context.fillStyle = colours.warn;
    context.fill();
    context.fillStyle = colours.surface;
    context.font = `700 10px ${colours.font}`;
    context.textAlign = "center";
    context.fillText("?", x + 6, middle + 0.5);
    context.textAlign = "left";
    x -= 3;
  }
  if (!remark.comment) return;
  x -= 12;
  context.beginPath();
  context.roundRect(x, middle - 5, 12, 8, 2);
  context.moveTo(x + 3, middle + 2);
  context.lineTo(x + 3, middle + 7);
  context.lineTo(x + 7, middle + 2);
  context.fillStyle = colours.text2;
  context.fill();
}
