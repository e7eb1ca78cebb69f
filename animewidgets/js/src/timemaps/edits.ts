/** What people do to a map: each edit makes a new one, or is refused; as `animewidgets/timemaps/edits.py`. */
import {
  cutInTwo,
  holds,
  inOrder,
  leftOver,
  MapEditRefused,
  type MapSide,
  onLine,
  type Point,
  put,
  rateOf,
  rounded,
  shown,
  swapped,
} from "./edit_pieces";
import { slid } from "./edit_slides";
import { isMatch, type Match, type Pair, type Patch, type Piece } from "./patch";
import { along, TimeMap } from "./time_map";

export { MapEditRefused, type MapSide } from "./edit_pieces";

/** A piece is named by a tick that lies in it. */
export interface At {
  readonly side: MapSide;
  readonly tick: number;
}

export type MapEdit =
  | { op: "confirm"; at: At }
  | { op: "role"; at: At; role: string }
  | { op: "changed"; at: At; on: boolean }
  | { op: "nudge"; at: At; by: number }
  | { op: "border"; at: At; edge: "start" | "end"; to: number }
  | { op: "split"; at: At }
  | { op: "unmatch"; at: At }
  | { op: "anchor"; source: number; target: number }
  | { op: "unanchor"; source: number }
  | { op: "proposed"; patch: Patch };

/** The map after an edit; throws `MapEditRefused`, which says why, where it makes no sense. */
export function applyEdit(map: TimeMap, edit: MapEdit, author: string): TimeMap {
  const made = edited(map, edit, author);
  return made === map.patch ? map : new TimeMap(made);
}

/** The piece that `at` names: of several that show a tick of the target the first of the source. */
export function pieceAt({ pieces }: Patch, { side, tick }: At): Piece {
  const found = pieces.filter((one) => holds(one[side], tick)).sort(bySource);
  if (!found[0]) throw new MapEditRefused(`the map has no piece at tick ${tick} of the ${side}`);
  return found[0];
}

const bySource = (a: Piece, b: Piece): number =>
  Number(a.source === null) - Number(b.source === null) ||
  (a.source?.[0] ?? 0) - (b.source?.[0] ?? 0);

function edited(map: TimeMap, edit: MapEdit, author: string): Patch {
  const { patch } = map;
  switch (edit.op) {
    case "unanchor":
      return patch;
    case "proposed":
      return replacedBy(patch, edit.patch);
    case "anchor":
      return anchored(map, edit.source, edit.target, author);
    case "confirm": {
      const piece = pieceAt(patch, edit.at);
      const { uncertainty: _, ...sure } = touched(piece, author);
      return swapped(patch, piece, { ...sure, status: "confirmed", confidence: 1 });
    }
    case "role": {
      const piece = pieceAt(patch, edit.at);
      if (edit.role === "match" && !isMatch(piece))
        throw new MapEditRefused(
          `${shown(piece)} is in one release only: its role cannot be 'match'`,
        );
      return swapped(patch, piece, { ...touched(piece, author), role: edit.role });
    }
    case "changed": {
      const piece = matchAt(patch, edit.at, "drawn anew");
      const others = (piece.flags ?? []).filter((one) => one !== "picture_changed");
      const flags = edit.on ? [...others, "picture_changed" as const].sort() : others;
      return swapped(patch, piece, { ...touched(piece, author), flags, confidence: 1 });
    }
    case "split": {
      const piece = pieceAt(patch, edit.at);
      const [first, second] = cutInTwo(piece, edit.at.side, edit.at.tick);
      return swapped(patch, piece, touched(first, author), touched(second, author));
    }
    case "unmatch": {
      const piece = matchAt(patch, edit.at, "unmatched");
      const role = (piece.role ?? "match") === "match" ? "unknown" : (piece.role as string);
      const others = patch.pieces.filter((one) => one !== piece);
      return leftOver({ ...patch, pieces: others }, patch, author, role, false);
    }
    case "nudge":
      return moved(patch, matchAt(patch, edit.at, "moved"), edit.by, author);
    case "border":
      return borderMoved(patch, edit.at, edit.edge, edit.to, author);
  }
}

function matchAt(patch: Patch, at: At, what: string): Match {
  const piece = pieceAt(patch, at);
  if (!isMatch(piece))
    throw new MapEditRefused(`${shown(piece)} is in one release only: it cannot be ${what}`);
  return piece;
}

const touched = <T extends Piece>(piece: T, author: string): T => ({
  ...piece,
  status: "edited",
  author,
});

/** A match is certain of what was set. */
function certain(match: Match, ...names: ("offset" | "start" | "end")[]): Match {
  const { uncertainty, ...rest } = match;
  const spread = { ...uncertainty };
  for (const name of names) delete spread[name];
  return { ...rest, ...(Object.keys(spread).length ? { uncertainty: spread } : {}) };
}

function replacedBy(patch: Patch, proposed: Patch): Patch {
  for (const name of ["source_time_base", "target_time_base"] as const) {
    const [was, comes] = [patch[name], proposed[name]];
    if (was[0] * comes[1] !== was[1] * comes[0])
      throw new MapEditRefused(
        `what was proposed maps something else: its ${name.replaceAll("_", " ")} is ${comes.join("/")}, not ${was.join("/")}`,
      );
  }
  for (const name of ["source_release", "target_release"] as const) {
    const [was, comes] = [patch[name], proposed[name]];
    if (was !== undefined && comes !== undefined && was !== comes)
      throw new MapEditRefused(
        `what was proposed maps something else: its ${name.replaceAll("_", " ")} is ${comes}, not ${was}`,
      );
  }
  const { source_release, target_release } = patch;
  return {
    ...proposed,
    ...(source_release === undefined ? {} : { source_release }),
    ...(target_release === undefined ? {} : { target_release }),
  };
}

