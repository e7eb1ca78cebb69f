"""What is in a media file: container, streams, sizes, rates, colour."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av.audio.stream
import av.container
import av.error
import av.stream
import av.video.codeccontext
import av.video.frame
import av.video.stream

from animewidgets.errors import NoVideoStream
from animewidgets.media.colour import MATRIX_NAMES, PRIMARIES_NAMES, RANGE_NAMES, TRANSFER_NAMES
from animewidgets.media.containers import DECODER_LIMITS, demuxed, file_state, open_container, video_streams

# FFmpeg's AVFieldOrder: 0 unknown, 1 progressive, 2 to 5 the ways of interlacing.
_FIRST_INTERLACED_ORDER = 2

# One picture is decoded to learn what only a picture tells. Streams that begin inside a GOP hold it late.
_MOST_PACKETS_TO_A_PICTURE = 1000


@dataclass(frozen=True, slots=True)
class Colour:
    """Colour description, in FFmpeg's names; ``"unspecified"`` where the stream does not say."""

    matrix: str
    primaries: str
    transfer: str
    range: str


@dataclass(frozen=True, slots=True)
class VideoStreamInfo:
    """A stream of moving pictures.

    ``width`` and ``height`` are in pixels as presented: cropped, with ``rotation`` (degrees clockwise,
    0, 90, 180 or 270) applied, and not resampled for ``pixel_aspect`` (width / height of one pixel,
    before rotation). Without a decoder for it ``codec`` is ``"unknown"`` and sizes are 0. ``ordinal`` is
    the rank among the video streams, ``stream_index`` the index among all streams of the container.
    Rates are pictures per second; ``frame_rate`` is what the stream declares, ``average_rate`` what the
    container averages.
    """

    ordinal: int
    stream_index: int
    codec: str
    profile: str | None
    width: int
    height: int
    coded_width: int
    coded_height: int
    pixel_format: str
    bit_depth: int
    pixel_aspect: Fraction
    rotation: int
    frame_rate: Fraction
    average_rate: Fraction | None
    time_base: Fraction
    interlaced: bool
    colour: Colour
    language: str | None
    default: bool


@dataclass(frozen=True, slots=True)
class AudioStreamInfo:
    """A stream of sound; ``rate`` in samples per second."""

    ordinal: int
    stream_index: int
    codec: str
    rate: int
    channels: int
    layout: str
    language: str | None
    default: bool


