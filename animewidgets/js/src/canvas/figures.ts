import type { Live } from "../core/edits";
import type { Annotation } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import type { Box, Shape } from "./geometry";
import { areaOf, type DrawnKind, type Extent, extentOf, isDrawnKind } from "./shapes";

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
}

/** The figure of an annotation, or `null` where it is none. */
export function figureOf(annotation: Annotation, index: FrameIndex): Figure | null {
  const { kind, geometry, annotation_id: id, start_pts } = annotation;
  if (!isDrawnKind(kind) || !geometry) return null;
  const shape = geometry as unknown as Shape;
  const extent = measured(kind, shape);
  if (!extent) return null;
  return {
    id,
    annotation,
    kind,
    shape,
    ordinal: index.ordinalAt(start_pts),
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

  constructor(
    readonly live: Live,
    index: FrameIndex,
  ) {
    const all: Figure[] = [];
    for (const annotation of live.annotations.values()) {
      let figure = KNOWN.get(annotation);
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
    this.all = all.sort((a, b) => a.ordinal - b.ordinal);
    for (const here of this.#byFrame.values())
      if (here.some(({ z }) => z)) here.sort((a, b) => a.z - b.z);
    this.frames = [...this.#byFrame.keys()].sort((a, b) => a - b);
  }

  on(ordinal: number): readonly Figure[] {
    return this.#byFrame.get(ordinal) ?? [];
  }

  get(id: string): Figure | undefined {
    return this.#byId.get(id);
  }
}
