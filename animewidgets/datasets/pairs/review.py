"""What a person decided of labels that were bound: taken or not, and moved by how many frames. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from animewidgets.annotations import JSON, Annotation, Kind
from animewidgets.annotations.validate import OFF_FRAME_KINDS
from animewidgets.errors import PairsError
from animewidgets.timemaps import Axis

#: So many frames to either side a label may be moved by hand; what is further off was bound wrongly.
MOST_FRAMES = 1000


@dataclass(frozen=True, slots=True)
class Decision:
    """Of one label: whether it is taken, and by how many frames of the release it came to it was moved."""

    accepted: bool
    by: int = 0

    def __post_init__(self) -> None:
        if abs(self.by) > MOST_FRAMES:
            raise ValueError(f"a label is moved by at most {MOST_FRAMES} frames, not by {self.by}")


def nudged(annotation: Annotation, axis: Axis, by: int) -> Annotation:
    """An annotation as it is some frames later, or earlier where ``by`` is negative.

    All its times go along: the mixed frames of a gradual cut, and the keys of a track. What lies between
    frames goes by so many mean durations of a frame.

    Raises:
        PairsError: it would lie outside the release.
    """
    if not by:
        return annotation
    # Where frames begin, and where the last one ends: the borders that spans may have.
    borders = np.append(axis.pts, axis.end_pts)
    step = (axis.end_pts - int(axis.pts[0])) / len(axis.pts)

    def moved(pts: int) -> int:
        if annotation.kind in OFF_FRAME_KINDS:
            there = pts + round(by * step)
            inside = int(axis.pts[0]) <= there <= axis.end_pts
        else:
            at = int(np.searchsorted(borders, pts)) + by
            inside = 0 <= at < len(borders)
            there = int(borders[at]) if inside else 0
        if not inside:
            raise PairsError(f"moved by {by} frames, it would lie outside the release")
        return there

    start = moved(annotation.start_pts)
    if annotation.end_pts is None and start == axis.end_pts:
        raise PairsError(f"moved by {by} frames, it would lie outside the release")
    return replace(
        annotation,
        start_pts=start,
        end_pts=None if annotation.end_pts is None else moved(annotation.end_pts),
        attributes=_moved_cut(annotation, moved),
        geometry=_moved_track(annotation, moved),
    )


def _moved_cut(annotation: Annotation, moved: Callable[[int], int]) -> dict[str, JSON]:
    attributes = dict(annotation.attributes)
    if annotation.kind is Kind.CUT:
        for name in ("from_pts", "until_pts"):
            if isinstance(tick := attributes.get(name), int):
                attributes[name] = moved(tick)
    return attributes


def _moved_track(annotation: Annotation, moved: Callable[[int], int]) -> dict[str, JSON] | None:
    geometry = None if annotation.geometry is None else dict(annotation.geometry)
    if annotation.kind is not Kind.TRACK or geometry is None:
        return geometry
    keys = geometry.get("keys")
    if isinstance(keys, list):
        geometry["keys"] = [
            {**key, "pts": moved(key["pts"])}
            for key in keys
            if isinstance(key, dict) and isinstance(key["pts"], int)
        ]
    return geometry
