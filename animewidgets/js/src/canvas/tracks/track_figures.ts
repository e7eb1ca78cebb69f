import type { Annotation } from "../../core/wire";
import type { FrameIndex } from "../../video/frame_index";
import type { Figure } from "../figures";
import type { Key, Shape } from "../geometry";
import { keyBefore } from "../interpolate";
import { type DrawnKind, isDrawnKind } from "../shapes";
import { courseOf } from "./annotations";
import { type Course, ghostAt, seenAt, startOf } from "./course";

/** How a track stands on one frame: said there, on the way between keys, or not there at all. */
export interface OnFrame {
  /** A ghost is where the thing is not: outside the picture, before the beginning, after the end. */
  readonly source: "key" | "linear" | "hold" | "ghost";
  readonly occluded: boolean;
  /** Ticks of the frame, and of the one after it. */
  readonly pts: number;
  readonly next: number;
}

export interface Tracked {
  readonly annotation: Annotation;
  readonly course: Course;
  /** Ordinals, half-open. */
  readonly from: number;
  readonly until: number;
  /** Ordinals of the keys. */
  readonly keys: readonly number[];
}

type Maker = (
  annotation: Annotation,
  kind: DrawnKind,
  shape: Shape,
  ordinal: number,
) => Figure | null;

const KNOWN = new WeakMap<Annotation, Tracked>();
const FIRST = new WeakMap<Tracked, Figure>();
/** Frames whose figures are kept: that which is seen, and those one goes back and forth between. */
const KEPT = 6;

/** The tracks of a live state. What one shows on a frame is worked out when somebody asks for that frame. */
export class TrackFigures {
  readonly all: Tracked[] = [];
  #byId = new Map<string, Tracked>();
  #frames = new Map<number, readonly Figure[]>();

  constructor(
    readonly index: FrameIndex,
    readonly make: Maker,
  ) {}

  add(annotation: Annotation): void {
    const track = tracked(annotation, this.index);
    if (!track) return;
    this.all.push(track);
    this.#byId.set(annotation.annotation_id, track);
  }

  get(id: string): Tracked | undefined {
    return this.#byId.get(id);
  }

  /** Where somebody said where a thing is. */
  *keyFrames(): Iterable<number> {
    for (const { keys } of this.all) yield* keys;
  }

  /** Of each track the figure on the first frame on which it is seen. */
  *firsts(): Iterable<Figure> {
    for (const track of this.all) {
      const known = FIRST.get(track);
      if (known) {
        yield known;
        continue;
      }
      const at = track.course.keys.findIndex(({ shape }) => shape !== null);
      const figure = this.#figure(track, track.keys[at] as number);
      if (!figure) continue;
      FIRST.set(track, figure);
      yield figure;
    }
  }

  /** What tracks show on a frame; the same value each time, for the frames asked for last. */
  on(ordinal: number): readonly Figure[] {
    const known = this.#frames.get(ordinal);
    if (known) return known;
    const figures: Figure[] = [];
    for (const track of this.all) {
      if (ordinal < track.from || ordinal >= track.until) continue;
      const figure = this.#figure(track, ordinal);
      if (figure) figures.push(figure);
    }
    this.#frames.set(ordinal, figures);
    if (this.#frames.size > KEPT) this.#frames.delete(this.#frames.keys().next().value as number);
    return figures;
  }

  /** Where a track would be on a frame on which it is not; `null` where it is there. */
  ghost(id: string, ordinal: number): Figure | null {
    const track = this.#byId.get(id);
    if (!track || this.on(ordinal).some((one) => one.id === id)) return null;
    const key = `${id} ${ordinal}`;
    const known = this.#ghosts.get(key);
    if (known) return known;
    const shape = ghostAt(track.course, this.index.ptsOf(ordinal));
    const figure = this.#made(track, shape, ordinal, { source: "ghost", occluded: false });
    if (figure) {
      if (this.#ghosts.size > 200) this.#ghosts.clear();
      this.#ghosts.set(key, figure);
    }
    return figure;
  }
  #ghosts = new Map<string, Figure>();

  /** A track as it would stand on a frame with other keys. */
  proposed(id: string, course: Course, ordinal: number): Figure | null {
    const track = this.#byId.get(id);
    const seen = track && seenAt(course, this.index.ptsOf(ordinal));
    return seen ? this.#made(track, seen.shape, ordinal, seen) : null;
  }

  #figure(track: Tracked, ordinal: number): Figure | null {
    const seen = seenAt(track.course, this.index.ptsOf(ordinal));
    return seen && this.#made(track, seen.shape, ordinal, seen);
  }

  #made(
    { annotation, course }: Tracked,
    shape: Shape,
    ordinal: number,
    { source, occluded }: Pick<OnFrame, "source" | "occluded">,
  ): Figure | null {
    const figure = this.make(annotation, course.kind as DrawnKind, shape, ordinal);
    const { index } = this;
    const [pts, next] = [index.ptsOf(ordinal), index.ptsOf(ordinal + 1)];
    return figure && { ...figure, track: { source, occluded, pts, next } };
  }
}

function tracked(annotation: Annotation, index: FrameIndex): Tracked | null {
  const known = KNOWN.get(annotation);
  if (known) return known;
  const course = courseOf(annotation);
  if (!course || !isDrawnKind(course.kind)) return null;
  const track: Tracked = {
    annotation,
    course,
    from: index.ordinalAt(startOf(course)),
    until: course.end >= index.release.end_pts ? index.count : index.ordinalAt(course.end),
    keys: course.keys.map(({ pts }) => index.ordinalAt(pts)),
  };
  KNOWN.set(annotation, track);
  return track;
}

/** The keys around a frame: the nearest before it and after it, as ordinals. */
export function keysAround(
  { keys }: Tracked,
  ordinal: number,
): { before: number | undefined; after: number | undefined; on: boolean } {
  const at = keyBefore(
    keys.map((pts) => ({ pts }) as Key),
    ordinal,
  );
  const on = keys[at] === ordinal;
  return { before: keys[on ? at - 1 : at], after: keys[at + 1], on };
}
