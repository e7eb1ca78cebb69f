"""Rational time: ticks, spans, frame rates and time maps. Seconds are for display only.

A *time base* is a :class:`fractions.Fraction`, the length of one tick in seconds, as containers
define it (for example ``Fraction(1, 90000)`` for MPEG-TS).
"""

from __future__ import annotations

import bisect
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

MICROSECOND = Fraction(1, 1_000_000)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open span of time ``[start, end)`` in ticks of some release's time base."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"span [{self.start}, {self.end}) ends before it starts")

    @property
    def duration(self) -> int:
        """Length in ticks."""
        return self.end - self.start

    def __contains__(self, tick: int) -> bool:
        return self.start <= tick < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one tick."""
        return self.start < other.end and other.start < self.end

    def __iter__(self) -> Iterator[int]:
        return iter((self.start, self.end))


def round_half_up(value: Fraction) -> int:
    """The nearest integer; halves go up. Python's ``round`` goes to even, which jumps both ways."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def rescale(ticks: int, source: Fraction, target: Fraction) -> int:
    """``ticks`` of time base ``source`` as the nearest tick of ``target``, exactly rounded."""
    return round_half_up(ticks * source / target)


def seconds(ticks: int, time_base: Fraction) -> float:
    """Ticks as seconds, for display only."""
    return float(ticks * time_base)


def microseconds(ticks: int, time_base: Fraction) -> int:
    """Ticks as the nearest microsecond: the unit in which browsers and the kernel compare times."""
    return rescale(ticks, time_base, MICROSECOND)


def clock(ticks: int, time_base: Fraction) -> str:
    """Ticks as ``h:mm:ss.mmm`` for display. Negative times carry a leading minus."""
    ms = rescale(abs(ticks), time_base, Fraction(1, 1000))
    sign = "-" if ticks < 0 and ms else ""
    s, ms = divmod(ms, 1000)
    m, s = divmod(s, 60)
    h, m = divmod(m, 60)
    return f"{sign}{h}:{m:02d}:{s:02d}.{ms:03d}"


PieceRole = Literal[
    "match",
    "avant",
    "opening",
    "part",
    "eyecatch",
    "ending",
    "preview",
    "sponsor",
    "commercial",
    "removed",
    "pre-roll",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class TimeMapPiece:
    """One piece of a time map: a match, or footage that only one of the two releases has.

    ``source`` and ``target`` are spans in the ticks of the two releases. Both present: a match,
    linear from one span onto the other. One absent: footage without a counterpart.
    """

    source: Span | None
    target: Span | None
    role: PieceRole = "match"
    confidence: float = 1.0
    status: Literal["proposed", "confirmed", "edited"] = "proposed"

    def __post_init__(self) -> None:
        if self.source is None and self.target is None:
            raise ValueError("a time map piece needs a source span, a target span, or both")

    @property
    def is_match(self) -> bool:
        """Whether the piece has both sides."""
        return self.source is not None and self.target is not None

    def inverted(self) -> TimeMapPiece:
        """The same piece, seen from the other release."""
        return TimeMapPiece(self.target, self.source, self.role, self.confidence, self.status)


@dataclass(frozen=True, slots=True)
class TimeMap:
    """A piecewise map from the time axis of one release to that of another.

    Source pieces are ordered and do not overlap. Applying the map to a tick outside every match
    gives ``None``: never a guess.
    """

    source_time_base: Fraction
    target_time_base: Fraction
    pieces: tuple[TimeMapPiece, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _matches: tuple[TimeMapPiece, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        matches = tuple(sorted((p for p in self.pieces if p.is_match), key=lambda p: _span(p.source).start))
        for left, right in itertools.pairwise(matches):
            if _span(left.source).overlaps(_span(right.source)):
                raise ValueError(f"time map pieces overlap: {left.source} and {right.source}")
        object.__setattr__(self, "_matches", matches)
        object.__setattr__(self, "_starts", tuple(_span(p.source).start for p in matches))

    def apply(self, tick: int) -> int | None:
        """The target tick for a source tick, or ``None`` where the target has no such footage."""
        at = bisect.bisect_right(self._starts, tick) - 1
        if at < 0:
            return None
        piece = self._matches[at]
        source, target = _span(piece.source), _span(piece.target)
        if tick not in source:
            return None
        rate = Fraction(target.duration, source.duration)
        return target.start + round_half_up((tick - source.start) * rate)

    def inverted(self) -> TimeMap:
        """The map in the other direction."""
        return TimeMap(self.target_time_base, self.source_time_base, tuple(p.inverted() for p in self.pieces))

    def to_json(self) -> str:
        """The map as a JSON *patch* document."""
        return json.dumps(
            {
                "format": "animewidgets-patch",
                "version": 1,
                "source_time_base": _ratio(self.source_time_base),
                "target_time_base": _ratio(self.target_time_base),
                "pieces": [
                    {
                        "source": list(p.source) if p.source else None,
                        "target": list(p.target) if p.target else None,
                        "role": p.role,
                        "confidence": p.confidence,
                        "status": p.status,
                    }
                    for p in self.pieces
                ],
            },
            indent=1,
        )

    @classmethod
    def from_json(cls, text: str) -> TimeMap:
        """Read a *patch* document. Raises ``ValueError`` when it is none, or of a newer version."""
        data = json.loads(text)
        if not isinstance(data, Mapping) or data.get("format") != "animewidgets-patch":
            raise ValueError("not an animewidgets patch document")
        if data.get("version") != 1:
            raise ValueError(f"patch version {data.get('version')!r} is newer than this program knows (1)")
        return cls(
            Fraction(*data["source_time_base"]),
            Fraction(*data["target_time_base"]),
            tuple(
                TimeMapPiece(
                    _maybe_span(p["source"]),
                    _maybe_span(p["target"]),
                    p["role"],
                    p["confidence"],
                    p["status"],
                )
                for p in data["pieces"]
            ),
        )


def _span(span: Span | None) -> Span:
    assert span is not None
    return span


def _maybe_span(pair: Sequence[int] | None) -> Span | None:
    return None if pair is None else Span(*pair)


def _ratio(value: Fraction) -> list[int]:
    return [value.numerator, value.denominator]
