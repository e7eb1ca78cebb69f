"""A 64-bit perceptual hash of one picture: the same drawing has nearly the same one after re-encoding.

The picture's luma, averaged over areas to 32 × 32, goes through a cosine transform. Each of 8 × 8 low
frequencies, without those that do not change to the side or downwards, gives one bit: whether it lies above
their median (Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, 3.2.1). It
says too little to show anything of the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.shots.pictures import planes_of
from animewidgets.errors import AnalysisCancelled, FrameUndecodable
from animewidgets.media import FrameSource, Media

_SIDE = 32
_BITS = 8
#: Luma that differs less than this, root mean square, is one plain area: it has the hash 0.
_PLAIN = 1.5


def frame_hash(luma: NDArray[np.uint8] | NDArray[np.uint16], bits: int = 8) -> int:
    """The hash of a picture, from 0 to 2^64 - 1; 0 where it shows nothing.

    Args:
        luma: uint8[h,w] or uint16[h,w], decoded luma of any range.
        bits: of a sample.
    """
    small = cv2.resize(luma, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    small /= 2 ** (bits - 8)
    if float(small.std()) < _PLAIN:
        return 0
    low = cv2.dct(small)[1 : _BITS + 1, 1 : _BITS + 1].ravel()
    ones = low > np.median(low)
    return int(np.packbits(ones).view(">u8")[0])


def distances(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.int64]:
    """In how many of the 64 bits hashes differ, int64[n]."""
    return np.bitwise_count(np.bitwise_xor(one, other)).astype(np.int64)


def hashes_of(
    media: FrameSource,
    ordinals: NDArray[np.int64],
    *,
    tell: Callable[[int], None] | None = None,
    cancel: Event | None = None,
) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """The hashes of some frames, decoded in one pass over the stretches that they lie in.

    Args:
        media: what has the frames.
        ordinals: int64[n] of them, in any order.
        tell: told after each how many are done.
        cancel: ends it early.

    Returns:
        uint64[n]; and bool[n], false where the file is damaged, and the hash is 0.

    Raises:
        AnalysisCancelled: ``cancel`` was set.
    """
    wanted = np.unique(ordinals)
    hashes = np.zeros(len(wanted), dtype=np.uint64)
    seen = np.zeros(len(wanted), dtype=bool)
    for done, (at, found) in enumerate(_each(media, wanted)):
        if cancel is not None and cancel.is_set():
            raise AnalysisCancelled("the hashing of frames was cancelled")
        hashes[at], seen[at] = found, True
        if tell is not None:
            tell(done + 1)
    back = np.searchsorted(wanted, ordinals)
    return hashes[back], seen[back]


def _each(media: FrameSource, wanted: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Index among ``wanted``, which ascend, and hash, of each frame that can be decoded."""
    if not isinstance(media, Media):
        for at, ordinal in enumerate(wanted.tolist()):
            try:
                picture = media.frame(ordinal)
            except FrameUndecodable:
                continue
            yield at, frame_hash(cv2.cvtColor(picture.rgb, cv2.COLOR_RGB2GRAY).astype(np.uint8))
        return
    places = {ordinal: at for at, ordinal in enumerate(wanted.tolist())}
    for start, stop in _stretches(media.sweep_starts, wanted):
        for ordinal, frame in media.sweep(start, stop, threads=2):
            if ordinal in places and not frame.is_corrupt:
                planes, bits = planes_of(frame)
                yield places[ordinal], frame_hash(planes[0], bits)


def _stretches(starts: NDArray[np.int64], wanted: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Stretches that hold all that is wanted, each beginning where decoding can; neighbours are one."""
    groups = np.searchsorted(starts, wanted, side="right") - 1
    stretches: list[tuple[int, int, int]] = []
    for group in np.unique(groups).tolist():
        own = wanted[groups == group]
        first, last = int(own[0]), int(own[-1]) + 1
        if stretches and stretches[-1][2] == group - 1:
            stretches[-1] = (stretches[-1][0], last, group)
        else:
            stretches.append((first, last, group))
    return [(start, stop) for start, stop, _ in stretches]
