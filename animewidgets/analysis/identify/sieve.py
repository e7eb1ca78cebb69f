"""A quick look at many releases: which of them may have footage of a file at all.

Full alignment takes seconds for each pair of episodes, this takes milliseconds: only rows are compared of
which a quarter is the same bit by bit, and only the number of those is counted that agree on an offset.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.seeds import pick_rows
from animewidgets.analysis.align.tracks import Track, pictures_of, sound_of
from animewidgets.analysis.fingerprint import Fingerprint

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# A word of 64 bits is looked up by pieces of so many bits; pieces that more rows have say nothing.
_PIECE, _MOST_ALIKE = 16, 48
# Rows that differ in more bits are not alike: a little more for sound, which coding changes more.
_BITS = {"picture": 12, "sound": 20}
# Offsets are counted in windows and steps of so many seconds. Speeds of 4 % shift a window by half a step.
_WINDOW, _STEP = 12.0, 1.0


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Rows of one witness that are worth looking up: their time, in seconds, and their words."""

    start: Floats
    word: NDArray[np.uint64]


class Sieve:
    """Looks for one file in many releases."""

    def __init__(self, file: Fingerprint) -> None:
        self._file = {name: _rows(track) for name, track in _tracks(file)}

    def strength(self, release: Fingerprint) -> float:
        """How much speaks for footage in common: about 0 where there is none, 1 where all of it agrees."""
        best = 0.0
        for name, track in _tracks(release):
            ours, theirs = self._file[name], _rows(track)
            best = max(best, _agreeing(ours, theirs, _BITS[name]))
        return best


def _tracks(one: Fingerprint) -> tuple[tuple[str, Track], ...]:
    return ("picture", pictures_of(one)), ("sound", sound_of(one))


def _rows(track: Track) -> _Rows:
    chosen = pick_rows(track)
    return _Rows(track.start[chosen], track.word[chosen])


def _agreeing(ours: _Rows, theirs: _Rows, most: int) -> float:
    """The share of windows of either side in which the seeds agree on an offset more than by chance."""
    here, there = _alike(ours.word, theirs.word, most)
    if not len(here):
        return 0.0
    weight = 1 / np.sqrt(np.bincount(here)[here] * np.bincount(there)[there])
    shift = np.floor((theirs.start[there] - ours.start[here]) / _STEP).astype(np.int64)
    shift -= shift.min()
    window = np.floor((ours.start[here] - ours.start[0]) / _WINDOW).astype(np.int64)
    width = int(shift.max()) + 3
    keys, where = np.unique(window * width + shift, return_inverse=True)
    votes = np.bincount(where, weight)
    total = votes.copy()
    following = np.flatnonzero(np.diff(keys) == 1)
    total[following] += votes[following + 1]
    starts = np.flatnonzero(np.diff(keys // width, prepend=-1))
    best = np.maximum.reduceat(total, starts)
    rows = np.bincount(np.floor((ours.start - ours.start[0]) / _WINDOW).astype(np.int64))
    rows = rows[keys[starts] // width]
    # Of a window of many rows a third that agrees is as good as all of it.
    share = np.clip(best / np.maximum(rows, 1) * 3, 0, 1)
    spans = min(ours.start[-1] - ours.start[0] + _WINDOW, theirs.start[-1] - theirs.start[0] + _WINDOW)
    return float(share.sum() * _WINDOW / spans)


def _alike(ours: NDArray[np.uint64], theirs: NDArray[np.uint64], most: int) -> tuple[Ints, Ints]:
    """Pairs of rows of which a piece is the same, and the whole nearly."""
    found: list[Ints] = []
    mask = np.uint64((1 << _PIECE) - 1)
    for at in range(0, 64, _PIECE):
        a = ours >> np.uint64(at) & mask
        b = theirs >> np.uint64(at) & mask
        order = np.argsort(b, kind="stable")
        b = b[order]
        low, high = np.searchsorted(b, a, "left"), np.searchsorted(b, a, "right")
        count = high - low
        count[count > _MOST_ALIKE] = 0
        rows = np.repeat(np.arange(len(a)), count)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count)
        columns = order[np.repeat(low, count) + within]
        near = np.bitwise_count(ours[rows] ^ theirs[columns]) <= most
        found.append(rows[near] * len(theirs) + columns[near])
    pairs = np.unique(np.concatenate(found))
    return pairs // max(1, len(theirs)), pairs % max(1, len(theirs))
