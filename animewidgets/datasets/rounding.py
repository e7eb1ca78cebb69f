"""Times to write for frames, in the units of a format: so that a line is seen on the same frames.

A subtitle is drawn on the frames that appear at its start or later, and before its end. A start that is
rounded up past its frame therefore comes one frame late, an end that is rounded up shows one frame more.

* A time on a frame is written as Aegisub writes it where the unit is coarse (a hundredth of a second): half
  way between the frame and the one before. Nothing that rounds later can then move it to another frame. The
  first frame is written as 0:00, if that is not later than it. (Aegisub, ``libaegisub/common/vfr.cpp``,
  ``TimeAtFrame`` with ``START`` and ``END``.)
* A time on a frame is written rounded down where the unit is a millisecond or finer.
* A time between frames is rounded to the nearest unit that is still between the same two frames.
"""

from __future__ import annotations

from fractions import Fraction

from animewidgets.datasets.clock import FrameClock
from animewidgets.timebase import round_half_up

CENTISECOND = Fraction(1, 100)
MILLISECOND = Fraction(1, 1000)


def units_of(tick: int, clock: FrameClock, unit: Fraction) -> int:
    """``tick`` as a whole number of ``unit`` after 0:00, so that the same frame is the first from it on.

    Never negative. Where frames follow each other faster than the unit, the nearest one is given.
    """
    frame = clock.first_frame_from(tick)
    exact = (tick - clock.zero) * clock.time_base / unit
    if unit >= CENTISECOND and clock.tick(frame) == tick:
        before = (
            Fraction(clock.zero)
            if frame == 0
            else Fraction(clock.tick(frame - 1) + tick, 2)
            if frame <= clock.count
            else Fraction(tick)
        )
        middle = round_half_up((before - clock.zero) * clock.time_base / unit)
        if _first_frame(middle, clock, unit) == frame:
            return max(0, middle)
    nearest = round_half_up(exact)
    down = exact.numerator // exact.denominator
    for units in (nearest, down, down + 1):
        if units >= 0 and _first_frame(units, clock, unit) == frame:
            return units
    return max(0, nearest)


def _first_frame(units: int, clock: FrameClock, unit: Fraction) -> int:
    return clock.first_frame_from(clock.zero + units * unit / clock.time_base)
