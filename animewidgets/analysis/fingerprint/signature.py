"""What a very small picture looks like, in 64 bits that survive coding, scaling, logos and brightness."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Height and width of the small pictures, whatever the film's aspect.
SMALL = (48, 64)

# Neighbouring cells of the picture are compared: 6 rows of 7 side by side, 6 rows of 6 one below the other.
_ACROSS = (6, 7)
_DOWN = (6, 6)
_DOWN_BITS = 28

# A cell is brighter than its neighbour from this share of the picture's contrast, and from so much luma, on:
# where a picture is flat, noise shall not throw the bits about.
_DEAD, _DEAD_LUMA = 0.05, 0.5

# The mean of so many blocks of 4 by 4 that changed the most says how much a picture changed.
_BLOCK = 4
_MOST_CHANGED = 8

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]

_WEIGHTS = np.uint64(1) << np.arange(64, dtype=np.uint64)


def signatures(pictures: Bytes, numbers: Bytes, boxes: NDArray[np.int64]) -> tuple[Words, Bytes, Bytes]:
    """Signatures uint64[n], brightness uint8[n] (0 … 31) and contrast uint8[n] (0 … 15) of small pictures.

    ``pictures`` is uint8[n,48,64]; ``numbers`` and ``boxes`` are those of
    :func:`~animewidgets.analysis.fingerprint.boxes.find_boxes`. Contrast 15 is a standard deviation of
    181 and more; each step is half an octave.
    """
    words = np.zeros(len(pictures), np.uint64)
    level = np.zeros(len(pictures), np.uint8)
    contrast = np.zeros(len(pictures), np.uint8)
    for start in range(0, len(pictures), 1024):
        part = pictures[start : start + 1024]
        which = numbers[start : start + 1024]
        for k in np.unique(which).tolist():
            chosen = np.flatnonzero(which == k)
            inside = part[chosen].astype(np.float32)
            words[start + chosen] = _words(inside, boxes[k])
            top, bottom, left, right = boxes[k].tolist()
            body = inside[:, top:bottom, left:right]
            level[start + chosen] = (body.mean((1, 2)) / 8).astype(np.uint8)
            contrast[start + chosen] = _halves_of_octaves(body.std((1, 2)))
    return words, level, contrast


def changes(pictures: Bytes) -> Bytes:
    """How much each picture differs from the one before, uint8[n], 0 … 15 in half octaves of luma.

    What moves in a small part of the picture counts as much as what fills it.
    """
    out = np.zeros(len(pictures), np.uint8)
    height, width = pictures.shape[1:]
    rows, columns = height // _BLOCK, width // _BLOCK
    for start in range(1, len(pictures), 1024):
        stop = min(len(pictures), start + 1024)
        difference = np.abs(np.diff(pictures[start - 1 : stop].astype(np.int16), axis=0)).astype(np.float32)
        blocks = difference.reshape(-1, rows, _BLOCK, columns, _BLOCK).mean((2, 4)).reshape(stop - start, -1)
        most = np.partition(blocks, -_MOST_CHANGED, axis=1)[:, -_MOST_CHANGED:].mean(1)
        out[start:stop] = _halves_of_octaves(most)
    return out


def distances(a: Words, b: Words) -> NDArray[np.int64]:
    """How many of the 64 bits differ, element by element (the arrays are broadcast)."""
    return np.asarray(np.bitwise_count(a ^ b), np.int64)


def _words(inside: NDArray[np.float32], box: NDArray[np.int64]) -> Words:
    top, bottom, left, right = box.tolist()
    height, width = inside.shape[1:]

    def cells(rows: int, columns: int) -> NDArray[np.float32]:
        made = _averages(rows, top, bottom, height) @ inside @ _averages(columns, left, right, width).T
        return np.asarray(made, np.float32)

    across, down = cells(*_ACROSS), cells(*_DOWN)
    dead = np.maximum(_DEAD * across.std((1, 2), keepdims=True), _DEAD_LUMA)
    bits = np.concatenate(
        [
            (np.diff(across, axis=2) > dead).reshape(len(inside), -1),
            (np.diff(down, axis=1) > dead).reshape(len(inside), -1)[:, :_DOWN_BITS],
        ],
        axis=1,
    )
    return np.asarray((bits * _WEIGHTS).sum(1, dtype=np.uint64), np.uint64)


def _averages(cells: int, start: int, stop: int, size: int) -> NDArray[np.float32]:
    """The matrix that averages ``size`` pixels into ``cells`` equal parts of ``[start, stop)``."""
    edges = np.linspace(start, stop, cells + 1)
    pixel = np.arange(size)
    covered = np.minimum(edges[1:, None], pixel + 1) - np.maximum(edges[:-1, None], pixel)
    covered = np.maximum(covered, 0)
    return np.asarray(covered / covered.sum(1, keepdims=True), np.float32)


def _halves_of_octaves(values: NDArray[np.float32]) -> Bytes:
    return np.asarray(np.minimum(15, np.rint(2 * np.log2(1 + values))), np.uint8)
