"""The shapes and tags of a task as columns, one row per annotation."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import numpy as np

from animewidgets.annotations import JSON, VALUES, Annotation, Kind, masks
from animewidgets.annotations.geometry import Box, Point, Polygon, geometry_of
from animewidgets.annotations.masks import Mask
from animewidgets.errors import CorruptMask, MalformedMessage

if TYPE_CHECKING:
    import pandas as pd

#: The columns of :func:`shape_rows`, in order.
SHAPE_COLUMNS = (
    "frame",
    "start_pts",
    "end_pts",
    "seconds",
    "kind",
    "scope",
    "category",
    "category_name",
    "x",
    "y",
    "width",
    "height",
    "rotation",
    "geometry",
    "values",
    "comment",
    "uncertain",
    "source",
    "score",
    "person",
    "created",
    "annotation_id",
    "version",
    "attributes",
)


_LISTED = (Kind.BOX, Kind.POLYGON, Kind.MASK, Kind.POINT, Kind.TRACK, Kind.TAG)


def shape_rows(annotations: pd.DataFrame) -> pd.DataFrame:
    """The rows of the store's view ``annotations`` that are shapes in a frame, or tags.

    ``x``, ``y``, ``width`` and ``height`` are the box itself; of polygons, masks and points the least box
    around them. Pixels of the decoded picture after rotation, x right, y down, corners of pixels at integers.
    ``rotation`` is in degrees, clockwise, 0 for all but turned boxes. All are NaN where some program wrote
    what is no such shape, and of tags and tracks, which are more than one shape (see
    :func:`~animewidgets.widgets.track_rows.track_frames`). ``geometry`` is the kind's own JSON as a
    dictionary. ``scope`` is that of tags, ``end_pts`` that of tags and tracks, ``attributes`` all of them as
    they are, ``values`` what is said by attributes of the category, by name; empty where nothing is.
    """
    shapes = annotations[annotations["kind"].isin([kind.value for kind in _LISTED])]
    shapes = shapes.reset_index(drop=True)
    geometry = [json.loads(text) if isinstance(text, str) else None for text in shapes["geometry"]]
    around = [_around(kind, one) for kind, one in zip(shapes["kind"], geometry, strict=True)]
    for at, name in enumerate(("x", "y", "width", "height", "rotation")):
        shapes[name] = [float(row[at]) for row in around]
    shapes["geometry"] = geometry
    attributes = [_object(text) for text in shapes["attributes"]]
    shapes["attributes"] = np.array([*attributes, None], dtype=object)[:-1]
    shapes["values"] = np.array([_object(one.get(VALUES)) for one in attributes], dtype=object)
    shapes["scope"] = [scope if isinstance(scope := one.get("scope"), str) else None for one in attributes]
    shapes["end_pts"] = shapes["end_pts"].astype("Int64")
    return shapes[list(SHAPE_COLUMNS)]


def _object(told: object) -> dict[str, JSON]:
    """A JSON object, or its text; empty for all else."""
    read: object = json.loads(told) if isinstance(told, str) else told
    return cast("dict[str, JSON]", read) if isinstance(read, dict) else {}


def _around(kind: str, geometry: Mapping[str, JSON] | None) -> tuple[float, float, float, float, float]:
    try:
        shape = geometry_of(Annotation("", Kind(kind), 0, geometry=geometry))
    except (MalformedMessage, CorruptMask):  # some other program wrote it: that must not cost the other rows
        return math.nan, math.nan, math.nan, math.nan, math.nan
    if isinstance(shape, Box):
        return shape.x, shape.y, shape.width, shape.height, shape.rotation
    if isinstance(shape, Mask):
        x, y, width, height = masks.bounding_box(shape)
        return float(x), float(y), float(width), float(height), 0.0
    if isinstance(shape, Polygon):
        places = [vertex for part in shape.parts for vertex in part[0]]
    else:
        points = getattr(shape, "points", ())
        places = [(point.x, point.y) for point in points if isinstance(point, Point)]
    left, top = min(x for x, _ in places), min(y for _, y in places)
    return left, top, max(x for x, _ in places) - left, max(y for _, y in places) - top, 0.0
