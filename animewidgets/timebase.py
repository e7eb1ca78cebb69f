"""Rational time: ticks, spans and frame rates. Seconds are for display only.

A *time base* is a :class:`fractions.Fraction`, the length of one tick in seconds, as containers
define it (for example ``Fraction(1, 90000)`` for MPEG-TS).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

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
