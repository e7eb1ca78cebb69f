"""An alignment as a time map: the one place that knows both."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from animewidgets.analysis.align.result import AlignedPiece, Alignment
from animewidgets.analysis.align.result import Uncertainty as Spread
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


def with_refined(alignment: Alignment, refined: TimeMap) -> Alignment:
    """An alignment as its refined time map has it; the evidence stays that of the fingerprints."""
    known = iter(alignment.matches)
    tick = alignment.source_time_base / alignment.target_time_base
    pieces = []
    for piece in refined.pieces:
        if not piece.is_match:
            pieces.append(AlignedPiece(piece.source, piece.target, None, piece.role, piece.confidence))
            continue
        spread = piece.uncertainty
        pieces.append(
            replace(
                next(known),
                source=piece.source,
                target=piece.target,
                rate=piece.slope / tick,
                role=piece.role,
                confidence=piece.confidence,
                uncertainty=Spread(spread.offset, (spread.start,) * 2, (spread.end,) * 2),
                flags=frozenset(flag.value for flag in piece.flags),
            )
        )
    shape = refined.picture
    return replace(
        alignment,
        pieces=tuple(pieces),
        picture=None if shape is None else (shape.scale_x, shape.scale_y, shape.shift_x, shape.shift_y),
    )
