import type { Requester } from "../core/channel";
import type { PicturesReply } from "../core/wire";
import type { FrameIndex } from "./frame_index";
import { capacityOf, windowAround } from "./frame_window";
import type { Picture, PictureSource } from "./picture_source";

/** Pictures per request while reading ahead: few, so that a jump waits for little. */
const BATCH = 4;
/** Requests under way at once: the kernel decodes one while another travels. */
const PIPELINE = 3;
const AHEAD = 24;
const TIMEOUT = 30_000;

interface Held extends Picture {
  readonly image: ImageBitmap;
}

interface Flight {
  readonly ordinals: number[];
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/**
 * Pictures decoded in the kernel, sent compressed, kept as bitmaps around the viewer. Reads ahead the
 * way the viewer goes, and cancels what a jump made useless.
 */
export class KernelSource implements PictureSource {
  readonly kind = "kernel";
  #held = new Map<number, Held>();
  #flights = new Set<Flight>();
  #capacity: number;
  #center = 0;
  #direction: -1 | 0 | 1 = 0;
  #closed = false;

  constructor(
    readonly index: FrameIndex,
    readonly channel: Requester,
  ) {
    this.#capacity = capacityOf(index.release.width * index.release.height * 4);
  }

  peek(ordinal: number): Picture | undefined {
    return this.#held.get(ordinal);
  }

  async picture(ordinal: number, signal?: AbortSignal): Promise<Picture> {
    signal?.throwIfAborted();
    this.#move(ordinal, ordinal === this.#center ? this.#direction : 0);
    const held = this.#held.get(ordinal);
    if (held) return held;
    // What is under way for elsewhere would stand before this picture in the kernel's queue.
    for (const flight of this.#flights)
      if (!flight.ordinals.includes(ordinal) && !this.#useful(flight)) flight.abort.abort();
    const flight = this.#flightOf(ordinal) ?? this.#fetch([ordinal]);
    await raced(flight.done, signal);
    const arrived = this.#held.get(ordinal);
    if (!arrived) throw new DOMException("a newer picture was asked for", "AbortError");
    return arrived;
  }

  travel(ordinal: number, direction: -1 | 0 | 1): void {
    this.#move(ordinal, direction);
    if (direction !== 0) this.#readAhead();
  }

  close(): void {
    this.#closed = true;
    for (const flight of this.#flights) flight.abort.abort();
    for (const { image } of this.#held.values()) image.close();
    this.#held.clear();
  }

  #move(center: number, direction: -1 | 0 | 1): void {
    this.#center = center;
    this.#direction = direction;
    const reach = Math.floor(this.#capacity / 2);
    for (const [ordinal, { image }] of this.#held) {
      if (Math.abs(ordinal - center) <= reach) continue;
      image.close();
      this.#held.delete(ordinal);
    }
  }

  /** Whether a flight still brings what the viewer comes to. */
  #useful(flight: Flight): boolean {
    const { low, high } = windowAround(
      this.#center,
      this.#direction,
      this.#capacity,
      this.index.count,
    );
    return flight.ordinals.some((n) => n >= Math.max(low, this.#center - AHEAD) && n <= high);
  }

  #flightOf(ordinal: number): Flight | undefined {
    for (const flight of this.#flights)
      if (!flight.abort.signal.aborted && flight.ordinals.includes(ordinal)) return flight;
    return undefined;
  }

  #readAhead(): void {
    if (this.#closed) return;
    const reach = Math.min(AHEAD, Math.floor(this.#capacity / 2) - 1);
    let batch: number[] = [];
    for (let i = 1; i <= reach && this.#flights.size < PIPELINE; i++) {
      const ordinal = this.#center + i * this.#direction;
      const last = ordinal < 0 || ordinal >= this.index.count;
      if (!last && !this.#held.has(ordinal) && !this.#flightOf(ordinal)) batch.push(ordinal);
      if (batch.length === BATCH || (batch.length > 0 && (last || i === reach))) {
        // What is left of a batch is worth a message only when it is near.
        if (batch.length === BATCH || last || i <= BATCH) this.#fetch(batch);
        batch = [];
      }
      if (last) break;
    }
  }

  #fetch(ordinals: number[]): Flight {
    const abort = new AbortController();
    const flight: Flight = { ordinals, abort, done: this.#receive(ordinals, abort.signal) };
    this.#flights.add(flight);
    flight.done
      .then(
        () => true,
        () => false, // whoever waits for a picture of it is told; reading ahead just stops
      )
      .then((arrived) => {
        this.#flights.delete(flight);
        if (arrived && this.#direction !== 0) this.#readAhead();
      });
    return flight;
  }

  async #receive(ordinals: number[], signal: AbortSignal): Promise<void> {
    const { result, buffers } = await this.channel.request<PicturesReply>(
      "media.pictures",
      { ordinals: [...ordinals].sort((a, b) => a - b), height: 0 },
      { timeout: TIMEOUT, signal },
    );
    await Promise.all(
      result.ordinals.map(async (ordinal, i) => {
        const image = await createImageBitmap(
          new Blob([buffers[i] as DataView<ArrayBuffer>], { type: result.mime }),
        );
        const far = Math.abs(ordinal - this.#center) > this.#capacity / 2;
        if (this.#closed || far || this.#held.has(ordinal)) return image.close();
        this.#held.set(ordinal, {
          ordinal,
          image,
          width: image.width,
          height: image.height,
          rotation: 0,
        });
      }),
    );
  }
}

/** The promise, unless the signal says first that nobody waits any more. */
function raced(promise: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
