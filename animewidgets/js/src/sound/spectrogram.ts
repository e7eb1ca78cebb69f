import type { Requester } from "../core/channel";
import { pixelAt, rightOf, type Viewport } from "../ui/time_view";
import type { FrameIndex } from "../video/frame_index";
import { type StripKind, type StripTile, StripTiles } from "./strip_tiles";

/** As in animewidgets.analysis.sound.spectrogram: bands from 80 Hz to 14.5 kHz, evenly on a logarithmic scale. */
export const SPECTROGRAM: StripKind = {
  method: "audio.spectrogram",
  columnUs: 8000,
  levels: 6,
  tile: 256,
  width: 96,
  held: 240,
};
export const LOWEST_HZ = 80;
export const HIGHEST_HZ = 14_500;

interface Painted {
  image: CanvasImageSource;
  colours: Uint32Array;
}

/** The spectrogram of one stream, its tiles painted once and kept as long as they are. */
export class SpectrogramStrip extends StripTiles {
  #painted = new WeakMap<StripTile, Painted>();

  constructor(index: FrameIndex, channel: Requester, stream: number) {
    super(index, channel, stream, SPECTROGRAM);
  }

  /** A tile as a picture, a pixel for each column and band; undefined where there is no canvas. */
  picture(tile: StripTile, colours: Uint32Array): CanvasImageSource | undefined {
    const known = this.#painted.get(tile);
    if (known?.colours === colours) return known.image;
    const columns = tile.data.length / this.kind.width;
    if (columns === 0 || typeof OffscreenCanvas === "undefined") return undefined;
    const canvas = new OffscreenCanvas(columns, this.kind.width);
    const context = canvas.getContext("2d");
    if (!context) return undefined;
    const pixels = paint(tile.data, this.kind.width, colours);
    context.putImageData(new ImageData(pixels, columns, this.kind.width), 0, 0);
    this.#painted.set(tile, { image: canvas, colours });
    return canvas;
  }
}

/** Columns of bands, lowest band first, as RGBA rows from the highest band down. */
export function paint(
  data: Int8Array,
  bands: number,
  colours: Uint32Array,
): Uint8ClampedArray<ArrayBuffer> {
  const columns = data.length / bands;
  const pixels = new Uint32Array(columns * bands);
  for (let column = 0; column < columns; column++)
    for (let band = 0; band < bands; band++)
      pixels[(bands - 1 - band) * columns + column] = colours[
        (data[column * bands + band] as number) & 255
      ] as number;
  return new Uint8ClampedArray(pixels.buffer);
}

/** How far up a strip a frequency lies, 0 to 1; for a scale beside it. */
export function heightOf(hertz: number): number {
  return Math.log(hertz / LOWEST_HZ) / Math.log(HIGHEST_HZ / LOWEST_HZ);
}

export interface SpectrogramDrawing {
  strip: SpectrogramStrip;
  view: Viewport;
  /** CSS pixels. */
  top: number;
  bottom: number;
  /** From `loudnessColours`: the same array as long as nothing changes. */
  colours: Uint32Array;
  /** Pixels of the screen per CSS pixel. */
  density?: number;
}

/** Draw what is in view of a spectrogram; nothing where nothing is known. */
export function drawSpectrogram(
  context: CanvasRenderingContext2D,
  drawing: SpectrogramDrawing,
): void {
  const { strip, view, top, bottom, colours, density = 1 } = drawing;
  const level = strip.levelFor(view.ticksPerPixel / density);
  // To whole pixels of the screen, so that neighbouring tiles meet without a seam.
  const snapped = (tick: number) => Math.round(pixelAt(view, tick) * density) / density;
  for (const { tile, first, stop } of strip.between(view.left, rightOf(view), level)) {
    const image = strip.picture(tile, colours);
    if (!image) continue;
    const ticks = strip.columnTicks(tile.level);
    const base = strip.origin + tile.number * strip.kind.tile * ticks;
    const left = snapped(base + first * ticks);
    const right = snapped(base + stop * ticks);
    context.drawImage(
      image,
      first,
      0,
      stop - first,
      strip.kind.width,
      left,
      top,
      right - left,
      bottom - top,
    );
  }
}
