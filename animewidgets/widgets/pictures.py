"""Compressed pictures of a media file, for the browser: encoded once, kept for stepping back."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from animewidgets.errors import MediaError
from animewidgets.widgets.lanes import raise_if_cancelled

if TYPE_CHECKING:
    from animewidgets.media import FrameSource

QUALITY = 90
IMAGE_QUALITY = 96
MIME = "image/jpeg"
LOSSLESS_MIME = "image/png"
CACHE_BYTES = 96 * 2**20
READ_AHEAD = 24
# Decoding on through a gap this long costs less than a seek to the key frame before it.
BRIDGED_GAP = 12


def encode(
    rgb: NDArray[np.uint8], height: int = 0, quality: int = QUALITY, *, lossless: bool = False
) -> bytes:
    """A picture as JPEG, or as PNG.

    Args:
        rgb: uint8[h, w, 3], contiguous rows from the top.
        height: Scale to this many rows, keeping the aspect; 0 or more than ``h``: full size.
        quality: JPEG quality, 1 to 100.
        lossless: PNG, each pixel as it is.
    """
    import cv2

    rows, columns = rgb.shape[:2]
    if 0 < height < rows:
        size = (max(1, round(columns * height / rows)), height)
        rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    how = [cv2.IMWRITE_JPEG_QUALITY, quality]
    if lossless:
        how = [cv2.IMWRITE_PNG_COMPRESSION, 1]
        if hasattr(cv2, "IMWRITE_PNG_FILTER"):  # trying all filters takes twice as long; old OpenCV must
            how += [cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP]
    good, data = cv2.imencode(".png" if lossless else ".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), how)
    assert good, f"OpenCV refused to encode a picture of {rgb.shape}"
    return bytes(data)


class ByteCache:
    """The newest ``limit`` bytes of blobs by key; what was used longest ago goes first. Thread-safe."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._blobs: OrderedDict[tuple[int, int], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[int, int]) -> bytes | None:
        """The blob, which thereby becomes the newest."""
        with self._lock:
            blob = self._blobs.get(key)
            if blob is not None:
                self._blobs.move_to_end(key)
            return blob

    def put(self, key: tuple[int, int], blob: bytes) -> None:
        """Keep a blob; forget old ones beyond the limit, but never the one just put."""
        with self._lock:
            self._held += len(blob) - len(self._blobs.pop(key, b""))
            self._blobs[key] = blob
            while self._held > self._limit and len(self._blobs) > 1:
                _, old = self._blobs.popitem(last=False)
                self._held -= len(old)

    def __contains__(self, key: tuple[int, int]) -> bool:
        with self._lock:
            return key in self._blobs

    @property
    def held(self) -> int:
        """Bytes held now."""
        return self._held


def runs(ordinals: Iterable[int], gap: int = BRIDGED_GAP) -> Iterator[tuple[int, int]]:
    """Group ordinals into half-open spans worth decoding in one go.

    >>> list(runs([7, 3, 4, 100], gap=2))
    [(3, 8), (100, 101)]
    """
    start: int | None = None
    stop = 0
    for ordinal in sorted(set(ordinals)):
        if start is not None and ordinal - stop > gap:
            yield start, stop
            start = None
        start, stop = (ordinal if start is None else start), ordinal + 1
    if start is not None:
        yield start, stop


def direction_of(before: Sequence[int], now: Sequence[int]) -> int:
    """Which way the viewer travels, from the ordinals of the last two requests: -1, 0 (a jump) or 1."""
    if not before or not now:
        return 0
    if before[-1] <= now[0] <= before[-1] + READ_AHEAD:
        return 1
    if now[-1] <= before[0] <= now[-1] + READ_AHEAD:
        return -1
    return 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Encoded pictures in the order asked, and their size in pixels."""

    blobs: list[bytes]
    width: int
    height: int


class PictureServer:
    """Encoded pictures of one media file by ordinal, from a bounded cache or by decoding."""

    def __init__(self, media: FrameSource, cache_bytes: int = CACHE_BYTES) -> None:
        self._media = media
        self._cache = ByteCache(cache_bytes)
        self._last: Sequence[int] = ()
        # Of images too large for that, less is lost than of the frames of a film, which lost more already.
        self._quality = IMAGE_QUALITY if media.info.codec == "images" else QUALITY

    @property
    def mime(self) -> str:
        """What the pictures are encoded as."""
        return LOSSLESS_MIME if self._media.lossless else MIME

    def batch(self, ordinals: Sequence[int], height: int) -> Batch:
        """The pictures of these ordinals, scaled to ``height`` rows (0: full size).

        Raises:
            FrameOutsideMedia: an ordinal that the release has not.
            MediaError: the file could not be decoded there.
            Cancelled: the browser no longer wants them.
        """
        found: dict[int, bytes] = {}
        for ordinal in ordinals:
            blob = self._cache.get((ordinal, height))
            if blob is not None:
                found[ordinal] = blob
        wanted = set(ordinals) - found.keys()
        for start, stop in runs(wanted):
            found.update(self._encoded(start, stop, height, wanted))
        absent = sorted(set(ordinals) - found.keys())
        if absent:
            raise MediaError(f"frames {absent} could not be decoded; the frames before them are usable")
        width, rows = self._size(height)
        return Batch([found[ordinal] for ordinal in ordinals], width, rows)

    def read_ahead(self, ordinals: Sequence[int], height: int) -> Iterator[None]:
        """Encode what the viewer will want next, one picture per step; nothing happens before ``next``."""
        ordered = sorted(ordinals)
        direction = direction_of(self._last, ordered)
        self._last = ordered
        count = self._media.index.count
        if direction > 0:
            span = range(ordered[-1] + 1, min(count, ordered[-1] + 1 + READ_AHEAD))
        elif direction < 0:
            span = range(max(0, ordered[0] - READ_AHEAD), ordered[0])
        else:
            return
        missing = {ordinal for ordinal in span if (ordinal, height) not in self._cache}
        for start, stop in runs(missing):
            for _ in self._encoded(start, stop, height, missing):
                yield

    def _encoded(self, start: int, stop: int, height: int, wanted: set[int]) -> Iterator[tuple[int, bytes]]:
        for picture in self._media.frames(start, stop):
            raise_if_cancelled()
            if picture.ordinal in wanted:
                blob = encode(picture.rgb, height, self._quality, lossless=self._media.lossless)
                self._cache.put((picture.ordinal, height), blob)
                yield picture.ordinal, blob

    def _size(self, height: int) -> tuple[int, int]:
        info = self._media.info
        if 0 < height < info.height:
            return max(1, round(info.width * height / info.height)), height
        return info.width, info.height
