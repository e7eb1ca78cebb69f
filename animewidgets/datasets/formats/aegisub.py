"""Aegisub's key-frame list, version 1: a header, ``fps``, and one frame number per line, from 0.

Source: Aegisub, ``libaegisub/common/keyframe.cpp``. Other programs write the same header over lines such as
``1234 I -1``; these are read, too. Transitions, scores and names are lost: the format has room for none.
"""

from __future__ import annotations

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.cutlist import CutList
from animewidgets.datasets.formats.base import FrameAt, Mark, Reading, ReadOptions, WriteOptions, whole
from animewidgets.datasets.text import Document, shown

HEADER = "# keyframe format v1"


def sniff(document: Document) -> bool:
    """Whether the first line is the header."""
    return document.head(1) == [HEADER]


def read(document: Document, _clock: FrameClock, _options: ReadOptions) -> Reading:
    """The frame numbers. The rate in the header is not needed, and Aegisub writes 0."""
    reading = Reading()
    for line, text in document.lines():
        words = text.split()
        if not words or words[0].startswith("#") or words[0].lower() == "fps":
            continue
        number = whole(words[0])
        if number is None or (len(words) > 1 and not words[1].isalpha()):
            raise document.wrong(
                f"{shown(text)!r} is no frame number: each line holds one, from 0", line=line, value=text
            )
        reading.marks.append(Mark(line, FrameAt(number)))
    return reading


def write(cuts: CutList, _clock: FrameClock, _options: WriteOptions) -> str:
    """Frame 0 first, as Aegisub does: its first frame is a key frame always."""
    numbers = sorted({0, *cuts.frame.tolist()})
    return "\n".join([HEADER, "fps 0", *map(str, numbers), ""])
