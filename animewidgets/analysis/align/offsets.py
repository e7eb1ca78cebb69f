"""Offsets to a quarter of a frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from animewidgets.analysis.align.likeness import Likeness, Line
from animewidgets.analysis.align.tracks import SOUNDS
from animewidgets.analysis.fingerprint.signature import distances

Floats = NDArray[np.float64]

# Offsets are tried up to so many frames to either side.
_REACH = 6
# No more rows than these are looked at; those that show something new.
_MOST_ROWS = 3000
# Offsets that explain less by no more than this, in new pictures, are as good.
_AS_GOOD = 1.0
# A row that shows so much that is new, at least, is a change.
_CHANGE = 0.15
# Fewer new pictures than this do not settle an offset that sound can.
_FEW, _NEW = 12, 0.5
# Sound that decides: loud signatures, the fit of the V, bits that differ at its point; how sure it is.
_LEAST_HEARD, _FITS, _ALIKE_BITS, _HEARD_WITHIN = 12, 0.5, 20.0, 0.03
# Frames of both sides that last the same, within this share, begin together.
_SAME_STEP = 0.002


@dataclass(frozen=True, slots=True)
class Offset:
    """A line, and how much earlier and later it may lie, in seconds of the target."""

    line: Line
    earlier: float
    later: float


def settle(likeness: Likeness, line: Line, first: int, stop: int, *, reach: int = _REACH) -> Offset:
    """The line near ``line`` on which source rows ``[first, stop)`` agree best.

    Of offsets equally good the middle counts; where the frames of both sides last the same, the one at
    which they begin together. It is sought up to ``reach`` frames away.
    """
    source, target = likeness.source, likeness.target
    rows = np.arange(first, stop)
    weight = source.weight[first:stop]
    few = float(np.where(weight > _NEW, 1.0, 0.0).sum()) < _FEW
    # What tells offsets apart are the rows around changes: where those are few, every one of them, for a
    # change that comes too late shows in the rows before it.
    if few:
        around = sliding_window_view(np.pad(weight, reach), 2 * reach + 1).max(1)
        telling = around > _CHANGE
    else:
        around = weight
        telling = (weight > _CHANGE) | np.append(weight[1:] > _CHANGE, False)
    if telling.sum() >= 8:
        rows, around = rows[telling], around[telling]
    if len(rows) > _MOST_ROWS:
        some = np.linspace(0, len(rows) - 1, _MOST_ROWS).astype(np.int64)
        rows, around = rows[some], around[some]
    step = min(line.rate * source.step, target.step)
    tries = np.arange(-reach * 4, reach * 4 + 1) * step / 4
    scores = likeness.over_shifts(line, tries, rows, weight=around)
    best = scores.max()
    # Of all that are best, those around the one nearest to where we came from.
    tops = np.flatnonzero(scores >= best - 1e-9)
    top = int(tops[np.argmin(np.abs(tries[tops]))])
    low, high = _around(scores, top, best - max(1e-9, 0.02 * _AS_GOOD))
    wide_low, wide_high = _around(scores, top, best - _AS_GOOD)
    middle = float(tries[low] + tries[high]) / 2
    open_to = float(tries[wide_low]), float(tries[wide_high])
    if few or open_to[1] - open_to[0] > step:
        # The pictures leave it open: the sound may tell. Of few pictures it corrects the best place, too.
        heard = shift_by_sound(likeness, line, first, stop)
        room = reach * step if few else step
        if heard is not None and open_to[0] - room <= heard <= open_to[1] + room:
            middle = heard if few else min(max(heard, open_to[0]), open_to[1])
            open_to = middle - _HEARD_WITHIN, middle + _HEARD_WITHIN
    settled = _moved(line, middle)
    if abs(line.rate * source.step - target.step) <= _SAME_STEP * target.step:
        settled = _together(likeness, settled, first, stop)
    at = settled.offset - line.offset
    return Offset(
        settled,
        max(step / 4, at - open_to[0]),
        max(step / 4, open_to[1] - at),
    )


def shift_by_sound(likeness: Likeness, line: Line, first: int, stop: int) -> float | None:
    """How much later than on ``line`` the target sounds alike, in seconds; ``None`` where it does nowhere.

    Signatures eight times a second differ the more the further they are apart in time: the point of a V
    fitted to that lies between them.
    """
    if not len(likeness.heard):
        return None
    source, target = likeness.source_sound, likeness.target_sound
    rows = np.arange(int(likeness.heard[first]), int(likeness.heard[stop - 1]) + 1)
    rows = rows[~source.blank[rows]]
    exact = (line.at(source.start[rows]) - target.start[0]) * SOUNDS
    near = np.floor(exact).astype(np.int64)[:, None] + np.arange(-3, 5)[None, :]
    inside = ((near >= 0) & (near < len(target))).all(1)
    rows, near, exact = rows[inside], near[inside], exact[inside]
    loud = ~target.blank[near].any(1) if len(near) else np.zeros(0, np.bool_)
    if loud.sum() < _LEAST_HEARD:
        return None
    apart = (near - exact[:, None])[loud]
    bits = distances(source.word[rows[loud]][:, None], target.word[near[loud]])
    tries = np.arange(-2.0, 2.01, 0.05)
    fits = [float(np.corrcoef(np.abs(apart - x).ravel(), bits.ravel())[0, 1]) for x in tries.tolist()]
    best = int(np.argmax(fits))
    at_best = bits[np.abs(apart - tries[best]) < 0.5]
    if fits[best] < _FITS or float(at_best.mean()) > _ALIKE_BITS:
        return None
    return float(tries[best]) / SOUNDS


def _around(scores: Floats, top: int, least: float) -> tuple[int, int]:
    low = high = top
    while low > 0 and scores[low - 1] >= least:
        low -= 1
    while high + 1 < len(scores) and scores[high + 1] >= least:
        high += 1
    return low, high


def _moved(line: Line, shift: float) -> Line:
    return Line(line.rate, line.offset + shift)


def _together(likeness: Likeness, line: Line, first: int, stop: int) -> Line:
    """The line on which frames of both sides begin together, no further than half a frame from ``line``."""
    rows = likeness.rows(line, first, stop)
    inside = rows >= 0
    if not inside.any():
        return line
    starts = likeness.target.start[rows[inside]]
    shift = starts - line.at(likeness.source.start[first:stop][inside])
    # Of the two target frames that a start lies between, the nearer one.
    step = likeness.target.step
    shift = (shift + step / 2) % step - step / 2
    near = float(np.median(shift))
    return _moved(line, near) if np.abs(shift - near).mean() < step / 4 else line
