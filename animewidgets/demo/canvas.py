"""Drawing with anti-aliased vector shapes, and at the same time into an identity buffer.

Coordinates are local units, x right and y down; the canvas carries an affine map onto pixels.
The same drawing code serves pictures and truth: with an image it paints, with an identity buffer
it writes the number of whoever is being drawn, so that masks know what hides what.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from animewidgets.demo.palette import Colour

Points = npt.NDArray[np.float64]
Image = npt.NDArray[np.uint8]
#: An outline in OpenCV's fixed-point coordinates, int32 (n, 2).
Fixed = npt.NDArray[np.int32]
Path = Sequence[tuple[float, float]]

#: OpenCV's fixed-point coordinates: 1/16 pixel.
_SHIFT = 4
_ONE = 1 << _SHIFT


def points(path: Path | Points) -> Points:
    """A path as a float64 array of shape (n, 2)."""
    return np.asarray(path, dtype=np.float64)


@lru_cache(maxsize=256)
def _catmull_rom(count: int, closed: bool, steps: int) -> Points:
    """The matrix that takes ``count`` points of a path to the points of its curve."""
    p = np.eye(count)
    if closed:
        before, start, end, after = np.roll(p, 1, 0), p, np.roll(p, -1, 0), np.roll(p, -2, 0)
    else:
        start, end = p[:-1], p[1:]
        before = np.vstack([2 * p[:1] - p[1:2], p[:-2]])
        after = np.vstack([p[2:], 2 * p[-1:] - p[-2:-1]])
    t = (np.arange(steps) / steps)[None, :, None]
    a, b, c, d = (q[:, None, :] for q in (before, start, end, after))
    out = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    flat = out.reshape(-1, count)
    if not closed:
        flat = np.vstack([flat, p[-1:]])
    flat.setflags(write=False)
    return flat


def smooth(path: Path | Points, *, closed: bool = False, steps: int = 6) -> Points:
    """A Catmull–Rom curve through the path, ``steps`` points per piece."""
    p = points(path)
    return _catmull_rom(len(p), closed, steps) @ p


@lru_cache(maxsize=16)
def _circle(count: int) -> Points:
    t = np.arange(count) * (2 * np.pi / count)
    return np.stack([np.cos(t), np.sin(t)])


@lru_cache(maxsize=4096)
def ellipse(cx: float, cy: float, rx: float, ry: float, angle: float = 0.0, count: int = 32) -> Points:
    """An ellipse as a closed path (cached; read-only); ``angle`` in degrees."""
    unit_x, unit_y = _circle(count)
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    out = np.empty((count, 2))
    out[:, 0] = cx + c * rx * unit_x - s * ry * unit_y
    out[:, 1] = cy + s * rx * unit_x + c * ry * unit_y
    out.setflags(write=False)
    return out


def _normals(p: Points, closed: bool) -> Points:
    if closed:
        around = np.concatenate([p[-1:], p, p[:1]])  # np.roll does the same at ten times the price
        tangent = around[2:] - around[:-2]
    else:
        tangent = np.empty_like(p)  # np.gradient, at a tenth of its price
        tangent[1:-1] = (p[2:] - p[:-2]) * 0.5
        tangent[0], tangent[-1] = p[1] - p[0], p[-1] - p[-2]
    length = np.maximum(np.hypot(tangent[:, 0], tangent[:, 1]), 1e-9)
    out = np.empty_like(p)
    out[:, 0] = tangent[:, 1] / length
    out[:, 1] = tangent[:, 0] / -length
    return out


def outline(p: Points, width: float) -> Points:
    """A closed path pushed outwards by a line width that swells on the side away from the light."""
    x, y = p[:, 0], p[:, 1]
    area = x[:-1] @ y[1:] - y[:-1] @ x[1:] + x[-1] * y[0] - y[-1] * x[0]
    n = _normals(p, closed=True) * (1.0 if area > 0 else -1.0)
    weight = 0.75 + 0.45 * np.clip(n[:, 0] * 0.5 + n[:, 1] * 0.8, -0.6, 1.0)
    return p + n * (weight * width)[:, None]


@lru_cache(maxsize=64)
def _swell(count: int) -> tuple[Points, Points]:
    t = np.linspace(0.0, 1.0, count)
    return t, np.sin(np.pi * t).clip(0) ** 0.7


def ribbon(p: Points, width: float, taper: tuple[float, float] = (0.15, 0.15)) -> Points:
    """An open path as the closed contour of a brush line, full in the middle, thin at the ends."""
    t, swell = _swell(len(p))
    ends = taper[0] + (taper[1] - taper[0]) * t
    half = 0.5 * width * (ends + (1 - ends) * swell)
    offset = _normals(p, closed=False) * half[:, None]
    return np.vstack([p + offset, (p - offset)[::-1]])


def to_fixed(p: Points) -> Fixed:
    """Pixel coordinates as OpenCV's, which has the centres of pixels at integers: half a pixel less."""
    return np.rint((p - 0.5) * _ONE).astype(np.int32)


