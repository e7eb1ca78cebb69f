"""From one picture to the next: dense flow, and the one similarity that a shape goes along with.

Coordinates are pixels of the decoded picture, x to the right and y down, corners of pixels at integers.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.flow.shapes import Floats, Window, transformed
from animewidgets.annotations.geometry import Point, Points, Shape

Grey: TypeAlias = NDArray[np.uint8]

# Grey levels by which the most changed blocks of a held drawing differ, by compression alone.
_STILL = 2.5
# Pixels of the long side at which whole frames are compared.
_SMALL = 160
# Mean difference of frames, motion compensated, from which on they show different shots: in grey levels, and
# in the share of pixels that changed by more than _CHANGED.
_CUT_MEAN, _CUT_SHARE, _CHANGED = 14.0, 0.3, 24
# Pixels after which forward and backward flow must have come back.
_RETURN = 1.0
_MOST_POINTS = 1500


def is_cut(before: Grey, after: Grey) -> bool:
    """Whether two pictures are of different shots: what one shows is not in the other, moved or not."""
    if before.shape != after.shape:
        return True
    height, width = before.shape
    scale = _SMALL / max(height, width)
    size = max(16, round(width * scale)), max(16, round(height * scale))
    one, other = (cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in (before, after))
    plain = cv2.absdiff(one, other)
    if float(plain.mean()) < _CUT_MEAN:
        return False
    flow = dense_flow(np.asarray(one, np.uint8), np.asarray(other, np.uint8), fast=True)
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    across, down = x + flow[..., 0], y + flow[..., 1]
    back = cv2.remap(other, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    rest = np.minimum(cv2.absdiff(one, np.asarray(back, np.uint8)), plain)
    return bool(rest.mean() > _CUT_MEAN and (rest > _CHANGED).mean() > _CUT_SHARE)


def moved(before: Grey, after: Grey, shape: Shape) -> tuple[Shape, float]:
    """A shape of one picture in the next one, and how sure that is, from 0 to 1.

    The shape may reach over the border; cut it off with :func:`within`.
    """
    window = Window.around(shape, before.shape)
    if window is None:
        return shape, 0.0
    a, b = before[window.rows, window.columns], after[window.rows, window.columns]
    inside = window.mask(shape)
    if _is_still(a, b, inside):
        return shape, 1.0
    there, back = dense_flow(a, b), dense_flow(b, a)
    if isinstance(shape, Points):
        return _moved_points(shape, window, there, back)
    spots, ways, weights, sure = _votes(a, b, inside, there, back)
    if len(spots) < 12:
        return shape, 0.0
    matrix, agreeing = _similarity(spots, ways, weights)
    matrix = window.in_picture(matrix)
    return transformed(shape, matrix), min(1.0, sure * (0.35 + 0.65 * agreeing))


def dense_flow(a: Grey, b: Grey, *, fast: bool = False) -> NDArray[np.float32]:
    """Where each pixel of ``a`` is in ``b``, less where it was: float32[h, w, 2], x and y."""
    preset = cv2.DISOPTICAL_FLOW_PRESET_FAST if fast else cv2.DISOPTICAL_FLOW_PRESET_MEDIUM
    still = np.zeros((*a.shape, 2), np.float32)
    flow = cv2.DISOpticalFlow.create(preset).calc(np.ascontiguousarray(a), np.ascontiguousarray(b), still)
    return np.asarray(flow, np.float32)


def _is_still(a: Grey, b: Grey, inside: NDArray[np.bool_]) -> bool:
    """Whether the blocks that changed most are those of one drawing, encoded twice."""
    change = cv2.absdiff(a, b).astype(np.float32)
    change[~inside] = 0
    height, width = (side // 8 * 8 for side in a.shape)
    if min(height, width) < 8:
        return bool(change.max(initial=0) < 2 * _STILL)
    blocks = change[:height, :width].reshape(height // 8, 8, width // 8, 8).mean((1, 3)).ravel()
    most = np.sort(blocks)[-6:]
    return bool(most.mean() < _STILL)


def _votes(
    a: Grey, b: Grey, inside: NDArray[np.bool_], there: NDArray[np.float32], back: NDArray[np.float32]
) -> tuple[Floats, Floats, Floats, float]:
    """Places inside a shape, where they go, how much each counts, and how sure the whole is."""
    ys, xs = np.nonzero(inside)
    if len(xs) > _MOST_POINTS:
        pick = np.linspace(0, len(xs) - 1, _MOST_POINTS).astype(np.intp)
        ys, xs = ys[pick], xs[pick]
    if not len(xs):
        return np.empty((0, 2)), np.empty((0, 2)), np.empty(0), 0.0
    way = there[ys, xs].astype(np.float64)
    height, width = a.shape
    to_x, to_y = xs + way[:, 0], ys + way[:, 1]
    lands = (to_x >= 0) & (to_x <= width - 1) & (to_y >= 0) & (to_y <= height - 1)
    near_x = np.clip(np.rint(to_x), 0, width - 1).astype(np.intp)
    near_y = np.clip(np.rint(to_y), 0, height - 1).astype(np.intp)
    astray = np.hypot(*(way + back[near_y, near_x]).T)
    differs = np.abs(a[ys, xs].astype(np.float64) - b[near_y, near_x])
    good = lands & (astray < _RETURN + 0.05 * np.hypot(*way.T)) & (differs < 30)
    sure = float(good.mean()) ** 0.5 * math.exp(-float(np.median(differs)) / 24)
    if good.sum() < 12:
        return np.empty((0, 2)), np.empty((0, 2)), np.empty(0), sure
    # Flat colour flows like whatever is beside it: lines and texture know better.
    slope = np.hypot(cv2.Sobel(a, cv2.CV_32F, 1, 0), cv2.Sobel(a, cv2.CV_32F, 0, 1))[ys, xs]
    weights = 0.05 + np.minimum(slope, 120.0).astype(np.float64) / 120
    # The ground around the shape shines through beside it: what goes as the ground does counts less.
    around = cv2.dilate(inside.astype(np.uint8), np.ones((25, 25), np.uint8)).astype(bool) & ~inside
    if around.sum() > 50:
        ground = np.median(there[around], 0)
        own = np.hypot(*(way - ground).T) > 0.75
        if own[good].mean() > 0.12:
            weights[~own] *= 0.1
    middle = np.array([xs.mean(), ys.mean()])
    spread = np.array([max(1.0, xs.std()), max(1.0, ys.std())])
    weights *= np.exp(-0.5 * (((np.stack([xs, ys], 1) - middle) / (1.4 * spread)) ** 2).sum(1))
    spots = np.stack([xs + 0.5, ys + 0.5], 1).astype(np.float64)
    return spots[good], (spots + way)[good], weights[good], sure


def _similarity(spots: Floats, ways: Floats, weights: Floats) -> tuple[Floats, float]:
    """The similarity that most places agree to, by weight, float64[2, 3]; and the share that agrees."""
    rng = np.random.default_rng(len(spots))
    share = weights / weights.sum()
    pick = rng.choice(len(spots), size=min(600, len(spots)), p=share)
    found, _ = cv2.estimateAffinePartial2D(
        spots[pick], ways[pick], method=cv2.RANSAC, ransacReprojThreshold=1.5, maxIters=400, confidence=0.995
    )
    shift = _weighted_median(ways - spots, weights)
    plain = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float64)
    if found is None:
        found = plain
    matrix = np.asarray(found, np.float64)
    scale = math.hypot(matrix[0, 0], matrix[1, 0])
    turn = abs(math.atan2(matrix[1, 0], matrix[0, 0]))
    if not 0.9 < scale < 1.1 or turn > 0.2:
        matrix = plain
    error = np.hypot(*(spots @ matrix[:, :2].T + matrix[:, 2] - ways).T)
    good = error < 2.0
    agreeing = float(share[good].sum())
    return matrix, agreeing


def _weighted_median(values: Floats, weights: Floats) -> Floats:
    out = []
    for column in values.T:
        order = np.argsort(column)
        total = np.cumsum(weights[order])
        out.append(column[order][np.searchsorted(total, total[-1] / 2)])
    return np.array(out)


def _moved_points(
    shape: Points, window: Window, there: NDArray[np.float32], back: NDArray[np.float32]
) -> tuple[Shape, float]:
    """Each point goes with the middle of the flow around it."""
    height, width = there.shape[:2]
    out: list[Point | None] = []
    sure = 1.0
    for point in shape.points:
        if point is None:
            out.append(None)
            continue
        x, y = int(point.x - window.left), int(point.y - window.top)
        if not (0 <= x < width and 0 <= y < height):
            out.append(point)  # over the border already
            continue
        near = (slice(max(0, y - 4), y + 5), slice(max(0, x - 4), x + 5))
        way = np.median(there[near].reshape(-1, 2), 0)
        to_x = int(np.clip(round(x + way[0]), 0, width - 1))
        to_y = int(np.clip(round(y + way[1]), 0, height - 1))
        astray = float(np.hypot(*(way + back[to_y, to_x])))
        sure = min(sure, math.exp(-astray / 4))
        out.append(replace(point, x=round(point.x + float(way[0]), 2), y=round(point.y + float(way[1]), 2)))
    return Points(tuple(out)), sure
