import type { Requester } from "../core/channel";
import { nearestIn } from "../core/sorted";
import type { PicturesReply } from "../core/wire";
import type { FrameIndex } from "./frame_index";

/** Small pictures over the whole release that come first, so that something near is there early. */
const COARSE = 120;
const BATCH = 16;
const HELD = 1500;
const TIMEOUT = 60_000;

export interface FilmstripPicture {
  readonly ordinal: number;
  readonly image: ImageBitmap;
}

/**
 * Ordinals over the whole release, evenly, on key frames where there are any near (they decode fastest),
 * in an order that halves the gaps: the first few already cover everything.
 */
export function coarseOrdinals(count: number, key: Uint8Array, most = COARSE): number[] {
  const step = Math.max(1, count / most);
  const even = Array.from({ length: Math.min(count, most) }, (_, i) => Math.floor(i * step));
  const snapped = even.map((ordinal) => {
    for (let d = 0; d <= step / 2; d++) {
      if (key[ordinal + d]) return ordinal + d;
      if (key[ordinal - d]) return ordinal - d;
    }
    return ordinal;
  });
  const unique = [...new Set(snapped)];
  const taken = new Set<number>();
  for (let stride = 64; stride >= 1; stride /= 2)
    for (let i = 0; i < unique.length; i += stride) taken.add(unique[i] as number);
  return [...taken];
}

/** Small pictures of the release, by ordinal: a coarse set over the whole of it first, then what is wished. */
export class Filmstrip {
  #images = new Map<number, ImageBitmap>();
  #sorted: number[] = [];
  #coarse: number[];
  #coarseSet: Set<number>;
  #wished: number[] = [];
  #failed = new Set<number>();
  #flight: { ordinals: number[]; abort: AbortController; wished: boolean } | undefined;
  #listeners = new Set<() => void>();
  #closed = false;

  constructor(
    readonly index: FrameIndex,
    readonly channel: Requester,
    /** Pixels. */
    readonly height = 90,
  ) {
    this.#coarse = coarseOrdinals(index.count, index.key);
    this.#coarseSet = new Set(this.#coarse);
    this.#next();
  }

  /** The small picture that lies nearest to an ordinal, whatever its distance. */
  nearest(ordinal: number): FilmstripPicture | undefined {
    const found = this.#sorted[nearestIn(this.#sorted, ordinal)];
    return found === undefined
      ? undefined
      : { ordinal: found, image: this.#images.get(found) as ImageBitmap };
  }

  /** The small picture of exactly this ordinal. */
  at(ordinal: number): ImageBitmap | undefined {
    return this.#images.get(ordinal);
  }

  /** Newest wish first: replaces the wishes before it; what is no longer wanted is cancelled. */
  want(ordinals: number[]): void {
    this.#wished = ordinals.filter((n) => n >= 0 && n < this.index.count);
    const flight = this.#flight;
    const wishes = new Set(this.#wished);
    // A coarse batch is small and serves everybody; a wished one is worth nothing once nobody wants it.
    if (flight?.wished && !flight.ordinals.some((n) => wishes.has(n))) flight.abort.abort();
    this.#next();
  }

  /** Called after each batch that arrived; returns the function that stops it. */
  onArrival(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#flight?.abort.abort();
    for (const image of this.#images.values()) image.close();
    this.#images.clear();
    this.#sorted = [];
    this.#listeners.clear();
  }

  #next(): void {
    if (this.#flight || this.#closed) return;
    const open = (n: number) => !this.#images.has(n) && !this.#failed.has(n);
    // The first coarse batch goes before all wishes: from then on something near is always there.
    let ordinals = this.#sorted.length === 0 ? [] : this.#wished.filter(open);
    const wished = ordinals.length > 0;
    if (!wished) ordinals = this.#coarse.filter(open);
    if (ordinals.length === 0) ordinals = this.#wished.filter(open);
    if (ordinals.length === 0) return;
    const batch = ordinals.slice(0, BATCH).sort((a, b) => a - b);
    const flight = { ordinals: batch, abort: new AbortController(), wished };
    this.#flight = flight;
    this.#receive(batch, flight.abort.signal)
      .catch(() => {
        // Ordinals that the kernel cannot give stay away; the exact picture tells why.
        if (!flight.abort.signal.aborted) for (const n of batch) this.#failed.add(n);
      })
      .then(() => {
        this.#flight = undefined;
        if (this.#closed) return;
        for (const listener of this.#listeners) listener();
        this.#next();
      });
  }

  async #receive(ordinals: number[], signal: AbortSignal): Promise<void> {
    const { result, buffers } = await this.channel.request<PicturesReply>(
      "media.thumbnails",
      { ordinals, height: this.height },
      { timeout: TIMEOUT, signal },
    );
    const images = await Promise.all(
      buffers.map((buffer) =>
        createImageBitmap(new Blob([buffer as DataView<ArrayBuffer>], { type: result.mime })),
      ),
    );
    for (const [i, image] of images.entries()) {
      const ordinal = result.ordinals[i] as number;
      if (this.#closed || this.#images.has(ordinal)) image.close();
      else this.#images.set(ordinal, image);
    }
    this.#forget();
    this.#sorted = [...this.#images.keys()].sort((a, b) => a - b);
  }

  /** Keep within bounds: what came first goes first, but the coarse set stays. */
  #forget(): void {
    for (const [ordinal, image] of this.#images) {
      if (this.#images.size <= HELD) return;
      if (this.#coarseSet.has(ordinal) || this.#wished.includes(ordinal)) continue;
      image.close();
      this.#images.delete(ordinal);
    }
  }
}
