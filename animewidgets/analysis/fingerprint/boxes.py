"""Bars around the picture: letterbox and pillarbox, which may come and go within a recording."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Luma up to which a pixel of a bar is black: 16 in limited range, and some noise.
_BLACK = 30
# A clock or a logo may lie on a bar: so many of its pixels are black all the same.
_SHARE = 0.85
# No bar is thicker than this share of the side.
_THICKEST = 0.35
# Bars that hold for less than this share of the frames are darkness, not bars.
_COMMON = 0.08
# Mean difference of two pictures, in luma, from which on a new shot may have begun.
_NEW_SHOT = 12.0

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]


def find_boxes(pictures: Bytes) -> tuple[Bytes, Ints]:
    """The part of each picture uint8[n,h,w] that lies within bars.

    Returns the number of each picture's box, uint8[n], and the boxes int64[k,4] as (top, bottom, left,
    right) in pixels, half-open. Bars that are there throughout a shot, and in a fair share of all shots,
    are bars; a dark scene has the box of the scenes around it.
    """
    count, height, width = pictures.shape
    if not count:
        return np.zeros(0, np.uint8), np.array([[0, height, 0, width]])
    bars = _bars(pictures)
    starts, stops = _shots(pictures)
    dark = bars[:, 0] + bars[:, 1] >= height
    # Within a shot the thinnest bar counts: what is black in all of it.
    per_shot = np.full((len(starts), 4), -1, np.int64)
    for k, (a, b) in enumerate(zip(starts, stops, strict=True)):
        lit = bars[a:b][~dark[a:b]]
        if len(lit):
            per_shot[k] = lit.min(0)
    lengths = stops - starts
    known = per_shot[:, 0] >= 0
    if not known.any():
        return np.zeros(count, np.uint8), np.array([[0, height, 0, width]])
    common = _common(per_shot[known], lengths[known], height, width)
    number = np.zeros(count, np.uint8)
    last = -1
    chosen = np.full(len(starts), -1, np.int64)
    for k in range(len(starts)):
        if known[k]:
            last = _tightest(per_shot[k], common)
        chosen[k] = last
    first = int(chosen[chosen >= 0][0])
    for k, (a, b) in enumerate(zip(starts, stops, strict=True)):
        number[a:b] = chosen[k] if chosen[k] >= 0 else first
    boxes = np.array([(t, height - b, left, width - r) for t, b, left, r in common], np.int64)
    used, among = np.unique(number, return_inverse=True)
    return among.astype(np.uint8), boxes[used]


def _bars(pictures: Bytes) -> Ints:
    """Thickness of the black at the top, bottom, left and right of each picture, int64[n,4]."""
    out = np.zeros((len(pictures), 4), np.int64)
    for start in range(0, len(pictures), 2048):
        black = pictures[start : start + 2048] <= _BLACK
        for column, axis, step in ((0, 2, 1), (1, 2, -1), (2, 1, 1), (3, 1, -1)):
            lines = black.mean(axis) >= _SHARE
            lit = ~lines[:, ::step]
            out[start : start + len(black), column] = np.where(lit.any(1), lit.argmax(1), lit.shape[1])
    return out


def _shots(pictures: Bytes) -> tuple[Ints, Ints]:
    """Where the picture becomes another one: starts and stops."""
    cuts = [0]
    small = pictures[:, ::4, ::4].astype(np.int16)
    change = np.abs(np.diff(small, axis=0)).mean((1, 2))
    cuts += (np.flatnonzero(change > _NEW_SHOT) + 1).tolist()
    starts = np.array(cuts, np.int64)
    return starts, np.append(starts[1:], len(pictures))


def _common(bars: Ints, weights: Ints, height: int, width: int) -> list[tuple[int, int, int, int]]:
    """The bars that are met often, thickest first; no bars at all is always among them."""
    limit = np.array([height, height, width, width]) * _THICKEST
    fits = (bars <= limit).all(1)
    kinds, which = np.unique(bars[fits], axis=0, return_inverse=True)
    total = np.bincount(which.ravel(), weights[fits], len(kinds))
    order = np.argsort(-total)
    found: list[tuple[int, int, int, int]] = []
    for k in order.tolist():
        near = np.abs(kinds - kinds[k]).max(1) <= 1
        if total[near].sum() < _COMMON * weights.sum() or len(found) >= 8:
            continue
        if all(np.abs(np.array(f) - kinds[k]).max() > 1 for f in found):
            top, bottom, left, right = kinds[k].tolist()
            found.append((top, bottom, left, right))
    if (0, 0, 0, 0) not in found and not any(max(f) <= 1 for f in found):
        found.append((0, 0, 0, 0))
    return sorted(found, key=lambda f: -sum(f))


def _tightest(bars: NDArray[np.int64], common: list[tuple[int, int, int, int]]) -> int:
    """The thickest of the common bars that are no thicker than what is black here."""
    for k, one in enumerate(common):
        if all(c <= b + 1 for c, b in zip(one, bars.tolist(), strict=True)):
            return k
    return len(common) - 1
