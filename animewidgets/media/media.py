"""An open media file: its frames by key, exactly."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av.video.frame
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from animewidgets.errors import MediaError, NoVideoStream
from animewidgets.media import cache
from animewidgets.media.audio import AudioSamples, read_audio
from animewidgets.media.build import BuiltIndex
from animewidgets.media.colour import to_rgb
from animewidgets.media.containers import FileState, check_unchanged, file_state, while_reading
from animewidgets.media.decode import PictureDecoder
from animewidgets.media.frame_source import FrameSource, Picture
from animewidgets.media.identity import ReleaseIdentity, file_digest, release_id_of, stream_digest
from animewidgets.media.index import FrameIndex
from animewidgets.media.names import shown
from animewidgets.media.probe import MediaInfo, probe
from animewidgets.media.sweep import sweep, sweep_starts

#: Decoded pictures kept for stepping back: about 80 of 1080p, 190 of 720p.
CACHE_BYTES = 256 * 2**20

# Thumbnails are wanted once.
_THUMBNAIL_CACHE_BYTES = 16 * 2**20


class Media(FrameSource):
    """A media file that plays a release. Make one with :func:`open_media`; close it, or use ``with``.

    All methods may be called from several threads. Thumbnails are decoded apart from :meth:`frame`, so
    that a filmstrip being made does not stall the picture that a person waits for.

    Every method that reads the file raises :class:`MediaVanished` once it has disappeared or changed.
    """

    def __init__(
        self, path: Path, info: MediaInfo, built: BuiltIndex, video_stream: int | None, state: FileState
    ) -> None:
        self.path = path
        self.info = info
        self.index: FrameIndex = built.index
        #: What is wrong with the file although it can be used, in words for people.
        self.warnings = built.warnings
        self._built = built
        self._video_stream = video_stream
        self._state = state
        self._file = path.open("rb")
        self._lock = threading.Lock()
        self._reformatter = VideoReformatter()
        self._decoder = PictureDecoder(
            path, video_stream, built.packets, built.index, built.options, cache_bytes=CACHE_BYTES
        )
        self._thumbnail_lock = threading.Lock()
        self._thumbnail_reformatter = VideoReformatter()
        self._thumbnail_decoder = PictureDecoder(
            path,
            video_stream,
            built.packets,
            built.index,
            built.options,
            cache_bytes=_THUMBNAIL_CACHE_BYTES,
            threads=1,
        )
        self._identity_lock = threading.Lock()
        self._closed = False

    @property
    def name(self) -> str:
        """The file's name without its ending: what people call the release until they name it."""
        return shown(self.path.stem)

    def frame(self, ordinal: int) -> Picture:
        """The picture of frame ``ordinal``.

        Raises :class:`FrameOutsideMedia` where there is no such frame, and :class:`FrameUndecodable`
        where the file is damaged: never another picture.
        """
        self.index.check(ordinal)
        with self._lock:
            self._check_open()
            rgb = to_rgb(self._decoder.frame(ordinal), self._reformatter)
        return Picture(ordinal, int(self.index.pts[ordinal]), rgb)

    def sweep(
        self,
        start: int = 0,
        stop: int | None = None,
        *,
        threads: int = 1,
        decoder_options: Mapping[str, str] | None = None,
    ) -> Iterator[tuple[int, av.video.frame.VideoFrame]]:
        """One pass over the decoded pictures of frames ``[start, stop)``, for analyses: (ordinal, picture).

        It has a decoder of its own, so several passes may run at once. A picture that cannot be decoded
        is left out, and the pass goes on. Passes begin cheapest at :attr:`sweep_starts`.
        """
        self._check_open()
        stop = len(self.index) if stop is None else stop
        return sweep(
            self.path,
            self._video_stream,
            self._built,
            start,
            stop,
            threads=threads,
            decoder_options=decoder_options,
        )

    @property
    def sweep_starts(self) -> NDArray[np.int64]:
        """The ordinals at which :meth:`sweep` need not decode anything before its first picture."""
        return sweep_starts(self._built)

    def thumbnails(self, ordinals: Sequence[int], height: int) -> list[NDArray[np.uint8]]:
        """The exact pictures of ``ordinals``, each uint8[height,w,3], scaled by averaging areas.

        Key frames (``index.key``) come quickest. Raises as :meth:`frame` does.
        """
        if height < 1:
            raise ValueError(f"thumbnails of height {height}: give at least 1 pixel")
        for ordinal in ordinals:
            self.index.check(ordinal)
        made: dict[int, NDArray[np.uint8]] = {}
        for ordinal in sorted(set(ordinals)):
            with self._thumbnail_lock:
                self._check_open()
                frame = self._thumbnail_decoder.key_frame(ordinal)
                made[ordinal] = to_rgb(frame, self._thumbnail_reformatter, height)
        return [made[ordinal] for ordinal in ordinals]

    def audio(
        self,
        stream: int = 0,
        *,
        rate: int | None = None,
        start: Fraction | None = None,
        stop: Fraction | None = None,
    ) -> AudioSamples:
        """Mono sound; see :func:`~animewidgets.media.audio.read_audio`."""
        self._check_open()
        return read_audio(self.path, stream, rate=rate, start=start, stop=stop)

    def read_range(self, start: int, stop: int) -> bytes:
        """The file's bytes ``[start, stop)``, clipped to the file's end."""
        if not 0 <= start <= stop:
            raise ValueError(f"no range of bytes: [{start}, {stop})")
        self._check_open()
        stop = min(stop, self._state.size)
        parts: list[bytes] = []
        while start < stop:
            part = os.pread(self._file.fileno(), stop - start, start)
            if not part:
                break
            parts.append(part)
            start += len(part)
        return b"".join(parts)

    def identity(self) -> ReleaseIdentity:
        """Digests of the file and its stream; reads the whole file once, then the cache remembers."""
        return ReleaseIdentity(self._digest("file_digest"), self._digest("stream_digest"))

    @property
    def stream_digest(self) -> str:
        """SHA-256 of the coded pictures; see :func:`~animewidgets.media.identity.stream_digest`."""
        return self._digest("stream_digest")

    @property
    def release_id(self) -> str:
        """Identity of the release, which is made of :attr:`stream_digest`."""
        return release_id_of(self.stream_digest)

    def forget_pictures(self) -> None:
        """Drop the decoded pictures kept for stepping back, and where decoding stands."""
        with self._lock:
            self._decoder.forget()

    def close(self) -> None:
        """Free decoders and the file. Closing twice is no error."""
        with self._lock, self._thumbnail_lock:
            if not self._closed:
                self._closed = True
                self._decoder.close()
                self._thumbnail_decoder.close()
                self._file.close()

    def __repr__(self) -> str:
        video = self.info.main_video
        size = f"{video.width}×{video.height}"
        return f"<Media {shown(self.path.name)!r}: {len(self.index)} frames {size} {video.codec}>"

    def _check_open(self) -> None:
        if self._closed:
            raise MediaError(f"'{shown(self.path.name)}' is closed: open it again with open_media()")
        check_unchanged(self.path, self._state)

    def _digest(self, name: str) -> str:
        with self._identity_lock:
            self._check_open()
            with while_reading(self.path):
                notes = cache.read_notes(self.path, self._video_stream)
                if name not in notes:
                    if name == "file_digest":
                        notes[name] = file_digest(self.path)
                    else:
                        notes[name] = stream_digest(self.path, self._video_stream)
                    self._check_open()
                    cache.write_notes(self.path, self._video_stream, notes)
            return notes[name]


def open_media(path: str | Path, *, video_stream: int | None = None) -> Media:
    """Open the media file at ``path``: probe it, and index its frames or find the index in the cache.

    ``video_stream`` is the rank among the video streams; without it, the first one that the container
    marks as default.

    Raises :class:`MediaNotFound`, :class:`MediaPermissionDenied`, :class:`NotAMediaFile`,
    :class:`NoVideoStream`, :class:`UnsupportedCodec`, :class:`PictureTooLarge`, :class:`MediaTruncated`,
    :class:`MediaVanished`. A file that breaks off opens up to the break, and ``warnings`` says where
    that is; ``docs/media.md`` lists what else it says.
    """
    path = Path(path)
    # Before anything is read, so that a file that is still being written does not get half an index.
    state = file_state(path)
    with while_reading(path):
        info = probe(path)
        if video_stream is not None and info.video:
            if not 0 <= video_stream < len(info.video):
                raise NoVideoStream(
                    f"'{shown(path.name)}' has no video stream {video_stream}: it has {len(info.video)}, "
                    "numbered from 0"
                )
            info = replace(info, main=video_stream)
        built = cache.load_or_build_index(path, video_stream)
        check_unchanged(path, state)
        return Media(path, info, built, video_stream, state)
