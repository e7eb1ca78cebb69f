"""First-pass statistics of x264 and x265: one line per picture, ``in:<n> out:<n> type:<t> …``.

Source: x264, ``encoder/ratecontrol.c`` (types I, i, P, B, b; ``in`` is the rank of the picture in the order
of display, ``out`` in that of coding). Lines stand in coding order, so ``in`` is what counts, and not the
line's number. An encoder puts I pictures also where a group of pictures grew too long: snap points
rather than cuts.
"""

from __future__ import annotations

import re

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.formats.base import FrameAt, Mark, Reading, ReadOptions
from animewidgets.datasets.text import Document, shown

_LINE = re.compile(r"in:(\d{1,18}) out:(\d{1,18}) type:([A-Za-z])\b", re.ASCII)


def sniff(document: Document) -> bool:
    """Whether it begins with the options, or with a picture."""
    head = document.head(2)
    return bool(head) and (head[0].startswith("#options:") or bool(_LINE.match(head[0])))


def read(document: Document, _clock: FrameClock, _options: ReadOptions) -> Reading:
    """The pictures of type I and i, and how many pictures there are."""
    reading = Reading()
    highest, lines = -1, 0
    for line, text in document.lines():
        if not text.strip() or text.startswith("#"):
            continue
        found = _LINE.match(text.strip())
        if found is None:
            raise document.wrong(
                f"{shown(text, 40)!r} is no picture: 'in:<n> out:<n> type:<t> …'; an encode that was broken "
                "off leaves such lines, take them out",
                line=line,
                value=text,
            )
        number = int(found[1])
        lines += 1
        highest = max(highest, number)
        if found[3] in "Ii":
            reading.marks.append(Mark(line, FrameAt(number)))
    # A file that was concatenated from several encodes begins again at 0 and has more lines than numbers.
    if lines > highest + 1:
        raise document.wrong(
            f"{lines} pictures, but the highest number is {highest}: several encodes in one file", value=lines
        )
    reading.frames = highest + 1
    return reading
