"""From a chain of fragments to pieces: offsets, borders, what was drawn anew, what only one side has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.borders import find_begin, find_border, find_end
from animewidgets.analysis.align.confidence import confidence_of, evidence_of
from animewidgets.analysis.align.fragments import Fragment, best_stretch
from animewidgets.analysis.align.likeness import Likeness, Line
from animewidgets.analysis.align.offsets import settle
from animewidgets.analysis.align.parts import Part
from animewidgets.analysis.align.result import AlignedPiece, Alignment, Evidence, Flag, Uncertainty
from animewidgets.analysis.align.roles import with_roles
from animewidgets.analysis.align.short import with_short
from animewidgets.analysis.fingerprint.columns import Fingerprint
from animewidgets.timebase import Span

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Around the ends of two fragments so many seconds are searched for the border.
_AROUND = 4.0
# Borders that are open by more rows than this are not guessed.
_CLEAR = 1
# Lines closer than this share of a frame are one.
_SAME = 0.7
# A part whose offset is open takes its neighbour's, if that is within this many frames.
_OPEN = 5
# A row agrees, or disagrees, if it is on its side of this likeness.
_LEVEL = 0.12
# So many rows in a row that disagree are another picture.
_ANOTHER = 5.0
# What was drawn anew is still the same shot up to so many seconds, or if sound or movement agree.
_REDRAWN, _REDRAWN_UNHEARD = 40.0, 6.0
_HEARD, _HEARD_ALONE, _MOVED = 0.3, 0.5, 0.3
_BLACK, _LEAST_MOVES, _FLANK = 0.3, 2, 4
# What a row of sound that agrees is worth in black, against one for a picture.
_BLANK_HEARD = 0.3
# A piece that fewer informative changes or less evidence speak for is chance.
_LEAST_CHANGES, _LEAST_LIKENESS = 3, 0.2
# The same footage elsewhere in the target: so much evidence, in new pictures and as a share of the piece's.
_REPEATED, _REPEATED_SHARE = 8.0, 0.6


def told(
    likeness: Likeness,
    rate: Fraction,
    chain: Sequence[Fragment],
    fragments: Sequence[Fragment],
    source: Fingerprint,
    target: Fingerprint,
) -> Alignment:
    """The alignment that a chain tells."""
    parts = [Part(f.line, f.first, f.stop) for f in chain]
    for part in parts:
        _settle(likeness, part)
    parts = _joined(likeness, parts)
    _set_borders(likeness, parts)
    parts = [part for part in parts if part.stop > part.first]
    longer = list(with_short(likeness, parts))
    for left, right in pairwise(longer):
        if left not in parts or right not in parts:  # a neighbour that was not known before
            _set_border(likeness, left, right)
    parts = [part for part in longer if part.stop > part.first]
    parts = [p for part in parts if part.stop > part.first for p in _split(likeness, part)]
    pieces = []
    for part in parts:
        piece = _piece(likeness, rate, part, fragments, source, target)
        if piece is not None:
            pieces.append(piece)
    pieces = trimmed(list(_without_orphans(pieces)), source, target)
    return Alignment(
        source.release_id,
        target.release_id,
        source.time_base,
        target.time_base,
        rate,
        tuple(with_roles(list(_complete(pieces, source, target)), source, target)),
        picture_between(pieces, source, target),
    )


def _settle(likeness: Likeness, part: Part) -> None:
    offset = settle(likeness, part.line, part.first, part.stop)
    part.line, part.earlier, part.later = offset.line, offset.earlier, offset.later


def _joined(likeness: Likeness, parts: list[Part]) -> list[Part]:
    """Neighbours on the same line become one part; so does one that may as well lie on the other's line."""
    step = max(likeness.source.step, likeness.target.step)
    out: list[Part] = []
    for part in parts:
        if out and part.stop > out[-1].stop and _on_one_line(out[-1], part, step):
            weightier = max(out[-1], part, key=lambda p: p.stop - p.first)
            out[-1] = replace(weightier, first=out[-1].first, stop=part.stop)
            _settle(likeness, out[-1])
        else:
            out.append(part)
    return out


