"""What distances between pictures say of a match: its offset, and the row at which it begins or ends.

All in numbers; where the pictures come from is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# A row contradicts an offset where another one brings a picture this much nearer.
_NEARER, _NEARER_BY = 1.6, 0.006
# So many rows have to say something before an offset is touched.
_LEAST_ROWS = 6
# An offset stays as long as no other one has so many contradictions fewer, or this share of the rows.
_STAYS, _STAYS_SHARE = 3, 0.25


@dataclass(frozen=True, slots=True)
class FoundOffset:
    """Index of the best candidate, the first and last one as good, and on how many rows that rests."""

    best: int
    low: int
    high: int
    rows: int


def best_offset(distances: Floats, stay: int) -> FoundOffset | None:
    """Which of some candidates shows the same pictures, or ``None`` where the pictures leave it open.

    ``distances`` is float64[rows, candidates], NaN where a candidate has no picture; ``stay`` is the
    candidate that holds until another one is clearly better.
    """
    nearest = np.nanmin(np.where(np.isnan(distances), np.inf, distances), axis=1)
    against = ~(distances <= (nearest * _NEARER + _NEARER_BY)[:, None])
    telling = against.any(1) & np.isfinite(nearest)
    rows = int(telling.sum())
    if rows < _LEAST_ROWS:
        return None
    count = against[telling].sum(0)
    least = int(count.min())
    best = stay
    if int(count[stay]) > least + max(_STAYS, _STAYS_SHARE * rows):
        # Of those that are equally good the middle one, as far as they hang together.
        equal = np.flatnonzero(count == least)
        runs = np.split(equal, np.flatnonzero(np.diff(equal) > 1) + 1)
        longest = max(runs, key=len)
        best = int(longest[len(longest) // 2])
    good = count <= int(count[best]) + max(1, 0.1 * rows)
    low = high = best
    while low > 0 and good[low - 1]:
        low -= 1
    while high + 1 < len(good) and good[high + 1]:
        high += 1
    return FoundOffset(best, low, high, rows)


@dataclass(frozen=True, slots=True)
class FoundBorder:
    """The row of the border, and the first and last row that would do as well."""

    at: int
    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """Whether no other row would do."""
        return self.low == self.high


def find_edge(
    distances: Floats, blank: Bools, levels: tuple[float, float], now: int, edge: Literal["start", "end"]
) -> FoundBorder | None:
    """Where a match begins (rows from ``at`` on are in it) or ends (rows before ``at`` are in it).

    ``distances`` is float64[rows] along the line of the match, infinite where the target has nothing;
    up to the first of ``levels`` a row is in, from the second on it is out, between them it is open, as
    ``blank`` ones are, which show nothing. ``now`` is where the border is said to be. ``None`` where hardly a
    row is in.
    """
    votes = np.where(distances <= levels[0], 1, np.where(distances >= levels[1], -1, 0))
    votes[blank] = np.where(np.isfinite(distances[blank]), 0, -1)
    if edge == "start":
        found = find_edge(distances[::-1], blank[::-1], levels, len(votes) - now, "end")
        if found is None:
            return None
        return FoundBorder(*(len(votes) - row for row in (found.at, found.high, found.low)))
    total = np.concatenate([[0], np.cumsum(votes)])
    top = int(total.max())
    if top < 2:
        return None
    equal = np.flatnonzero(total == top)
    # Rows that are open lie between equals; those in between that are in and out by turns are no border.
    nearest = int(equal[np.abs(equal - now).argmin()])
    low = high = nearest
    while low - 1 >= 0 and total[low - 1] == top:
        low -= 1
    while high + 1 < len(total) and total[high + 1] == top:
        high += 1
    if high < equal[-1] or low > equal[0]:
        low, high = int(equal[0]), int(equal[-1])
    return FoundBorder(min(max(now, low), high), low, high)
