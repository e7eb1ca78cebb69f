"""Time maps: piece by piece from one release's time axis to another's, and frames carried along them."""

from animewidgets.timemaps.carry import (
    Axis,
    Carried,
    CarriedFrames,
    CarriedSpans,
    Outcome,
    carry_frames,
    carry_span,
    carry_spans,
)
from animewidgets.timemaps.patch import read_patch, write_patch
from animewidgets.timemaps.picture import PictureMap
from animewidgets.timemaps.pieces import Evidence, Flag, Piece, PieceRole, Status, Uncertainty
from animewidgets.timemaps.timemap import TimeMap, along

__all__ = [
    "Axis",
    "Carried",
    "CarriedFrames",
    "CarriedSpans",
    "Evidence",
    "Flag",
    "Outcome",
    "PictureMap",
    "Piece",
    "PieceRole",
    "Status",
    "TimeMap",
    "Uncertainty",
    "along",
    "carry_frames",
    "carry_span",
    "carry_spans",
    "read_patch",
    "write_patch",
]
