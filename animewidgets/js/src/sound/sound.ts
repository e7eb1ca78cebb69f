import type { Requester } from "../core/channel";
import type { AudioStream } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import { type Passage, SoundPlayer } from "./sound_player";
import { SoundTrack } from "./sound_track";

/** Speeds between which sound is played; faster or slower pictures are silent. */
export const SLOWEST = 0.25;
export const FASTEST = 4;
/** Seconds of a snippet while scrubbing: a frame's length within these bounds. */
const SNIPPET = [0.06, 0.1] as const;
/** Seconds fetched where the viewer stands, so that playing begins at once. */
const PREPARED = 1;
/** Milliseconds that the viewer stands somewhere before sound is fetched for it. */
const SOON = 120;

const NO_SOUND = "the media file has no sound";

export interface SoundOptions {
  index: FrameIndex;
  channel: Requester;
  /** `hello.audio`. */
  streams: AudioStream[];
  /** Makes the browser's way to the loudspeaker; throws where there is none. */
  context?: () => AudioContext;
}

/** The sound of a release: which stream, how loud, and whether it can be heard. One per model. */
export class Sound {
  readonly index: FrameIndex;
  readonly streams: AudioStream[];
  /** `AudioStream.stream` of the one that plays; null: none. */
  stream: number | null;

  #channel: Requester;
  #makeContext: () => AudioContext;
  #context: AudioContext | undefined;
  #gain: GainNode | undefined;
  #player: SoundPlayer | undefined;
  #failure = "";
  #muted = false;
  #volume = 1;
  #listeners = new Set<() => void>();
  #soon: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: SoundOptions) {
    this.index = options.index;
    this.streams = options.streams;
    this.stream = options.streams[0]?.stream ?? null;
    this.#channel = options.channel;
    this.#makeContext = options.context ?? (() => new AudioContext());
  }

  /** Whether playing is heard, as far as is known before it was tried. */
  get available(): boolean {
    return this.reason === "";
  }

  /** For people: why nothing is heard; empty when it is, or may be once played. */
  get reason(): string {
    if (this.streams.length === 0) return NO_SOUND;
    if (this.stream === null) return "sound is switched off";
    if (this.#failure) return this.#failure;
    const error = this.#player?.track.error;
    return error ? `the sound could not be read: ${error.message}` : "";
  }

  get muted(): boolean {
    return this.#muted;
  }
  set muted(muted: boolean) {
    this.#muted = muted;
    this.#setGain();
    this.#changed();
  }

  /** 0 to 1. */
  get volume(): number {
    return this.#volume;
  }
  set volume(volume: number) {
    this.#volume = Math.min(1, Math.max(0, volume));
    this.#setGain();
    this.#changed();
  }

  /** Choose a stream, or null for none. What plays goes on with it. */
  setStream(stream: number | null): void {
    if (stream === this.stream) return;
    if (stream !== null && !this.streams.some((one) => one.stream === stream))
      throw new Error(`no audio stream ${stream}: there are ${this.streams.map((s) => s.stream)}`);
    this.stream = stream;
    this.#closePlayer();
    this.#changed();
  }

  /** Called whenever anything above changed; returns the function that stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether the browser lets sound out now. */
  get running(): boolean {
    return this.#context?.state === "running";
  }

  /** The player of the chosen stream; undefined where there is none. */
  player(): SoundPlayer | undefined {
    if (this.stream === null || this.#closed) return undefined;
    try {
      this.#context ??= this.#open();
    } catch (error) {
      this.#fail(`this browser has no sound: ${(error as Error).message}`);
      return undefined;
    }
    if (!this.#player) {
      const track = new SoundTrack(this.#channel, this.stream, this.#context.sampleRate);
      this.#player = new SoundPlayer(track, this.#context, this.#gain as GainNode);
    }
    return this.#player;
  }

  /** Ticks as a number of a sample, fractions allowed. */
  sampleAt(pts: number): number {
    return this.index.seconds(pts) * this.#rate;
  }

  /** A number of a sample as ticks, fractions allowed. */
  ticksAt(sample: number): number {
    const [numerator, denominator] = this.index.release.time_base;
    return (sample * denominator) / (numerator * this.#rate);
  }

  /**
   * Play a passage between ticks; whether there is anything to play it with. Called from within a key
   * or click, it wakes the browser's sound: browsers keep silent until then.
   */
  play(from: number, until: number, speed: number, loop?: number): boolean {
    const player = this.player();
    if (!player) return false;
    if (this.#context?.state === "suspended") this.#context.resume().catch(() => {});
    const passage: Passage = {
      from: Math.round(this.sampleAt(from)),
      until: Math.ceil(this.sampleAt(until)),
      loop: loop === undefined ? undefined : Math.round(this.sampleAt(loop)),
      speed,
    };
    player.play(passage);
    return true;
  }

  /** Let one frame be heard while the viewer drags along. */
  scrub(ordinal: number): void {
    const { index } = this;
    const from = index.ptsOf(ordinal);
    const frame = index.seconds(index.ptsOf(ordinal + 1) - from);
    const length = Math.min(SNIPPET[1], Math.max(SNIPPET[0], frame));
    this.play(from, from + length / index.seconds(1), 1);
  }

  stop(): void {
    clearTimeout(this.#soon);
    this.#player?.stop();
  }

  /** Have the sound from a tick on at hand. Does nothing before sound was first wanted. */
  prepare(pts: number): void {
    clearTimeout(this.#soon);
    if (!this.#player) return;
    const from = this.sampleAt(pts);
    this.#player.track.want(from, from + PREPARED * this.#rate);
  }

  /** The same, once the viewer has stood there for a moment. */
  prepareSoon(pts: number): void {
    clearTimeout(this.#soon);
    if (this.#player) this.#soon = setTimeout(() => this.prepare(pts), SOON);
  }

  /** Note that the browser held sound back although it was asked, or that it no longer does. */
  note(running: boolean): void {
    this.#fail(running ? "" : "the browser holds sound back until a key or click on the page");
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#soon);
    this.#closePlayer();
    this.#context?.close().catch(() => {});
    this.#listeners.clear();
  }

  get #rate(): number {
    return this.#context?.sampleRate ?? 48_000;
  }

  #open(): AudioContext {
    const context = this.#makeContext();
    this.#gain = context.createGain();
    this.#gain.connect(context.destination);
    this.#gain.gain.value = this.#muted ? 0 : this.#volume;
    return context;
  }

  #closePlayer(): void {
    this.#player?.close();
    this.#player?.track.close();
    this.#player = undefined;
  }

  #setGain(): void {
    if (!this.#gain || !this.#context) return;
    // A quick slide: a step would click.
    const volume = this.#muted ? 0 : this.#volume;
    this.#gain.gain.setTargetAtTime(volume, this.#context.currentTime, 0.005);
  }

  #fail(reason: string): void {
    if (reason === this.#failure) return;
    this.#failure = reason;
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
