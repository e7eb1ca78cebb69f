import type { Outcome } from "../../core/outcome";
import type { Settings } from "../../core/settings";
import type { FrameIndex } from "../../video/frame_index";
import { lagIn, lagOf, remember } from "../reaction";

/**
 * Learns how late a person presses the key: marks made while playing are remembered with the moment of the
 * press; where one is moved afterwards, the way it went tells the lag. Once there are enough, later marks are
 * set earlier by it.
 */
export class Reactions {
  #made = new Map<string, { pressed: number; speed: number }>();
  /** Milliseconds by mark, the last corrected last: where a mark came to stand counts, not the steps there. */
  #lags = new Map<string, number>();

  constructor(
    readonly index: FrameIndex,
    readonly settings: Settings,
    /** Told when the lag that is taken off has changed. */
    readonly learnt: (milliseconds: number) => void,
  ) {}

  /** A mark was made by a press at a tick, at a speed. */
  made(annotationId: string | undefined, pressed: number, speed: number): void {
    if (annotationId) this.#made.set(annotationId, { pressed, speed });
  }

  /** Somebody moved marks: those that were made by such a press tell of it. */
  corrected(outcome: Outcome): void {
    if (!("edits" in outcome)) return;
    for (const { annotation_id, after } of outcome.edits) {
      const press = this.#made.get(annotation_id);
      if (!press || !after) continue;
      const lag = lagIn({
        pressed: this.index.seconds(press.pressed),
        corrected: this.index.seconds(after.start_pts),
        speed: press.speed,
      });
      this.#lags.delete(annotation_id);
      this.#lags.set(annotation_id, lag);
    }
    const lag = lagOf([...this.#lags.values()].reduce(remember, [] as number[]));
    if (!lag) return;
    const milliseconds = Math.min(2000, Math.max(0, Math.round(lag.ms)));
    if (milliseconds === this.settings.values.reactionLag) return;
    this.settings.set({ reactionLag: milliseconds });
    this.learnt(milliseconds);
  }
}
