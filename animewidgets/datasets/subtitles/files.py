"""Subtitle files: SubStation Alpha, SubRip and WebVTT, in whatever encoding they come."""

from __future__ import annotations

import hashlib
import html
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.subtitles import substation, timed_text
from animewidgets.datasets.subtitles.layout import MAX_LINES, Cue, Script
from animewidgets.datasets.subtitles.lines import SubtitleLine, SubtitleTrack
from animewidgets.datasets.text import encoding_of, read_bytes
from animewidgets.errors import UnknownFormat

if TYPE_CHECKING:
    from animewidgets.media import Media

_READERS: dict[str, Callable[[Script], Iterator[Cue]]] = {
    "ass": substation.cues,
    "ssa": substation.cues,
    "srt": timed_text.cues,
    "vtt": timed_text.cues,
}

#: The endings of the formats, for choosing files.
SUFFIXES = (".ass", ".ssa", ".srt", ".vtt")

_SECTION = re.compile(r"(?:^|[\r\n\ufeff\xbf])[ \t]{0,9}\[(script info|v4\+? styles|events)\]", re.IGNORECASE)
_ARROW = re.compile(r"\d[ \t]*-->[ \t]*-?\d", re.ASCII)
_DRAWING = re.compile(r"\\p([0-9]{1,4})")
_TAG = re.compile(r"<[^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}")


@dataclass(frozen=True, slots=True)
class SubtitleFile:
    """A subtitle file in memory: its bytes, and where its times stand in them."""

    script: Script
    format: str
    cues: tuple[Cue, ...]

    @property
    def source(self) -> str:
        """SHA-256 of the file's bytes, in hex."""
        return hashlib.sha256(self.script.data).hexdigest()

    def track(self, clock: FrameClock) -> SubtitleTrack:
        """Its lines in ticks of a release. Comments have an index, but are no lines."""
        lines = []
        backwards = 0
        for n, cue in enumerate(self.cues):
            if not cue.shown:
                continue
            start, end = clock.tick_at(cue.start.seconds), clock.tick_at(cue.end.seconds)
            backwards += end < start
            text = plain_text(cue.text, self.format)
            lines.append(SubtitleLine(n, start, max(start, end), text, cue.style, cue.speaker))
        warnings = (f"{backwards} lines end before they start",) if backwards else ()
        name = self.script.name
        return SubtitleTrack(self.source, name, self.format, _language(name), tuple(lines), warnings=warnings)


def read_subtitles(
    path: str | Path, clock_or_media: FrameClock | Media, *, encoding: str | None = None
) -> SubtitleTrack:
    """The lines of a subtitle file in ticks of a release.

    Args:
        path: the file; its format is found out.
        clock_or_media: the release: its clock, or an open media file.
        encoding: Python's name of it, where neither UTF-8, UTF-16 with a byte order mark nor Shift-JIS fit.

    Raises:
        UnknownFormat: it is no subtitle file that is known.
        FormatError: it is broken; the message names line and value.
    """
    clock = clock_or_media if isinstance(clock_or_media, FrameClock) else FrameClock.of_media(clock_or_media)
    return open_subtitles(path, encoding=encoding).track(clock)


def open_subtitles(path: str | Path, *, encoding: str | None = None) -> SubtitleFile:
    """A subtitle file with the places of its times. Raises as :func:`read_subtitles` does."""
    path = Path(path)
    return subtitles_of(read_bytes(path), path.name, encoding=encoding)


def subtitles_of(data: bytes, name: str, *, encoding: str | None = None) -> SubtitleFile:
    """The same, of a file that is in memory. Pure."""
    script = Script.of(data, encoding_of(data, name, encoding), name)
    form = _format_of(script)
    cues = tuple(itertools.islice(_READERS[form](script), MAX_LINES + 1))
    if len(cues) > MAX_LINES:
        raise script.wrong(f"it has more than {MAX_LINES} lines: no subtitles of a film come near that")
    if not cues:
        raise script.wrong(f"no line of subtitles is in this {form.upper()} file")
    return SubtitleFile(script, form, cues)


def subtitles_beside(media: str | Path) -> list[Path]:
    """The subtitle files beside a media file that begin with its name: ``ep01.ass``, ``ep01.en.srt``.

    None where the folder cannot be read.
    """
    media = Path(media)
    try:
        files = [one for one in media.parent.iterdir() if one.is_file()]
    except OSError:
        return []
    named = (one for one in files if one.name.startswith(f"{media.stem}."))
    return sorted(one for one in named if one.suffix.lower() in SUFFIXES)


def plain_text(text: str, form: str) -> str:
    r"""What is to be read of a line: no styles, no drawings; ``\n`` between rows."""
    if form in ("ass", "ssa"):
        return _without_overrides(text)
    bare = _TAG.sub("", text)
    return (html.unescape(bare) if form == "vtt" else bare).strip()


def _without_overrides(text: str) -> str:
    r"""The text of an event without ``{\…}`` blocks, and without the vector drawings that ``\p`` begins."""
    parts: list[str] = []
    at, drawing = 0, False
    while (begin := text.find("{", at)) >= 0 and (end := text.find("}", begin)) >= 0:
        parts.append("" if drawing else text[at:begin])
        modes = _DRAWING.findall(text[begin:end])
        drawing = int(modes[-1]) > 0 if modes else drawing
        at = end + 1
    parts.append("" if drawing else text[at:])
    bare = "".join(parts).replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " ")
    return bare.strip()


def _format_of(script: Script) -> str:
    sections = {found[1].lower() for found in _SECTION.finditer(script.scan)}
    if script.begins("WEBVTT"):
        return "vtt"
    if sections:
        return "ssa" if "v4 styles" in sections and "v4+ styles" not in sections else "ass"
    if _ARROW.search(script.scan):
        return "srt"
    raise UnknownFormat(
        f"{script.name!r} is no subtitle file that is known: ASS, SSA, SRT or WebVTT", {"file": script.name}
    )


def _language(name: str) -> str | None:
    """``en`` of ``episode.en.ass``: a part of two or three letters before the ending."""
    parts = name.split(".")
    found = parts[-2].lower() if len(parts) > 2 else ""
    return found if found.isascii() and found.isalpha() and len(found) in (2, 3) else None
