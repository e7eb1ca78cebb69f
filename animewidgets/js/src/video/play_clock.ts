import type { FrameIndex } from "./frame_index";

/** Milliseconds without a picture after which time stands still, instead of frames being dropped. */
const STALL = 120;

export interface Advance {
  /** The ordinal to show now; undefined: leave what stands there. */
  show: number | undefined;
  /** Frames passed over. */
  dropped: number;
  /** The last frame stands there: stop. */
  ended: boolean;
}

/**
 * Which frame is due, by the index's own times: variable frame rates play as they are. Time waits for
 * a decoder that is far behind; one that is a little behind costs dropped frames, which are counted.
 */
export class PlayClock {
  /** Whether no picture that is due is at hand. */
  waits = false;
  #ticksPerMs: number;
  #origin: number;
  #started: number;
  #waiting = 0;

  constructor(
    readonly index: FrameIndex,
    from: number,
    rate: number,
    now: number,
  ) {
    const [numerator, denominator] = index.release.time_base;
    this.#ticksPerMs = (rate * denominator) / numerator / 1000;
    this.#origin = index.ptsOf(from);
    this.#started = now;
  }

  /** What to do at the moment `now` (ms) while `frame` stands there; `held` says what is at hand. */
  advance(frame: number, now: number, held: (ordinal: number) => boolean): Advance {
    const pts = this.#origin + (now - this.#started) * this.#ticksPerMs;
    const due = this.index.ordinalAt(pts);
    this.waits = false;
    if (due <= frame) return { show: undefined, dropped: 0, ended: this.#ended(frame, pts) };
    for (let at = due; at > frame; at--) {
      if (!held(at)) continue;
      this.#waiting = 0;
      if (due - at > 1) this.#restart(at, now);
      return { show: at, dropped: at - frame - 1, ended: false };
    }
    this.waits = true;
    this.#waiting ||= now;
    if (now - this.#waiting > STALL) this.#restart(frame, now);
    return { show: undefined, dropped: 0, ended: false };
  }

  #ended(frame: number, pts: number): boolean {
    return frame >= this.index.count - 1 && pts >= this.index.release.end_pts;
  }

  #restart(frame: number, now: number): void {
    this.#origin = this.index.ptsOf(frame);
    this.#started = now;
  }
}