def _on_one_line(left: Part, right: Part, step: float) -> bool:
    leap = right.line.offset - left.line.offset
    if abs(leap) <= _SAME * step:
        return True
    weaker = min(left, right, key=lambda p: p.stop - p.first)
    # How far the weaker one may go towards the other.
    room = weaker.later if (leap > 0) == (weaker is left) else weaker.earlier
    return abs(leap) <= min(room, _OPEN * step)


def _set_borders(likeness: Likeness, parts: list[Part]) -> None:
    if not parts:
        return
    count = len(likeness.source)
    head, tail = parts[0], parts[-1]
    low = _row_at(likeness, head.first, -_AROUND)
    high = min(head.stop, _row_at(likeness, head.first, _AROUND))
    at, (a, b) = find_begin(_agreeing(likeness, head.line, low, high), _cuts(likeness, low, high))
    head.first, head.first_range = low + at, (low + a, low + b)
    for left, right in pairwise(parts):
        _set_border(likeness, left, right)
    low = max(tail.first, _row_at(likeness, tail.stop, -_AROUND))
    high = min(count, _row_at(likeness, tail.stop, _AROUND))
    at, (a, b) = find_end(_agreeing(likeness, tail.line, low, high), _cuts(likeness, low, high))
    tail.stop, tail.stop_range = low + at, (low + a, low + b)


def _set_border(likeness: Likeness, left: Part, right: Part) -> None:
    source = likeness.source
    low = max(left.first, _row_at(likeness, min(left.stop, right.first), -_AROUND))
    high = min(right.stop, _row_at(likeness, max(left.stop, right.first), _AROUND))
    if high <= low:
        return
    agree_left = _agreeing(likeness, left.line, low, high)
    agree_right = _agreeing(likeness, right.line, low, high)
    cuts = _cuts(likeness, low, high)
    leap = float(right.line.at(source.start[low]) - left.line.at(source.start[low]))
    removed: Ints | None = None
    if leap < 0 and right.line.at(source.start[right.stop - 1]) > left.line.at(source.start[left.first]):
        # The target goes on at once: what the right line shows at the same instant lies later in the source.
        times = np.append(source.start[low:high], source.stop[high - 1])
        later = np.searchsorted(times, times - leap / right.line.rate - source.step / 2)
        removed = np.minimum(later, high - low).astype(np.int64)
    found = find_border(agree_left, agree_right, cuts, removed)
    left.stop, left.stop_range = low + found.left, (low + found.left_range[0], low + found.left_range[1])
    right.first = low + found.right
    right.first_range = (low + found.right_range[0], low + found.right_range[1])
    # In a fade, and in black, nobody can tell to which side a row belongs: it is left out, not guessed.
    if left.stop_range[1] - left.stop_range[0] > _CLEAR:
        left.stop = max(left.first, left.stop_range[0] - 1)
    if right.first_range[1] - right.first_range[0] > _CLEAR:
        right.first = min(right.stop, right.first_range[1] + 1)


def _row_at(likeness: Likeness, row: int, seconds: float) -> int:
    """The row so many seconds after a row."""
    start = likeness.source.start
    at = start[min(row, len(start) - 1)] + seconds
    return int(np.searchsorted(start, at))


def _agreeing(likeness: Likeness, line: Line, first: int, stop: int) -> Floats:
    """How well rows agree with a line: -1 … 1; what shows nothing counts little."""
    alike = likeness.pictures(line, first, stop)
    out = np.where(np.isnan(alike), -1.0, alike) - _LEVEL
    blank = likeness.source.blank[first:stop]
    out[blank & (out > 0)] *= 0.1
    if len(likeness.heard) and blank.any():
        # Where nothing is to be seen, the sound tells.
        heard = likeness.heard[first:stop]
        sounds = np.maximum(0, likeness.sounds(line, int(heard[0]), int(heard[-1]) + 1))
        out[blank] += _BLANK_HEARD * sounds[heard - heard[0]][blank]
    return np.asarray(out)


