"""Above which change a drawing is a new one: found for each shot, since compression and grain differ."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Where a threshold may lie: below the first even bad compression is no drawing, above the last nothing but
#: a drawing changes a picture as much.
LEAST, MOST = 4.0, 32.0
#: Where it lies where nothing speaks for another place.
USUAL = 11.0

# Width of the kernel on the natural logarithm, and how strongly the usual place attracts.
_WIDTH, _PULL = 0.16, 0.05
# The film's changes count as so many of the shot's own.
_FILM_COUNTS = 12.0
# A valley parts two heaps where it is so much lower than both, and each holds this share of the changes.
_DEPTH, _LEAST_HEAP = 0.5, 0.1
_STEPS = 97


def find_threshold(shot: Floats, film: Floats) -> float:
    """The change that parts held drawings from new ones in a shot.

    Changes of held drawings and of new ones are two heaps on a logarithmic scale. The threshold is the
    emptiest place between :data:`LEAST` and :data:`MOST` by a kernel density of the changes of the shot, and
    with less weight of the whole film; the nearer to the valley between the two heaps of the film (where it
    has two, else to the usual place) the better. So it is in order, too, where all of a shot is one drawing,
    or every frame a new one.

    ``shot`` and ``film`` are changes between neighbouring frames within a shot, 0 … 255; either may be empty.
    """
    places = np.linspace(np.log(LEAST), np.log(MOST), _STEPS)
    density = (_heap(shot, places) + _FILM_COUNTS * _heap(film, places) / max(1, len(film))) / (
        len(shot) + _FILM_COUNTS
    )
    cost = density + _PULL * (places - np.log(_valley(film))) ** 2
    return float(np.exp(places[int(cost.argmin())]))


def _valley(film: Floats) -> float:
    """The deepest place between two heaps of changes, or the usual place where there are no two."""
    if not len(film):
        return USUAL
    places = np.linspace(np.log(0.7), np.log(250.0), 3 * _STEPS)
    density = _heap(film, places)
    left = np.maximum.accumulate(density)
    right = np.maximum.accumulate(density[::-1])[::-1]
    depth = density / np.maximum(np.minimum(left, right), 1e-9)
    below = np.searchsorted(np.sort(film), np.exp(places)) / len(film)
    allowed = (places >= np.log(LEAST)) & (places <= np.log(MOST)) & (depth < _DEPTH)
    allowed &= (below >= _LEAST_HEAP) & (below <= 1 - _LEAST_HEAP)
    if not allowed.any():
        return USUAL
    deepest = np.where(allowed, depth, np.inf)
    # Of a flat bottom, its middle.
    bottom = np.flatnonzero(deepest <= deepest.min() + 0.02)
    return float(np.exp(places[bottom].mean()))


def _heap(changes: Floats, places: Floats) -> Floats:
    """The kernel density of changes at places on the logarithmic scale, not divided by their number."""
    if not len(changes):
        return np.zeros_like(places)
    # A film has tens of thousands of changes: a histogram first.
    edges = np.linspace(np.log(0.5), np.log(256.0), 400)
    counts, _ = np.histogram(np.clip(np.log(np.maximum(changes, 0.5)), edges[0], edges[-1]), edges)
    middles = (edges[:-1] + edges[1:]) / 2
    kernel = np.exp(-0.5 * ((places[:, None] - middles[None, :]) / _WIDTH) ** 2)
    return np.asarray(kernel @ counts, np.float64)
