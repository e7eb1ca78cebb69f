"""Tracks: a shape on key frames, and what it is between them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from animewidgets.annotations.edits import JSON
from animewidgets.annotations.geometry.shapes import Box, Point, Points, Polygon, Ring, Shape
from animewidgets.annotations.kinds import Kind


class Interpolation(StrEnum):
    """How a shape goes from one key to the next."""

    LINEAR = "linear"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Key:
    """What a person said of one frame, and how the shape goes on from there to the next key.

    ``shape`` is ``None`` where the thing is ``outside``: not in the picture from this frame on. ``source``
    names what proposed the key, where a person only confirmed it (``"flow"``); ``score`` how sure that was.
    """

    pts: int
    shape: Shape | None
    interpolation: Interpolation
    occluded: bool = False
    source: str | None = None
    score: float | None = None

    @property
    def outside(self) -> bool:
        """Whether the thing is not in the picture from this frame on."""
        return self.shape is None

    def to_json(self) -> dict[str, JSON]:
        """``{"pts", "shape", "interpolation"}``, and of the other fields those that say something."""
        key: dict[str, JSON] = {
            "pts": self.pts,
            "shape": None if self.shape is None else self.shape.to_json(),
            "interpolation": self.interpolation.value,
        }
        if self.occluded:
            key["occluded"] = True
        if self.outside:
            key["outside"] = True
        if self.source is not None:
            key["source"] = self.source
        if self.score is not None:
            key["score"] = self.score
        return key


@dataclass(frozen=True, slots=True)
class Track:
    """One thing through time: keys in the order of time, the first where the track begins.

    ``kind`` is that of all shapes; ``end_pts`` is the tick at which the track ends, which the annotation
    says and not its geometry.
    """

    kind: Kind
    keys: tuple[Key, ...]
    end_pts: int

    def to_json(self) -> dict[str, JSON]:
        """``{"kind", "keys": […]}``."""
        return {"kind": self.kind.value, "keys": [key.to_json() for key in self.keys]}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A track on one frame: the shape, and whether a key says it or one of the ways between keys."""

    shape: Shape
    source: Literal["key", "linear", "hold"]
    occluded: bool = False

    @property
    def interpolated(self) -> bool:
        """Whether nobody said it of this very frame."""
        return self.source != "key"


def key_at(track: Track, pts: int) -> Key | None:
    """The key that counts at a tick: the last one there or before it; ``None`` before the track begins."""
    at = bisect_right(track.keys, pts, key=lambda key: key.pts) - 1
    return track.keys[at] if at >= 0 else None


def shape_at(track: Track, pts: int) -> Sighting | None:
    """What a track shows on the frame at a tick; ``None`` outside its span and out of the picture.

    Between a linear key and the next one, positions go evenly with the ticks: of boxes (turning the shorter
    way round), of polygons whose rings have the same numbers of vertices, and of as many points, where both
    keys have the point. Everything else is held: masks, unlike shapes, what comes before an ``outside`` key
    or after the last one. Flags are always those of the key before.
    """
    at = bisect_right(track.keys, pts, key=lambda key: key.pts) - 1
    if at < 0 or pts >= track.end_pts:
        return None
    key = track.keys[at]
    if key.shape is None:
        return None
    if key.pts == pts:
        return Sighting(key.shape, "key", key.occluded)
    if key.interpolation is Interpolation.LINEAR and at + 1 < len(track.keys):
        after = track.keys[at + 1]
        share = (pts - key.pts) / (after.pts - key.pts)
        between = None if after.shape is None else _between(key.shape, after.shape, share)
        if between is not None:
            return Sighting(between, "linear", key.occluded)
    return Sighting(key.shape, "hold", key.occluded)


def _between(a: Shape, b: Shape, share: float) -> Shape | None:
    """The shape at a share of the way from ``a`` to ``b``; ``None`` where there is no way."""
    match a, b:
        case Box(), Box():
            return Box(
                _mix(a.x, b.x, share),
                _mix(a.y, b.y, share),
                _mix(a.width, b.width, share),
                _mix(a.height, b.height, share),
                _turned(a.rotation, b.rotation, share),
            )
        case Polygon(), Polygon() if _vertex_counts(a) == _vertex_counts(b):
            return Polygon(
                tuple(
                    tuple(_ring_between(*rings, share) for rings in zip(*parts, strict=True))
                    for parts in zip(a.parts, b.parts, strict=True)
                )
            )
        case Points(), Points() if len(a.points) == len(b.points):
            return Points(tuple(_point_between(p, q, share) for p, q in zip(a.points, b.points, strict=True)))
    return None


def _mix(a: float, b: float, share: float) -> float:
    return a + (b - a) * share


def _turned(a: float, b: float, share: float) -> float:
    way = (b - a) % 360
    turned = a + (way - 360 if way > 180 else way) * share
    if turned > 180:
        return turned - 360
    return turned + 360 if turned <= -180 else turned


def _vertex_counts(polygon: Polygon) -> list[list[int]]:
    return [[len(ring) for ring in rings] for rings in polygon.parts]


def _ring_between(a: Ring, b: Ring, share: float) -> Ring:
    return tuple((_mix(p[0], q[0], share), _mix(p[1], q[1], share)) for p, q in zip(a, b, strict=True))


def _point_between(a: Point | None, b: Point | None, share: float) -> Point | None:
    if a is None or b is None:
        return a
    return Point(_mix(a.x, b.x, share), _mix(a.y, b.y, share), a.negative, a.occluded)
