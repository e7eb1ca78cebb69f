"""Opening containers, and turning what FFmpeg and the operating system say into our own errors."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import av
import av.container
import av.error
import av.packet
import av.stream
import av.video.stream

from animewidgets.errors import (
    MediaError,
    MediaNotFound,
    MediaPermissionDenied,
    MediaTruncated,
    MediaVanished,
    NotAMediaFile,
    NoVideoStream,
    PictureTooLarge,
    UnsupportedCodec,
)
from animewidgets.media.endings import ClippedFile, Ending, ending_of
from animewidgets.media.names import shown

_Stream = TypeVar("_Stream", bound=av.stream.Stream)

#: The largest picture that is decoded, in pixels: 8192 by 8192, twice 8K UHD. As RGB it takes 200 MB.
MOST_PIXELS = 2**26

#: Neither JPEG nor a browser's canvas holds a longer side.
LONGEST_SIDE = 32767

#: FFmpeg's options for every decoder that is opened.
DECODER_LIMITS: Mapping[str, str] = {"max_pixels": str(MOST_PIXELS)}


@dataclass(frozen=True, slots=True)
class FileState:
    """What tells that a file is still the same one: size in bytes, modification time, inode."""

    size: int
    modified_ns: int
    inode: int


def file_state(path: Path) -> FileState:
    """The state of the file at ``path``.

    Raises :class:`MediaNotFound`, :class:`MediaPermissionDenied`, or :class:`NotAMediaFile` where
    ``path`` is no regular file or an empty one.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise NotAMediaFile(f"'{shown(path.name)}' is a folder: give the path of one of the files in it")
        if not stat.S_ISREG(status.st_mode):
            raise NotAMediaFile(f"'{shown(path.name)}' is no regular file: copy the video into one first")
        with path.open("rb"):
            pass
    except FileNotFoundError as error:
        raise MediaNotFound(
            f"no file at '{shown(path)}': check the path, or mount the disk that it is on"
        ) from error
    except PermissionError as error:
        raise MediaPermissionDenied(
            f"this user may not read '{shown(path)}': change its permissions, or copy it to a place of "
            "your own"
        ) from error
    except OSError as error:
        raise MediaError(f"'{shown(path)}' cannot be opened: {error.strerror or error}") from error
    except ValueError as error:
        raise MediaNotFound(f"no file has a path like {str(path)!r} ({error}): check the path") from error
    if status.st_size == 0:
        raise NotAMediaFile(f"'{shown(path.name)}' is empty (0 bytes): copy or record it again")
    return FileState(status.st_size, status.st_mtime_ns, status.st_ino)


def check_unchanged(path: Path, state: FileState) -> None:
    """Raise :class:`MediaVanished` unless the file at ``path`` is still in ``state``."""
    try:
        status = path.stat()
    except OSError as error:
        raise MediaVanished(
            f"'{shown(path.name)}' disappeared while it was open ({error.strerror}): put it back and open it "
            "again; annotations made so far are bound to frame keys and stay valid"
        ) from error
    found = FileState(status.st_size, status.st_mtime_ns, status.st_ino)
    if found != state:
        raise MediaVanished(
            f"'{shown(path.name)}' changed while it was open (it had {state.size} bytes, now {found.size}): "
            "open it again; the frame index made before does not describe it any more"
        )


@contextmanager
def while_reading(path: Path) -> Iterator[None]:
    """Say in our own words what the operating system says meanwhile: gone, a broken disk, a lost mount."""
    try:
        yield
    except FileNotFoundError as error:
        raise MediaVanished(
            f"'{shown(path.name)}' disappeared while it was read: put it back and open it again"
        ) from error
    except OSError as error:
        raise MediaError(
            f"'{shown(path.name)}' cannot be read ({error.strerror or error}): check the disk that it is on"
        ) from error


@contextmanager
def open_container(
    path: Path, options: Mapping[str, str] | None = None
) -> Iterator[av.container.InputContainer]:
    """Open the container at ``path`` with FFmpeg's ``options`` for the demuxer.

    Raises the errors of :func:`file_state`, and :class:`NotAMediaFile` where no container is found.
    """
    container = start_container(path, options)
    try:
        yield container
    finally:
        container.close()


