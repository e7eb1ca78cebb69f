import { type Scene, shotsShown } from "./scene";
import { pixelAt, rightOf, showAll } from "./view";

export const OVERVIEW_HEIGHT = 28;

const LANES = {
  candidates: { top: 3, height: 5 },
  cuts: { top: 9, height: 8 },
  categories: { top: 18, height: 7 },
} as const;

/** Draw the whole episode: shots, cuts, candidates, the stretch that the axis shows, the playhead. */
export function drawOverview(context: CanvasRenderingContext2D, scene: Scene, width: number): void {
  const { extent, colours, categories, index, view, frame, proposals } = scene;
  const whole = showAll(extent, width);
  const x = (tick: number) => pixelAt(whole, tick);
  context.fillStyle = colours.surface2;
  context.fillRect(0, 0, width, OVERVIEW_HEIGHT);
  const { candidates, cuts, categories: colour } = LANES;
  const shots = shotsShown(scene);
  for (const shot of shots) {
    const category = shot.category === null ? undefined : categories.get(shot.category);
    if (!category) continue;
    const left = x(shot.startPts);
    context.fillStyle = category.colour;
    context.fillRect(left, colour.top, Math.max(1, x(shot.endPts) - left), colour.height);
  }
  // Where cuts are many the marks overlap: faint ones add up, so that busy stretches stand out.
  context.fillStyle = colours.text;
  context.globalAlpha = shots.length > width / 8 ? 0.55 : 0.85;
  for (const shot of shots)
    if (shot.cuts.length) context.fillRect(Math.round(x(shot.startPts)), cuts.top, 1, cuts.height);
  context.globalAlpha = 0.8;
  context.fillStyle = colours.candidate;
  for (const { ordinal } of proposals)
    context.fillRect(Math.round(x(index.ptsOf(ordinal))), candidates.top, 1, candidates.height);
  context.globalAlpha = 1;

  const left = x(view.left);
  const right = x(rightOf(view));
  context.fillStyle = colours.surface;
  context.globalAlpha = 0.35;
  context.fillRect(0, 0, left, OVERVIEW_HEIGHT);
  context.fillRect(right, 0, width - right, OVERVIEW_HEIGHT);
  context.globalAlpha = 1;
  context.strokeStyle = colours.accent;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(left + 1, 1, Math.max(4, right - left - 2), OVERVIEW_HEIGHT - 2, 3);
  context.stroke();
  context.fillStyle = colours.playhead;
  context.fillRect(Math.round(x(index.ptsOf(frame))) - 1, 0, 2, OVERVIEW_HEIGHT);
}
