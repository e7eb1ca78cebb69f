"""Votes of the seeds for offsets, window by window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Length of a window of the source and from one to the next, in seconds.
WINDOW, HOP = 12.0, 6.0
#: Offsets are counted in steps of so many seconds.
BIN = 0.2
# So many offsets of each window are followed, if their votes are at least these.
_BEST = 6
_LEAST = 0.35


@dataclass(frozen=True, slots=True)
class Candidate:
    """Around ``middle`` seconds of the source, the target is ``shift`` seconds later than the source."""

    middle: float
    shift: float
    votes: float


def count_votes(source: Floats, target: Floats, weight: Floats, rate: float) -> list[Candidate]:
    """The offsets that most seeds of each window vote for, at a speed of ``rate``.

    Arguments are those that :func:`~animewidgets.analysis.align.seeds.find_seeds` gives.
    """
    if not len(source):
        return []
    origin = float(source.min())
    found: list[Candidate] = []
    shift0 = float((target - source).min()) - 1
    width = int((float((target - source).max()) - shift0 + 2 + WINDOW) / BIN) + 4
    for phase in (0.0, HOP):
        number = np.floor((source - origin + phase) / WINDOW).astype(np.int64)
        middle = origin - phase + (number + 0.5) * WINDOW
        shift = target - middle - rate * (source - middle)
        bin_of = np.floor((shift - shift0 + WINDOW / 2) / BIN).astype(np.int64)
        key = number * width + bin_of
        keys, where = np.unique(key, return_inverse=True)
        votes = np.bincount(where.ravel(), weight)
        total = np.asarray(votes, np.float64).copy()
        following = np.flatnonzero(np.diff(keys) == 1)
        total[following] += 0.6 * votes[following + 1]
        total[following + 1] += 0.6 * votes[following]
        window = keys // width
        starts = np.flatnonzero(np.diff(window, prepend=-1))
        stops = np.append(starts[1:], len(keys))
        for a, b in zip(starts.tolist(), stops.tolist(), strict=True):
            best = a + np.argsort(-total[a:b], kind="stable")
            taken: list[int] = []
            for k in best[: 4 * _BEST].tolist():
                if total[k] < _LEAST or len(taken) >= _BEST:
                    break
                if any(abs(int(keys[k] - keys[t])) <= 1 for t in taken):
                    continue
                taken.append(k)
                at = float(keys[k] % width + 0.5) * BIN + shift0 - WINDOW / 2
                found.append(Candidate(origin - phase + (int(window[k]) + 0.5) * WINDOW, at, float(total[k])))
    return found
