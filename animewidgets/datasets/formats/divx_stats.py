"""First-pass statistics of DivX: ``##map version`` and one line per picture with its type I, P or B.

Source: Aegisub, ``libaegisub/common/keyframe.cpp``, which takes the lines in the order of the file and looks
for the letters in the order I, P, B; so does this reader. DivX's own description is not public.
"""

from __future__ import annotations

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.formats.base import FrameAt, Mark, Reading, ReadOptions
from animewidgets.datasets.text import Document

HEADER = "##map version"


def sniff(document: Document) -> bool:
    """Whether the first line is the header."""
    return bool(document.head(1)) and document.head(1)[0].startswith(HEADER)


def read(document: Document, _clock: FrameClock, _options: ReadOptions) -> Reading:
    """The I pictures; lines without a type are no pictures."""
    reading = Reading()
    frame = 0
    for line, text in document.lines():
        letter = next((one for one in "IPB" if one in text), None)
        if letter is None or text.lstrip().startswith("#"):
            continue
        if letter == "I":
            reading.marks.append(Mark(line, FrameAt(frame)))
        frame += 1
    if not frame:
        raise document.wrong("no line names a picture of type I, P or B")
    reading.frames = frame
    return reading
