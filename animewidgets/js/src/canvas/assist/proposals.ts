/** Shapes that an assistant proposes and nobody has accepted: values, and what is done with them. Pure. */
import { create, type Live } from "../../core/edits";
import { done, type Outcome, refuse } from "../../core/outcome";
import type { Category, Json } from "../../core/wire";
import type { Box, Points, Polygon, Ring, Shape, Vertex } from "../geometry";
import { cornersOf } from "../geometry";
import type { Reach } from "../hit";
import { areaOf, type DrawnKind, type Extent, extentOf, holds, markedIn } from "../shapes";

/** A proposal as docs/wire.md has it. */
export interface WireProposal {
  proposal_id: string;
  start_pts: number;
  kind: DrawnKind;
  geometry: { [key: string]: Json };
  category: string | null;
  /** The name of the assistant. */
  source: string;
  score: number | null;
  /** The outline of a mask. */
  outline?: Polygon;
}

/** A proposal on its frame. */
export interface Proposed {
  readonly told: WireProposal;
  readonly id: string;
  readonly kind: DrawnKind;
  readonly shape: Shape;
  /** What is drawn of it: rings of its parts; of points none. */
  readonly parts: readonly (readonly Ring[])[];
  readonly extent: Extent;
  readonly area: number;
}

/** A proposal that can be drawn; `null` of what is no such shape. */
export function proposed(told: WireProposal): Proposed | null {
  const { kind, outline, proposal_id: id } = told;
  const shape = told.geometry as unknown as Shape;
  try {
    const parts = partsOf(kind, shape, outline);
    const [measuredAs, measured] = outline
      ? (["polygon", outline] as const)
      : ([kind, shape] as const);
    const extent = extentOf(measuredAs, measured);
    if (!Object.values(extent).every(Number.isFinite)) return null;
    return { told, id, kind, shape, parts, extent, area: areaOf(measuredAs, measured) };
  } catch {
    return null;
  }
}

function partsOf(kind: DrawnKind, shape: Shape, outline?: Polygon): readonly (readonly Ring[])[] {
  if (outline) return outline.parts;
  if (kind === "box") return [[cornersOf(shape as Box)]];
  return kind === "polygon" ? (shape as Polygon).parts : [];
}

/** The smallest proposal at a place, or `null`. */
export function proposalAt(
  proposals: readonly Proposed[],
  at: Vertex,
  reach: Reach,
): Proposed | null {
  const here = proposals.filter((one) =>
    one.kind === "point"
      ? markedIn(one.shape as Points).some(
          ({ x, y }) => Math.abs(x - at[0]) <= reach.x && Math.abs(y - at[1]) <= reach.y,
        )
      : holds("polygon", { parts: one.parts }, at),
  );
  return here.sort((a, b) => a.area - b.area)[0] ?? null;
}

/** Make proposals annotations that remember who proposed them, and how sure they were. */
export function acceptProposals(
  proposals: readonly Proposed[],
  live: Live,
  next: Category | null,
): Outcome {
  if (!proposals.length) return refuse("Nothing is proposed on this frame.");
  const edits = proposals.map(({ told }) =>
    create(
      told.proposal_id,
      {
        kind: told.kind,
        start_pts: told.start_pts,
        end_pts: null,
        category: told.category ?? next?.category_id ?? null,
        geometry: told.geometry,
        attributes: {},
        source: told.source,
        score: told.score,
      },
      live,
    ),
  );
  const [only] = proposals;
  const what = proposals.length === 1 && only ? only.kind : `${proposals.length} proposals`;
  return done(edits, `Accepted: ${what} of ${sourcesOf(proposals)}`);
}

export const sourcesOf = (proposals: readonly Proposed[]): string =>
  [...new Set(proposals.map(({ told }) => told.source))].join(", ");
