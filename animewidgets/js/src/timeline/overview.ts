import { pixelAt, rightOf, showAll } from "../ui/time_view";
import { faint } from "./drawing/brush";
import type { Scene } from "./scene";

export const OVERVIEW_HEIGHT = 36;

const ROWS = {
  candidates: { top: 3, height: 5 },
  cuts: { top: 9, height: 9 },
  categories: { top: 19, height: 7 },
  segments: { top: 27, height: 5 },
} as const;

/** Marks closer than this many pixels are drawn as how many there are, not one by one. */
const DENSE = 4;

/**
 * Draw the whole episode: candidates, cuts (as density where they are many), what is labelled and what is
 * not, segments, the stretch that the axis shows, the playhead.
 */
export function drawOverview(context: CanvasRenderingContext2D, scene: Scene, width: number): void {
  const { extent, colours, categories, index, view, frame, proposals, marks } = scene;
  const whole = showAll(extent, width);
  const x = (tick: number) => pixelAt(whole, tick);
  context.fillStyle = colours.surface2;
  context.fillRect(0, 0, width, OVERVIEW_HEIGHT);
  for (const shot of marks.shots) {
    const category = shot.category === null ? undefined : categories.get(shot.category);
    const left = x(shot.startPts);
    const { top, height } = ROWS.categories;
    const wide = Math.max(1, x(shot.endPts) - left);
    context.fillStyle = category?.colour ?? colours.border;
    // What is not labelled yet is a thin line where the others are a bar: seen without colours, too.
    if (category) context.fillRect(left, top, wide, height);
    else context.fillRect(left, top + height - 2, wide, 2);
  }
  drawCuts(context, scene, x, width);
  context.fillStyle = colours.candidate;
  faint(context, 0.8, () => {
    for (const { ordinal } of proposals) {
      const { top, height } = ROWS.candidates;
      context.fillRect(Math.round(x(index.ptsOf(ordinal))), top, 1, height);
    }
  });
  for (const segment of marks.segments) {
    const left = x(segment.startPts);
    const { top, height } = ROWS.segments;
    context.fillStyle =
      (segment.category !== null && categories.get(segment.category)?.colour) || colours.text2;
    context.fillRect(left, top, Math.max(1, x(segment.endPts) - left), height);
  }

  const left = x(view.left);
  const right = x(rightOf(view));
  context.fillStyle = colours.surface;
  faint(context, 0.35, () => {
    context.fillRect(0, 0, left, OVERVIEW_HEIGHT);
    context.fillRect(right, 0, width - right, OVERVIEW_HEIGHT);
  });
  context.strokeStyle = colours.accent;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(left + 1, 1, Math.max(4, right - left - 2), OVERVIEW_HEIGHT - 2, 3);
  context.stroke();
  context.fillStyle = colours.playhead;
  context.fillRect(Math.round(x(index.ptsOf(frame))) - 1, 0, 2, OVERVIEW_HEIGHT);
}

function drawCuts(
  context: CanvasRenderingContext2D,
  { marks, colours }: Scene,
  x: (tick: number) => number,
  width: number,
): void {
  const { top, height } = ROWS.cuts;
  const cuts = marks.shots.filter((shot) => shot.cuts.length);
  context.fillStyle = colours.text;
  if (cuts.length < width / DENSE) {
    for (const shot of cuts) context.fillRect(Math.round(x(shot.startPts)), top, 1, height);
    return;
  }
  const bins = new Uint16Array(Math.ceil(width / DENSE));
  for (const shot of cuts) {
    const bin = Math.floor(x(shot.startPts) / DENSE);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const most = bins.reduce((a, b) => Math.max(a, b), 1);
  for (const [i, count] of bins.entries()) {
    const tall = Math.ceil((height * count) / most);
    if (count) context.fillRect(i * DENSE, top + height - tall, DENSE, tall);
  }
}
