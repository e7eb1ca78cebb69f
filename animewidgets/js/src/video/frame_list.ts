/** The frames that can be reached: all of a release, or some that were chosen. Ordinals, ascending. */
import { nearestIn } from "../core/sorted";
export class FrameList {
  /** How many there are. */
  readonly count: number;

  constructor(
    readonly total: number,
    /** `null`: all of them. */
    readonly chosen: readonly number[] | null = null,
  ) {
    this.count = chosen?.length || total;
  }

  get isPart(): boolean {
    return this.chosen !== null && this.chosen.length > 0;
  }

  /** The ordinal at a position, clamped. */
  at(position: number): number {
    const within = Math.min(this.count - 1, Math.max(0, position));
    return this.isPart ? (this.chosen?.[within] as number) : within;
  }

  /** Where an ordinal stands in the list; of one that is not in it, the nearest one's place. */
  positionOf(ordinal: number): number {
    const { chosen } = this;
    if (!chosen?.length) return Math.min(this.count - 1, Math.max(0, ordinal));
    return nearestIn(chosen, ordinal);
  }

  /** The reachable ordinal nearest to one. */
  nearest(ordinal: number): number {
    return this.at(this.positionOf(ordinal));
  }

  /** Whether an ordinal can be reached. */
  has(ordinal: number): boolean {
    return this.nearest(ordinal) === ordinal;
  }

  /** So many reachable frames further on. */
  step(ordinal: number, by: number): number {
    return this.at(this.positionOf(ordinal) + by);
  }
}
