"""The waveform: least and greatest sample of each millisecond, and of coarser stretches."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.sound.tiles import FACTOR, Columns, TileMap
from animewidgets.media import SoundReader

# Slower sound has milliseconds without a sample, and faster sound shows nothing more.
_RATES = range(4000, 192_001)
_OTHERWISE = 48_000


def companded(samples: NDArray[np.int16]) -> NDArray[np.int8]:
    """Samples int16 as int8 with more room for what is quiet: ``sign(x) * 127 * sqrt(|x| / 32768)``.

    Back: ``amplitude = sign(v) * (v / 127) ** 2``, -1 to 1.
    """
    return _COMPANDED[samples.astype(np.int32) + 32768]


_steps = np.arange(-32768, 32768)
_COMPANDED = np.round(np.sign(_steps) * 127 * np.sqrt(np.abs(_steps) / 32768)).astype(np.int8)


def extremes(samples: NDArray[np.int16], starts: NDArray[np.int64]) -> NDArray[np.int16]:
    """Least and greatest sample from each start up to the next one.

    ``samples`` int16[n, channels]: a sample counts in whichever channel it is; ``starts`` int64[m] rise
    strictly from 0 and stay below n. Gives int16[m, 2].
    """
    low = np.minimum.reduceat(samples.min(axis=1), starts)
    high = np.maximum.reduceat(samples.max(axis=1), starts)
    return np.stack([low, high], axis=1)


class PeakMap(TileMap):
    """The waveform of one stream: (least, greatest) per column, companded by :func:`companded`.

    More than two channels are mixed down as for playing: what is drawn is what is heard.
    """

    column_us: ClassVar[int] = 1000
    width: ClassVar[int] = 2
    dtype: ClassVar[type[np.int8] | type[np.uint8]] = np.int8
    levels: ClassVar[int] = 8
    tile: ClassVar[int] = 4096
    #: Least above greatest: nothing is known, which is not silence.
    unknown: ClassVar[tuple[int, ...]] = (1, -1)

    def __init__(self, reader: SoundReader, first_us: int, end_us: int, kept_as: str | None = None) -> None:
        super().__init__(first_us, end_us, kept_as)
        self._reader = reader

    @staticmethod
    def rate_for(rate: int) -> int:
        """The rate to read a stream at that has ``rate``: its own wherever that makes sense."""
        return rate if rate in _RATES else _OTHERWISE

    def close(self) -> None:
        """Free the reader."""
        self._reader.close()

    def _make(self, first: int, stop: int) -> Columns:
        # The first sample at or after each millisecond.
        milliseconds = self.origin_us // 1000 + np.arange(first, stop + 1, dtype=np.int64)
        numbers = -(-milliseconds * self._reader.rate // 1000)
        samples = self._reader.read(int(numbers[0]), int(numbers[-1]))
        return companded(extremes(samples, numbers[:-1] - numbers[0]))

    def _shrunk(self, columns: Columns) -> Columns:
        groups = columns.reshape(-1, FACTOR, 2)
        return np.stack([groups[:, :, 0].min(axis=1), groups[:, :, 1].max(axis=1)], axis=1)
