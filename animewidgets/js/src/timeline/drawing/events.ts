import { categoryLabel } from "../../ui/colours";
import { pixelAt, rightOf } from "../../ui/time_view";
import { type AudioEvent, type AudioLane, eventsWithin, MOST_ROWS } from "../audio_events";
import { isFolded, rowBand, rowsShown } from "../audio_rows";
import type { Scene } from "../scene";
import { type Band, type Context, clip, faint, line } from "./brush";
import { type Block, drawBlock, ground } from "./spans";

/** Colours of speakers whose events have no category: Paul Tol's "bright" scheme and two of his "vibrant" one. */
const SPEAKER_COLOURS = [
  "#4477aa",
  "#ee6677",
  "#228833",
  "#ccbb44",
  "#66ccee",
  "#aa3377",
  "#ee7733",
  "#009988",
];

/** Narrower than this, in pixels, an event has neither edge nor name: only that it is there is drawn. */
const SLIVER = 4;

/** The audio events of one lane, those that overlap in rows below each other. */
export function drawAudioLane(context: Context, scene: Scene, lane: AudioLane, strip: Band): void {
  const { view } = scene;
  ground(context, scene, strip, scene.active.lane === `audio:${lane.name}`);
  const folded = isFolded(strip);
  let picked: (() => void) | null = null;
  for (const at of eventsWithin(lane, view.left, rightOf(view))) {
    const event = lane.events[at] as AudioEvent;
    const row = lane.rows[at] as number;
    const block = blockOf(scene, event);
    const draw = () => drawEvent(context, scene, block, rowBand(strip, lane, row), folded);
    if (block.picked) picked = draw;
    else if (folded || row < MOST_ROWS) draw();
  }
  if (!folded) drawCrowds(context, scene, lane, strip);
  // What is chosen is never covered.
  picked?.();
}

function drawEvent(
  context: Context,
  scene: Scene,
  block: Block,
  band: Band,
  folded: boolean,
): void {
  const { left, right, picked, colour } = block;
  if (!picked && (folded || right - left < SLIVER)) {
    const seen = clip(scene.view, left, right);
    if (!seen) return;
    context.fillStyle = colour ?? scene.colours.text2;
    faint(context, 0.6, () =>
      context.fillRect(
        seen.from,
        band.top + 3,
        Math.max(1, seen.width),
        band.bottom - band.top - 5,
      ),
    );
    return;
  }
  drawBlock(context, scene, folded ? { ...block, label: "" } : block, band, TIGHT);
}

/** Rows stand close together. */
const TIGHT = 1;

function blockOf({ view, categories, active }: Scene, event: AudioEvent): Block {
  const category = event.category === null ? undefined : categories.get(event.category);
  const { comment, uncertain } = event.annotation;
  return {
    left: pixelAt(view, event.startPts),
    right: pixelAt(view, event.endPts),
    colour: category?.colour ?? speakerColour(event.speaker),
    label: [event.speaker, category && categoryLabel(category)].filter(Boolean).join(" · "),
    picked: active.span?.what === "event" && active.span.event.id === event.id,
    marked: false,
    remark: { comment: Boolean(comment), uncertain: Boolean(uncertain) },
  };
}

const KNOWN = new Map<string, string>();

/** The same for the same name, on every page. */
export function speakerColour(speaker: string | null): string | null {
  if (speaker === null) return null;
  let colour = KNOWN.get(speaker);
  if (colour === undefined) {
    let hash = 0;
    for (const letter of speaker) hash = (hash * 31 + (letter.codePointAt(0) as number)) >>> 0;
    colour = SPEAKER_COLOURS[hash % SPEAKER_COLOURS.length] as string;
    KNOWN.set(speaker, colour);
  }
  return colour;
}

/** How many there are for which there is no row. */
function drawCrowds(context: Context, scene: Scene, lane: AudioLane, strip: Band): void {
  const { view, colours } = scene;
  if (!lane.crowds.length) return;
  const { top, bottom } = rowBand(strip, lane, rowsShown(lane) - 1);
  for (const { startPts, endPts, count } of lane.crowds) {
    const [left, right] = [pixelAt(view, startPts), pixelAt(view, endPts)];
    const seen = clip(view, left, right);
    if (!seen) continue;
    context.strokeStyle = colours.text;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(seen.from, bottom - 1);
    context.lineTo(seen.from + seen.width, bottom - 1);
    context.stroke();
    const text = `+${count}`;
    context.font = `600 10px ${colours.font}`;
    const width = context.measureText(text).width + 8;
    if (seen.width < width) continue;
    const x = seen.from + seen.width - width;
    context.fillStyle = colours.text;
    context.beginPath();
    context.roundRect(x, top + 1, width, bottom - top - 2, 3);
    context.fill();
    context.fillStyle = colours.surface;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(text, x + 4, (top + bottom) / 2 + 0.5);
  }
}

/** An event that was begun, up to the playhead. */
export function drawBegun(context: Context, scene: Scene, lane: string, strip: Band): void {
  const begun = scene.begun.get(lane);
  if (begun === undefined) return;
  const { view, index, frame, colours } = scene;
  const a = pixelAt(view, begun);
  const b = Math.max(a + 2, pixelAt(view, index.ptsOf(frame + 1)));
  context.fillStyle = colours.accent;
  faint(context, 0.3, () =>
    context.fillRect(a, strip.top + 2, b - a, strip.bottom - strip.top - 4),
  );
  context.strokeStyle = colours.accent;
  context.lineWidth = 1.5;
  line(context, Math.round(a) + 0.5, strip.top, strip.bottom);
}
