"""The spectrogram: loudness in decibels per band of frequencies, every eight milliseconds and coarser."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.sound.tiles import FACTOR, Columns, TileMap
from animewidgets.media import SoundReader

#: Samples per second at which sound is looked at: bands end at half of it.
RATE = 32_000
#: Bands, lowest first, their middles evenly apart on a logarithmic scale between these, in hertz.
BANDS = 96
LOWEST, HIGHEST = 80.0, 14_500.0
#: Samples of the (Hann) window: 32 ms.
WINDOW = 1024
#: Samples from one column to the next: 8 ms.
HOP = 256
#: Decibels below a full-scale sine at which the scale begins.
FLOOR = -100.0

# Windows transformed at once: 4 MB.
_BATCH = 512


@lru_cache(1)
def band_weights() -> NDArray[np.float32]:
    """float32[bands, WINDOW // 2 + 1]: how much each line of the spectrum counts in each band.

    Wide bands take the mean of their lines; where lines are further apart than bands, the band's middle
    is interpolated between the two lines beside it.
    """
    edges = np.geomspace(LOWEST, HIGHEST, 2 * BANDS + 1) * WINDOW / RATE
    weights = np.zeros((BANDS, WINDOW // 2 + 1), np.float32)
    lines = np.arange(WINDOW // 2 + 1)
    for band in range(BANDS):
        low, middle, high = edges[2 * band : 2 * band + 3]
        share = np.clip(np.minimum(lines + 0.5, high) - np.maximum(lines - 0.5, low), 0, None)
        if high - low < 1:
            share = np.clip(1 - np.abs(lines - middle), 0, None)
        weights[band] = share / share.sum()
    return weights


def loudness(samples: NDArray[np.int16], columns: int) -> NDArray[np.uint8]:
    """Columns of a spectrogram, uint8[columns, BANDS]: 0 is ``FLOOR`` decibels or less, 255 is 0.

    ``samples`` int16[(columns - 1) * HOP + WINDOW] at ``RATE``; column *n* looks at the window that
    begins at ``n * HOP``. A full-scale sine within a narrow band has 0 dB.
    """
    window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    scale = np.float32((2 / (window.sum() * 32768)) ** 2)
    windows = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP][:columns]
    out = np.empty((columns, BANDS), np.uint8)
    weights = band_weights().T
    for at in range(0, columns, _BATCH):
        spectrum = np.fft.rfft(windows[at : at + _BATCH].astype(np.float32) * window, axis=1)
        power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32) @ weights
        decibels = 10 * np.log10(power * scale + np.float32(1e-12))
        out[at : at + _BATCH] = np.clip(np.round(255 * (1 - decibels / FLOOR)), 0, 255)
    return out


class SpectrogramMap(TileMap):
    """The spectrogram of one stream, its channels mixed to one; see :func:`loudness`.

    A column of level 0 looks at the 32 ms around its middle; coarser columns are means in decibels.
    """

    column_us: ClassVar[int] = 8000
    width: ClassVar[int] = BANDS
    dtype: ClassVar[type[np.int8] | type[np.uint8]] = np.uint8
    levels: ClassVar[int] = 6
    tile: ClassVar[int] = 256
    unknown: ClassVar[tuple[int, ...]] = (0,) * BANDS

    def __init__(self, reader: SoundReader, first_us: int, end_us: int, kept_as: str | None = None) -> None:
        """``reader`` reads mono at ``RATE``."""
        super().__init__(first_us, end_us, kept_as)
        self._reader = reader

    def close(self) -> None:
        """Free the reader."""
        self._reader.close()

    def _make(self, first: int, stop: int) -> Columns:
        zero = self.origin_us // 1000 * RATE // 1000
        start = zero + first * HOP + (HOP - WINDOW) // 2
        samples = self._reader.read(start, start + (stop - first - 1) * HOP + WINDOW)
        return loudness(samples[:, 0], stop - first)

    def _shrunk(self, columns: Columns) -> Columns:
        total = columns.reshape(-1, FACTOR, self.width).astype(np.uint16).sum(axis=1, dtype=np.uint16)
        mean: NDArray[np.uint16] = (total + np.uint16(FACTOR // 2)) // np.uint16(FACTOR)
        return mean.astype(np.uint8)
