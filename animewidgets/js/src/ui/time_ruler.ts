import { within } from "../core/sorted";
import type { FrameIndex } from "../video/frame_index";
import type { Colours } from "./colours";
import { type Extent, pixelAt, rightOf, rulerStep, type Viewport } from "./time_view";

type Context = CanvasRenderingContext2D;

export interface RulerScene {
  readonly view: Viewport;
  readonly extent: Extent;
  readonly index: FrameIndex;
  /** Ordinals of the container's key frames, ascending. */
  readonly keyFrames: readonly number[];
  readonly colours: Colours;
}

/** Where on its canvas it is drawn, in CSS pixels. */
interface Band {
  readonly top: number;
  readonly bottom: number;
}

/** Ordinals in view, both included. */
export function ordinalsInView({
  view,
  index,
}: Pick<RulerScene, "view" | "index">): [number, number] {
  return [index.ordinalAt(Math.floor(view.left)), index.ordinalAt(Math.ceil(rightOf(view)))];
}

/** How many key frames may be in view and still be told apart, per pixel. */
const DENSEST_KEYS = 1 / 3;

/** Marks of time, with the container's key frames as small triangles that hang into the strip below. */
export function drawRuler(context: Context, scene: RulerScene, band: Band): void {
  const { view, index, extent, colours } = scene;
  const [numerator, denominator] = index.release.time_base;
  const second = denominator / numerator;
  const { unit, step, parts } = rulerStep(view.ticksPerPixel, extent.frameTicks, second, 84);
  context.fillStyle = colours.surface;
  context.fillRect(0, band.top, view.width, band.bottom - band.top);
  context.font = `11px ${colours.mono}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  const mark = (tick: number, label: string | null) => {
    const x = Math.round(pixelAt(view, tick)) + 0.5;
    context.fillStyle = label === null ? colours.border : colours.text2;
    const height = label === null ? 4 : 9;
    context.fillRect(x - 0.5, band.bottom - height, 1, height);
    if (label !== null) context.fillText(label, x + 4, band.top + 10);
  };
  if (unit === "frame") {
    const [first, last] = ordinalsInView(scene);
    const small = Math.max(1, Math.round(step / parts));
    for (let n = first - (first % step); n <= last; n += small)
      mark(index.ptsOf(n), n % step === 0 ? `${n}` : null);
  } else {
    const small = step / parts;
    const firstMark = Math.floor(view.left / second / step) * parts;
    const lastMark = Math.ceil(rightOf(view) / second / small);
    for (let i = firstMark; i <= lastMark; i++)
      mark(i * small * second, i % parts === 0 ? shortClock(i * small) : null);
  }
  drawKeyFrames(context, scene, band);
  context.fillStyle = colours.border;
  context.fillRect(0, band.bottom - 1, view.width, 1);
}

function drawKeyFrames(context: Context, scene: RulerScene, band: Band): void {
  const { view, index, keyFrames, colours } = scene;
  const [first, last] = ordinalsInView(scene);
  const own = within(keyFrames, first, last, (ordinal) => ordinal);
  if (own.length > view.width * DENSEST_KEYS) return;
  context.fillStyle = colours.keyFrame;
  context.beginPath();
  for (const ordinal of own) {
    const x = Math.round(pixelAt(view, index.ptsOf(ordinal))) + 0.5;
    context.moveTo(x - 3, band.bottom - 1);
    context.lineTo(x + 3, band.bottom - 1);
    context.lineTo(x, band.bottom - 6);
  }
  context.fill();
}

/** Whole seconds as `2:05`, from an hour on as `1:02:05`. */
function shortClock(seconds: number): string {
  const two = (n: number) => `${n}`.padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
