"""Measuring and combining masks on their runs, without making bitmaps."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from animewidgets.annotations.masks.mask import Mask, check_size
from animewidgets.errors import CorruptMask

_Spans = tuple[NDArray[np.int64], NDArray[np.int64]]


def area(mask: Mask) -> int:
    """How many pixels are set."""
    return int(mask.runs()[1::2].sum())


def bounding_box(mask: Mask) -> tuple[int, int, int, int]:
    """The smallest box around the set pixels as x, y, width and height in pixels; all 0 where none is set."""
    start, end = _spans(mask)
    if len(start) == 0:
        return 0, 0, 0, 0
    left, right = int(start[0]) // mask.height, int(end[-1] - 1) // mask.height
    top, bottom = 0, mask.height - 1
    # A run over the edge of two columns holds a lowest and a highest pixel of the picture.
    if bool((start // mask.height == (end - 1) // mask.height).all()):
        top, bottom = int((start % mask.height).min()), int(((end - 1) % mask.height).max())
    return left, top, right - left + 1, bottom - top + 1


def union(first: Mask, *others: Mask) -> Mask:
    """What any of the masks sets. Raises ``CorruptMask`` where they are damaged or their sizes differ."""
    if not others:
        return first
    for other in others:
        _check_sizes(first, other)
    spans = [_spans(mask) for mask in (first, *others)]
    start = np.sort(np.concatenate([start for start, _ in spans]), kind="stable")
    end = np.sort(np.concatenate([end for _, end in spans]), kind="stable")
    # A span begins anew where as many have ended before as have begun.
    apart = start[1:] > end[:-1]
    keep = np.ones(len(start), np.bool_)
    keep[1:] = apart
    start, end = start[keep], end[np.append(apart, True)[: len(end)]]
    return _of_spans(first.height, first.width, start, end)


def intersection(first: Mask, *others: Mask) -> Mask:
    """What all of the masks set. Raises as :func:`union` does."""
    return reduce(lambda a, b: _combined(a, b, np.logical_and), others, first)


def difference(kept: Mask, taken: Mask) -> Mask:
    """What the first mask sets and the second does not. Raises as :func:`union` does."""
    return _combined(kept, taken, np.greater)


def xor(a: Mask, b: Mask) -> Mask:
    """Where two masks differ: what takes either to the other.

    So an edit of a mask is told by this alone, and is its own inverse. Raises as :func:`union` does.
    """
    _check_sizes(a, b)
    borders = np.sort(np.concatenate((a.borders(), b.borders())), kind="stable")
    # Each border is in a mask once at most, and one that both have is no border of what differs.
    lone = np.ones(len(borders), np.bool_)
    twice = borders[1:] == borders[:-1]
    lone[1:] &= ~twice
    lone[:-1] &= ~twice
    return Mask.of_borders(a.height, a.width, borders[lone])


def iou(a: Mask, b: Mask) -> float:
    """Pixels that both set over pixels that any sets, 0 to 1; 0 where no pixel is set.

    Raises as :func:`union` does.
    """
    both = area(intersection(a, b))
    either = area(a) + area(b) - both
    return both / either if either else 0.0


def crop(mask: Mask, x: int, y: int, width: int, height: int) -> Mask:
    """The part of a mask in a box of pixels, as a mask of the box's size.

    Raises:
        CorruptMask: the mask is damaged.
        ValueError: the box is empty or does not lie within the picture.
    """
    _check_box(x, y, width, height, mask.width, mask.height)
    start, end = _column_spans(mask)
    column, top = np.divmod(start, mask.height)
    bottom = end - column * mask.height
    top, bottom = np.maximum(top - y, 0), np.minimum(bottom - y, height)
    seen = (column >= x) & (column < x + width) & (top < bottom)
    base = (column[seen] - x) * height
    return _of_spans(height, width, base + top[seen], base + bottom[seen])


def paste(mask: Mask, x: int, y: int, width: int, height: int) -> Mask:
    """A mask put at a place of a larger picture of ``width`` × ``height``, all around unset.

    Raises:
        CorruptMask: the mask is damaged, or no mask has the size.
        ValueError: the mask does not fit there.
    """
    check_size(height, width)
    _check_box(x, y, mask.width, mask.height, width, height)
    start, end = _column_spans(mask)
    column = start // mask.height
    shift = (column + x) * height + y - column * mask.height
    return _of_spans(height, width, start + shift, end + shift)


def _combined(
    a: Mask, b: Mask, rule: Callable[[NDArray[np.bool_], NDArray[np.bool_]], NDArray[np.bool_]]
) -> Mask:
    """The pixels where a rule holds of both masks; it must not hold where neither is set."""
    _check_sizes(a, b)
    of_a, of_b = a.borders(), b.borders()
    borders = np.sort(np.concatenate((of_a, of_b)), kind="stable")
    in_a = of_a.searchsorted(borders, "right") % 2 == 1
    in_b = of_b.searchsorted(borders, "right") % 2 == 1
    # Two borders on one place see the same; the second changes nothing.
    state = rule(in_a, in_b)
    return Mask.of_borders(a.height, a.width, borders[np.diff(state, prepend=False)])


def _spans(mask: Mask) -> _Spans:
    """Start and end of each run of set pixels, as positions."""
    borders = mask.borders()
    if len(borders) % 2:
        borders = np.append(borders, mask.height * mask.width)
    return borders[0::2], borders[1::2]


def _column_spans(mask: Mask) -> _Spans:
    """Start and end of each run of set pixels, cut where a column ends."""
    start, end = _spans(mask)
    first = start // mask.height
    columns = (end - 1) // mask.height - first + 1
    of_run = np.repeat(np.arange(len(start)), columns)
    nth = np.arange(len(of_run)) - np.repeat(np.cumsum(columns) - columns, columns)
    edge = (first[of_run] + nth) * mask.height
    return np.maximum(start[of_run], edge), np.minimum(end[of_run], edge + mask.height)


def _of_spans(height: int, width: int, start: NDArray[np.int64], end: NDArray[np.int64]) -> Mask:
    """A mask of ascending spans of positions, which may touch."""
    apart = start[1:] != end[:-1]
    borders = np.empty((int(apart.sum()) + bool(len(start)), 2), np.int64)
    if len(start):
        borders[0, 0], borders[-1, 1] = start[0], end[-1]
        borders[1:, 0], borders[:-1, 1] = start[1:][apart], end[:-1][apart]
    flat = borders.reshape(-1)
    return Mask.of_borders(height, width, flat[flat < height * width])


def _check_sizes(a: Mask, b: Mask) -> None:
    if (a.height, a.width) != (b.height, b.width):
        raise CorruptMask(
            f"masks of one picture have one size: {a.width} × {a.height} is not {b.width} × {b.height}"
        )


def _check_box(x: int, y: int, width: int, height: int, of_width: int, of_height: int) -> None:
    if width < 1 or height < 1 or x < 0 or y < 0 or x + width > of_width or y + height > of_height:
        raise ValueError(
            f"the box of {width} × {height} at ({x}, {y}) does not lie "
            f"in a picture of {of_width} × {of_height}"
        )
