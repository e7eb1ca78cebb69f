"""Plain frames or timecodes, one per line: whatever people write down or copy from a player.

Read are a frame number (``1234``, from 0), seconds (``51.468``), ``h:mm:ss.ms`` or ``mm:ss.ms``, SMPTE
timecode ``h:mm:ss:ff`` and drop-frame ``h:mm:ss;ff``; forms may be mixed. Empty lines and what follows a
``#`` are passed over.
"""

from __future__ import annotations

import re

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.formats.base import (
    At,
    FrameAt,
    Mark,
    Reading,
    ReadOptions,
    TimeAt,
    clock_time,
    decimal,
    whole,
)
from animewidgets.datasets.text import Document, shown
from animewidgets.datasets.timecode import from_timecode, has_drop_frame, nominal_base

_SMPTE = re.compile(r"(\d{1,2}):(\d{1,2}):(\d{1,2})([:;])(\d{1,2})", re.ASCII)

_FORMS = "a frame number, seconds, h:mm:ss.ms, h:mm:ss:ff or h:mm:ss;ff"


def sniff(document: Document) -> bool:
    """Whether the first lines are nothing but frames and times."""
    told = [text for line in document.head() if (text := _said(line))]
    return bool(told) and all(
        _SMPTE.fullmatch(text) or whole(text) is not None or decimal(text) or clock_time(text)
        for text in told
    )


def read(document: Document, clock: FrameClock, options: ReadOptions) -> Reading:
    """One mark per line."""
    try:
        start = 0 if options.start is None else smpte(options.start, clock)
    except ValueError as error:
        raise document.wrong(f"start {shown(options.start or '')!r}: {error}") from error
    reading = Reading()
    counted = 0
    for line, raw in document.lines():
        text = _said(raw)
        if not text:
            continue
        try:
            at = _at(text, clock, start)
        except ValueError as error:
            raise document.wrong(f"{shown(text)!r}: {error}", line=line, value=text) from error
        reading.marks.append(Mark(line, at))
        counted += _SMPTE.fullmatch(text) is not None
    if counted and not clock.constant:
        reading.warnings.append(
            f"{counted} timecodes count frames at a constant rate; on this variable frame rate they are "
            "taken for the ordinals of frames"
        )
    return reading


def smpte(text: str, clock: FrameClock) -> int:
    """The frame number of a SMPTE timecode at the release's nominal rate. Raises ``ValueError``."""
    found = _SMPTE.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{shown(text)!r} is no timecode: hh:mm:ss:ff, or hh:mm:ss;ff for drop frame")
    drop = found[4] == ";"
    if drop and not has_drop_frame(clock.rate):
        raise ValueError(
            f"there is no drop-frame timecode at {clock.rate} frames a second; write ':' for ';'"
        )
    hours, minutes, seconds, frame = (int(found[n]) for n in (1, 2, 3, 5))
    return from_timecode(hours, minutes, seconds, frame, nominal_base(clock.rate), drop=drop)


def _said(line: str) -> str:
    return line.partition("#")[0].strip()


def _at(text: str, clock: FrameClock, start: int) -> At:
    number = whole(text)
    if number is not None:
        return FrameAt(number)
    if _SMPTE.fullmatch(text):
        return FrameAt(smpte(text, clock) - start)
    time = decimal(text) or clock_time(text)
    if time is None:
        raise ValueError(f"is none of {_FORMS}")
    return TimeAt(*time)
