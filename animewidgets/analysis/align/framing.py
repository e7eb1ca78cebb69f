"""Where the picture of one release is in that of the other, by their bars and sizes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.result import AlignedPiece
from animewidgets.analysis.fingerprint.columns import Fingerprint


def picture_between(
    pieces: Sequence[AlignedPiece], source: Fingerprint, target: Fingerprint
) -> tuple[float, float, float, float] | None:
    """Scale and shift of x and y, in pixels, between what lies within the bars of both."""
    rows: list[NDArray[np.int64]] = [np.zeros(0, np.int64), np.zeros(0, np.int64)]
    for piece in pieces:
        for side, of, span in ((0, source, piece.source), (1, target, piece.target)):
            if span is not None and "picture_changed" not in piece.flags:
                low, high = np.searchsorted(of.pts, [span.start, span.end])
                rows[side] = np.append(rows[side], np.arange(low, high))
    if not len(rows[0]) or not len(rows[1]):
        return None
    boxes = []
    for of, seen in zip((source, target), rows, strict=True):
        usual = of.boxes[int(np.argmax(np.bincount(of.box[seen])))]
        boxes.append(usual * np.array([of.size[1], of.size[1], of.size[0], of.size[0]]))
    (top, bottom, left, right), (above, below, before, after) = boxes[0].tolist(), boxes[1].tolist()
    x, y = (after - before) / (right - left), (below - above) / (bottom - top)
    return x, y, before - x * left, above - y * top
