import type { Requester } from "../core/channel";
import type { DecoderChoice } from "../core/wire";
import type { Filmstrip } from "./filmstrip";
import type { FrameIndex } from "./frame_index";
import { openSource } from "./open_source";
import type { Picture, PictureSource } from "./picture_source";
import { PlayClock } from "./play_clock";

export type PlaybackState = "ready" | "seeking" | "error";

/** Milliseconds that an exact picture may take before the nearest small one stands in for it. */
const PATIENCE = 30;

/** Opens the source that serves, and says why it is that one. */
export type SourceOpener = (
  index: FrameIndex,
  channel: Requester,
  choice: DecoderChoice,
  canDemux: boolean,
) => Promise<{ source: PictureSource; reason: string }>;

/** The browser's clocks; tests turn their own. */
export interface Ticker {
  now(): number;
  request(callback: () => void): number;
  cancel(handle: number): void;
}

const BROWSER_TICKER: Ticker = {
  now: () => performance.now(),
  request: (callback) => requestAnimationFrame(callback),
  cancel: (handle) => cancelAnimationFrame(handle),
};

export interface PlaybackOptions {
  index: FrameIndex;
  channel: Requester;
  filmstrip: Filmstrip;
  /** `hello.decoder`; "auto" unless told. */
  choice?: DecoderChoice;
  /** `hello.browser_can_demux`. */
  canDemux?: boolean;
  open?: SourceOpener;
  ticker?: Ticker;
}

/** Where the viewer is, and the picture that stands there. One per model; its views are Screens. */
export class Playback {
  readonly index: FrameIndex;
  readonly channel: Requester;
  readonly filmstrip: Filmstrip;
  /** The wanted ordinal: the shown one when `state` is "ready". */
  frame = 0;
  state: PlaybackState = "seeking";
  error: Error | undefined;
  decoder: "browser" | "kernel" = "kernel";
  /** For people: "decoded in the browser", "decoded in the kernel: HEVC is not supported by this browser". */
  decoderReason = "";
  choice: DecoderChoice;
  playing = false;
  rate = 1;
  /** Frames that play() had to skip since it was last called. */
  dropped = 0;

  #canDemux: boolean;
  #open: SourceOpener;
  #ticker: Ticker;
  #source: PictureSource | undefined;
  #opening: Promise<PictureSource> | undefined;
  #openings = 0;
  #seek: AbortController | undefined;
  #impatient = false;
  #direction: -1 | 0 | 1 = 0;
  #clock: PlayClock | undefined;
  #handle = 0;
  #listeners = new Set<() => void>();
  #stopArrivals: () => void;
  #closed = false;

