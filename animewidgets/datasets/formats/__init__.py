"""Lists of cuts in the formats of the trade: one file per format over a small base.

:func:`read_cuts` puts what a file says onto exact frames of a release, :func:`write_cuts` writes a list.
What each format keeps and loses: ``docs/formats.md``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.cutlist import Cut, CutList, Shot, shots_of
from animewidgets.datasets.formats import (
    aegisub,
    chapters,
    divx_stats,
    edl,
    ffmpeg_log,
    otio,
    plain,
    scene_csv,
    scene_stats,
    shot_subtitles,
    wwxd,
    x264_stats,
    xvid_stats,
)
from animewidgets.datasets.formats.base import Format, ReadOptions, WriteOptions, place
from animewidgets.datasets.text import Document, read_document, shown, write_text
from animewidgets.errors import FormatError, UnknownFormat

if TYPE_CHECKING:
    import pandas as pd

    from animewidgets.media import Media

__all__ = [
    "FORMATS",
    "Cut",
    "CutList",
    "Format",
    "FrameClock",
    "Shot",
    "format_of",
    "format_to_write",
    "read_cuts",
    "shots_of",
    "write_cuts",
]

_ALL = (
    Format("aegisub", "Aegisub key frames", (".txt", ".log"), aegisub.sniff, aegisub.read, aegisub.write),
    Format("x264", "x264 or x265 statistics", (".log", ".stats"), x264_stats.sniff, x264_stats.read),
    Format("xvid", "XviD statistics", (".log", ".stats", ".pass"), xvid_stats.sniff, xvid_stats.read),
    Format("scxvid", "SCXvid log", (".log", ".txt"), None, xvid_stats.read),
    Format("divx", "DivX statistics", (".log",), divx_stats.sniff, divx_stats.read),
    Format("wwxd", "WWXD log or qpfile", (".txt", ".log", ".qp", ".qpfile"), wwxd.sniff, wwxd.read),
    Format("csv", "scene list", (".csv",), scene_csv.sniff, scene_csv.read, scene_csv.write),
    Format("scene-stats", "PySceneDetect statistics", (".csv",), scene_stats.sniff, scene_stats.read),
    Format("edl", "CMX 3600 EDL", (".edl",), edl.sniff, edl.read, edl.write),
    Format("otio", "OpenTimelineIO", (".otio",), otio.sniff, otio.read, otio.write),
    Format("ffmpeg", "FFmpeg or ffprobe scene log", (".log", ".txt"), ffmpeg_log.sniff, ffmpeg_log.read),
    Format("plain", "frames or timecodes, one per line", (".txt",), plain.sniff, plain.read),
    Format("webvtt", "WebVTT of the shots", (".vtt",), write=shot_subtitles.write_webvtt),
    Format("srt", "SubRip of the shots", (".srt",), write=shot_subtitles.write_srt),
    Format("ass", "SubStation Alpha of the shots", (".ass",), write=shot_subtitles.write_ass),
    Format("chapters", "Matroska chapters", (".xml",), write=chapters.write),
)

#: Every format by its name. The order is that in which a file is tried.
FORMATS = {one.name: one for one in _ALL}


def read_cuts(
    path: str | Path,
    clock_or_media: FrameClock | Media,
    format: str | None = None,  # noqa: A002  # what callers call it
    *,
    lenient: bool = False,
    threshold: float | None = None,
    start: str | None = None,
    encoding: str | None = None,
) -> CutList:
    """Read a list of cuts and put it onto the frames of a release.

    Args:
        path: the file.
        clock_or_media: the release: its clock, or an open media file.
        format: a name of :data:`FORMATS`; ``None`` looks at the content, then at the file's ending.
        lenient: leave out what lies outside the release, with a warning, instead of refusing the file.
        threshold: from which score on frames are taken where the file has a score for every frame;
            ``None`` is the detector's own.
        start: timecode of frame 0, for EDL and plain timecodes.
        encoding: Python's name of it, where neither UTF-8, UTF-16 with a byte order mark nor Shift-JIS fit.

    Returns:
        The cuts; ``warnings`` says what was left out or moved.

    Raises:
        UnknownFormat: no format fits, or there is none of that name.
        WrongRelease: the file speaks of frames or times that the release does not have.
        FormatError: the file is broken; the message names line and value.
        FormatLibraryMissing: OpenTimelineIO is not installed.
    """
    clock = clock_or_media if isinstance(clock_or_media, FrameClock) else FrameClock.of_media(clock_or_media)
    document = read_document(Path(path), encoding)
    return cuts_of(document, clock, format, lenient=lenient, options=ReadOptions(threshold, start))


def cuts_of(
    document: Document,
    clock: FrameClock,
    format: str | None = None,  # noqa: A002  # as in read_cuts
    *,
    lenient: bool = False,
    options: ReadOptions | None = None,
) -> CutList:
    """The same as :func:`read_cuts`, of a file that is in memory. Pure."""
    chosen = format_of(document) if format is None else _named(format)
    if chosen.read is None:
        raise UnknownFormat(f"{chosen.name!r} ({chosen.title}) is written only; read are: {_readable()}")
    reading = chosen.read(document, clock, options or ReadOptions())
    return place(reading, clock, document, source=chosen.name, lenient=lenient)


def write_cuts(
    cuts: CutList | pd.DataFrame,
    path: str | Path,
    clock_or_media: FrameClock | Media,
    format: str | None = None,  # noqa: A002  # what callers call it
    *,
    title: str = "",
    drop: bool = False,
) -> Path:
    """Write a list of cuts; the file is replaced at once or not at all.

    Args:
        cuts: the list, or the rows of ``editor.cuts``; they must be of the release.
        path: where to.
        clock_or_media: the release: its clock, or an open media file.
        format: a name of :data:`FORMATS`; ``None`` goes by the file's ending.
        title: of the whole, where the format has room; the release's name when empty.
        drop: EDL with drop-frame timecode, where the rate has it.

    Returns:
        ``path``.

    Raises:
        UnknownFormat: no format that can be written has that name or ending.
        WrongRelease: the list is of another release.
        FormatError: the format cannot hold the list (say, past 24 hours of timecode), or the file cannot
            be written.
        FormatLibraryMissing: OpenTimelineIO is not installed.
    """
    clock = clock_or_media if isinstance(clock_or_media, FrameClock) else FrameClock.of_media(clock_or_media)
    path = Path(path)
    chosen = format_to_write(path, format)
    if not isinstance(cuts, CutList):
        cuts = CutList.of_table(cuts, clock)
    write_text(path, text_of(cuts, clock, chosen.name, WriteOptions(title, drop)))
    return path


def text_of(
    cuts: CutList,
    clock: FrameClock,
    format: str,  # noqa: A002  # as in write_cuts
    options: WriteOptions | None = None,
) -> str:
    """What :func:`write_cuts` writes, as text. Pure."""
    chosen = _named(format)
    if chosen.write is None:
        raise UnknownFormat(f"{chosen.name!r} ({chosen.title}) is read only; written are: {_writable()}")
    cuts.check(clock)
    try:
        return chosen.write(cuts, clock, options or WriteOptions())
    except ValueError as error:
        raise FormatError(f"{clock.name!r} cannot be written as {chosen.title}: {error}") from error


def format_of(document: Document) -> Format:
    """The format of a file: by its content, and where that fits several, by its ending.

    Raises:
        UnknownFormat: none fits.
    """
    fitting = [one for one in FORMATS.values() if one.sniff is not None and one.sniff(document)]
    suffix = Path(document.name).suffix.lower()
    fitting.sort(key=lambda one: suffix not in one.suffixes)
    if fitting:
        return fitting[0]
    # An ending that only one format has is a statement: that format's reader tells what is wrong.
    by_name = [one for one in FORMATS.values() if one.read is not None and suffix in one.suffixes]
    if len(by_name) == 1:
        return by_name[0]
    first = shown("".join(document.head(1)), 60)
    raise UnknownFormat(
        f"{document.name!r} is of no format that is known (it begins {first!r}): name it, one of "
        f"{_readable()}",
        document.where(None),
    )


def format_to_write(path: Path, name: str | None = None) -> Format:
    """The format by its name, else by the file's ending. Raises :class:`UnknownFormat`."""
    if name is not None:
        return _named(name)
    suffix = path.suffix.lower()
    fitting = [one for one in FORMATS.values() if one.write is not None and suffix in one.suffixes]
    if not fitting:
        raise UnknownFormat(
            f"the ending {suffix!r} of {path.name!r} says no format: name it, one of {_writable()}"
        )
    return fitting[0]


def _named(name: str) -> Format:
    found = FORMATS.get(name.lower())
    if found is None:
        raise UnknownFormat(f"there is no format {name!r}: {', '.join(FORMATS)}")
    return found


def _readable() -> str:
    return ", ".join(one.name for one in FORMATS.values() if one.read is not None)


def _writable() -> str:
    return ", ".join(one.name for one in FORMATS.values() if one.write is not None)
