/** What a strip of the time axis shows. */
export type StripKind =
  | "ruler"
  | "layer"
  | "film"
  | "waveform"
  | "spectrogram"
  | "shots"
  | "segments"
  | "lines"
  | "events";

/** A horizontal strip of the axis, in CSS pixels from its top. */
export interface Strip {
  readonly kind: StripKind;
  /** Of the candidate layer or the lane; else what the strip is. */
  readonly name: string;
  readonly top: number;
  readonly bottom: number;
}

export interface Strips {
  readonly all: readonly Strip[];
  readonly height: number;
}

/** What the axis is to show, besides ruler, film and shots, which are always there. */
export interface StripWish {
  readonly layers: readonly string[];
  readonly waveform: boolean;
  readonly spectrogram: boolean;
  readonly lanes: readonly string[];
  readonly lines: boolean;
  /** Lanes of sounds, with their heights. */
  readonly events?: readonly { readonly name: string; readonly height: number }[];
}

const HEIGHTS: Readonly<Record<StripKind, number>> = {
  ruler: 22,
  layer: 18,
  film: 56,
  waveform: 64,
  spectrogram: 84,
  shots: 36,
  segments: 24,
  lines: 26,
  events: 22,
};

/** Free room below the last strip, so that the pointer has a place that is none. */
const FOOT = 4;

/** Lay the strips out from top to bottom. What takes hold of time (ruler, film, sound) stands over what is marked. */
export function layStrips(wish: StripWish): Strips {
  const all: Strip[] = [];
  let top = 0;
  const add = (kind: StripKind, name: string, height = HEIGHTS[kind]) => {
    all.push({ kind, name, top, bottom: top + height });
    top += height;
  };
  add("ruler", "Time");
  for (const name of wish.layers) add("layer", name);
  add("film", "Film");
  if (wish.waveform) add("waveform", "Waveform");
  if (wish.spectrogram) add("spectrogram", "Spectrogram");
  for (const { name, height } of wish.events ?? []) add("events", name, height);
  add("shots", "Shots");
  for (const name of wish.lanes) add("segments", name);
  if (wish.lines) add("lines", "Subtitles");
  return { all, height: top + FOOT };
}

/** The strip at a height; below the last one, the last. */
export function stripAt({ all }: Strips, y: number): Strip {
  return all.find((strip) => y < strip.bottom) ?? (all.at(-1) as Strip);
}

/** The one strip of a kind, or the first of them; `null` where the axis has none. */
export function stripOf({ all }: Strips, kind: StripKind): Strip | null {
  return all.find((strip) => strip.kind === kind) ?? null;
}