function moved(
  patch: Patch,
  piece: Match,
  by: number,
  author: string,
  through: Point | null = null,
): Patch {
  if (!by) throw new MapEditRefused("a match cannot be moved by 0 ticks: confirm it instead");
  // The evidence was found for the line that is left.
  const { evidence: _, ...rest } = certain(touched(piece, author), "offset");
  const target: Pair = [piece.target[0] + by, piece.target[1] + by];
  return slid(patch, piece, { ...rest, target, confidence: 1 }, author, through);
}

function borderMoved(
  patch: Patch,
  at: At,
  edge: "start" | "end",
  to: number,
  author: string,
): Patch {
  const piece = pieceAt(patch, at);
  const { side } = at;
  if (isMatch(piece)) return matchBorder(patch, piece, side, edge, to, author);
  const span = piece[side] as Pair;
  const start = edge === "start";
  if (start ? to >= span[1] : to <= span[0])
    throw new MapEditRefused(
      `${shown(piece)} would have nothing left with its ${edge} at tick ${to}`,
    );
  const neighbour = patch.pieces
    .filter(({ [side]: there }) => there && (start ? there[1] === span[0] : there[0] === span[1]))
    .sort((a, b) => Number(isMatch(b)) - Number(isMatch(a)) || bySource(a, b))[0];
  if (!neighbour)
    throw new MapEditRefused(
      `nothing adjoins the ${edge} of ${shown(piece)} that could give way or grow`,
    );
  const other = start ? "end" : "start";
  if (isMatch(neighbour)) return matchBorder(patch, neighbour, side, other, to, author);
  const theirs = neighbour[side] as Pair;
  if (start ? to <= theirs[0] : to >= theirs[1])
    throw new MapEditRefused(
      `${shown(neighbour)} would have nothing left with its ${other} at tick ${to}`,
    );
  const [own, beside]: [Pair, Pair] = start
    ? [
        [to, span[1]],
        [theirs[0], to],
      ]
    : [
        [span[0], to],
        [to, theirs[1]],
      ];
  const others = patch.pieces.filter((one) => one !== piece && one !== neighbour);
  const moved = { ...touched(piece, author), confidence: 1, [side]: own };
  return { ...patch, pieces: inOrder([...others, moved, { ...neighbour, [side]: beside }]) };
}

function matchBorder(
  patch: Patch,
  piece: Match,
  side: MapSide,
  edge: "start" | "end",
  to: number,
  author: string,
): Patch {
  const [here, there] = onLine(piece, side, to);
  const start = edge === "start";
  const source: Pair = start ? [here, piece.source[1]] : [piece.source[0], here];
  const target: Pair = start ? [there, piece.target[1]] : [piece.target[0], there];
  if (source[0] >= source[1] || target[0] >= target[1])
    throw new MapEditRefused(
      `${shown(piece)} would have nothing left with its ${edge} at tick ${to} of the ${side}`,
    );
  const kept = certain(touched(piece, author), edge);
  const made = { ...kept, source, target, rate: rateOf(piece), confidence: 1 };
  return put(patch, piece, made, author);
}

function anchored(map: TimeMap, source: number, target: number, author: string): Patch {
  const { patch } = map;
  const piece = pieceAt(patch, { side: "source", tick: source });
  if (isMatch(piece)) {
    const by = target - along(piece, source);
    if (by) return moved(patch, piece, by, author, [source, target]);
    const sure = certain(touched(piece, author), "offset");
    return swapped(patch, piece, { ...sure, confidence: 1 });
  }
  const room = patch.pieces.find((one) => !isMatch(one) && holds(one.target, target))?.target;
  if (!room) {
    const other = pieceAt(patch, { side: "target", tick: target });
    throw new MapEditRefused(
      `tick ${target} of the target is in ${shown(other)}: unmatch it or split it first`,
    );
  }
  const rate = usualRate(map);
  const [up, down] = [BigInt(rate[0]), BigInt(rate[1])];
  const free = piece.source as Pair;
  const within = (ticks: number) => Number((BigInt(ticks) * down) / up);
  const reach = (ticks: number) => rounded(BigInt(ticks) * up, down);
  const before = Math.min(source - free[0], within(target - room[0]));
  const after = Math.min(free[1] - source, within(room[1] - target));
  const onto: Pair = [target - reach(before), target + reach(after)];
  if (!after || onto[0] === onto[1])
    throw new MapEditRefused(
      `there is no room for a match through tick ${source} and tick ${target}`,
    );
  const made: Match = {
    source: [source - before, source + after],
    target: onto,
    role: "match",
    confidence: 1,
    status: "edited",
    rate,
    author,
  };
  return put(patch, null, made, author);
}

/** Ticks of the target per tick of the source: of the longest match, or by the time bases alone. */
function usualRate({ patch, matches }: TimeMap): Pair {
  let longest: Match | undefined;
  const long = ({ source }: Match) => source[1] - source[0];
  for (const one of matches) if (!longest || long(one) > long(longest)) longest = one;
  if (longest) return rateOf(longest);
  const [a, b] = [patch.source_time_base, patch.target_time_base];
  return rateOf({ source: [0, a[1] * b[0]], target: [0, a[0] * b[1]] });
}
