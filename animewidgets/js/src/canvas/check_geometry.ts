/**
 * What geometry may hold: the checks of the kernel's `animewidgets.annotations.geometry`, in the same words,
 * so that a tool can tell before it sends. Both read `tests/contract/geometry.json`.
 */
import { placeIn } from "../core/sorted";
import type { AnnotationState, Kind } from "../core/wire";
import { firstCrossing } from "./crossings";
import {
  type Bounds,
  isShapeKind,
  type Key,
  MAX_COUNTS,
  MAX_KEYS,
  MAX_POINTS,
  MAX_VERTICES,
  type Ring,
  SHAPE_KINDS,
  type ShapeKind,
  TOLERANCE,
  type Vertex,
} from "./geometry";
import { array, BadGeometry, choice, flag, integer, name, number, record } from "./read_json";
import { area, CorruptMask } from "./rle";

/** Square pixels below which a ring encloses nothing. */
const LEAST_AREA = 1e-6;

const KINDS: readonly Kind[] = [
  "cut",
  "segment",
  "tag",
  "box",
  "polygon",
  "mask",
  "point",
  "track",
  "audio_event",
  "text",
  "frame_set",
];

/** Throw {@link BadGeometry} where what an annotation says of its place breaks a rule of its kind. */
export function checkGeometry(state: AnnotationState, bounds: Bounds): void {
  const at = "geometry";
  const { kind, geometry = null } = state;
  if (kind !== "track" && !isShapeKind(kind)) {
    if (geometry !== null)
      throw new BadGeometry(`${at}: a ${kind} has no place in the picture; leave it out`);
    return;
  }
  if (bounds.width < 1 || bounds.height < 1)
    throw new BadGeometry(
      `${at}: no ${kind} can be placed in '${bounds.name}', for the size of its pictures is not known`,
    );
  if (geometry === null) throw new BadGeometry(`${at}: a ${kind} needs its place in the picture`);
  if (kind === "track") checkTrack(state, geometry, at, bounds);
  else CHECKS[kind](geometry, at, bounds);
}

const CHECKS: Record<ShapeKind, (data: unknown, at: string, bounds: Bounds) => void> = {
  box: checkBox,
  polygon: checkPolygon,
  mask: checkMask,
  point: checkPoints,
};

function checkBox(data: unknown, at: string, bounds: Bounds): void {
  const box = record(data, at, ["x", "y", "width", "height"], ["rotation"]);
  const x = number(box.x, `${at}.x`);
  const y = number(box.y, `${at}.y`);
  const width = number(box.width, `${at}.width`);
  const height = number(box.height, `${at}.height`);
  for (const [which, side] of [
    ["width", width],
    ["height", height],
  ] as const)
    if (side < TOLERANCE)
      throw new BadGeometry(`${at}.${which}: a box is at least 1/256 of a pixel, got ${side}`);
  const rotation = "rotation" in box ? number(box.rotation, `${at}.rotation`) : 0;
  if (!(-180 < rotation && rotation <= 180))
    throw new BadGeometry(
      `${at}.rotation: expected degrees above -180 and up to 180, got ${rotation}`,
    );
  if (rotation) within(x + width / 2, y + height / 2, at, "the centre of the turned box", bounds);
  else {
    within(x, y, at, "the box", bounds);
    within(x + width, y + height, at, "the box", bounds);
  }
}

function checkPolygon(data: unknown, at: string, bounds: Bounds): void {
  const most = Math.floor(MAX_VERTICES / 3);
  const parts = array(record(data, at, ["parts"]).parts, `${at}.parts`, 1, most);
  let left = MAX_VERTICES;
  parts.forEach((part, p) => {
    const there = `${at}.parts[${p}]`;
    const rings: Ring[] = [];
    array(part, there, 1, most).forEach((ring, r) => {
      rings.push(checkedRing(ring, `${there}[${r}]`, bounds));
      left -= (rings[r] as Ring).length;
      if (left < 0)
        throw new BadGeometry(`${at}.parts: a polygon has at most ${MAX_VERTICES} vertices in all`);
    });
    const crossing = firstCrossing(rings);
    if (crossing)
      throw new BadGeometry(
        `${there}: edges cross each other near (${crossing[0].toFixed(1)}, ${crossing[1].toFixed(1)})`,
      );
  });
}

function checkedRing(data: unknown, at: string, bounds: Bounds): Ring {
  const ring = array(data, at, 3, MAX_VERTICES).map((vertex, n): Vertex => {
    const here = `${at}[${n}]`;
    const [x, y] = array(vertex, here, 2, 2).map((value) => number(value, here));
    within(x as number, y as number, here, "the vertex", bounds);
    return [x as number, y as number];
  });
  const [x0, y0] = ring[0] as Vertex;
  let twice = 0;
  for (let n = 0; n + 1 < ring.length; n++) {
    const [x, y] = ring[n] as Vertex;
    const [nextX, nextY] = ring[n + 1] as Vertex;
    twice += (x - x0) * (nextY - y0) - (nextX - x0) * (y - y0);
  }
  if (Math.abs(twice) < 2 * LEAST_AREA) throw new BadGeometry(`${at}: the ring encloses nothing`);
  return ring;
}

