"""PySceneDetect's statistics: a CSV with the detectors' measures of every frame, counted from 1.

Source: PySceneDetect, ``scenedetect/stats_manager.py``. A frame whose measure reaches the detector's own
threshold, and is not topped by a neighbour, becomes a mark with a score. The measure is the first of
``adaptive_ratio``, ``content_val``, ``hash_dist`` and ``hist_diff`` that the file has. On a variable
frame rate the timecode counts, and not the number, for the reason that ``scene_csv.py`` gives.
"""

from __future__ import annotations

from collections.abc import Mapping

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.formats.base import (
    At,
    FrameAt,
    Mark,
    Reading,
    ReadOptions,
    TimeAt,
    above,
    clock_time,
    real,
    whole,
)
from animewidgets.datasets.formats.scene_csv import rows_of
from animewidgets.datasets.text import Document, shown

_FIRST = "Frame Number"

#: The thresholds of PySceneDetect's detectors: AdaptiveDetector, ContentDetector, HashDetector. Histograms
#: correlate, so that low means a cut; they are read as 1 - correlation against 1 - 0.95.
_MEASURES = {"adaptive_ratio": 3.0, "content_val": 27.0, "hash_dist": 0.395, "hist_diff": 0.05}


def sniff(document: Document) -> bool:
    """Whether the first row is the header."""
    head = document.head(1)
    return bool(head) and head[0].startswith(_FIRST) and "Timecode" in head[0]


def read(document: Document, clock: FrameClock, options: ReadOptions) -> Reading:
    """The frames where a measure peaks."""
    counted = clock.constant
    measure: str | None = None
    scored: list[tuple[int, At, float]] = []
    frames = 0
    for line, row in rows_of(document, _FIRST, needed=(_FIRST,)):
        if measure is None:
            measure = next((name for name in _MEASURES if any(name in column for column in row)), None)
            if measure is None:
                raise document.wrong(
                    f"no column holds a measure that is known: {', '.join(_MEASURES)}", line=line
                )
            column = next(column for column in row if measure in column)
        first = row.get(_FIRST, "")
        number = whole(first)
        if not number:
            raise document.wrong(f"{shown(first)!r} is no frame number from 1", line=line, value=first)
        frames = max(frames, number)
        text = row.get(column, "").strip()
        if not text or text == "None":
            continue  # measures that look back or ahead have none at the ends
        value = real(text)
        if value is None:
            raise document.wrong(f"{column} {shown(text)!r} is no number", line=line, value=text)
        at = FrameAt(number - 1) if counted else _time(document, line, row)
        scored.append((line, at, 1 - value if measure == "hist_diff" else value))
    if measure is None:
        raise document.wrong("there is no row below the header")
    threshold = _MEASURES[measure] if options.threshold is None else options.threshold
    marks = [Mark(line, at, score=score) for line, at, score in above(scored, threshold, peaks=True)]
    note = f"{len(marks)} of {len(scored)} frames have a peak of {measure} from {threshold:g} on"
    return Reading(marks, frames=frames if counted else None, warnings=[note])


def _time(document: Document, line: int, row: Mapping[str, str]) -> TimeAt:
    text = row.get("Timecode", "")
    time = clock_time(text)
    if time is None:
        raise document.wrong(f"{shown(text)!r} is no timecode, as in 00:00:01.001", line=line, value=text)
    return TimeAt(*time, from_first=True)
