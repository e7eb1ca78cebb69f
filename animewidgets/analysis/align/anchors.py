"""Anchors: two instants that a person says are the same. No line of time may contradict one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.likeness import Floats, Likeness, Line
from animewidgets.analysis.align.votes import Candidate

#: Seconds of the source and of the target that are the same instant.
Anchor = tuple[float, float]

# What an anchor counts, in new pictures: more than any stretch of film that could speak against it.
_WORD = 400.0
# A line goes through an anchor when it misses it by no more than this share of a frame.
_NEAR = 0.75


class AnchoredLikeness(Likeness):
    """A likeness for which anchors are evidence that outweighs all pictures.

    The row of the source in which an anchor lies speaks for every line through it, and against every other
    one; so does the row that another line would bring to the anchor's instant in the target. Fragments end
    there, offsets are settled on it, and a chain without it explains less than any chain with it.
    """

    def __init__(self, likeness: Likeness, anchors: Sequence[Anchor]) -> None:
        super().__init__(
            likeness.source, likeness.target, likeness.source_sound, likeness.target_sound, likeness.even
        )
        self.anchors = tuple(anchors)
        self._near = _NEAR * max(self.source.step, self.target.step)

    def sharpened(self, even: float) -> Likeness:
        """The same rows and anchors, compared more strictly."""
        return AnchoredLikeness(super().sharpened(even), self.anchors)

    def evidence(self, line: Line, first: int, last: int) -> Floats:
        """As of any likeness, and what anchors say."""
        made = super().evidence(line, first, last)
        for here, there in self.anchors:
            through = abs(float(line.at(here)) - there) <= self._near
            self._say(made, first, here, _WORD if through else -_WORD)
            if not through:
                self._say(made, first, (there - line.offset) / line.rate, -_WORD)
        return made

    def _say(self, made: Floats, first: int, seconds: float, word: float) -> None:
        source = self.source
        if not source.start[0] <= seconds < source.stop[-1]:
            return
        at = int(np.searchsorted(source.start, seconds, side="right")) - 1 - first
        if 0 <= at < len(made):
            made[at] += word

    def contradicted(self, line: Line, first: int, last: int) -> list[int]:
        """The rows of anchors that the line misses, and those that it brings to their other ends."""
        missed = [one for one in self.anchors if abs(float(line.at(one[0])) - one[1]) > self._near]
        seconds = [at for here, there in missed for at in (here, (there - line.offset) / line.rate)]
        rows = np.searchsorted(self.source.start, seconds, side="right") - 1
        return sorted({row for row in rows.tolist() if first <= row < last})

    def over_shifts(
        self,
        line: Line,
        shifts: Floats,
        rows: NDArray[np.int64],
        weight: Floats,
    ) -> Floats:
        """As of any likeness, and what anchors say."""
        made = super().over_shifts(line, shifts, rows, weight)
        if not len(rows):
            return made
        since, until = float(self.source.start[rows.min()]), float(self.source.stop[rows.max()])
        for here, there in self.anchors:
            if since <= here < until:
                made[np.abs(line.at(here) + shifts - there) > self._near] -= _WORD
        return np.asarray(made)


def checked(anchors: Sequence[Anchor]) -> tuple[Anchor, ...]:
    """Anchors in the order of the source.

    Raises:
        ValueError: one is no pair of finite seconds, or two say different things of one instant.
    """
    found: dict[float, float] = {}
    for here, there in anchors:
        if not (math.isfinite(here) and math.isfinite(there)):
            raise ValueError(f"an anchor is two times in seconds, not {here} and {there}")
        if found.setdefault(float(here), float(there)) != float(there):
            raise ValueError(
                f"two anchors contradict each other: {here} s is both {found[here]} s and {there} s"
            )
    return tuple(sorted(found.items()))


def candidates_of(anchors: Sequence[Anchor]) -> list[Candidate]:
    """The lines through anchors, to be followed first."""
    return [Candidate(here, there - here, _WORD) for here, there in anchors]
