import { type Columns, soundEdges } from "../sound/sound_edges";
import { pixelAt, tickAt, type Viewport } from "../ui/time_view";
import type { FrameIndex } from "../video/frame_index";
import { frameFrom } from "../video/frames";
import type { Boundary } from "./boundaries";
import type { Proposal } from "./candidates";
import { lowerBound } from "./scene";

/** What something was snapped to, the strongest first: of two on one place it is the one that is named. */
export const SNAP_KINDS = ["mark", "line", "candidate", "sound", "playhead", "key-frame"] as const;

export type SnapKind = (typeof SNAP_KINDS)[number];

export interface Snap {
  readonly kind: SnapKind;
  readonly pts: number;
  /** The frame there; of a time between two frames the one on which it is first seen. */
  readonly ordinal: number;
  /** Screen pixels from where the pointer is. */
  readonly distance: number;
}

/** What one can snap to, each in order of time. */
export interface SnapSources {
  /** Cuts, transitions, segments and lines. */
  readonly boundaries?: readonly Boundary[];
  /** Those above their layers' thresholds. */
  readonly proposals?: readonly Proposal[];
  /** Ticks at which a sound begins or ends. */
  readonly sounds?: readonly number[];
  readonly playhead?: number | null;
  /** Whether the container's key frames count. */
  readonly keyFrames?: boolean;
}

export interface SnapRule {
  /** Whether snapping is on. */
  readonly on?: boolean;
  /** The modifier is held: snap where it is off, and not where it is on. */
  readonly invert?: boolean;
  /** Screen pixels. */
  readonly radius?: number;
  /** A frame whose boundaries do not count: that of what is being dragged. */
  readonly except?: number | null;
}

export const SNAP_RADIUS = 8;

/** The nearest thing to snap to within the radius of a pixel, or `null`: then the place itself counts. */
export function snap(
  x: number,
  view: Viewport,
  index: FrameIndex,
  sources: SnapSources,
  { on = true, invert = false, radius = SNAP_RADIUS, except = null }: SnapRule = {},
): Snap | null {
  if (on === invert) return null;
  const lowest = tickAt(view, x - radius);
  let best: Snap | null = null;
  const offer = (kind: SnapKind, pts: number, ordinal: number) => {
    const distance = Math.abs(pixelAt(view, pts) - x);
    if (distance > radius || ordinal === except) return;
    const nearer = best ? best.distance - distance : 1;
    // Half a pixel cannot be seen: there the stronger kind counts.
    if (!best || nearer > 0.5 || (nearer > -0.5 && rank(kind) < rank(best.kind)))
      best = { kind, pts, ordinal, distance };
  };
  const highest = tickAt(view, x + radius);
  const {
    boundaries = [],
    proposals = [],
    sounds = [],
    playhead = null,
    keyFrames = false,
  } = sources;
  for (const one of from(boundaries, lowest)) {
    if (one.pts > highest) break;
    offer("line" in one ? "line" : "mark", one.pts, one.ordinal);
  }
  for (const one of from(proposals, lowest)) {
    if (one.pts > highest) break;
    offer("candidate", one.pts, one.ordinal);
  }
  for (const pts of sounds) offer("sound", pts, frameFrom(index, pts));
  if (playhead !== null) offer("playhead", index.ptsOf(playhead), playhead);
  if (keyFrames) {
    // Far out the pixels beside the pointer hold thousands of frames; the nearest keys are enough.
    const here = index.ordinalAt(tickAt(view, x));
    for (let at = here; at >= 0 && (index.pts[at] as number) >= lowest; at--)
      if (index.key[at]) {
        offer("key-frame", index.ptsOf(at), at);
        break;
      }
    for (let at = here + 1; at < index.count && (index.pts[at] as number) <= highest; at++)
      if (index.key[at]) {
        offer("key-frame", index.ptsOf(at), at);
        break;
      }
  }
  return best;
}

/** Where the sound begins or ends within the radius of a pixel. */
export const edgesUnder = (strip: Columns, x: number, view: Viewport): number[] =>
  soundEdges(strip, tickAt(view, x), SNAP_RADIUS * view.ticksPerPixel, view.ticksPerPixel);

const rank = (kind: SnapKind) => SNAP_KINDS.indexOf(kind);

function* from<T extends { readonly pts: number }>(items: readonly T[], pts: number): Generator<T> {
  for (let at = lowerBound(items, pts, (one) => one.pts); at < items.length; at++)
    yield items[at] as T;
}
