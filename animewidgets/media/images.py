"""Images and arrays as a release: each picture is a frame, a tick after the one before."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from animewidgets.errors import MediaError, MediaNotFound, NotAMediaFile, NoVideoStream
from animewidgets.media import cache
from animewidgets.media.containers import FileState, check_unchanged, file_state
from animewidgets.media.frame_source import FrameSource, Picture
from animewidgets.media.identity import release_id_of
from animewidgets.media.image_files import (
    IMAGE_SUFFIXES,
    check_size,
    read_image,
    rgb_of_array,
    size_of_image,
)
from animewidgets.media.index import FrameIndex
from animewidgets.media.names import shown
from animewidgets.media.probe import Colour, MediaInfo, VideoStreamInfo

#: One image: a file, or its pixels as uint8[h,w], [h,w,3] (RGB) or [h,w,4] (RGBA).
ImageLike: TypeAlias = "str | Path | NDArray[np.generic]"
#: Several of them; an array with one axis more is a stack of images.
ImagesLike: TypeAlias = "ImageLike | Iterable[ImageLike]"

#: Decoded pictures kept for stepping back.
CACHE_BYTES = 192 * 2**20
#: A browser gets pictures of up to so many pixels (4K UHD) as they are; larger ones lose a little on the way.
LOSSLESS_PIXELS = 2**23

_NOTE = "image_pixels_1"


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the pixels of one image are, who it is, and how large."""

    name: str
    digest: str
    width: int
    height: int
    path: Path | None = None
    state: FileState | None = None
    pixels: NDArray[np.uint8] | None = None


class Images(FrameSource):
    """A list of images as a release. Make one with :func:`open_images`.

    Frame *n* is image *n*; its tick is *n*, and the time base is a second: playing shows one a second.
    ``names`` are those of the files without folders, or the numbers of the arrays.
    """

    def __init__(self, sources: Sequence[_Source], name: str) -> None:
        self._sources = tuple(sources)
        self._name = name
        self.names = tuple(source.name for source in sources)
        ticks = np.arange(len(sources), dtype=np.int64)
        self.index = FrameIndex(
            time_base=Fraction(1),
            pts=ticks,
            duration=np.ones_like(ticks),
            key=np.ones(len(ticks), np.uint8),
            packet_pts=ticks.copy(),
            packet=ticks.copy(),
        )
        sizes = np.array([(source.width, source.height) for source in sources], np.int32)
        width, height = (int(side) for side in sizes.max(axis=0))
        self._sizes = None if (sizes == (width, height)).all() else sizes
        self.lossless = int(sizes.prod(axis=1, dtype=np.int64).max()) <= LOSSLESS_PIXELS
        self.info = _info(width, height, sum(s.state.size for s in sources if s.state is not None))
        self._lock = threading.Lock()
        self._decoded: OrderedDict[int, NDArray[np.uint8]] = OrderedDict()
        self._closed = False

    @property
    def name(self) -> str:
        """The name that was given, or that of the folder or first file."""
        return self._name

    @property
    def sizes(self) -> NDArray[np.int32] | None:
        """Width and height of every image in pixels, int32[n,2]; ``None`` where all are of one size."""
        return self._sizes

    @property
    def release_id(self) -> str:
        """``"rel-"`` and 20 hex digits of the SHA-256 of sizes and pixels, in order.

        The same pictures in the same order are the same release, whatever the files are called and however
        they are compressed without loss.
        """
        digest = hashlib.sha256(b"images\n")
        for source in self._sources:
            digest.update(f"{source.digest}\n".encode())
        return release_id_of(digest.hexdigest())

    def frame(self, ordinal: int) -> Picture:
        """Image ``ordinal``. Raises as :meth:`FrameSource.frame`, and :class:`MediaVanished`."""
        self.index.check(ordinal)
        with self._lock:
            if self._closed:
                raise MediaError(f"{self._name!r} is closed: open it again with open_images()")
            source = self._sources[ordinal]
            if source.path is not None and source.state is not None:
                check_unchanged(source.path, source.state)
            rgb = self._decoded.get(ordinal)
            if rgb is None:
                rgb = self._read(source)
                self._keep(ordinal, rgb)
            else:
                self._decoded.move_to_end(ordinal)
        return Picture(ordinal, ordinal, rgb)

    def thumbnails(self, ordinals: Sequence[int], height: int) -> list[NDArray[np.uint8]]:
        """The images, each uint8[height,w,3], scaled by averaging areas; widths differ as the images do."""
        if height < 1:
            raise ValueError(f"thumbnails of height {height}: give at least 1 pixel")
        return [_scaled(self.frame(ordinal).rgb, height) for ordinal in ordinals]

    def close(self) -> None:
        """Let go of the pixels. Closing twice is no error."""
        with self._lock:
            self._closed = True
            self._decoded.clear()

    def __repr__(self) -> str:
        size = "of several sizes" if self._sizes is not None else f"{self.info.width}×{self.info.height}"
        return f"<Images {self._name!r}: {len(self.index)} {size}>"

    @staticmethod
    def _read(source: _Source) -> NDArray[np.uint8]:
        if source.pixels is not None:
            return source.pixels
        assert source.path is not None
        rgb = read_image(source.path)
        rgb.setflags(write=False)
        return rgb

    def _keep(self, ordinal: int, rgb: NDArray[np.uint8]) -> None:
        self._decoded[ordinal] = rgb
        while len(self._decoded) > 1 and sum(one.nbytes for one in self._decoded.values()) > CACHE_BYTES:
            self._decoded.popitem(last=False)


