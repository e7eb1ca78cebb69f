"""An alignment as a time map: the one place that knows both."""

from __future__ import annotations

from animewidgets.analysis.align.result import Alignment
from animewidgets.timebase import TimeMap, TimeMapPiece


def as_time_map(alignment: Alignment) -> TimeMap:
    """The time map from the source to the target of an alignment; every piece is ``proposed``."""
    return TimeMap(
        alignment.source_time_base,
        alignment.target_time_base,
        tuple(
            TimeMapPiece(piece.source, piece.target, piece.role, piece.confidence)
            for piece in alignment.pieces
        ),
    )
