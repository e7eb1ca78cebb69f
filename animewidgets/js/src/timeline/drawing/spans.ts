import { categoryLabel } from "../../ui/colours";
import { pixelAt, rightOf } from "../../ui/time_view";
import { isRetimed, type Line, shownText } from "../lines";
import { lowerBound, type Scene } from "../scene";
import { type Lane, type Segment, segmentsWithin } from "../segments";
import { type Band, type Context, clip, fitText, ordinalsInView, remarkSigns } from "./brush";

/** What one block of a lane looks like. */
export interface Block {
  readonly left: number;
  readonly right: number;
  readonly colour: string | null;
  readonly label: string;
  readonly picked: boolean;
  readonly marked: boolean;
  readonly remark: { comment: boolean; uncertain: boolean };
}

/** The segments of one lane. */
export function drawLane(context: Context, scene: Scene, lane: Lane, band: Band): void {
  ground(context, scene, band, scene.active.lane === `lane:${lane.name}`);
  const [first, last] = ordinalsInView(scene);
  for (const segment of segmentsWithin(lane, first, last + 1))
    drawBlock(context, scene, segmentBlock(scene, segment), band);
}

function segmentBlock(scene: Scene, segment: Segment): Block {
  const { view, categories, active } = scene;
  const category = segment.category === null ? undefined : categories.get(segment.category);
  const { comment, uncertain } = segment.annotation;
  return {
    left: pixelAt(view, segment.startPts),
    right: pixelAt(view, segment.endPts),
    colour: category?.colour ?? null,
    label: category ? categoryLabel(category) : (comment ?? ""),
    picked: active.span?.what === "segment" && active.span.segment.id === segment.id,
    marked: false,
    remark: { comment: Boolean(comment), uncertain: Boolean(uncertain) },
  };
}

/** The lines of the subtitles, with their words where the file is open. */
export function drawLines(context: Context, scene: Scene, band: Band): void {
  const { view, marks } = scene;
  ground(context, scene, band, scene.active.lane === "subtitles");
  const { lines } = marks;
  // Lines are sorted by their start, and a line may be long: a minute before the view is far enough.
  const [numerator, denominator] = scene.index.release.time_base;
  const early = view.left - (60 * denominator) / numerator;
  const last = rightOf(view);
  for (let at = lowerBound(lines, early, (one) => one.startPts); at < lines.length; at++) {
    const line = lines[at] as Line;
    if (line.startPts > last) break;
    if (line.endPts < view.left) continue;
    drawBlock(context, scene, lineBlock(scene, line), band);
  }
}

function lineBlock({ view, active }: Scene, line: Line): Block {
  const edit = line.edits[0];
  const { span } = active;
  return {
    left: pixelAt(view, line.startPts),
    right: pixelAt(view, line.endPts),
    colour: null,
    label: shownText(line),
    picked:
      span?.what === "line" && span.line.source === line.source && span.line.line === line.line,
    marked: isRetimed(line),
    remark: { comment: Boolean(edit?.comment), uncertain: Boolean(edit?.uncertain) },
  };
}

export function ground(
  context: Context,
  { view, colours }: Scene,
  band: Band,
  active: boolean,
): void {
  context.fillStyle = active ? colours.surface : colours.surface2;
  context.fillRect(0, band.top, view.width, band.bottom - band.top);
  context.fillStyle = colours.border;
  context.fillRect(0, band.top, view.width, 1);
  if (!active) return;
  context.fillStyle = colours.accent;
  context.fillRect(0, band.top, 3, band.bottom - band.top);
}

/** Draw a block; `gap` is the room over and under it, in pixels. */
export function drawBlock(
  context: Context,
  scene: Scene,
  block: Block,
  { top, bottom }: Band,
  gap = 2,
): void {
  const { view, colours } = scene;
  const seen = clip(view, block.left, block.right);
  if (!seen) return;
  const { from } = seen;
  const width = Math.max(2, seen.width);
  const height = bottom - top - 2 * gap;
  context.beginPath();
  context.roundRect(
    from + 0.5,
    top + gap + 0.5,
    Math.max(1, width - 1),
    height - 1,
    width > 6 ? 3 : 0,
  );
  context.fillStyle = block.colour ?? colours.surface3;
  context.globalAlpha = block.colour ? 0.35 : 0.9;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = block.picked ? colours.accent : (block.colour ?? colours.text2);
  context.lineWidth = block.picked ? 2 : 1;
  context.stroke();
  if (block.marked) {
    // Retimed by hand: a notch, so that it is seen without colour.
    context.fillStyle = colours.accent;
    context.fillRect(from + 1, top + 3, Math.min(4, width), 4);
  }
  const { remark } = block;
  const signs = (remark.comment ? 15 : 0) + (remark.uncertain ? 15 : 0);
  context.textBaseline = "middle";
  const middle = top + gap + height / 2;
  if (signs && width > signs + 8) remarkSigns(context, colours, from + width - 4, middle, remark);
  const room = width - 12 - signs;
  if (room <= 8 || !block.label) return;
  context.font = `11px ${colours.font}`;
  context.textAlign = "left";
  context.fillStyle = colours.text;
  context.fillText(fitText(context, block.label, "", room), from + 7, middle);
}