def _cuts(likeness: Likeness, first: int, stop: int) -> Floats:
    """How new each row is, and the one after the last."""
    weight = likeness.source.weight
    new = weight[first : min(stop + 1, len(weight))]
    return np.pad(new, (0, stop + 1 - first - len(new)), constant_values=1.0)


def _split(likeness: Likeness, part: Part) -> Iterator[Part]:
    """The part, with stretches of other pictures taken out of it: as changed, or not at all."""
    agree = _agreeing(likeness, part.line, part.first, part.stop)
    others = sorted(_unlike(agree, 0))
    at, at_range = part.first, part.first_range
    for low, high in others:
        low, high = low + part.first, high + part.first
        if low > at:
            yield replace(part, first=at, stop=low, first_range=at_range, stop_range=(low, low))
        # What was drawn anew lies between what was not; at an end it is something else.
        within = low - part.first >= _FLANK and part.stop - high >= _FLANK
        if within and _is_redrawn(likeness, part.line, low, high):
            yield replace(
                part, first=low, stop=high, first_range=(low, low), stop_range=(high, high), changed=True
            )
        at, at_range = high, (high, high)
    if at < part.stop:
        yield replace(part, first=at, first_range=at_range)


def _unlike(agree: Floats, at: int) -> Iterator[tuple[int, int]]:
    low, high = best_stretch(-agree - 0.1)
    if high <= low or float((-agree[low:high] - 0.1).sum()) < _ANOTHER:
        return
    yield at + low, at + high
    yield from _unlike(agree[:low], at)
    yield from _unlike(agree[high:], at + high)


def _is_redrawn(likeness: Likeness, line: Line, first: int, stop: int) -> bool:
    source = likeness.source
    length = float(source.stop[stop - 1] - source.start[first])
    if length > _REDRAWN:
        return False
    rows = likeness.rows(line, first, stop)
    # Black where something stood is an insert, not another drawing.
    if (rows < 0).any() or likeness.target.blank[rows].mean() > _BLACK:
        return False
    evidence = evidence_of(likeness, line, first, stop)
    if evidence.sound is not None and evidence.sound >= _HEARD_ALONE:
        return True
    if evidence.changes < _LEAST_MOVES or length > _REDRAWN_UNHEARD:
        return False
    return _movement(likeness, line, first, stop) >= _MOVED


def _movement(likeness: Likeness, line: Line, first: int, stop: int) -> float:
    """How well the moments at which the picture changes go together: a correlation."""
    rows = likeness.rows(line, first, stop)
    if (rows < 0).any() or stop - first < 4:
        return 0.0
    here = likeness.source.weight[first:stop]
    there = likeness.target.weight[rows]
    # A frame of difference is allowed: the greatest of neighbours.
    there = np.maximum(there, np.maximum(np.roll(there, 1), np.roll(there, -1)))
    if here.std() < 1e-6 or there.std() < 1e-6:
        return 0.0
    return float(np.corrcoef(here, there)[0, 1])


