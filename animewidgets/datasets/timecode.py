"""SMPTE timecode: frame numbers as ``hh:mm:ss:ff``, with and without drop frame (SMPTE ST 12-1).

Timecode counts frames; it never tells time. At 30000/1001 frames a second, non-drop timecode runs slow by
3.6 s an hour. Drop-frame timecode leaves out the numbers 0 and 1 (at 60000/1001: 0 to 3) of every minute
that is no multiple of ten, so that it stays with the clock; no frame is left out.
"""

from __future__ import annotations

from fractions import Fraction

#: Two digits are for the frame; a faster rate is halved until its numbers fit.
MOST_FRAMES = 60

_HOURS = 24


def nominal_base(rate: Fraction) -> int:
    """Frame numbers per second of timecode: 24 for 24000/1001, 30 for 30000/1001, 60 for 120."""
    if rate <= 0:
        raise ValueError(f"{rate} is no frame rate")
    base = max(1, round(rate))
    while base > MOST_FRAMES:
        base = -(-base // 2)
    return base


def has_drop_frame(rate: Fraction) -> bool:
    """Whether drop-frame timecode is defined for the rate: 30000/1001, 60000/1001 and what halves to them."""
    return rate.denominator == 1001 and nominal_base(rate) in (30, 60)


def to_timecode(number: int, base: int, *, drop: bool = False) -> str:
    """Frame ``number`` (from 0) as ``hh:mm:ss:ff``, with ``;`` before the frame for drop frame.

    Raises ``ValueError`` where the number is negative or needs a 25th hour.
    """
    _check_base(base, drop=drop)
    if number < 0:
        raise ValueError(f"frame {number} has no timecode: they begin at 00:00:00:00")
    label = number
    if drop:
        skipped = base // 15
        minute, ten = base * 60 - skipped, base * 600 - 9 * skipped
        tens, rest = divmod(number, ten)
        label += 9 * skipped * tens
        if rest >= base * 60:
            label += skipped * (1 + (rest - base * 60) // minute)
    seconds, frame = divmod(label, base)
    if seconds >= _HOURS * 3600:
        raise ValueError(f"frame {number} lies after 24 hours of timecode at {base} frames a second")
    mark = ";" if drop else ":"
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{frame:02d}"


def from_timecode(
    hours: int, minutes: int, seconds: int, frame: int, base: int, *, drop: bool = False
) -> int:
    """The frame number of a timecode. Raises ``ValueError`` where there is no such timecode."""
    _check_base(base, drop=drop)
    if not (0 <= hours < _HOURS and 0 <= minutes < 60 and 0 <= seconds < 60):
        raise ValueError("hours go to 23, minutes and seconds to 59")
    if not 0 <= frame < base:
        raise ValueError(f"frames go from 0 to {base - 1} at {base} frames a second")
    number = ((hours * 60 + minutes) * 60 + seconds) * base + frame
    if not drop:
        return number
    skipped = base // 15
    if minutes % 10 and seconds == 0 and frame < skipped:
        raise ValueError(f"drop-frame timecode leaves out frames 0 to {skipped - 1} of this minute")
    total = hours * 60 + minutes
    return number - skipped * (total - total // 10)


def _check_base(base: int, *, drop: bool) -> None:
    if not 1 <= base <= MOST_FRAMES:
        raise ValueError(f"timecode has 1 to {MOST_FRAMES} frames a second, not {base}")
    if drop and base not in (30, 60):
        raise ValueError(f"there is drop-frame timecode at 30 and 60 frames a second, not at {base}")