def start_container(path: Path, options: Mapping[str, str] | None = None) -> av.container.InputContainer:
    """The same as :func:`open_container`, to be closed by the caller."""
    file_state(path)
    try:
        # "file:" keeps a name such as "a:b.mkv" from being read as a protocol.
        return _open(f"file:{path}", options)
    except av.error.PermissionError as error:
        raise MediaPermissionDenied(f"this user may not read '{shown(path)}'") from error
    except av.error.FFmpegError as error:
        ending = ending_of(path)
        if ending is None or not ending.missing:
            raise NotAMediaFile(
                f"'{shown(path.name)}' is no video or audio file that FFmpeg recognises "
                f"({error.strerror}): it may be text, garbage, or a download that lacks its header; get the "
                "file again"
            ) from error
        if not ending.has_header:
            raise MediaTruncated(
                f"'{shown(path.name)}' ends {ending.missing} bytes early, and its table of contents would "
                "have come after that: nothing of it can be used; copy or download the file again"
            ) from error
        return _open_clipped(path, ending, options)


def _open(source: str | ClippedFile, options: Mapping[str, str] | None) -> av.container.InputContainer:
    return av.open(
        source,
        "r",
        # Opening decodes a picture where the container says too little.
        options=dict(DECODER_LIMITS),
        container_options=dict(options or {}),
        metadata_errors="replace",
    )


def _open_clipped(
    path: Path, ending: Ending, options: Mapping[str, str] | None
) -> av.container.InputContainer:
    """Open what comes before the part that breaks off."""
    try:
        return _open(ClippedFile(path, ending.usable), options)
    except av.error.FFmpegError as error:
        raise MediaTruncated(
            f"'{shown(path.name)}' ends {ending.missing} bytes early, and what is there cannot be read "
            f"({error.strerror}): copy or download the file again"
        ) from error


def video_streams(container: av.container.InputContainer) -> list[av.video.stream.VideoStream]:
    """The streams of moving pictures, in the container's order; cover pictures are none."""
    return [s for s in container.streams.video if not s.disposition & av.stream.Disposition.attached_pic]


def pick_video(
    container: av.container.InputContainer, path: Path, ordinal: int | None
) -> tuple[int, av.video.stream.VideoStream]:
    """The video stream to show, with its rank among :func:`video_streams`.

    Without ``ordinal`` that is the first one that the container marks as default, or else the first.
    Every other stream of the container is told to be skipped. Raises :class:`NoVideoStream`,
    :class:`UnsupportedCodec` and :class:`PictureTooLarge`.
    """
    streams = video_streams(container)
    if not streams:
        kinds = ", ".join(sorted({s.type for s in container.streams})) or "nothing"
        rest = "its sound can still be read with read_audio()" if container.streams.audio else "get the video"
        raise NoVideoStream(f"'{shown(path.name)}' holds no moving pictures (only {kinds}): {rest}")
    if ordinal is None:
        defaults = [n for n, s in enumerate(streams) if s.disposition & av.stream.Disposition.default]
        ordinal = defaults[0] if defaults else 0
    if not 0 <= ordinal < len(streams):
        raise NoVideoStream(
            f"'{shown(path.name)}' has no video stream {ordinal}: it has {len(streams)}, numbered from 0"
        )
    chosen = streams[ordinal]
    if chosen.codec_context is None:
        raise UnsupportedCodec(
            f"video stream {ordinal} of '{shown(path.name)}' is coded in a way for which this FFmpeg has no "
            "decoder: convert the file, or annotate another release of it"
        )
    check_size(path, chosen.codec_context.width, chosen.codec_context.height)
    keep_only(container, chosen)
    return ordinal, chosen


def check_size(path: Path, width: int, height: int) -> None:
    """Raise :class:`PictureTooLarge` for pictures that would eat the memory."""
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise PictureTooLarge(
            f"'{shown(path.name)}' has pictures of {width}×{height} pixels, or its header lies about them; "
            f"up to {MOST_PIXELS} pixels, and {LONGEST_SIDE} a side, can be worked with: scale it down"
        )


def demuxed(container: av.container.InputContainer, *streams: _Stream) -> Iterator[av.packet.Packet[_Stream]]:
    """The packets of ``streams`` from where the container stands, then an empty one for each.

    In transport streams other streams may appear midway. PyAV does not know those, and stumbles over
    them at the end, when everything has been read.
    """
    try:
        yield from cast("Iterator[av.packet.Packet[_Stream]]", container.demux(*streams))
    except IndexError:
        return


def keep_only(container: av.container.InputContainer, chosen: av.stream.Stream) -> None:
    """Tell the demuxer to skip every stream but ``chosen``."""
    for stream in container.streams:
        if stream.index != chosen.index:
            stream.discard = av.stream.Discard.all
