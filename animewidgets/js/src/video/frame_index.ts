import type { ReleaseInfo } from "../core/wire";

/**
 * The kernel's frame index: what frame n is. Ordinals are ranks in presentation order from 0; times
 * are ticks. Microseconds are for comparing with packet times in the browser, never for identity.
 */
export class FrameIndex {
  readonly count: number;

  constructor(
    readonly release: ReleaseInfo,
    readonly pts: Float64Array,
    readonly duration: Float64Array,
    readonly key: Uint8Array,
    readonly packetPts: Float64Array,
    /** Width and height of every picture, where they differ. */
    readonly sizes: Int32Array | null = null,
  ) {
    this.count = pts.length;
  }

  /** Build from the four or five little-endian buffers of `hello`; ticks stay exact below 2^53. */
  static fromBuffers(release: ReleaseInfo, buffers: DataView[]): FrameIndex {
    const [pts, duration, key, packetPts, sizes] = buffers;
    if (!pts || !duration || !key || !packetPts)
      throw new Error("hello came without the frame index");
    return new FrameIndex(
      release,
      ticks(pts),
      ticks(duration),
      new Uint8Array(key.buffer, key.byteOffset, key.byteLength),
      ticks(packetPts),
      sizes ? integers(sizes) : null,
    );
  }

  /** Pixels of a picture after rotation. */
  sizeOf(ordinal: number): { width: number; height: number } {
    const { width, height } = this.release;
    if (!this.sizes) return { width, height };
    const at = 2 * Math.min(this.count - 1, Math.max(0, ordinal));
    return { width: this.sizes[at] ?? width, height: this.sizes[at + 1] ?? height };
  }

  /** Ordinal of the picture that stands on the screen at `pts` (clamped to the release). */
  ordinalAt(pts: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.pts[middle] as number) <= pts) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Ordinal whose pts is exactly this one, or -1. */
  ordinalOf(pts: number): number {
    const ordinal = this.ordinalAt(pts);
    return this.pts[ordinal] === pts ? ordinal : -1;
  }

  /** Ticks of an ordinal; an ordinal one past the last gives the end of the release. */
  ptsOf(ordinal: number): number {
    return ordinal >= this.count
      ? this.release.end_pts
      : (this.pts[Math.max(0, ordinal)] as number);
  }

  seconds(pts: number): number {
    const [numerator, denominator] = this.release.time_base;
    return (pts * numerator) / denominator;
  }

  /** The nearest microsecond of a tick, as `animewidgets.timebase.microseconds` gives it. */
  microseconds(pts: number): number {
    const [numerator, denominator] = this.release.time_base;
    const exact = BigInt(pts) * BigInt(numerator) * 2_000_000n;
    const twice = BigInt(denominator) * 2n;
    return Number(floorDivide(exact + BigInt(denominator), twice));
  }

  /** The last key frame at or before an ordinal (0 when the first is no key frame). */
  keyBefore(ordinal: number): number {
    for (let at = Math.min(ordinal, this.count - 1); at > 0; at--) if (this.key[at]) return at;
    return 0;
  }
}

function ticks(view: DataView): Float64Array {
  const out = new Float64Array(view.byteLength / 8);
  for (let i = 0; i < out.length; i++) out[i] = Number(view.getBigInt64(i * 8, true));
  return out;
}

function integers(view: DataView): Int32Array {
  const out = new Int32Array(view.byteLength / 4);
  for (let i = 0; i < out.length; i++) out[i] = view.getInt32(i * 4, true);
  return out;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const q = a / b;
  return a % b < 0n ? q - 1n : q;
}
