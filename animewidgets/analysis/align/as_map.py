"""An alignment as a time map: the one place that knows both."""

from __future__ import annotations

from fractions import Fraction

from animewidgets.analysis.align.result import AlignedPiece, Alignment
from animewidgets.timemaps import Evidence, Flag, PictureMap, Piece, TimeMap, Uncertainty


def as_time_map(alignment: Alignment) -> TimeMap:
    """The time map from the source to the target of an alignment; every piece is ``proposed``."""
    tick = alignment.source_time_base / alignment.target_time_base
    picture = alignment.picture
    return TimeMap(
        alignment.source_time_base,
        alignment.target_time_base,
        tuple(_piece(piece, tick) for piece in alignment.pieces),
        alignment.source_release,
        alignment.target_release,
        None if picture is None else PictureMap(*picture),
    )


def _piece(piece: AlignedPiece, tick: Fraction) -> Piece:
    evidence, uncertainty = piece.evidence, piece.uncertainty
    return Piece(
        piece.source,
        piece.target,
        piece.role,
        piece.confidence,
        rate=None if piece.rate is None else piece.rate * tick,
        evidence=None
        if evidence is None
        else Evidence(evidence.frames, evidence.changes, evidence.agreed, evidence.sound),
        uncertainty=Uncertainty()
        if uncertainty is None
        else Uncertainty(uncertainty.offset, max(uncertainty.start), max(uncertainty.end)),
        flags=frozenset(Flag(flag) for flag in piece.flags),
        alternatives=piece.alternatives,
    )
