/** Tags, and the frames that they hold on. Pure. */
import type { Live } from "../../core/edits";
import type { Annotation } from "../../core/wire";
import type { FrameIndex } from "../../video/frame_index";
import { endOrdinal } from "../../video/frames";

export type Scope = "frame" | "span" | "shot";

/** A tag on the frames `[from, until)`. */
export interface Tag {
  readonly id: string;
  readonly kind: "tag";
  readonly annotation: Annotation;
  readonly scope: Scope;
  readonly category: string | null;
  readonly from: number;
  readonly until: number;
}

/** What a tag is said of; one that does not tell covers its span where it has an end. */
export function scopeOf({ attributes, end_pts = null }: Annotation): Scope {
  const scope = attributes?.scope;
  if (scope === "frame" || scope === "shot") return scope;
  return end_pts === null ? "frame" : "span";
}

export const holdsOn = ({ from, until }: Tag, frame: number): boolean =>
  from <= frame && frame < until;

/** By the shots that they were made with, which are the same value for as long as a canvas is open. */
const KNOWN = new WeakMap<readonly number[], WeakMap<Annotation, Tag>>();

/** All tags of a live state, in the order of time. */
export class Tags {
  readonly all: readonly Tag[];
  #byId: ReadonlyMap<string, Tag>;

  constructor(
    readonly live: Live,
    readonly index: FrameIndex,
    /** First frames of the shots that are known besides the first one, ascending. */
    readonly shots: readonly number[],
  ) {
    const all: Tag[] = [];
    for (const annotation of live.annotations.values())
      if (annotation.kind === "tag") all.push(this.#known(annotation));
    this.all = all.sort((a, b) => a.from - b.from || a.until - b.until || (a.id < b.id ? -1 : 1));
    this.#byId = new Map(all.map((one) => [one.id, one]));
  }

  get(id: string | null): Tag | undefined {
    return id === null ? undefined : this.#byId.get(id);
  }

  /** What holds on a frame. */
  on(frame: number): readonly Tag[] {
    return this.all.filter((one) => holdsOn(one, frame));
  }

  /** The shot that a frame lies in, as frames `[from, until)`. */
  shotOf(frame: number): readonly [from: number, until: number] {
    const after = this.shots.findIndex((start) => start > frame);
    const before = after < 0 ? this.shots.at(-1) : this.shots[after - 1];
    const until = after < 0 ? this.index.count : (this.shots[after] as number);
    return [before !== undefined && before <= frame ? before : 0, until];
  }

  /** Tags of annotations that stay the same stay the same: there may be one on every frame. */
  #known(annotation: Annotation): Tag {
    let known = KNOWN.get(this.shots);
    if (!known) {
      known = new WeakMap();
      KNOWN.set(this.shots, known);
    }
    let tag = known.get(annotation);
    if (!tag) {
      tag = this.#tag(annotation);
      known.set(annotation, tag);
    }
    return tag;
  }

  #tag(annotation: Annotation): Tag {
    const { annotation_id: id, start_pts, end_pts = null, category = null } = annotation;
    const scope = scopeOf(annotation);
    const from = this.index.ordinalAt(start_pts);
    const until =
      scope === "frame"
        ? from + 1
        : scope === "shot"
          ? this.shotOf(from)[1]
          : endOrdinal(this.index, end_pts ?? start_pts);
    return { id, kind: "tag", annotation, scope, category, from, until: Math.max(from + 1, until) };
  }
}
