"""WWXD's log of scene changes, in the form of x264's qpfile: ``<frame> I -1`` per line, from 0.

Source: the scripts around dubhater's vapoursynth-wwxd, and x264's ``--qpfile`` (frame, type, QP). Files
without a header are read as well. Only frames of type I, i or K are marks.
"""

from __future__ import annotations

import re

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.formats.base import FrameAt, Mark, Reading, ReadOptions, whole
from animewidgets.datasets.text import Document, shown

HEADER = "# WWXD log file, using qpfile format"

_LINE = re.compile(r"(\d{1,18})\s+([IiKPpBb])(?:\s+-?\d+(?:\.\d+)?)?", re.ASCII)


def sniff(document: Document) -> bool:
    """Whether there is the header, or nothing but lines of a qpfile."""
    head = document.head()
    if head[:1] == [HEADER]:
        return True
    told = [line for line in head if not line.startswith("#")]
    return bool(told) and all(_LINE.fullmatch(line) for line in told)


def read(document: Document, _clock: FrameClock, _options: ReadOptions) -> Reading:
    """The frames that are forced to be intra."""
    reading = Reading()
    for line, text in document.lines():
        text = text.strip()
        if not text or text.startswith("#"):
            continue
        found = _LINE.fullmatch(text)
        number = whole(found[1]) if found else None
        if found is None or number is None:
            raise document.wrong(
                f"{shown(text)!r} is no line of a qpfile: '<frame> <type> <QP>', as in '1234 I -1'",
                line=line,
                value=text,
            )
        if found[2] in "IiK":
            reading.marks.append(Mark(line, FrameAt(number)))
    return reading
