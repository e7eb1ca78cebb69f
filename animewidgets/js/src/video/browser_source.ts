import { DecodeRun, type RunEvents } from "./decode_run";
import type { Packets } from "./demuxed";
import type { FrameIndex } from "./frame_index";
import {
  bytesOf,
  capacityOf,
  contiguousDown,
  type FrameWindow,
  firstMissing,
  overshootOf,
  windowAround,
} from "./frame_window";
import type { Picture, PictureSource } from "./picture_source";

interface Held extends Picture {
  readonly image: VideoFrame;
}

interface Waiter {
  resolve(picture: Picture): void;
  reject(error: unknown): void;
}

/**
 * Pictures decoded by WebCodecs. Frames around the viewer are kept in a window bounded by bytes. One
 * run decodes onward; a second one fills the window behind while the viewer steps back.
 */
export class BrowserSource implements PictureSource {
  readonly kind = "browser";
  #held = new Map<number, Held>();
  #waiters = new Map<number, Set<Waiter>>();
  #onward: DecodeRun | undefined;
  #backfill: DecodeRun | undefined;
  #capacity = 24;
  #center = 0;
  #direction: -1 | 0 | 1 = 0;
  #refresh = false;
  #missed = -1;
  #delivered = 0;
  #closed = false;

  constructor(
    readonly index: FrameIndex,
    readonly packets: Packets,
  ) {}

  peek(ordinal: number): Picture | undefined {
    return this.#held.get(ordinal);
  }

