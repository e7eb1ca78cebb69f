"""Shapes drawn over a picture, as the canvas draws them; nothing here knows of media or widgets.

Pictures are uint8[h,w,3] RGB. Shapes are in pixels of the picture before it was scaled, corners of pixels at
integers; ``scale`` takes them to the picture that is drawn on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from animewidgets.annotations import masks
from animewidgets.annotations.geometry import Box, Points, Polygon, Shape
from animewidgets.annotations.masks import Mask

RGB = NDArray[np.uint8]
Colour = tuple[int, int, int]
#: Places in the drawn picture, float64[n,2].
Places = NDArray[np.float64]

_HALO, _HALO_ALPHA = (0, 0, 0), 0.65
_FILL_ALPHA, _MASK_ALPHA = 0.12, 0.38
# Lengths in units of a line: of a dash and the gap after it, a point's radius, an arm of a cross.
_DASH, _GAP, _POINT, _ARM = 8.0, 7.0, 6.0, 0.6
# Half a line is one unit, and one more for so many rows of the picture.
_ROWS_PER_UNIT = 540
_SHIFT = 4
#: With more shapes than these on a picture names would cover it, and are left out.
_CROWDED = 600


@dataclass(frozen=True, slots=True)
class Mark:
    """One shape with its look.

    ``dashed``: doubted, or interpolated; ``z_order``: what is higher lies in front; ``bones`` joins points
    by their numbers.
    """

    shape: Shape
    colour: Colour = (255, 255, 255)
    label: str = ""
    dashed: bool = False
    z_order: int = 0
    bones: tuple[tuple[int, int], ...] = ()


def unit_of(height: int) -> int:
    """Half the width of a line, in pixels, in a picture of so many rows."""
    return max(1, round(height / _ROWS_PER_UNIT))


def _thickness(unit: int) -> int:
    """Of a slanted line; OpenCV smooths it by half a pixel on either side."""
    return 2 * unit - 1


def draw_marks(picture: RGB, marks: Iterable[Mark], scale: float = 1.0, *, labels: bool = True) -> RGB:
    """A copy of a picture with shapes, and with ``labels`` their names, drawn over it.

    What is higher in ``z_order`` comes later; of equals masks come first and points last. What reaches over
    the border is cut off there. Raises ``CorruptMask``.
    """
    out = np.ascontiguousarray(picture).copy()
    ordered = sorted(marks, key=lambda mark: (mark.z_order, _RANKS[type(mark.shape)]))
    for mark in ordered:
        _draw(out, mark, scale)
    named = [mark for mark in ordered if mark.label] if labels and len(ordered) <= _CROWDED else []
    return _lettered(out, named, scale)


_RANKS: dict[type, int] = {Mask: 0, Polygon: 1, Box: 2, Points: 3}


def _draw(out: RGB, mark: Mark, scale: float) -> None:
    match mark.shape:
        case Mask():
            _draw_mask(out, mark.shape, mark, scale)
        case Polygon(parts=parts):
            for rings in parts:
                _draw_rings(out, [np.array(ring, np.float64) * scale for ring in rings], mark)
        case Box() if mark.shape.rotation or mark.dashed:
            _draw_rings(out, [np.array(mark.shape.corners(), np.float64) * scale], mark)
        case Box():
            _draw_upright(out, mark.shape, mark.colour, scale)
        case Points():
            _draw_points(out, mark.shape, mark, scale)


def _draw_upright(out: RGB, box: Box, colour: Colour, scale: float) -> None:
    """A box by bars on whole pixels, half outside and half inside its edges."""
    unit = unit_of(len(out))
    left, top = round(box.x * scale), round(box.y * scale)
    right, bottom = round((box.x + box.width) * scale), round((box.y + box.height) * scale)
    _wash(out, (left, top, right, bottom), colour, _FILL_ALPHA)
    for reach, ink, alpha in ((2 * unit, _HALO, _HALO_ALPHA), (unit, colour, 1.0)):
        for bar in (
            (left - reach, top - reach, right + reach, top + reach),
            (left - reach, bottom - reach, right + reach, bottom + reach),
            (left - reach, top + reach, left + reach, bottom - reach),
            (right - reach, top + reach, right + reach, bottom - reach),
        ):
            _wash(out, bar, ink, alpha)


def _wash(out: RGB, area: tuple[int, int, int, int], colour: Colour, alpha: float) -> None:
    """Colour over the pixels of ``(left, top, right, bottom)``, half-open."""
    height, width = out.shape[:2]
    left, top, right, bottom = area
    part = out[max(0, top) : max(0, min(height, bottom)), max(0, left) : max(0, min(width, right))]
    if part.size:
        part[:] = np.rint(part + (np.array(colour) - part.astype(np.float32)) * alpha).astype(np.uint8)


def _draw_rings(out: RGB, rings: Sequence[Places], mark: Mark) -> None:
    """A shape of rings: filled between them, and each of them drawn."""
    unit = unit_of(len(out))
    window = _Window(out, np.concatenate(rings), 4 * unit)
    window.blend(window.filled(rings), mark.colour, _FILL_ALPHA)
    closed = [np.concatenate([ring, ring[:1]]) for ring in rings]
    window.blend(window.lines(closed, 2 * unit + 1), _HALO, _HALO_ALPHA)
    pieces = [piece for line in closed for piece in _dashes(line, unit)] if mark.dashed else closed
    window.blend(window.lines(pieces, _thickness(unit)), mark.colour, 1.0)


def _dashes(line: Places, unit: int) -> list[Places]:
    """The pieces of a line that are drawn when it is dashed; dashes run on round corners."""
    pieces: list[Places] = []
    dash, gap = _DASH * unit, _GAP * unit
    at = 0.0
    for start, end in pairwise(line):
        length = float(np.hypot(*(end - start)))
        first = -(at % (dash + gap))
        while length > 0 and first < length:
            a, b = max(0.0, first), min(length, first + dash)
            if b > a:
                pieces.append(
                    np.stack([start + (end - start) * (a / length), start + (end - start) * (b / length)])
                )
            first += dash + gap
        at += length
    return pieces


def _draw_mask(out: RGB, mask: Mask, mark: Mark, scale: float) -> None:
    height, width = out.shape[:2]
    bitmap = masks.decode(mask).astype(np.uint8)
    if bitmap.shape != (height, width):
        # Averaging keeps what is thinner than a pixel, and half of it decides.
        bitmap = np.asarray(
            cv2.resize(bitmap * 255, (width, height), interpolation=cv2.INTER_AREA) > 127, np.uint8
        )
    unit = unit_of(height)
    x, y, wide, high = (round(side * scale) for side in masks.bounding_box(mask))
    window = _Window(out, np.array([[x, y], [x + wide, y + high]], np.float64), 2 * unit)
    bitmap = window.crop(bitmap)
    if not bitmap.size:
        return
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * unit + 1, 2 * unit + 1))
    inner = cv2.erode(bitmap, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=1)
    outer = cv2.dilate(bitmap, kernel)
    window.blend(_covering(bitmap), mark.colour, _MASK_ALPHA)
    window.blend(_covering(outer - bitmap), _HALO, _HALO_ALPHA)
    rim = bitmap - inner
    if mark.dashed:
        rows, columns = np.ogrid[: rim.shape[0], : rim.shape[1]]
        rim = rim * ((rows + columns) % (2 * round(_DASH * unit)) < _DASH * unit)
    window.blend(_covering(rim), mark.colour, 1.0)


def _covering(bitmap: NDArray[np.integer] | MatLike) -> RGB:
    return (np.asarray(bitmap) > 0).astype(np.uint8) * np.uint8(255)


def _draw_points(out: RGB, points: Points, mark: Mark, scale: float) -> None:
    """Discs; negative ones crossed, occluded ones hollow."""
    unit = unit_of(len(out))
    radius = _POINT * unit
    known = {n: np.array([p.x, p.y]) * scale for n, p in enumerate(points.points) if p is not None}
    bones = [np.stack([known[a], known[b]]) for a, b in mark.bones if a in known and b in known]
    if bones:
        window = _Window(out, np.concatenate(bones), 4 * unit)
        window.blend(window.lines(bones, 2 * unit + 1), _HALO, _HALO_ALPHA)
        pieces = [piece for bone in bones for piece in _dashes(bone, unit)] if mark.dashed else bones
        window.blend(window.lines(pieces, _thickness(unit)), mark.colour, 1.0)
    for n, place in known.items():
        point = points.points[n]
        assert point is not None
        window = _Window(out, place[None], radius + 3 * unit)
        hollow = point.occluded or mark.dashed
        window.blend(window.disc(place, radius + 2 * unit), _HALO, _HALO_ALPHA)
        if hollow:
            window.blend(window.ring(place, radius, _thickness(unit)), mark.colour, 1.0)
        else:
            window.blend(window.disc(place, radius + unit), (255, 255, 255), 1.0)
            window.blend(window.disc(place, radius), mark.colour, 1.0)
        ink = mark.colour if hollow else (0, 0, 0)
        if point.negative:
            arm = radius * _ARM
            cross = [place + np.array(ends) * arm for ends in ([[-1, -1], [1, 1]], [[1, -1], [-1, 1]])]
            window.blend(window.lines(cross, _thickness(unit)), ink, 1.0)
        else:
            window.blend(window.disc(place, float(unit)), ink, 1.0)


class _Window:
    """The part of a picture around some places, and coverings of it, uint8[h,w]."""

    def __init__(self, out: RGB, places: Places, margin: float) -> None:
        height, width = out.shape[:2]
        low, high = places.min(0) - margin - 1, places.max(0) + margin + 1
        left, top = (
            int(np.clip(math.floor(v), 0, limit)) for v, limit in zip(low, (width, height), strict=True)
        )
        right, bottom = (
            int(np.clip(math.ceil(v), 0, limit)) for v, limit in zip(high, (width, height), strict=True)
        )
        self._place = slice(top, bottom), slice(left, right)
        self._part = out[self._place]
        self._corner = np.array([left, top], np.float64)

    def crop(self, plane: RGB) -> RGB:
        """The same part of another picture of that size."""
        return np.ascontiguousarray(plane[self._place])

    def blend(self, covering: RGB, colour: Colour, alpha: float) -> None:
        """Lay a colour over the part, as far as it is covered."""
        if not self._part.size:
            return
        weight = covering[:, :, None].astype(np.float32) * (alpha / 255)
        part = self._part.astype(np.float32)
        self._part[:] = np.rint(part + (np.array(colour, np.float32) - part) * weight).astype(np.uint8)

    def filled(self, rings: Sequence[Places]) -> RGB:
        """What lies within an odd number of rings."""
        made = self._blank()
        if made.size:
            cv2.fillPoly(made, [self._fixed(ring) for ring in rings], 255, cv2.LINE_AA, _SHIFT)
        return made

    def lines(self, lines: Sequence[Places], thickness: int) -> RGB:
        """Open lines through places."""
        made = self._blank()
        if made.size and lines:
            fixed = [self._fixed(line) for line in lines]
            cv2.polylines(made, fixed, False, 255, thickness, cv2.LINE_AA, _SHIFT)
        # Between two rows of pixels OpenCV's smoothing would leave both of them pale.
        return np.asarray(cv2.convertScaleAbs(made, alpha=1.5), np.uint8) if made.size else made

    def disc(self, middle: NDArray[np.float64], radius: float) -> RGB:
        """A filled circle."""
        return self._circle(middle, radius, -1)

    def ring(self, middle: NDArray[np.float64], radius: float, thickness: int) -> RGB:
        """A circle."""
        return self._circle(middle, radius, thickness)

    def _circle(self, middle: NDArray[np.float64], radius: float, thickness: int) -> RGB:
        made = self._blank()
        if made.size:
            x, y = self._fixed(middle[None])[0].tolist()
            cv2.circle(made, (x, y), round(radius * 2**_SHIFT), 255, thickness, cv2.LINE_AA, _SHIFT)
        return made

    def _blank(self) -> RGB:
        return np.zeros(self._part.shape[:2], np.uint8)

    def _fixed(self, places: Places) -> NDArray[np.int32]:
        """Places as OpenCV takes them: middles of pixels at integers, sixteenths of a pixel."""
        # Far outside nothing is seen, and OpenCV would overflow.
        near = np.clip(places - self._corner - 0.5, -8000, 8000)
        fixed: NDArray[np.int32] = np.rint(near * 2**_SHIFT).astype(np.int32)
        return fixed


def _lettered(out: RGB, marks: Sequence[Mark], scale: float) -> RGB:
    """The labels, each beside its shape, with a dark rim, inside the picture."""
    if not marks:
        return out
    height, width = out.shape[:2]
    size = max(11, round(height / 36))
    font = ImageFont.load_default(size)
    image = Image.fromarray(out)
    pen = ImageDraw.Draw(image)
    rim = max(1, size // 7)
    for mark in marks:
        left, top, _, bottom = _extent(mark.shape, (_POINT + 2) * unit_of(height) / scale)
        x0, y0, x1, y1 = pen.textbbox((0, 0), mark.label, font=font, stroke_width=rim)
        x = min(max(left * scale, 0.0), max(0.0, width - (x1 - x0)))
        above = top * scale - (y1 - y0) - 2 * unit_of(height)
        y = above if above >= 0 else min(bottom * scale + 2 * unit_of(height), height - (y1 - y0))
        y = max(0.0, y)
        pen.text(
            (round(x - x0), round(y - y0)),
            mark.label,
            fill=mark.colour,
            font=font,
            stroke_width=rim,
            stroke_fill=_HALO,
        )
    return np.asarray(image, np.uint8).copy()


def _extent(shape: Shape, reach: float) -> tuple[float, float, float, float]:
    """left, top, right, bottom of a shape, of points with so many pixels around them."""
    if isinstance(shape, Mask):
        box = masks.bounding_box(shape)
        return box[0], box[1], box[0] + box[2], box[1] + box[3]
    if isinstance(shape, Box):
        places = list(shape.corners())
    elif isinstance(shape, Polygon):
        places = [vertex for rings in shape.parts for vertex in rings[0]]
    else:
        places = [
            (point.x + reach * way, point.y + reach * way)
            for point in shape.points
            if point is not None
            for way in (-1, 1)
        ]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return min(xs), min(ys), max(xs), max(ys)
