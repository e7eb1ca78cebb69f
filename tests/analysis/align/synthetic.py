"""Fingerprints of films that were never drawn: random drawings, held as animation holds them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.fingerprint import Fingerprint

Words = NDArray[np.uint64]
FILM = Fraction(1001, 24_000)
BROADCAST = Fraction(1001, 30_000)


def drawings(seed: int, frames: int) -> Words:
    """Signatures of shots of 20 to 140 frames, whose drawings differ by a few bits."""
    rng = np.random.default_rng(seed)
    out = np.zeros(frames, np.uint64)
    at = 0
    while at < frames:
        word = rng.integers(0, 2**64, dtype=np.uint64)
        end = at + int(rng.integers(20, 140))
        while at < min(end, frames):
            hold = int(rng.choice([1, 2, 2, 3, 3, 6, 12]))
            out[at : at + hold] = word
            at += hold
            for bit in rng.integers(0, 64, int(rng.integers(2, 9))).tolist():
                word ^= np.uint64(1) << np.uint64(bit)
    return out


def noisy(words: Words, seed: int, share: float = 0.3, bits: int = 4) -> Words:
    """Some bits of some frames differ, as compression makes them."""
    rng = np.random.default_rng(seed)
    out = words.copy()
    for _ in range(bits):
        hit = rng.random(len(out)) < share
        out[hit] ^= np.uint64(1) << rng.integers(0, 64, int(hit.sum()), dtype=np.uint64)
    return out


def release(
    words: Words, frame: Fraction = FILM, *, sound: NDArray[np.uint32] | None = None, name: str = "rel-a"
) -> Fingerprint:
    """A release that shows ``words``, each for ``frame`` seconds; words of 0 are black."""
    base = Fraction(1, frame.denominator)
    rows = len(words)
    black = words == 0
    return Fingerprint(
        release_id=name,
        time_base=base,
        end_pts=rows * frame.numerator,
        size=(1280, 720),
        pts=np.arange(rows, dtype=np.int64) * frame.numerator,
        picture=words,
        change=np.where(np.diff(words, prepend=words[:1] + np.uint64(1)) != 0, 9, 0).astype(np.uint8),
        level=np.where(black, 2, 14).astype(np.uint8),
        contrast=np.where(black, 0, 11).astype(np.uint8),
        box=np.zeros(rows, np.uint8),
        boxes=np.array([[0.0, 1, 0, 1]]),
        sound=np.zeros(0, np.uint32) if sound is None else sound,
        sound_start=Fraction(1, 4),
    )


def pulled_down(words: Words, phase: float = 0.0) -> Words:
    """Four frames become five, as 23.976 does on the air."""
    rows = np.floor(np.arange(len(words) * 5 // 4) * 0.8 + phase).astype(np.int64)
    return np.asarray(words[rows.clip(0, len(words) - 1)], np.uint64)
