"""What the pieces are in a broadcast, proposed by their lengths and places, for a person to confirm.

Japanese television runs by the clock: openings and endings of 90 seconds, commercials in units of 15,
sponsor cards of 5 or 10, previews of 15 or 30. A role that does not follow from the clock and from the
pictures is not guessed: it stays ``unknown``, ``part``, ``match`` or ``removed``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.result import AlignedPiece
from animewidgets.analysis.fingerprint.columns import Fingerprint
from animewidgets.timebase import Span
from animewidgets.timemaps import PieceRole

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Seconds of what runs by the clock, and how far off it may be. By chance a cut lies within a quarter of a
#: second of any place one time in seven.
SONG, SONG_OFF = 90.0, 0.25
UNIT, UNIT_OFF = 15.0, 0.7
CARDS, CARD_OFF = (5.0, 10.0), 0.4
PREVIEWS, PREVIEW_OFF = (15.0, 30.0), 0.6
SHORTEST_EYECATCH, LONGEST_EYECATCH = 2.0, 8.0
#: Shorter releases than this are clips, in which nothing runs by the clock.
SHORTEST_EPISODE = 600.0

# A picture that differs in so much (half octaves of luma) from the one before may begin a shot.
_CUT = 12
# A card stands still: this share of its frames at least hardly differs from the one before.
_STILL, _STILL_CHANGE = 0.95, 3
# Commercials change over on the clock: at this share of the places where they should.
_ON_THE_CLOCK, _CLOCK_OFF = 0.75, 0.2
# What the source alone has may be a break if it is no shorter.
_SHORTEST_BREAK = 4.0
# The longest piece without cuts that is called a card where nothing runs by the clock.
_LONGEST_CARD = 12.5


@dataclass(frozen=True, slots=True)
class Guess:
    """Seconds ``[start, end)`` of a release, what they may be, and how sure that is."""

    start: float
    end: float
    role: PieceRole
    sure: float


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """Of one release in seconds: when frames appear, how much they differ from the one before, the cuts."""

    starts: Floats
    change: NDArray[np.uint8]
    cuts: Floats

    def is_still(self, start: float, end: float) -> bool:
        """Whether a stretch (but for its first frame) stands still."""
        first, stop = np.searchsorted(self.starts, [start + 0.05, end - 0.05])
        inside = self.change[int(first) + 1 : int(stop)]
        return len(inside) > 0 and float((inside <= _STILL_CHANGE).mean()) >= _STILL

    def cuts_within(self, start: float, end: float) -> Floats:
        """The cuts that are not at its borders."""
        return self.cuts[(self.cuts > start + 0.3) & (self.cuts < end - 0.3)]


def pictures_of(of: Fingerprint) -> Pictures:
    """What roles are told by."""
    starts = np.asarray(of.pts * float(of.time_base), np.float64)
    return Pictures(starts, of.change, starts[np.flatnonzero(of.change >= _CUT)])


def with_roles(
    pieces: Sequence[AlignedPiece], source: Fingerprint, target: Fingerprint
) -> Iterator[AlignedPiece]:
    """The pieces with the roles that lengths, places and pictures suggest.

    Matches are parted at songs, and what one release alone has at cards and commercials. The confidence of
    what one release alone has is no more than that its role is right.
    """
    bases = float(source.time_base), float(target.time_base)
    sides = pictures_of(source), pictures_of(target)
    matches = [n for n, piece in enumerate(pieces) if piece.is_match]
    first, last = (matches[0], matches[-1]) if matches else (len(pieces), -1)
    by_the_clock = max(source.seconds, target.seconds) >= SHORTEST_EPISODE
    named: list[AlignedPiece] = []
    for n, piece in enumerate(pieces):
        if piece.is_match:
            named.append(piece)
            continue
        place = "none" if last < 0 else "before" if n < first else "after" if n > last else "between"
        named += _extras(piece, place, sides, bases, by_the_clock=by_the_clock)
    if not matches or source.seconds < SHORTEST_EPISODE:
        yield from named
        return
    borders = _borders(named, bases[0])
    matched = [piece.source for piece in named if piece.is_match and piece.source is not None]
    songs = find_songs(sides[0], matched[0].start * bases[0], matched[-1].end * bases[0], borders)
    for piece in named:
        if piece.is_match and "picture_changed" not in piece.flags:
            yield from _parted(piece, songs, borders, sides[0], source, target)
        else:
            yield piece


def _borders(pieces: Sequence[AlignedPiece], base: float) -> dict[float, PieceRole]:
    """Where in the source a match adjoins what only one release has, in seconds; and what that is."""
    out: dict[float, PieceRole] = {}

    def add(at: float, role: PieceRole) -> None:
        # A break counts, whatever card goes before or after it.
        if out.get(at) != "commercial":
            out[at] = role

    at: float | None = None
    last = max(n for n, piece in enumerate(pieces) if piece.is_match)
    for n, piece in enumerate(pieces[: last + 1]):
        if piece.is_match:
            at = _seconds(piece.source, base)[1]
        elif piece.source is None and at is not None:
            add(at, piece.role)
        elif piece.source is not None and n and piece.source.duration * base >= _SHORTEST_BREAK:
            for edge in _seconds(piece.source, base):
                add(edge, piece.role)
            at = piece.source.end * base
    return out


def _extras(
    piece: AlignedPiece,
    place: str,
    sides: tuple[Pictures, Pictures],
    bases: tuple[float, float],
    *,
    by_the_clock: bool,
) -> Iterator[AlignedPiece]:
    """What one release alone has, parted where its role changes."""
    side = 0 if piece.target is None else 1
    span = piece.source if side == 0 else piece.target
    start, end = _seconds(span, bases[side])
    guesses = find_extras(sides[side], start, end, place, by_the_clock=by_the_clock)
    if side == 0 and not (by_the_clock and all(g.role in ("sponsor", "commercial") for g in guesses)):
        # What the source alone has was most often taken out.
        yield replace(piece, role="removed")
        return
    assert span is not None
    edges = [span.start, *(round(g.end / bases[side]) for g in guesses[:-1]), span.end]
    for guess, (low, high) in zip(guesses, pairwise(edges), strict=True):
        part = Span(low, high)
        yield replace(
            piece,
            source=part if side == 0 else None,
            target=None if side == 0 else part,
            role=guess.role,
            confidence=min(piece.confidence, guess.sure),
        )


def find_extras(of: Pictures, start: float, end: float, place: str, *, by_the_clock: bool) -> list[Guess]:
    """What seconds ``[start, end)`` may be that one release alone has.

    ``place`` is ``before``, ``between`` or ``after`` the matches, or ``none`` where there are none.
    """
    if place == "none":
        return [Guess(start, end, "unknown", 1.0)]
    if place == "before":
        return [Guess(start, end, "pre-roll", 0.9)]
    if not by_the_clock:
        return [_short_extra(of, start, end)]
    found: list[Guess] = []
    low, high = start, end
    for length in CARDS:
        if low == start and (stop := _card(of, start, start + length, end)) is not None:
            found.append(Guess(start, stop, "sponsor", 0.85))
            low = stop
        if high == end and (begin := _card(of, end, end - length, start)) is not None and begin > low - 0.1:
            high = begin
    if high - low > 0.5:
        found += _with_moving_card(of, low, high, place)
    if high < end:
        found.append(Guess(max(high, low), end, "sponsor", 0.85))
    return found


def _with_moving_card(of: Pictures, start: float, end: float, place: str) -> list[Guess]:
    """As :func:`_rest`; where that knows nothing, commercials beside a card over moving pictures."""
    whole = _rest(of, start, end, place)
    if whole.role != "unknown":
        return [whole]
    for length in CARDS:
        for edge, at in ((start, start + length), (end, end - length)):
            cut = _nearest(of.cuts, at)
            if abs(cut - at) > _CLOCK_OFF or not start < cut < end:
                continue
            low, high = (cut, end) if edge == start else (start, cut)
            rest = _rest(of, low, high, place)
            if rest.role == "commercial" and high - low > 2.5 * UNIT:
                card = Guess(min(edge, cut), max(edge, cut), "unknown", 0.9)
                return [card, rest] if edge == start else [rest, card]
    return [whole]


def _card(of: Pictures, edge: float, want: float, far: float) -> float | None:
    """The other edge of a card that stands still between an edge and about ``want``; not beyond ``far``."""
    marks = np.append(of.cuts, far)
    other = _nearest(marks, want)
    if abs(other - want) > CARD_OFF or (other - far) * (edge - far) < 0:
        return None
    low, high = min(edge, other), max(edge, other)
    return other if of.is_still(low, high) and not len(of.cuts_within(low, high)) else None


def _rest(of: Pictures, start: float, end: float, place: str) -> Guess:
    """Commercials, a preview, or nobody knows what."""
    length = end - start
    units = round(length / UNIT)
    if units >= 1 and abs(length - units * UNIT) <= UNIT_OFF:
        grid = start + np.arange(1, units) * length / units
        near = [abs(_nearest(of.cuts, float(at)) - float(at)) <= _CLOCK_OFF for at in grid]
        share = float(np.mean(near)) if near else 0.0
        is_preview = place == "after" and any(abs(length - p) <= PREVIEW_OFF for p in PREVIEWS)
        if is_preview:
            # Half a minute after the end may be either; what has no cut in its middle is no two commercials.
            return Guess(start, end, "unknown" if units == 1 or share else "preview", 0.6)
        if units >= 3 and share >= _ON_THE_CLOCK:
            return Guess(start, end, "commercial", 0.95)
        if units >= 2 and share >= _ON_THE_CLOCK:
            return Guess(start, end, "commercial", 0.85)
        if units == 1 and len(of.cuts_within(start, end)) >= 2:
            return Guess(start, end, "commercial", 0.6)
    return Guess(start, end, "unknown", 0.9)


def _short_extra(of: Pictures, start: float, end: float) -> Guess:
    """In a clip: a picture that stands is a card, what is cut is a commercial, if anything."""
    length = end - start
    cuts = len(of.cuts_within(start, end))
    if length <= _LONGEST_CARD and not cuts:
        return Guess(start, end, "sponsor", 0.7 if of.is_still(start, end) else 0.5)
    units = length / UNIT
    if cuts >= 1 and abs(units - round(units)) * UNIT <= UNIT_OFF and units > 0.5:
        return Guess(start, end, "commercial", 0.7)
    return Guess(start, end, "commercial", 0.5) if cuts >= 2 else Guess(start, end, "unknown", 0.9)


def find_songs(
    of: Pictures, start: float, end: float, borders: dict[float, PieceRole]
) -> dict[PieceRole, tuple[float, float]]:
    """Where the opening and the ending may be, in seconds of the source.

    ``borders`` are where the other release goes on with something else: a break, a card. A song has one of
    its ends there, or at an end of the release, and lasts 90 seconds to the next cut.
    """
    found: dict[PieceRole, tuple[float, float]] = {}
    length = end - start
    marks = np.concatenate([of.cuts, list(borders), [start, end]])

    def song(edge: float, way: int) -> tuple[float, float] | None:
        other = _nearest(marks, edge + way * SONG)
        if abs(other - edge - way * SONG) > SONG_OFF:
            return None
        low, high = min(edge, other), max(edge, other)
        # A break amid it would be none.
        return None if any(low + 1 < b < high - 1 for b in borders) else (low, high)

    early = [at for at in sorted(borders) if at - start <= length * 0.3]
    openings = [one for at in early if (one := song(at, -1)) is not None]
    at_once = song(start, 1)
    if not openings and at_once is not None and early and abs(early[0] - at_once[1]) <= 1:
        openings = [at_once]
    if len(set(openings)) == 1:
        found["opening"] = openings[0]
    late = [at for at in sorted(borders) if at - start >= length * 0.7]
    endings = {one for at in late for way in (-1, 1) if (one := song(at, way)) is not None}
    endings |= {one for one in [song(end, -1)] if one is not None}
    endings |= {
        one
        for p in PREVIEWS
        if (one := song(_nearest(of.cuts, end - p), -1)) is not None
        and abs(_nearest(of.cuts, end - p) - end + p) <= SONG_OFF
    }
    endings = {one for one in endings if one[0] > start + length * 0.6}
    if len(endings) == 1:
        found["ending"] = endings.pop()
        left = end - found["ending"][1]
        if any(abs(left - p) <= PREVIEW_OFF for p in PREVIEWS):
            found["preview"] = (found["ending"][1], end)
    return found


def _nearest(values: Floats, to: float) -> float:
    return float(values[np.abs(values - to).argmin()]) if len(values) else float("inf")


def _parted(
    piece: AlignedPiece,
    songs: dict[PieceRole, tuple[float, float]],
    borders: dict[float, PieceRole],
    of: Pictures,
    source: Fingerprint,
    target: Fingerprint,
) -> Iterator[AlignedPiece]:
    """A match, cut where songs, eyecatches and parts begin and end."""
    assert piece.source is not None
    base = float(source.time_base)
    begin, end = _seconds(piece.source, base)
    edges = {edge for span in songs.values() for edge in span}
    eyecatches = [one for at, role in borders.items() if role == "commercial" for one in _eyecatches(of, at)]
    edges |= {edge for span in eyecatches for edge in span} | set(borders)
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


def _eyecatches(of: Pictures, at: float) -> Iterator[tuple[float, float]]:
    """Cards that stand still directly before and after a break."""
    before = of.cuts[(of.cuts <= at - SHORTEST_EYECATCH) & (of.cuts >= at - LONGEST_EYECATCH)]
    after = of.cuts[(of.cuts >= at + SHORTEST_EYECATCH) & (of.cuts <= at + LONGEST_EYECATCH)]
    spans = [(float(before[-1]), at)] if len(before) else []
    spans += [(at, float(after[0]))] if len(after) else []
    for low, high in spans:
        if not len(of.cuts_within(low, high)) and of.is_still(low, high):
            yield low, high


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
