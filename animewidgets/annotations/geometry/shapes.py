"""Shapes in a picture, and the JSON that ``geometry`` holds for each.

Coordinates are pixels of the decoded picture after rotation, x to the right and y down. The corners of
pixels lie at integers: the first pixel is the square from (0, 0) to (1, 1), and a picture of 1280 × 720 is
all from (0, 0) to (1280, 720).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from animewidgets.annotations.edits import JSON
from animewidgets.annotations.masks import Mask

if TYPE_CHECKING:
    from animewidgets.annotations.geometry.tracks import Track


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its top left corner and its size, in pixels.

    ``rotation`` turns it about its centre, in degrees, clockwise as seen, above −180 and up to 180; the
    other numbers say where it was before it was turned.
    """

    x: float
    y: float
    width: float
    height: float
    rotation: float = 0.0

    def corners(self) -> tuple[tuple[float, float], ...]:
        """The four corners as seen, clockwise, from the one that was top left before it was turned."""
        if not self.rotation:
            far_x, far_y = self.x + self.width, self.y + self.height
            return (self.x, self.y), (far_x, self.y), (far_x, far_y), (self.x, far_y)
        middle_x, middle_y = self.x + self.width / 2, self.y + self.height / 2
        right, down = self.width / 2, self.height / 2
        turn = math.radians(self.rotation)
        cos, sin = math.cos(turn), math.sin(turn)
        return tuple(
            (middle_x + x * cos - y * sin, middle_y + x * sin + y * cos)
            for x, y in ((-right, -down), (right, -down), (right, down), (-right, down))
        )

    def to_json(self) -> dict[str, JSON]:
        """``{"x", "y", "width", "height"}``, and ``"rotation"`` where it is turned."""
        box: dict[str, JSON] = {"x": self.x, "y": self.y, "width": self.width, "height": self.height}
        return {**box, "rotation": self.rotation} if self.rotation else box


#: Vertices (x, y) in order; the last one is joined to the first.
Ring: TypeAlias = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Polygon:
    """One or several parts, each a ring around it and rings of holes in it.

    Within a part a point is inside where a ray from it crosses the rings an odd number of times, so that the
    direction of a ring means nothing; the polygon is what any of its parts holds.
    """

    parts: tuple[tuple[Ring, ...], ...]

    def to_json(self) -> dict[str, JSON]:
        """``{"parts": [[[[x, y], …], hole…], …]}``: parts of rings of vertices."""
        return {
            "parts": [[[[x, y] for x, y in ring] for ring in rings] for rings in self.parts],
        }


@dataclass(frozen=True, slots=True)
class Point:
    """One place.

    ``negative`` marks what the thing is *not*, as prompts and point labels do; ``occluded`` that something
    stands before the place.
    """

    x: float
    y: float
    negative: bool = False
    occluded: bool = False

    def to_json(self) -> dict[str, JSON]:
        """``{"x", "y"}``, with ``"negative"`` and ``"occluded"`` where they are true."""
        point: dict[str, JSON] = {"x": self.x, "y": self.y}
        if self.negative:
            point["negative"] = True
        if self.occluded:
            point["occluded"] = True
        return point


@dataclass(frozen=True, slots=True)
class Points:
    """Points in order: several of one thing, or the key points of a skeleton.

    ``None`` is a key point that nobody marked; it keeps its place in the order.
    """

    points: tuple[Point | None, ...]

    def to_json(self) -> dict[str, JSON]:
        """``{"points": [point or null, …]}``."""
        return {"points": [None if point is None else point.to_json() for point in self.points]}


Shape: TypeAlias = Box | Polygon | Mask | Points
Geometry: TypeAlias = "Shape | Track"
