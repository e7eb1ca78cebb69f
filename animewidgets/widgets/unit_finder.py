"""The units of a release as its project stands: by its cuts where it has any, else by what analysis finds."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING

from animewidgets.annotations import UnitKind, UnitRule
from animewidgets.annotations.units import Units, needs_cuts, needs_frames, units_of
from animewidgets.media import FrameSource, Media

if TYPE_CHECKING:
    from animewidgets.annotations import ReleaseBounds

#: Frames that stand for a shot, where units are key frames.
KEY_FRAMES_OF_A_SHOT = 3

Tell = Callable[[int, int], None]


def find_units(
    rule: UnitRule,
    media: FrameSource,
    bounds: ReleaseBounds,
    cuts: list[int],
    *,
    tell: Tell | None = None,
    cancel: Event | None = None,
) -> Units:
    """Divide a release into units.

    Args:
        rule: how.
        media: what plays it; looked through where shots or drawings must be found first.
        bounds: its frames.
        cuts: ticks of the cuts that its project has.
        tell: hears how many of how many frames were looked at.
        cancel: set when nobody waits any more.

    Raises what :func:`animewidgets.analysis.drawings.find_drawings` and ``detect`` raise.
    """
    found: list[tuple[int, int]] = []
    if (needs_cuts(rule) or needs_frames(rule)) and not cuts and isinstance(media, Media):
        cuts = _detected(media, tell, cancel)
    if needs_frames(rule):
        shots = units_of(UnitRule(UnitKind.SHOT), bounds, media.time_base, cuts=cuts).spans()
        frames = [tuple(int(edge) for edge in bounds.pts.searchsorted(shot)) for shot in shots]
        found = _looked_for(rule, media, bounds, frames, tell, cancel)
    return units_of(rule, bounds, media.time_base, release_id=media.release_id, cuts=cuts, found=found)


def _detected(media: Media, tell: Tell | None, cancel: Event | None) -> list[int]:
    from animewidgets.analysis.shots import detect
    from animewidgets.widgets.shot_methods import known_cuts

    known = known_cuts(media)
    if not known:
        detection = detect(media, operating_point="cuts", progress=tell, cancel=cancel)
        known = [int(frame) for frame in detection.transitions.frame]
    return [int(media.index.pts[frame]) for frame in known]


def _looked_for(
    rule: UnitRule,
    media: FrameSource,
    bounds: ReleaseBounds,
    shots: list[tuple[int, ...]],
    tell: Tell | None,
    cancel: Event | None,
) -> list[tuple[int, int]]:
    """Drawings or key frames, as spans in ticks. Of images that are no film each one is its own."""
    pts, count = bounds.pts, len(bounds.pts)
    following = [*map(int, pts[1:]), bounds.end_pts]
    if not isinstance(media, Media):
        return list(zip(map(int, pts), following, strict=True))
    from animewidgets.analysis.drawings import find_drawings, keyframes

    spans = [(start, stop) for start, stop in shots]
    drawings = find_drawings(media, spans, progress=tell, cancel=cancel)
    if rule.of is UnitKind.DRAWING:
        runs = drawings.runs
        return [
            (int(start), int(stop))
            for start, stop, mixed in zip(runs.start_pts, runs.stop_pts, runs.mixed, strict=True)
            if not mixed
        ]
    found: list[tuple[int, int]] = []
    for start, stop in spans:
        if cancel is not None and cancel.is_set():
            break
        standing = keyframes(media, (start, stop), KEY_FRAMES_OF_A_SHOT, drawings=drawings)
        found.extend((int(pts[one.ordinal]), following[one.ordinal]) for one in standing)
        if tell is not None:
            tell(stop, count)
    return found
