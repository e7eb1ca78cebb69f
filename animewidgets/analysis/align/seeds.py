"""Seeds: pairs of rows that look alike, each the weightier the fewer others it looks like."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.tracks import Track

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# No more rows than these are compared, all with all: of a long film they are picked evenly.
_MOST_ROWS = 10_000
# Rows of one second that may be picked although the picture is held.
_STILL_EVERY = 0.5
# Pairs that differ in more bits are no seeds.
_BITS = {"picture": 12, "sound": 20}
# A row that looks like more others than this tells nothing.
_MOST_ALIKE = 160


def pick_rows(track: Track) -> Ints:
    """Rows that are worth comparing: new pictures, and now and then one of those held."""
    if not len(track):
        return np.zeros(0, np.int64)
    slot = np.floor(track.start / _STILL_EVERY).astype(np.int64)
    first_of_slot = np.diff(slot, prepend=slot[0] - 1) != 0
    chosen = np.flatnonzero(~track.blank & ((track.weight >= 0.5) | first_of_slot))
    if len(chosen) <= _MOST_ROWS:
        return chosen
    return chosen[np.linspace(0, len(chosen) - 1, _MOST_ROWS).astype(np.int64)]


def find_seeds(source: Track, target: Track, witness: str) -> tuple[Floats, Floats, Floats]:
    """Times in the source and the target (seconds) of rows that look alike, and their weights; float64[k]."""
    here, there = pick_rows(source), pick_rows(target)
    most = _BITS[witness]
    rows: list[Ints] = []
    columns: list[Ints] = []
    bits: list[Ints] = []
    words = target.word[there]
    if len(words):
        step = max(1, 4_000_000 // len(words))
        for start in range(0, len(here), step):
            differ = np.bitwise_count(source.word[here[start : start + step], None] ^ words[None, :])
            row, column = np.nonzero(differ <= most)
            rows.append(row + start)
            columns.append(column)
            bits.append(differ[row, column].astype(np.int64))
    if not rows:
        return np.zeros(0), np.zeros(0), np.zeros(0)
    row, column, bit = np.concatenate(rows), np.concatenate(columns), np.concatenate(bits)
    of_row = np.bincount(row, minlength=len(here))[row]
    of_column = np.bincount(column, minlength=len(there))[column]
    keep = (of_row <= _MOST_ALIKE) | (of_column <= _MOST_ALIKE)
    weight = (1 - bit / (most + 4)) / np.sqrt(of_row * of_column)
    return (
        source.start[here[row]][keep],
        target.start[there[column]][keep],
        weight[keep],
    )
