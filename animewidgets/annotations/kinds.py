"""The kinds of annotation, and what place in time each one has."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an annotation says."""

    CUT = "cut"
    SEGMENT = "segment"
    TAG = "tag"
    BOX = "box"
    POLYGON = "polygon"
    MASK = "mask"
    POINT = "point"
    TRACK = "track"
    AUDIO_EVENT = "audio_event"
    TEXT = "text"
    FRAME_SET = "frame_set"


#: Kinds that stand on one frame: they have a start and no end.
FRAME_KINDS = frozenset({Kind.CUT, Kind.BOX, Kind.POLYGON, Kind.MASK, Kind.POINT})

#: Kinds that cover a half-open span: they need an end after their start.
SPAN_KINDS = frozenset({Kind.SEGMENT, Kind.TRACK, Kind.AUDIO_EVENT, Kind.TEXT})
