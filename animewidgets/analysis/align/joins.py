"""Where a part ends and the next one begins: borders of parts on lines of time."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.borders import find_begin, find_border, find_end
from animewidgets.analysis.align.likeness import Likeness, Line
from animewidgets.analysis.align.parts import Part
from animewidgets.analysis.align.tracks import Track
from animewidgets.analysis.fingerprint.signature import distances

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Around the ends of two fragments so many seconds are searched for the border.
_AROUND = 4.0
# Borders that are open by more rows than this are not guessed.
_CLEAR = 1
# A row agrees, or disagrees, if it is on its side of this likeness.
_LEVEL = 0.12
# Pictures that differ in so many bits from those before begin another shot.
_SHOT = 16
# What a row of sound that agrees is worth in black, against one for a picture; and where there are pictures,
# if both parts sound this much alike.
_BLANK_HEARD, _HEARD_TOO, _SOUNDS_RIGHT = 0.3, 0.6, 0.5


def set_borders(likeness: Likeness, parts: list[Part]) -> None:
    """Move the ends of the parts, in the order of the source, to where their lines begin and stop to hold."""
    if not parts:
        return
    count = len(likeness.source)
    head, tail = parts[0], parts[-1]
    low = _row_at(likeness, head.first, -_AROUND)
    high = min(head.stop, _row_at(likeness, head.first, _AROUND))
    begin = find_begin(agreeing(likeness, head.line, low, high), _cuts(likeness, head.line, low, high))
    head.first, head.first_range = low + begin.row, (low + begin.first, low + begin.last)
    for left, right in pairwise(parts):
        set_border(likeness, left, right)
    low = max(tail.first, _row_at(likeness, tail.stop, -_AROUND))
    high = min(count, _row_at(likeness, tail.stop, _AROUND))
    end = find_end(agreeing(likeness, tail.line, low, high), _cuts(likeness, tail.line, low, high))
    tail.stop, tail.stop_range = low + end.row, (low + end.first, low + end.last)


def set_border(likeness: Likeness, left: Part, right: Part) -> None:
    """Move the end of the left part and the beginning of the right one to where they are."""
    source = likeness.source
    low = max(left.first, _row_at(likeness, min(left.stop, right.first), -_AROUND))
    high = min(right.stop, _row_at(likeness, max(left.stop, right.first), _AROUND))
    if high <= low:
        return
    agree_left = agreeing(likeness, left.line, low, high)
    agree_right = agreeing(likeness, right.line, low, high)
    leap = float(right.line.at(source.start[low]) - left.line.at(source.start[low]))
    if abs(leap) < source.step / 2:
        return  # both lie on one line, and what is between them is on neither side
    removed: Ints | None = None
    if leap < 0 and right.line.at(source.start[right.stop - 1]) > left.line.at(source.start[left.first]):
        # The target goes on at once: what the right line shows at the same instant lies later in the source.
        times = np.append(source.start[low:high], source.stop[high - 1])
        later = np.searchsorted(times, times - leap / right.line.rate - source.step / 2)
        removed = np.minimum(later, high - low).astype(np.int64)
    if _sounds_right(likeness, left) and _sounds_right(likeness, right):
        agree_left += _HEARD_TOO * _heard_with(likeness, left.line, low, high)
        agree_right += _HEARD_TOO * _heard_with(likeness, right.line, low, high)
    left_cuts, right_cuts = (_cuts(likeness, part.line, low, high) for part in (left, right))
    end, begin = find_border(agree_left, agree_right, left_cuts, right_cuts, removed)
    left.stop, left.stop_range = low + end.row, (low + end.first, low + end.last)
    right.first, right.first_range = low + begin.row, (low + begin.first, low + begin.last)
    # In a fade, and in black, nobody can tell to which side a row belongs: it is left out, not guessed.
    if end.last - end.first > _CLEAR and not end.at_cut:
        left.stop = max(left.first, low + end.first - 1)
    if begin.last - begin.first > _CLEAR and not begin.at_cut:
        right.first = min(right.stop, low + begin.last + 1)


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
        out[blank] += _BLANK_HEARD * np.maximum(0, _heard_with(likeness, line, first, stop))[blank]
    return np.asarray(out)


def _heard_with(likeness: Likeness, line: Line, first: int, stop: int) -> Floats:
    """How alike the sound is that is heard with source rows ``[first, stop)``: -1 … 1."""
    heard = likeness.heard[first:stop]
    return np.asarray(likeness.sounds(line, int(heard[0]), int(heard[-1]) + 1)[heard - heard[0]])


def _sounds_right(likeness: Likeness, part: Part) -> bool:
    """Whether a part sounds alike on the whole, so that what does not is something else."""
    if not len(likeness.heard) or part.stop <= part.first:
        return False
    return float(_heard_with(likeness, part.line, part.first, part.stop).mean()) >= _SOUNDS_RIGHT


def cut_before(track: Track, rows: Ints) -> Floats:
    """How much the pictures of rows differ from those before them: 0 … 1, where 1 is another shot.

    A film begins and ends with a cut: rows up to the number of rows may be asked.
    """
    inside = (rows > 0) & (rows < len(track))
    row = np.where(inside, rows, 1 if len(track) > 1 else 0)
    made = np.minimum(1.0, distances(track.word[row], track.word[row - 1]) / _SHOT)
    made[track.blank[row] != track.blank[row - 1]] = 1.0
    made[~inside] = 1.0
    return np.asarray(made)


def shared_cuts(likeness: Likeness, line: Line, rows: Ints) -> Floats:
    """How much of a cut there is before source rows in both releases, whichever has less: 0 … 1."""
    here, there = _both_cuts(likeness, line, rows)
    return np.asarray(np.minimum(here, there))


def _cuts(likeness: Likeness, line: Line, first: int, stop: int) -> Floats:
    """How much of a cut there is before each row, and before the one after the last: in both releases."""
    here, there = _both_cuts(likeness, line, np.arange(first, stop + 1))
    return np.asarray((here + there) / 2)


def _both_cuts(likeness: Likeness, line: Line, rows: Ints) -> tuple[Floats, Floats]:
    source, target = likeness.source, likeness.target
    seconds = line.at(np.append(source.start, source.stop[-1])[rows])
    there = np.searchsorted(np.append(target.start, target.stop[-1]), seconds - target.step / 2)
    return cut_before(source, rows), cut_before(target, there)