function checkMask(data: unknown, at: string, bounds: Bounds): void {
  const mask = record(data, at, ["size", "counts"]);
  const [height, width] = array(mask.size, `${at}.size`, 2, 2).map((side) =>
    integer(side, `${at}.size`),
  ) as [number, number];
  if (width !== bounds.width || height !== bounds.height)
    throw new BadGeometry(
      `${at}.size: the mask is of ${width} × ${height} pixels, ` +
        `the pictures are of ${bounds.width} × ${bounds.height}`,
    );
  const { counts } = mask;
  if (typeof counts !== "string")
    throw new BadGeometry(`${at}.counts: expected a string, got ${JSON.stringify(counts)}`);
  if (counts.length > MAX_COUNTS)
    throw new BadGeometry(
      `${at}.counts: expected 0 to ${MAX_COUNTS} characters, got ${counts.length}`,
    );
  let marked: number;
  try {
    marked = area({ size: [height, width], counts });
  } catch (error) {
    if (error instanceof CorruptMask) throw new BadGeometry(`${at}.counts: ${error.message}`);
    throw error;
  }
  if (marked === 0)
    throw new BadGeometry(`${at}.counts: the mask marks no pixel; delete it instead`);
}

function checkPoints(data: unknown, at: string, bounds: Bounds): void {
  const points = array(record(data, at, ["points"]).points, `${at}.points`, 1, MAX_POINTS);
  points.forEach((point, n) => {
    if (point === null) return;
    const here = `${at}.points[${n}]`;
    const read = record(point, here, ["x", "y"], ["negative", "occluded"]);
    within(number(read.x, `${here}.x`), number(read.y, `${here}.y`), here, "the point", bounds);
    flag(read, "negative", here);
    flag(read, "occluded", here);
  });
  if (points.every((point) => point === null))
    throw new BadGeometry(`${at}.points: at least one point must be marked`);
}

function checkTrack(state: AnnotationState, data: unknown, at: string, bounds: Bounds): void {
  const track = record(data, at, ["kind", "keys"]);
  const kind = choice(track.kind, `${at}.kind`, KINDS);
  if (!isShapeKind(kind))
    throw new BadGeometry(
      `${at}.kind: a track is of ${SHAPE_KINDS.map((one) => `'${one}'`).join(", ")}, not of '${kind}'`,
    );
  const keys = array(track.keys, `${at}.keys`, 1, MAX_KEYS).map((key, n) =>
    checkedKey(key, `${at}.keys[${n}]`, kind, bounds),
  );
  const { start_pts: start, end_pts: end = null } = state;
  const first = keys[0] as Key;
  const last = keys[keys.length - 1] as Key;
  if (first.pts !== start)
    throw new BadGeometry(
      `${at}.keys[0].pts: the first key stands where the track begins, at tick ${start}, not at ${first.pts}`,
    );
  for (let n = 1; n < keys.length; n++) {
    const [before, after] = [keys[n - 1] as Key, keys[n] as Key];
    if (after.pts <= before.pts)
      throw new BadGeometry(
        `${at}.keys[${n}].pts: keys stand in the order of time, but ${after.pts} follows on ${before.pts}`,
      );
  }
  if (end === null || last.pts >= end)
    throw new BadGeometry(
      `${at}.keys[${keys.length - 1}].pts: tick ${last.pts} lies outside the track [${start}, ${end})`,
    );
  if (keys.every((key) => key.shape === null))
    throw new BadGeometry(`${at}.keys: on at least one key the thing must be in the picture`);
  keys.forEach(({ pts }, n) => {
    const found = neighbours(bounds.pts, pts);
    if (found)
      throw new BadGeometry(
        `${at}.keys[${n}].pts: tick ${pts} lies between the frames at ticks ` +
          `${found[0]} and ${found[1]} of '${bounds.name}'`,
        "CutOutsideMedia",
      );
  });
}

function checkedKey(data: unknown, at: string, kind: ShapeKind, bounds: Bounds): Key {
  const key = record(
    data,
    at,
    ["pts", "shape", "interpolation"],
    ["occluded", "outside", "source", "score"],
  );
  const interpolation = choice(key.interpolation, `${at}.interpolation`, ["linear", "hold"]);
  if (kind === "mask" && interpolation === "linear")
    throw new BadGeometry(
      `${at}.interpolation: masks are held from key to key; 'linear' is not known`,
    );
  const outside = flag(key, "outside", at);
  if (outside !== (key.shape === null))
    throw new BadGeometry(
      `${at}.shape: expected ${outside ? "null, for the thing is outside the picture" : "a shape"}`,
    );
  integer(key.pts, `${at}.pts`);
  if (!outside) CHECKS[kind](key.shape, `${at}.shape`, bounds);
  flag(key, "occluded", at);
  if ("source" in key) name(key.source, `${at}.source`);
  if ("score" in key) number(key.score, `${at}.score`);
  return key as unknown as Key;
}

/** The frames around a tick that is none, or `null` where it is one. */
function neighbours(
  pts: ArrayLike<number>,
  tick: number,
): [number | undefined, number | undefined] | null {
  const at = placeIn(pts, tick);
  return pts[at] === tick ? null : [pts[at - 1], pts[at]];
}

function within(x: number, y: number, at: string, what: string, bounds: Bounds): void {
  const { width, height } = bounds;
  if (!(-TOLERANCE <= x && x <= width + TOLERANCE && -TOLERANCE <= y && y <= height + TOLERANCE))
    throw new BadGeometry(
      `${at}: ${what} reaches to (${x}, ${y}), outside the picture of ${width} × ${height} pixels`,
    );
}
