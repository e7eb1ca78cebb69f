"""What moves before a background that stands still: the difference against the median of a shot's frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.errors import AnalysisError

Bitmap = NDArray[np.bool_]

#: Frames of a shot that the median is taken of.
SAMPLES = 15
#: Frames before and behind that are looked at where nothing is known of shots.
REACH = 60
#: The least difference that counts, in levels of 0 to 255, above what noise makes.
LEAST_DIFFERENCE = 14
#: More noise than this is none, but motion.
MOST_NOISE = 6.0
#: Part of the picture that must stand still.
STILL_PART = 0.5
#: The least thing, as a part of the picture.
LEAST = 0.001


@dataclass(frozen=True, slots=True, eq=False)
class StillBackground:
    """``median`` is uint8[h,w,3]; ``noise`` how far pixels that stand still lie from it, in levels."""

    median: NDArray[np.uint8]
    noise: float
    #: Part of the picture that stands still from one sample to the next, 0 to 1.
    still: float


def background_of(pictures: Iterable[NDArray[np.uint8]]) -> StillBackground:
    """The background of a shot's pictures, uint8[h,w,3] each and all of one size.

    Raises :class:`AnalysisError` where there are fewer than three.
    """
    stack = np.stack(list(pictures))
    if len(stack) < 3:
        raise AnalysisError(
            f"{len(stack)} frames of a shot are too few to tell what stands still: 3 at least"
        )
    middle = len(stack) // 2
    median = np.empty(stack.shape[1:], np.uint8)
    for rows in range(0, stack.shape[1], 64):  # so that no copy of the whole stack is made
        median[rows : rows + 64] = np.partition(stack[:, rows : rows + 64], middle, axis=0)[middle]
    away = np.stack([cv2.absdiff(one, median)[::2, ::2].max(axis=2) for one in stack])
    usual = np.median(away, axis=0)
    noise = min(MOST_NOISE, float(np.median(usual)))
    still = float((np.percentile(away, 75, axis=0) <= noise + LEAST_DIFFERENCE).mean())
    return StillBackground(median, noise, still)


def moving_things(rgb: NDArray[np.uint8], background: StillBackground) -> list[tuple[Bitmap, float]]:
    """What differs from the background in a picture uint8[h,w,3]: masks bool[h,w] and scores, by size.

    Raises :class:`AnalysisError` where too little stands still, as it is while the camera moves.
    """
    if background.still < STILL_PART:
        raise AnalysisError(
            f"only {background.still:.0%} of the picture stands still in this shot: the camera moves, and "
            "there is no background to compare with"
        )
    difference = cv2.absdiff(cv2.GaussianBlur(rgb, (0, 0), 1), cv2.GaussianBlur(background.median, (0, 0), 1))
    strength = difference.max(axis=2)
    limit = LEAST_DIFFERENCE + 2 * background.noise
    moved = (strength > limit).astype(np.uint8)
    size = max(3, round(min(rgb.shape[:2]) / 120) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    moved = cv2.morphologyEx(moved, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    moved = cv2.morphologyEx(moved, cv2.MORPH_CLOSE, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(moved, connectivity=8)
    found: list[tuple[Bitmap, float]] = []
    for label in range(1, count):
        area = int(stats[label, cv2.CC_STAT_AREA])
        if area < LEAST * labels.size:
            continue
        mask = _filled(labels == label)
        contrast = float(strength[labels == label].mean())
        found.append((mask, round(min(1.0, contrast / (4 * limit)), 3)))
    return sorted(found, key=lambda one: -int(one[0].sum()))


def span_of_likes(
    ordinal: int, count: int, thumbnail: Callable[[int], NDArray[np.uint8]], reach: int = REACH
) -> tuple[int, int]:
    """The half-open span of frames around one that look like it, as far as its shot seems to go.

    ``thumbnail`` gives a small picture of a frame. It goes by four frames; one step across a cut differs over
    most of the picture.
    """
    here = thumbnail(ordinal)

    def end(direction: int) -> int:
        last, at = here, ordinal
        while 0 <= at + 4 * direction < count and abs(at + 4 * direction - ordinal) <= reach:
            following = thumbnail(at + 4 * direction)
            changed = cv2.absdiff(last, following).max(axis=2) > 40
            if float(changed.mean()) > 0.45:
                break
            last, at = following, at + 4 * direction
        return at

    return end(-1), end(1) + 1


def _filled(mask: Bitmap) -> Bitmap:
    """Without the holes that are small against the whole."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((~mask).astype(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < max(64, 0.02 * int(mask.sum()))
    small[0] = False
    return np.asarray(mask | small[labels]) if count > 1 else mask
