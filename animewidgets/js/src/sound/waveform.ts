import type { Requester } from "../core/channel";
import { pixelAt, rightOf, type Viewport } from "../ui/time_view";
import type { FrameIndex } from "../video/frame_index";
import { type StripKind, StripTiles } from "./strip_tiles";

/** As in animewidgets.analysis.sound.peaks. */
export const PEAKS: StripKind = {
  method: "audio.peaks",
  columnUs: 1000,
  levels: 8,
  tile: 4096,
  width: 2,
  held: 400,
};

/** The waveform of one stream: least and greatest sample of each column. */
export class SoundStrip extends StripTiles {
  constructor(index: FrameIndex, channel: Requester, stream: number) {
    super(index, channel, stream, PEAKS);
  }
}

/** Amplitudes, -1 to 1, of what the kernel sends; it gives quiet sound more room. */
const AMPLITUDES = Float32Array.from({ length: 256 }, (_, i) => {
  const value = i - 128;
  return Math.sign(value) * Math.min(1, (value / 127) ** 2);
});

export interface WaveformDrawing {
  strip: SoundStrip;
  view: Viewport;
  /** CSS pixels; the middle between them is silence. */
  top: number;
  bottom: number;
  /** Vertical zoom: 1 shows a full-scale sound from top to bottom. */
  gain: number;
  colours: { wave: string; clipped: string; silence: string };
  /** Pixels of the screen per CSS pixel. */
  density?: number;
}

/**
 * Draw what is in view of a waveform, one bar per pixel of the screen; on its left and right nothing
 * where nothing is known. Sound that `gain` makes taller than the strip has another colour at the edge.
 */
export function drawWaveform(context: CanvasRenderingContext2D, drawing: WaveformDrawing): void {
  const { strip, view, top, bottom, gain, colours, density = 1 } = drawing;
  const middle = (top + bottom) / 2;
  const half = (bottom - top) / 2;
  const bar = 1 / density;
  const level = strip.levelFor(view.ticksPerPixel / density);
  const tall: [left: number, width: number, above: boolean, below: boolean][] = [];
  context.fillStyle = colours.silence;
  const known = (left: number, right: number) =>
    context.fillRect(left, middle - bar / 2, right - left, bar);
  const stretches = strip.between(view.left, rightOf(view), level);
  for (const { tile, first, stop } of stretches) {
    const ticks = strip.columnTicks(tile.level);
    const base = strip.origin + tile.number * strip.kind.tile * ticks;
    if (tile.complete)
      known(
        Math.max(0, pixelAt(view, base + first * ticks)),
        Math.min(view.width, pixelAt(view, base + stop * ticks)),
      );
  }
  context.fillStyle = colours.wave;
  for (const { tile, first, stop } of stretches) {
    const { data } = tile;
    const ticks = strip.columnTicks(tile.level);
    const pixels = ticks / view.ticksPerPixel;
    const zero = pixelAt(view, strip.origin + tile.number * strip.kind.tile * ticks);
    let column = first;
    while (column < stop) {
      // Columns whose beginnings fall into the same pixel make one bar.
      const left = Math.floor((zero + column * pixels) * density) / density;
      let next = column + 1;
      while (next < stop && zero + next * pixels < left + bar) next++;
      let low = 1;
      let high = -1;
      let silent = false;
      for (let at = column; at < next; at++) {
        const least = data[2 * at] as number;
        const greatest = data[2 * at + 1] as number;
        if (least > greatest) continue; // not known yet
        silent ||= least === 0 && greatest === 0;
        low = Math.min(low, AMPLITUDES[least + 128] as number);
        high = Math.max(high, AMPLITUDES[greatest + 128] as number);
      }
      if (low <= high && !(silent && low === 0 && high === 0)) {
        const above = Math.min(1, Math.max(-1, high * gain));
        const below = Math.max(-1, Math.min(1, low * gain));
        const y = middle - above * half;
        const width = Math.max(bar, Math.floor((zero + next * pixels) * density) / density - left);
        context.fillRect(left, y, width, Math.max(bar, (above - below) * half));
        if (high * gain > 1.001 || low * gain < -1.001)
          tall.push([left, width, high * gain > 1.001, low * gain < -1.001]);
      }
      column = next;
    }
  }
  context.fillStyle = colours.clipped;
  for (const [left, width, above, below] of tall) {
    if (above) context.fillRect(left, top, width, 2 * bar);
    if (below) context.fillRect(left, bottom - 2 * bar, width, 2 * bar);
  }
}
