"""Whether the edges of a polygon cross each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: Pairs of edges that are looked at in one go.
_AT_ONCE = 1 << 19


def first_crossing(rings: Sequence[Sequence[tuple[float, float]]]) -> tuple[float, float] | None:
    """A place where two edges of the rings cross, or ``None``.

    Edges that only touch, at a vertex or along each other, do not cross: the outline of two pixels that meet
    at a corner is fine. Edges are compared with those only whose extents overlap.
    """
    start = np.concatenate([np.asarray(ring, np.float64) for ring in rings])
    end = np.concatenate([np.roll(np.asarray(ring, np.float64), -1, axis=0) for ring in rings])
    left, right = np.minimum(start[:, 0], end[:, 0]), np.maximum(start[:, 0], end[:, 0])
    order = np.argsort(left, kind="stable")
    start, end, left, right = start[order], end[order], left[order], right[order]
    first = np.arange(len(left)) + 1
    top, bottom = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
    others = np.maximum(left.searchsorted(right, "left") - first, 0)
    until = np.cumsum(others)
    begin = 0
    while begin < len(left):
        seen = int(until[begin - 1]) if begin else 0
        stop = max(begin + 1, int(until.searchsorted(seen + _AT_ONCE, "right")))
        count = others[begin:stop]
        one = np.repeat(np.arange(begin, stop), count)
        nth = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
        other = one + 1 + nth
        near = np.flatnonzero((top[one] < bottom[other]) & (top[other] < bottom[one]))
        found = _crossing(start, end, one[near], other[near])
        if found is not None:
            return found
        begin = stop
    return None


def _crossing(
    start: NDArray[np.float64], end: NDArray[np.float64], one: NDArray[np.intp], other: NDArray[np.intp]
) -> tuple[float, float] | None:
    a, b, c, d = start[one], end[one], start[other], end[other]
    crossing = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
    if not crossing.any():
        return None
    at = int(crossing.argmax())
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = a[at], b[at], c[at], d[at]
    share = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / ((bx - ax) * (dy - cy) - (by - ay) * (dx - cx))
    return float(ax + (bx - ax) * share), float(ay + (by - ay) * share)


def _side(a: NDArray[np.float64], b: NDArray[np.float64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """On which side of the line from a to b the points p lie: −1, 0 or 1."""
    side: NDArray[np.float64] = np.sign(
        (b[:, 0] - a[:, 0]) * (p[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (p[:, 0] - a[:, 0])
    )
    return side
