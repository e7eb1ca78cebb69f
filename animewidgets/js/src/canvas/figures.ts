import type { Live } from "../core/edits";
import type { Annotation } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import type { Box, Shape } from "./geometry";
import { areaOf, type DrawnKind, type Extent, extentOf, isDrawnKind } from "./shapes";
import { type OnFrame, TrackFigures } from "./tracks/track_figures";

/** One shape on one frame: what the canvas draws of an annotation. */
export interface Figure {
  readonly id: string;
  readonly annotation: Annotation;
  readonly kind: DrawnKind;
  readonly shape: Shape;
  /** Of the frame. */
  readonly ordinal: number;
  readonly category: string | null;
  readonly extent: Extent;
  readonly area: number;
  /** What is higher lies in front. */
  readonly z: number;
  /** Of a track: how it stands on the frame. The annotation is then the whole track. */
  readonly track?: OnFrame;
}

/** The figure of an annotation, or `null` where it is none. */
export function figureOf(annotation: Annotation, index: FrameIndex): Figure | null {
  const { kind, geometry, start_pts } = annotation;
  if (!isDrawnKind(kind) || !geometry) return null;
  return figureOn(annotation, kind, geometry as unknown as Shape, index.ordinalAt(start_pts));
}

function figureOn(
  annotation: Annotation,
  kind: DrawnKind,
  shape: Shape,
  ordinal: number,
): Figure | null {
  const extent = measured(kind, shape);
  if (!extent) return null;
  return {
    id: annotation.annotation_id,
    annotation,
    kind,
    shape,
    ordinal,
    category: annotation.category ?? null,
    extent,
    area: areaOf(kind, shape),
    z: Number(annotation.attributes?.z_order ?? 0) || 0,
  };
}

/** The extent; `null` of what is no such shape: one row that some program wrote must not cost all the others. */
function measured(kind: DrawnKind, shape: Shape): Extent | null {
  try {
    const extent = extentOf(kind, shape);
    return Object.values(extent).every(Number.isFinite) ? extent : null;
  } catch {
    return null;
  }
}

export const isTurned = ({ kind, shape }: Figure): boolean =>
  kind === "box" && Boolean((shape as Box).rotation);

const KNOWN = new WeakMap<Annotation, Figure | null>();

/** All figures of a live state, by frame. Those of annotations that stay the same stay the same. */
export class Figures {
  readonly all: readonly Figure[];
  readonly frames: readonly number[];
  #byFrame = new Map<number, Figure[]>();
  #byId = new Map<string, Figure>();
  readonly tracks: TrackFigures;

  constructor(
    readonly live: Live,
    index: FrameIndex,
  ) {
    const all: Figure[] = [];
    this.tracks = new TrackFigures(index, figureOn);
    for (const annotation of live.annotations.values()) {
      let figure = KNOWN.get(annotation);
      if (annotation.kind === "track") {
        this.tracks.add(annotation);
        continue;
      }
      if (figure === undefined) {
        figure = figureOf(annotation, index);
        KNOWN.set(annotation, figure);
      }
      if (!figure) continue;
      all.push(figure);
      this.#byId.set(figure.id, figure);
      const here = this.#byFrame.get(figure.ordinal);
      if (here) here.push(figure);
      else this.#byFrame.set(figure.ordinal, [figure]);
    }
    for (const first of this.tracks.firsts()) {
      all.push(first);
      this.#byId.set(first.id, first);
    }
    this.all = all.sort((a, b) => a.ordinal - b.ordinal);
    for (const here of this.#byFrame.values())
      if (here.some(({ z }) => z)) here.sort((a, b) => a.z - b.z);
    const frames = new Set([...this.#byFrame.keys(), ...this.tracks.keyFrames()]);
    this.frames = [...frames].sort((a, b) => a - b);
  }

  /** The shapes of a frame, those of tracks after the others; the same value as long as one stays there. */
  on(ordinal: number): readonly Figure[] {
    const plain = this.#byFrame.get(ordinal) ?? [];
    const tracks = this.tracks.on(ordinal);
    if (!tracks.length) return plain;
    if (this.#both?.tracks !== tracks) {
      const all = [...plain, ...tracks];
      if (all.some(({ z }) => z)) all.sort((a, b) => a.z - b.z);
      this.#both = { tracks, all };
    }
    return this.#both.all;
  }
  #both: { tracks: readonly Figure[]; all: readonly Figure[] } | undefined;

  get(id: string): Figure | undefined {
    return this.#byId.get(id);
  }
}
