"""How the camera moved between two pictures: a shift, scale and turn that most of the picture agrees with."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

# Places that are followed, at most, and how well they can be told apart at least.
_PLACES = 60
_QUALITY = 0.02
# Places that must agree for a move to be believed.
_AGREED, _AGREED_SHARE = 10, 0.5
# The window looked at around a place, in small pixels; following ends after so many rounds or small a step.
_WINDOW = (9, 9)
_UNTIL = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 10, 0.03)
# Followed back, a place has to come out this near to where it was, in small pixels.
_RETURN = 0.7


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """A move of the picture's content: ``matrix`` float64[2,3] maps places of the first to the second.

    Coordinates are in small pixels, x right, y down. ``agreed``: share of the places followed, 0 … 1.
    """

    matrix: NDArray[np.float64]
    agreed: float

    @property
    def scale(self) -> float:
        """How much larger the content becomes: above 1 the camera comes nearer."""
        return float(np.hypot(self.matrix[0, 0], self.matrix[1, 0]))

    def shift(self, width: int, height: int) -> tuple[float, float]:
        """How far the content of the middle of the picture goes, in small pixels."""
        middle = np.array([width / 2, height / 2, 1])
        x, y = (self.matrix @ middle - middle[:2]).tolist()
        return x, y


def find_move(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> Move | None:
    """The move from one luma picture uint8[h,w] to another; ``None`` where too little agrees on one."""
    found_places = cv2.goodFeaturesToTrack(first, _PLACES, _QUALITY, 4, blockSize=5)
    if found_places is None or len(found_places) < _AGREED:
        return None
    places = np.asarray(found_places, np.float32)
    there, found = _followed(first, second, places)
    back, returned = _followed(second, first, there)
    sure = found & returned & (np.abs(back - places).reshape(-1, 2).max(1) < _RETURN)
    if sure.sum() < _AGREED:
        return None
    matrix, agree = cv2.estimateAffinePartial2D(
        places[sure], there[sure], method=cv2.RANSAC, ransacReprojThreshold=0.8
    )
    if matrix is None:
        return None
    agreed = int(agree.sum())
    if agreed < _AGREED or agreed < _AGREED_SHARE * sure.sum():
        return None
    return Move(matrix, agreed / len(places))


def _followed(
    first: NDArray[np.uint8], second: NDArray[np.uint8], places: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Where places float32[n,1,2] of one picture are in the other, and bool[n]: whether they were found."""
    there, found, _ = cv2.calcOpticalFlowPyrLK(
        first, second, places, np.empty_like(places), winSize=_WINDOW, maxLevel=2, criteria=_UNTIL
    )
    return np.asarray(there, np.float32), np.asarray(found).ravel() > 0
