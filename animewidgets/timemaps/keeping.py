"""A new proposal with what people said of the old map laid over it: a re-run overwrites nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from animewidgets.timebase import Span
from animewidgets.timemaps.edit_pieces import (
    SIDES,
    after_both,
    before_both,
    in_order,
    narrowed,
    side_of,
)
from animewidgets.timemaps.edits import Anchor, apply_edit
from animewidgets.timemaps.pieces import Piece
from animewidgets.timemaps.timemap import TimeMap, gaps


def kept_pieces(time_map: TimeMap) -> tuple[Piece, ...]:
    """The pieces of a map that a person confirmed or edited."""
    return tuple(one for one in time_map.pieces if one.status != "proposed")


def keep_over(proposal: TimeMap, kept: Iterable[Piece]) -> TimeMap:
    """A proposal in which some pieces stand as they are, and the rest gives way to them.

    Args:
        proposal: of the same two releases.
        kept: pieces that do not overlap one another on the source; those that a person touched.

    Matches that are proposed keep what lies before and after a piece that is kept, on their own lines. What
    the proposal covered and nothing covers any more is in one release alone.
    """
    kept = tuple(kept)
    pieces: list[Piece] = list(proposal.pieces)
    for one in kept:
        pieces = [part for piece in pieces for part in _beside(piece, one)]
    pieces += kept
    for side in SIDES:
        covered = [span for one in pieces if (span := side_of(one, side)) is not None]
        for piece in proposal.pieces:
            span = side_of(piece, side)
            for gap in [] if span is None else gaps(span, covered):
                pieces.append(_alone(gap, side == "source"))
                covered.append(gap)
    return replace(proposal, pieces=in_order(pieces))


def through_anchors(proposal: TimeMap, anchors: Iterable[tuple[int, int]], author: str = "anchor") -> TimeMap:
    """A map that goes through pairs of ticks; pieces that contradict one are no matches any more.

    Args:
        proposal: any map of the two releases.
        anchors: ticks of the source and of the target that are the same instant.
        author: who says so.

    Raises:
        MapEditRefused: an anchor lies outside the map, or contradicts another one.
    """
    anchors = sorted(anchors)
    made = proposal
    for source, target in anchors:
        held = made.piece_at(source)
        there = made.apply(source)
        if held is not None and there is not None and abs(there - target) <= 1 + held.slope:
            continue
        against = [
            one
            for one in made.matches
            if one is held or (target in one.sides[1] and not _through(one, anchors))
        ]
        for one in against:
            own, onto = one.sides
            pieces = [piece for piece in made.pieces if piece is not one]
            taken = [piece.target for piece in pieces if piece.target is not None]
            pieces += [_alone(own, True), *(_alone(gap, False) for gap in gaps(onto, taken))]
            made = replace(made, pieces=in_order(pieces))
        made = apply_edit(_joined(made), Anchor(source, target), author)
    return made


def _through(piece: Piece, anchors: Iterable[tuple[int, int]]) -> bool:
    return any(source in piece.sides[0] and target in piece.sides[1] for source, target in anchors)


def _alone(span: Span, of_source: bool) -> Piece:
    return Piece(span, None, "unknown") if of_source else Piece(None, span, "unknown")


def _joined(time_map: TimeMap) -> TimeMap:
    """Proposed footage of nothing known that adjoins is one piece: an anchor has all of its room."""
    pieces = list(time_map.pieces)
    for side in SIDES:
        loose = sorted(
            (
                one
                for one in pieces
                if not one.is_match
                and side_of(one, side) is not None
                and one.role == "unknown"
                and one.status == "proposed"
            ),
            key=lambda one: side_of(one, side) or Span(0, 0),
        )
        spans: list[Span] = []
        for one in loose:
            span = side_of(one, side)
            assert span is not None
            if spans and spans[-1].end == span.start:
                spans[-1] = Span(spans[-1].start, span.end)
            else:
                spans.append(span)
        gone = {id(one) for one in loose}
        pieces = [one for one in pieces if id(one) not in gone]
        pieces += [_alone(span, side == "source") for span in spans]
    return replace(time_map, pieces=in_order(pieces))


def _beside(piece: Piece, kept: Piece) -> list[Piece]:
    """What a piece that is kept leaves of another one."""
    over = [
        own.overlaps(theirs)
        if (own := side_of(piece, side)) is not None and (theirs := side_of(kept, side)) is not None
        else False
        for side in SIDES
    ]
    if not any(over):
        return [piece]
    if not piece.is_match:
        side = SIDES[over.index(True)]
        own, theirs = side_of(piece, side), side_of(kept, side)
        assert own is not None
        assert theirs is not None
        return [replace(piece, **{side: rest}) for rest in gaps(own, [theirs])]  # type: ignore[arg-type]
    source, target = piece.sides
    first, last = [source.start, target.start], [source.end, target.end]
    until, since = list(last), list(first)
    for n, side in enumerate(SIDES):
        theirs = side_of(kept, side)
        if over[n] and theirs is not None:
            until[n], since[n] = min(until[n], theirs.start), max(since[n], theirs.end)
    whole = replace(piece, evidence=None)
    parts: list[Piece] = []
    for begin, end in (
        ((first[0], first[1]), before_both(piece, until[0], until[1])),
        (after_both(piece, since[0], since[1]), (last[0], last[1])),
    ):
        if begin[0] < end[0] and begin[1] < end[1]:
            parts.append(narrowed(whole, Span(begin[0], end[0]), Span(begin[1], end[1])))
    return parts
