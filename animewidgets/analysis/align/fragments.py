"""Fragments: stretches over which two releases agree along one line of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.likeness import Likeness, Line
from animewidgets.analysis.align.votes import Candidate

Floats = NDArray[np.float64]

# Around a candidate so many seconds decide the offset, which may be so far from the votes' bin.
_AROUND, _OFF = 7.0, 0.25
# A candidate that explains less than this, in new pictures, is followed no further.
_LEAST = 2.5
# A fragment ends where the evidence has fallen by this much: the X-drop of sequence alignment.
DROP = 8.0
# A shorter story is chance.
_LEAST_SCORE = 4.0
_BLOCK = 512
# Of so many of the strongest fragments all pairs are looked at for a better parting.
_MOST_PARTED, _MOST_PARTS = 24, 60


@dataclass(frozen=True, slots=True, eq=False)
class Fragment:
    """Source rows ``[first, stop)`` on a line, with the evidence of each row, float64[stop - first]."""

    line: Line
    first: int
    stop: int
    evidence: Floats

    @property
    def score(self) -> float:
        """New pictures that speak for it, less those against."""
        return float(self.evidence.sum())


def refine(likeness: Likeness, candidate: Candidate, rate: float) -> tuple[float, float]:
    """The best shift (seconds, at the candidate's middle) near a candidate's, and the evidence for it."""
    source = likeness.source
    first, last = np.searchsorted(source.start, [candidate.middle - _AROUND, candidate.middle + _AROUND])
    if last <= first:
        return candidate.shift, 0.0
    weight = source.weight[first:last]
    telling = (weight > 0.15) | np.append(weight[1:] > 0.15, False)
    rows = np.arange(first, last)[telling]
    shift = candidate.shift
    if len(rows):
        step = min(source.step, likeness.target.step)
        for size, reach in ((step, int(_OFF / step) + 1), (step / 2, 1)):
            tries: Floats = np.asarray(np.arange(-reach, reach + 1) * size, np.float64)
            scores = likeness.over_shifts(
                _line(rate, candidate.middle, shift), tries, rows, source.weight[rows]
            )
            among = np.flatnonzero(scores >= scores.max() - 1e-9)
            shift += float(tries[among[len(among) // 2]])
    line = _line(rate, candidate.middle, shift)
    return shift, float(np.maximum(likeness.evidence(line, int(first), int(last)), -0.2).sum())


def _line(rate: float, middle: float, shift: float) -> Line:
    return Line(rate, shift + middle - rate * middle)


def find_fragments(
    likeness: Likeness, candidates: Sequence[Candidate], rates: Sequence[float]
) -> list[list[Fragment]]:
    """For each rate, the fragments that grow from the candidates (of that family of rates)."""
    refined = []
    for candidate in sorted(candidates, key=lambda c: -c.votes):
        shift, score = refine(likeness, candidate, rates[0])
        if score >= _LEAST:
            refined.append((score, candidate.middle, shift))
    refined.sort(reverse=True)
    return [_grown(likeness, refined, rate) for rate in rates]


def _grown(likeness: Likeness, refined: Sequence[tuple[float, float, float]], rate: float) -> list[Fragment]:
    source = likeness.source
    near = 0.75 * max(source.step, likeness.target.step)
    found: list[Fragment] = []
    offsets: list[float] = []
    firsts: list[int] = []
    stops: list[int] = []
    for _, middle, shift in refined:
        line = _line(rate, middle, shift)
        seed = int(np.searchsorted(source.start, middle))
        if found:
            known = np.abs(np.array(offsets) - line.offset) <= near
            if (known & (np.array(firsts) <= seed) & (seed <= np.array(stops))).any():
                continue
        fragment = grow(likeness, line, middle)
        if fragment is None:
            continue
        found.append(fragment)
        offsets.append(line.offset)
        firsts.append(fragment.first)
        stops.append(fragment.stop)
    return found


def grow(likeness: Likeness, line: Line, middle: float) -> Fragment | None:
    """The fragment around ``middle`` seconds, or ``None`` where there is no story in it."""
    source = likeness.source
    first, last = (int(n) for n in np.searchsorted(source.start, [middle - _AROUND, middle + _AROUND]))
    if last <= first:
        return None
    # The best stretch of the window is what grows.
    inside = likeness.evidence(line, first, last)
    low, high = best_stretch(inside)
    if high <= low:
        return None
    after = _extend(likeness, line, first + high, 1)
    before = _extend(likeness, line, first + low, -1)
    evidence = np.concatenate([before[::-1], inside[low:high], after])
    if evidence.sum() < _LEAST_SCORE:
        return None
    return Fragment(line, first + low - len(before), first + high + len(after), evidence)


def _extend(likeness: Likeness, line: Line, at: int, way: int) -> Floats:
    """Evidence of the rows from ``at`` on (those before it, if ``way`` is -1) up to the best end."""
    count = len(likeness.source)
    taken: list[Floats] = []
    sum_so_far = best_so_far = 0.0
    while at > 0 if way < 0 else at < count:
        if way > 0:
            block = likeness.evidence(line, at, min(count, at + _BLOCK))
        else:
            block = likeness.evidence(line, max(0, at - _BLOCK), at)[::-1]
        taken.append(block)
        at += way * len(block)
        total = sum_so_far + np.cumsum(block)
        best = np.maximum(np.maximum.accumulate(total), best_so_far)
        if (best - total > DROP).any():
            break
        sum_so_far, best_so_far = float(total[-1]), float(best[-1])
    if not taken:
        return np.zeros(0)
    evidence = np.concatenate(taken)
    return evidence[: x_drop(evidence, DROP)]


def with_partings(fragments: Sequence[Fragment], gain: float) -> list[Fragment]:
    """The fragments, and parts of those that overlap where changing from one to the other explains more.

    In a slow scene a line that is half a second off falls by so little that a fragment runs on past the place
    where another one takes over. ``gain`` is how much more, in new pictures, the change has to explain than
    either of the two alone.
    """
    parts: dict[tuple[float, int, int], Fragment] = {}
    strongest = sorted(fragments, key=lambda f: -f.score)[:_MOST_PARTED]
    for left in strongest:
        for right in strongest:
            first, stop = max(left.first, right.first), min(left.stop, right.stop)
            if left is right or stop - first < 2:
                continue
            here = np.cumsum(left.evidence[first - left.first : stop - left.first])
            there = np.cumsum(right.evidence[first - right.first : stop - right.first])
            change = here + there[-1] - there
            at = int(np.argmax(change))
            if change[at] - max(here[-1], there[-1]) <= gain:
                continue
            row = first + at + 1
            before = Fragment(left.line, left.first, row, left.evidence[: row - left.first])
            after = Fragment(right.line, row, right.stop, right.evidence[row - right.first :])
            if min(before.score, after.score) > gain:
                parts |= {(f.line.offset, f.first, f.stop): f for f in (before, after)}
    best = sorted(parts.values(), key=lambda f: -f.score)
    return [*fragments, *best[:_MOST_PARTS]]


def x_drop(evidence: Floats, drop: float) -> int:
    """How many rows to take: up to the highest sum before the sum falls by ``drop``."""
    total = np.concatenate([[0.0], np.cumsum(evidence)])
    fallen = np.flatnonzero(np.maximum.accumulate(total) - total > drop)
    end = int(fallen[0]) if len(fallen) else len(total)
    return int(np.argmax(total[:end]))


def best_stretch(values: Floats) -> tuple[int, int]:
    """The half-open stretch with the greatest sum; empty where nothing is above 0."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    lowest = np.minimum.accumulate(total)
    stop = int(np.argmax(total - lowest))
    first = int(np.argmin(total[: stop + 1]))
    return first, stop
