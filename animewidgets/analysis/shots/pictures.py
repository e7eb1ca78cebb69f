"""The one decode pass: every picture of a film, very small."""

from __future__ import annotations

import itertools
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import av.video.format
import av.video.frame
import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from animewidgets.media import Media

#: Pixels of a small picture, about: 96 by 56 at 16:9.
_AREA = 5376
#: Both sides are multiples of this, the side of a block.
BLOCK = 8
#: One chroma pixel for so many luma pixels in each direction.
CHROMA = 4

# Small pictures of an episode take 210 MB; a longer film's are kept in an unnamed file instead of memory.
_IN_MEMORY = 300 * 2**20

# Luma up to which a bar is black: 16 in limited range, and some noise.
_BLACK = 28

# Decoding to be made small needs no smooth edges on pictures that nothing else refers to.
_DECODER_OPTIONS = {"skip_loop_filter": "noref"}


Plane = NDArray[np.uint8] | NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """Small pictures of a whole film, as columns with one row per frame.

    ``luma`` is uint8[n,h,w] with both sides multiples of :data:`BLOCK`, ``chroma`` uint8[n,2,h/4,w/4].
    ``seen`` is bool[n]: false where the file is damaged, and the row repeats the picture before it.
    ``box`` is (top, bottom, left, right) in luma pixels, half-open: what lies outside is black throughout
    the film, as the bars of a letterbox are.
    """

    luma: NDArray[np.uint8]
    chroma: NDArray[np.uint8]
    seen: NDArray[np.bool_]
    box: tuple[int, int, int, int]

    def __len__(self) -> int:
        return len(self.luma)


def small_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of the small pictures for a film of ``width`` × ``height`` pixels."""
    aspect = min(4.0, max(0.25, width / height))
    columns = max(4, min(24, round((_AREA * aspect) ** 0.5 / BLOCK)))
    rows = max(4, min(24, round(columns / aspect)))
    return columns * BLOCK, rows * BLOCK


def read_pictures(
    media: Media, *, workers: int, tell: Callable[[int], None], cancel: threading.Event
) -> Pictures:
    """Decode a film once, in ``workers`` threads that take a stretch of it each.

    ``tell`` is called from those threads with a number of frames done since the last call. Returns
    early, with what it has, once ``cancel`` is set.
    """
    count = len(media.index)
    video = media.info.main_video
    width, height = small_size(video.width, video.height)
    luma = bytes_array((count, height, width))
    chroma = bytes_array((count, 2, height // CHROMA, width // CHROMA))
    seen = np.zeros(count, np.bool_)
    stretches = stretches_of(media.sweep_starts, count, workers)
    # With fewer places to start at than workers, the decoder itself has to use the cores that are left.
    threads = max(1, workers // len(stretches))

    failed = threading.Event()

    def work(start: int, stop: int) -> None:
        done = 0
        for ordinal, frame in media.sweep(start, stop, threads=threads, decoder_options=_DECODER_OPTIONS):
            if cancel.is_set() or failed.is_set():
                return
            if not frame.is_corrupt:
                _shrink(frame, luma[ordinal], chroma[ordinal])
                seen[ordinal] = True
            done += 1
            if done % 16 == 0:
                tell(16)
        tell(done % 16)

    with ThreadPoolExecutor(len(stretches), "shots") as pool:
        try:
            for task in [pool.submit(work, *stretch) for stretch in stretches]:
                task.result()
        except BaseException:
            failed.set()
            raise
    _repeat_unseen(luma, chroma, seen)
    return Pictures(luma, chroma, seen, find_box(luma))


def find_box(luma: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """The part of the pictures uint8[n,h,w] that is not black throughout: (top, bottom, left, right)."""
    count, height, width = luma.shape
    # Every picture counts: a bar is black in all of them.
    brightest = np.zeros((height, width), np.uint8)
    for start in range(0, count, 1024):
        np.maximum(brightest, luma[start : start + 1024].max(0), out=brightest)
    rows = np.flatnonzero(brightest.max(1) > _BLACK)
    columns = np.flatnonzero(brightest.max(0) > _BLACK)
    if not len(rows):
        return 0, height, 0, width
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def bytes_array(shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """An array of zeros, uint8; a large one is kept in a file instead of memory."""
    if int(np.prod(shape)) <= _IN_MEMORY:
        return np.zeros(shape, np.uint8)
    with tempfile.TemporaryFile() as file:  # it has no name: nobody else can read it, and it goes with us
        file.truncate(int(np.prod(shape)))
        return np.memmap(file, np.uint8, "r+", shape=shape)


def stretches_of(starts: NDArray[np.int64], count: int, workers: int) -> list[tuple[int, int]]:
    """Stretches of frames that are decoded apart, about equally long, beginning where decoding can start."""
    wanted = np.arange(1, workers) * count // max(1, workers)
    nearest = [int(starts[np.abs(starts - w).argmin()]) for w in wanted]
    edges = [0, *sorted({n for n in nearest if 0 < n < count}), count]
    return list(itertools.pairwise(edges))


def _repeat_unseen(luma: NDArray[np.uint8], chroma: NDArray[np.uint8], seen: NDArray[np.bool_]) -> None:
    """Fill the rows of pictures that did not come out with the one before (at the beginning: after)."""
    good = np.flatnonzero(seen)
    for n in np.flatnonzero(~seen).tolist() if len(good) else ():
        source = n - 1 if n > good[0] else int(good[0])
        luma[n], chroma[n] = luma[source], chroma[source]


def _shrink(frame: av.video.frame.VideoFrame, luma: NDArray[np.uint8], chroma: NDArray[np.uint8]) -> None:
    """Write a picture's small luma and chroma into the rows given."""
    planes, bits = planes_of(frame)
    reduce_plane(planes[0], bits, luma)
    if len(planes) == 1:
        chroma[:] = 128
    else:
        for plane, small in zip(planes[1:], chroma, strict=True):
            reduce_plane(plane, bits, small)


