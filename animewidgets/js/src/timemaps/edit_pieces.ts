/** How pieces of a map make room for one another; the same as `animewidgets/timemaps/edit_pieces.py`. */
import { isMatch, type Match, type Pair, type Patch, type Piece } from "./patch";
import { along, floored, slope } from "./time_map";

export type MapSide = "source" | "target";
export const SIDES = ["source", "target"] as const;

/** An edit makes no sense for the map; the map stays as it was. */
export class MapEditRefused extends Error {}

export type Point = readonly [source: number, target: number];

export function shown(piece: Piece): string {
  const told = SIDES.flatMap((side) => {
    const span = piece[side];
    return span ? [`[${span[0]}, ${span[1]}) of the ${side}`] : [];
  });
  return `the piece '${piece.role ?? "match"}' ${told.join(" and ")}`;
}

export const holds = (span: Pair | null, tick: number): boolean =>
  span !== null && span[0] <= tick && tick < span[1];

export const overlap = (a: Pair, b: Pair): boolean => a[0] < b[1] && b[0] < a[1];

export function spansOn(pieces: readonly Piece[], side: MapSide): Pair[] {
  return pieces.map((one) => one[side]).filter((span) => span !== null);
}

const bySpan = (a: Pair, b: Pair): number => a[0] - b[0] || a[1] - b[1];

/** What of a span is not covered, in order. */
export function gaps(span: Pair, covered: readonly Pair[]): Pair[] {
  const found: Pair[] = [];
  let at = span[0];
  for (const one of [...covered].sort(bySpan)) {
    if (one[1] <= at || one[0] >= span[1]) continue;
    if (one[0] > at) found.push([at, one[0]]);
    at = Math.max(at, one[1]);
  }
  if (at < span[1]) found.push([at, span[1]]);
  return found;
}

/** In the order of the source's time, and after each match what follows it in the target alone. */
export function inOrder(pieces: readonly Piece[]): Piece[] {
  const ofSource = pieces
    .filter((one) => one.source)
    .sort((a, b) => bySpan(a.source as Pair, b.source as Pair));
  const ofTarget = pieces
    .filter((one) => !one.source)
    .sort((a, b) => bySpan(a.target as Pair, b.target as Pair));
  // Of matches that end at one tick the first one stands for all.
  const ends = new Map<number, Piece>();
  for (const one of ofSource)
    if (one.target && !ends.has(one.target[1])) ends.set(one.target[1], one);
  const known = [...ends.keys()].sort((a, b) => a - b);
  const first: Piece[] = [];
  const following = new Map<Piece, Piece[]>();
  for (const one of ofTarget) {
    const end = known.findLast((tick) => tick <= (one.target as Pair)[0]);
    const match = end === undefined ? undefined : ends.get(end);
    if (!match) first.push(one);
    else following.set(match, [...(following.get(match) ?? []), one]);
  }
  return [...first, ...ofSource.flatMap((one) => [one, ...(following.get(one) ?? [])])];
}

/** The map with one piece in place of another, or several. */
export function swapped(patch: Patch, old: Piece, ...made: Piece[]): Patch {
  return {
    ...patch,
    pieces: inOrder([...patch.pieces.filter((one) => one !== old), ...made]),
  };
}

/** Halves go up. */
export function rounded(up: bigint, down: bigint): number {
  return Number(floored(2n * up + down, 2n * down));
}

const ceiled = (up: bigint, down: bigint): number => Number(-floored(-up, down));

/** A match's rate as it is written, in lowest terms. */
export function rateOf(match: Match): Pair {
  const [up, down] = slope(match);
  let [a, b] = [up, down];
  while (b) [a, b] = [b, a % b];
  return [Number(up / a), Number(down / a)];
}

/** The source's tick for one of the target, by the line of a match. */
function back(match: Match, tick: number): number {
  const [up, down] = slope(match);
  return match.source[0] + rounded(BigInt(tick - match.target[0]) * down, up);
}

