"""Foreground by GrabCut: colours of inside and outside, and a cut along edges between them.

Rother, Kolmogorov and Blake, *"GrabCut": interactive foreground extraction using iterated graph cuts*,
SIGGRAPH 2004; the cutting is OpenCV's.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Bitmap = NDArray[np.bool_]

#: Pixels that are cut; larger pictures are cut smaller, and the outline is then fitted to their pixels.
MOST_PIXELS = 300_000
ROUNDS = 4
#: Part of the box around it that is looked at as well, as what it is not.
MARGIN = 0.25


def grabcut(
    rgb: NDArray[np.uint8], inside: Bitmap, positive: Bitmap, negative: Bitmap, *, rounds: int = ROUNDS
) -> Bitmap:
    """The thing in a picture uint8[h,w,3], as bool[h,w].

    Args:
        rgb: the picture.
        inside: bool[h,w], where the thing is at most; at least one pixel of it and one outside.
        positive: bool[h,w], what is the thing for certain.
        negative: bool[h,w], what is not.
        rounds: times that colours are learnt and the cut is made.

    Raises:
        ValueError: nothing, or everything, is inside.
    """
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not len(rows) or inside.all():
        raise ValueError("draw a box around the thing, with some of the picture outside it")
    height, width = inside.shape
    tall, wide = rows[-1] + 1 - rows[0], columns[-1] + 1 - columns[0]
    top, bottom = max(0, rows[0] - int(tall * MARGIN) - 4), min(height, rows[-1] + int(tall * MARGIN) + 5)
    left, right = (
        max(0, columns[0] - int(wide * MARGIN) - 4),
        min(width, columns[-1] + int(wide * MARGIN) + 5),
    )
    part = (slice(top, bottom), slice(left, right))
    shares = np.sqrt(MOST_PIXELS / max(1, (bottom - top) * (right - left)))
    scale = float(min(1.0, shares))
    size = (max(8, round((right - left) * scale)), max(8, round((bottom - top) * scale)))

    def smaller(mask: Bitmap) -> Bitmap:
        return np.asarray(cv2.resize(mask[part].astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 0)

    given = np.full(size[::-1], cv2.GC_BGD, np.uint8)
    given[smaller(inside)] = cv2.GC_PR_FGD
    given[smaller(negative)] = cv2.GC_BGD
    given[smaller(positive)] = cv2.GC_FGD
    if not np.isin(given, (cv2.GC_BGD, cv2.GC_PR_BGD)).any():
        raise ValueError("nothing in the picture is left to be the background")
    picture = cv2.resize(rgb[part], size, interpolation=cv2.INTER_AREA)
    colours = np.zeros((2, 1, 65), np.float64)
    cv2.setRNGSeed(1)  # the same prompts, the same answer
    cut, _, _ = cv2.grabCut(
        np.ascontiguousarray(picture[:, :, ::-1]),
        given,
        (0, 0, 1, 1),  # not looked at: the mask says where
        colours[0],
        colours[1],
        rounds,
        cv2.GC_INIT_WITH_MASK,
    )
    found = np.isin(cut, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    whole = cv2.resize(found, (right - left, bottom - top), interpolation=cv2.INTER_LINEAR) > 0.5
    made = np.zeros_like(inside)
    made[part] = whole
    return (made & inside & ~negative) | (positive & inside)
