"""Borders: the row at which one line of time ends and another one begins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Both sides ending apart explains more, so it has to explain it better by so many rows.
_APART = 3.0
# Borders whose sums differ by less than so many rows are equally good.
_AS_GOOD = 1.0
# A cut is worth so many rows; the only one among borders equally good is the border.
_CUT_WORTH = 1.2
_CUT, _ONLY = 0.5, 0.6


@dataclass(frozen=True, slots=True)
class End:
    """Where a line begins or stops to hold: at ``row``, though ``first`` to ``last`` would do as well.

    ``at_cut``: there is a cut at ``row``, and none like it at the others.
    """

    row: int
    first: int
    last: int
    at_cut: bool


def find_end(alike: Floats, cuts: Floats) -> End:
    """Where a line that begins before row 0 stops to hold: rows ``[0, end)`` agree with it.

    ``alike`` is float64[n], -1 … 1 per row; ``cuts`` says how much each row differs from the one before in
    both releases, float64[n + 1], 0 … 1: of borders about equally good that at the greatest cut wins.
    """
    return _best(np.concatenate([[0.0], np.cumsum(alike)]), cuts)


def find_begin(alike: Floats, cuts: Floats) -> End:
    """Where a line that holds at the last row begins: rows ``[begin, n)`` agree; as :func:`find_end`."""
    return _best(np.concatenate([[0.0], np.cumsum(alike[::-1])])[::-1], cuts)


def find_border(
    left: Floats, right: Floats, left_cuts: Floats, right_cuts: Floats, removed: Ints | None
) -> tuple[End, End]:
    """Where the left line ends and the right one begins, in rows 0 … n that both may claim.

    ``left`` and ``right`` are how well each row agrees with each line, float64[n], and ``left_cuts`` and
    ``right_cuts`` the cuts that speak for the end of the one and for the beginning of the other,
    float64[n + 1]. ``removed`` is ``None`` where the target has something between (or nothing); where source
    rows are missing in the target it is int64[n + 1], the row from which on the right line can hold at the
    earliest if the left one ends at each row.
    """
    before = np.concatenate([[0.0], np.cumsum(left)])
    after = np.concatenate([[0.0], np.cumsum(right[::-1])])[::-1]
    onto = np.arange(len(before)) if removed is None else np.minimum(removed, len(before) - 1)
    together = before + after[onto]
    both = _best(together, (left_cuts + right_cuts[onto]) / 2)
    end, begin = find_end(left, left_cuts), find_begin(right, right_cuts)
    apart = before[end.row] + after[begin.row] > together[both.row] + _APART
    if begin.row >= onto[end.row] and apart:
        return end, begin
    other = End(int(onto[both.row]), int(onto[both.first]), int(onto[both.last]), both.at_cut)
    return both, other


def _best(total: Floats, cuts: Floats) -> End:
    best = total.max()
    good = total >= best - _AS_GOOD
    # Only those that hang together with the best: another place far off is another story.
    low = high = int(np.argmax(total))
    while low > 0 and good[low - 1]:
        low -= 1
    while high + 1 < len(total) and good[high + 1]:
        high += 1
    here = cuts[low : high + 1]
    worth = total[low : high + 1] + _CUT_WORTH * here
    equal = np.flatnonzero(worth >= worth.max() - 1e-9)
    at = int(equal[len(equal) // 2])
    others = np.delete(here, slice(max(0, at - 1), at + 2))
    at_cut = bool(here[at] >= _CUT and (not len(others) or others.max() <= _ONLY * here[at]))
    return End(low + at, low, high, at_cut)
