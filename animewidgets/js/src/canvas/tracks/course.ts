/**
 * What one does to a track: set, take and move keys, split, merge. Pure; times are ticks of frames.
 * A course says the same as a track annotation, with its end among the rest.
 */
import type { Interpolation, Key, Shape, ShapeKind, Track } from "../geometry";
import { keyBefore, type Sighting, shapeAt } from "../interpolate";

export interface Course {
  readonly kind: ShapeKind;
  /** In the order of time; the first is where the track begins. */
  readonly keys: readonly Key[];
  /** The tick at which the track ends. */
  readonly end: number;
}

export const trackOf = ({ kind, keys }: Course): Track => ({ kind, keys }) as unknown as Track;

export const startOf = ({ keys }: Course): number => (keys[0] as Key).pts;

export const seenAt = (course: Course, pts: number): Sighting | null =>
  shapeAt(trackOf(course), course.end, pts);

/** How shapes go on from a new key: masks have no way between them. */
export const firstInterpolation = (kind: ShapeKind): Interpolation =>
  kind === "mask" ? "hold" : "linear";

export function keyAt({ keys }: Course, pts: number): Key | undefined {
  const key = keys[keyBefore(keys, pts)];
  return key?.pts === pts ? key : undefined;
}

/** The key that counts at a tick: the last one there or before it, else the first. */
export const keyFor = ({ keys }: Course, pts: number): Key =>
  keys[Math.max(0, keyBefore(keys, pts))] as Key;

/** The shape that the thing would have at a tick if it were in the picture: the last seen before, else the next. */
export function ghostAt(course: Course, pts: number): Shape {
  const seen = course.keys.filter(({ shape }) => shape !== null);
  const before = seen[keyBefore(seen, pts)] ?? seen[0];
  return (before as Key).shape as Shape;
}

/** With a key at its tick, in place of one that stands there; a key beyond the end takes the end with it. */
export function withKey(course: Course, key: Key, endAfter: number): Course {
  const { keys, end } = course;
  const at = keyBefore(keys, key.pts);
  const from = keys[at]?.pts === key.pts ? at : at + 1;
  const until = at + 1;
  return {
    ...course,
    keys: [...keys.slice(0, from), key, ...keys.slice(until)],
    end: key.pts < end ? end : endAfter,
  };
}

/** The thing has this shape at a tick: as a person says, so that what a program said of it there falls away. */
export function withShape(course: Course, pts: number, shape: Shape, endAfter: number): Course {
  const { interpolation, occluded } = keyFor(course, pts);
  const key: Key = { pts, shape, interpolation, ...(occluded ? { occluded } : {}) };
  return withKey(course, key, endAfter);
}

/** Without the key at a tick; `null` where nothing would be left to see. */
export function withoutKey(course: Course, pts: number): Course | null {
  const keys = course.keys.filter((key) => key.pts !== pts);
  // Begun with the thing away: then it begins where it comes in.
  while (keys[0]?.shape === null) keys.shift();
  return keys.length ? { ...course, keys } : null;
}

/** Not in the picture from a tick on, until the next key. */
export function outsideFrom(course: Course, pts: number): Course {
  const { interpolation } = keyFor(course, pts);
  return withKey(course, { pts, shape: null, interpolation, outside: true }, course.end);
}

/** In the picture again from a tick on. */
export function insideFrom(course: Course, pts: number, endAfter: number): Course {
  const key = keyAt(course, pts);
  const without = key?.outside ? withoutKey(course, pts) : null;
  if (without && seenAt(without, pts)) return without;
  return withShape(course, pts, ghostAt(course, pts), endAfter);
}

/** Something stands before the thing from a tick on, until the next key; or no longer. */
export function withOccluded(course: Course, pts: number, occluded: boolean): Course {
  const key = keyAt(course, pts) ?? {
    ...keyFor(course, pts),
    pts,
    shape: seenAt(course, pts)?.shape ?? ghostAt(course, pts),
  };
  const { occluded: _, ...rest } = key;
  return withKey(course, occluded ? { ...rest, occluded } : rest, course.end);
}

/** The key that counts at a tick goes on in another way. */
export function withInterpolation(course: Course, pts: number, to: Interpolation): Course {
  return withKey(course, { ...keyFor(course, pts), interpolation: to }, course.end);
}

/**
 * A track in two: until a tick, and from it on. `last` is the frame before the tick. Every frame shows what it
 * showed. `null` where one of the two would hold nothing to see.
 */
export function splitAt(course: Course, pts: number, last: number): [Course, Course] | null {
  const { keys, end } = course;
  if (pts <= startOf(course) || pts >= end) return null;
  const at = keyBefore(keys, pts);
  const key = keys[at] as Key;
  const early = keys.slice(0, keys[at]?.pts === pts ? at : at + 1);
  const before = early.at(-1) as Key;
  const seenLast = seenAt(course, last);
  // What was on its way from key to key ends where it had come to.
  if (before.pts < last && seenLast?.source === "linear")
    early.push({ ...before, pts: last, shape: seenLast.shape });
  const first: Key =
    key.pts === pts ? key : { ...key, pts, shape: seenAt(course, pts)?.shape ?? null };
  const late = [first, ...keys.slice(at + 1)];
  while (late[0]?.shape === null) late.shift();
  if (!late.length || early.every(({ shape }) => shape === null)) return null;
  return [
    { ...course, keys: early, end: pts },
    { ...course, keys: late, end },
  ];
}

/**
 * Two tracks as one. Between the end of one and the beginning of the other the thing is not in the picture; where
 * they lie over each other the keys of both count, and of two at one tick that of the track which begins first.
 */
export function merged(a: Course, b: Course): Course {
  const [first, second] = startOf(a) <= startOf(b) ? [a, b] : [b, a];
  const own = new Set(first.keys.map(({ pts }) => pts));
  const keys = [...first.keys, ...second.keys.filter(({ pts }) => !own.has(pts))];
  const gap = first.end < startOf(second);
  const last = first.keys.at(-1) as Key;
  if (gap && !last.outside)
    keys.push({ pts: first.end, shape: null, interpolation: last.interpolation, outside: true });
  return {
    ...first,
    keys: keys.sort((one, other) => one.pts - other.pts),
    end: Math.max(first.end, second.end),
  };
}

/** A key at another tick, between its neighbours; the first one takes the beginning with it. */
export function withKeyMoved(course: Course, from: number, to: number, endAfter: number): Course {
  const key = keyAt(course, from);
  if (!key || from === to) return course;
  const others = { ...course, keys: course.keys.filter((one) => one !== key) };
  return withKey(others, { ...key, pts: to }, endAfter);
}
