"""Geometry as JSON, checked and typed: the one place that knows what each kind may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from animewidgets.annotations import masks, shape
from animewidgets.annotations.bounds import ReleaseBounds
from animewidgets.annotations.edits import JSON, Annotation
from animewidgets.annotations.geometry.crossings import first_crossing
from animewidgets.annotations.geometry.shapes import (
    Box,
    Geometry,
    Point,
    Points,
    Polygon,
    Ring,
    Shape,
)
from animewidgets.annotations.geometry.tracks import Interpolation, Key, Track
from animewidgets.annotations.kinds import Kind
from animewidgets.annotations.masks import Mask
from animewidgets.errors import CorruptMask, CutOutsideMedia, MalformedMessage

#: Pixels by which a shape may reach over the border, and which a box has on each side at least: more than
#: single precision loses in a picture of 30,000 pixels, less than anybody can see or draw.
TOLERANCE = 1 / 256
#: Vertices of all rings of one polygon.
MAX_VERTICES = 10_000
MAX_POINTS = 1_000
MAX_KEYS = 10_000
#: Characters of the name of what proposed a key.
MAX_SOURCE = 200
#: Characters of one mask's run lengths.
MAX_COUNTS = 1 << 20
#: Square pixels below which a ring encloses nothing.
LEAST_AREA = 1e-6

#: Size of the pictures that shapes must lie in, or ``None`` where it does not matter.
_Size = tuple[int, int] | None


def check_geometry(annotation: Annotation, at: str, bounds: ReleaseBounds) -> None:
    """Refuse geometry that breaks a rule of its kind; ``at`` is where it stands.

    Raises:
        MalformedMessage: a field is missing or makes no sense, a shape does not lie in the picture, or the
            kind has no geometry; the message names the field.
        CutOutsideMedia: a key of a track is no frame of the release.
    """
    if annotation.kind not in _HAVE_GEOMETRY:
        if annotation.geometry is not None:
            raise MalformedMessage(f"{at}: a {annotation.kind} has no place in the picture; leave it out")
        return
    if bounds.width < 1 or bounds.height < 1:
        raise MalformedMessage(
            f"{at}: no {annotation.kind} can be placed in {bounds.name!r}, "
            "for the size of its pictures is not known"
        )
    size = bounds.size_at(annotation.start_pts)
    read = _read(annotation, at, size)
    if isinstance(read, Track):
        for n, key in enumerate(read.keys):
            if not bounds.holds_frame(key.pts):
                raise CutOutsideMedia(f"{at}.keys[{n}].pts: tick {key.pts} {bounds.place(key.pts)}")
            if bounds.size_at(key.pts) != size:
                raise MalformedMessage(
                    f"{at}.keys[{n}].pts: the picture at tick {key.pts} is of another size than where the "
                    "track begins, and a track goes over pictures of one size"
                )


def geometry_of(annotation: Annotation) -> Geometry:
    """The geometry of a box, polygon, mask, point or track as a type; of what is in the store already.

    Raises ``MalformedMessage`` as :func:`check_geometry` does; whether it fits the release is not asked.
    """
    if annotation.kind not in _HAVE_GEOMETRY:
        raise MalformedMessage(f"geometry: a {annotation.kind} has no place in the picture")
    return _read(annotation, "geometry", None)


def _read(annotation: Annotation, at: str, size: _Size) -> Geometry:
    kind, geometry = annotation.kind, annotation.geometry
    if geometry is None:
        raise MalformedMessage(f"{at}: a {kind} needs its place in the picture")
    data = geometry if isinstance(geometry, dict) else dict(geometry)
    if kind is Kind.TRACK:
        return _track(data, at, size, annotation)
    return _SHAPES[kind](data, at, size)


def _box(data: JSON, at: str, size: _Size) -> Box:
    box = shape.record(data, at, required={"x", "y", "width", "height"}, optional={"rotation"})
    x, y, width, height = (shape.number(box[name], f"{at}.{name}") for name in ("x", "y", "width", "height"))
    for name, side in (("width", width), ("height", height)):
        if side < TOLERANCE:
            raise MalformedMessage(f"{at}.{name}: a box is at least 1/256 of a pixel, got {_plain(side)}")
    rotation = shape.number(box.get("rotation", 0), f"{at}.rotation")
    if not -180 < rotation <= 180:
        raise MalformedMessage(
            f"{at}.rotation: expected degrees above -180 and up to 180, got {_plain(rotation)}"
        )
    if rotation:
        # The corners of a turned box may reach over the border: around what is cut off there they must.
        _within((x + width / 2, y + height / 2), at, "the centre of the turned box", size)
    else:
        _within((x, y), at, "the box", size)
        _within((x + width, y + height), at, "the box", size)
    return Box(x, y, width, height, rotation)


def _polygon(data: JSON, at: str, size: _Size) -> Polygon:
    parts = shape.array(
        shape.record(data, at, required={"parts"})["parts"],
        f"{at}.parts",
        at_least=1,
        at_most=MAX_VERTICES // 3,
    )
    left = MAX_VERTICES
    read: list[tuple[Ring, ...]] = []
    for p, part in enumerate(parts):
        there = f"{at}.parts[{p}]"
        rings: list[Ring] = []
        for r, ring in enumerate(shape.array(part, there, at_least=1, at_most=MAX_VERTICES // 3)):
            rings.append(_ring(ring, f"{there}[{r}]", size))
            left -= len(rings[-1])
            if left < 0:
                raise MalformedMessage(f"{at}.parts: a polygon has at most {MAX_VERTICES} vertices in all")
        crossing = first_crossing(rings)
        if crossing is not None:
            x, y = crossing
            raise MalformedMessage(f"{there}: edges cross each other near ({x:.1f}, {y:.1f})")
        read.append(tuple(rings))
    return Polygon(tuple(read))


def _ring(data: JSON, at: str, size: _Size) -> Ring:
    ring: list[tuple[float, float]] = []
    for n, vertex in enumerate(shape.array(data, at, at_least=3, at_most=MAX_VERTICES)):
        here = f"{at}[{n}]"
        x, y = (shape.number(value, here) for value in shape.array(vertex, here, at_least=2, at_most=2))
        _within((x, y), here, "the vertex", size)
        ring.append((x, y))
    x0, y0 = ring[0]
    twice = sum(
        (x - x0) * (next_y - y0) - (next_x - x0) * (y - y0) for (x, y), (next_x, next_y) in pairwise(ring)
    )
    if abs(twice) < 2 * LEAST_AREA:
        raise MalformedMessage(f"{at}: the ring encloses nothing")
    return tuple(ring)


def mask_from_json(data: JSON, at: str) -> Mask:
    """The mask of ``{"size", "counts"}``, whose run lengths nobody has looked at yet.

    Raises ``MalformedMessage`` where it has another form, or is longer than a mask may be.
    """
    record = shape.record(data, at, required={"size", "counts"})
    height, width = (
        shape.integer(side, f"{at}.size", at_least=1, at_most=2**31 - 1)
        for side in shape.array(record["size"], f"{at}.size", at_least=2, at_most=2)
    )
    return Mask(height, width, shape.text(record["counts"], f"{at}.counts", at_most=MAX_COUNTS))


def _mask(data: JSON, at: str, size: _Size) -> Mask:
    mask = mask_from_json(data, at)
    if size is not None and (mask.width, mask.height) != size:
        raise MalformedMessage(
            f"{at}.size: the mask is of {mask.width} × {mask.height} pixels, "
            f"the pictures are of {size[0]} × {size[1]}"
        )
    try:
        marked = masks.area(mask)
    except CorruptMask as error:
        raise MalformedMessage(f"{at}.counts: {error}") from error
    if marked == 0:
        raise MalformedMessage(f"{at}.counts: the mask marks no pixel; delete it instead")
    return mask


def _points(data: JSON, at: str, size: _Size) -> Points:
    points = shape.array(
        shape.record(data, at, required={"points"})["points"], f"{at}.points", at_least=1, at_most=MAX_POINTS
    )
    read = tuple(
        None if point is None else _point(point, f"{at}.points[{n}]", size) for n, point in enumerate(points)
    )
    if not any(read):
        raise MalformedMessage(f"{at}.points: at least one point must be marked")
    return Points(read)


def _point(data: JSON, at: str, size: _Size) -> Point:
    point = shape.record(data, at, required={"x", "y"}, optional={"negative", "occluded"})
    x, y = (shape.number(point[name], f"{at}.{name}") for name in ("x", "y"))
    _within((x, y), at, "the point", size)
    return Point(x, y, _flag(point, "negative", at), _flag(point, "occluded", at))


def _track(data: JSON, at: str, size: _Size, annotation: Annotation) -> Track:
    track = shape.record(data, at, required={"kind", "keys"})
    kind = shape.choice(track["kind"], f"{at}.kind", Kind)
    if kind not in _SHAPES:
        raise MalformedMessage(
            f"{at}.kind: a track is of {', '.join(repr(k.value) for k in _SHAPES)}, not of {kind.value!r}"
        )
    given = shape.array(track["keys"], f"{at}.keys", at_least=1, at_most=MAX_KEYS)
    keys = [_key(key, f"{at}.keys[{n}]", size, kind) for n, key in enumerate(given)]
    start, end = annotation.start_pts, annotation.end_pts
    if keys[0].pts != start:
        raise MalformedMessage(
            f"{at}.keys[0].pts: the first key stands where the track begins, at tick {start}, "
            f"not at {keys[0].pts}"
        )
    for n, (key, after) in enumerate(pairwise(keys), 1):
        if after.pts <= key.pts:
            raise MalformedMessage(
                f"{at}.keys[{n}].pts: keys stand in the order of time, but {after.pts} follows on {key.pts}"
            )
    if end is None or keys[-1].pts >= end:
        raise MalformedMessage(
            f"{at}.keys[{len(keys) - 1}].pts: tick {keys[-1].pts} lies outside the track [{start}, {end})"
        )
    if all(key.outside for key in keys):
        raise MalformedMessage(f"{at}.keys: on at least one key the thing must be in the picture")
    return Track(kind, tuple(keys), end)


def _key(data: JSON, at: str, size: _Size, kind: Kind) -> Key:
    key = shape.record(data, at, required={"pts", "shape", "interpolation"}, optional=_OF_KEYS)
    interpolation = shape.choice(key["interpolation"], f"{at}.interpolation", Interpolation)
    if kind is Kind.MASK and interpolation is Interpolation.LINEAR:
        raise MalformedMessage(f"{at}.interpolation: masks are held from key to key; 'linear' is not known")
    outside = _flag(key, "outside", at)
    if outside != (key["shape"] is None):
        needs = "null, for the thing is outside the picture" if outside else "a shape"
        raise MalformedMessage(f"{at}.shape: expected {needs}")
    return Key(
        shape.integer(key["pts"], f"{at}.pts"),
        None if outside else _SHAPES[kind](key["shape"], f"{at}.shape", size),
        interpolation,
        _flag(key, "occluded", at),
        _proposer(key["source"], f"{at}.source") if "source" in key else None,
        shape.number(key["score"], f"{at}.score") if "score" in key else None,
    )


def _proposer(value: JSON, at: str) -> str:
    return shape.text(value, at, at_least=1, at_most=MAX_SOURCE)


def _flag(record: Mapping[str, JSON], name: str, at: str) -> bool:
    value = record.get(name, False)
    if not isinstance(value, bool):
        raise MalformedMessage(f"{at}.{name}: expected true or false, got {shape.show(value)}")
    return value


def _within(place: tuple[float, float], at: str, what: str, size: _Size) -> None:
    if size is None:
        return
    x, y = place
    width, height = size
    if not (-TOLERANCE <= x <= width + TOLERANCE and -TOLERANCE <= y <= height + TOLERANCE):
        raise MalformedMessage(
            f"{at}: {what} reaches to ({_plain(x)}, {_plain(y)}), "
            f"outside the picture of {width} × {height} pixels"
        )


def _plain(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


_SHAPES: dict[Kind, Callable[[JSON, str, _Size], Shape]] = {
    Kind.BOX: _box,
    Kind.POLYGON: _polygon,
    Kind.MASK: _mask,
    Kind.POINT: _points,
}
_OF_KEYS = frozenset({"occluded", "outside", "source", "score"})
_HAVE_GEOMETRY = frozenset({*_SHAPES, Kind.TRACK})
