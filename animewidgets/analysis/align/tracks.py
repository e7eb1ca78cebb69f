"""Two witnesses of a release as rows in time: what it shows and what it sounds like."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.fingerprint.columns import Fingerprint
from animewidgets.analysis.fingerprint.signature import distances

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]

# Of the picture's contrast (half octaves), up to this one it shows nothing: a standard deviation of 3.
_BLANK = 4
# So many bits change with noise alone, and from so many more on a picture is a new one.
_NOISE, _NEW = 1.0, 4.0
#: Weight of a picture that is the one before it again, and of one that shows nothing.
HELD, NOTHING = 0.06, 0.01

#: Signatures of the sound per second.
SOUNDS = 8


@dataclass(frozen=True, eq=False)
class Track:
    """Rows of one witness: ``start`` and ``stop`` in seconds, ``word`` uint64, ``weight`` 0 … 1.

    The weight says how much a row tells that the row before has not told; ``blank`` rows tell nothing.
    """

    start: Floats
    stop: Floats
    word: Words
    weight: Floats
    blank: Bools

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def step(self) -> float:
        """What a row usually lasts, in seconds."""
        return float(np.median(self.stop - self.start)) if len(self) else 1.0


def pictures_of(fingerprint: Fingerprint) -> Track:
    """The pictures of a release; one row per frame."""
    base = float(fingerprint.time_base)
    start: Floats = np.asarray(fingerprint.pts * base, np.float64)
    stop: Floats = np.append(start[1:], fingerprint.end_pts * base)
    word = fingerprint.picture
    blank = fingerprint.contrast <= _BLANK
    flips = np.zeros(len(word))
    flips[1:] = distances(word[1:], word[:-1])
    flips[:1] = _NEW + _NOISE
    weight = HELD + (1 - HELD) * np.clip((flips - _NOISE) / _NEW, 0, 1)
    return Track(start, stop, word, np.where(blank, NOTHING, weight), blank)


def sound_of(fingerprint: Fingerprint) -> Track:
    """The sound of a release; each row is two signatures that follow each other."""
    sound = fingerprint.sound.astype(np.uint64)
    word = sound[:-1] | sound[1:] << np.uint64(32) if len(sound) else sound
    start = float(fingerprint.sound_start) + np.arange(len(word)) / SOUNDS
    blank = (sound[:-1] == 0) | (sound[1:] == 0) if len(sound) else np.zeros(0, np.bool_)
    weight = np.where(blank, NOTHING, 1.0)
    return Track(start, start + 1 / SOUNDS, word, weight, blank)
