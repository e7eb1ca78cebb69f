/** Geometry of the time axis: ticks ↔ pixels. Pure; a viewport is a value. */

/** The stretch of time that can be shown: [start, end) in ticks. */
export interface Extent {
  readonly start: number;
  readonly end: number;
  /** Length of one frame, on average. */
  readonly frameTicks: number;
}

/** What a strip of pixels shows: the tick at its left edge (fractions allowed) and its scale. */
export interface Viewport {
  readonly left: number;
  readonly ticksPerPixel: number;
  /** CSS pixels. */
  readonly width: number;
}

/** How far one can zoom in: one frame this wide, in pixels. */
export const WIDEST_FRAME = 160;

export const pixelAt = (view: Viewport, tick: number): number =>
  (tick - view.left) / view.ticksPerPixel;

export const tickAt = (view: Viewport, pixel: number): number =>
  view.left + pixel * view.ticksPerPixel;

export const rightOf = (view: Viewport): number => tickAt(view, view.width);

/** The whole extent, exactly. */
export function showAll(extent: Extent, width: number): Viewport {
  const pixels = Math.max(1, width);
  return {
    left: extent.start,
    ticksPerPixel: Math.max(1, extent.end - extent.start) / pixels,
    width: pixels,
  };
}

/** The nearest viewport that shows nothing outside the extent, and no frame wider than allowed. */
export function clamp(view: Viewport, extent: Extent): Viewport {
  const whole = showAll(extent, view.width);
  const finest = Math.min(whole.ticksPerPixel, extent.frameTicks / WIDEST_FRAME);
  const ticksPerPixel = Math.min(whole.ticksPerPixel, Math.max(finest, view.ticksPerPixel));
  const last = Math.max(extent.start, extent.end - whole.width * ticksPerPixel);
  const left = Math.min(last, Math.max(extent.start, view.left));
  return { left, ticksPerPixel, width: whole.width };
}

/** Zoom by a factor (> 1 goes closer), the tick under a pixel staying under it. */
export function zoom(view: Viewport, factor: number, pixel: number, extent: Extent): Viewport {
  // The scale is held within its bounds first: held afterwards, the pointer's tick would slip.
  const scaled = clamp(
    { ...view, ticksPerPixel: view.ticksPerPixel / factor },
    extent,
  ).ticksPerPixel;
  const left = tickAt(view, pixel) - pixel * scaled;
  return clamp({ ...view, left, ticksPerPixel: scaled }, extent);
}

export function pan(view: Viewport, pixels: number, extent: Extent): Viewport {
  return clamp({ ...view, left: view.left + pixels * view.ticksPerPixel }, extent);
}

/** Another width at the same scale; a view of the whole stays one. */
export function resize(view: Viewport, width: number, extent: Extent): Viewport {
  const whole = view.ticksPerPixel >= showAll(extent, view.width).ticksPerPixel;
  return whole ? showAll(extent, width) : clamp({ ...view, width }, extent);
}

/** Move so that a tick is seen, with a margin; the same viewport where it is seen already. */
export function reveal(view: Viewport, tick: number, extent: Extent, margin = 0.08): Viewport {
  const at = pixelAt(view, tick) / view.width;
  if (at >= margin && at <= 1 - margin) return view;
  // Beyond the edge by far: a jump, so put it in the middle; just over it: turn the page a little.
  const to = at < -0.5 || at > 1.5 ? 0.5 : at < margin ? margin : 1 - margin;
  const moved = clamp({ ...view, left: tick - to * view.width * view.ticksPerPixel }, extent);
  return moved.left === view.left ? view : moved;
}

/** Zoom as a slider position from 0 (the whole) to 1 (as close as it goes), even steps for even factors. */
export function zoomPosition(view: Viewport, extent: Extent): number {
  const [coarse, fine] = scales(view, extent);
  return coarse <= fine ? 0 : Math.log(coarse / view.ticksPerPixel) / Math.log(coarse / fine);
}

export function scaleAt(position: number, view: Viewport, extent: Extent): number {
  const [coarse, fine] = scales(view, extent);
  return coarse / (coarse / fine) ** position;
}

function scales(view: Viewport, extent: Extent): [number, number] {
  const coarse = showAll(extent, view.width).ticksPerPixel;
  return [coarse, Math.min(coarse, extent.frameTicks / WIDEST_FRAME)];
}

/** A ruler's step: every so many frames, or every so many seconds. */
export interface RulerStep {
  readonly unit: "frame" | "second";
  readonly step: number;
  /** How many small marks part one step. */
  readonly parts: number;
}

const FRAME_STEPS = [1, 2, 5, 10];
const SECOND_STEPS: [step: number, parts: number][] = [
  [1, 4],
  [2, 4],
  [5, 5],
  [10, 5],
  [15, 3],
  [30, 6],
  [60, 6],
  [120, 4],
  [300, 5],
  [600, 10],
  [1800, 6],
  [3600, 6],
];

/** The finest nice step whose marks are at least `apart` pixels from each other. */
export function rulerStep(
  ticksPerPixel: number,
  frameTicks: number,
  secondTicks: number,
  apart: number,
): RulerStep {
  for (const step of FRAME_STEPS) {
    if (step * frameTicks >= secondTicks) break;
    if ((step * frameTicks) / ticksPerPixel >= apart)
      return { unit: "frame", step, parts: step === 1 ? 1 : step === 10 ? 5 : step };
  }
  for (const [step, parts] of SECOND_STEPS)
    if ((step * secondTicks) / ticksPerPixel >= apart) return { unit: "second", step, parts };
  const hours = Math.ceil((apart * ticksPerPixel) / (3600 * secondTicks));
  return { unit: "second", step: hours * 3600, parts: 1 };
}

/**
 * Every how many frames the filmstrip shows one, so that pictures of a width fill the strip without
 * a gap, each cropped to no less than half. Steps are few, so that zooming asks for few new pictures.
 */
export function filmstripStep(framePixels: number, pictureWidth: number): number {
  if (framePixels >= pictureWidth) return 1;
  let step = 1;
  // 1, 2, 3, 4, 6, 8, 12, 16, 24 … : the largest step whose slot a picture still fills.
  for (let next = 2; next * framePixels <= pictureWidth; ) {
    step = next;
    next = step === 2 ? 3 : step === 3 ? 4 : isPowerOfTwo(step) ? step * 1.5 : (step / 3) * 4;
  }
  return step;
}

const isPowerOfTwo = (n: number) => (n & (n - 1)) === 0;
