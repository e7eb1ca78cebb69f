import type { Category } from "../core/wire";
import type { Filmstrip } from "../video/filmstrip";
import type { FrameIndex } from "../video/frame_index";
import type { Proposal } from "./candidates";
import type { Colours } from "./colours";
import type { Shot } from "./cuts";
import type { Extent, Viewport } from "./view";

/** A cut on its way to another frame. */
export interface CutDrag {
  readonly from: number;
  readonly to: number;
}

/** Everything that the canvases show; what they draw is a function of it. */
export interface Scene {
  readonly view: Viewport;
  readonly extent: Extent;
  readonly index: FrameIndex;
  readonly filmstrip: Filmstrip;
  readonly shots: readonly Shot[];
  readonly proposals: readonly Proposal[];
  readonly categories: ReadonlyMap<string, Category>;
  readonly frame: number;
  readonly drag: CutDrag | null;
  /** The frame under the pointer. */
  readonly hover: number | null;
  readonly colours: Colours;
}

/** The shots with the dragged cut where it would come to stand. */
export function shotsShown({ shots, drag, index }: Scene): readonly Shot[] {
  if (!drag || drag.from === drag.to) return shots;
  return shots.map((shot) => {
    if (shot.first === drag.from)
      return { ...shot, first: drag.to, startPts: index.ptsOf(drag.to) };
    if (shot.end === drag.from) return { ...shot, end: drag.to, endPts: index.ptsOf(drag.to) };
    return shot;
  });
}

/** Position of the first item, in ascending order of a key, whose key is at least `wanted`. */
export function lowerBound<T>(
  items: readonly T[],
  wanted: number,
  key: (item: T) => number,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(items[middle] as T) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The items of an ascending list whose key lies in [from, to]. */
export function within<T>(
  items: readonly T[],
  from: number,
  to: number,
  key: (item: T) => number,
): readonly T[] {
  return items.slice(lowerBound(items, from, key), lowerBound(items, to + 1, key));
}
