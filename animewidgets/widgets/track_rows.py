"""Tracks frame by frame, as columns: what was said of a frame, and what was interpolated."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from animewidgets.annotations import JSON, Annotation, Kind, masks
from animewidgets.annotations.geometry import Box, Points, Polygon, Shape, Track, geometry_of, shape_at
from animewidgets.annotations.geometry.tracks import key_at
from animewidgets.annotations.masks import Mask
from animewidgets.errors import CorruptMask, MalformedMessage

if TYPE_CHECKING:
    import pandas as pd

#: The columns of :func:`track_frames`, in order.
TRACK_COLUMNS = (
    "frame",
    "pts",
    "annotation_id",
    "object",
    "kind",
    "category",
    "category_name",
    "x",
    "y",
    "width",
    "height",
    "rotation",
    "geometry",
    "interpolated",
    "origin",
    "occluded",
    "source",
    "score",
    "person",
)


def track_frames(
    annotations: pd.DataFrame, pts: NDArray[np.int64], frames: Sequence[int] | None = None
) -> pd.DataFrame:
    """One row for every frame on which a track is in the picture, by track and then by frame.

    Args:
        annotations: the rows of the store's view ``annotations``; those that are no tracks are left out, and
            tracks that some program wrote against the rules.
        pts: the ticks of the release's frames, int64[n], ascending.
        frames: ordinals to look at; all of them where it is ``None``.

    ``interpolated`` says that nobody said it of this very frame; ``origin`` is then ``"linear"`` or
    ``"hold"``, and otherwise ``"key"``. ``kind``, ``geometry`` and the least box around it (``x``, ``y``,
    ``width``, ``height``, in pixels, corners of pixels at integers) are those of the shape. ``source`` and
    ``score`` tell who said the key that counts: ``"human"``, or what proposed it. ``object`` is the same for
    tracks of one thing.
    """
    import pandas as pd

    tracks = annotations[annotations["kind"] == Kind.TRACK.value]
    ordinals = np.arange(len(pts)) if frames is None else np.array(sorted(set(frames)), np.int64)
    ordinals = ordinals[(ordinals >= 0) & (ordinals < len(pts))]
    records = [
        dict(zip(map(str, tracks.columns), row, strict=True)) for row in tracks.itertuples(index=False)
    ]
    rows = [row for track in records for row in _rows(track, pts, ordinals)]
    return pd.DataFrame(rows, columns=list(TRACK_COLUMNS))


def _rows(
    row: Mapping[str, object], pts: NDArray[np.int64], ordinals: NDArray[np.int64]
) -> Iterator[tuple[object, ...]]:
    told = row["geometry"]
    geometry: dict[str, JSON] | None = json.loads(told) if isinstance(told, str) else None
    start, end = _tick(row["start_pts"]), _tick(row["end_pts"])
    annotation = Annotation("", Kind.TRACK, start or 0, end, geometry=geometry)
    try:
        track = geometry_of(annotation)
    except (MalformedMessage, CorruptMask):  # some other program wrote it: that must not cost the other rows
        return
    if not isinstance(track, Track):
        return
    ticks = pts[ordinals]
    within = ordinals[(ticks >= track.keys[0].pts) & (ticks < track.end_pts)]
    attributes = row["attributes"]
    told_of = json.loads(attributes) if isinstance(attributes, str) else {}
    for ordinal in within.tolist():
        tick = int(pts[ordinal])
        seen = shape_at(track, tick)
        if seen is None:
            continue
        key = key_at(track, tick)
        yield (
            ordinal,
            tick,
            row["annotation_id"],
            told_of.get("object"),
            track.kind.value,
            row["category"],
            row["category_name"],
            *_around(seen.shape),
            seen.shape.to_json(),
            seen.interpolated,
            seen.source,
            seen.occluded,
            (key.source if key else None) or row["source"],
            key.score if key and key.score is not None else row["score"],
            row["person"],
        )


def _tick(value: object) -> int | None:
    if isinstance(value, int | np.integer):
        return int(value)
    return int(value) if isinstance(value, float) and math.isfinite(value) else None


def _around(shape: Shape) -> tuple[float, float, float, float, float]:
    match shape:
        case Box():
            return shape.x, shape.y, shape.width, shape.height, shape.rotation
        case Mask():
            x, y, width, height = masks.bounding_box(shape)
            return float(x), float(y), float(width), float(height), 0.0
        case Polygon():
            places = [vertex for rings in shape.parts for vertex in rings[0]]
        case Points():
            places = [(point.x, point.y) for point in shape.points if point]
    left, top = min(x for x, _ in places), min(y for _, y in places)
    return left, top, max(x for x, _ in places) - left, max(y for _, y in places) - top, 0.0