def _piece(
    likeness: Likeness,
    rate: Fraction,
    part: Part,
    fragments: Sequence[Fragment],
    source: Fingerprint,
    target: Fingerprint,
) -> AlignedPiece | None:
    # Rows at the ends that lie outside the target belong to no piece.
    inside = np.flatnonzero(likeness.rows(part.line, part.first, part.stop) >= 0)
    if not len(inside):
        return None
    part = replace(part, first=part.first + int(inside[0]), stop=part.first + int(inside[-1]) + 1)
    evidence = evidence_of(likeness, part.line, part.first, part.stop)
    if not part.changed and _is_chance(evidence):
        return None
    begin, end = _tick(source, part.first), _tick(source, part.stop)
    base = float(source.time_base), float(target.time_base)

    def there(tick: int) -> int:
        return int(np.floor(float(part.line.at(tick * base[0])) / base[1] + 0.5))

    low, high = there(begin), there(end)
    if high <= low or end <= begin:
        return None
    ticks = 1 / base[1]

    def spread(row: int, among: tuple[int, int]) -> tuple[int, int]:
        edge = _tick(source, row)
        before = edge - _tick(source, min(among[0], row))
        after = _tick(source, max(among[1], row)) - edge
        scale = base[0] * part.line.rate * ticks
        return round(before * scale), round(after * scale)

    offset = max(part.earlier, part.later)
    flags: set[Flag] = set()
    alternatives = _alternatives(likeness, part, fragments, target)
    if part.changed:
        flags.add("picture_changed")
    if alternatives:
        flags.add("repeated")
    if evidence.changes < 10:
        flags.add("still")
    if evidence.sound is None:
        flags.add("silent")
    confidence = confidence_of(evidence)
    if part.changed:
        confidence = 0.45 if evidence.sound is not None and evidence.sound >= _HEARD else 0.3
    return AlignedPiece(
        Span(begin, end),
        Span(low, high),
        rate,
        "match",
        confidence,
        evidence,
        Uncertainty(
            round(offset * ticks), spread(part.first, part.first_range), spread(part.stop, part.stop_range)
        ),
        frozenset(flags),
        alternatives,
    )


def _is_chance(evidence: Evidence) -> bool:
    if evidence.sound is not None and evidence.sound >= _HEARD:
        return evidence.likeness < -0.2
    return evidence.agreed < _LEAST_CHANGES or evidence.likeness < _LEAST_LIKENESS


def _tick(of: Fingerprint, row: int) -> int:
    return int(of.pts[row]) if row < len(of) else of.end_pts


def _alternatives(
    likeness: Likeness, part: Part, fragments: Sequence[Fragment], target: Fingerprint
) -> tuple[Span, ...]:
    """Other spans of the target that show a good share of the same."""
    own = likeness.evidence(part.line, part.first, part.stop)
    found: list[Span] = []
    base = float(target.time_base)
    for other in fragments:
        first, stop = max(part.first, other.first), min(part.stop, other.stop)
        if stop <= first or abs(other.line.offset - part.line.offset) < 1.0:
            continue
        total = float(other.evidence[first - other.first : stop - other.first].sum())
        here = float(own[first - part.first : stop - part.first].sum())
        if total < _REPEATED or total < _REPEATED_SHARE * here:
            continue
        times = np.array([likeness.source.start[first], likeness.source.stop[stop - 1]])
        low, high = (round(float(t) / base) for t in other.line.at(times))
        span = Span(max(low, int(target.pts[0])), max(low, min(high, target.end_pts)))
        if span.duration and not any(span.overlaps(f) for f in found):
            found.append(span)
    return tuple(found[:4])


def _without_orphans(pieces: list[AlignedPiece]) -> Iterator[AlignedPiece]:
    """Changed pieces stay only beside something that matches."""
    for n, piece in enumerate(pieces):
        if "picture_changed" in piece.flags:
            near = pieces[max(0, n - 1) : n + 2]
            touching = any(
                p is not piece
                and "picture_changed" not in p.flags
                and p.source is not None
                and piece.source is not None
                and (p.source.end == piece.source.start or p.source.start == piece.source.end)
                for p in near
            )
            if not touching:
                continue
        yield piece


