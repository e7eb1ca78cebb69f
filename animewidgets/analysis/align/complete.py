"""A whole map of matches: none uses what another one uses, and what only one side has lies between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from animewidgets.analysis.align.result import AlignedPiece
from animewidgets.analysis.fingerprint.columns import Fingerprint
from animewidgets.timebase import Span


def trimmed(pieces: Sequence[AlignedPiece], source: Fingerprint, target: Fingerprint) -> list[AlignedPiece]:
    """The matches, none of which uses a tick of the target that another one uses: the earlier one gives way.

    What is given away is less than a frame as a rule; a match that nothing is left of is dropped.
    """
    out = list(pieces)
    order = sorted(range(len(out)), key=lambda n: _there(out[n]).start)
    for k, n in enumerate(order[:-1]):
        piece = out[n]
        following = _there(out[order[k + 1]]).start
        if piece.source is None or piece.rate is None or _there(piece).end <= following:
            continue
        rate = piece.rate * source.time_base / target.time_base
        keep = int((following - _there(piece).start) / rate)
        end = _there(piece).start + int(keep * rate)
        if keep > 0 and end > _there(piece).start:
            out[n] = replace(
                piece,
                source=Span(piece.source.start, piece.source.start + keep),
                target=Span(_there(piece).start, end),
            )
        else:
            out[n] = replace(piece, source=None)
    return [piece for piece in out if piece.source is not None]


def _there(piece: AlignedPiece) -> Span:
    assert piece.target is not None
    return piece.target


def completed(pieces: list[AlignedPiece], source: Fingerprint, target: Fingerprint) -> Iterator[AlignedPiece]:
    """The matches, with what only the source and only the target has between them."""
    if not len(source) or not len(target):
        return
    whole = Span(int(target.pts[0]), target.end_pts)
    used = sorted((p.target for p in pieces if p.target is not None), key=lambda s: s.start)
    least = _half_a_frame(target)
    free: list[Span] = []
    at = whole.start
    for span in used:
        if span.start - at > least:
            free.append(Span(at, span.start))
        at = max(at, span.end)
    if whole.end - at > least:
        free.append(Span(at, whole.end))

    def only_target(upto: int | None, after: int) -> Iterator[AlignedPiece]:
        for span in list(free):
            if span.start >= after and (upto is None or span.end <= upto):
                free.remove(span)
                yield AlignedPiece(None, span, None, "unknown", 1.0)

    at = int(source.pts[0])
    target_at = whole.start
    left_over = _half_a_frame(source)
    sure = [piece.confidence for piece in pieces]
    for n, piece in enumerate(pieces):
        assert piece.source is not None
        assert piece.target is not None
        # What one side alone has is as sure as what is around it.
        around = min(sure[max(0, n - 1) : n + 1])
        if piece.source.start - at > left_over:
            yield AlignedPiece(Span(at, piece.source.start), None, None, "unknown", around)
        for only in only_target(piece.target.start, target_at):
            yield replace(only, confidence=around)
        yield piece
        at, target_at = piece.source.end, piece.target.end
    last = sure[-1] if sure else 1.0
    if source.end_pts - at > left_over:
        yield AlignedPiece(Span(at, source.end_pts), None, None, "unknown", last)
    for only in only_target(None, whole.start):
        yield replace(only, confidence=last)


def _half_a_frame(of: Fingerprint) -> int:
    return int(np.median(np.diff(of.pts, append=of.end_pts))) // 2
