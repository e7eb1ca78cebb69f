"""Polygons as masks, and masks as polygons.

A pixel belongs to a polygon where its centre lies inside; a centre on an edge counts as lying below it, or
to the right of it, so that polygons with a common edge share no pixel and leave none out. The outline of a
mask runs along the edges of its pixels, and gives the same mask again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import numpy as np
from numpy.typing import NDArray

from animewidgets.annotations import masks
from animewidgets.annotations.geometry.crossings import first_crossing
from animewidgets.annotations.geometry.shapes import Box, Polygon, Ring
from animewidgets.annotations.masks import Mask

_Corners = NDArray[np.int64]


def mask_of(shape: Polygon | Box, height: int, width: int) -> Mask:
    """The mask, in a picture of ``height`` × ``width``, of the pixels whose centres lie inside a shape.

    What reaches outside the picture is left out. Raises ``CorruptMask`` where no mask has the size.
    """
    parts = ((shape.corners(),),) if isinstance(shape, Box) else shape.parts
    made = Mask.empty(height, width)
    return masks.union(made, *(_part(rings, height, width) for rings in parts))


def _part(rings: Iterable[Ring], height: int, width: int) -> Mask:
    start = np.concatenate([np.asarray(ring, np.float64) for ring in rings])
    end = np.concatenate([np.roll(np.asarray(ring, np.float64), -1, axis=0) for ring in rings])
    # Per edge the columns whose centres it passes over, and where: there inside and outside change over.
    left, right = np.minimum(start[:, 0], end[:, 0]), np.maximum(start[:, 0], end[:, 0])
    first = np.clip(np.ceil(left - 0.5), 0, width).astype(np.int64)
    count = np.maximum(np.clip(np.ceil(right - 0.5), 0, width).astype(np.int64) - first, 0)
    edge = np.repeat(np.arange(len(count)), count)
    column = first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    (ax, ay), (bx, by) = start[edge].T, end[edge].T
    y = ay + (by - ay) * ((column + 0.5 - ax) / (bx - ax))
    row = np.clip(np.ceil(y - 0.5), 0, height).astype(np.int64)
    places, times = np.unique(column * height + row, return_counts=True)
    return Mask.of_borders(height, width, places[(times % 2 == 1) & (places < height * width)])


def polygon_of(mask: Mask, tolerance: float = 0.0) -> Polygon:
    """The outline of a mask, with its holes, along the edges of its pixels.

    Pixels that meet at a corner only are parts of their own. Rings run clockwise as seen, holes the other
    way. With a ``tolerance`` vertices are left out that lie no further than so many pixels from the outline
    without them (Douglas and Peucker, 1973); parts and holes that thereby become nothing are left out.
    Without one, ``mask_of`` gives the same mask again.

    Raises:
        CorruptMask: the mask is damaged.
        ValueError: the mask marks no pixel, or nothing is left of it at the tolerance.
    """
    bitmap = masks.decode(mask)
    if not bitmap.any():
        raise ValueError("a mask that marks no pixel has no outline")
    rings = _outlines(bitmap)
    labels = _labels(bitmap)
    parts: dict[int, list[_Corners]] = {}
    for ring in rings:
        parts.setdefault(_label(labels, ring), []).append(ring)
    made = [
        (part[0], *(hole[::-1] for hole in part[1:]))
        for of_part in parts.values()
        if (part := _thinned(sorted(of_part, key=_twice_area, reverse=True), tolerance))
    ]
    if not made:
        raise ValueError(f"at a tolerance of {tolerance} pixels nothing is left of the mask")
    return Polygon(tuple(made))


def _outlines(bitmap: NDArray[np.bool_]) -> list[_Corners]:
    """Rings of corners (x, y), int64[n, 2], clockwise, each from its topmost corner to the right."""
    height, width = bitmap.shape
    padded = np.zeros((height + 2, width + 2), np.bool_)
    padded[1:-1, 1:-1] = bitmap
    top_left, top_right = padded[:-1, :-1], padded[:-1, 1:]
    low_left, low_right = padded[1:, :-1], padded[1:, 1:]
    # Where an outline turns: one or three of the four pixels around are set, or two that meet at the corner.
    once = top_left ^ top_right ^ low_left ^ low_right
    twice = (top_left == low_right) & (top_right == low_left) & (top_left != top_right)
    y, x = np.nonzero(once | twice)
    double = twice[y, x]
    times = double.astype(np.int64) + 1
    x, y, second = np.repeat(x, times), np.repeat(y, times), np.zeros(int(times.sum()), np.bool_)
    second[np.cumsum(times)[double] - 1] = True
    # Of two turns on one corner the first joins what comes from the left; what comes from above is joined by
    # the one of the same pixel.
    above_second = second.copy()
    crossed = (twice & top_right)[y, x]
    above_second[crossed] = ~second[crossed]
    along = _partners(np.lexsort((second, x, y)))
    down = _partners(np.lexsort((above_second, y, x)))
    return _followed(x, y, along, down)


def _partners(order: NDArray[np.intp]) -> NDArray[np.intp]:
    """In each line, turns are joined two by two."""
    partner = np.empty_like(order)
    partner[order[0::2]], partner[order[1::2]] = order[1::2], order[0::2]
    return partner


def _followed(
    x: NDArray[np.intp], y: NDArray[np.intp], along: NDArray[np.intp], down: NDArray[np.intp]
) -> list[_Corners]:
    rings: list[_Corners] = []
    beside, below = along.tolist(), down.tolist()
    seen = bytearray(len(beside))
    for begin in range(len(beside)):
        if seen[begin]:
            continue
        ring: list[int] = []
        at = begin
        while not seen[at]:
            other = beside[at]
            seen[at] = seen[other] = 1
            ring += (at, other)
            at = below[other]
        rings.append(np.stack((x[ring], y[ring]), axis=1).astype(np.int64))
    return rings


def _twice_area(ring: NDArray[np.int64]) -> int:
    x, y = ring[:, 0], ring[:, 1]
    return int((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


def _labels(bitmap: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Which part each set pixel belongs to, pixels with a common edge being of one part."""
    import cv2

    return cast("NDArray[np.int32]", cv2.connectedComponents(bitmap.view(np.uint8), connectivity=4)[1])


def _label(labels: NDArray[np.int32], ring: _Corners) -> int:
    """The part that a ring bounds: the set pixel beside its first edge, which is a horizontal one."""
    (x, y), (next_x, _) = ring[0].tolist(), ring[1].tolist()
    column = min(x, next_x)
    height = len(labels)
    above = int(labels[y - 1, column]) if y > 0 else 0
    return above or (int(labels[y, column]) if y < height else 0)


def _thinned(rings: list[_Corners], tolerance: float) -> tuple[Ring, ...]:
    """The rings of a part, with fewer vertices: the tolerance is made smaller until no edges cross."""
    while tolerance > 0.05:
        thin = [_thin(one, tolerance) for one in rings]
        if thin[0] is None:
            return ()
        left = [ring for ring in thin if ring is not None]
        if first_crossing(left) is None:
            return tuple(left)
        tolerance /= 2
    return tuple(_ring_of(ring) for ring in rings)


def _thin(ring: _Corners, tolerance: float) -> Ring | None:
    import cv2

    kept = cv2.approxPolyDP(ring.astype(np.int32)[:, None], tolerance, closed=True)[:, 0].astype(np.int64)
    return None if len(kept) < 3 or _twice_area(kept) == 0 else _ring_of(kept)


def _ring_of(corners: _Corners) -> Ring:
    return tuple((float(x), float(y)) for x, y in corners.tolist())
