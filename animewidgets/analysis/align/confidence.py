"""How sure a piece is: by what changed informatively, not by how alike the pictures are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.likeness import Likeness, Line
from animewidgets.analysis.align.result import Evidence
from animewidgets.analysis.fingerprint.signature import distances

# A picture that differs in so many bits from the last that counted is news.
_NEWS = 5
# With so many changes agreed a piece is as likely right as not.
_EVEN = 10.0


def evidence_of(likeness: Likeness, line: Line, first: int, stop: int) -> Evidence:
    """What speaks for source rows ``[first, stop)`` on a line."""
    alike = likeness.pictures(line, first, stop)
    news = informative(likeness.source.word[first:stop], likeness.source.blank[first:stop])
    rows = likeness.rows(line, first, stop)
    agreed = 0
    words, target = likeness.source.word[first:stop], likeness.target.word
    before = 0
    for at in news.tolist():
        if rows[at] < 0 or rows[before] < 0:
            before = at
            continue
        here = target[rows[at]]
        # The target must show the new picture, and not still the old one.
        right = np.bitwise_count(here ^ words[at])
        stale = np.bitwise_count(here ^ words[before])
        changed = at == before or target[rows[before]] != here
        if alike[at] > 0 and changed and (at == before or right < stale):
            agreed += 1
        before = at
    seen = alike[~np.isnan(alike) & ~likeness.source.blank[first:stop]]
    sound = None
    if len(likeness.heard):
        low, high = int(likeness.heard[first]), int(likeness.heard[stop - 1]) + 1
        loud = ~likeness.source_sound.blank[low:high]
        if loud.sum() >= 8:
            sound = float(likeness.sounds(line, low, high)[loud].mean())
    return Evidence(stop - first, len(news), agreed, float(seen.mean()) if len(seen) else 0.0, sound)


def informative(words: NDArray[np.uint64], blank: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Rows whose picture is news: it differs clearly from the last that was. Blank rows are none."""
    if not len(words):
        return np.zeros(0, np.int64)
    found: list[int] = []
    # Only rows that differ from the row before can be news.
    moved = np.flatnonzero(np.append(True, distances(words[1:], words[:-1]) > 0) & ~blank)
    last: np.uint64 | None = None
    for at in moved.tolist():
        word = words[at]
        if last is None or int(np.bitwise_count(word ^ last)) >= _NEWS:
            found.append(at)
            last = word
    return np.array(found, np.int64)


def confidence_of(evidence: Evidence) -> float:
    """From 0 to 1: how likely every frame of the piece is right to within a frame.

    Fewer than ten informative changes that agree give less than a half, whatever else agrees.
    """
    agreed = float(evidence.agreed)
    amount = 1 - float(0.5 ** ((agreed / _EVEN) ** 1.5))
    share = agreed / max(1, evidence.changes)
    return round(min(0.995, amount * min(1.0, 0.4 + share)), 4)
