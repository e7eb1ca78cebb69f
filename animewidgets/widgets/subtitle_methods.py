"""What a browser may ask of subtitles: the lines of each track. See ``docs/wire.md``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from animewidgets.datasets.audio_events import SpokenLine
from animewidgets.errors import MalformedMessage
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply

if TYPE_CHECKING:
    from animewidgets.media import Media


class SubtitleLine(SpokenLine, Protocol):
    """One line at the times of its file: ticks of the release, on frames or between them."""

    @property
    def text(self) -> str:
        r"""Without styles, ``\n`` between its rows."""


@runtime_checkable
class SubtitleTrack(Protocol):
    """The lines of a subtitle file, or of a track within the media."""

    @property
    def source(self) -> str:
        """Digest of the file or of the track's texts, hexadecimal: what edits of its lines refer to."""

    @property
    def name(self) -> str:
        """To be shown; never a path."""

    @property
    def format(self) -> str:
        """``"ass"``, ``"srt"``, ``"vtt"`` or the like."""

    @property
    def language(self) -> str | None:
        """As the file or the container tells it."""

    @property
    def lines(self) -> Sequence[SubtitleLine]:
        """In the order of the file."""


#: A track that was read already, or the path of a subtitle file.
Subtitles: TypeAlias = SubtitleTrack | str | Path


def read_track(path: str | Path, media: Media) -> SubtitleTrack:
    """The lines of a subtitle file in ticks of the media's release.

    Raises ``AnimeWidgetsError``: the file is not there, is no subtitle file, or is broken.
    """
    from animewidgets.datasets.subtitles import read_subtitles  # only who has subtitles pays for the reader

    return read_subtitles(path, media)


def tracks_of(subtitles: Iterable[Subtitles], media: Media) -> tuple[SubtitleTrack, ...]:
    """Tracks as they are, files as they are read; the same text given twice is one track."""
    found: dict[str, SubtitleTrack] = {}
    for one in subtitles:
        track = read_track(one, media) if isinstance(one, str | Path) else one
        if not isinstance(track, SubtitleTrack):
            raise TypeError(f"subtitles are paths or tracks, not {type(track).__name__}")
        found.setdefault(track.source, track)
    return tuple(found.values())


def hello_subtitles(tracks: Iterable[SubtitleTrack]) -> list[JSON]:
    """``hello.subtitles``: what there is. The lines come when they are asked for."""
    return [
        {
            "source": track.source,
            "name": track.name,
            "format": track.format,
            "language": track.language,
            "count": len(track.lines),
        }
        for track in tracks
    ]


def subtitle_methods(tracks: Iterable[SubtitleTrack], media: Media) -> dict[str, Method]:
    """``subtitles.lines`` of the tracks there are, and ``subtitles.within``, which finds the media's own."""
    known = {track.source: track for track in tracks}

    def within(_params: Params, _buffers: Buffers) -> Reply:
        # The whole file is read for it: asked for once the editor stands, where nothing else is there.
        from animewidgets.datasets.subtitles import embedded_tracks

        found = [track for track in embedded_tracks(media) if track.lines]
        known.update({track.source: track for track in found})
        return Reply({"subtitles": hello_subtitles(found)})

    def lines(params: Params, _buffers: Buffers) -> Reply:
        source = params.get("source")
        track = known.get(source) if isinstance(source, str) else None
        if track is None:
            raise MalformedMessage(f"source must be one of hello.subtitles, not {str(source)[:80]!r}")
        return Reply({"lines": [_to_wire(line) for line in track.lines]})

    return {"subtitles.lines": Method(lines), "subtitles.within": Method(within, "analysis")}


def _to_wire(line: SubtitleLine) -> dict[str, JSON]:
    return {
        "line": line.line,
        "start_pts": line.start_pts,
        "end_pts": line.end_pts,
        "text": line.text,
        "style": line.style,
        "speaker": line.speaker,
    }
