"""Parts too short to be found among all: sought where the source and the target both have something left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from animewidgets.analysis.align.fragments import best_stretch
from animewidgets.analysis.align.likeness import Likeness, Line
from animewidgets.analysis.align.offsets import settle
from animewidgets.analysis.align.parts import Part

# Shorter ones, in seconds, are not worth a piece.
_SHORTEST = 0.3
# Of longer gaps the search among all has found what there is.
_LONGEST = 90.0
# What a short part has to explain, in new pictures; how alike it has to be; what another place may explain.
_LEAST, _ALIKE, _RIVAL = 2.0, 0.6, 0.8


def with_short(likeness: Likeness, parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, and around them what is left of the source where the target shows it."""
    for left, right in pairwise([None, *parts, None]):
        yield from _between(likeness, left, right)
        if right is not None:
            yield right


def _between(likeness: Likeness, left: Part | None, right: Part | None) -> Iterator[Part]:
    source, target = likeness.source, likeness.target
    known = left or right
    first = 0 if left is None else left.stop
    stop = len(source) if right is None else right.first
    if known is None or stop - first < 4:
        return
    begin, end = float(source.start[first]), float(source.stop[stop - 1])
    low = float(target.start[0]) if left is None else float(left.line.at(begin))
    high = float(target.stop[-1]) if right is None else float(right.line.at(end))
    if not _SHORTEST <= end - begin <= _LONGEST or not _SHORTEST <= high - low <= _LONGEST:
        return
    rate = known.line.rate
    step = min(source.step, target.step)
    # Every shift at which the two gaps overlap long enough.
    shifts = np.arange(low + _SHORTEST - rate * end, high - _SHORTEST - rate * begin, step)
    rows = np.arange(first, stop)
    if not len(shifts):
        return
    scores = np.zeros(len(shifts))
    for start in range(0, len(shifts), 256):
        part = shifts[start : start + 256]
        scores[start : start + len(part)] = likeness.over_shifts(Line(rate, 0.0), part, rows, (low, high))
    best = int(np.argmax(scores))
    rivals = np.abs(shifts - shifts[best]) > 4 * max(source.step, target.step)
    if rivals.any() and float(scores[rivals].max()) > _RIVAL * scores[best]:
        return
    found = settle(likeness, Line(rate, float(shifts[best])), first, stop)
    # Where a held picture leaves the offset open, the one that leaves the least of both sides unexplained.
    tries = np.arange(-round(found.earlier / step * 4), round(found.later / step * 4) + 1) * step / 4
    lines = [Line(rate, found.line.offset + shift) for shift in tries[np.argsort(np.abs(tries))].tolist()]
    stretches = [_stretch(likeness, line, first, stop, (low - step / 2, high + step / 2)) for line in lines]
    k = int(np.argmax([b - a for a, b in stretches]))
    line, (a, b) = lines[k], stretches[k]
    if b - a < 4 or source.stop[first + b - 1] - source.start[first + a] < _SHORTEST:
        return
    alike = np.nan_to_num(likeness.pictures(line, first + a, first + b), nan=-1.0)
    weight = np.maximum(source.weight[first + a : first + b], 0.1)
    if float((alike * weight).sum()) < _LEAST or float(alike.mean()) < _ALIKE:
        return
    yield Part(
        line, first + a, first + b, found.earlier, found.later,
        (first + a, first + a), (first + b, first + b),
    )  # fmt: skip


def _stretch(
    likeness: Likeness, line: Line, first: int, stop: int, bounds: tuple[float, float]
) -> tuple[int, int]:
    """The rows, counted from ``first``, that agree with a line within ``bounds`` of the target."""
    source = likeness.source
    inside = (line.at(source.start[first:stop]) >= bounds[0]) & (
        line.at(source.stop[first:stop]) <= bounds[1]
    )
    alike = np.nan_to_num(likeness.pictures(line, first, stop), nan=-1.0)
    return best_stretch(np.where(inside, alike, -1.0))
