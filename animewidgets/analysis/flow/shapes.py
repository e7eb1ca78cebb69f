"""Shapes under a map of the plane, cut off at the border, and where they are looked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.annotations import masks
from animewidgets.annotations.geometry import Box, Point, Points, Polygon, Shape, mask_of
from animewidgets.annotations.masks import Mask

Floats: TypeAlias = NDArray[np.float64]

#: Part of a shape that must be in the picture.
LEAST_INSIDE = 0.25


def within(shape: Shape, width: int, height: int) -> Shape | None:
    """What of a shape lies in the picture; ``None`` where too little does."""
    match shape:
        case Box():
            left, top = max(0.0, shape.x), max(0.0, shape.y)
            right, bottom = min(width, shape.x + shape.width), min(height, shape.y + shape.height)
            if shape.rotation:
                middle = shape.x + shape.width / 2, shape.y + shape.height / 2
                return shape if 0 <= middle[0] <= width and 0 <= middle[1] <= height else None
            if right - left < 1 or bottom - top < 1:
                return None
            part = (right - left) * (bottom - top) / (shape.width * shape.height)
            return Box(left, top, right - left, bottom - top) if part >= LEAST_INSIDE else None
        case Polygon():
            parts = tuple(
                tuple(tuple(_clipped(vertex, width, height) for vertex in ring) for ring in rings)
                for rings in shape.parts
            )
            cut = Polygon(parts)
            whole = sum(abs(_area(ring)) for rings in shape.parts for ring in rings[:1])
            left_over = sum(abs(_area(ring)) for rings in parts for ring in rings[:1])
            return cut if left_over >= max(1.0, LEAST_INSIDE * whole) else None
        case Points():
            seen = tuple(
                point if point and 0 <= point.x <= width and 0 <= point.y <= height else None
                for point in shape.points
            )
            return Points(seen) if any(seen) else None
        case Mask():
            return shape if masks.area(shape) else None


def _clipped(vertex: tuple[float, float], width: int, height: int) -> tuple[float, float]:
    return min(float(width), max(0.0, vertex[0])), min(float(height), max(0.0, vertex[1]))


def transformed(shape: Shape, matrix: Floats) -> Shape:
    """A shape under a similarity, float64[2, 3]; it may then reach over the border."""

    def to(x: float, y: float) -> tuple[float, float]:
        there = matrix[:, :2] @ (x, y) + matrix[:, 2]
        return round(float(there[0]), 2), round(float(there[1]), 2)

    match shape:
        case Box():
            scale = math.hypot(matrix[0, 0], matrix[1, 0])
            x, y = to(shape.x + shape.width / 2, shape.y + shape.height / 2)
            width, height = shape.width * scale, shape.height * scale
            turn = math.degrees(math.atan2(matrix[1, 0], matrix[0, 0])) if shape.rotation else 0.0
            turned = (shape.rotation + turn + 180) % 360 - 180
            place = round(x - width / 2, 2), round(y - height / 2, 2)
            return Box(*place, round(width, 2), round(height, 2), turned or 0.0)
        case Polygon():
            return Polygon(
                tuple(tuple(tuple(to(x, y) for x, y in ring) for ring in rings) for rings in shape.parts)
            )
        case Points():
            return Points(
                tuple(
                    None
                    if point is None
                    else replace(point, x=to(point.x, point.y)[0], y=to(point.x, point.y)[1])
                    for point in shape.points
                )
            )
        case Mask():
            # Warping speaks of pixels' middles, the matrix of their corners.
            middle = matrix[:, 2] + matrix[:, :2] @ (0.5, 0.5) - 0.5
            warped = cv2.warpAffine(
                masks.decode(shape).astype(np.uint8),
                np.column_stack([matrix[:, :2], middle]),
                (shape.width, shape.height),
                flags=cv2.INTER_NEAREST,
            )
            return masks.encode(np.asarray(warped, bool))


def _at(point: Point, place: tuple[float, float]) -> Point:
    return replace(point, x=place[0], y=place[1])


def vertices_of(shape: Shape) -> Floats:
    """Places of a shape, float64[n, 2]: of a mask the corners of the box around it."""
    match shape:
        case Box():
            return np.array(shape.corners(), np.float64)
        case Polygon():
            rings = [ring for rings in shape.parts for ring in rings]
            return np.concatenate([np.array(ring, np.float64) for ring in rings])
        case Points():
            places = [(point.x, point.y) for point in shape.points if point]
            return np.array(places, np.float64).reshape(-1, 2)
        case Mask():
            ys, xs = np.nonzero(masks.decode(shape))
            if not len(xs):
                return np.empty((0, 2))
            return np.array([(xs.min(), ys.min()), (xs.max() + 1, ys.max() + 1)], np.float64)


def apart(a: Floats, b: Floats) -> float:
    """The farthest way between the same vertices of two shapes, in pixels."""
    if a.shape != b.shape:
        return math.inf
    return float(np.hypot(*(a - b).T).max(initial=0))


def _area(ring: Sequence[tuple[float, float]]) -> float:
    closed = [*ring, ring[0]]
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(closed)) / 2


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a picture around a shape in which it is looked for."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def around(cls, shape: Shape, size: tuple[int, ...]) -> Window | None:
        """With room for the way of one frame; ``None`` where next to nothing is in the picture."""
        height, width = size[:2]
        vertices = vertices_of(shape)
        if not len(vertices):
            return None
        (x0, y0), (x1, y1) = vertices.min(0), vertices.max(0)
        margin = max(48.0, 0.4 * max(x1 - x0, y1 - y0))
        left, top = max(0, math.floor(x0 - margin)), max(0, math.floor(y0 - margin))
        right, bottom = min(width, math.ceil(x1 + margin)), min(height, math.ceil(y1 + margin))
        return cls(left, top, right, bottom) if right - left >= 16 and bottom - top >= 16 else None

    @property
    def rows(self) -> slice:
        """Of the picture."""
        return slice(self.top, self.bottom)

    @property
    def columns(self) -> slice:
        """Of the picture."""
        return slice(self.left, self.right)

    def mask(self, shape: Shape) -> NDArray[np.bool_]:
        """The pixels of the window that belong to a shape; of points their neighbourhoods."""
        height, width = self.bottom - self.top, self.right - self.left
        if isinstance(shape, Mask):
            return masks.decode(shape)[self.rows, self.columns].astype(bool)
        if isinstance(shape, Points):
            canvas = np.zeros((height, width), np.uint8)
            for x, y in vertices_of(shape):
                cv2.circle(canvas, (int(x) - self.left, int(y) - self.top), 6, 1, -1)
            return canvas.astype(bool)
        shift = np.array([[1, 0, -self.left], [0, 1, -self.top]], np.float64)
        here = transformed(shape, shift)
        assert isinstance(here, Box | Polygon)
        return masks.decode(mask_of(here, height, width)).astype(bool)

    def in_picture(self, matrix: Floats) -> Floats:
        """A map of the window as a map of the picture."""
        origin = np.array([self.left, self.top], np.float64)
        return np.column_stack([matrix[:, :2], matrix[:, 2] + origin - matrix[:, :2] @ origin])
