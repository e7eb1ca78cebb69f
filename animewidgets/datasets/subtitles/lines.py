"""A subtitle track as lines in ticks of a release."""

from __future__ import annotations

from dataclasses import dataclass

from animewidgets.annotations import JSON


@dataclass(frozen=True, slots=True)
class SubtitleLine:
    r"""One line: shown on frames from ``start_pts`` on and before ``end_pts``.

    Times are ticks of the release's time base and need not lie on frames. ``line`` is the index among all
    events of the track, those included that are not shown. ``text`` is plain: without styles, with ``\n``
    between its rows. ``style`` and ``speaker`` are empty where the format has none.
    """

    line: int
    start_pts: int
    end_pts: int
    text: str
    style: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class SubtitleTrack:
    """The lines of a subtitle file, or of a track within the media.

    ``source`` identifies it: the SHA-256, in hex, of the file's bytes or of the track's texts. ``name`` is to
    be shown. ``format`` is ``"ass"``, ``"ssa"``, ``"srt"`` or ``"vtt"``, or FFmpeg's name of the codec of a
    track within the media. ``pictures``: it is made of bitmaps (PGS, VobSub) and has no text or lines.
    ``stream`` is the rank among the subtitle streams of the media, ``None`` for a file.
    """

    source: str
    name: str
    format: str
    language: str | None
    lines: tuple[SubtitleLine, ...]
    pictures: bool = False
    stream: int | None = None
    warnings: tuple[str, ...] = ()

    def hello(self) -> dict[str, JSON]:
        """What ``hello.subtitles`` says of it."""
        return {
            "source": self.source,
            "name": self.name,
            "format": self.format,
            "language": self.language,
            "count": len(self.lines),
        }

    def to_wire(self) -> list[JSON]:
        """The lines as ``subtitles.lines`` answers them."""
        return [
            {
                "line": one.line,
                "start_pts": one.start_pts,
                "end_pts": one.end_pts,
                "text": one.text,
                "style": one.style,
                "speaker": one.speaker,
            }
            for one in self.lines
        ]