def open_images(images: ImagesLike, *, name: str | None = None) -> Images:
    """Open images as a release, in the order given; a folder gives its images by name.

    Every file is decoded once to know who it is; the cache remembers, so that the next time only headers are
    read. How files become pixels, :func:`~animewidgets.media.image_files.read_image` tells. Sizes may differ.

    Args:
        images: a file, a folder, an array uint8[h,w], [h,w,3] or [h,w,4], a stack [n,h,w] or [n,h,w,3], or
            any number of files and arrays. An array of three axes is a stack unless its last one has 3 or 4
            entries.
        name: what people call the release.

    Raises:
        MediaNotFound, MediaPermissionDenied, NotAMediaFile, MediaTruncated, PictureTooLarge: the message
            names the file or array.
        NoVideoStream: there is not one image.
    """
    listed, called = _listed(images)
    sources = [_source(one, n) for n, one in enumerate(listed)]
    if not sources:
        raise NoVideoStream("no image was given: give files, arrays, or a folder with images in it")
    return Images(sources, name or called or sources[0].name)


def images_in(folder: Path) -> list[Path]:
    """The images of a folder (not of the folders in it), in the order of their names, numbers by value."""
    try:
        found = [one for one in folder.iterdir() if one.suffix.lower() in IMAGE_SUFFIXES and one.is_file()]
    except OSError as error:
        raise MediaNotFound(f"'{shown(folder)}' cannot be read: {error.strerror or error}") from error
    return sorted(found, key=lambda one: (_with_numbers(one.name), one.name))


def _with_numbers(name: str) -> tuple[tuple[int, str], ...]:
    """``frame-9`` before ``frame-10``."""
    parts: list[tuple[int, str]] = []
    digits = ""
    for letter in f"{name.lower()}\0":
        if letter.isdecimal() and letter.isascii():
            digits += letter
            continue
        if digits:
            parts.append((int(digits), ""))
            digits = ""
        parts.append((-1, letter))
    return tuple(parts)


def _listed(images: ImagesLike) -> tuple[list[ImageLike], str | None]:
    if isinstance(images, np.ndarray):
        stack = images.ndim == 4 or (images.ndim == 3 and images.shape[2] not in (3, 4))
        return (list(images) if stack else [images]), "array"
    if isinstance(images, str | Path):
        path = Path(images).expanduser()
        if path.is_dir():
            found = images_in(path)
            if not found:
                kinds = ", ".join(sorted(IMAGE_SUFFIXES))
                raise NoVideoStream(f"the folder '{shown(path)}' holds no image ({kinds})")
            return list(found), shown(path.resolve().name)
        return [path], None
    return list(images), None


def _source(image: ImageLike, n: int) -> _Source:
    if isinstance(image, str | Path):
        return _file_source(Path(image).expanduser())
    if not isinstance(image, np.ndarray):
        raise NotAMediaFile(
            f"image {n} is of type {type(image).__name__}: give a path or a numpy array; of PIL images "
            "np.asarray(image)"
        )
    rgb = rgb_of_array(image, f"array {n}")
    rgb.setflags(write=False)
    height, width = rgb.shape[:2]
    return _Source(f"array {n}", pixels_digest(rgb), width, height, pixels=rgb)


def _file_source(path: Path) -> _Source:
    name = shown(path.name)
    state = file_state(path)
    notes = cache.read_notes(path, None)
    known = notes.get(_NOTE, "").split()
    if len(known) == 3 and known[1].isdecimal() and known[2].isdecimal():
        width, height = int(known[1]), int(known[2])
        if (width, height) == size_of_image(path):
            return _Source(name, known[0], width, height, path, state)
    rgb = read_image(path)
    height, width = rgb.shape[:2]
    check_size(width, height, f"'{name}'")
    digest = pixels_digest(rgb)
    cache.write_notes(path, None, {**notes, _NOTE: f"{digest} {width} {height}"})
    return _Source(name, digest, width, height, path, state)


def pixels_digest(rgb: NDArray[np.uint8]) -> str:
    """SHA-256 of the size and the pixels of uint8[h,w,3], row by row, in hex."""
    height, width = rgb.shape[:2]
    digest = hashlib.sha256(f"{width} {height}\n".encode())
    digest.update(np.ascontiguousarray(rgb).data)
    return digest.hexdigest()


def _scaled(rgb: NDArray[np.uint8], height: int) -> NDArray[np.uint8]:
    import cv2  # which a page that shows no small pictures can spare

    rows, columns = rgb.shape[:2]
    size = (max(1, min(round(columns * height / rows), 16384)), height)
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _info(width: int, height: int, byte_size: int) -> MediaInfo:
    stream = VideoStreamInfo(
        ordinal=0,
        stream_index=0,
        codec="images",
        profile=None,
        width=width,
        height=height,
        coded_width=width,
        coded_height=height,
        pixel_format="rgb24",
        bit_depth=8,
        pixel_aspect=Fraction(1),
        rotation=0,
        frame_rate=Fraction(1),
        average_rate=None,
        time_base=Fraction(1),
        interlaced=False,
        colour=Colour("rgb", "bt709", "iec61966-2-1", "full"),
        language=None,
        default=True,
    )
    return MediaInfo("images", byte_size, None, (stream,), (), ())
