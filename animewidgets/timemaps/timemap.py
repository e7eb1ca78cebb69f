"""The time map between two releases: apply, invert, compose."""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from animewidgets.timebase import Span, round_half_up
from animewidgets.timemaps.picture import PictureMap
from animewidgets.timemaps.pieces import Piece, Uncertainty

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TimeMap:
    """A map from the time axis of one release, the source, to that of another, the target.

    Args:
        source_time_base: seconds per tick of the source.
        target_time_base: seconds per tick of the target.
        pieces: in the order of either release's time, as whoever made it has them.
        source_release: identity of the source, where it is known.
        target_release: likewise.
        picture: where points of the picture lie in the target's; ``None``: not known.

    No tick of the source is in two pieces. Of the target a match may be used again: an opening that is shown
    twice. Where no match is, there is no answer: never a guess.

    Raises:
        ValueError: two pieces overlap on the source's axis; the message names them.
    """

    source_time_base: Fraction
    target_time_base: Fraction
    pieces: tuple[Piece, ...] = ()
    source_release: str | None = None
    target_release: str | None = None
    picture: PictureMap | None = None
    _on_source: tuple[Piece, ...] = field(init=False, repr=False, compare=False)
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _matches: tuple[Piece, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pieces", tuple(self.pieces))
        if self.source_time_base <= 0 or self.target_time_base <= 0:
            raise ValueError(f"a time base is positive, got {self.source_time_base}, {self.target_time_base}")
        on_source = tuple(
            sorted((one for one in self.pieces if one.source is not None), key=lambda one: _source(one).start)
        )
        for left, right in itertools.pairwise(on_source):
            if _source(left).overlaps(_source(right)):
                raise ValueError(f"time map pieces overlap: {_source(left)} and {_source(right)}")
        object.__setattr__(self, "_on_source", on_source)
        object.__setattr__(self, "_matches", tuple(one for one in on_source if one.is_match))
        object.__setattr__(self, "_starts", tuple(_source(one).start for one in on_source))

    @property
    def matches(self) -> tuple[Piece, ...]:
        """The pieces that both releases have, in the order of the source's time."""
        return self._matches

    @property
    def on_source(self) -> tuple[Piece, ...]:
        """The pieces that the source has, in the order of its time."""
        return self._on_source

    def piece_at(self, tick: int) -> Piece | None:
        """The piece in which a tick of the source lies, or ``None`` where the map says nothing of it."""
        at = bisect.bisect_right(self._starts, tick) - 1
        if at < 0 or tick not in _source(self._on_source[at]):
            return None
        return self._on_source[at]

    def matches_within(self, span: Span) -> tuple[Piece, ...]:
        """The matches that share a tick with a span of the source, in the order of its time."""
        first = max(0, bisect.bisect_right(self._starts, span.start) - 1)
        until = bisect.bisect_left(self._starts, span.end)
        near = self._on_source[first:until]
        return tuple(one for one in near if one.is_match and _source(one).overlaps(span))

    def apply(self, tick: int) -> int | None:
        """The target's tick for one of the source, or ``None`` where the target has no such footage."""
        piece = self.piece_at(tick)
        return None if piece is None or not piece.is_match else along(piece, tick)

    def apply_many(self, ticks: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Target's ticks for many of the source.

        Args:
            ticks: int64[n], in any order.

        Returns:
            Target's ticks int64[n], 0 where there are none; and int64[n], the index in :attr:`matches` of
            the match that each lies in, -1 where it lies in none.
        """
        import numpy as np

        matches = self.matches
        starts = np.array([_source(one).start for one in matches], dtype=np.int64)
        ends = np.array([_source(one).end for one in matches], dtype=np.int64)
        at = np.searchsorted(starts, ticks, side="right").astype(np.int64) - 1
        inside = at >= 0
        inside[inside] = ticks[inside] < ends[at[inside]]
        at = np.where(inside, at, -1)
        found = np.zeros(len(ticks), dtype=np.int64)
        for n in np.unique(at[inside]):
            here = at == n
            found[here] = along_many(matches[int(n)], ticks[here])
        return found, at

    def inverted(self) -> TimeMap:
        """The map in the other direction.

        Raises:
            ValueError: the source shows something twice, which the target has once: then the other direction
                has two answers.
        """
        return TimeMap(
            self.target_time_base,
            self.source_time_base,
            tuple(one.inverted() for one in self.pieces),
            self.target_release,
            self.source_release,
            None if self.picture is None else self.picture.inverted(),
        )

    def compose(self, later: TimeMap) -> TimeMap:
        """This map and then another one.

        What this map or the other one has no counterpart for has none in the result. Confidences are
        multiplied, uncertainties added, flags joined.

        Raises:
            ValueError: the other map begins at another release or has another time base.
        """
        middle = (self.target_release, self.target_time_base)
        onward = (later.source_release, later.source_time_base)
        if middle[1] != onward[1] or _differ(middle[0], onward[0]):
            raise ValueError(
                f"a map to {middle[0]!r} in ticks of {middle[1]} s cannot be followed by one from "
                f"{onward[0]!r} in ticks of {onward[1]} s"
            )
        matched = [
            both
            for first in self.matches
            for second in later.matches
            if (both := _composed(first, second)) is not None
        ]
        left_over = [
            *_rest(self.on_source, [_source(one) for one in matched], later),
            *_target_only(later, [_target(one) for one in matched]),
        ]
        picture = None
        if self.picture is not None and later.picture is not None:
            picture = self.picture.compose(later.picture)
        ordered = sorted([*matched, *left_over], key=_place)
        return TimeMap(
            self.source_time_base,
            later.target_time_base,
            tuple(ordered),
            self.source_release,
            later.target_release,
            picture,
        )


def along(piece: Piece, tick: int) -> int:
    """Where a tick of the source lies on the target's axis, by the line of a match."""
    source, target = piece.sides
    up, down = piece.slope.numerator, piece.slope.denominator
    return target.start + (2 * (tick - source.start) * up + down) // (2 * down)


def along_many(piece: Piece, ticks: NDArray[np.int64]) -> NDArray[np.int64]:
    """:func:`along` of many ticks, int64[n], exactly."""
    source, target = piece.sides
    up, down = piece.slope.numerator, piece.slope.denominator
    since = ticks - source.start
    return target.start + _divided(2 * since, up, down, 2 * down)


def instants(piece: Piece, ticks: NDArray[np.int64], lasting: NDArray[np.int64]) -> NDArray[np.int64]:
    """The target's tick an eighth of ``lasting`` after each tick of the source, int64[n], rounded down."""
    source, target = piece.sides
    up, down = piece.slope.numerator, piece.slope.denominator
    return target.start + _divided(8 * (ticks - source.start) + lasting, up, 0, 8 * down)


def instants_before(piece: Piece, ticks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Eight times the target's tick of each tick of the source, int64[n], rounded up."""
    source, target = piece.sides
    up, down = piece.slope.numerator, piece.slope.denominator
    return 8 * target.start - _divided(8 * (source.start - ticks), up, 0, down)


def _divided(numbers: NDArray[np.int64], up: int, add: int, down: int) -> NDArray[np.int64]:
    """``(numbers · up + add) // down``, also where 64 bits do not hold the product."""
    import numpy as np

    furthest = (
        max((abs(int(one)) for one in (numbers.min(), numbers.max())), default=0) if len(numbers) else 0
    )
    if furthest * up + add < 2**62:
        return (numbers * up + add) // down
    return np.array([(int(one) * up + add) // down for one in numbers], dtype=np.int64)


def _source(piece: Piece) -> Span:
    assert piece.source is not None
    return piece.source


def _target(piece: Piece) -> Span:
    assert piece.target is not None
    return piece.target


def _place(piece: Piece) -> tuple[int, int]:
    """Pieces of the source in its order; what only the target has stands behind what it follows there."""
    return (0, piece.source.start) if piece.source else (1, _target(piece).start)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _composed(first: Piece, second: Piece) -> Piece | None:
    middle, onward = first.sides[1], second.sides[0]
    start, end = max(middle.start, onward.start), min(middle.end, onward.end)
    if start >= end:
        return None
    source, _ = first.sides
    back = first.inverted()
    # Borders that are the first map's own stay exactly where they are.
    since = source.start if start == middle.start else along(back, start)
    until = source.end if end == middle.end else along(back, end)
    there = second.sides[1].start if start == onward.start else along(second, start)
    then = second.sides[1].end if end == onward.end else along(second, end)
    if since >= until or there >= then:
        return None
    rate = first.slope * second.slope
    spread = Uncertainty(
        _scaled(first.uncertainty.offset, second) + second.uncertainty.offset,
        _scaled(first.uncertainty.start, second) + second.uncertainty.start,
        _scaled(first.uncertainty.end, second) + second.uncertainty.end,
    )
    picture = second.picture
    if first.picture is not None and second.picture is not None:
        picture = first.picture.compose(second.picture)
    return Piece(
        Span(since, until),
        Span(there, then),
        first.role if first.role != "match" else second.role,
        first.confidence * second.confidence,
        "proposed" if "proposed" in (first.status, second.status) else "confirmed",
        rate if abs(round_half_up((until - since) * rate) - (then - there)) <= 1 + rate else None,
        None,
        spread,
        first.flags | second.flags,
        second.alternatives,
        first.source_alternatives,
        None,
        picture,
    )


def _scaled(ticks: int, piece: Piece) -> int:
    return math.ceil(ticks * piece.slope)


def _rest(pieces: Iterable[Piece], covered: list[Span], later: TimeMap) -> list[Piece]:
    """What the source has and the composed map has no match for."""
    found: list[Piece] = []
    for piece in pieces:
        for gap in gaps(_source(piece), covered):
            role = piece.role
            if piece.is_match:
                onward = later.piece_at(along(piece, gap.start))
                role = "unknown" if onward is None else onward.role
            found.append(_one_sided(piece, source=gap, target=None, role=role))
    return found


def _target_only(later: TimeMap, covered: list[Span]) -> list[Piece]:
    """What the target has and the composed map has no match for."""
    return [
        _one_sided(piece, source=None, target=gap, role=piece.role)
        for piece in later.pieces
        if piece.target is not None
        for gap in gaps(piece.target, covered)
    ]


def _one_sided(piece: Piece, **there: object) -> Piece:
    bare = Piece(piece.source, None) if piece.source else Piece(None, piece.target)
    kept = replace(bare, confidence=piece.confidence, status=piece.status, author=piece.author)
    return replace(kept, **there)  # type: ignore[arg-type]  # the two callers name source, target and role


def gaps(span: Span, covered: Iterable[Span]) -> list[Span]:
    """What of a span is not covered, in order."""
    found: list[Span] = []
    at = span.start
    for one in sorted(covered):
        if one.end <= at or one.start >= span.end:
            continue
        if one.start > at:
            found.append(Span(at, one.start))
        at = max(at, one.end)
    if at < span.end:
        found.append(Span(at, span.end))
    return found