@dataclass(frozen=True, slots=True)
class SubtitleStreamInfo:
    """A stream of subtitles."""

    ordinal: int
    stream_index: int
    codec: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What :func:`probe` found in a file.

    ``container`` is FFmpeg's name of the format (``"mov,mp4,m4a,3gp,3g2,mj2"``, ``"matroska,webm"``,
    ``"mpegts"`` …), ``byte_size`` the file's size, ``duration`` the container's claim in seconds.
    ``main`` is the rank in ``video`` of the stream that is shown; the properties speak of that one.
    """

    container: str
    byte_size: int
    duration: Fraction | None
    video: tuple[VideoStreamInfo, ...]
    audio: tuple[AudioStreamInfo, ...]
    subtitles: tuple[SubtitleStreamInfo, ...]
    main: int = 0

    @property
    def main_video(self) -> VideoStreamInfo:
        """The video stream that is shown. Raises :class:`NoVideoStream` where there is none."""
        if not self.video:
            raise NoVideoStream("the file holds no moving pictures")
        return self.video[self.main]

    @property
    def codec(self) -> str:
        """Codec of the main video stream, e.g. ``"h264"``."""
        return self.main_video.codec

    @property
    def width(self) -> int:
        """Width of the presented picture in pixels."""
        return self.main_video.width

    @property
    def height(self) -> int:
        """Height of the presented picture in pixels."""
        return self.main_video.height

    @property
    def rotation(self) -> int:
        """Degrees clockwise by which the coded picture is turned for presentation."""
        return self.main_video.rotation

    @property
    def pixel_aspect(self) -> Fraction:
        """Width / height of one coded pixel."""
        return self.main_video.pixel_aspect

    @property
    def frame_rate(self) -> Fraction:
        """Pictures per second that the main video stream declares."""
        return self.main_video.frame_rate


def probe(path: str | Path) -> MediaInfo:
    """Look into the file at ``path``; one picture of each video stream is decoded, nothing is cached.

    Raises :class:`MediaNotFound`, :class:`MediaPermissionDenied`, :class:`NotAMediaFile`.
    """
    path = Path(path)
    size = file_state(path).size
    with open_container(path) as container:
        streams = video_streams(container)
        pictures = _first_pictures(container, streams)
        defaults = [n for n, s in enumerate(streams) if s.disposition & av.stream.Disposition.default]
        return MediaInfo(
            container=container.format.name,
            byte_size=size,
            duration=None if container.duration is None else Fraction(container.duration, av.time_base),
            video=tuple(_video(n, s, pictures.get(s.index)) for n, s in enumerate(streams)),
            audio=tuple(
                _audio(n, s) for n, s in enumerate(container.streams.audio) if s.codec_context is not None
            ),
            subtitles=tuple(
                SubtitleStreamInfo(n, s.index, s.codec_context.name if s.codec_context else None, s.language)
                for n, s in enumerate(container.streams.subtitles)
            ),
            main=defaults[0] if defaults else 0,
        )


def _first_pictures(
    container: av.container.InputContainer, streams: list[av.video.stream.VideoStream]
) -> dict[int, av.video.frame.VideoFrame]:
    """The first picture of each stream, by stream index; a stream that gives none is absent."""
    wanted = {s.index for s in streams if s.codec_context is not None}
    for pictured in streams:
        if pictured.index in wanted:
            pictured.codec_context.options = dict(DECODER_LIMITS)
    for stream in container.streams:
        if stream.index not in wanted:
            stream.discard = av.stream.Discard.all
    found: dict[int, av.video.frame.VideoFrame] = {}
    try:
        for count, packet in enumerate(demuxed(container, *[s for s in streams if s.index in wanted])):
            if packet.stream_index in wanted:
                try:
                    frames = packet.decode()
                except av.error.FFmpegError:
                    continue
                picture = next((f for f in frames if isinstance(f, av.video.frame.VideoFrame)), None)
                if picture is not None:
                    found[packet.stream_index] = picture
                    wanted.discard(packet.stream_index)
            if not wanted or count > _MOST_PACKETS_TO_A_PICTURE:
                break
    except av.error.FFmpegError:
        pass  # A file that breaks this early still has its header to tell about.
    return found


def _video(
    ordinal: int, stream: av.video.stream.VideoStream, picture: av.video.frame.VideoFrame | None
) -> VideoStreamInfo:
    # Absent where FFmpeg has no decoder, whatever its types say.
    context: av.video.codeccontext.VideoCodecContext | None = stream.codec_context
    rotation = 0 if picture is None else -round(picture.rotation / 90) * 90 % 360
    seen = picture or context
    width, height = (seen.width, seen.height) if seen else (0, 0)
    if rotation % 180:
        width, height = height, width
    pixels = seen.format if seen else None
    rate = stream.guessed_rate or stream.average_rate or stream.base_rate
    return VideoStreamInfo(
        ordinal=ordinal,
        stream_index=stream.index,
        codec=context.codec.canonical_name if context else "unknown",
        profile=stream.profile if context else None,
        width=width,
        height=height,
        coded_width=context.coded_width if context else 0,
        coded_height=context.coded_height if context else 0,
        pixel_format=pixels.name if pixels else "unknown",
        bit_depth=pixels.components[0].bits if pixels and pixels.components else 0,
        pixel_aspect=(stream.sample_aspect_ratio if context else None) or Fraction(1),
        rotation=rotation,
        frame_rate=Fraction(rate) if rate else Fraction(0),
        average_rate=stream.average_rate,
        time_base=stream.time_base or Fraction(1, av.time_base),
        interlaced=context is not None and context.field_order >= _FIRST_INTERLACED_ORDER,
        colour=Colour(
            MATRIX_NAMES.get(seen.colorspace, "unspecified"),
            PRIMARIES_NAMES.get(seen.color_primaries, "unspecified"),
            TRANSFER_NAMES.get(seen.color_trc, "unspecified"),
            RANGE_NAMES.get(seen.color_range, "unspecified"),
        )
        if seen
        else Colour(*["unspecified"] * 4),
        language=stream.language,
        default=bool(stream.disposition & av.stream.Disposition.default),
    )


def _audio(ordinal: int, stream: av.audio.stream.AudioStream) -> AudioStreamInfo:
    context = stream.codec_context
    return AudioStreamInfo(
        ordinal=ordinal,
        stream_index=stream.index,
        codec=context.codec.canonical_name,
        rate=context.sample_rate,
        channels=context.layout.nb_channels,
        layout=context.layout.name,
        language=stream.language,
        default=bool(stream.disposition & av.stream.Disposition.default),
    )
