"""The true time map from the disc to the recording, in the ticks of the two files as written."""

from __future__ import annotations

from fractions import Fraction

from animewidgets.demo.truth import Ints
from animewidgets.demo.tv import Broadcast
from animewidgets.timebase import Span
from animewidgets.timemaps import Piece, TimeMap


def true_time_map(
    broadcast: Broadcast, disc: Ints, disc_base: Fraction, tv: Ints, tv_base: Fraction
) -> TimeMap:
    """The map; ``disc`` and ``tv`` are the times of the frames and of the end, in ticks, int64 (n + 1,).

    A film frame's time maps into the time during which the recording shows that frame. Where the ticks of
    the container are too coarse to hold frame times (Matroska: milliseconds), the target is two ticks late,
    so that
    rounding can't fall into the frame before.
    """
    late = 2 if tv_base > Fraction(1, 10_000) or disc_base > Fraction(1, 10_000) else 0
    pieces = []
    for piece in broadcast.pieces:
        source = Span(int(disc[piece.start]), int(disc[piece.end])) if piece.from_episode else None
        target = None
        if piece.tv_end > piece.tv_start:
            shift = late if piece.from_episode else 0
            target = Span(int(tv[piece.tv_start]) + shift, int(tv[piece.tv_end]) + shift)
        pieces.append(Piece(source, target, piece.role, 1.0, "confirmed"))
    return TimeMap(disc_base, tv_base, tuple(pieces))
