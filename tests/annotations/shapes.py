"""Shapes and tracks to draw from, as JSON, within pictures of one small size."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from animewidgets.annotations import Kind, masks

#: Height and width of the pictures.
SIZE = (36, 64)

SHAPE_KINDS = (Kind.BOX, Kind.POLYGON, Kind.MASK, Kind.POINT)


def within(low: float, high: float) -> st.SearchStrategy[float]:
    """Coordinates: whole, halves, and any other."""
    return st.integers(int(low * 2), int(high * 2)).map(lambda n: n / 2) | st.floats(low, high)


@st.composite
def boxes(draw) -> dict:
    x, y = draw(within(0, SIZE[1] - 1)), draw(within(0, SIZE[0] - 1))
    box = {
        "x": x,
        "y": y,
        "width": draw(st.floats(0.01, SIZE[1] - x)),
        "height": draw(st.floats(0.01, SIZE[0] - y)),
    }
    if draw(st.booleans()):
        box["rotation"] = draw(st.floats(-179.9, 180))
    return box


@st.composite
def rings(draw) -> list:
    """Stars around a centre: their edges cannot cross."""
    x, y = draw(st.floats(15, SIZE[1] - 15)), draw(st.floats(15, SIZE[0] - 15))
    count = draw(st.integers(3, 12))
    radii = draw(st.lists(st.floats(2, 14), min_size=count, max_size=count))
    angles = np.arange(count) * 2 * np.pi / count
    return [[float(x + r * np.cos(a)), float(y + r * np.sin(a))] for r, a in zip(radii, angles, strict=True)]


polygons = st.lists(rings(), min_size=1, max_size=3).map(lambda all_of: {"parts": [[one] for one in all_of]})
bitmaps = hnp.arrays(np.bool_, SIZE, elements=st.booleans()).filter(np.any)
mask_shapes = bitmaps.map(lambda bitmap: masks.encode(bitmap).to_json())


@st.composite
def points(draw) -> dict:
    def point(flags: tuple[bool, bool]) -> dict:
        place = {"x": draw(within(0, SIZE[1])), "y": draw(within(0, SIZE[0]))}
        return place | {name: True for name, on in zip(("negative", "occluded"), flags, strict=True) if on}

    marked = st.tuples(st.booleans(), st.booleans()).map(point)
    return {"points": [draw(marked), *draw(st.lists(st.none() | marked, max_size=4))]}


SHAPES = {Kind.BOX: boxes(), Kind.POLYGON: polygons, Kind.MASK: mask_shapes, Kind.POINT: points()}


@st.composite
def tracks(draw, frames: list[int]) -> dict:
    """A track over frames, with a key on the first one and on any of the others."""
    kind = draw(st.sampled_from(SHAPE_KINDS))
    ways = ["hold"] if kind is Kind.MASK else ["hold", "linear"]
    places = [frames[0], *sorted(draw(st.sets(st.sampled_from(frames[1:]))) if frames[1:] else ())]
    keys = []
    for pts in places:
        outside = bool(keys) and draw(st.booleans())
        key = {
            "pts": pts,
            "shape": None if outside else draw(SHAPES[kind]),
            "interpolation": draw(st.sampled_from(ways)),
        }
        keys.append(
            key | ({"outside": True} if outside else {}) | ({"occluded": True} if draw(st.booleans()) else {})
        )
    return {"kind": kind.value, "keys": keys}


def geometries(kind: Kind, start: int, end: int | None, frames: list[int] | None = None) -> st.SearchStrategy:
    """What an annotation of the kind may hold; ``frames`` are the ticks for keys of a track."""
    if kind is Kind.TRACK:
        assert end is not None
        return tracks([t for t in frames or [start] if start <= t < end])
    return SHAPES.get(kind, st.none())
