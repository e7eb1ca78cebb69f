"""A text track of a media file as a subtitle file of its own, with edited times.

An ASS track keeps its header (styles, script info) and the order in which its events were written; WebVTT
loses what the container keeps beside the text (positions, identifiers); ``mov_text`` loses its styles.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.formats.base import clock_text
from animewidgets.datasets.rounding import CENTISECOND, MILLISECOND, units_of
from animewidgets.datasets.subtitles.embedded import TEXT_CODECS, EmbeddedText, Packet
from animewidgets.errors import FormatError
from animewidgets.timebase import round_half_up

Times = Mapping[int, tuple[int, int]]


def suffix_of(track: EmbeddedText) -> str:
    """The ending that the file should have."""
    return {"ass": ".ass", "vtt": ".vtt"}.get(TEXT_CODECS.get(track.codec, ""), ".srt")


def file_text(track: EmbeddedText, edits: Times, clock: FrameClock) -> str:
    """The track as the text of a file.

    Args:
        track: see :func:`~animewidgets.datasets.subtitles.embedded.embedded_texts`.
        edits: by line, start and end in ticks of the release; other lines keep the container's times.
        clock: of the release.

    Raises:
        FormatError: the track is one of bitmaps.
    """
    form = TEXT_CODECS.get(track.codec)
    if form is None:
        raise FormatError(
            f"track {track.stream} ({track.codec}) is made of pictures and has no text to write: take a text "
            "track, or recognise its text with an OCR program first"
        )
    if form == "ass":
        return _ass(track, edits, clock)
    rows = ["WEBVTT", ""] if form == "vtt" else []
    for n, packet in enumerate(track.packets):
        start, end = _times(n, packet, edits, clock, MILLISECOND)
        mark = "." if form == "vtt" else ","
        times = " --> ".join(clock_text(units * MILLISECOND, 3, mark) for units in (start, end))
        number = [] if form == "vtt" else [str(n + 1)]
        rows += [*number, times, packet.text.strip("\r\n"), ""]
    return "\n".join(rows)


def _ass(track: EmbeddedText, edits: Times, clock: FrameClock) -> str:
    events: list[tuple[int, str]] = []
    for n, packet in enumerate(track.packets):
        order, _, rest = packet.text.partition(",")
        layer, _, rest = rest.partition(",")
        times = ",".join(_ass_time(units) for units in _times(n, packet, edits, clock, CENTISECOND))
        place = int(order) if order.isascii() and order.isdigit() and len(order) < 10 else n
        events.append((place, f"Dialogue: {layer},{times},{rest}"))
    header = track.header.decode("utf-8", "replace").rstrip("\0\r\n")
    return "\n".join([header, *(text for _, text in sorted(events, key=lambda one: one[0])), ""])


def _times(n: int, packet: Packet, edits: Times, clock: FrameClock, unit: Fraction) -> tuple[int, int]:
    if n in edits:
        start, end = edits[n]
        return units_of(start, clock, unit), units_of(end, clock, unit)
    zero = clock.zero * clock.time_base
    at = packet.pts * packet.time_base - zero
    start, end = (round_half_up(t / unit) for t in (at, at + packet.duration * packet.time_base))
    return max(0, start), max(0, end)


def _ass_time(units: int) -> str:
    return clock_text(units * CENTISECOND, 2).removeprefix("0")
