"""First-pass statistics of XviD, and the logs of SCXvid in the same form: one letter per picture.

Source: xvidcore, ``plugins/plugin_2pass1.c``; Aegisub, ``libaegisub/common/keyframe.cpp``. A line begins
with ``i``, ``p``, ``b`` or ``s``. XviD writes them in coding order, where a B picture follows the reference
that is displayed after it; SCXvid and other programs that borrow the form have no B pictures, or (without
``p``) write in the order of display.
"""

from __future__ import annotations

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.formats.base import FrameAt, Mark, Reading, ReadOptions
from animewidgets.datasets.text import Document, shown

HEADERS = (
    "# XviD 2pass stat file",
    "# ffmpeg 2-pass log file, using xvid codec",
    "# avconv 2-pass log file, using xvid codec",
)


def sniff(document: Document) -> bool:
    """Whether the first line is one of the headers."""
    return bool(document.head(1)) and document.head(1)[0].startswith(HEADERS)


def read(document: Document, _clock: FrameClock, _options: ReadOptions) -> Reading:
    """The I pictures at their place in the order of display, and how many pictures there are."""
    pictures: list[tuple[str, int]] = []
    for line, text in document.lines():
        letter = text.strip()[:1].lower()
        if not letter or letter == "#":
            continue
        if letter not in "ipbs" or text.strip()[1:2].isalnum():
            raise document.wrong(
                f"{shown(text, 40)!r} is no picture: a line begins with i, p, b or s", line=line, value=text
            )
        pictures.append((letter, line))
    letters = {letter for letter, _ in pictures}
    if "b" in letters and letters & {"p", "s"}:
        pictures = displayed(pictures)
    marks = [Mark(line, FrameAt(n)) for n, (letter, line) in enumerate(pictures) if letter == "i"]
    return Reading(marks, frames=len(pictures))


def displayed(coded: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Pictures in the order of display: each reference goes behind the B pictures that follow it."""
    seen: list[tuple[str, int]] = []
    held: tuple[str, int] | None = None
    for picture in coded:
        if picture[0] == "b":
            seen.append(picture)
            continue
        if held is not None:
            seen.append(held)
        held = picture
    return seen if held is None else [*seen, held]