  constructor(options: PlaybackOptions) {
    this.index = options.index;
    this.channel = options.channel;
    this.filmstrip = options.filmstrip;
    this.choice = options.choice ?? "auto";
    this.#canDemux = options.canDemux ?? true;
    this.#open = options.open ?? openSource;
    this.#ticker = options.ticker ?? BROWSER_TICKER;
    this.#stopArrivals = this.filmstrip.onArrival(() => {
      if (this.state === "seeking") this.#changed();
    });
    this.seek(0);
  }

  /** The picture to draw now: exact, or the nearest of the filmstrip while `approximate`. */
  get shown(): Picture | undefined {
    const exact = this.#source?.peek(this.frame);
    if (exact || !this.#impatient) return exact;
    const near = this.filmstrip.nearest(this.frame);
    return (
      near && { ...near, width: near.image.width, height: near.image.height, rotation: 0 as const }
    );
  }

  /** Whether what stands on the screen is not (yet) the picture of `frame`. */
  get approximate(): boolean {
    return this.#impatient && this.state !== "ready";
  }

  /** Go to a frame (clamped). Resolves when it stands there exactly, or a newer seek took over. */
  seek(ordinal: number): Promise<void> {
    this.#stopClock();
    return this.#goTo(ordinal, 0);
  }

  /** Go some frames on, or back. */
  step(delta: number): Promise<void> {
    this.#stopClock();
    return this.#goTo(this.frame + delta, Math.sign(delta) as -1 | 0 | 1);
  }

  /** Play from here at a multiple of the release's own speed; from the last frame: from the beginning. */
  play(rate = 1): void {
    if (this.#closed || this.index.count === 0) return;
    this.#stopClock();
    this.rate = rate;
    this.dropped = 0;
    if (this.frame >= this.index.count - 1) this.#goTo(0, 1);
    this.playing = true;
    this.#clock = new PlayClock(this.index, this.frame, rate, this.#ticker.now());
    this.#direction = 1;
    this.#handle = this.#ticker.request(this.#tick);
    this.#source?.travel(this.frame, 1);
    this.#changed();
  }

  /** Stop on the frame that stands there. */
  pause(): void {
    if (!this.playing) return;
    this.#stopClock();
    this.#changed();
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play(this.rate);
  }

  /** Choose where pictures are decoded; resolves when the frame stands there again. */
  async setDecoder(choice: DecoderChoice): Promise<void> {
    if (choice === this.choice && this.state !== "error") return;
    this.choice = choice;
    this.#stopClock();
    this.#source?.close();
    this.#source = undefined;
    this.#opening = undefined;
    await this.#goTo(this.frame, 0);
  }

  /** Called whenever anything above changed; returns the function that stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#stopClock();
    this.#seek?.abort(superseded());
    this.#stopArrivals();
    this.#source?.close();
    this.#source = undefined;
    this.#listeners.clear();
  }

  async #goTo(wanted: number, direction: -1 | 0 | 1): Promise<void> {
    if (this.#closed || this.index.count === 0) return;
    const ordinal = Math.min(this.index.count - 1, Math.max(0, Math.round(wanted)));
    this.#seek?.abort(superseded());
    const seek = new AbortController();
    this.#seek = seek;
    this.frame = ordinal;
    this.#direction = direction;
    this.error = undefined;
    if (this.#source?.peek(ordinal)) {
      this.#arrived(ordinal);
      return;
    }
    this.state = "seeking";
    const timer = setTimeout(() => {
      this.#impatient = true;
      this.#changed();
    }, PATIENCE);
    this.#changed();
    try {
      await this.#exact(ordinal, seek.signal);
      if (!seek.signal.aborted) this.#arrived(ordinal);
    } catch (error) {
      if (seek.signal.aborted || isAbort(error)) return;
      this.state = "error";
      this.error = error as Error;
      this.#stopClock();
      this.#changed();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Wait for the exact picture; a browser that fails at it hands over to the kernel. */
  async #exact(ordinal: number, signal: AbortSignal): Promise<void> {
    const source = await this.#opened();
    signal.throwIfAborted();
    try {
      await source.picture(ordinal, signal);
    } catch (error) {
      if (signal.aborted || isAbort(error) || source.kind === "kernel") throw error;
      this.#opening = this.#use("kernel", `decoded in the kernel: ${(error as Error).message}`);
      const kernel = await this.#opening;
      await kernel.picture(ordinal, signal);
    }
  }

  /** The source that serves; one that could not be opened is tried again at the next seek. */
  #opened(): Promise<PictureSource> {
    if (!this.#opening) {
      const opening = this.#use(this.choice);
      this.#opening = opening;
      opening.catch(() => {
        if (this.#opening === opening) this.#opening = undefined;
      });
    }
    return this.#opening;
  }

  #arrived(ordinal: number): void {
    this.state = "ready";
    this.#impatient = false;
    this.#source?.travel(ordinal, this.#direction);
    this.#changed();
  }

  async #use(choice: DecoderChoice, because?: string): Promise<PictureSource> {
    const number = ++this.#openings;
    const { source, reason } = await this.#open(this.index, this.channel, choice, this.#canDemux);
    if (this.#closed || number !== this.#openings) {
      source.close();
      throw superseded();
    }
    this.#source?.close();
    this.#source = source;
    this.decoder = source.kind;
    this.decoderReason = because ?? reason;
    this.#changed();
    return source;
  }

  #tick = () => {
    const clock = this.#clock;
    if (!clock) return;
    this.#handle = this.#ticker.request(this.#tick);
    const { show, dropped, ended } = clock.advance(
      this.frame,
      this.#ticker.now(),
      (ordinal) => this.#source?.peek(ordinal) !== undefined,
    );
    if (show !== undefined) {
      // A frame that was waited for, and never came to stand there, was dropped too.
      this.dropped += dropped + (this.state === "seeking" ? 1 : 0);
      this.#seek?.abort(superseded());
      this.frame = show;
      this.#arrived(show);
    } else if (clock.waits && this.state === "ready" && !ended) {
      // Nothing is at hand: ask for the next picture, as a step would, and go on playing from there.
      this.#goTo(this.frame + 1, 1);
    }
    if (ended) this.pause();
  };

  #stopClock(): void {
    if (this.#clock) this.#ticker.cancel(this.#handle);
    this.#clock = undefined;
    this.playing = false;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function superseded(): DOMException {
  return new DOMException("a newer picture was asked for", "AbortError");
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
