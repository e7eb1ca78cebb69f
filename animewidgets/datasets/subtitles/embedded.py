"""Subtitle tracks within a media file: text tracks as lines, tracks of bitmaps by name only.

Sources: Matroska's codec mappings (a packet of ``S_TEXT/ASS`` is ``ReadOrder, Layer, Style, Name, …,
Text``, and its time the packet's), and 3GPP TS 26.245 for ``mov_text`` (two bytes of length, then the
text).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import av.error
import av.stream

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.subtitles.files import plain_text
from animewidgets.datasets.subtitles.layout import MAX_LINES
from animewidgets.datasets.subtitles.lines import SubtitleLine, SubtitleTrack
from animewidgets.media.containers import open_container
from animewidgets.timebase import rescale

if TYPE_CHECKING:
    from animewidgets.media import Media

#: FFmpeg's names of codecs whose packets are text, with the format whose markup they use.
TEXT_CODECS = {
    "ass": "ass",
    "ssa": "ass",
    "subrip": "srt",
    "srt": "srt",
    "text": "srt",
    "mov_text": "text",
    "webvtt": "vtt",
}

_ASS_FIELDS = 9  # ReadOrder, Layer, Style, Name, MarginL, MarginR, MarginV, Effect, Text


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet of a text track: its times in ticks of ``time_base``, and its payload as text."""

    pts: int
    duration: int
    time_base: Fraction
    text: str


@dataclass(slots=True)
class EmbeddedText:
    """The packets of one track in the order of the file, and the header of its codec."""

    stream: int
    codec: str
    language: str | None
    title: str
    header: bytes = b""
    packets: list[Packet] = field(default_factory=list)

    @property
    def source(self) -> str:
        """SHA-256, in hex, of the texts of the track."""
        digest = hashlib.sha256()
        for packet in self.packets:
            data = packet.text.encode()
            digest.update(len(data).to_bytes(4, "big"))
            digest.update(data)
        return digest.hexdigest()


def embedded_tracks(media: Media, clock: FrameClock | None = None) -> list[SubtitleTrack]:
    """The subtitle tracks of an open media file, in the container's order.

    Tracks of bitmaps have ``pictures`` set and no lines; so have tracks whose codec is not known. The file's
    packets are read through once if there is a text track. A file that breaks off gives the lines up to the
    break.

    Raises what opening the media file raises.
    """
    clock = clock or FrameClock.of_media(media)
    return [_track(one, clock) for one in embedded_texts(media)]


def embedded_texts(media: Media) -> list[EmbeddedText]:
    """The tracks as they are in the container, for writing one out as a file."""
    with open_container(media.path) as container:
        tracks: dict[int, EmbeddedText] = {}
        wanted: list[av.stream.Stream] = []
        for rank, stream in enumerate(container.streams.subtitles):
            context = stream.codec_context
            codec = "unknown" if context is None else context.name
            title = stream.metadata.get("title", "")
            tracks[stream.index] = EmbeddedText(rank, codec, stream.language, title)
            if context is not None and codec in TEXT_CODECS:
                tracks[stream.index].header = bytes(context.extradata or b"")
                wanted.append(stream)
        if wanted:
            chosen = {stream.index for stream in wanted}
            for other in container.streams:
                if other.index not in chosen:
                    other.discard = av.stream.Discard.all
            try:
                for index, packet in _packets(container, wanted):
                    tracks[index].packets.append(packet)
            except av.error.FFmpegError:
                pass  # the file breaks off here; what came before it is good
    return list(tracks.values())


def _packets(
    container: av.container.InputContainer, streams: list[av.stream.Stream]
) -> Iterator[tuple[int, Packet]]:
    count = 0
    for packet in container.demux(streams):
        if packet.pts is None or packet.time_base is None or not packet.size:
            continue
        codec = packet.stream.codec_context
        text = _payload(bytes(packet), "" if codec is None else codec.name)
        if not text:
            continue
        count += 1
        if count > MAX_LINES:
            return
        yield packet.stream_index, Packet(packet.pts, packet.duration or 0, packet.time_base, text)


def _payload(data: bytes, codec: str) -> str:
    if codec == "mov_text":
        data = data[2 : 2 + int.from_bytes(data[:2], "big")]
        if data.startswith((b"\xfe\xff", b"\xff\xfe")):
            return data.decode("utf-16", "replace")
    return data.decode("utf-8", "replace").rstrip("\0")


def _track(track: EmbeddedText, clock: FrameClock) -> SubtitleTrack:
    markup = TEXT_CODECS.get(track.codec)
    name = track.title or f"subtitles {track.stream} ({track.codec})"
    if markup is None:
        source = hashlib.sha256(f"{track.stream} {track.codec}".encode()).hexdigest()
        return SubtitleTrack(
            source, name, track.codec, track.language, (), pictures=True, stream=track.stream
        )
    lines = []
    for n, packet in enumerate(track.packets):
        start = rescale(packet.pts, packet.time_base, clock.time_base)
        end = rescale(packet.pts + packet.duration, packet.time_base, clock.time_base)
        if not packet.duration:  # until the next one, where the container does not say
            later = track.packets[n + 1].pts if n + 1 < len(track.packets) else packet.pts
            end = rescale(later, packet.time_base, clock.time_base)
        lines.append(_line(n, start, max(start, end), packet.text, markup))
    return SubtitleTrack(track.source, name, track.codec, track.language, tuple(lines), stream=track.stream)


def _line(n: int, start: int, end: int, text: str, markup: str) -> SubtitleLine:
    if markup != "ass":
        return SubtitleLine(n, start, end, plain_text(text, markup))
    values = text.split(",", _ASS_FIELDS - 1)
    if len(values) < _ASS_FIELDS:
        return SubtitleLine(n, start, end, plain_text(text, "ass"))
    return SubtitleLine(n, start, end, plain_text(values[-1], "ass"), values[2].strip(), values[3].strip())
