"""What the pieces are in a broadcast, proposed by their lengths and places, for a person to confirm.

Japanese television runs by the clock: openings and endings of 90 seconds, commercials in units of 15,
sponsor cards of 5 or 10, previews of 15 or 30.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.result import AlignedPiece
from animewidgets.analysis.fingerprint.columns import Fingerprint
from animewidgets.timebase import Span
from animewidgets.timemaps import PieceRole

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Seconds of what runs by the clock, and how far off it may be.
SONG, SONG_OFF = 90.0, 1.6
UNIT, UNIT_OFF = 15.0, 1.1
LONGEST_CARD = 12.5
LONGEST_PREVIEW = 32.0
LONGEST_EYECATCH = 8.0
#: Shorter releases than this are clips, in which nothing runs by the clock.
SHORTEST_EPISODE = 600.0

# A picture that differs in so much (half octaves of luma) from the one before may begin a shot.
_CUT = 12


def with_roles(
    pieces: Sequence[AlignedPiece], source: Fingerprint, target: Fingerprint
) -> Iterator[AlignedPiece]:
    """The pieces with the roles that their lengths and places suggest; matches are parted at songs."""
    base = float(source.time_base), float(target.time_base)
    matches = [n for n, piece in enumerate(pieces) if piece.is_match]
    first, last = (matches[0], matches[-1]) if matches else (len(pieces), -1)
    named = [
        piece if piece.is_match else replace(piece, role=role_of_extra(piece, n, first, last, base))
        for n, piece in enumerate(pieces)
    ]
    if not matches or source.seconds < SHORTEST_EPISODE:
        yield from named
        return
    cuts: Floats = np.asarray(source.pts[np.flatnonzero(source.change >= _CUT)] * base[0], np.float64)
    start, end = int(source.pts[0]) * base[0], source.end_pts * base[0]
    sponsors = [
        _seconds(named[n - 1].source, base[0])[1]
        for n in range(1, len(named))
        if named[n].role == "sponsor" and named[n - 1].source is not None
    ]
    songs = find_songs(cuts, start, end, sponsors)
    breaks = [
        _seconds(named[n - 1].source, base[0])[1]
        for n in range(1, len(named))
        if named[n].role == "commercial" and named[n - 1].source is not None
    ]
    for piece in named:
        if piece.is_match and "picture_changed" not in piece.flags:
            yield from _parted(piece, songs, breaks, cuts, source, target)
        else:
            yield piece


def role_of_extra(
    piece: AlignedPiece, number: int, first: int, last: int, base: tuple[float, float]
) -> PieceRole:
    """The role of what one release alone has; ``first`` and ``last`` are the places of the matches."""
    if piece.target is None:
        return "removed"
    length = piece.target.duration * base[1]
    if last < 0:
        return "unknown"
    if number < first:
        return "pre-roll"
    if length <= LONGEST_CARD:
        return "sponsor"
    if number > last and length <= LONGEST_PREVIEW:
        return "preview"
    units = length / UNIT
    near = abs(units - round(units)) * UNIT <= UNIT_OFF
    return "commercial" if near or length > 2 * UNIT else "unknown"


def find_songs(
    cuts: Floats, start: float, end: float, sponsors: Sequence[float]
) -> dict[PieceRole, tuple[float, float]]:
    """Where the opening and the ending may be, in seconds of the source.

    ``cuts`` are where shots begin. An opening ends where a sponsor card follows, or lies between cuts 90
    seconds apart within the first quarter; an ending lies likewise in the last fifth.
    """
    found: dict[PieceRole, tuple[float, float]] = {}
    length = end - start
    early = [s for s in sponsors if s - start <= length * 0.3 and s - start >= SONG - SONG_OFF]
    for stop in early:
        begin = _nearest(np.append(cuts, start), stop - SONG)
        if abs(stop - SONG - begin) <= SONG_OFF:
            found["opening"] = (begin, stop)
            break
    tail = _nearest(np.append(cuts, end), end)
    for stop in (tail, *(_nearest(cuts, end - length_of_preview) for length_of_preview in (15.0, 30.0))):
        begin = _nearest(cuts, stop - SONG)
        if abs(stop - SONG - begin) <= SONG_OFF and begin > start + length * 0.5:
            found["ending"] = (begin, stop)
            if end - stop > 5:
                found["preview"] = (stop, end)
            break
    return found


def _nearest(values: Floats, to: float) -> float:
    return float(values[np.abs(values - to).argmin()]) if len(values) else float("inf")


def _parted(
    piece: AlignedPiece,
    songs: dict[PieceRole, tuple[float, float]],
    breaks: Sequence[float],
    cuts: Floats,
    source: Fingerprint,
    target: Fingerprint,
) -> Iterator[AlignedPiece]:
    """A match, cut where songs, eyecatches and parts begin and end."""
    assert piece.source is not None
    base = float(source.time_base)
    begin, end = _seconds(piece.source, base)
    edges = {edge for span in songs.values() for edge in span}
    # The card before or after the commercials: the last or first shot of the piece there, if it is short.
    eyecatches: list[tuple[float, float]] = []
    for at in breaks:
        before = cuts[(cuts < at - 2.0) & (cuts >= at - LONGEST_EYECATCH)]
        if len(before):
            eyecatches.append((float(before[0]), at))
            edges.add(float(before[0]))
        edges.add(at)
    inner = sorted(edge for edge in edges if begin + 0.5 < edge < end - 0.5)
    ticks = [piece.source.start, *(_row_tick(source, edge) for edge in inner), piece.source.end]
    opening = songs.get("opening")
    for low, high in pairwise(ticks):
        if high <= low:
            continue
        middle = (low + high) / 2 * base
        role: PieceRole = "part"
        for name, (a, b) in songs.items():
            if a <= middle < b:
                role = name
        if role == "part" and any(a <= middle < b for a, b in eyecatches):
            role = "eyecatch"
        if role == "part" and opening is not None and middle < opening[0]:
            role = "avant"
        yield _section(piece, low, high, role, source, target)


def _section(
    piece: AlignedPiece, low: int, high: int, role: PieceRole, source: Fingerprint, target: Fingerprint
) -> AlignedPiece:
    """Source ticks ``[low, high)`` of a match."""
    assert piece.source is not None
    assert piece.target is not None
    assert piece.rate is not None
    rate = piece.rate * source.time_base / target.time_base

    def there(tick: int) -> int:
        assert piece.source is not None
        assert piece.target is not None
        if tick == piece.source.end:
            return piece.target.end
        return piece.target.start + round((tick - piece.source.start) * rate)

    return replace(piece, source=Span(low, high), target=Span(there(low), there(high)), role=role)


def _row_tick(source: Fingerprint, seconds: float) -> int:
    """The first tick of the frame that begins next to a time."""
    starts = source.pts * float(source.time_base)
    return int(source.pts[int(np.abs(starts - seconds).argmin())])


def _seconds(span: Span | None, base: float) -> tuple[float, float]:
    assert span is not None
    return span.start * base, span.end * base
