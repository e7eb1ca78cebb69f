"""What people do to a time map: each edit makes a new map, or is refused and says why.

``js/src/timemaps/edits.ts`` makes the same of the same; ``tests/contract/map_edits.json`` holds cases that
both read. What a map covers of either release before an edit it covers after it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias, cast

from animewidgets.errors import MapEditRefused
from animewidgets.timebase import Span, round_half_up
from animewidgets.timemaps.edit_pieces import (
    Side,
    cut_in_two,
    in_order,
    left_over,
    on_line,
    put,
    shown,
    side_of,
    spans_on,
    swapped,
)
from animewidgets.timemaps.edit_slides import slid
from animewidgets.timemaps.pieces import Flag, Piece, PieceRole, Uncertainty
from animewidgets.timemaps.timemap import TimeMap, along

Edge = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class At:
    """A piece, named by a tick that lies in it on one side."""

    side: Side
    tick: int


@dataclass(frozen=True, slots=True)
class Confirm:
    """The piece is right as it is."""

    at: At


@dataclass(frozen=True, slots=True)
class SetRole:
    """What the piece is in the broadcast. Whether its line is right is not said by that."""

    at: At
    role: PieceRole


@dataclass(frozen=True, slots=True)
class SetChanged:
    """The match shows the same instant, drawn anew; or (``on`` false) it does not."""

    at: At
    on: bool


@dataclass(frozen=True, slots=True)
class Nudge:
    """The target's span of a match moves by so many ticks; what would lie over another match is given up."""

    at: At
    by: int


@dataclass(frozen=True, slots=True)
class MoveBorder:
    """A border goes to the tick ``to``, on the side of ``at``: that of a match along its own line.

    The border of a piece that one release has alone is that of its neighbour.
    """

    at: At
    edge: Edge
    to: int


@dataclass(frozen=True, slots=True)
class Split:
    """A second piece begins at the tick of ``at``."""

    at: At


@dataclass(frozen=True, slots=True)
class Unmatch:
    """Not the same after all: each release has its part alone."""

    at: At


@dataclass(frozen=True, slots=True)
class Anchor:
    """Two ticks are the same instant: the line of the match goes through them, or one comes to be there."""

    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Unanchor:
    """The anchor at a tick of the source holds no more; the map stays as it is."""

    source: int


@dataclass(frozen=True, slots=True, eq=False)
class Proposed:
    """Another map takes the place of all that was."""

    time_map: TimeMap


MapEdit: TypeAlias = (
    Confirm | SetRole | SetChanged | Nudge | MoveBorder | Split | Unmatch | Anchor | Unanchor | Proposed
)


def apply_edit(time_map: TimeMap, edit: MapEdit, author: str) -> TimeMap:
    """The map after an edit.

    What the edit speaks of becomes ``edited`` (or ``confirmed``) with its author, is as sure as can be, and
    has no uncertainty where the edit set it. Pieces beside it give way or grow, and keep their status.

    Args:
        time_map: the map as it is.
        edit: what to do.
        author: who does it, as the store has it.

    Raises:
        MapEditRefused: it makes no sense for this map; the message says why.
    """
    match edit:
        case Unanchor():
            return time_map
        case Proposed(proposed):
            return _replaced_by(time_map, proposed)
        case Anchor(source, target):
            return _anchored(time_map, source, target, author)
        case Confirm(at):
            piece = piece_at(time_map, at)
            sure = _touched(piece, author, status="confirmed", confidence=1.0, uncertainty=Uncertainty())
            return swapped(time_map, piece, sure)
        case SetRole(at, role):
            piece = piece_at(time_map, at)
            if role == "match" and not piece.is_match:
                raise MapEditRefused(f"{shown(piece)} is in one release only: its role cannot be 'match'")
            return swapped(time_map, piece, _touched(piece, author, role=role))
        case SetChanged(at, on):
            piece = _match_at(time_map, at, "drawn anew")
            told = {Flag.PICTURE_CHANGED}
            flags = piece.flags | told if on else piece.flags - told
            return swapped(time_map, piece, _touched(piece, author, flags=flags, confidence=1.0))
        case Split(at):
            piece = piece_at(time_map, at)
            first, second = cut_in_two(piece, at.side, at.tick)
            return swapped(time_map, piece, _touched(first, author), _touched(second, author))
        case Unmatch(at):
            return _unmatched(time_map, _match_at(time_map, at, "unmatched"), author)
        case Nudge(at, by):
            return _moved(time_map, _match_at(time_map, at, "moved"), by, author)
        case MoveBorder(at, edge, to):
            return _border_moved(time_map, at, edge, to, author)


def piece_at(time_map: TimeMap, at: At) -> Piece:
    """The piece that ``at`` names: of several that show a tick of the target the first of the source.

    Raises:
        MapEditRefused: none lies there.
    """
    found = [
        one for one in time_map.pieces if (span := side_of(one, at.side)) is not None and at.tick in span
    ]
    if not found:
        raise MapEditRefused(f"the map has no piece at tick {at.tick} of the {at.side}")
    return min(found, key=lambda one: (one.source is None, one.source or Span(0, 0)))


def _match_at(time_map: TimeMap, at: At, what: str) -> Piece:
    piece = piece_at(time_map, at)
    if not piece.is_match:
        raise MapEditRefused(f"{shown(piece)} is in one release only: it cannot be {what}")
    return piece


def _touched(piece: Piece, author: str, **fields: object) -> Piece:
    told = {"status": "edited", "author": author, **fields}
    return replace(piece, **told)  # type: ignore[arg-type]  # the callers name fields of a piece


