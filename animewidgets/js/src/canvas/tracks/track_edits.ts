/** Edits of tracks, as outcomes: what would be done, or why not. Pure. */
import { create, remove, update } from "../../core/edits";
import { newId } from "../../core/id";
import { done, type Outcome, refuse } from "../../core/outcome";
import type { Annotation, AnnotationState, Category, Edit } from "../../core/wire";
import { startingValues, withValues } from "../attributes/values";
import { checkGeometry } from "../check_geometry";
import type { Figure } from "../figures";
import {
  type Bounds,
  isShapeKind,
  type Key,
  MAX_KEYS,
  type Shape,
  type ShapeKind,
} from "../geometry";
import { BadGeometry } from "../read_json";
import { courseOf, objectOf, told } from "./annotations";
import {
  type Course,
  firstInterpolation,
  insideFrom,
  keyAt,
  keyFor,
  merged,
  outsideFrom,
  splitAt,
  startOf,
  withInterpolation,
  withKeyMoved,
  withOccluded,
  withoutKey,
  withShape,
} from "./course";

const NO_TRACK = "Select a track first.";
const ONLY_KEY = "This is the only key of the track: Shift+Delete deletes the whole track.";

/** What an annotation says as a track, where the checks of its kind take it. */
export function changed(annotation: Annotation, course: Course, bounds: Bounds): Edit | string {
  const state = told(course);
  const why = whyNoTrack({ kind: "track", ...state }, bounds);
  return why ?? update(annotation, state);
}

function whyNoTrack(state: AnnotationState, bounds: Bounds): string | null {
  try {
    checkGeometry(state, bounds);
    return null;
  } catch (error) {
    if (!(error instanceof BadGeometry)) throw error;
    return `That makes no track: ${error.message}`;
  }
}

/** The tick at which a track ends that begins or goes on at a frame: with its shot, where shots are known. */
export function endAfter(bounds: Bounds, pts: number): number {
  const cut = bounds.cuts?.find((one) => one > pts);
  return cut ?? bounds.end_pts ?? (bounds.pts[bounds.pts.length - 1] as number) + 1;
}

/** The tick of a frame, or of the end of the release. */
const ptsOf = (bounds: Bounds, ordinal: number): number =>
  ordinal < bounds.pts.length
    ? (bounds.pts[ordinal] as number)
    : (bounds.end_pts ?? (bounds.pts[bounds.pts.length - 1] as number) + 1);

export function addTrack(
  kind: ShapeKind,
  shape: Shape,
  ordinal: number,
  category: Category | null,
  bounds: Bounds,
): Outcome & { id?: string } {
  const pts = ptsOf(bounds, ordinal);
  const keys: Key[] = [{ pts, shape, interpolation: firstInterpolation(kind) }];
  const place = told({ kind, keys, end: endAfter(bounds, pts) });
  const state: AnnotationState = {
    kind: "track",
    ...place,
    category: category?.category_id ?? null,
    attributes: withValues({}, startingValues(category)),
  };
  const why = whyNoTrack(state, bounds);
  if (why) return refuse(why);
  const id = newId();
  const what = category ? `${category.name}: a track` : "A track";
  return { ...done([create(id, state)], `${what} of a ${kind} from frame ${ordinal} on`), id };
}

/** What was to make shapes makes tracks that begin with them. */
export function asTracks(outcome: Outcome, bounds: Bounds): Outcome {
  if ("refused" in outcome) return outcome;
  const edits = outcome.edits.map((edit) => {
    const { op, annotation_id, after } = edit;
    if (op !== "create" || !after || !isShapeKind(after.kind) || !after.geometry) return edit;
    const { kind, start_pts: pts } = after;
    const shape = after.geometry as unknown as Shape;
    const keys: Key[] = [{ pts, shape, interpolation: firstInterpolation(kind) }];
    const state = told({ kind, keys, end: endAfter(bounds, pts) });
    return create(annotation_id, { ...after, ...state, kind: "track" });
  });
  return { ...outcome, edits };
}

/** The change of an annotation by which one of its figures has another shape: of a track, a key on the frame. */
export function shapeTold(figure: Figure, shape: Shape, bounds: Bounds): Partial<AnnotationState> {
  const course = courseOf(figure.annotation);
  if (!course) return { geometry: shape as unknown as AnnotationState["geometry"] & object };
  const pts = ptsOf(bounds, figure.ordinal);
  return told(withShape(course, pts, shape, endAfter(bounds, pts)));
}

