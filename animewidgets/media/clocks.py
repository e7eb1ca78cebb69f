"""Times that increase from picture to picture, whatever the container's clock did.

Recordings are glued, cells of a DVD begin at zero, muxers write the same time twice. A frame key has to be
one picture's alone, so here the parts of a jumping clock are joined, and pictures without a time of their own
get one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from animewidgets.errors import NotAMediaFile
from animewidgets.media.packets import UNKNOWN, PacketTable

#: Ticks travel to browsers, whose integers are exact below this.
LARGEST_TICK = 2**53

#: A step back of decoding time by more seconds than this is a new beginning, not a muxer's carelessness.
NEW_BEGINNING = Fraction(1)

#: A picture that stands for more seconds than this was hardly meant to.
LONGEST_HOLD = Fraction(60)


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """The time of every packet in ticks (UNKNOWN where there is none), its parts joined.

    ``joins`` are the rows at which the container's clock begins anew. ``in_order``: between joins,
    decoding times never step back, so that the order of the times is that of the pictures.
    """

    times: NDArray[np.int64]
    joins: NDArray[np.int64]
    in_order: bool


def unchanged(packets: PacketTable) -> Clock:
    """The packets' times as they are, for containers that say explicitly when a picture is shown."""
    return Clock(packets.pts, np.empty(0, np.int64), in_order=True)


def joined(packets: PacketTable, period: int, *, may_jump: bool) -> Clock:
    """The packets' times, with each part of the clock following the one before it.

    ``period`` is the time of one picture in ticks. ``may_jump``: the container is one whose clock may
    jump by its nature (MPEG-TS, MPEG-PS), so that a gap of more than a minute is a jump too; elsewhere
    it is one only in files whose clock also jumps back. Raises :class:`NotAMediaFile` where the sum of
    the parts is longer than any film.
    """
    # Pictures without a decoding time are stored out of order of presentation, by rights.
    clock = packets.dts
    if may_jump:
        clock = np.where(clock == UNKNOWN, packets.pts, clock)
    known = np.flatnonzero(clock != UNKNOWN)
    steps = np.diff(clock[known])
    jumps = steps < -_ticks(NEW_BEGINNING, packets.time_base)
    if may_jump or jumps.any():
        jumps |= steps > _ticks(LONGEST_HOLD, packets.time_base)
    in_order = not np.any(steps[~jumps] < 0)
    joins = known[1:][jumps]
    if not len(joins):
        return Clock(packets.pts, joins, in_order)
    times = packets.pts.copy()
    end: int | None = None
    for first, stop in zip([0, *joins.tolist()], [*joins.tolist(), len(packets)], strict=True):
        part = times[first:stop]
        counts = part != UNKNOWN
        if not counts.any():
            continue
        if end is not None:
            shift = end - int(part[counts].min())
            if end >= LARGEST_TICK:
                raise NotAMediaFile(
                    f"the parts of its clock add up to {end} ticks: no film is as long as that"
                )
            part[counts] += shift
        latest = int(np.argmax(np.where(counts, part, UNKNOWN)))
        end = int(part[latest]) + (int(packets.duration[first + latest]) or period)
    return Clock(times, joins, in_order)


def _ticks(seconds: Fraction, time_base: Fraction) -> int:
    return int(seconds / time_base)


def increasing(times: NDArray[np.int64], period: int) -> tuple[NDArray[np.int64], int]:
    """Strictly increasing times for pictures in order of presentation, and how many had to be made up.

    A picture keeps its time where that is later than those of all pictures before it. The others are
    spread evenly over the time until the next one that keeps its own; at either end they are a
    ``period`` apart.

    >>> increasing(np.array([0, 40, 40, 120]), 40)
    (array([  0,  40,  80, 120]), 1)
    """
    count = len(times)
    rank = np.arange(count)
    if not count:
        return times, 0
    # UNKNOWN is the smallest integer there is: it is never later than anything.
    latest = np.maximum.accumulate(times)
    kept = np.flatnonzero(times > np.concatenate([[UNKNOWN], latest[:-1]]))
    if not len(kept):
        return rank * period, count
    before = np.searchsorted(kept, rank, side="right") - 1
    anchor = kept[np.maximum(before, 0)]
    follower = kept[np.minimum(before + 1, len(kept) - 1)]
    inside = (before >= 0) & (follower > anchor)
    room = np.where(inside, times[follower] - times[anchor], period)
    shares = np.where(inside, follower - anchor, 1)
    # In two steps, since the product of a long time and a count would not fit.
    whole, rest = np.divmod(room, shares)
    steps = rank - anchor
    made = times[anchor] + steps * whole + steps * rest // shares
    # Where there is no room, the pictures that follow make some.
    made = np.maximum.accumulate(made - rank) + rank
    return made, int(np.count_nonzero(made != times))
