import type { Requester } from "../core/channel";
import type { AudioStream, DecoderChoice } from "../core/wire";
import { FASTEST, SLOWEST, Sound } from "../sound/sound";
import { SoundClock } from "../sound/sound_clock";
import type { Filmstrip } from "./filmstrip";
import type { FrameIndex } from "./frame_index";
import { FrameList } from "./frame_list";
import { openSource } from "./open_source";
import type { Picture, PictureSource } from "./picture_source";
import { type MediaClock, PlayClock, type Range, WallClock } from "./play_clock";

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
  /** `hello.audio`; none unless told. */
  audio?: AudioStream[];
  /** The frames that can be reached; all unless told. */
  frames?: FrameList;
  open?: SourceOpener;
  ticker?: Ticker;
  /** Makes the browser's way to the loudspeaker. */
  context?: () => AudioContext;
}

/** What to play: ordinals, half-open. Without them from where the viewer stands to the end. */
export interface Passage {
  from?: number;
  until?: number;
  /** Again and again. */
  loop?: boolean;
  /** At the end, go back to the frame that stood there before. */
  comeBack?: boolean;
}

/** The speeds of J and L, pressed again and again. */
const SHUTTLE = [1, 2, 4];

/** Where the viewer is, and the picture that stands there. One per model; its views are Screens. */
export class Playback {
  readonly index: FrameIndex;
  readonly channel: Requester;
  readonly filmstrip: Filmstrip;
  readonly frames: FrameList;
  readonly sound: Sound;
  /** The wanted ordinal: the shown one when `state` is "ready". */
  frame = 0;
  state: PlaybackState = "seeking";
  error: Error | undefined;
  decoder: "browser" | "kernel" = "kernel";
  /** For people: "decoded in the browser", "decoded in the kernel: HEVC is not supported by this browser". */
  decoderReason = "";
  choice: DecoderChoice;
  playing = false;
  /** Multiple of the release's own speed; negative while playing backwards. */
  rate = 1;
  /** The ordinals that are being played, half-open; undefined unless a passage was asked for. */
  passage: { from: number; until: number; loop: boolean } | undefined;
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
  #comeBackTo: number | undefined;
  #handle = 0;
  #listeners = new Set<() => void>();
  #stopArrivals: () => void;
  #closed = false;

  constructor(options: PlaybackOptions) {
    this.index = options.index;
    this.channel = options.channel;
    this.filmstrip = options.filmstrip;
    this.frames = options.frames ?? new FrameList(options.index.count);
    this.choice = options.choice ?? "auto";
    this.#canDemux = options.canDemux ?? true;
    this.#open = options.open ?? openSource;
    this.#ticker = options.ticker ?? BROWSER_TICKER;
    this.sound = new Sound({
      index: this.index,
      channel: this.channel,
      streams: options.audio ?? [],
      ...(options.context && { context: options.context }),
    });
    let { stream } = this.sound;
    this.sound.onChange(() => {
      if (stream !== this.sound.stream && this.playing) this.#again(this.rate);
      stream = this.sound.stream;
      this.#changed();
    });
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
    return this.#goTo(this.frames.step(this.frame, delta), Math.sign(delta) as -1 | 0 | 1);
  }

