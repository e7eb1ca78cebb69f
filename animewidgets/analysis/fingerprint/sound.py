"""What a stretch of sound is like, in 32 bits eight times a second.

After Haitsma and Kalker, "A Highly Robust Audio Fingerprinting System" (ISMIR 2002): signs of how the energy
of neighbouring bands changes. The bands are wide, so that sound that runs 4 % faster still falls into the
same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Samples per second that the signature is made from.
RATE = 8000
#: Samples from one signature to the next: eight of them make a second.
HOP = 1000
#: Samples that one signature hears; the middle of them is its time.
WINDOW = 4096

_LOWEST, _HIGHEST = 150.0, 3600.0
_BANDS = 17
# Below this loudness (of full scale 1) is silence, whose signature is 0.
_SILENCE = 10 ** (-60 / 20)

Words = NDArray[np.uint32]

_WEIGHTS = np.uint32(1) << np.arange(32, dtype=np.uint32)


def _band_matrix() -> NDArray[np.float32]:
    edges = np.geomspace(_LOWEST, _HIGHEST, _BANDS + 1)
    frequency = np.fft.rfftfreq(WINDOW, 1 / RATE)
    return ((frequency >= edges[:-1, None]) & (frequency < edges[1:, None])).astype(np.float32)


_MATRIX = _band_matrix()
_HANN = np.hanning(WINDOW).astype(np.float32)


def energies(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Energies of the bands, float32[m,17], in windows that begin every :data:`HOP` samples."""
    count = max(0, (len(samples) - WINDOW) // HOP + 1)
    if not count:
        return np.zeros((0, _BANDS), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP][:count]
    power = np.abs(np.fft.rfft(windows * _HANN, axis=1)) ** 2 / (WINDOW * WINDOW / 8)
    return np.asarray(power.astype(np.float32) @ _MATRIX.T, np.float32)


def sound_words(energy: NDArray[np.float32]) -> Words:
    """Signatures uint32[m] of band energies float32[m,17]; 0 where it is silent."""
    if not len(energy):
        return np.zeros(0, np.uint32)
    loud = np.log(energy + 1e-10)
    around = np.concatenate([loud[:1], loud, loud[-1:]])
    change = around[2:] - around[:-2]
    between = np.diff(change, axis=1)  # 16
    slope = np.diff(loud, axis=1)  # 16
    slope -= np.median(slope, axis=0)  # what the whole recording sounds like says nothing
    bits = np.concatenate([between > 0, slope > 0], axis=1)
    words = (bits * _WEIGHTS).sum(1, dtype=np.uint32)
    words[energy.sum(1) < _SILENCE**2] = 0
    return np.asarray(words, np.uint32)