/** Plain shapes become tracks that begin where they stand. */
export function turnIntoTracks(figures: readonly Figure[], bounds: Bounds): Outcome {
  const plain = figures.filter(({ track }) => !track);
  if (!plain.length) return refuse("Select shapes that are no tracks yet.");
  const edits: Edit[] = [];
  for (const { annotation, kind, shape, ordinal } of plain) {
    const pts = ptsOf(bounds, ordinal);
    const keys: Key[] = [{ pts, shape, interpolation: firstInterpolation(kind) }];
    const state = told({ kind, keys, end: endAfter(bounds, pts) });
    // One annotation stays of one kind: the track is a new one, and the remarks go with it.
    const { annotation_id: _, version: __, ...rest } = annotation;
    edits.push(remove(annotation), create(newId(), { ...rest, kind: "track", ...state }));
  }
  const many = plain.length;
  return done(
    edits,
    many === 1
      ? `The ${plain[0]?.kind} is a track from here on`
      : `${many} shapes are tracks from here on`,
  );
}

/** Change the courses of what is selected; shapes that are no tracks are left alone. */
function each(
  figures: readonly Figure[],
  bounds: Bounds,
  change: (course: Course, pts: number, figure: Figure) => Course | string,
  said: string,
): Outcome {
  const tracks = figures.filter(({ track }) => track);
  if (!tracks.length) return refuse(NO_TRACK);
  const edits: Edit[] = [];
  for (const figure of tracks) {
    const course = courseOf(figure.annotation) as Course;
    const now = change(course, ptsOf(bounds, figure.ordinal), figure);
    if (typeof now === "string") return refuse(now);
    if (now.keys.length > MAX_KEYS) return refuse(`A track has at most ${MAX_KEYS} keys.`);
    const edit = changed(figure.annotation, now, bounds);
    if (typeof edit === "string") return refuse(edit);
    edits.push(edit);
  }
  return done(edits, said);
}

/** A key on this frame that says what is seen there; where all have one, they are taken away. */
export function toggleKeys(figures: readonly Figure[], bounds: Bounds): Outcome {
  const tracks = figures.filter(({ track }) => track);
  const all = tracks.every(({ annotation, ordinal }) =>
    keyAt(courseOf(annotation) as Course, ptsOf(bounds, ordinal)),
  );
  return all && tracks.length
    ? each(tracks, bounds, (course, pts) => withoutKey(course, pts) ?? ONLY_KEY, "The key is gone")
    : each(
        tracks,
        bounds,
        (course, pts, { shape }) =>
          keyAt(course, pts) ? course : withShape(course, pts, shape, endAfter(bounds, pts)),
        "A key on this frame",
      );
}

/** The keys on this frame go; a track itself never goes that way. */
export function removeKeys(figures: readonly Figure[], bounds: Bounds): Outcome {
  const between = figures.find(
    ({ annotation, ordinal }) => !keyAt(courseOf(annotation) as Course, ptsOf(bounds, ordinal)),
  );
  if (between)
    return refuse(
      "The track has no key on this frame: Alt+O ends it here for now, Shift+Delete deletes all of it.",
    );
  return each(
    figures,
    bounds,
    (course, pts) => withoutKey(course, pts) ?? ONLY_KEY,
    "The key is gone, the track stays",
  );
}

export function removeTracks(figures: readonly Figure[]): Outcome {
  const tracks = figures.filter(({ track }) => track);
  if (!tracks.length) return refuse(NO_TRACK);
  return done(
    tracks.map(({ annotation }) => remove(annotation)),
    tracks.length === 1 ? "The whole track is deleted" : `${tracks.length} tracks are deleted`,
  );
}

/** Not in the picture from here on, or in it again. */
export function toggleOutside(figures: readonly Figure[], bounds: Bounds): Outcome {
  const tracks = figures.filter(({ track }) => track);
  const away = tracks.every(({ track }) => track?.source === "ghost");
  if (away && tracks.length)
    return each(
      tracks,
      bounds,
      (course, pts) => insideFrom(course, pts, endAfter(bounds, pts)),
      "In the picture again, from this frame on",
    );
  return each(
    tracks.filter(({ track }) => track?.source !== "ghost"),
    bounds,
    (course, pts) => {
      const out = outsideFrom(course, pts);
      if (startOf(course) < pts) return out;
      return (
        withoutKey(course, pts) ??
        "The track begins on this frame: Shift+Delete deletes the whole track."
      );
    },
    "Out of the picture from this frame on, until the next key",
  );
}

export function toggleOccluded(figures: readonly Figure[], bounds: Bounds): Outcome {
  const seen = figures.filter(({ track }) => track && track.source !== "ghost");
  const on = !seen.every(({ track }) => track?.occluded);
  return each(
    seen,
    bounds,
    (course, pts) => withOccluded(course, pts, on),
    `${on ? "Covered" : "No longer covered"} from this frame on, until the next key`,
  );
}