  picture(ordinal: number, signal?: AbortSignal): Promise<Picture> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    this.#move(ordinal, ordinal === this.#center ? this.#direction : 0);
    const held = this.#held.get(ordinal);
    if (held) return Promise.resolve(held);
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#waiters.get(ordinal)?.delete(waiter);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        resolve: (picture) => {
          signal?.removeEventListener("abort", abort);
          resolve(picture);
        },
        reject: (error) => {
          signal?.removeEventListener("abort", abort);
          reject(error);
        },
      };
      signal?.addEventListener("abort", abort);
      const waiters = this.#waiters.get(ordinal) ?? new Set();
      this.#waiters.set(ordinal, waiters.add(waiter));
      this.#demand(ordinal);
    });
  }

  travel(ordinal: number, direction: -1 | 0 | 1): void {
    this.#move(ordinal, direction);
    if (!this.#held.has(ordinal)) return; // first things first: its demand drives the run
    if (direction < 0) this.#fillBehind();
    else this.#fillAhead();
  }

  close(): void {
    this.#closed = true;
    this.#onward?.close();
    this.#backfill?.close();
    this.packets.close();
    for (const { image } of this.#held.values()) image.close();
    this.#held.clear();
    this.#rejectAll(new DOMException("the picture source was closed", "AbortError"));
  }

  #window(): FrameWindow {
    return windowAround(this.#center, this.#direction, this.#capacity, this.index.count);
  }

  #move(center: number, direction: -1 | 0 | 1): void {
    this.#center = center;
    this.#direction = direction;
    const { low, high } = this.#window();
    for (const [ordinal, { image }] of this.#held) {
      if (ordinal >= low && ordinal <= high) continue;
      image.close();
      this.#held.delete(ordinal);
    }
    for (const ordinal of this.#wanted())
      if (ordinal < low || ordinal > high) this.#supersede(ordinal);
  }

  /** Make sure that a run is on its way to this picture. */
  #demand(ordinal: number): void {
    if (this.#passes(this.#onward, ordinal)) this.#onward?.extend(ordinal);
    else if (!this.#passes(this.#backfill, ordinal)) this.#restart(ordinal);
  }

  /** Whether going on with a run is the shorter way to a picture than beginning at its key frame. */
  #passes(run: DecodeRun | undefined, ordinal: number): boolean {
    if (!run?.alive || ordinal > run.stop || ordinal <= run.last) return false;
    const from = this.index.keyBefore(run.begin);
    // Leading pictures of an open GOP lie before its key picture: no run that begins there gives them.
    return ordinal >= from && Math.max(run.last, from) >= this.index.keyBefore(ordinal) - 1;
  }

  #restart(ordinal: number): void {
    this.#backfill?.close();
    this.#backfill = undefined;
    this.#onward?.close();
    for (const waiting of this.#wanted()) if (waiting !== ordinal) this.#supersede(waiting);
    this.#onward = this.#run(ordinal, ordinal, this.index.count - 1);
  }

  /** Decode the pictures after the held ones, before the viewer gets there. */
  #fillAhead(): void {
    const { target, high } = this.#window();
    const missing = firstMissing(this.#center, high, (n) => this.#held.has(n));
    if (missing < 0 || missing > target) return;
    if (this.#passes(this.#onward, missing)) this.#onward?.extend(target);
    else if (this.#direction > 0 && !this.#waitersLeft()) {
      this.#onward?.close();
      this.#onward = this.#run(missing, target, this.index.count - 1);
    }
  }

  /** Decode the pictures before the held ones in the background, before the viewer gets there. */
  #fillBehind(): void {
    if (this.#backfill?.alive || this.#waitersLeft()) return;
    const { low } = this.#window();
    const held = contiguousDown(this.#center, low, (n) => this.#held.has(n));
    if (held <= low || this.#center - held > (this.#center - low) / 2) return;
    this.#backfill = this.#run(Math.max(low, this.index.keyBefore(held - 1)), held - 1, held - 1);
  }

  #run(begin: number, target: number, stop: number): DecodeRun {
    const events: RunEvents = {
      frame: (ordinal, frame) => {
        this.#keep(ordinal, frame);
        if (run === this.#onward) this.#goBackForMissed(ordinal);
      },
      end: () => this.#ended(),
      error: (error) => this.#failed(run, error),
    };
    const queue = overshootOf(this.#capacity);
    const run: DecodeRun = new DecodeRun(this.packets, begin, target, stop, events, {
      queue,
      refresh: this.#refresh,
    });
    return run;
  }

  #keep(ordinal: number, frame: VideoFrame): void {
    if (this.#delivered++ === 0) {
      this.#capacity = capacityOf(bytesOf(frame.codedWidth, frame.codedHeight, frame.format));
    }
    const { low, high } = this.#window();
    if (ordinal < low || ordinal > high || this.#held.has(ordinal)) {
      frame.close();
      return;
    }
    const held: Held = {
      ordinal,
      image: frame,
      width: frame.displayWidth,
      height: frame.displayHeight,
      rotation: this.index.release.rotation,
    };
    this.#held.set(ordinal, held);
    this.#settle(ordinal, (waiter) => waiter.resolve(held));
  }

  /** The container's key flags and the index may differ: a picture that a run passed by is begun for. */
  #goBackForMissed(emitted: number): void {
    const missed = this.#wanted().find((n) => n < emitted && !this.#passes(this.#backfill, n));
    if (missed === undefined) return;
    if (missed === this.#missed) this.#supersede(missed);
    else this.#restart(missed);
    this.#missed = missed;
  }

  #ended(): void {
    if (this.#onward?.alive || this.#backfill?.alive) return;
    this.#rejectAll(new Error("the browser's decoder did not give the picture"));
  }

  /**
   * A decoder that fails is rebuilt once, to begin only where it is reset: Chromium's H.264 decoder
   * stumbles over the key pictures of open GOPs. If that fails too, the kernel takes over.
   */
  #failed(run: DecodeRun, error: Error): void {
    if (this.#closed) return;
    if (run === this.#backfill) {
      this.#backfill = undefined;
      const [waiting] = this.#wanted();
      if (waiting !== undefined) this.#restart(waiting);
      return;
    }
    this.#onward = undefined;
    if (this.#refresh) {
      this.#rejectAll(error);
      return;
    }
    this.#refresh = true;
    const [waiting] = this.#wanted();
    if (waiting !== undefined) this.#onward = this.#run(waiting, waiting, this.index.count - 1);
  }

  #wanted(): number[] {
    return [...this.#waiters].filter(([, waiters]) => waiters.size > 0).map(([n]) => n);
  }

  #waitersLeft(): boolean {
    return this.#wanted().length > 0;
  }

  #supersede(ordinal: number): void {
    const error = new DOMException("a newer picture was asked for", "AbortError");
    this.#settle(ordinal, (waiter) => waiter.reject(error));
  }

  #settle(ordinal: number, settle: (waiter: Waiter) => void): void {
    const waiters = this.#waiters.get(ordinal);
    this.#waiters.delete(ordinal);
    for (const waiter of waiters ?? []) settle(waiter);
  }

  #rejectAll(error: unknown): void {
    for (const ordinal of [...this.#waiters.keys()]) this.#settle(ordinal, (w) => w.reject(error));
  }
}
