"""Where a part ends and the next one begins: borders of parts on lines of time."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.borders import find_begin, find_border, find_end
from animewidgets.analysis.align.likeness import Likeness, Line
from animewidgets.analysis.align.parts import Part

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Around the ends of two fragments so many seconds are searched for the border.
_AROUND = 4.0
# Borders that are open by more rows than this are not guessed.
_CLEAR = 1
# A row agrees, or disagrees, if it is on its side of this likeness.
_LEVEL = 0.12
# What a row of sound that agrees is worth in black, against one for a picture.
_BLANK_HEARD = 0.3


def set_borders(likeness: Likeness, parts: list[Part]) -> None:
    """Move the ends of the parts, in the order of the source, to where their lines begin and stop to hold."""
    if not parts:
        return
    count = len(likeness.source)
    head, tail = parts[0], parts[-1]
    low = _row_at(likeness, head.first, -_AROUND)
    high = min(head.stop, _row_at(likeness, head.first, _AROUND))
    at, (a, b) = find_begin(agreeing(likeness, head.line, low, high), _cuts(likeness, low, high))
    head.first, head.first_range = low + at, (low + a, low + b)
    for left, right in pairwise(parts):
        set_border(likeness, left, right)
    low = max(tail.first, _row_at(likeness, tail.stop, -_AROUND))
    high = min(count, _row_at(likeness, tail.stop, _AROUND))
    at, (a, b) = find_end(agreeing(likeness, tail.line, low, high), _cuts(likeness, low, high))
    tail.stop, tail.stop_range = low + at, (low + a, low + b)


def set_border(likeness: Likeness, left: Part, right: Part) -> None:
    """Move the end of the left part and the beginning of the right one to where they are."""
    source = likeness.source
    low = max(left.first, _row_at(likeness, min(left.stop, right.first), -_AROUND))
    high = min(right.stop, _row_at(likeness, max(left.stop, right.first), _AROUND))
    if high <= low:
        return
    agree_left = agreeing(likeness, left.line, low, high)
    agree_right = agreeing(likeness, right.line, low, high)
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


def agreeing(likeness: Likeness, line: Line, first: int, stop: int) -> Floats:
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
