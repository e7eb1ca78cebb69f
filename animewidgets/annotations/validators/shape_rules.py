"""Rules about shapes: how small they may be, polygons that cross themselves, keys of tracks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from animewidgets.annotations.edits import Annotation
from animewidgets.annotations.geometry.crossings import first_crossing
from animewidgets.annotations.geometry.read import geometry_of
from animewidgets.annotations.geometry.shapes import Box, Geometry, Polygon, Ring
from animewidgets.annotations.geometry.tracks import Track
from animewidgets.annotations.kinds import Kind
from animewidgets.annotations.masks import Mask
from animewidgets.annotations.masks.algebra import area, bounding_box
from animewidgets.annotations.validators.rules import Validator
from animewidgets.annotations.validators.scene import Scene
from animewidgets.annotations.validators.time_rules import Found
from animewidgets.errors import AnnotationError

_FLAT = (Kind.BOX, Kind.POLYGON, Kind.MASK, Kind.TRACK)


def smallest_side(validator: Validator, scene: Scene) -> Iterator[Found]:
    """Shapes whose shorter side is too short; of tracks, on any key."""
    for one, pts, geometry in _shapes(validator, scene):
        sides = _sides(geometry)
        if sides is not None and min(sides) < (validator.at_least or 0):
            width, height = sides
            yield (
                (
                    f"{scene.called(one)} is {width:g} × {height:g} px, and no side should be under "
                    f"{validator.at_least:g} px: draw it larger, or delete it"
                ),
                pts,
                one.annotation_id,
            )


def smallest_area(validator: Validator, scene: Scene) -> Iterator[Found]:
    """Shapes that have too few pixels; of tracks, on any key."""
    for one, pts, geometry in _shapes(validator, scene):
        size = _area(geometry)
        if size is not None and size < (validator.at_least or 0):
            yield (
                (
                    f"{scene.called(one)} has {size:.0f} px, and should have "
                    f"at least {validator.at_least:g}: a stray stroke, perhaps"
                ),
                pts,
                one.annotation_id,
            )


def simple_polygon(validator: Validator, scene: Scene) -> Iterator[Found]:
    """Polygons whose edges cross. What is drawn here never does; what was brought in by older rules may."""
    for one in scene.of(validator, (Kind.POLYGON,)):
        for rings in _rings(one):
            crossing = first_crossing(rings) if rings else None
            if crossing is not None:
                x, y = crossing
                yield (
                    f"the edges of {scene.called(one)} cross at ({x:.0f}, {y:.0f}): move a vertex",
                    one.start_pts,
                    one.annotation_id,
                )
                break


def track_keys(validator: Validator, scene: Scene) -> Iterator[Found]:
    """Tracks with too few keys: the thing was drawn once and never looked at again."""
    for one in scene.of(validator, (Kind.TRACK,)):
        track = _geometry(one)
        if isinstance(track, Track) and len(track.keys) < (validator.at_least or 0):
            have = "1 key" if len(track.keys) == 1 else f"{len(track.keys)} keys"
            yield (
                (
                    f"{scene.called(one)} has {have}, and should have at least {validator.at_least:g}: "
                    "follow the thing to the end of its span"
                ),
                max(one.start_pts, scene.start),
                one.annotation_id,
            )


def _shapes(validator: Validator, scene: Scene) -> Iterator[tuple[Annotation, int, Geometry]]:
    """Shapes with the tick on which they are seen; of a track, its keys within the unit."""
    for one in scene.of(validator, _FLAT):
        geometry = _geometry(one)
        if isinstance(geometry, Track):
            for key in geometry.keys:
                if key.shape is not None and scene.start <= key.pts < scene.end:
                    yield one, key.pts, key.shape
        elif geometry is not None:
            yield one, one.start_pts, geometry


def _geometry(one: Annotation) -> Geometry | None:
    """Where it is, or ``None`` where what is in the store makes no shape: that is not a unit's to mend."""
    try:
        return geometry_of(one)
    except AnnotationError:
        return None


def _rings(one: Annotation) -> list[list[Ring]]:
    """The rings of each part as they are written: who reads geometry refuses those that cross."""
    parts = cast("list[list[list[tuple[float, float]]]]", (one.geometry or {}).get("parts"))
    try:
        return [[tuple((float(x), float(y)) for x, y in ring) for ring in part] for part in parts]
    except (TypeError, ValueError):
        return []  # no rings of numbers


def _sides(geometry: Geometry) -> tuple[float, float] | None:
    match geometry:
        case Box():
            return geometry.width, geometry.height
        case Polygon():
            xs = [x for rings in geometry.parts for ring in rings for x, _ in ring]
            ys = [y for rings in geometry.parts for ring in rings for _, y in ring]
            return max(xs) - min(xs), max(ys) - min(ys)
        case Mask():
            _, _, width, height = bounding_box(geometry)
            return float(width), float(height)
        case _:
            return None


def _area(geometry: Geometry) -> float | None:
    match geometry:
        case Box():
            return geometry.width * geometry.height
        case Polygon():
            return sum(_ring_area(rings[0]) - sum(map(_ring_area, rings[1:])) for rings in geometry.parts)
        case Mask():
            return float(area(geometry))
        case _:
            return None


def _ring_area(ring: Ring) -> float:
    following = (*ring[1:], ring[0])
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(ring, following, strict=True))) / 2
