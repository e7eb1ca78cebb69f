"""A map that says something of every tick of both releases, so that edits of it have room."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from animewidgets.errors import MapOfOthers
from animewidgets.timebase import Span
from animewidgets.timemaps.edit_pieces import SIDES, in_order, side_of, spans_on
from animewidgets.timemaps.pieces import Piece
from animewidgets.timemaps.timemap import TimeMap, gaps


def completed(time_map: TimeMap, source: Span, target: Span) -> TimeMap:
    """The map, with footage of one release alone where it says nothing of one.

    Args:
        time_map: any map of the two releases.
        source: from the source's first frame to the end of its last one.
        target: likewise of the target.

    Raises:
        MapOfOthers: a piece reaches beyond the releases, so that it is not theirs.
    """
    for piece in time_map.pieces:
        for side, whole in zip(SIDES, (source, target), strict=True):
            span = side_of(piece, side)
            if span is not None and not whole.start <= span.start <= span.end <= whole.end:
                raise MapOfOthers(
                    f"a piece of the map lies at [{span.start}, {span.end}) of the {side}, which has ticks "
                    f"[{whole.start}, {whole.end}) only: the map is of another release"
                )
    pieces = list(time_map.pieces)
    pieces += [Piece(gap, None, "unknown") for gap in gaps(source, spans_on(pieces, "source"))]
    pieces += [Piece(None, gap, "unknown") for gap in gaps(target, spans_on(pieces, "target"))]
    return replace(time_map, pieces=in_order(pieces))


def empty_map(
    source: Span,
    target: Span,
    time_bases: tuple[Fraction, Fraction],
    releases: tuple[str | None, str | None] = (None, None),
) -> TimeMap:
    """The map of two releases of which nobody knows yet what they have in common."""
    return completed(TimeMap(*time_bases, (), *releases), source, target)


def check_releases(
    time_map: TimeMap, releases: tuple[str, str], time_bases: tuple[Fraction, Fraction]
) -> TimeMap:
    """The map, named after the two releases; seen the other way round where it leads from ``b`` to ``a``.

    Raises:
        MapOfOthers: it names others, counts in other ticks, or leads the other way and shows something twice.
    """
    named = (time_map.source_release, time_map.target_release)
    if named == (releases[1], releases[0]) and releases[0] != releases[1]:
        try:
            time_map = time_map.inverted()
        except ValueError as error:
            raise MapOfOthers(
                f"the map leads from {named[0]!r} to {named[1]!r} and cannot be turned round: {error}"
            ) from error
        named = (time_map.source_release, time_map.target_release)
    for which, told, known in zip(SIDES, named, releases, strict=True):
        if told is not None and told != known:
            raise MapOfOthers(f"the map's {which} is the release {told!r}, not {known!r}")
    counted = (time_map.source_time_base, time_map.target_time_base)
    for which, ticks, there in zip(SIDES, counted, time_bases, strict=True):
        if ticks != there:
            raise MapOfOthers(f"the map counts its {which} in ticks of {ticks} s, the release in {there} s")
    return replace(time_map, source_release=releases[0], target_release=releases[1])


__all__ = ["check_releases", "completed", "empty_map"]
