import type { SoundTrack } from "./sound_track";
import { Stretch, within } from "./stretch";

/** Seconds of sound made ahead of what is heard; a hidden page is woken once a second only. */
const AHEAD = 0.5;
const AHEAD_HIDDEN = 2.5;
/** Seconds between making sound and its start. */
const LEAD = 0.025;
/** Seconds of the fades where sound begins and ends, so that it does not click. */
const FADE = 0.004;
/** Seconds by which what is heard can be ahead of the last report; beyond it the device stands still. */
const STILL = 0.05;
/** Samples of a chunk: about a tenth of a second. */
const CHUNK = 4096;
/** Milliseconds between two looks at whether more sound is needed. */
const BEAT = 40;
/** Seconds of sound fetched ahead, at speed 1. */
const FETCH = 5;

/** What a player needs of an AudioContext. */
export type Output = Pick<
  AudioContext,
  | "currentTime"
  | "sampleRate"
  | "baseLatency"
  | "outputLatency"
  | "destination"
  | "getOutputTimestamp"
  | "createGain"
  | "createBuffer"
  | "createBufferSource"
>;

/** What to play: samples of the track. */
export interface Passage {
  from: number;
  /** Stop (or loop) here: the first sample that does not sound. */
  until: number;
  /** Go back to this sample at `until`, again and again. */
  loop?: number | undefined;
  speed: number;
}

/** A stretch of source samples laid on the context's time. */
interface Laid {
  start: number;
  end: number;
  from: number;
  speed: number;
}

/**
 * Plays passages of a track on an AudioContext's clock, chunk after chunk, and tells what is heard.
 */
export class SoundPlayer {
  #voice: GainNode | undefined;
  #sources = new Set<AudioBufferSourceNode>();
  #stretch: Stretch | undefined;
  #passage: Passage | undefined;
  #laid: Laid[] = [];
  #next = 0;
  #beat: ReturnType<typeof setInterval> | undefined;
  #stopArrivals: () => void;

  constructor(
    readonly track: SoundTrack,
    readonly output: Output,
    /** Where the sound goes: the volume. */
    readonly into: AudioNode,
  ) {
    this.#stopArrivals = track.onArrival(() => this.#pump());
  }

  /** Play a passage; what played before stops. */
  play(passage: Passage): void {
    this.stop();
    this.#passage = passage;
    this.#next = 0;
    this.#voice = this.output.createGain();
    this.#voice.connect(this.into);
    this.#stretch = this.#stretchFrom(passage.from);
    this.#beat = setInterval(() => this.#pump(), BEAT);
    this.#pump();
  }