  /**
   * Play at a multiple of the release's own speed: a passage, or from here to the end; from the last
   * frame, from the beginning. Between 0.25 and 4 with sound, its pitch kept. A negative rate plays
   * backwards, in silence. It stops exactly on the last frame of the passage. Where only some frames can be
   * reached, nothing is played.
   */
  play(rate = 1, { from, until, loop = false, comeBack = false }: Passage = {}): void {
    const { count } = this.index;
    if (this.#closed || count === 0 || rate === 0 || !Number.isFinite(rate)) return;
    if (this.frames.isPart) return;
    const back = this.#comeBackTo ?? this.frame;
    this.#stopClock();
    const direction = rate > 0 ? 1 : -1;
    const end = clamp(until ?? count, 1, count);
    const first = clamp(from ?? 0, 0, end - 1);
    const whole = from === undefined && until === undefined;
    let begin = this.frame;
    if (direction < 0) begin = whole ? begin : end - 1;
    else if (from !== undefined || begin >= end - 1) begin = first;
    if (begin !== this.frame) this.#goTo(begin, direction);
    this.#comeBackTo = comeBack ? back : undefined;
    this.passage = whole ? undefined : { from: first, until: end, loop };
    this.dropped = 0;
    this.#begin(rate, first, end, loop);
  }

  /** Stop on the frame that stands there: with sound, the one that is heard. */
  pause(): void {
    if (!this.playing) return;
    const due = this.#due();
    this.#stopClock();
    if (due !== this.frame) this.#goTo(due, 0);
    else this.#changed();
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play(Math.abs(this.rate));
  }

  /** Go on playing what is played, at another speed; when nothing is played, it counts from the next time. */
  setRate(rate: number): void {
    if (this.playing && rate !== this.rate) this.#again(rate);
    else this.rate = rate;
  }

  /**
   * The J K L of an editing table. `1` (L) plays, pressed again at 2 and 4 times the speed; `-1` (J) the
   * same backwards, in silence; while playing the other way, it first comes down a step. `0` (K) stops.
   */
  shuttle(direction: -1 | 0 | 1): void {
    if (direction === 0) {
      this.pause();
      return;
    }
    const rate = this.playing ? this.rate : 0;
    if (rate === 0) this.play(direction * (SHUTTLE[0] as number));
    else if (Math.sign(rate) === direction) {
      const faster = SHUTTLE.find((one) => one > Math.abs(rate)) ?? Math.abs(rate);
      this.setRate(direction * faster);
    } else {
      const slower = SHUTTLE.findLast((one) => one < Math.abs(rate));
      if (slower) this.setRate(Math.sign(rate) * slower);
      else this.pause();
    }
  }

  /** Go to a frame and let it be heard, as dragging along the time axis does. */
  scrub(ordinal: number): Promise<void> {
    const there = this.seek(ordinal);
    this.sound.scrub(this.frame);
    return there;
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
    this.sound.close();
    this.#seek?.abort(superseded());
    this.#stopArrivals();
    this.#source?.close();
    this.#source = undefined;
    this.#listeners.clear();
  }

  async #goTo(wanted: number, direction: -1 | 0 | 1): Promise<void> {
    if (this.#closed || this.index.count === 0) return;
    const ordinal = this.frames.nearest(Math.round(wanted));
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
    if (!this.playing) this.sound.prepareSoon(this.index.ptsOf(ordinal));
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

  #begin(rate: number, from: number, until: number, loop: boolean): void {
    const { index } = this;
    const range: Range = { start: index.ptsOf(from), end: index.ptsOf(until), loop };
    const at = index.ptsOf(this.frame);
    const heard = this.sound.stream !== null && rate >= SLOWEST && rate <= FASTEST;
    const clock: MediaClock = heard
      ? new SoundClock(this.sound, range, at, rate)
      : new WallClock(index, range, at, rate);
    const direction = rate > 0 ? 1 : -1;
    this.rate = rate;
    this.playing = true;
    this.#clock = new PlayClock(index, clock, range, direction);
    this.#direction = direction;
    this.#source?.travel(this.frame, direction);
    this.#tick();
    this.#changed();
  }

  /** Go on from what is due now, with everything else as it is. */
  #again(rate: number): void {
    const { passage } = this;
    const { range } = this.#clock as PlayClock;
    const comeBackTo = this.#comeBackTo;
    const due = this.#due();
    this.#stopClock();
    if (due !== this.frame) this.#goTo(due, rate > 0 ? 1 : -1);
    this.#comeBackTo = comeBackTo;
    this.passage = passage;
    this.#begin(rate, this.index.ordinalAt(range.start), this.#endOf(range), range.loop);
  }

  /** The frame that is heard, or without sound the one that stands there. */
  #due(): number {
    return this.#clock?.clock.leads ? this.#clock.due(this.#ticker.now()) : this.frame;
  }

  /** The first ordinal after a range. */
  #endOf(range: Range): number {
    const after = this.index.ordinalAt(range.end);
    return this.index.ptsOf(after) < range.end ? after + 1 : after;
  }

  #tick = () => {
    const clock = this.#clock;
    if (!clock) return;
    this.#handle = this.#ticker.request(this.#tick);
    const { show, dropped, ended, ask } = clock.advance(
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
    } else if (ask !== undefined && ask !== this.frame) {
      // Nothing is at hand: ask for it, as a step would, and go on playing from there. While one is on
      // its way no further one is asked for, unless playing began again at the other end.
      const again = (ask - this.frame) * clock.direction < 0;
      if (this.state === "ready" || again) this.#goTo(ask, clock.direction);
    }
    if (ended) this.#finish();
  };

  /** The passage has been played to its end. */
  #finish(): void {
    const back = this.#comeBackTo;
    const last = this.#clock?.due(this.#ticker.now()) ?? this.frame;
    this.#stopClock(true);
    if (back !== undefined) this.#goTo(back, 0);
    else if (last !== this.frame) this.#goTo(last, 0);
    else this.#changed();
  }

  #stopClock(atEnd = false): void {
    if (this.#clock) {
      this.#ticker.cancel(this.#handle);
      this.#clock.clock.stop(atEnd);
    }
    this.#clock = undefined;
    this.#comeBackTo = undefined;
    this.passage = undefined;
    this.playing = false;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(value)));
}

function superseded(): DOMException {
  return new DOMException("a newer picture was asked for", "AbortError");
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