export function toggleInterpolation(figures: readonly Figure[], bounds: Bounds): Outcome {
  const [one] = figures.filter(({ track }) => track);
  if (!one) return refuse(NO_TRACK);
  const keyOf = ({ annotation, ordinal }: Figure) =>
    keyFor(courseOf(annotation) as Course, ptsOf(bounds, ordinal));
  const to = keyOf(one).interpolation === "hold" ? "linear" : "hold";
  if (to === "linear" && one.kind === "mask")
    return refuse("Masks are held from key to key: there is no way between two of them.");
  return each(
    figures,
    bounds,
    (course, pts) => withInterpolation(course, pts, to),
    to === "hold" ? "Held until the next key" : "Goes evenly to the next key",
  );
}

export function splitTracks(figures: readonly Figure[], bounds: Bounds): Outcome {
  const tracks = figures.filter(({ track }) => track);
  if (!tracks.length) return refuse(NO_TRACK);
  const edits: Edit[] = [];
  for (const { annotation, ordinal } of tracks) {
    const parts = splitAt(
      courseOf(annotation) as Course,
      ptsOf(bounds, ordinal),
      ptsOf(bounds, ordinal - 1),
    );
    if (!parts)
      return refuse(
        "A track is split where there is something of it before and from this frame on.",
      );
    const [early, late] = parts.map(told) as [Partial<AnnotationState>, Partial<AnnotationState>];
    const { annotation_id: _, version: __, ...rest } = annotation;
    const second: AnnotationState = { ...rest, ...late };
    const first = changed(annotation, parts[0], bounds);
    const why = typeof first === "string" ? first : whyNoTrack(second, bounds);
    if (why) return refuse(why);
    edits.push(update(annotation, early), create(newId(), second));
  }
  return done(edits, "Split: another track from this frame on");
}

/** Tracks of one kind as one, under the identity of that which begins first. */
export function mergeTracks(figures: readonly Figure[], bounds: Bounds): Outcome {
  const tracks = figures
    .filter(({ track }) => track)
    .sort((a, b) => a.annotation.start_pts - b.annotation.start_pts);
  const [first, ...others] = tracks;
  if (!first || !others.length) return refuse("Select two tracks or more to merge.");
  const odd = others.find(({ kind }) => kind !== first.kind);
  if (odd) return refuse(`A track of a ${first.kind} and one of a ${odd.kind} cannot be one.`);
  const course = others.reduce(
    (all, { annotation }) => merged(all, courseOf(annotation) as Course),
    courseOf(first.annotation) as Course,
  );
  const edit = changed(first.annotation, course, bounds);
  if (typeof edit === "string") return refuse(edit);
  return done(
    [edit, ...others.map(({ annotation }) => remove(annotation))],
    `${tracks.length} tracks are one`,
  );
}

/** Tracks in several shots are of one thing: they have one object, and one category. One alone is let go of. */
export function linkTracks(figures: readonly Figure[]): Outcome {
  const tracks = figures.filter(({ track }) => track);
  const [first] = tracks;
  if (!first) return refuse(NO_TRACK);
  if (tracks.length === 1) {
    const { object, ...attributes } = first.annotation.attributes ?? {};
    return object === undefined
      ? refuse("Select several tracks to link, in the list or on the lanes with Ctrl.")
      : done([update(first.annotation, { attributes })], "The track is linked to no other");
  }
  const object = tracks.map((one) => objectOf(one.annotation)).find(Boolean) ?? newId();
  const category = tracks.map((one) => one.category).find(Boolean) ?? null;
  const edits = tracks
    .filter((one) => objectOf(one.annotation) !== object || one.category !== category)
    .map(({ annotation }) => {
      const attributes = { ...annotation.attributes, object };
      return update(annotation, { attributes, category });
    });
  if (!edits.length) return refuse("These tracks are linked already.");
  return done(edits, `${tracks.length} tracks are of one object`);
}

/** A key to another frame, not past its neighbours. */
export function moveKey(annotation: Annotation, from: number, to: number, bounds: Bounds): Outcome {
  const course = courseOf(annotation);
  if (!course) return refuse(NO_TRACK);
  const [pts, wanted] = [ptsOf(bounds, from), ptsOf(bounds, to)];
  const edit = changed(
    annotation,
    withKeyMoved(course, pts, wanted, endAfter(bounds, wanted)),
    bounds,
  );
  return typeof edit === "string"
    ? refuse(edit)
    : done([edit], `Key moved from frame ${from} to ${to}`);
}

/** What is seen of tracks on a frame becomes a key on another one. */
export function keysOn(figures: readonly Figure[], ordinal: number, bounds: Bounds): Edit[] {
  const pts = ptsOf(bounds, ordinal);
  return figures.map(({ annotation, shape }) =>
    update(
      annotation,
      told(withShape(courseOf(annotation) as Course, pts, shape, endAfter(bounds, pts))),
    ),
  );
}
