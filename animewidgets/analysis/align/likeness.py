"""How well two releases agree along a line of time: ``target seconds = rate * source seconds + offset``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.tracks import NOTHING, SOUNDS, Track
from animewidgets.analysis.fingerprint.signature import distances

Floats = NDArray[np.float64]

#: With so many bits that differ a picture may be the same or another one, as long as nothing is known.
EVEN = 18.0
# Within this share of EVEN to either side likeness goes from 1 to -1.
_SPREAD = 0.5
_SOUND_EVEN, _SOUND_SPREAD = 24.0, 7.0
# A second of sound that agrees counts as much as so many new pictures.
_SOUND_WORTH = 3.0
# A row outside the target counts against the line by this much.
_OUTSIDE = -0.3

# A source frame is looked for where this share of it has passed, as carrying frames does.
_WITHIN = 0.25
# Where the target's frames are longer by this factor, many frames come to few, and it is the other way round:
# the last one counts of which this share has passed within the source frame.
_LONGER, _BEFORE = 1.05, 0.125


@dataclass(frozen=True, slots=True)
class Line:
    """A line of time: ``target = rate * source + offset``, in seconds."""

    rate: float
    offset: float

    def at(self, source: Floats | float) -> Floats:
        """Target seconds of source seconds."""
        return np.asarray(self.rate * np.asarray(source) + self.offset)


class Likeness:
    """Compares the rows of a source with those of a target, along lines."""

    def __init__(
        self,
        source: Track,
        target: Track,
        source_sound: Track,
        target_sound: Track,
        even: float = EVEN,
    ) -> None:
        self.source, self.target = source, target
        self.even = even
        self.source_sound, self.target_sound = source_sound, target_sound
        self._asked: tuple[float, Floats] | None = None
        self._length = source.stop - source.start
        # Of each source frame, the row of sound that is heard with it.
        self.heard = np.zeros(0, np.int64)
        if len(source_sound) and len(target_sound):
            middle = (source.start + source.stop) / 2
            at = np.rint((middle - source_sound.start[0]) * SOUNDS).astype(np.int64)
            self.heard = np.clip(at, 0, len(source_sound) - 1)

    def asked(self, rate: float) -> Floats:
        """When each source frame is looked for in a target at this rate, float64[n], source seconds."""
        if self._asked is None or self._asked[0] != rate:
            source, lasts = self.source, self._length
            early = source.start + _WITHIN * lasts
            late = np.maximum(early, source.stop - _BEFORE * self.target.step / rate)
            longer = self.target.step > _LONGER * rate * lasts
            self._asked = rate, np.where(longer, late, early)
        return self._asked[1]

    def contradicted(self, line: Line, first: int, last: int) -> list[int]:
        """Those of the source rows ``[first, last)`` that cannot lie on a line, whatever the pictures say."""
        del line, first, last
        return []

    def rows(self, line: Line, first: int, last: int) -> NDArray[np.int64]:
        """The target rows shown for source rows ``[first, last)``; -1 outside the target."""
        at = line.at(self.asked(line.rate)[first:last])
        found = np.searchsorted(self.target.start, at, side="right") - 1
        found[at >= self.target.stop[-1]] = -1
        return np.asarray(found, np.int64)

    def pictures(self, line: Line, first: int, last: int) -> Floats:
        """How alike the pictures of source rows ``[first, last)`` are to the target's: -1 … 1.

        Rows outside the target, and those where both show nothing, say nothing: NaN and 0.
        """
        rows = self.rows(line, first, last)
        bits = distances(self.source.word[first:last], self.target.word[rows])
        alike = np.clip((self.even - bits) / (_SPREAD * self.even), -1, 1)
        alike[rows < 0] = np.nan
        return np.asarray(alike)

    def differences(self, line: Line, first: int, last: int) -> NDArray[np.int64]:
        """How many bits of the pictures of source rows ``[first, last)`` differ, blank rows left out."""
        rows = self.rows(line, first, last)
        telling = (rows >= 0) & ~self.source.blank[first:last]
        return distances(self.source.word[first:last][telling], self.target.word[rows[telling]])

    def sharpened(self, even: float) -> Likeness:
        """The same rows, compared more strictly."""
        return Likeness(self.source, self.target, self.source_sound, self.target_sound, even)

    def over_shifts(
        self,
        line: Line,
        shifts: Floats,
        rows: NDArray[np.int64],
        weight: Floats,
    ) -> Floats:
        """What the pictures of some source rows say for a line moved by each shift (seconds).

        float64[shifts], in new pictures, where each row counts by its ``weight``; to tell neighbouring
        frames apart every bit counts. Rows that come to lie outside the target say nothing.
        """
        at = line.at(self.asked(line.rate)[rows])[None, :] + shifts[:, None]
        found = np.searchsorted(self.target.start, at, side="right") - 1
        bits = distances(self.source.word[rows][None, :], self.target.word[found])
        alike = np.clip((self.even - bits) / self.even, -1, 1)
        alike[(at >= self.target.stop[-1]) | (found < 0)] = 0
        return np.asarray(alike @ np.maximum(weight, 0.1))

    def sounds(self, line: Line, first: int, last: int) -> Floats:
        """How alike the sound of its rows ``[first, last)`` is to the target's: -1 … 1, 0 where unknown."""
        source, target = self.source_sound, self.target_sound
        if not len(source) or not len(target):
            return np.zeros(max(0, last - first))
        exact = (line.at(source.start[first:last]) - target.start[0]) * SOUNDS
        low = np.floor(exact).astype(np.int64)
        best = np.full(last - first, -np.inf)
        for row in (low, low + 1):
            inside = (row >= 0) & (row < len(target))
            safe = np.clip(row, 0, len(target) - 1)
            bits = distances(source.word[first:last], target.word[safe])
            alike = np.clip((_SOUND_EVEN - bits) / _SOUND_SPREAD, -1, 1)
            alike[~inside | target.blank[safe] | source.blank[first:last]] = 0
            best = np.maximum(best, alike)
        return best

    def evidence(self, line: Line, first: int, last: int) -> Floats:
        """What each source row ``[first, last)`` says for the line, in new pictures: negative against it."""
        alike = self.pictures(line, first, last)
        weight = self.source.weight[first:last]
        # A held picture that is missing is missed once, a blank one hardly.
        made = np.where(np.isnan(alike), _OUTSIDE * np.maximum(weight, 0.1), alike * weight)
        # Nothing that stands where something stood is evidence against.
        odd = (weight <= NOTHING) & (alike < 0)
        made[odd] = alike[odd] * 0.1
        if len(self.heard) and last > first:
            heard = self.heard[first:last]
            sounds = np.maximum(0, self.sounds(line, int(heard[0]), int(heard[-1]) + 1))
            made += _SOUND_WORTH * self._length[first:last] * sounds[heard - heard[0]]
        return made
