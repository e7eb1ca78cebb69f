/** How a match slides along the target, and what it gives up there; as `animewidgets/timemaps/edit_slides.py`. */
import {
  after,
  before,
  gaps,
  holds,
  leftOver,
  MapEditRefused,
  narrowed,
  overlap,
  type Point,
  rounded,
  shown,
  spansOn,
} from "./edit_pieces";
import { isMatch, type Match, type Pair, type Patch, type Piece } from "./patch";
import { along, slope } from "./time_map";

/**
 * The map with a match (`made`, of the same source as `old`) moved along the target.
 *
 * Where it would lie over another match, or where the map says nothing, it gives up its own frames: the source has
 * them alone from then on, as the target has alone what the match left. Other matches stay as they are. `through`
 * has to stay the same instant.
 */
export function slid(
  patch: Patch,
  old: Match,
  made: Match,
  author: string,
  through: Point | null,
): Patch {
  const others = patch.pieces.filter(isMatch).filter((one) => one !== old);
  others.sort((a, b) => a.source[0] - b.source[0]);
  // Footage that the target has once and the source twice is shared by two matches.
  const taken = others.map((one) => one.target).filter((span) => !overlap(span, old.target));
  const free = gaps(made.target, [...taken, ...gaps(made.target, spansOn(patch.pieces, "target"))]);
  if (through && !free.some((room) => holds(room, reached(made, through))))
    throw new MapEditRefused(takenBy(others, through[1]));
  const parts = free
    .map((room) => partIn(made, room, through))
    .filter((part): part is Match => part !== null);
  if (!parts.length)
    throw new MapEditRefused(`nothing would be left of ${shown(old)} there: unmatch it instead`);
  if (through && !parts.some((one) => goesThrough(one, through)))
    throw new MapEditRefused(
      `there is no room for a match through tick ${through[0]} and tick ${through[1]}`,
    );
  const lies = parts.map((part) => part.target);
  const result: Piece[] = [...parts];
  for (const one of patch.pieces) {
    if (one === old) continue;
    const alone = one.source ? null : one.target;
    if (!alone || !lies.some((span) => overlap(span, alone))) result.push(one);
    else result.push(...gaps(alone, lies).map((target) => ({ ...one, target })));
  }
  return leftOver({ ...patch, pieces: result }, patch, author, "unknown", true);
}

function takenBy(others: readonly Match[], tick: number): string {
  const other = others.find((one) => holds(one.target, tick));
  return other
    ? `tick ${tick} of the target is in ${shown(other)}: unmatch it or split it first`
    : `the map has no piece at tick ${tick} of the target`;
}

/** The tick of its target at which a match shows an instant: rounding may lead past its last one. */
const reached = ({ target }: Match, [, tick]: Point): number =>
  Math.min(Math.max(tick, target[0]), target[1] - 1);

const goesThrough = (part: Match, [source, target]: Point): boolean =>
  holds(part.source, source) && along(part, source) === target;

/** What of a moved match lies in a free span of the target; `null`: not a tick. */
function partIn(moved: Match, room: Pair, through: Point | null): Match | null {
  const { source, target } = moved;
  const begins = room[0] > target[0];
  const ends = room[1] < target[1];
  if (!begins && !ends) return moved;
  const [up, down] = slope(moved);
  const within = (ticks: number) => Number((BigInt(ticks) * down) / up);
  const reach = (ticks: number) => rounded(BigInt(ticks) * up, down);
  let first: Point = begins ? after(moved, [source[0], room[0]]) : [source[0], target[0]];
  let last: Point = ends ? before(moved, [source[1], room[1]]) : [source[1], target[1]];
  if (through && holds(room, reached(moved, through))) {
    // The line begins anew where it is cut: rounding must not lead it past the anchor.
    const [here, there] = through;
    if (begins) {
      const back = Math.min(here - source[0], within(there - room[0]));
      first = [here - back, there - reach(back)];
    }
    if (ends) {
      const on = Math.min(source[1] - here, within(room[1] - there));
      last = [here + on, there + reach(on)];
    }
  }
  if (begins && !ends) {
    // Its end may have been off the line by a tick, and its start is so now.
    const end = first[1] + reach(last[0] - first[0]);
    if (Math.abs(end - last[1]) > 1) last = [last[0], Math.min(end, room[1])];
  }
  if (first[0] >= last[0] || first[1] >= last[1]) return null;
  return narrowed(moved, [first[0], last[0]], [first[1], last[1]]);
}
