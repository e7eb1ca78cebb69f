"""Who says what, and the mouth shapes of it: one drawing of the mouth per syllable.

Picture and sound are made from the same syllables, so lips and voice are in step.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

#: Frames per syllable: mouths move on threes, which gives eight syllables a second.
SLOT = 3


@dataclass(frozen=True, slots=True)
class Speech:
    """One line of dialogue within a shot, in frames from the first frame of the shot, half-open."""

    speaker: int
    start: int
    end: int
    text: str
    seed: int


@lru_cache(maxsize=512)
def mouths(seed: int, slots: int) -> tuple[int, ...]:
    """The mouth shape (0 closed … 4 round) of each syllable; pauses are runs of closed mouths."""
    rng = np.random.default_rng([seed, 77])
    out: list[int] = []
    while len(out) < slots:
        word = int(rng.integers(3, 8))
        last = 0
        for _ in range(word):
            last = int(rng.choice([m for m in (1, 2, 3, 4) if m != last]))
            out.append(last)
        out.extend([0] * int(rng.integers(1, 3)))
    shapes = out[:slots]
    if shapes:
        shapes[-1] = 0
    return tuple(shapes)


def mouth_at(lines: tuple[Speech, ...], who: int, frame: int) -> int:
    """The mouth of a speaker on a frame of the shot."""
    for line in lines:
        if line.speaker == who and line.start <= frame < line.end:
            slots = -(-(line.end - line.start) // SLOT)
            return mouths(line.seed, slots)[(frame - line.start) // SLOT]
    return 0
