"""Shapes of one release's picture in another's, which is cropped, scaled or letterboxed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from animewidgets.annotations import masks
from animewidgets.annotations.geometry.shapes import Box, Point, Points, Polygon, Ring, Shape
from animewidgets.annotations.masks import Mask
from animewidgets.timemaps import PictureMap

#: Scales that differ by more than this turn a turned box into something that is no box.
_SAME_SCALE = 0.005
#: Pixels by which a shape may reach over the border and is still as it was.
_SLACK = 0.5


@dataclass(frozen=True, slots=True)
class Mapped:
    """A shape in the other picture; ``None`` where nothing of it is left. ``whole``: nothing was cut off."""

    shape: Shape | None
    whole: bool


def mapped(shape: Shape, picture: PictureMap, width: int, height: int) -> Mapped:
    """A shape in the target's picture.

    Args:
        shape: in pixels of the source's picture.
        picture: from the source's picture to the target's.
        width: of the target's picture, in pixels.
        height: likewise.

    What reaches outside is cut off along the border: boxes and masks exactly, polygons by moving vertices
    onto it. Points outside are left out, key points among them by ``None``.
    """
    match shape:
        case Box():
            return _box(shape, picture, width, height)
        case Polygon():
            return _polygon(shape, picture, width, height)
        case Mask():
            return _mask(shape, picture, width, height)
        case Points():
            return _points(shape, picture, width, height)


def _box(box: Box, picture: PictureMap, width: int, height: int) -> Mapped:
    if box.rotation:
        return _turned_box(box, picture, width, height)
    left, top = picture.apply(box.x, box.y)
    right, bottom = picture.apply(box.x + box.width, box.y + box.height)
    inside = (max(left, 0.0), max(top, 0.0), min(right, float(width)), min(bottom, float(height)))
    if inside[0] >= inside[2] or inside[1] >= inside[3]:
        return Mapped(None, whole=False)
    cut = max(abs(a - b) for a, b in zip(inside, (left, top, right, bottom), strict=True))
    if not cut:
        return Mapped(Box(left, top, box.width * picture.scale_x, box.height * picture.scale_y), whole=True)
    made = Box(inside[0], inside[1], inside[2] - inside[0], inside[3] - inside[1])
    return Mapped(made, whole=cut <= _SLACK)


def _turned_box(box: Box, picture: PictureMap, width: int, height: int) -> Mapped:
    """A turned box stays one where both scales are the same; else the least upright box around it counts."""
    ratio = picture.scale_x / picture.scale_y
    middle = picture.apply(box.x + box.width / 2, box.y + box.height / 2)
    wide, high = box.width * picture.scale_x, box.height * picture.scale_y
    turned = Box(middle[0] - wide / 2, middle[1] - high / 2, wide, high, box.rotation)
    corners = [picture.apply(x, y) for x, y in box.corners()]
    fits = all(0 <= x <= width and 0 <= y <= height for x, y in corners)
    if fits and abs(ratio - 1) <= _SAME_SCALE:
        return Mapped(turned, whole=True)
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    upright = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    return replace(_box(upright, PictureMap(), width, height), whole=False)


def _polygon(polygon: Polygon, picture: PictureMap, width: int, height: int) -> Mapped:
    whole = True

    def ring(vertices: Ring) -> Ring:
        nonlocal whole
        moved: list[tuple[float, float]] = []
        for vertex in vertices:
            x, y = picture.apply(*vertex)
            inside = min(max(x, 0.0), float(width)), min(max(y, 0.0), float(height))
            whole = whole and max(abs(x - inside[0]), abs(y - inside[1])) <= _SLACK
            if not moved or moved[-1] != inside:
                moved.append(inside)
        while len(moved) > 1 and moved[0] == moved[-1]:
            moved.pop()
        return tuple(moved)

    parts = []
    for rings in polygon.parts:
        outer, *holes = (ring(one) for one in rings)
        if _encloses(outer):
            parts.append((outer, *(hole for hole in holes if _encloses(hole))))
    return Mapped(Polygon(tuple(parts)) if parts else None, whole=whole and bool(parts))


def _encloses(ring: Ring) -> bool:
    if len(ring) < 3:
        return False
    x, y = np.array(ring).T
    return bool(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) > 2e-3)


def _mask(mask: Mask, picture: PictureMap, width: int, height: int) -> Mapped:
    if picture == PictureMap() and (mask.width, mask.height) == (width, height):
        return Mapped(mask, whole=True)
    bitmap = masks.decode(mask)
    back = picture.inverted()
    # Each pixel of the target is what the source has at the place of its middle.
    columns = np.floor(back.scale_x * (np.arange(width) + 0.5) + back.shift_x).astype(np.int64)
    rows = np.floor(back.scale_y * (np.arange(height) + 0.5) + back.shift_y).astype(np.int64)
    made = np.zeros((height, width), dtype=bool)
    across = (columns >= 0) & (columns < mask.width)
    down = (rows >= 0) & (rows < mask.height)
    made[np.ix_(down, across)] = bitmap[np.ix_(rows[down], columns[across])]
    if not made.any():
        return Mapped(None, whole=False)
    seen = np.zeros(bitmap.shape, dtype=bool)
    seen[_reached(picture.scale_y, picture.shift_y, mask.height, height)] = True
    seen[:, ~_reached(picture.scale_x, picture.shift_x, mask.width, width)] = False
    return Mapped(masks.encode(made), whole=not bool((bitmap.astype(bool) & ~seen).any()))


def _reached(
    scale: float, shift: float, count: int, there: int
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which rows, or columns, of the source have their middle within the target's picture."""
    middles = scale * (np.arange(count) + 0.5) + shift
    return (middles >= -_SLACK) & (middles <= there + _SLACK)


def _points(points: Points, picture: PictureMap, width: int, height: int) -> Mapped:
    moved: list[Point | None] = []
    whole = True
    for point in points.points:
        if point is None:
            moved.append(None)
            continue
        x, y = picture.apply(point.x, point.y)
        inside = 0 <= x <= width and 0 <= y <= height
        whole = whole and inside
        moved.append(replace(point, x=x, y=y) if inside else None)
    if all(point is None for point in moved):
        return Mapped(None, whole=False)
    return Mapped(Points(tuple(moved)), whole)
