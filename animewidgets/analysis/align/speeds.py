"""The speeds at which a release may run against another: target seconds per source second."""

from __future__ import annotations

from fractions import Fraction

_NTSC = Fraction(1001, 1000)  # film at 24 shown at 23.976 lasts longer
_PAL = Fraction(24, 25)  # film at 24 shown at 25 is over sooner

#: Speeds by how far they lead apart: within a family, some seconds cannot tell them from each other.
FAMILIES: tuple[tuple[Fraction, ...], ...] = (
    (Fraction(1), _NTSC, 1 / _NTSC),
    (_PAL, _PAL / _NTSC),
    (1 / _PAL, _NTSC / _PAL),
)
