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
_WIDTH, _PULL = 0.16, 0.02
# The film's changes count as so many of the shot's own.
_FILM_COUNTS = 12.0
_STEPS = 97


def find_threshold(shot: Floats, film: Floats) -> float:
    """The change that parts held drawings from new ones in a shot.

    Changes of held drawings and of new ones are two heaps on a logarithmic scale. The threshold is the
    emptiest place between :data:`LEAST` and :data:`MOST` by a kernel density of the changes of the shot, and
    with less weight of the whole film; of several empty ones, the one nearest to the usual. So it is in
    order, too, where all of a shot is one drawing, or every frame a new one.

    ``shot`` and ``film`` are changes between neighbouring frames within a shot, 0 … 255; either may be empty.
    """
    places = np.linspace(np.log(LEAST), np.log(MOST), _STEPS)
    density = (_heap(shot, places) + _FILM_COUNTS * _heap(film, places) / max(1, len(film))) / (
        len(shot) + _FILM_COUNTS
    )
    cost = density + _PULL * (places - np.log(USUAL)) ** 2
    return float(np.exp(places[int(cost.argmin())]))


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
