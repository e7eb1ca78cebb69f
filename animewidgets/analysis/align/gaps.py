"""What lies between parts: short or slow stretches, sought where source and target both have something left.

Among all of a film a still that is shown for three seconds tells nothing. In a gap it does: there is little
else that it could be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.joins import shared_cuts
from animewidgets.analysis.align.likeness import Likeness, Line
from animewidgets.analysis.align.offsets import settle
from animewidgets.analysis.align.parts import Part
from animewidgets.analysis.fingerprint.signature import distances

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Shorter ones, in seconds, are not worth a piece.
_SHORTEST = 0.3
# Of longer gaps the search among all has found what there is.
_LONGEST = 90.0
# What a held row is worth against one that shows something new; a row that is less alike speaks against.
_HELD, _ALIKE = 0.15, 0.2
# What a stretch has to explain, in new pictures, and how alike it has to be.
_LEAST, _LEAST_ALIKE = 2.0, 0.6
# Shifts that explain less by so much may still be it, if shots begin and end at once on both sides.
_NEAR = 3.0
# Another place that explains this share leaves it open; so many frames away it is another place.
_RIVAL, _ELSEWHERE = 0.8, 4
# So many shifts are compared at once.
_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class _Gap:
    """Source rows ``[first, stop)``, and target seconds ``[low, high)`` that are left there."""

    first: int
    stop: int
    low: float
    high: float


def with_gaps_filled(likeness: Likeness, parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, and around them what is left of the source where the target shows it."""
    source, target = likeness.source, likeness.target
    for left, right in pairwise([None, *parts, None]):
        known = left or right
        if known is None:
            return
        first = 0 if left is None else left.stop
        stop = len(source) if right is None else right.first
        if stop > first:
            begin, end = float(source.start[first]), float(source.stop[stop - 1])
            low = float(target.start[0]) if left is None else float(left.line.at(begin))
            high = float(target.stop[-1]) if right is None else float(right.line.at(end))
            yield from _filled(likeness, _Gap(first, stop, low, high), known.line.rate)
        if right is not None:
            yield right


def _filled(likeness: Likeness, gap: _Gap, rate: float) -> Iterator[Part]:
    part = _best_part(likeness, gap, rate)
    if part is None:
        return
    source = likeness.source
    begin, end = float(source.start[part.first]), float(source.stop[part.stop - 1])
    yield from _filled(likeness, _Gap(gap.first, part.first, gap.low, float(part.line.at(begin))), rate)
    yield part
    yield from _filled(likeness, _Gap(part.stop, gap.stop, float(part.line.at(end)), gap.high), rate)


def _best_part(likeness: Likeness, gap: _Gap, rate: float) -> Part | None:
    source, target = likeness.source, likeness.target
    if gap.stop - gap.first < 4:
        return None
    begin, end = float(source.start[gap.first]), float(source.stop[gap.stop - 1])
    if not _SHORTEST <= end - begin <= _LONGEST or not _SHORTEST <= gap.high - gap.low <= _LONGEST:
        return None
    step = min(source.step, target.step)
    # Every shift at which the two gaps overlap long enough.
    shifts = np.arange(gap.low + _SHORTEST - rate * end, gap.high - _SHORTEST - rate * begin, step)
    if not len(shifts):
        return None
    firsts, stops, scores = _stretches(likeness, gap, rate, shifts)
    shared = np.array([0.0] * len(shifts))
    near = np.flatnonzero(scores >= max(_LEAST, scores.max() - _NEAR))
    for k in near.tolist():
        line = Line(rate, float(shifts[k]))
        shared[k] = shared_cuts(likeness, line, np.array([firsts[k], stops[k]])).sum()
    worth = scores + shared
    best = int(np.argmax(worth))
    if scores[best] < _LEAST:
        return None
    elsewhere = np.abs(shifts - shifts[best]) > _ELSEWHERE * max(source.step, target.step)
    # The rows of a still agree at many shifts; those are no rivals of one at which its shot begins and ends.
    rivals = worth if shared[best] < 1 else np.where(shared >= 1, worth, 0.0)
    overlap = (firsts < stops[best]) & (stops > firsts[best])
    if (rivals[elsewhere & overlap] > _RIVAL * worth[best]).any():
        return None
    a, b = int(firsts[best]), int(stops[best])
    if b - a < 4 or source.stop[b - 1] - source.start[a] < _SHORTEST:
        return None
    line = Line(rate, float(shifts[best]))
    if likeness.contradicted(line, a, b):
        return None
    if float(np.nan_to_num(likeness.pictures(line, a, b), nan=-1.0).mean()) < _LEAST_ALIKE:
        return None
    found = settle(likeness, line, a, b, reach=1) if shared[best] >= 1 else settle(likeness, line, a, b)
    return Part(found.line, a, b, found.earlier, found.later, (a, a), (b, b), between=True)


def _stretches(likeness: Likeness, gap: _Gap, rate: float, shifts: Floats) -> tuple[Ints, Ints, Floats]:
    """For each shift the rows ``[first, stop)`` of the gap that agree best, and how much they explain."""
    source, target = likeness.source, likeness.target
    rows = np.arange(gap.first, gap.stop)
    within = rate * likeness.asked(rate)[rows]
    worth = _HELD + source.weight[rows]
    # What shows nothing neither speaks for a place nor much against it, unless something is shown there.
    nothing = source.blank[rows]
    slack = target.step / 2
    firsts, stops, scores = (np.zeros(len(shifts)) for _ in range(3))
    for start in range(0, len(shifts), _AT_ONCE):
        at = within[None, :] + shifts[start : start + _AT_ONCE, None]
        found = np.searchsorted(target.start, at, side="right") - 1
        bits = distances(source.word[rows][None, :], target.word[found])
        alike = np.clip((likeness.even - bits) / (0.5 * likeness.even), -1, 1) - _ALIKE
        blank = nothing[None, :] & target.blank[found]
        alike[nothing[None, :] != target.blank[found]] = -1
        made = alike * worth[None, :]
        made[blank] = 0.0
        made[(at < gap.low - slack) | (at >= gap.high + slack) | (found < 0)] = -1
        total = np.concatenate([np.zeros((len(at), 1)), np.cumsum(made, 1)], 1)
        lowest = np.minimum.accumulate(total, 1)
        stop = np.argmax(total - lowest, 1)
        each = np.arange(len(at))
        score = (total - lowest)[each, stop]
        first = np.array([int(np.argmin(t[: s + 1])) for t, s in zip(total, stop.tolist(), strict=True)])
        here = slice(start, start + len(at))
        firsts[here], stops[here], scores[here] = first + gap.first, stop + gap.first, score
    return firsts.astype(np.int64), stops.astype(np.int64), scores


__all__ = ["with_gaps_filled"]
