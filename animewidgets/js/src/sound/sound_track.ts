import type { Requester } from "../core/channel";
import type { SamplesReply } from "../core/wire";

/** Samples fetched at once: 128 kB of stereo, two thirds of a second. */
export const BLOCK = 32_768;
/** Blocks held: about 80 seconds, 16 MB of stereo. */
const HELD = 120;
const IN_FLIGHT = 2;
const TIMEOUT = 30_000;

/**
 * The samples of one stream of sound at one rate, by number: sample n sounds at n / rate seconds on
 * the pictures' axis. They come in blocks from the kernel, a stretch ahead of where they are wanted.
 */
export class SoundTrack {
  /** 1 or 2; known once a block has come. */
  channels = 0;
  /** Why no more samples come. */
  error: Error | undefined;

  #blocks = new Map<number, Int16Array>();
  #wanted: number[] = [];
  #flights = new Map<number, AbortController>();
  #listeners = new Set<() => void>();
  #closed = false;

  constructor(
    readonly channel: Requester,
    readonly stream: number,
    readonly rate: number,
  ) {}

  /** Have [start, stop) fetched, in order; replaces what was wanted before. */
  want(start: number, stop: number): void {
    const wanted: number[] = [];
    for (let at = Math.floor(start / BLOCK); at * BLOCK < stop; at++) wanted.push(at);
    this.#wanted = wanted;
    this.error = undefined;
    for (const [block, flight] of this.#flights) if (!wanted.includes(block)) flight.abort();
    this.#next();
  }

  /** Whether all of [start, stop) is at hand. */
  has(start: number, stop: number): boolean {
    for (let at = Math.floor(start / BLOCK); at * BLOCK < stop; at++)
      if (!this.#blocks.has(at)) return false;
    return true;
  }

  /**
   * Copy the samples from `start` on into one array per channel, -1 to 1. A mono track fills them all.
   * False, and nothing is copied, where some are not at hand.
   */
  read(start: number, into: readonly Float32Array[]): boolean {
    const length = into[0]?.length ?? 0;
    if (!this.has(start, start + length)) return false;
    let done = 0;
    while (done < length) {
      const number = Math.floor((start + done) / BLOCK);
      const block = this.#blocks.get(number) as Int16Array;
      const offset = start + done - number * BLOCK;
      const count = Math.min(length - done, BLOCK - offset);
      for (const [n, out] of into.entries()) {
        let at = offset * this.channels + Math.min(n, this.channels - 1);
        for (let i = 0; i < count; i++, at += this.channels)
          out[done + i] = (block[at] as number) / 32768;
      }
      done += count;
    }
    return true;
  }

  /** Called after each block that arrived, or failed to; returns the function that stops it. */
  onArrival(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#wanted = [];
    for (const flight of this.#flights.values()) flight.abort();
    this.#blocks.clear();
    this.#listeners.clear();
  }

  #next(): void {
    for (const block of this.#wanted) {
      if (this.#closed || this.error || this.#flights.size >= IN_FLIGHT) return;
      if (this.#blocks.has(block) || this.#flights.has(block)) continue;
      const flight = new AbortController();
      this.#flights.set(block, flight);
      this.#receive(block, flight.signal)
        .catch((error: Error) => {
          if (!flight.signal.aborted) this.error = error;
        })
        .then(() => {
          this.#flights.delete(block);
          if (this.#closed) return;
          for (const listener of this.#listeners) listener();
          this.#next();
        });
    }
  }

  async #receive(block: number, signal: AbortSignal): Promise<void> {
    const { stream, rate } = this;
    const { result, buffers } = await this.channel.request<SamplesReply>(
      "audio.samples",
      { stream, rate, start: block * BLOCK, stop: (block + 1) * BLOCK },
      { timeout: TIMEOUT, signal },
    );
    const view = buffers[0];
    if (!view || this.#closed) return;
    this.channels = result.channels;
    // Copied, because an Int16Array must begin at an even byte.
    this.#blocks.set(
      block,
      new Int16Array(
        view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) as ArrayBuffer,
      ),
    );
    this.#forget();
  }

  /** Keep within bounds: what came first goes first, but nothing that is wanted. */
  #forget(): void {
    for (const block of this.#blocks.keys()) {
      if (this.#blocks.size <= HELD) return;
      if (!this.#wanted.includes(block)) this.#blocks.delete(block);
    }
  }
}