def _replaced_by(time_map: TimeMap, proposed: TimeMap) -> TimeMap:
    for name in ("source_time_base", "target_time_base", "source_release", "target_release"):
        was, comes = getattr(time_map, name), getattr(proposed, name)
        if was is not None and comes is not None and was != comes:
            raise MapEditRefused(
                f"what was proposed maps something else: its {name.replace('_', ' ')} is {comes}, not {was}"
            )
    return replace(proposed, source_release=time_map.source_release, target_release=time_map.target_release)


def _unmatched(time_map: TimeMap, piece: Piece, author: str) -> TimeMap:
    role: PieceRole = "unknown" if piece.role == "match" else piece.role
    others = tuple(one for one in time_map.pieces if one is not piece)
    return left_over(replace(time_map, pieces=others), time_map, author, role, grow=False)


def _moved(
    time_map: TimeMap, piece: Piece, by: int, author: str, through: tuple[int, int] | None = None
) -> TimeMap:
    if not by:
        raise MapEditRefused("a match cannot be moved by 0 ticks: confirm it instead")
    _, target = piece.sides
    spread = replace(piece.uncertainty, offset=0)
    moved = _touched(
        piece,
        author,
        target=Span(target.start + by, target.end + by),
        confidence=1.0,
        uncertainty=spread,
        # It was found for the line that is left.
        evidence=None,
    )
    return slid(time_map, piece, moved, author, through)


def _border_moved(time_map: TimeMap, at: At, edge: Edge, to: int, author: str) -> TimeMap:
    piece = piece_at(time_map, at)
    if piece.is_match:
        return _match_border(time_map, piece, at.side, edge, to, author)
    span = cast("Span", side_of(piece, at.side))
    if (to >= span.end) if edge == "start" else (to <= span.start):
        raise MapEditRefused(f"{shown(piece)} would have nothing left with its {edge} at tick {to}")
    neighbour = _beside(time_map, piece, at.side, edge)
    if neighbour is None:
        raise MapEditRefused(f"nothing adjoins the {edge} of {shown(piece)} that could give way or grow")
    other: Edge = "end" if edge == "start" else "start"
    if neighbour.is_match:
        return _match_border(time_map, neighbour, at.side, other, to, author)
    theirs = cast("Span", side_of(neighbour, at.side))
    if (to <= theirs.start) if edge == "start" else (to >= theirs.end):
        raise MapEditRefused(f"{shown(neighbour)} would have nothing left with its {other} at tick {to}")
    own, beside = (
        (Span(to, span.end), Span(theirs.start, to))
        if edge == "start"
        else (Span(span.start, to), Span(to, theirs.end))
    )
    both = (
        _touched(piece, author, confidence=1.0, **{at.side: own}),
        replace(neighbour, **{at.side: beside}),  # type: ignore[arg-type]  # a side is a field
    )
    others = (one for one in time_map.pieces if one is not piece and one is not neighbour)
    return replace(time_map, pieces=in_order((*others, *both)))


def _beside(time_map: TimeMap, piece: Piece, side: Side, edge: Edge) -> Piece | None:
    """The piece that adjoins an edge of one that is in one release only: a match, where there are several."""
    span = cast("Span", side_of(piece, side))
    found = [
        one
        for one in time_map.pieces
        if (there := side_of(one, side)) is not None
        and (there.end == span.start if edge == "start" else there.start == span.end)
    ]
    return min(found, key=lambda one: (not one.is_match, one.source or Span(0, 0)), default=None)


def _match_border(time_map: TimeMap, piece: Piece, side: Side, edge: Edge, to: int, author: str) -> TimeMap:
    source, target = piece.sides
    here, there = on_line(piece, side, to)
    if edge == "start":
        spans = (here, source.end, there, target.end)
        spread = replace(piece.uncertainty, start=0)
    else:
        spans = (source.start, here, target.start, there)
        spread = replace(piece.uncertainty, end=0)
    if spans[0] >= spans[1] or spans[2] >= spans[3]:
        raise MapEditRefused(
            f"{shown(piece)} would have nothing left with its {edge} at tick {to} of the {side}"
        )
    moved = _touched(
        piece,
        author,
        source=Span(*spans[:2]),
        target=Span(*spans[2:]),
        rate=piece.slope,
        confidence=1.0,
        uncertainty=spread,
    )
    return put(time_map, piece, moved, author)


def _anchored(time_map: TimeMap, source: int, target: int, author: str) -> TimeMap:
    piece = piece_at(time_map, At("source", source))
    if piece.is_match:
        by = target - along(piece, source)
        if by:
            return _moved(time_map, piece, by, author, (source, target))
        spread = replace(piece.uncertainty, offset=0)
        return swapped(time_map, piece, _touched(piece, author, confidence=1.0, uncertainty=spread))
    there = [one for one in spans_on(time_map.pieces, "target", alone=True) if target in one]
    if not there:
        other = piece_at(time_map, At("target", target))
        raise MapEditRefused(
            f"tick {target} of the target is in {shown(other)}: unmatch it or split it first"
        )
    slope = usual_slope(time_map)
    free, room = cast("Span", piece.source), there[0]
    before = min(source - free.start, int((target - room.start) / slope))
    after = min(free.end - source, int((room.end - target) / slope))
    matched = Span(source - before, source + after)
    onto = Span(target - round_half_up(before * slope), target + round_half_up(after * slope))
    if not after or not onto.duration:
        raise MapEditRefused(f"there is no room for a match through tick {source} and tick {target}")
    made = Piece(matched, onto, "match", status="edited", rate=slope, author=author)
    return put(time_map, None, made, author)


def usual_slope(time_map: TimeMap) -> Fraction:
    """Ticks of the target per tick of the source: of the longest match, or by the time bases alone."""
    if not time_map.matches:
        return time_map.source_time_base / time_map.target_time_base
    return max(time_map.matches, key=lambda one: one.sides[0].duration).slope