/** Whether the ticks of the source are the coarser ones: they then have the first word. */
function coarseSource(match: Match): boolean {
  const [up, down] = slope(match);
  return up >= down;
}

/** The point of a match's line nearest to a tick of one side. */
export function onLine(match: Match, side: MapSide, tick: number): Point {
  if (coarseSource(match)) {
    const here = side === "source" ? tick : back(match, tick);
    return [here, along(match, here)];
  }
  const there = side === "target" ? tick : along(match, tick);
  return [back(match, there), there];
}

export function cutInTwo(piece: Piece, side: MapSide, tick: number): [Piece, Piece] {
  if (!isMatch(piece)) {
    const span = piece[side] as Pair;
    if (tick <= span[0] || tick >= span[1])
      throw new MapEditRefused(
        `${shown(piece)} cannot be split at tick ${tick}: nothing lies before it`,
      );
    return [
      { ...piece, [side]: [span[0], tick] },
      { ...piece, [side]: [tick, span[1]] },
    ];
  }
  const { source, target } = piece;
  const [here, there] = onLine(piece, side, tick);
  if (!(source[0] < here && here < source[1] && target[0] < there && there < target[1]))
    throw new MapEditRefused(
      `${shown(piece)} cannot be split at tick ${tick}: a part would be empty`,
    );
  // What a match rests on is said of the whole, not of its parts.
  const { evidence: _, ...whole } = piece;
  return [
    narrowed(whole as Match, [source[0], here], [target[0], there]),
    narrowed(whole as Match, [here, source[1]], [there, target[1]]),
  ];
}

/** A match on a part of its spans: on the same line, certain where it was cut. */
export function narrowed(match: Match, source: Pair, target: Pair): Match {
  const spread = { ...match.uncertainty };
  if (source[0] !== match.source[0]) delete spread.start;
  if (source[1] !== match.source[1]) delete spread.end;
  const { alternatives, source_alternatives, uncertainty: _, ...rest } = match;
  return {
    ...rest,
    source,
    target,
    rate: rateOf(match),
    ...(Object.keys(spread).length ? { uncertainty: spread } : {}),
    ...(alternatives ? { alternatives: cutAlike(alternatives, match.target, target) } : {}),
    ...(source_alternatives
      ? { source_alternatives: cutAlike(source_alternatives, match.source, source) }
      : {}),
  };
}

function cutAlike(spans: readonly Pair[], old: Pair, made: Pair): Pair[] {
  const before = made[0] - old[0];
  const after = old[1] - made[1];
  return spans
    .filter(([start, end]) => end - after > start + before)
    .map(([start, end]) => [start + before, end - after]);
}

/** The map with a match in place of another (or of none), for which all others make room along their lines. */
export function put(patch: Patch, old: Match | null, made: Match, author: string): Patch {
  for (const side of SIDES) {
    const [beyond] = gaps(made[side], spansOn(patch.pieces, side));
    if (beyond)
      throw new MapEditRefused(
        `the match would reach to [${beyond[0]}, ${beyond[1]}) of the ${side}, of which the map says nothing`,
      );
  }
  const result: Piece[] = [made];
  for (const one of patch.pieces) {
    if (one === old) continue;
    if (isMatch(one)) result.push(beside(one, old, made));
    else result.push(...rest(one, made));
  }
  return leftOver({ ...patch, pieces: result }, patch, author, "unknown", true);
}

