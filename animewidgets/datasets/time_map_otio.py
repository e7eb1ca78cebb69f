"""Time maps as OpenTimelineIO timelines: what of the source plays when in the target.

Source: https://opentimelineio.readthedocs.io. One video track in the order of the target's time: of a match
a clip of the source, of what only the target has one of the target, and gaps where the map says nothing. A
clip's length is that on the target's axis; where the source plays at another speed it has a time warp.
What only the source has stands in the timeline's metadata.
"""

from __future__ import annotations

import importlib
import json
from fractions import Fraction
from types import ModuleType

from animewidgets.errors import FormatLibraryMissing
from animewidgets.timebase import Span
from animewidgets.timemaps import Piece, TimeMap, write_patch

_OURS = "animewidgets"


def write_otio(time_map: TimeMap, *, source_name: str, target_name: str) -> str:
    """A timeline of a map, as OTIO's JSON.

    Args:
        time_map: from the source to the target.
        source_name: what the source is called in it.
        target_name: what the target is called in it.

    Raises:
        FormatLibraryMissing: OpenTimelineIO is not installed.
    """
    otio = _library()
    timeline = otio.schema.Timeline(name=f"{source_name} in {target_name}")
    timeline.metadata[_OURS] = {"patch": json.loads(write_patch(time_map))}
    track = otio.schema.Track(name="V1", kind=otio.schema.TrackKind.Video)
    timeline.tracks.append(track)

    def seconds_at(ticks: int, base: Fraction) -> object:
        # At a rate of one tick, so that times stay integers.
        return otio.opentime.RationalTime(ticks * base.numerator, base.denominator)

    def on_target(span: Span) -> object:
        base = time_map.target_time_base
        return otio.opentime.TimeRange(seconds_at(span.start, base), seconds_at(span.duration, base))

    at: int | None = None
    for piece, target in _in_target_order(time_map):
        if at is not None and target.start > at:
            track.append(otio.schema.Gap(source_range=on_target(Span(0, target.start - at))))
        at = target.end
        clip = otio.schema.Clip(name=piece.role)
        clip.metadata[_OURS] = {
            "role": piece.role,
            "status": piece.status,
            "confidence": repr(piece.confidence),
        }
        if piece.source is None:
            clip.media_reference = otio.schema.MissingReference(name=target_name)
            clip.source_range = on_target(target)
        else:
            clip.media_reference = otio.schema.MissingReference(name=source_name)
            begin = seconds_at(piece.source.start, time_map.source_time_base)
            clip.source_range = otio.opentime.TimeRange(
                begin, seconds_at(target.duration, time_map.target_time_base)
            )
            speed = time_map.source_time_base / (piece.slope * time_map.target_time_base)
            if speed != 1:
                clip.effects.append(otio.schema.LinearTimeWarp(name="speed", time_scalar=float(speed)))
        track.append(clip)
    return str(otio.adapters.write_to_string(timeline, "otio_json")) + "\n"


def _in_target_order(time_map: TimeMap) -> list[tuple[Piece, Span]]:
    """Pieces that the target has; of two that claim the same ticks the one that begins first."""
    there = [(one, one.target) for one in time_map.pieces if one.target is not None]
    kept: list[tuple[Piece, Span]] = []
    for piece, target in sorted(there, key=lambda both: both[1]):
        if not kept or target.start >= kept[-1][1].end:
            kept.append((piece, target))
    return kept


def _library() -> ModuleType:
    try:
        return importlib.import_module("opentimelineio")
    except ImportError as error:
        raise FormatLibraryMissing("OpenTimelineIO is not installed: 'pip install opentimelineio'") from error
