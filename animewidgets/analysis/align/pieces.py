"""From a chain of fragments to pieces: offsets, borders, what was drawn anew, what only one side has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np

from animewidgets.analysis.align.changed import split, with_changed_ends, without_orphans
from animewidgets.analysis.align.complete import completed, trimmed
from animewidgets.analysis.align.confidence import confidence_of, evidence_of
from animewidgets.analysis.align.fragments import Fragment
from animewidgets.analysis.align.framing import picture_between
from animewidgets.analysis.align.gaps import with_gaps_filled
from animewidgets.analysis.align.joins import set_border, set_borders
from animewidgets.analysis.align.likeness import Likeness
from animewidgets.analysis.align.offsets import settle
from animewidgets.analysis.align.parts import Part
from animewidgets.analysis.align.result import AlignedPiece, Alignment, Flag, Uncertainty
from animewidgets.analysis.align.roles import with_roles
from animewidgets.analysis.fingerprint.columns import Fingerprint
from animewidgets.timebase import Span

# Lines closer than this share of a frame are one.
_SAME = 0.7
# A part whose offset is open takes its neighbour's, if that is within this many frames.
_OPEN = 5
# Sound that agrees.
_HEARD = 0.3
# A piece that fewer informative changes or less evidence speak for is chance.
_LEAST_CHANGES, _LEAST_LIKENESS = 3, 0.2
# ... unless it lies in a gap and is as alike as this.
_LIKE = 0.6
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
    set_borders(likeness, parts)
    parts = [part for part in parts if part.stop > part.first]
    parts = [p for part in parts for p in split(likeness, part) if p.changed or not _is_chance(likeness, p)]
    # What was not to be believed among all may be found where little else is possible.
    longer = list(with_gaps_filled(likeness, parts))
    for left, right in pairwise(longer):
        if left.between or right.between:  # a neighbour that was not known before
            set_border(likeness, left, right)
    parts = [
        p
        for part in longer
        if part.stop > part.first
        for p in (split(likeness, part) if part.between else [part])
    ]
    parts = list(with_changed_ends(likeness, [part for part in parts if part.stop > part.first]))
    parts = [p for part in parts for p in _not_contradicted(likeness, part)]
    pieces = []
    for part in parts:
        piece = _piece(likeness, rate, part, fragments, source, target)
        if piece is not None:
            pieces.append(piece)
    pieces = trimmed(list(without_orphans(pieces)), source, target)
    return Alignment(
        source.release_id,
        target.release_id,
        source.time_base,
        target.time_base,
        rate,
        tuple(with_roles(list(completed(pieces, source, target)), source, target)),
        picture_between(pieces, source, target),
    )


def _not_contradicted(likeness: Likeness, part: Part) -> Iterator[Part]:
    """The part, or what lies between rows that cannot be in it."""
    first = part.first
    for row in [*likeness.contradicted(part.line, part.first, part.stop), part.stop]:
        if row > first:
            yield replace(part, first=first, stop=row)
        first = row + 1


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
    if not part.changed and _is_chance(likeness, part):
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


def _is_chance(likeness: Likeness, part: Part) -> bool:
    evidence = evidence_of(likeness, part.line, part.first, part.stop)
    if part.between and evidence.likeness >= _LIKE:
        return False
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