@dataclass(slots=True)
class Tracing:
    """Shapes taken down in drawing order: outlines in pixels, colours, and how opaque each is (0–1)."""

    outlines: list[Points] = field(default_factory=list)
    colours: list[Colour] = field(default_factory=list)
    alphas: list[float] = field(default_factory=list)

    def add(self, outline: Points, colour: Colour, alpha: float) -> None:
        """Take down one shape."""
        self.outlines.append(outline)
        self.colours.append(colour)
        self.alphas.append(alpha)


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where to draw: a picture, an identity buffer, or both, under an affine map.

    ``image`` is uint8 (height, width, 3) RGB; ``ids`` is uint8 (height, width), 0 for nobody.
    ``matrix`` is (2, 3) and takes local units to pixels. ``who`` is the number written to ``ids``.
    With ``tracing``, shapes are only taken down there, to be drawn later (see :mod:`~.cels`).
    """

    image: Image | None
    ids: Image | None
    matrix: Points
    who: int = 0
    tracing: Tracing | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        buffer = self.image if self.image is not None else self.ids
        assert buffer is not None
        return int(buffer.shape[1]), int(buffer.shape[0])

    @property
    def unit(self) -> float:
        """How many pixels one local unit has."""
        (a, b, _), (c, d, _) = self.matrix.tolist()
        return math.sqrt(abs(a * d - b * c))

    def drawing(self, who: int) -> Canvas:
        """The same canvas, writing ``who`` to the identity buffer."""
        return Canvas(self.image, self.ids, self.matrix, who, self.tracing)

    def placed(
        self, x: float, y: float, scale: float = 1.0, angle: float = 0.0, *, mirror: bool = False
    ) -> Canvas:
        """A canvas whose origin is at (x, y), scaled, turned by ``angle`` degrees, maybe mirrored."""
        c, s = math.cos(math.radians(angle)) * scale, math.sin(math.radians(angle)) * scale
        flip = -1.0 if mirror else 1.0
        inner = np.array([[c * flip, -s, x], [s * flip, c, y], [0, 0, 1]])
        return Canvas(self.image, self.ids, self.matrix @ inner, self.who, self.tracing)

    def to_pixels(self, path: Path | Points) -> Points:
        """Local coordinates as pixel coordinates (corners of pixels at integers)."""
        p = points(path)
        return p @ self.matrix[:, :2].T + self.matrix[:, 2]

    def fill(self, path: Path | Points, colour: Colour) -> None:
        """Fill a closed path."""
        if self.tracing is not None:
            self.tracing.add(self.to_pixels(path), colour, 1.0)
        else:
            self.fill_pixels(to_fixed(self.to_pixels(path)), colour)

    def fill_pixels(self, outline: Fixed, colour: Colour) -> None:
        """Fill a closed path that is in OpenCV's coordinates already."""
        if self.image is not None:
            cv2.fillPoly(self.image, [outline], colour, cv2.LINE_AA, _SHIFT)
        if self.ids is not None:
            cv2.fillPoly(self.ids, [outline], self.who, cv2.LINE_8, _SHIFT)

    def shape(self, path: Path | Points, colour: Colour, line: Colour, width: float) -> None:
        """Fill a closed path with an outline of varying width around it."""
        p = points(path)
        self.fill(outline(p, max(width, 0.9 / self.unit)), line)
        self.fill(p, colour)

    def stroke(
        self,
        path: Path | Points,
        width: float,
        colour: Colour,
        taper: tuple[float, float] = (0.15, 0.15),
    ) -> None:
        """Draw an open path as a brush line of varying width."""
        self.fill(ribbon(points(path), max(width, 1.1 / self.unit), taper), colour)

    def blend(self, path: Path | Points, colour: Colour, alpha: float) -> None:
        """Fill a closed path with a translucent colour. Leaves the identity buffer as it is."""
        if self.tracing is not None:
            self.tracing.add(self.to_pixels(path), colour, alpha)
        elif self.image is not None:
            self.blend_pixels(to_fixed(self.to_pixels(path)), colour, alpha)

    def blend_pixels(self, outline: Fixed, colour: Colour, alpha: float) -> None:
        """Blend a closed path that is in OpenCV's coordinates already."""
        if self.image is None:
            return
        x, y, wide, tall = cv2.boundingRect(outline)
        width, height = self.size
        x0, y0 = max(0, x // _ONE - 1), max(0, y // _ONE - 1)
        x1, y1 = min(width, (x + wide) // _ONE + 3), min(height, (y + tall) // _ONE + 3)
        if x0 >= x1 or y0 >= y1:
            return
        part = self.image[y0:y1, x0:x1]
        over = part.copy()
        cv2.fillPoly(over, [outline - (x0 * _ONE, y0 * _ONE)], colour, cv2.LINE_AA, _SHIFT)
        cv2.addWeighted(over, alpha, part, 1 - alpha, 0, dst=part)
