/** Edits of masks, as outcomes: what would be done, or why not. Pure. */
import { create, update } from "../../core/edits";
import { newId } from "../../core/id";
import { done, type Outcome, refuse } from "../../core/outcome";
import type { Annotation, AnnotationState, Category, Edit, Json } from "../../core/wire";
import { startingValues, withValues } from "../attributes/values";
import type { Figure } from "../figures";
import { area, difference, intersection, type Mask, union } from "../rle";
import { extentOf } from "../shapes";
import { withPixels } from "../tracks/mask_keys";
import { common } from "./tint";

/** What becomes of pixels that another mask has already. */
export const OVERLAPS = ["overlap", "front", "behind"] as const;
export type Overlap = (typeof OVERLAPS)[number];

/** One thing, or all pixels of its category in the frame. */
export const SCOPES = ["instance", "semantic"] as const;
export type Scope = (typeof SCOPES)[number];

export const scopeOf = ({ attributes }: Annotation): Scope =>
  attributes?.scope === "semantic" ? "semantic" : "instance";

const json = (mask: Mask) => mask as unknown as { [key: string]: Json };
const pixels = (mask: Mask): string => `${area(mask).toLocaleString("en")} px`;

/** Where pixels are put, and by which rules. */
export interface Ground {
  readonly place: { readonly pts: number; readonly ordinal: number };
  readonly category: Category | null;
  readonly scope: Scope;
  readonly overlap: Overlap;
  /** All masks of the frame. */
  readonly masks: readonly Figure[];
  /** Whether a mask may be changed: it is shown and not locked. */
  open(figure: Figure): boolean;
}

/**
 * Add pixels to a mask, or make a new one of them. Other masks of the same scope lose them, keep them or share
 * them, as the rule says; what may not be changed always keeps its own.
 */
export function addPixels(
  added: Mask,
  target: Figure | null,
  ground: Ground,
): Outcome & { id?: string } {
  const scope = target ? scopeOf(target.annotation) : ground.scope;
  const others = ground.masks.filter(
    (one) => one.id !== target?.id && scopeOf(one.annotation) === scope,
  );
  let fresh = target ? difference(added, target.shape as Mask) : added;
  if (!area(fresh)) return done([], "Nothing new: the mask has those pixels already");
  const edits: Edit[] = [];
  const extent = extentOf("mask", fresh);
  if (ground.overlap !== "overlap")
    for (const other of others) {
      if (!common(other.extent, extent)) continue;
      const shared = intersection(fresh, other.shape as Mask);
      if (!area(shared)) continue;
      if (ground.overlap === "front" && ground.open(other)) edits.push(without(other, shared));
      else fresh = difference(fresh, other.shape as Mask);
    }
  if (!area(fresh)) return refuse("All of that belongs to other masks, which keep what is theirs.");
  if (target) {
    const mask = union(target.shape as Mask, fresh);
    return {
      ...done([withPixels(target, mask), ...edits], `The mask has ${pixels(mask)}`),
      id: target.id,
    };
  }
  const id = newId();
  const { category, place } = ground;
  const state: AnnotationState = {
    kind: "mask",
    start_pts: place.pts,
    end_pts: null,
    category: category?.category_id ?? null,
    geometry: json(fresh),
    attributes: withValues(scope === "semantic" ? { scope } : {}, startingValues(category)),
  };
  const what = category ? `${category.name}: mask` : "A mask";
  return {
    ...done([create(id, state), ...edits], `${what} of ${pixels(fresh)} on frame ${place.ordinal}`),
    id,
  };
}

/** Take pixels from masks; of which nothing is left, those are deleted. */
export function takePixels(taken: Mask, targets: readonly Figure[]): Outcome {
  const edits = targets
    .filter(({ shape }) => area(intersection(shape as Mask, taken)))
    .map((one) => without(one, taken));
  if (!edits.length) return refuse("Nothing is taken away: the mask has none of those pixels.");
  return replacedBy(edits);
}

function replacedBy(edits: readonly Edit[]): Outcome {
  const [one] = edits;
  const left = one?.after?.geometry as unknown as Mask | undefined;
  if (one?.after?.kind === "track") return done([...edits], "A key on this frame");
  if (edits.length === 1)
    return done(
      [...edits],
      left ? `The mask has ${pixels(left)}` : "Nothing is left: the mask is deleted",
    );
  return done([...edits], `${edits.length} masks changed`);
}

function without(figure: Figure, taken: Mask): Edit {
  const left = difference(figure.shape as Mask, taken);
  return withPixels(figure, area(left) ? left : null);
}

/** Give masks other pixels; `null` of those of which nothing is left, and they are deleted. */
export function replaceMasks(
  figures: readonly Figure[],
  change: (mask: Mask, figure: Figure) => Mask | null,
  said: string,
): Outcome {
  const edits: Edit[] = [];
  for (const figure of figures) {
    const mask = change(figure.shape as Mask, figure);
    if (mask?.counts !== (figure.shape as Mask).counts) edits.push(withPixels(figure, mask));
  }
  return done(edits, edits.length ? said : "Nothing changes");
}

/** In front of everything of the frame, or behind it. */
export function reorder(
  figures: readonly Figure[],
  all: readonly Figure[],
  to: "front" | "back",
): Outcome {
  const ids = new Set(figures.map(({ id }) => id));
  const others = all.filter(({ id }) => !ids.has(id)).map(({ z }) => z);
  const z = to === "front" ? Math.max(-1, ...others) + 1 : Math.min(1, ...others) - 1;
  const edits = figures
    .filter((one) => one.z !== z)
    .map(({ annotation }) => withAttributes(annotation, { z_order: z || undefined }));
  return done(edits, `${to === "front" ? "In front of" : "Behind"} everything else, z ${z}`);
}

export function rescope(figures: readonly Figure[], scope: Scope): Outcome {
  const edits = figures
    .filter(({ annotation }) => scopeOf(annotation) !== scope)
    .map(({ annotation }) =>
      withAttributes(annotation, { scope: scope === "semantic" ? scope : undefined }),
    );
  return done(edits, scope === "semantic" ? "All pixels of its category" : "One thing");
}

/** Change attributes; `undefined` leaves one out. */
function withAttributes(annotation: Annotation, change: Record<string, Json | undefined>): Edit {
  const attributes = { ...annotation.attributes };
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) delete attributes[name];
    else attributes[name] = value;
  }
  return update(annotation, { attributes });
}
