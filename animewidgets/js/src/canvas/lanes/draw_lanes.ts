import type { Colours } from "../../ui/colours";
import { drawRuler } from "../../ui/time_ruler";
import { type Extent, pixelAt, type Viewport } from "../../ui/time_view";
import type { FrameIndex } from "../../video/frame_index";
import { keyMark } from "../pens";
import type { LaneMark, LaneRow, LaneSpan } from "./lane_row";

/** CSS pixels. */
export const RULER = 22;
export const ROW = 20;
const MARK = 5;

type Context = CanvasRenderingContext2D;

export interface LanesScene {
  readonly view: Viewport;
  readonly extent: Extent;
  readonly index: FrameIndex;
  readonly rows: readonly LaneRow[];
  /** CSS pixels that the rows are scrolled by. */
  readonly scrolled: number;
  readonly height: number;
  readonly frame: number;
  /** A mark that is dragged, and the frame it would stand on. */
  readonly drag: { readonly row: string; readonly mark: string; readonly to: number } | null;
  readonly colours: Colours;
}

/** Where frames begin, in CSS pixels of the axis. */
export const placeOf = ({ view, index }: LanesScene, ordinal: number): number =>
  pixelAt(view, index.ptsOf(ordinal));

/** The rows that are in sight: the first, and one after the last. */
export function rowsInSight({ rows, scrolled, height }: LanesScene): [number, number] {
  const first = Math.max(0, Math.floor(scrolled / ROW));
  return [first, Math.min(rows.length, Math.ceil((scrolled + height - RULER) / ROW))];
}

/** Ruler, rows and playhead; only what is in sight. */
export function drawLanes(context: Context, scene: LanesScene): void {
  const { view, rows, scrolled, height, colours } = scene;
  context.fillStyle = colours.surface2;
  context.fillRect(0, 0, view.width, height);
  const [first, last] = rowsInSight(scene);
  for (let n = first; n < last; n++)
    drawRow(context, scene, rows[n] as LaneRow, RULER + n * ROW - scrolled);
  drawRuler(context, { ...scene, keyFrames: [] }, { top: 0, bottom: RULER });
  drawPlayhead(context, scene);
}

function drawRow(context: Context, scene: LanesScene, row: LaneRow, top: number): void {
  const { view, colours } = scene;
  if (row.selected) {
    context.fillStyle = colours.surface;
    context.fillRect(0, top, view.width, ROW);
  }
  context.fillStyle = colours.border;
  context.globalAlpha = 0.5;
  context.fillRect(0, top + ROW - 1, view.width, 1);
  context.globalAlpha = 1;
  for (const span of row.spans) drawSpan(context, scene, row, span, top);
  drawMarks(context, scene, row, top);
}

function drawSpan(
  context: Context,
  scene: LanesScene,
  row: LaneRow,
  { from, until, look }: LaneSpan,
  top: number,
): void {
  const left = Math.max(-4, placeOf(scene, from));
  const right = Math.min(scene.view.width + 4, placeOf(scene, until));
  if (right <= left) return;
  const [y, tall, width] = [top + 5, ROW - 10, Math.max(2, right - left)];
  context.fillStyle = row.colour;
  if (look === "hatched") {
    // What is proposed lies over what is there.
    context.fillStyle = scene.colours.surface2;
    context.fillRect(left, y, width, tall);
    hatch(context, row.colour, left, y, width, tall);
    return;
  }
  context.globalAlpha = look === "solid" ? 0.62 : 0.28;
  context.fillRect(left, y, width, tall);
  context.globalAlpha = 1;
  context.strokeStyle = row.selected ? scene.colours.accent : row.colour;
  context.lineWidth = row.selected ? 1.5 : 1;
  context.strokeRect(left + 0.5, y + 0.5, Math.max(1, width - 1), tall - 1);
}

/** Slanted lines: not there, or not yet agreed to. */
function hatch(
  context: Context,
  colour: string,
  left: number,
  top: number,
  width: number,
  height: number,
): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.beginPath();
  // The lines stand where they stand on the axis, whatever part of the span is in sight.
  for (let x = Math.floor((left - height) / 6) * 6; x < left + width; x += 6) {
    context.moveTo(x, top + height);
    context.lineTo(x + height, top);
  }
  context.strokeStyle = colour;
  context.globalAlpha = 0.7;
  context.lineWidth = 1.25;
  context.stroke();
  context.restore();
}

function drawMarks(context: Context, scene: LanesScene, row: LaneRow, top: number): void {
  const { drag, view, colours } = scene;
  const held = drag?.row === row.id ? drag.mark : null;
  let last = -Infinity;
  for (const mark of row.marks) {
    const x = middleOf(scene, mark.id === held ? (drag?.to ?? mark.at) : mark.at);
    // Marks that cannot be told apart are one.
    if (x < -MARK || x > view.width + MARK || (x - last < 2 && mark.id !== held)) continue;
    last = x;
    drawMark(context, mark, x, top + ROW / 2, row, colours, mark.id === held);
  }
}

/** The middle of a frame where frames are wide, else where it begins. */
export function middleOf(scene: LanesScene, ordinal: number): number {
  const left = placeOf(scene, ordinal);
  const wide = placeOf(scene, ordinal + 1) - left;
  return wide > 2 * MARK ? left + wide / 2 : left;
}

function drawMark(
  context: Context,
  { look }: LaneMark,
  x: number,
  y: number,
  row: LaneRow,
  colours: Colours,
  held: boolean,
): void {
  keyMark(context, look === "hold", x, y, MARK);
  context.fillStyle = look === "outside" ? colours.surface : held ? colours.accent : row.colour;
  context.fill();
  context.lineWidth = row.selected ? 1.75 : 1.25;
  context.strokeStyle = row.selected ? colours.accent : colours.text;
  context.stroke();
}

function drawPlayhead(context: Context, scene: LanesScene): void {
  const { view, frame, colours, height } = scene;
  const left = placeOf(scene, frame);
  const right = placeOf(scene, frame + 1);
  if (right < -8 || left > view.width + 8) return;
  context.fillStyle = colours.playhead;
  if (right - left >= 3) {
    context.globalAlpha = 0.16;
    context.fillRect(left, 0, right - left, height);
    context.globalAlpha = 1;
  }
  context.fillRect(Math.round(left) - 0.5, 0, 1.5, height);
}
