import type { Annotation, AnnotationState, Json } from "../../core/wire";
import { isShapeKind, type Key, type ShapeKind } from "../geometry";
import { type Course, startOf } from "./course";

const KNOWN = new WeakMap<Annotation, Course | null>();

/** The course of a track annotation; `null` of what is none, whatever program wrote it. */
export function courseOf(annotation: Annotation): Course | null {
  if (annotation.kind !== "track") return null;
  const known = KNOWN.get(annotation);
  if (known !== undefined) return known;
  const course = read(annotation);
  KNOWN.set(annotation, course);
  return course;
}

function read({ geometry, end_pts }: Annotation): Course | null {
  const { kind, keys } = (geometry ?? {}) as { kind?: string; keys?: readonly Key[] };
  if (typeof kind !== "string" || !isShapeKind(kind) || !Array.isArray(keys)) return null;
  const inOrder = keys.every(
    (key, n) => Number.isInteger(key?.pts) && (n === 0 || key.pts > (keys[n - 1]?.pts ?? 0)),
  );
  if (!inOrder || !keys.some((key) => key.shape) || !Number.isInteger(end_pts)) return null;
  return { kind: kind as ShapeKind, keys, end: end_pts as number };
}

/** What of an annotation a course says. */
export function told(course: Course): Pick<AnnotationState, "start_pts" | "end_pts" | "geometry"> {
  const { kind, keys, end } = course;
  return {
    start_pts: startOf(course),
    end_pts: end,
    geometry: { kind, keys: keys as unknown as Json },
  };
}

/** Which thing a track is of, where several are of the same one. */
export function objectOf({ attributes }: AnnotationState): string | null {
  const object = attributes?.object;
  return typeof object === "string" && object ? object : null;
}
