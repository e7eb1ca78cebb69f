"""The one pass over a file: every picture very small, and the energies of its sound."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.fingerprint import sound
from animewidgets.analysis.fingerprint.signature import SMALL
from animewidgets.analysis.shots.pictures import bytes_array, planes_of, reduce_plane, stretches_of
from animewidgets.errors import NoAudioStream
from animewidgets.media import Media, SoundReader

# What became of a frame.
_WAITING, _SEEN, _DAMAGED = 0, 1, 2

# Small pictures need no smooth edges: decoding without is a quarter faster.
_DECODER_OPTIONS = {"skip_loop_filter": "all"}

# Sound is read in stretches of so many seconds.
_SOUND_STRETCH = 60

Bytes = NDArray[np.uint8]


class SmallPictures:
    """Small pictures of a film, uint8[n,48,64], filled in any order; kept in a file they outlive a stop.

    ``path`` is that file, or ``None`` for memory (an unnamed file where they are many). A file of another
    size is begun anew.
    """

    def __init__(self, count: int, path: Path | None) -> None:
        self._path = path
        size = count * (SMALL[0] * SMALL[1] + 1)
        store: Bytes
        if path is None:
            store = bytes_array((size,))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.stat().st_size != size:
                with path.open("wb") as file:
                    file.truncate(size)
            store = np.memmap(path, np.uint8, "r+", shape=(size,)) if size else np.zeros(0, np.uint8)
        self.state = store[:count]
        self.pictures = store[count:].reshape(count, *SMALL)

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Which pictures came out."""
        return np.asarray(self.state == _SEEN)

    @property
    def done(self) -> int:
        """How many frames need not be decoded any more."""
        return int((self.state != _WAITING).sum())

    def waiting(self, start: int, stop: int) -> int:
        """The first frame of ``[start, stop)`` that is still to be decoded; ``stop`` if none is."""
        left = np.flatnonzero(self.state[start:stop] == _WAITING)
        return start + int(left[0]) if len(left) else stop

    def damaged(self, start: int, stop: int) -> None:
        """Frames of ``[start, stop)`` that have not come out will not."""
        part = self.state[start:stop]
        part[part == _WAITING] = _DAMAGED

    def repeat_damaged(self) -> None:
        """Fill what did not come out with the picture before (at the beginning: after)."""
        good = np.flatnonzero(self.seen)
        for n in np.flatnonzero(~self.seen).tolist() if len(good) else ():
            self.pictures[n] = self.pictures[n - 1 if n > good[0] else int(good[0])]

    def discard(self) -> None:
        """The file is not needed any more."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def fill(
    small: SmallPictures,
    media: Media,
    *,
    workers: int,
    tell: Callable[[int], None],
    stop_now: threading.Event,
) -> None:
    """Decode what is still waiting, in ``workers`` threads that take a stretch of the film each."""
    count = len(media.index)
    stretches = stretches_of(media.sweep_starts, count, workers)
    threads = max(1, workers // len(stretches))

    def work(start: int, stop: int) -> None:
        at = small.waiting(start, stop)
        if at >= stop:
            return
        done = 0
        for ordinal, frame in media.sweep(at, stop, threads=threads, decoder_options=_DECODER_OPTIONS):
            if stop_now.is_set():
                return
            if ordinal > at:
                small.damaged(at, ordinal)
            if frame.is_corrupt:
                small.damaged(ordinal, ordinal + 1)
            else:
                planes, bits = planes_of(frame)
                reduce_plane(planes[0], bits, small.pictures[ordinal])
                small.state[ordinal] = _SEEN
            at = ordinal + 1
            done += 1
            if done % 32 == 0:
                tell(32)
        small.damaged(start, stop)
        tell(done % 32)

    with ThreadPoolExecutor(len(stretches), "fingerprint") as pool:
        try:
            for task in [pool.submit(work, *stretch) for stretch in stretches]:
                task.result()
        except BaseException:
            stop_now.set()
            raise


def hear(media: Media, stream: int, stop_now: threading.Event) -> tuple[NDArray[np.uint32], Fraction]:
    """Signatures of the sound while pictures are shown, and the time of the first in seconds.

    There are none where the file has no such stream of sound.
    """
    start = int(media.index.pts[0]) * media.time_base
    stop = media.index.end_pts * media.time_base
    first = int(start * sound.RATE)
    last = int(stop * sound.RATE)
    middle = Fraction(first + sound.WINDOW // 2, sound.RATE)
    try:
        reader = SoundReader(media.path, stream, rate=sound.RATE, mono=True)
    except NoAudioStream:
        return np.zeros(0, np.uint32), middle
    found: list[NDArray[np.float32]] = []
    try:
        step = _SOUND_STRETCH * sound.RATE
        for at in range(first, last, step):
            if stop_now.is_set():
                break
            end = min(at + step + sound.WINDOW - sound.HOP, last)
            samples = np.asarray(reader.read(at, end)[:, 0], np.float32) / np.float32(32768)
            found.append(sound.energies(samples))
    finally:
        reader.close()
    energy = np.concatenate(found) if found else np.zeros((0, 0), np.float32)
    return sound.sound_words(energy), middle
