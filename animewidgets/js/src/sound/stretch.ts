/** Where samples come from, by number. */
export interface Samples {
  /** Whether all of [start, stop) is at hand. */
  has(start: number, stop: number): boolean;
  /** Copy from `start` on into one array per channel; false where some are not at hand. */
  read(start: number, into: readonly Float32Array[]): boolean;
}

/** The samples of [low, high) of a source; around them silence. */
export function within(source: Samples, low: number, high: number): Samples {
  return {
    has: (start, stop) =>
      stop <= low || start >= high || source.has(Math.max(start, low), Math.min(stop, high)),
    read(start, into) {
      const length = into[0]?.length ?? 0;
      const from = Math.min(length, Math.max(0, low - start));
      const to = Math.max(from, Math.min(length, high - start));
      if (
        to > from &&
        !source.read(
          start + from,
          into.map((one) => one.subarray(from, to)),
        )
      )
        return false;
      for (const out of into) out.fill(0, 0, from).fill(0, to);
      return true;
    },
  };
}

/** Seconds of a grain; grains overlap by half. */
const GRAIN = 0.032;
/** Seconds that a grain may lie off its place so that its waves meet those before it. */
const SHIFT = 0.009;
/** Every which sample is looked at in the first, coarse search. */
const STRIDE = 4;

/**
 * Sound at another speed with its pitch kept (waveform-similarity overlap-add): grains of the source
 * are laid half over each other, each moved a little to where its waves run on from the grain before.
 * All channels move together, so that the stereo image stands still. At speed 1 samples pass as they are.
 */
export class Stretch {
  /** The sample of the source that the next sample put out stands for; fractions are allowed. */
  position: number;
  readonly half: number;

  #shift: number;
  #fade: Float32Array;
  #grain: Float32Array[];
  #tail: Float32Array[];
  #made: Float32Array[];
  #left = 0;
  #previous: number | undefined;
  #follow: Float32Array;
  #field: Float32Array;
  #raw: Float32Array[];

  constructor(
    readonly source: Samples,
    readonly channels: number,
    rate: number,
    position: number,
    readonly speed: number,
  ) {
    this.position = position;
    this.half = Math.round((GRAIN * rate) / 2);
    this.#shift = Math.round(SHIFT * rate);
    this.#fade = Float32Array.from(
      { length: this.half },
      (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / this.half),
    );
    const arrays = (length: number) =>
      Array.from({ length: channels }, () => new Float32Array(length));
    this.#grain = arrays(2 * this.half);
    this.#tail = arrays(this.half);
    this.#made = arrays(this.half);
    this.#raw = arrays(this.half + 2 * this.#shift);
    this.#follow = new Float32Array(this.half);
    this.#field = new Float32Array(this.half + 2 * this.#shift);
  }

  /** Fill one array per channel; false, and nothing has moved on, where the source is not at hand. */
  fill(out: readonly Float32Array[]): boolean {
    const length = out[0]?.length ?? 0;
    if (this.speed === 1) {
      if (!this.source.read(Math.round(this.position), out)) return false;
      this.position += length;
      return true;
    }
    if (length > this.#left && !this.source.has(...this.reach(length))) return false;
    for (let done = 0; done < length; ) {
      if (this.#left === 0) this.#next(this.position);
      const count = Math.min(this.#left, length - done);
      const from = this.half - this.#left;
      for (const [n, made] of this.#made.entries())
        (out[n] as Float32Array).set(made.subarray(from, from + count), done);
      this.#left -= count;
      done += count;
      this.position += count * this.speed;
    }
    return true;
  }

  /** The span of source samples that may be looked at for the next `length` samples put out. */
  reach(length: number): [start: number, stop: number] {
    if (this.speed === 1) {
      const start = Math.round(this.position);
      return [start, start + length];
    }
    const last = this.position + length * this.speed;
    const around = this.half * (2 + this.speed) + this.#shift + 1;
    const before = this.#previous ?? this.position;
    return [
      Math.floor(Math.min(this.position, before) - around),
      Math.ceil(Math.max(last, before + this.half) + around),
    ];
  }

  /** Make the next half grain of output, which stands for the source from `position` on. */
  #next(position: number): void {
    const { half } = this;
    // The grain's middle is where it belongs; towards its ends it runs ahead or behind. Slowed down, it
    // is rather its end: a beat is heard first there, and would be early otherwise.
    const lean = this.speed < 1 ? 1.7 : 1;
    const place = Math.round(position + lean * half * (this.speed - 1));
    const from = this.#previous === undefined ? place : this.#best(place, this.#previous + half);
    this.source.read(from, this.#grain);
    for (let n = 0; n < this.channels; n++) {
      const grain = this.#grain[n] as Float32Array;
      const tail = this.#tail[n] as Float32Array;
      const made = this.#made[n] as Float32Array;
      const first = this.#previous === undefined;
      for (let i = 0; i < half; i++) {
        const up = this.#fade[i] as number;
        const before = first ? (grain[i] as number) * (1 - up) : (tail[i] as number);
        made[i] = before + (grain[i] as number) * up;
        tail[i] = (grain[half + i] as number) * (1 - up);
      }
    }
    this.#previous = from;
    this.#left = half;
  }

  /** Where around `place` the source is most like what would follow naturally, which is at `follow`. */
  #best(place: number, follow: number): number {
    const [half, shift] = [this.half, this.#shift];
    if (Math.abs(follow - place) <= 1) return follow;
    this.#mix(follow, this.#follow);
    this.#mix(place - shift, this.#field);
    let best = shift;
    let likest = Number.NEGATIVE_INFINITY;
    const look = (offset: number, stride: number) => {
      // Among equals the one nearest to its place.
      const like =
        likeness(this.#follow, this.#field, offset, half, stride) - Math.abs(offset - shift) * 1e-7;
      if (like > likest) [likest, best] = [like, offset];
    };
    for (let offset = 0; offset <= 2 * shift; offset += STRIDE) look(offset, STRIDE);
    const around = best;
    likest = Number.NEGATIVE_INFINITY;
    for (let offset = around - STRIDE + 1; offset < around + STRIDE; offset++)
      if (offset >= 0 && offset <= 2 * shift) look(offset, 1);
    return place - shift + best;
  }

  /** All channels as one. */
  #mix(start: number, into: Float32Array): void {
    const raw = this.#raw.map((one) => one.subarray(0, into.length));
    this.source.read(start, raw);
    const [first, second] = raw;
    into.set(first as Float32Array);
    if (second)
      for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) + (second[i] as number);
  }
}

/** Normalised correlation of `a` with `b` from `offset` on, -1 to 1. */
function likeness(
  a: Float32Array,
  b: Float32Array,
  offset: number,
  length: number,
  stride: number,
): number {
  let [product, energy] = [0, 1e-9];
  for (let i = 0; i < length; i += stride) {
    const value = b[offset + i] as number;
    product += (a[i] as number) * value;
    energy += value * value;
  }
  return product / Math.sqrt(energy);
}