def trimmed(pieces: Sequence[AlignedPiece], source: Fingerprint, target: Fingerprint) -> list[AlignedPiece]:
    """The matches, none of which uses a tick of the target that another one uses: the earlier one gives way.

    What is given away is less than a frame as a rule; a match that nothing is left of is dropped.
    """
    out = list(pieces)
    order = sorted(range(len(out)), key=lambda n: _there(out[n]).start)
    for k, n in enumerate(order[:-1]):
        piece = out[n]
        following = _there(out[order[k + 1]]).start
        if piece.source is None or piece.rate is None or _there(piece).end <= following:
            continue
        rate = piece.rate * source.time_base / target.time_base
        keep = int((following - _there(piece).start) / rate)
        end = _there(piece).start + int(keep * rate)
        if keep > 0 and end > _there(piece).start:
            out[n] = replace(
                piece,
                source=Span(piece.source.start, piece.source.start + keep),
                target=Span(_there(piece).start, end),
            )
        else:
            out[n] = replace(piece, source=None)
    return [piece for piece in out if piece.source is not None]


def picture_between(
    pieces: Sequence[AlignedPiece], source: Fingerprint, target: Fingerprint
) -> tuple[float, float, float, float] | None:
    """Scale and shift of x and y, in pixels, between what lies within the bars of both."""
    rows: list[NDArray[np.int64]] = [np.zeros(0, np.int64), np.zeros(0, np.int64)]
    for piece in pieces:
        for side, of, span in ((0, source, piece.source), (1, target, piece.target)):
            if span is not None and "picture_changed" not in piece.flags:
                low, high = np.searchsorted(of.pts, [span.start, span.end])
                rows[side] = np.append(rows[side], np.arange(low, high))
    if not len(rows[0]) or not len(rows[1]):
        return None
    boxes = []
    for of, seen in zip((source, target), rows, strict=True):
        usual = of.boxes[int(np.argmax(np.bincount(of.box[seen])))]
        boxes.append(usual * np.array([of.size[1], of.size[1], of.size[0], of.size[0]]))
    (top, bottom, left, right), (above, below, before, after) = boxes[0].tolist(), boxes[1].tolist()
    x, y = (after - before) / (right - left), (below - above) / (bottom - top)
    return x, y, before - x * left, above - y * top


def _there(piece: AlignedPiece) -> Span:
    assert piece.target is not None
    return piece.target


def _complete(pieces: list[AlignedPiece], source: Fingerprint, target: Fingerprint) -> Iterator[AlignedPiece]:
    """The matches, with what only the source and only the target has between them."""
    if not len(source) or not len(target):
        return
    whole = Span(int(target.pts[0]), target.end_pts)
    used = sorted((p.target for p in pieces if p.target is not None), key=lambda s: s.start)
    least = _half_a_frame(target)
    free: list[Span] = []
    at = whole.start
    for span in used:
        if span.start - at > least:
            free.append(Span(at, span.start))
        at = max(at, span.end)
    if whole.end - at > least:
        free.append(Span(at, whole.end))

    def only_target(upto: int | None, after: int) -> Iterator[AlignedPiece]:
        for span in list(free):
            if span.start >= after and (upto is None or span.end <= upto):
                free.remove(span)
                yield AlignedPiece(None, span, None, "unknown", 1.0)

    at = int(source.pts[0])
    target_at = whole.start
    left_over = _half_a_frame(source)
    sure = [piece.confidence for piece in pieces]
    for n, piece in enumerate(pieces):
        assert piece.source is not None
        assert piece.target is not None
        # What one side alone has is as sure as what is around it.
        around = min(sure[max(0, n - 1) : n + 1])
        if piece.source.start - at > left_over:
            yield AlignedPiece(Span(at, piece.source.start), None, None, "unknown", around)
        for only in only_target(piece.target.start, target_at):
            yield replace(only, confidence=around)
        yield piece
        at, target_at = piece.source.end, piece.target.end
    last = sure[-1] if sure else 1.0
    if source.end_pts - at > left_over:
        yield AlignedPiece(Span(at, source.end_pts), None, None, "unknown", last)
    for only in only_target(None, whole.start):
        yield replace(only, confidence=last)


def _half_a_frame(of: Fingerprint) -> int:
    return int(np.median(np.diff(of.pts, append=of.end_pts))) // 2
