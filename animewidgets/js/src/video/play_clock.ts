import type { FrameIndex } from "./frame_index";

/** Pictures that are at hand before sound begins, and the milliseconds that they are waited for. */
const RUN_UP = 6;
const RUN_UP_PATIENCE = 250;
/** Frames behind what is heard at which a decoder jumps instead of going on. */
const FAR = 48;

/** Ticks between which is played: half-open; `loop`: from the start again at the end. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly loop: boolean;
}

/** Tells what is due. It stands still from the beginning, until `go`. */
export interface MediaClock {
  /** Milliseconds that frames may stay away before time waits for them. */
  readonly patience: number;
  /** Whether frames that are a little late are dropped for its sake; otherwise it waits for them. */
  readonly leads: boolean;
  /** The tick that is due at the moment `now` (ms); fractions are allowed. */
  at(now: number): number;
  /** Stand still at a tick. */
  hold(pts: number): void;
  /** Go on from where it stands still. */
  go(now: number): void;
  /** It is needed no more; what was begun up to the end of the range may come to its end. */
  stop(atEnd: boolean): void;
}

/** The clock on the wall: playing without sound, forwards or (with a negative rate) backwards. */
export class WallClock implements MediaClock {
  readonly patience = 120;
  readonly leads = false;
  #ticksPerMs: number;
  #origin: number;
  #started: number | undefined;

  constructor(
    index: FrameIndex,
    readonly range: Range,
    from: number,
    rate: number,
  ) {
    const [numerator, denominator] = index.release.time_base;
    this.#ticksPerMs = (rate * denominator) / numerator / 1000;
    this.#origin = from;
  }

  at(now: number): number {
    const { start, end, loop } = this.range;
    const pts = this.#origin + (now - (this.#started ?? now)) * this.#ticksPerMs;
    if (!loop || (pts >= start && pts < end)) return pts;
    const length = end - start;
    return start + ((((pts - start) % length) + length) % length);
  }

  hold(pts: number): void {
    this.#origin = pts;
    this.#started = undefined;
  }

  go(now: number): void {
    this.#started ??= now;
  }

  stop(): void {}
}

export interface Advance {
  /** The ordinal to show now; undefined: leave what stands there. */
  show: number | undefined;
  /** Frames passed over. */
  dropped: number;
  /** The last frame of the range has stood its time: stop. */
  ended: boolean;
  /** What is due is not at hand: ask for this ordinal. */
  ask: number | undefined;
}

/**
 * Which frame is due, by a clock and the index's own times: variable frame rates play as they are. A
 * frame that is a little late costs dropped frames, which are counted; for a decoder that is far
 * behind, time waits.
 */
export class PlayClock {
  #first: number;
  #last: number;
  #late = 0;
  #holding = true;
  #held: number | undefined;
  #waits = 0;

  constructor(
    readonly index: FrameIndex,
    readonly clock: MediaClock,
    readonly range: Range,
    readonly direction: 1 | -1,
  ) {
    this.#first = index.ordinalAt(range.start);
    // The frame before the first one that is outside; `end` may be the end of the release.
    const after = index.ordinalAt(range.end);
    this.#last = index.ptsOf(after) >= range.end ? Math.max(this.#first, after - 1) : after;
  }

  /** The frame that is due at the moment `now` (ms), within the range. */
  due(now: number): number {
    return this.#within(this.index.ordinalAt(this.clock.at(now)));
  }

  /** What to do at the moment `now` (ms) while `frame` stands there; `held` says what is at hand. */
  advance(frame: number, now: number, held: (ordinal: number) => boolean): Advance {
    if (this.#holding) {
      if (!this.#ready(frame, now, held))
        return { show: undefined, dropped: 0, ended: false, ask: frame };
      this.#holding = false;
      this.#held = undefined;
      this.#late = 0;
      this.clock.hold(this.index.ptsOf(frame));
      this.clock.go(now);
    }
    const pts = this.clock.at(now);
    const due = this.#within(this.index.ordinalAt(pts));
    if (due === frame) {
      this.#late = 0;
      return { show: undefined, dropped: 0, ended: this.#ended(pts), ask: undefined };
    }
    const { direction } = this;
    // Behind the frame that stands there, time has begun again at the other end.
    const again = (due - frame) * direction < 0;
    if (again && !this.range.loop)
      return { show: undefined, dropped: 0, ended: false, ask: undefined };
    const from = again ? (direction > 0 ? this.#first : this.#last) : frame + direction;
    for (let at = due; (at - from) * direction >= 0; at -= direction) {
      if (!held(at)) continue;
      const late = (due - at) * direction;
      if (late <= 1) this.#late = 0;
      else if (this.clock.leads) this.#wait(at, now);
      else {
        this.clock.hold(this.index.ptsOf(at));
        this.clock.go(now);
      }
      return { show: at, dropped: (at - from) * direction, ended: false, ask: undefined };
    }
    this.#wait(frame, now);
    // Forwards a decoder gives one after the other; far behind (a page that was hidden) it has to jump.
    const far = direction < 0 || (due - frame > FAR && this.clock.leads);
    const ask = far && !again ? due : from;
    return { show: undefined, dropped: 0, ended: false, ask };
  }

  /** Sound does not begin before there are some pictures to go with it, or waiting for them takes long. */
  #ready(frame: number, now: number, held: (ordinal: number) => boolean): boolean {
    if (!held(frame)) return false;
    if (!this.clock.leads) return true;
    this.#held ??= now;
    // A decoder that could not keep up gets more of a start each time.
    const more = 2 ** Math.min(this.#waits, 2);
    if (now - this.#held > RUN_UP_PATIENCE * more) return true;
    for (let n = 1; n <= RUN_UP * more; n++) {
      const ordinal = frame + n * this.direction;
      if (ordinal === this.#within(ordinal) && !held(ordinal)) return false;
    }
    return true;
  }

  #within(ordinal: number): number {
    return Math.min(this.#last, Math.max(this.#first, ordinal));
  }

  #ended(pts: number): boolean {
    if (this.range.loop) return false;
    return this.direction > 0 ? pts >= this.range.end : pts < this.range.start;
  }

  /** Time stands still at `frame` once pictures have been late for longer than the clock has patience. */
  #wait(frame: number, now: number): void {
    this.#late ||= now;
    if (now - this.#late <= this.clock.patience) return;
    this.clock.hold(this.index.ptsOf(frame));
    this.#holding = true;
    this.#waits++;
  }
}
