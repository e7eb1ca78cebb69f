"""How much each picture differs from the one before, and where a cut may be."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.shots.pictures import CHROMA, Pictures

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# A change counts against the usual one in so many frames on either side.
_AROUND = 12
# Of frames closer than this to each other only the one with the largest change is looked at.
_APART = 1
_LEAST_CHANGE = 0.012
_LEAST_PEAK = 1.15
# A picture that comes at once out of nothing is a candidate whatever was before: contrast of the two.
_NOTHING, _SOMETHING = 2.0, 12.0


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """Columns with one row per frame, float32.

    ``change``: mean difference of luma and chroma to the frame before, in units of the film's contrast
    there (0 on frame 0). ``peak``: the change against the usual one around. ``contrast``: standard
    deviation of the luma, 0 … 255; ``level``: its mean. Bars are left out.
    """

    change: Floats
    peak: Floats
    contrast: Floats
    level: Floats


def measure_changes(pictures: Pictures) -> Changes:
    """The changes of a film."""
    count = len(pictures)
    luma_change, chroma_change = np.zeros(count, np.float32), np.zeros(count, np.float32)
    contrast, level = np.zeros(count, np.float32), np.zeros(count, np.float32)
    top, bottom, left, right = pictures.box
    luma = pictures.luma[:, top:bottom, left:right]
    chroma = pictures.chroma[:, :, top // CHROMA : -(-bottom // CHROMA), left // CHROMA : -(-right // CHROMA)]
    pixels, places = luma[0].size, chroma[0].size
    for n in range(count):
        mean, deviation = cv2.meanStdDev(luma[n])
        level[n], contrast[n] = mean[0, 0], deviation[0, 0]
        if n:
            luma_change[n] = cv2.norm(luma[n], luma[n - 1], cv2.NORM_L1) / pixels
            both = sum(cv2.norm(chroma[n, c], chroma[n - 1, c], cv2.NORM_L1) for c in (0, 1))
            chroma_change[n] = both / places
    raw = luma_change + 1.5 * chroma_change
    # Of the two pictures the livelier one counts: a cut to black is a large change, too.
    either = np.maximum(contrast, np.roll(contrast, 1))
    change = (raw / (either + 6)).astype(np.float32)
    return Changes(change, _peaks(change), contrast, level)


def _peaks(change: Floats) -> Floats:
    """Each change against the usual one in the frames around, held drawings left out."""
    count = len(change)
    padded = np.pad(change, _AROUND, mode="reflect" if count > _AROUND else "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _AROUND + 1)
    around = np.delete(windows, _AROUND, axis=1)
    # On twos and threes most frames repeat the one before: the upper quarter is what moves.
    quarter = 3 * around.shape[1] // 4
    usual = np.partition(around, quarter, axis=1)[:, quarter]
    return np.asarray((change + 0.004) / (usual + 0.004), np.float32)


def cut_candidates(changes: Changes) -> Ints:
    """Frames that may begin a new shot: change and peak above a low bar, larger than their neighbours."""
    change = changes.change
    padded = np.pad(change, _APART)
    largest = np.lib.stride_tricks.sliding_window_view(padded, 2 * _APART + 1).max(1)
    found = (change >= largest) & (change > _LEAST_CHANGE) & (changes.peak > _LEAST_PEAK)
    found[1:] |= (changes.contrast[:-1] < _NOTHING) & (changes.contrast[1:] > _SOMETHING)
    found[:1] = False
    return np.flatnonzero(found)
