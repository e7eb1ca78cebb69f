import type { MediaClock, Range } from "../video/play_clock";
import type { Sound } from "./sound";

/** Milliseconds that pictures wait for the sound to begin, before they go on in silence. */
const GRACE = 700;
/** Milliseconds between two attempts to join pictures that went on in silence. */
const RETRY = 250;
/**
 * Milliseconds from drawing a picture until it is seen, with the next refresh of the screen; and half
 * a refresh, so that on the mean pictures are neither early nor late.
 */
const DRAWING = 24;
/** Milliseconds that the time of what is heard may seem to step back. */
const WAVER = 15;

/**
 * Playing by what is heard: the tick that leaves the loudspeaker now is the one that is due. Where no
 * sound comes (the browser holds it back, the kernel is busy), time goes on in silence, and the sound
 * joins in once it can.
 */
export class SoundClock implements MediaClock {
  /** Sound goes on over a hitch of the pictures, which then drop frames. */
  readonly patience = 600;
  readonly leads = true;

  #origin: number;
  #since = 0;
  #holding = true;
  #silent = false;
  #tried = 0;
  #starved = 0;
  #newest = 0;
  #begun = false;
  #ticksPerMs: number;

  constructor(
    readonly sound: Sound,
    readonly range: Range,
    from: number,
    readonly rate: number,
  ) {
    this.#origin = from;
    this.#ticksPerMs = rate / 1000 / sound.index.seconds(1);
    sound.prepare(from);
  }

  at(now: number): number {
    if (this.#holding) return this.#origin;
    const player = this.sound.player();
    if (player?.begun(now)) {
      if (!this.#lost(player.starved(now), now)) {
        this.#silent = false;
        this.#begun = true;
        this.sound.note(true);
        const heard = player.heard(now + DRAWING) as number;
        return this.#onwards(this.sound.ticksAt(heard));
      }
      this.#goSilent(this.sound.ticksAt(player.heard(now) as number), now);
    }
    if (!this.#silent) {
      // It was heard, and its player is gone: another stream was chosen.
      if (this.#begun) return this.#newest;
      if (now - this.#since < GRACE) return this.#origin;
      this.#goSilent(this.#origin, now);
    }
    const { start, end, loop } = this.range;
    let pts = this.#origin + (now - this.#since) * this.#ticksPerMs;
    if (loop && pts >= end) pts = start + ((pts - start) % (end - start));
    if (now - this.#tried > RETRY) this.#join(pts, now);
    return pts;
  }

  hold(pts: number): void {
    this.#holding = true;
    this.#origin = pts;
    this.sound.stop();
    this.sound.prepare(pts);
  }

  go(now: number): void {
    if (!this.#holding) return;
    this.#holding = false;
    this.#silent = false;
    this.#starved = 0;
    this.#since = now;
    this.#play(this.#origin);
  }

  stop(atEnd: boolean): void {
    if (!atEnd) this.sound.stop();
  }

  /** Devices report times that waver by a millisecond: what was heard is not heard again. */
  #onwards(pts: number): number {
    const back = this.#newest - pts;
    if (back <= 0 || back > WAVER * this.#ticksPerMs) this.#newest = pts;
    return this.#newest;
  }

  #play(from: number): void {
    this.#newest = from;
    this.#begun = false;
    const { start, end, loop } = this.range;
    this.sound.play(from, end, this.rate, loop ? start : undefined);
  }

  /** Whether sound has failed to come for so long that it is given up. */
  #lost(starved: boolean, now: number): boolean {
    if (!starved) this.#starved = 0;
    else this.#starved ||= now;
    return starved && now - this.#starved > GRACE;
  }

  #goSilent(pts: number, now: number): void {
    this.#silent = true;
    this.#starved = 0;
    this.#origin = pts;
    this.#since = this.#tried = now;
    this.sound.stop();
    if (!this.sound.running) this.sound.note(false);
    this.sound.prepare(pts);
  }

  /** Begin where the pictures will be when the sound gets to the ear. */
  #join(pts: number, now: number): void {
    this.#tried = now;
    const player = this.sound.player();
    if (!player || !this.sound.running) return;
    const from = pts + player.delay(now) * 1000 * this.#ticksPerMs;
    const sample = this.sound.sampleAt(from);
    if (from < this.range.end && player.track.has(sample, sample + player.track.rate / 2))
      this.#play(from);
    else this.sound.prepare(from);
  }
}
