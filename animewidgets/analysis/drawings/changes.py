"""How much of a picture is drawn anew since the one before it, a move of the camera undone."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.drawings.pictures import BLOCK, Plane, Working

#: So many of the most changed blocks count: a mouth fills two or three, compression rarely spoils as many.
_COUNTED = 6
#: A camera is sought where this share of the blocks stirs by more than the second number, and the change
#: is above the third: below, it is the same drawing either way.
_STIRRED, _STIR, _WORTH = 0.08, 2.0, 3.0
# Under grain a block stirs where it changes so many times as much as blocks usually do, but at most this.
_ABOVE_USUAL, _STIR_MOST = 1.6, 8.0
# Places that are followed, how many must come back to where they were, and how near, in working pixels.
_PLACES, _LEAST_PLACES, _RETURN = 120, 12, 0.3
_QUALITY = 0.005
_WINDOW = (15, 15)
_UNTIL = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 20, 0.01)
# A move is no move where no corner of the picture goes further than this, in working pixels.
_STILL = 0.06
# Nothing is known about what came into the picture; this share must have been there before.
_LEAST_SEEN = 0.35
# Blocks along the border of the picture that tell whether what moves is the background.
_RIM, _BESIDE = 2, 5
# The background stands still where a smaller share of those blocks stirs.
_STIRRED_RIM = 0.06
# Luma up to which a bar is black.
_BLACK = 28
# Steps of the luma within a pixel: undoing a move is exact to a part of it.
_SLACK = 0.2

Matrix = NDArray[np.float64]
Blocks = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened from one picture to the next.

    ``amount``: mean difference of the six blocks of 8 × 8 working pixels that changed most, Y' + Cb + Cr,
    0 … 255, the camera's move undone where that explains more. ``x``, ``y``: how far the content of the
    middle went, in shares of the picture's width and height, and ``zoom``, the natural logarithm of its
    growth; 0 under a still camera. ``moved``: whether undoing a move explains more than stillness.
    """

    amount: float
    x: float = 0.0
    y: float = 0.0
    zoom: float = 0.0
    moved: bool = False


def change_between(first: Working, second: Working) -> Change:
    """How much of ``second`` is drawn anew since ``first``."""
    still = _difference(first, second)
    blocks = _blocks(still)
    amount = _most_changed(blocks)
    # Grain stirs every block; a fade does, too, and more.
    stir = min(_STIR_MOST, max(_STIR, _ABOVE_USUAL * float(np.median(blocks))))
    stirred = blocks > stir
    if amount < _WORTH or np.count_nonzero(stirred) < _STIRRED * blocks.size:
        return Change(amount)
    rim = _rim(np.asarray(cv2.max(first.luma, second.luma), np.uint8))
    if np.count_nonzero(stirred & rim) < _STIRRED_RIM * np.count_nonzero(rim):
        return Change(amount)
    # What is seen along the border is the background most of the time.
    for part in (stirred & _wide(rim), stirred):
        matrix = _find_move(first.luma, second.luma, part)
        undone = None if matrix is None else _undone(first, second, matrix)
        if matrix is None or undone is None or not _is_background(blocks, _blocks(undone), rim, stir):
            continue
        # Lettering or a held figure may stand still on the screen while the background goes by.
        left = _most_changed(_blocks(np.asarray(cv2.min(undone, still), np.uint8)))
        return _with_move(min(amount, left), matrix, *first.luma.shape)
    return Change(amount)


def _with_move(amount: float, matrix: Matrix, height: int, width: int) -> Change:
    middle = np.array([width / 2, height / 2, 1.0])
    x, y = (matrix @ middle - middle[:2]).tolist()
    growth = float(np.log(np.hypot(matrix[0, 0], matrix[1, 0])))
    return Change(amount, x / width, y / height, growth, moved=True)


def _difference(a: Working, b: Working) -> Plane:
    """|ΔY'| + |ΔCb| + |ΔCr| per pixel, at most 255."""
    luma, blue, red = (cv2.absdiff(p, q) for p, q in zip(a.planes, b.planes, strict=True))
    return np.asarray(cv2.add(cv2.add(luma, blue), red), np.uint8)


