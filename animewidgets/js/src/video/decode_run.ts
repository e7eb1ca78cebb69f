import type { Packets } from "./demuxed";

/** What a run tells its owner, who takes over every frame given to `frame`, and closes it. */
export interface RunEvents {
  frame(ordinal: number, frame: VideoFrame): void;
  /** No more frames will come: the stream ended, or the run reached its last frame. */
  end(): void;
  error(error: Error): void;
}

/**
 * One pass of a decoder through the stream: from a key packet on, as far as was asked. Going on is
 * cheap; going back is a new run.
 */
export class DecodeRun {
  /** The newest ordinal that came out; -1 before the first. */
  last = -1;
  /** The ordinal that the run decodes up to without being asked again. */
  #target: number;
  #decoder: VideoDecoder;
  #ordinals = new Map<number, number>();
  #wake: (() => void) | undefined;
  #closed = false;
  #ended = false;

  constructor(
    readonly packets: Packets,
    /** The ordinal that the run began for. */
    readonly begin: number,
    target: number,
    /** Where the run ends for good. */
    readonly stop: number,
    readonly events: RunEvents,
    /** Chunks that wait in the decoder at most; whether to begin only where the decoder is reset. */
    options: { queue: number; refresh: boolean },
  ) {
    this.#target = target;
    this.#decoder = new VideoDecoder({
      output: (frame) => this.#output(frame),
      error: (error) => this.#fail(error),
    });
    this.#decoder.addEventListener("dequeue", () => this.#wake?.());
    this.#pump(options.queue, options.refresh).catch((error) => this.#fail(error));
  }

  /** Whether frames may still come. */
  get alive(): boolean {
    return !this.#closed && !this.#ended;
  }

  /** Decode on up to this ordinal. */
  extend(target: number): void {
    if (target <= this.#target) return;
    this.#target = Math.min(target, this.stop);
    this.#wake?.();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#wake?.();
    if (this.#decoder.state !== "closed") this.#decoder.close();
  }

  async #pump(queue: number, refresh: boolean): Promise<void> {
    const packets = await this.packets.from(this.begin, refresh);
    if (this.#closed) return;
    this.#decoder.configure(this.packets.config);
    for await (const packet of packets) {
      while (!this.#closed && (this.last >= this.#target || this.#decoder.decodeQueueSize >= queue))
        await this.#change();
      if (this.#closed) return;
      const ordinal = this.packets.times.ordinalOf(packet.microseconds);
      if (ordinal >= 0) this.#ordinals.set(packet.microseconds, ordinal);
      this.#decoder.decode(
        new EncodedVideoChunk({
          data: packet.data,
          type: packet.type,
          timestamp: packet.microseconds,
        }),
      );
    }
    await this.#decoder.flush();
    this.#end();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        resolve();
      };
    });
  }

  #output(frame: VideoFrame): void {
    const ordinal = this.#ordinals.get(frame.timestamp);
    // Packets without an ordinal are decoded because others need them, and never shown.
    if (ordinal === undefined || this.#closed) {
      frame.close();
      return;
    }
    this.#ordinals.delete(frame.timestamp);
    this.last = Math.max(this.last, ordinal);
    this.events.frame(ordinal, frame);
    if (this.last >= this.stop) {
      this.close();
      this.#end();
    } else this.#wake?.();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.events.end();
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.close();
    this.events.error(error instanceof Error ? error : new Error(String(error)));
  }
}
