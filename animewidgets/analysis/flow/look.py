"""What a shape looks like, so that following stays with it."""

from __future__ import annotations

import math

import cv2
import numpy as np

from animewidgets.analysis.flow.motion import Grey
from animewidgets.analysis.flow.shapes import Floats, vertices_of
from animewidgets.annotations.geometry import Points, Shape


class Look:
    """What a shape looks like, so that following does not go over to whatever passes before it."""

    def __init__(self, picture: Grey, shape: Shape) -> None:
        self._own = _patch(picture, shape)
        self._likeness = 1.0

    def is_another(self, picture: Grey, shape: Shape) -> bool:
        """Whether all of a sudden something else is seen there; if not, the look of it is learned on."""
        there = _patch(picture, shape)
        if self._own is None or there is None:
            return False
        likeness = float((self._own * there).mean())
        if likeness < 0.45 and likeness < self._likeness - 0.3:
            return True
        self._likeness = likeness
        mixed = 0.85 * self._own + 0.15 * there
        self._own = mixed / max(1e-6, float(mixed.std()))
        return False


def _patch(picture: Grey, shape: Shape) -> Floats | None:
    """The picture within the box around a shape as 32 × 32 values of mean 0 and deviation 1."""
    vertices = vertices_of(shape)
    if isinstance(shape, Points) or not len(vertices):
        return None
    height, width = picture.shape
    (x0, y0), (x1, y1) = vertices.min(0), vertices.max(0)
    left, top = max(0, int(x0)), max(0, int(y0))
    right, bottom = min(width, math.ceil(x1)), min(height, math.ceil(y1))
    if right - left < 8 or bottom - top < 8:
        return None
    small = cv2.resize(picture[top:bottom, left:right], (32, 32), interpolation=cv2.INTER_AREA).astype(
        np.float64
    )
    spread = float(small.std())
    return (small - small.mean()) / spread if spread > 2 else None