def planes_of(frame: av.video.frame.VideoFrame) -> tuple[list[Plane], int]:
    """The planes Y', Cb, Cr (or Y' alone) and the bits of their values.

    They are views of the picture where it has such planes, else it is converted first.
    """
    bits = _plain_bits(frame.format.name)
    if bits is None:
        frame, bits = frame.reformat(format="yuv420p"), 8
    kind = np.dtype(np.uint8 if bits == 8 else np.uint16)
    out: list[Plane] = []
    for plane in frame.planes[:3]:
        values = np.frombuffer(memoryview(plane), kind)
        out.append(values.reshape(plane.height, plane.line_size // kind.itemsize)[:, : plane.width])
    return out, bits


@cache
def _plain_bits(name: str) -> int | None:
    """The bits of the values of a pixel format whose planes can be read as they are; else ``None``."""
    layout = av.video.format.VideoFormat(name)
    depths = {component.bits for component in layout.components}
    is_planar = layout.is_planar or len(layout.components) == 1
    is_plain = layout.name.startswith(("yuv", "gray")) and is_planar and not layout.is_big_endian
    return depths.pop() if is_plain and len(depths) == 1 and depths <= {8, 10, 12} else None


def reduce_plane(plane: Plane, bits: int, out: NDArray[np.uint8]) -> None:
    """Scale a plane to the size of ``out`` by averaging areas.

    It is halved as often as it goes first: OpenCV is several times as fast at that as at other factors.
    """
    height, width = out.shape
    small: MatLike = plane
    while small.shape[0] >= 2 * height and small.shape[1] >= 2 * width:
        rows, columns = small.shape[0] // 2, small.shape[1] // 2
        small = cv2.resize(small[: 2 * rows, : 2 * columns], (columns, rows), interpolation=cv2.INTER_AREA)
    is_larger = small.shape[0] >= height and small.shape[1] >= width
    how = cv2.INTER_AREA if is_larger else cv2.INTER_LINEAR
    made = cv2.resize(small, (width, height), interpolation=how)
    out[:] = made if bits == 8 else np.asarray(made, np.uint16) >> (bits - 8)
