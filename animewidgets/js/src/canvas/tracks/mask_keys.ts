import { remove, update } from "../../core/edits";
import type { AnnotationState, Edit } from "../../core/wire";
import type { Figure } from "../figures";
import type { Mask } from "../rle";
import { courseOf, told } from "./annotations";
import { outsideFrom, startOf, withoutKey, withShape } from "./course";

/** A figure has other pixels, or none: a mask is then deleted, and a track out of the picture from there on. */
export function withPixels({ annotation, track }: Figure, mask: Mask | null): Edit {
  const course = courseOf(annotation);
  if (!course || !track) {
    const geometry = mask as unknown as AnnotationState["geometry"] & object;
    return mask ? update(annotation, { geometry }) : remove(annotation);
  }
  const { pts, next } = track;
  if (mask) return update(annotation, told(withShape(course, pts, mask, next)));
  const left = startOf(course) < pts ? outsideFrom(course, pts) : withoutKey(course, pts);
  return left ? update(annotation, told(left)) : remove(annotation);
}
