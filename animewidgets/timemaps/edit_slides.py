"""How a match slides along the target; ``js/src/timemaps/edit_slides.ts`` does the same."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from animewidgets.errors import MapEditRefused
from animewidgets.timebase import Span, round_half_up
from animewidgets.timemaps.edit_pieces import (
    after_both,
    before_both,
    left_over,
    narrowed,
    shown,
    spans_on,
)
from animewidgets.timemaps.pieces import Piece
from animewidgets.timemaps.timemap import TimeMap, along, gaps


def slid(
    time_map: TimeMap, old: Piece, new: Piece, author: str, through: tuple[int, int] | None = None
) -> TimeMap:
    """The map with a match moved along the target.

    Where it would lie over another match, or where the map says nothing, it gives up its own frames: the
    source has them alone from then on, as the target has alone what the match left. Other matches stay as
    they are. Footage that the target has once and the source twice is shared, and stays so.

    Args:
        time_map: the map as it is.
        old: the match that goes.
        new: the same match, moved; of the same source.
        author: whose the pieces are that come to be.
        through: ticks of source and target that have to stay the same instant, on the line of ``new``.

    Raises:
        MapEditRefused: nothing of it would be left, or not the part that goes ``through``.
    """
    target = new.sides[1]
    others = [one for one in time_map.matches if one is not old]
    taken = [one.sides[1] for one in others if not one.sides[1].overlaps(old.sides[1])]
    taken += gaps(target, spans_on(time_map.pieces, "target"))
    free = gaps(target, taken)
    if through is not None and not any(_reached(new, through) in room for room in free):
        raise MapEditRefused(_taken(others, through[1]))
    parts = [part for room in free if (part := _part(new, room, through)) is not None]
    if not parts:
        raise MapEditRefused(f"nothing would be left of {shown(old)} there: unmatch it instead")
    if through is not None and not any(_goes_through(one, through) for one in parts):
        raise MapEditRefused(f"there is no room for a match through tick {through[0]} and tick {through[1]}")
    result = list(parts)
    for one in time_map.pieces:
        if one is old:
            continue
        if one.source is not None:
            result.append(one)
            continue
        alone = cast("Span", one.target)
        rest = gaps(alone, [part.sides[1] for part in parts])
        result += [one] if rest == [alone] else [replace(one, target=span) for span in rest]
    return left_over(replace(time_map, pieces=tuple(result)), time_map, author, "unknown", grow=True)


def _taken(others: list[Piece], tick: int) -> str:
    for one in others:
        if tick in one.sides[1]:
            return f"tick {tick} of the target is in {shown(one)}: unmatch it or split it first"
    return f"the map has no piece at tick {tick} of the target"


def _reached(moved: Piece, through: tuple[int, int]) -> int:
    """The tick of its target at which a match shows an instant: rounding may lead past its last one."""
    target = moved.sides[1]
    return min(max(through[1], target.start), target.end - 1)


def _goes_through(part: Piece, through: tuple[int, int]) -> bool:
    return through[0] in part.sides[0] and along(part, through[0]) == through[1]


def _part(moved: Piece, room: Span, through: tuple[int, int] | None) -> Piece | None:
    """What of a moved match lies in a free span of the target; ``None``: not a tick."""
    source, target = moved.sides
    slope = moved.slope
    if room == target:
        return moved
    first, last = (source.start, target.start), (source.end, target.end)
    begins, ends = room.start > target.start, room.end < target.end
    if begins:
        first = after_both(moved, source.start, room.start)
    if ends:
        last = before_both(moved, source.end, room.end)
    if through is not None and _reached(moved, through) in room:
        # The line begins anew where it is cut: rounding must not lead it past the anchor.
        here, there = through
        if begins:
            before = min(here - source.start, int((there - room.start) / slope))
            first = (here - before, there - round_half_up(before * slope))
        if ends:
            after = min(source.end - here, int((room.end - there) / slope))
            last = (here + after, there + round_half_up(after * slope))
    if begins and not ends:
        # Its end may have been off the line by a tick, and its start is so now.
        reached = first[1] + round_half_up((last[0] - first[0]) * slope)
        if abs(reached - last[1]) > 1:
            last = (last[0], min(reached, room.end))
    if first[0] >= last[0] or first[1] >= last[1]:
        return None
    return narrowed(moved, Span(first[0], last[0]), Span(first[1], last[1]))


__all__ = ["slid"]