def _blocks(difference: Plane) -> Blocks:
    height, width = difference.shape
    return np.asarray(
        cv2.resize(
            difference.astype(np.float32), (width // BLOCK, height // BLOCK), interpolation=cv2.INTER_AREA
        ),
        np.float32,
    )


def _most_changed(blocks: Blocks) -> float:
    flat = blocks.ravel()
    counted = min(_COUNTED, len(flat))
    return float(np.partition(flat, len(flat) - counted)[-counted:].mean())


def _find_move(first: Plane, second: Plane, stirred: NDArray[np.bool_]) -> Matrix | None:
    """The shift, growth and turn, float64[2,3], that most places make that can be followed.

    Only blocks that stirred are looked into: a figure that is held before a moving background has no say.
    """
    # Where something can be followed shows at half the size as well, and is found four times as fast.
    height, width = first.shape[0] // 2, first.shape[1] // 2
    half = cv2.resize(first, (width, height), interpolation=cv2.INTER_AREA)
    where = cv2.resize(stirred.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
    found = cv2.goodFeaturesToTrack(half, _PLACES, _QUALITY, 4, mask=where, blockSize=3)
    if found is None or len(found) < _LEAST_PLACES:
        return None
    places = np.asarray(found, np.float32) * 2 + np.float32(0.5)
    there, gone = _follow(first, second, places)
    back, returned = _follow(second, first, there)
    sure = gone & returned & (np.abs(back - places).reshape(-1, 2).max(1) < _RETURN)
    if np.count_nonzero(sure) < _LEAST_PLACES:
        return None
    matrix, _ = cv2.estimateAffinePartial2D(
        places[sure], there[sure], method=cv2.RANSAC, ransacReprojThreshold=0.35, maxIters=300
    )
    return None if matrix is None or not _is_a_move(matrix, *first.shape) else np.asarray(matrix, np.float64)


def _is_a_move(matrix: Matrix, height: int, width: int) -> bool:
    growth = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if not 0.8 < growth < 1.25:
        return False
    corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]], np.float64)
    return bool(np.abs(corners @ matrix.T - corners[:, :2]).max() > _STILL)


def _follow(
    first: Plane, second: Plane, places: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    there, found, _ = cv2.calcOpticalFlowPyrLK(
        first, second, places, np.empty_like(places), winSize=_WINDOW, maxLevel=3, criteria=_UNTIL
    )
    return np.asarray(there, np.float32), np.asarray(found).ravel() > 0


def _undone(first: Working, second: Working, matrix: Matrix) -> Plane | None:
    """What differs once ``first`` is moved; 0 where nothing was seen before.

    ``None`` where too little of the picture was there before.
    """
    height, width = first.luma.shape
    size = (width, height)
    border = cv2.BORDER_REPLICATE
    moved = Working(
        *(
            np.asarray(cv2.warpAffine(p, matrix, size, flags=cv2.INTER_CUBIC, borderMode=border), np.uint8)
            for p in first.planes
        )
    )
    seen = cv2.warpAffine(np.full((height, width), 255, np.uint8), matrix, size, flags=cv2.INTER_NEAREST)
    if cv2.countNonZero(seen) < _LEAST_SEEN * seen.size:
        return None
    steps = cv2.morphologyEx(second.luma, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    left = cv2.subtract(_difference(moved, second), cv2.convertScaleAbs(steps, alpha=_SLACK))
    return np.asarray(cv2.bitwise_and(left, seen), np.uint8)


def _is_background(still: Blocks, undone: Blocks, rim: NDArray[np.bool_], stir: float) -> bool:
    """Whether the move is of what is seen along the border: else a train passes, or credits roll.

    Each block there that one explains and the other does not is a vote; flat ones have none.
    """
    for_move = np.count_nonzero(rim & (still > stir) & (undone < still / 2))
    for_stillness = np.count_nonzero(rim & (undone > stir) & (still < undone / 2))
    return bool(for_move > 2 * for_stillness)


def _wide(rim: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The rim and some blocks beside it."""
    grown = cv2.dilate(rim.astype(np.uint8), np.ones((2 * _BESIDE + 1, 2 * _BESIDE + 1), np.uint8))
    return np.asarray(grown, np.bool_)


def _rim(luma: Plane) -> NDArray[np.bool_]:
    """The blocks along the border of what is inside black bars."""
    height, width = luma.shape
    lit = cv2.resize(luma, (width // BLOCK, height // BLOCK), interpolation=cv2.INTER_AREA) > _BLACK
    rows, columns = np.flatnonzero(lit.any(1)), np.flatnonzero(lit.any(0))
    rim = np.zeros(lit.shape, np.bool_)
    if len(rows):
        rim[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = True
        rim[rows[0] + _RIM : rows[-1] + 1 - _RIM, columns[0] + _RIM : columns[-1] + 1 - _RIM] = False
    return rim