  /** Silence within a few milliseconds. */
  stop(): void {
    clearInterval(this.#beat);
    const voice = this.#voice;
    if (voice) {
      const now = this.output.currentTime;
      voice.gain.setValueAtTime(1, now);
      voice.gain.linearRampToValueAtTime(0, now + FADE);
      for (const source of this.#sources) source.stop(now + FADE);
      setTimeout(() => voice.disconnect(), 200);
    }
    this.#sources.clear();
    this.#voice = undefined;
    this.#passage = undefined;
    this.#stretch = undefined;
    this.#laid = [];
  }

  /** Whether sound has begun to be heard at the moment `now` (ms). */
  begun(now: number): boolean {
    const first = this.#laid[0];
    return first !== undefined && heardTime(this.output, now) >= first.start;
  }

  /** The sample heard at the moment `now` (ms); before the first one, that one; undefined: none laid. */
  heard(now: number): number | undefined {
    const time = heardTime(this.output, now);
    let found = this.#laid[0];
    for (const laid of this.#laid) if (laid.start <= time) found = laid;
    if (!found) return undefined;
    const into = Math.min(found.end - found.start, Math.max(0, time - found.start));
    return found.from + into * found.speed * this.output.sampleRate;
  }

  /** Whether all that is laid has been heard at the moment `now` (ms), though the passage goes on. */
  starved(now: number): boolean {
    const last = this.#laid.at(-1);
    const over = this.#stretch && this.#passage && this.#stretch.position >= this.#passage.until;
    return last !== undefined && !over && heardTime(this.output, now) > last.end;
  }

  /** Seconds from the moment `now` (ms) until sound that is laid next can be heard. */
  delay(now: number): number {
    return this.output.currentTime + LEAD - heardTime(this.output, now);
  }

  close(): void {
    this.stop();
    this.#stopArrivals();
  }

  #stretchFrom(position: number): Stretch {
    const channels = Math.max(1, this.track.channels);
    const { from, until, loop = from, speed } = this.#passage as Passage;
    // Grains reach over the edges: what lies there must not be heard.
    const source = within(this.track, Math.min(loop, from), until);
    return new Stretch(source, channels, this.output.sampleRate, position, speed);
  }

  /** Fetch and lay what will be heard soon. */
  #pump(): void {
    const passage = this.#passage;
    if (!passage || !this.#stretch) return;
    this.#fetch(passage);
    if (this.track.channels === 0) return;
    if (this.#stretch.channels !== this.track.channels)
      this.#stretch = this.#stretchFrom(this.#stretch.position);
    const { output } = this;
    const hidden = typeof document !== "undefined" && document.hidden;
    const horizon = output.currentTime + (hidden ? AHEAD_HIDDEN : AHEAD);
    while (this.#next < horizon && this.#lay(passage)) {}
    if (this.#stretch.position >= passage.until && passage.loop === undefined)
      clearInterval(this.#beat);
    const time = output.currentTime - 2;
    while (this.#laid.length > 1 && (this.#laid[0] as Laid).end < time) this.#laid.shift();
  }

  #fetch(passage: Passage): void {
    const [start, stop] = (this.#stretch as Stretch).reach(CHUNK);
    const ahead = FETCH * Math.max(1, passage.speed) * this.track.rate;
    const back = passage.loop === undefined ? passage.until + 2 * CHUNK : Number.POSITIVE_INFINITY;
    this.track.want(start, Math.max(stop, Math.min(start + ahead, back)));
  }

  /** Make the next chunk and lay it after the last one; whether that went. */
  #lay(passage: Passage): boolean {
    const { output } = this;
    let stretch = this.#stretch as Stretch;
    if (stretch.position >= passage.until) {
      if (passage.loop === undefined || passage.loop >= passage.until) return false;
      stretch = this.#stretchFrom(passage.loop);
      this.#stretch = stretch;
    }
    const left = Math.ceil((passage.until - stretch.position) / passage.speed);
    const length = Math.min(CHUNK, Math.max(1, left));
    const from = stretch.position;
    const chunk = Array.from({ length: stretch.channels }, () => new Float32Array(length));
    if (!stretch.fill(chunk)) return false;
    const late = this.#next < output.currentTime + LEAD / 5;
    const begins = late || from === passage.loop;
    if (late) this.#next = output.currentTime + LEAD;
    fade(chunk, FADE * output.sampleRate, begins, stretch.position >= passage.until);
    const buffer = output.createBuffer(stretch.channels, length, output.sampleRate);
    for (const [n, data] of chunk.entries())
      buffer.copyToChannel(data as Float32Array<ArrayBuffer>, n);
    const source = output.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#voice as GainNode);
    source.onended = () => this.#sources.delete(source);
    source.start(this.#next);
    this.#sources.add(source);
    const end = this.#next + length / output.sampleRate;
    this.#laid.push({ start: this.#next, end, from, speed: passage.speed });
    this.#next = end;
    return true;
  }
}

/** Fade the beginning and the end of a chunk over `length` samples. */
export function fade(
  chunk: readonly Float32Array[],
  length: number,
  beginning: boolean,
  end: boolean,
): void {
  for (const data of chunk) {
    const most = Math.min(Math.floor(length), data.length);
    for (let i = 0; i < most; i++) {
      if (beginning) data[i] = (data[i] as number) * (i / most);
      if (end) data[data.length - 1 - i] = (data[data.length - 1 - i] as number) * (i / most);
    }
  }
}

/**
 * The context's time of what leaves the loudspeaker at the moment `now` (ms). The device's own report
 * is the best there is; it is all zeros until the first block, and absent in old browsers.
 */
export function heardTime(output: Output, now: number): number {
  const { contextTime = 0, performanceTime = 0 } = output.getOutputTimestamp?.() ?? {};
  if (performanceTime > 0)
    return Math.min(output.currentTime + STILL, contextTime + (now - performanceTime) / 1000);
  return output.currentTime - (output.outputLatency || output.baseLatency || 0);
}
