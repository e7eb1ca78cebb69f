import type { Skeleton } from "../../core/wire";
import type { Point, Points } from "../geometry";
import { type KeyPoints, whole } from "./skeletons";

/** Key points that are being placed, one after the other in the order of the skeleton. */
export class KeyPointDraft {
  #placed: (Point | null)[] = [];

  constructor(readonly skeleton: Skeleton) {}

  get placed(): KeyPoints {
    return this.#placed;
  }

  /** The name of the next; `null` where all are placed. */
  get next(): string | null {
    return this.skeleton.names[this.#placed.length] ?? null;
  }

  /** Which of how many comes next, in words. */
  get asks(): string {
    const { names } = this.skeleton;
    return `${this.next ?? "done"} (${Math.min(names.length, this.#placed.length + 1)} of ${names.length})`;
  }

  /** Place the next one, or with `null` leave it out. */
  place(point: Point | null): void {
    this.#placed.push(point);
  }

  back(): boolean {
    if (!this.#placed.length) return false;
    this.#placed.pop();
    return true;
  }

  /** Turn the one that was placed last occluded or visible; which it is now, `null` where there is none. */
  occlude(): boolean | null {
    const n = this.#placed.findLastIndex((one) => one !== null);
    const last = this.#placed[n];
    if (!last) return null;
    const { occluded, ...rest } = last;
    this.#placed[n] = occluded ? rest : { ...rest, occluded: true };
    return !occluded;
  }

  /** What there is, those that were not placed left out; `null` where none was placed. */
  get points(): Points | null {
    return this.#placed.some(Boolean) ? whole(this.#placed, this.skeleton) : null;
  }
}
