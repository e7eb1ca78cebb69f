"""How pieces of a time map make room for one another; ``js/src/timemaps/edit_pieces.ts`` does the same."""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, cast

from animewidgets.errors import MapEditRefused
from animewidgets.timebase import Span, round_half_up
from animewidgets.timemaps.pieces import Piece, PieceRole
from animewidgets.timemaps.timemap import TimeMap, along, gaps

Side = Literal["source", "target"]
SIDES: tuple[Side, Side] = ("source", "target")


def side_of(piece: Piece, side: Side) -> Span | None:
    """The span of a piece on one side."""
    return piece.source if side == "source" else piece.target


def shown(piece: Piece) -> str:
    """A piece in words, for a message."""
    told = [
        f"[{span.start}, {span.end}) of the {side}"
        for side in SIDES
        if (span := side_of(piece, side)) is not None
    ]
    return f"the piece {piece.role!r} " + " and ".join(told)


def spans_on(pieces: Iterable[Piece], side: Side, *, alone: bool = False) -> list[Span]:
    """What pieces cover of one side; ``alone``: those only that are in one release."""
    return [
        span for one in pieces if (span := side_of(one, side)) is not None and not (alone and one.is_match)
    ]


def in_order(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Pieces as a person reads them.

    In the order of the source's time, and after each match what follows it in the target alone.
    """
    pieces = tuple(pieces)
    of_source = sorted(
        (one for one in pieces if one.source is not None), key=lambda one: cast("Span", one.source)
    )
    of_target = sorted(
        (one for one in pieces if one.source is None), key=lambda one: cast("Span", one.target)
    )
    # Of matches that end at one tick the first one stands for all.
    ends: dict[int, Piece] = {}
    for one in of_source:
        if one.target is not None:
            ends.setdefault(one.target.end, one)
    known = sorted(ends)
    following: dict[int, list[Piece]] = {}
    first: list[Piece] = []
    for one in of_target:
        at = bisect.bisect_right(known, cast("Span", one.target).start) - 1
        (first if at < 0 else following.setdefault(id(ends[known[at]]), [])).append(one)
    return (*first, *(each for one in of_source for each in (one, *following.get(id(one), ()))))


def swapped(time_map: TimeMap, old: Piece, *new: Piece) -> TimeMap:
    """The map with one piece in place of another, or several."""
    others = (one for one in time_map.pieces if one is not old)
    return replace(time_map, pieces=in_order((*others, *new)))


def on_line(piece: Piece, side: Side, tick: int) -> tuple[int, int]:
    """The point of a match's line nearest to a tick of one side: ticks of source and target.

    The side whose ticks are coarser has the first word: so rounding shifts the line by half a tick of the
    finer one at most.
    """
    source, target = piece.sides
    slope = piece.slope
    if slope >= 1:
        here = tick if side == "source" else source.start + round_half_up((tick - target.start) / slope)
        return here, along(piece, here)
    there = tick if side == "target" else along(piece, tick)
    return source.start + round_half_up((there - target.start) / slope), there


def cut_in_two(piece: Piece, side: Side, tick: int) -> tuple[Piece, Piece]:
    """A piece cut at a tick of one side.

    Raises:
        MapEditRefused: one part would be empty.
    """
    span = cast("Span", side_of(piece, side))
    if not piece.is_match:
        if not span.start < tick < span.end:
            raise MapEditRefused(f"{shown(piece)} cannot be split at tick {tick}: nothing lies before it")
        return (
            replace(piece, **{side: Span(span.start, tick)}),  # type: ignore[arg-type]  # a side is a field
            replace(piece, **{side: Span(tick, span.end)}),  # type: ignore[arg-type]  # likewise
        )
    source, target = piece.sides
    here, there = on_line(piece, side, tick)
    if not (source.start < here < source.end and target.start < there < target.end):
        raise MapEditRefused(f"{shown(piece)} cannot be split at tick {tick}: a part would be empty")
    # What a match rests on is said of the whole, not of its parts.
    whole = replace(piece, evidence=None)
    return (
        narrowed(whole, Span(source.start, here), Span(target.start, there)),
        narrowed(whole, Span(here, source.end), Span(there, target.end)),
    )


def narrowed(piece: Piece, source: Span, target: Span) -> Piece:
    """A match on a part of its spans: on the same line, certain where it was cut."""
    old_source, old_target = piece.sides
    spread = piece.uncertainty
    if source.start != old_source.start:
        spread = replace(spread, start=0)
    if source.end != old_source.end:
        spread = replace(spread, end=0)
    return replace(
        piece,
        source=source,
        target=target,
        rate=piece.slope,
        uncertainty=spread,
        alternatives=_cut_alike(piece.alternatives, old_target, target),
        source_alternatives=_cut_alike(piece.source_alternatives, old_source, source),
    )


def _cut_alike(spans: tuple[Span, ...], old: Span, new: Span) -> tuple[Span, ...]:
    before, after = new.start - old.start, old.end - new.end
    return tuple(
        Span(one.start + before, one.end - after) for one in spans if one.end - after > one.start + before
    )


def put(time_map: TimeMap, old: Piece | None, new: Piece, author: str) -> TimeMap:
    """The map with a match in place of another, for which everything else makes room.

    Other matches give way along their own lines.

    Args:
        time_map: the map as it is.
        old: the match that goes; ``None``: there was none.
        new: the match that comes.
        author: whose the pieces are that come to be.

    Raises:
        MapEditRefused: it reaches to where the map says nothing, or nothing would be left of another match.
    """
    for side in SIDES:
        span = cast("Span", side_of(new, side))
        if beyond := gaps(span, spans_on(time_map.pieces, side)):
            raise MapEditRefused(
                f"the match would reach to [{beyond[0].start}, {beyond[0].end}) of the {side}, of which the "
                "map says nothing"
            )
    result = [new]
    for one in time_map.pieces:
        if one is old:
            continue
        result.extend(_beside(one, old, new) if one.is_match else _rest(one, new))
    return left_over(replace(time_map, pieces=tuple(result)), time_map, author, "unknown", grow=True)


def _beside(one: Piece, old: Piece | None, new: Piece) -> list[Piece]:
    """What stays of another match."""
    source, target = one.sides
    new_source, new_target = new.sides
    over_source = source.overlaps(new_source)
    # Footage that the target has once and the source twice is shared by two matches.
    shared = old is not None and old.sides[1].overlaps(target)
    over_target = target.overlaps(new_target) and not shared
    if not over_source and not over_target:
        return [one]
    least, most = [source.start, target.start], [source.end, target.end]
    for n, (over, own, taken) in enumerate(
        ((over_source, source, new_source), (over_target, target, new_target))
    ):
        if not over:
            continue
        if taken.start <= own.start:
            least[n] = max(least[n], taken.end)
        elif taken.end >= own.end:
            most[n] = min(most[n], taken.start)
        else:
            raise MapEditRefused(f"the match would cut through {shown(one)}: split it first")
    first = (source.start, target.start)
    last = (source.end, target.end)
    if (least[0], least[1]) != first:
        corner = (new_source.end, new_target.end)
        first = corner if _near(one, corner, last) else after_both(one, least[0], least[1])
    if (most[0], most[1]) != last:
        corner = (new_source.start, new_target.start)
        last = corner if _near(one, first, corner) else before_both(one, most[0], most[1])
    if first[0] >= last[0] or first[1] >= last[1]:
        raise MapEditRefused(f"nothing would be left of {shown(one)}: unmatch it first")
    return [narrowed(one, Span(first[0], last[0]), Span(first[1], last[1]))]


def _near(piece: Piece, first: tuple[int, int], last: tuple[int, int]) -> bool:
    """Whether a match may lie between two points: then it adjoins another one without a tick in between."""
    return (
        first[0] < last[0]
        and first[1] < last[1]
        and abs(round_half_up((last[0] - first[0]) * piece.slope) - (last[1] - first[1])) <= 1
    )


def after_both(piece: Piece, source: int, target: int) -> tuple[int, int]:
    """The first point of a match's line that lies before neither tick."""
    own, onto = piece.sides
    slope = piece.slope
    if slope >= 1:
        here = max(source, own.start + math.ceil((target - onto.start) / slope))
        return here, along(piece, here)
    there = max(target, onto.start + math.ceil((source - own.start) * slope))
    return own.start + round_half_up((there - onto.start) / slope), there


def before_both(piece: Piece, source: int, target: int) -> tuple[int, int]:
    """The last point of a match's line that lies after neither tick."""
    own, onto = piece.sides
    slope = piece.slope
    if slope >= 1:
        here = min(source, own.start + math.floor((target - onto.start) / slope))
        return here, along(piece, here)
    there = min(target, onto.start + math.floor((source - own.start) * slope))
    return own.start + round_half_up((there - onto.start) / slope), there


def _rest(one: Piece, new: Piece) -> list[Piece]:
    """What stays of footage that one release has alone."""
    side: Side = "source" if one.source is not None else "target"
    span, taken = cast("Span", side_of(one, side)), cast("Span", side_of(new, side))
    if not span.overlaps(taken):
        return [one]
    return [replace(one, **{side: rest}) for rest in gaps(span, [taken])]  # type: ignore[arg-type]


def left_over(made: TimeMap, before: TimeMap, author: str, role: PieceRole, *, grow: bool) -> TimeMap:
    """What the map covered before and covers no more, as footage that one release has alone.

    Args:
        made: the map whose pieces leave something uncovered.
        before: the map as it was.
        author: whose the pieces are that come to be.
        role: of those pieces.
        grow: a piece of one release that adjoins takes it, where there is one: the one before it first.
    """
    pieces = list(made.pieces)
    kept = {id(one) for one in pieces}
    gone = [one for one in before.pieces if id(one) not in kept]
    for side in SIDES:
        for span in sorted(spans_on(gone, side)):
            for gap in gaps(span, spans_on(pieces, side)):
                _cover(pieces, side, gap, author, role, grow=grow)
    return replace(made, pieces=in_order(pieces))


def _cover(pieces: list[Piece], side: Side, gap: Span, author: str, role: PieceRole, *, grow: bool) -> None:
    if grow:
        for edge in ("end", "start"):
            for n, one in enumerate(pieces):
                span = None if one.is_match else side_of(one, side)
                if span is None:
                    continue
                if edge == "end" and span.end == gap.start:
                    grown = Span(span.start, gap.end)
                elif edge == "start" and span.start == gap.end:
                    grown = Span(gap.start, span.end)
                else:
                    continue
                pieces[n] = replace(one, **{side: grown})  # type: ignore[arg-type]  # a side is a field
                return
    source, target = (gap, None) if side == "source" else (None, gap)
    pieces.append(Piece(source, target, role, status="edited", author=author))


__all__ = [
    "SIDES",
    "Side",
    "after_both",
    "before_both",
    "cut_in_two",
    "in_order",
    "left_over",
    "narrowed",
    "on_line",
    "put",
    "shown",
    "side_of",
    "spans_on",
    "swapped",
]
