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


@dataclass(frozen=True, slots=True)
class Border:
    """The left line holds for rows before ``left``, the right one from ``right`` on (``left <= right``).

    ``left_range`` and ``right_range`` are the first and last rows that would do as well.
    """

    left: int
    right: int
    left_range: tuple[int, int]
    right_range: tuple[int, int]


def find_end(alike: Floats, rows_of_cut: Floats) -> tuple[int, tuple[int, int]]:
    """Where a line that begins before row 0 stops to hold: rows ``[0, end)`` agree with it.

    ``alike`` is float64[n], -1 … 1 per row; ``rows_of_cut`` says how much each row differs from the one
    before, float64[n + 1]: of borders equally good the greatest change wins.
    """
    total = np.concatenate([[0.0], np.cumsum(alike)])
    return _best(total, rows_of_cut)


def find_begin(alike: Floats, rows_of_cut: Floats) -> tuple[int, tuple[int, int]]:
    """Where a line that holds at the last row begins: rows ``[begin, n)`` agree; as :func:`find_end`."""
    total = np.concatenate([[0.0], np.cumsum(alike[::-1])])[::-1]
    return _best(total, rows_of_cut)


def find_border(left: Floats, right: Floats, rows_of_cut: Floats, removed: Ints | None) -> Border:
    """Where the left line ends and the right one begins, in rows 0 … n that both may claim.

    ``left`` and ``right`` are how well each row agrees with each line, float64[n]. ``removed`` is ``None``
    where the target has something between (or nothing); where source rows are missing in the target it is
    int64[n + 1], the row from which on the right line can hold at the earliest if the left one ends at
    each row.
    """
    before = np.concatenate([[0.0], np.cumsum(left)])
    after = np.concatenate([[0.0], np.cumsum(right[::-1])])[::-1]
    onto = np.arange(len(before)) if removed is None else np.minimum(removed, len(before) - 1)
    together = before + after[onto]
    at, among = _best(together, rows_of_cut + rows_of_cut[onto] if removed is not None else rows_of_cut)
    joint = Border(at, int(onto[at]), among, (int(onto[among[0]]), int(onto[among[1]])))
    end, end_range = find_end(left, rows_of_cut)
    begin, begin_range = find_begin(right, rows_of_cut)
    if begin >= onto[end] and before[end] + after[begin] > together[at] + _APART:
        return Border(end, begin, end_range, begin_range)
    return joint


def _best(total: Floats, rows_of_cut: Floats) -> tuple[int, tuple[int, int]]:
    best = total.max()
    good = np.flatnonzero(total >= best - _AS_GOOD)
    # Only those that hang together with the best: another place far off is another story.
    top = int(np.argmax(total))
    low, high = top, top
    while low - 1 in good:
        low -= 1
    while high + 1 in good:
        high += 1
    equal = np.flatnonzero(total[low : high + 1] >= best - 1e-9) + low
    cut = rows_of_cut[equal]
    at = int(equal[np.argmax(cut)]) if cut.max() > 0 else int(equal[len(equal) // 2])
    return at, (low, high)
