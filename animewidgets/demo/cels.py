"""Cels: parts of figures that are traced once and laid down again wherever they are seen.

Most drawings of a figure differ from the one before in a mouth or a lock of hair. Working out outlines
costs more than filling them, so each part is kept as outlines, in its own units.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar, cast

import numpy as np

from animewidgets.demo.canvas import Canvas, Points, Tracing, to_fixed
from animewidgets.demo.palette import Colour

Made = TypeVar("Made")

#: The thinnest line depends on the size at which a part is seen; sizes an eighth of an octave apart share.
_SIZES_PER_OCTAVE = 8


@dataclass(frozen=True, slots=True)
class _Cel:
    """Outlines one after the other in units of the part, float64 (n, 2), and where each ends."""

    outlines: Points
    ends: tuple[int, ...]
    colours: tuple[Colour, ...]
    alphas: tuple[float, ...]


def lay_cel(canvas: Canvas, draw: Callable[..., Made], *given: Hashable) -> Made:
    """Do what ``draw(canvas, *given)`` does, and return what it returns, from the tracing if there is one.

    ``draw`` depends on nothing but what it is given and the canvas's unit, and returns nothing that depends
    on the place of the canvas.
    """
    size = round(math.log2(canvas.unit) * _SIZES_PER_OCTAVE)
    cel, made = _trace(draw, size, given)
    _lay(canvas, cel)
    return cast(Made, made)  # the cache does not know types apart


@lru_cache(maxsize=1024)
def _trace(draw: Callable[..., object], size: int, given: tuple[Hashable, ...]) -> tuple[_Cel, object]:
    unit = 2.0 ** (size / _SIZES_PER_OCTAVE)
    tracing = Tracing()
    made = draw(Canvas(None, None, np.array([[unit, 0, 0], [0, unit, 0]]), 0, tracing), *given)
    outlines = np.concatenate(tracing.outlines or [np.empty((0, 2))]) / unit
    outlines.setflags(write=False)
    ends = np.cumsum([len(p) for p in tracing.outlines]).tolist()
    return _Cel(outlines, tuple(ends), tuple(tracing.colours), tuple(tracing.alphas)), made


def _lay(canvas: Canvas, cel: _Cel) -> None:
    fixed = to_fixed(canvas.to_pixels(cel.outlines))
    start = 0
    for end, colour, alpha in zip(cel.ends, cel.colours, cel.alphas, strict=True):
        if alpha == 1.0:
            canvas.fill_pixels(fixed[start:end], colour)
        else:
            canvas.blend_pixels(fixed[start:end], colour, alpha)
        start = end