/** What stays of another match. */
function beside(one: Match, old: Match | null, made: Match): Match {
  const { source, target } = one;
  const overSource = overlap(source, made.source);
  // Footage that the target has once and the source twice is shared by two matches.
  const shared = old !== null && overlap(old.target, target);
  const overTarget = overlap(target, made.target) && !shared;
  if (!overSource && !overTarget) return one;
  const least: [number, number] = [source[0], target[0]];
  const most: [number, number] = [source[1], target[1]];
  for (const [n, over] of [overSource, overTarget].entries()) {
    if (!over) continue;
    const own = n ? target : source;
    const taken = n ? made.target : made.source;
    if (taken[0] <= own[0]) least[n] = Math.max(least[n] as number, taken[1]);
    else if (taken[1] >= own[1]) most[n] = Math.min(most[n] as number, taken[0]);
    else throw new MapEditRefused(`the match would cut through ${shown(one)}: split it first`);
  }
  let first: Point = [source[0], target[0]];
  let last: Point = [source[1], target[1]];
  if (least[0] !== first[0] || least[1] !== first[1]) {
    const corner: Point = [made.source[1], made.target[1]];
    first = near(one, corner, last) ? corner : after(one, least);
  }
  if (most[0] !== last[0] || most[1] !== last[1]) {
    const corner: Point = [made.source[0], made.target[0]];
    last = near(one, first, corner) ? corner : before(one, most);
  }
  if (first[0] >= last[0] || first[1] >= last[1])
    throw new MapEditRefused(`nothing would be left of ${shown(one)}: unmatch it first`);
  return narrowed(one, [first[0], last[0]], [first[1], last[1]]);
}

/** Whether a match may lie between two points: then it adjoins another one without a tick in between. */
function near(match: Match, first: Point, last: Point): boolean {
  if (first[0] >= last[0] || first[1] >= last[1]) return false;
  const [up, down] = slope(match);
  const reached = rounded(BigInt(last[0] - first[0]) * up, down);
  return Math.abs(reached - (last[1] - first[1])) <= 1;
}

/** The first point of a match's line that lies before neither tick. */
export function after(match: Match, [source, target]: Point): Point {
  const [up, down] = slope(match);
  if (coarseSource(match)) {
    const reached = match.source[0] + ceiled(BigInt(target - match.target[0]) * down, up);
    const here = Math.max(source, reached);
    return [here, along(match, here)];
  }
  const reached = match.target[0] + ceiled(BigInt(source - match.source[0]) * up, down);
  const there = Math.max(target, reached);
  return [back(match, there), there];
}

/** The last point of a match's line that lies after neither tick. */
export function before(match: Match, [source, target]: Point): Point {
  const [up, down] = slope(match);
  if (coarseSource(match)) {
    const reached = match.source[0] + Number(floored(BigInt(target - match.target[0]) * down, up));
    const here = Math.min(source, reached);
    return [here, along(match, here)];
  }
  const reached = match.target[0] + Number(floored(BigInt(source - match.source[0]) * up, down));
  const there = Math.min(target, reached);
  return [back(match, there), there];
}

/** What stays of footage that one release has alone. */
function rest(one: Piece, made: Match): Piece[] {
  const side: MapSide = one.source ? "source" : "target";
  const span = one[side] as Pair;
  if (!overlap(span, made[side])) return [one];
  return gaps(span, [made[side]]).map((left) => ({ ...one, [side]: left }));
}

/** What the map covered before and covers no more, as footage that one release has alone. */
export function leftOver(
  made: Patch,
  before: Patch,
  author: string,
  role: string,
  grow: boolean,
): Patch {
  const pieces = [...made.pieces];
  const kept = new Set(pieces);
  const gone = before.pieces.filter((one) => !kept.has(one));
  for (const side of SIDES)
    for (const span of spansOn(gone, side).sort(bySpan))
      for (const gap of gaps(span, spansOn(pieces, side)))
        cover(pieces, side, gap, author, role, grow);
  return { ...made, pieces: inOrder(pieces) };
}

function cover(
  pieces: Piece[],
  side: MapSide,
  gap: Pair,
  author: string,
  role: string,
  grow: boolean,
): void {
  for (const edge of grow ? [1, 0] : []) {
    const n = pieces.findIndex(
      (one) => !isMatch(one) && one[side] && one[side][edge] === gap[1 - edge],
    );
    const one = pieces[n];
    const span = one?.[side];
    if (!one || !span) continue;
    pieces[n] = { ...one, [side]: edge ? [span[0], gap[1]] : [gap[0], span[1]] };
    return;
  }
  const spans = side === "source" ? { source: gap, target: null } : { source: null, target: gap };
  pieces.push({ ...spans, role, status: "edited", author });
}
