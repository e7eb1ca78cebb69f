/** Geometry of two time axes over one another: seconds ↔ pixels. Pure; a view is a value. */
import type { Viewport } from "../ui/time_view";
import type { SideName } from "./wire";

/** How B's axis lies under A's. */
export const LAYINGS = ["line", "clock", "fitted"] as const;
export type Laying = (typeof LAYINGS)[number];

export const LAYING_NAMES: Readonly<Record<Laying, string>> = {
  line: "Playheads in line",
  clock: "One clock",
  fitted: "Each from end to end",
};

/** What one side of the axes needs to be known of. */
export interface AxisSide {
  /** Ticks of a second. */
  readonly second: number;
  /** Seconds from its first tick to its end, and where that is. */
  readonly from: number;
  readonly until: number;
}

/** What is seen: seconds of A at the left edge, seconds in a pixel. */
export interface AxesView {
  readonly left: number;
  readonly perPixel: number;
  /** CSS pixels. */
  readonly width: number;
  /** Seconds of B, as they are drawn on A's axis: `b · stretch − shift`. */
  readonly stretch: number;
  readonly shift: number;
}

/** Seconds that are seen at least. */
const CLOSEST = 0.25;

/** How B lies under A where both playheads stand at these seconds. */
export function lying(
  laying: Laying,
  a: AxisSide,
  b: AxisSide,
  heads: { a: number; b: number },
): Pick<AxesView, "stretch" | "shift"> {
  if (laying === "clock") return { stretch: 1, shift: 0 };
  if (laying === "line") return { stretch: 1, shift: heads.b - heads.a };
  const stretch = (a.until - a.from) / Math.max(1e-9, b.until - b.from);
  return { stretch, shift: b.from * stretch - a.from };
}

/** First and last second, on A's axis, that either side has. */
export function reach(
  a: AxisSide,
  b: AxisSide,
  { stretch, shift }: Pick<AxesView, "stretch" | "shift">,
): [number, number] {
  return [Math.min(a.from, b.from * stretch - shift), Math.max(a.until, b.until * stretch - shift)];
}

/** The nearest view that shows nothing outside of what there is. */
export function held(view: AxesView, [from, until]: readonly [number, number]): AxesView {
  const all = Math.max(1e-6, until - from);
  const width = Math.max(1, view.width);
  const perPixel = Math.min(all / width, Math.max(Math.min(CLOSEST, all) / width, view.perPixel));
  const left = Math.min(until - width * perPixel, Math.max(from, view.left));
  return { ...view, width, perPixel, left };
}

export function zoomed(
  view: AxesView,
  factor: number,
  pixel: number,
  range: readonly [number, number],
): AxesView {
  const perPixel = held({ ...view, perPixel: view.perPixel / factor }, range).perPixel;
  const left = view.left + pixel * (view.perPixel - perPixel);
  return held({ ...view, left, perPixel }, range);
}

/** Pixel of a tick of a side. */
export function pixelOf(view: AxesView, side: SideName, second: number, tick: number): number {
  const seconds = tick / second;
  const drawn = side === "a" ? seconds : seconds * view.stretch - view.shift;
  return (drawn - view.left) / view.perPixel;
}

/** Tick of a side at a pixel, fractions allowed. */
export function tickOf(view: AxesView, side: SideName, second: number, pixel: number): number {
  const drawn = view.left + pixel * view.perPixel;
  return (side === "a" ? drawn : (drawn + view.shift) / view.stretch) * second;
}

/** The same, as one side's own axis has it. */
export function viewportOf(view: AxesView, side: SideName, second: number): Viewport {
  return {
    left: tickOf(view, side, second, 0),
    ticksPerPixel: (view.perPixel / (side === "a" ? 1 : view.stretch)) * second,
    width: view.width,
  };
}

/** Zoom as the position of a slider, from 0 (everything) to 1 (as close as it goes). */
export function zoomPlace(view: AxesView, [from, until]: readonly [number, number]): number {
  const all = Math.max(1e-6, until - from);
  const most = all / Math.min(CLOSEST, all);
  return most <= 1 ? 0 : Math.log(all / (view.perPixel * view.width)) / Math.log(most);
}

export function scaleOf(
  place: number,
  view: AxesView,
  [from, until]: readonly [number, number],
): number {
  const all = Math.max(1e-6, until - from);
  const most = all / Math.min(CLOSEST, all);
  return all / view.width / most ** place;
}
