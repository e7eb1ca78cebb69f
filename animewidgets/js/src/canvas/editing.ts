/** Edits of shapes, as outcomes: what would be done, or why not. Pure. */
import { create, remove, update } from "../core/edits";
import { newId } from "../core/id";
import { inSteps as done, type Outcome, refuse } from "../core/outcome";
import type { Annotation, AnnotationState, Category, Json } from "../core/wire";
import { carriedOver, startingValues, valuesOf, withValues } from "./attributes/values";
import { checkGeometry } from "./check_geometry";
import type { Figure } from "./figures";
import type { Bounds, Points, Shape } from "./geometry";
import { BadGeometry } from "./read_json";
import type { DrawnKind } from "./shapes";
import { removeKeys, shapeTold } from "./tracks/track_edits";

/** What of a figure can be put onto another frame. */
export type Copied = Pick<AnnotationState, "kind" | "category" | "geometry" | "attributes">;

const LONGEST_COMMENT = 10_000;

type JsonObject = { [key: string]: Json };
const json = (shape: Shape): JsonObject => shape as unknown as JsonObject;

/** Why a shape cannot stand there, in words; `null` where it can. */
export function whyNot(kind: DrawnKind, shape: Shape, bounds: Bounds): string | null {
  try {
    checkGeometry({ kind, start_pts: 0, geometry: json(shape) }, bounds);
    return null;
  } catch (error) {
    if (!(error instanceof BadGeometry)) throw error;
    const { message } = error;
    const crossing = /near \((.*)\)/.exec(message)?.[1];
    if (crossing) return `The outline crosses itself near (${crossing}), which no shape may.`;
    if (/encloses nothing/.test(message)) return "The outline encloses nothing.";
    if (/at least 1\/256/.test(message)) return "A box needs some width and some height.";
    return message;
  }
}

/** `2 boxes`, `1 point`. */
export function counted(figures: readonly { kind: string }[]): string {
  const kinds = new Set(figures.map(({ kind }) => kind));
  const [only] = kinds;
  const name = kinds.size === 1 && only ? only : "shape";
  if (figures.length === 1) return name;
  return `${figures.length} ${name === "box" ? "boxes" : `${name}s`}`;
}

export function addShape(
  kind: DrawnKind,
  shape: Shape,
  place: { pts: number; ordinal: number },
  category: Category | null,
  bounds: Bounds,
): Outcome & { id?: string } {
  const why = whyNot(kind, shape, bounds);
  if (why) return refuse(why);
  const id = newId();
  const state: AnnotationState = {
    kind,
    start_pts: place.pts,
    end_pts: null,
    category: category?.category_id ?? null,
    geometry: json(shape),
    attributes: withValues({}, startingValues(category)),
  };
  const what = category ? `${category.name}: ${kind}` : `A ${kind}`;
  return { ...done([create(id, state)], `${what} on frame ${place.ordinal}`), id };
}

/** Give figures other shapes; those that stay the same are left alone. */
export function reshape(
  figures: readonly Figure[],
  shapes: ReadonlyMap<string, Shape>,
  bounds: Bounds,
  said: string,
): Outcome {
  const edits = [];
  for (const figure of figures) {
    const { id, kind, shape, annotation } = figure;
    const now = shapes.get(id);
    // A ghost comes back where it is moved alone, not where it happens to be selected with others.
    if (figures.length > 1 && figure.track?.source === "ghost") continue;
    if (!now || JSON.stringify(now) === JSON.stringify(shape)) continue;
    const why = whyNot(kind, now, bounds);
    if (why) return refuse(why);
    edits.push(update(annotation, shapeTold(figure, now, bounds)));
  }
  return done(edits, said);
}

/** Shapes go; of tracks only the keys on the frame. */
export function removeFigures(figures: readonly Figure[], bounds: Bounds): Outcome {
  if (!figures.length) return refuse("Nothing is selected.");
  const plain = figures.filter(({ track }) => !track);
  const edits = plain.map(({ annotation }) => remove(annotation));
  if (plain.length === figures.length) return done(edits, `Deleted ${counted(figures)}`);
  const tracks = removeKeys(
    figures.filter(({ track }) => track),
    bounds,
  );
  if ("refused" in tracks || !plain.length) return tracks;
  return done([...edits, ...tracks.edits], `Deleted ${counted(plain)}; ${tracks.said}`);
}

export function categorise(
  figures: readonly Figure[],
  category: Category | null,
  bounds: Bounds,
): Outcome {
  const to = category?.category_id ?? null;
  const wanted = category?.skeleton?.names.length;
  for (const { kind, shape } of figures)
    if (wanted !== undefined && kind === "point" && (shape as Points).points.length !== wanted)
      return refuse(`${category?.name} has ${wanted} key points: place them with the point tool.`);
  const edits = figures
    .filter((one) => one.category !== to)
    .map(({ annotation }) => {
      const values = carriedOver(valuesOf(annotation), category, bounds);
      return update(annotation, {
        category: to,
        attributes: withValues(annotation.attributes, values),
      });
    });
  const name = category ? category.name : "no category";
  return done(edits, `${capitalised(counted(figures))}: ${name}`);
}

/** What a remark can be made on: a shape, or a tag. */
export interface Remarkable {
  readonly kind: string;
  readonly annotation: Annotation;
}

export function remark(
  figures: readonly Remarkable[],
  change: { comment?: string | null; uncertain?: boolean },
  said: string,
): Outcome {
  const { comment } = change;
  if (comment && [...comment].length > LONGEST_COMMENT)
    return refuse(`A comment has at most ${LONGEST_COMMENT} characters.`);
  const differs = ({ comment: was = null, uncertain = false }: Annotation) =>
    (change.comment !== undefined && (was ?? null) !== change.comment) ||
    (change.uncertain !== undefined && uncertain !== change.uncertain);
  const edits = figures
    .filter(({ annotation }) => differs(annotation))
    .map(({ annotation }) => update(annotation, change));
  return done(edits, said);
}

export function copied({ annotation, track, kind: of, shape }: Figure): Copied {
  // Of a track what is seen on the frame, as a shape of its own.
  if (track) return { ...copyOf(annotation), kind: of, geometry: structuredClone(json(shape)) };
  return copyOf(annotation);
}

function copyOf(annotation: Annotation): Copied {
  const { kind, category = null, geometry = null, attributes = {} } = annotation;
  return structuredClone({ kind, category, geometry, attributes });
}

/** Put copies onto a frame; `ids` are those of the new ones. */
export function paste(
  copies: readonly Copied[],
  place: { pts: number; ordinal: number },
): Outcome & { ids: string[] } {
  const ids = copies.map(() => newId());
  const edits = copies.map((one, n) =>
    create(ids[n] as string, { ...structuredClone(one), start_pts: place.pts, end_pts: null }),
  );
  const outcome = done(edits, `${capitalised(counted(copies))} put onto frame ${place.ordinal}`);
  return { ...outcome, ids };
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
