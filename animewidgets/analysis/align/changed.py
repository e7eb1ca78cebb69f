"""Shots drawn anew: other pictures at a place where everything around is the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.confidence import evidence_of
from animewidgets.analysis.align.fragments import best_stretch
from animewidgets.analysis.align.joins import agreeing, shared_cuts
from animewidgets.analysis.align.likeness import Likeness, Line
from animewidgets.analysis.align.parts import Part
from animewidgets.analysis.align.result import AlignedPiece

Floats = NDArray[np.float64]

# So many rows in a row that disagree are another picture.
_ANOTHER = 5.0
# What was drawn anew is still the same shot up to so many seconds, or if sound or movement agree.
_REDRAWN, _REDRAWN_UNHEARD = 40.0, 6.0
_HEARD_ALONE, _MOVED = 0.5, 0.3
_BLACK, _LEAST_MOVES, _FLANK = 0.3, 2, 4
# A shot has so many rows at least, and begins and ends with a change of this size in both releases.
_SHOT_ROWS, _SHARED = 12, 0.5
# So many rows of sound have to be heard.
_LOUD = 4


def split(likeness: Likeness, part: Part) -> Iterator[Part]:
    """The part, with stretches of other pictures taken out of it: as changed, or not at all."""
    agree = agreeing(likeness, part.line, part.first, part.stop)
    others = sorted(_unlike(agree, 0))
    at, at_range = part.first, part.first_range
    for low, high in others:
        low, high = low + part.first, high + part.first
        if low > at:
            yield replace(part, first=at, stop=low, first_range=at_range, stop_range=(low, low))
        # What was drawn anew lies between what was not; at an end it is something else.
        within = low - part.first >= _FLANK and part.stop - high >= _FLANK
        if within and _is_redrawn(likeness, part.line, low, high):
            yield replace(
                part, first=low, stop=high, first_range=(low, low), stop_range=(high, high), changed=True
            )
        at, at_range = high, (high, high)
    if at < part.stop:
        yield replace(part, first=at, first_range=at_range)


def with_changed_ends(likeness: Likeness, parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, and after or before them shots drawn anew that border on something else on the other side.

    Between two releases that sound alike, a shot of another look that sounds the same is the same shot.
    """
    source, target = likeness.source, likeness.target
    for left, right in pairwise([None, *parts, None]):
        first = 0 if left is None else left.stop
        stop = len(source) if right is None else right.first
        if (
            left is not None
            and right is not None
            and left.line.at(source.start[left.stop - 1]) > right.line.at(source.start[right.first])
        ):
            stop = first  # it goes back in the target, and nothing is left between
        low = -np.inf if left is None else float(left.line.at(source.stop[left.stop - 1]))
        high = (
            np.inf if right is None else float(right.line.at(source.start[min(right.first, len(source) - 1)]))
        )
        slack = target.step / 2
        if left is not None and not left.changed:
            rows = [r for r in _shared_cuts(likeness, left.line, first, stop) if r - first >= _SHOT_ROWS]
            for row in reversed(rows):
                inside = float(left.line.at(source.stop[row - 1])) <= high + slack
                if inside and _sounds_the_same(likeness, left.line, first, row):
                    yield replace(
                        left,
                        first=first,
                        stop=row,
                        first_range=(first, first),
                        stop_range=(row, row),
                        changed=True,
                    )
                    first, low = row, float(left.line.at(source.stop[row - 1]))
                    break
        if right is not None and not right.changed:
            for row in _shared_cuts(likeness, right.line, first, stop):
                inside = (
                    float(right.line.at(source.start[row])) >= low - slack if row < len(source) else False
                )
                if inside and stop - row >= _SHOT_ROWS and _sounds_the_same(likeness, right.line, row, stop):
                    yield replace(
                        right,
                        first=row,
                        stop=stop,
                        first_range=(row, row),
                        stop_range=(stop, stop),
                        changed=True,
                    )
                    break
        if right is not None:
            yield right


def _shared_cuts(likeness: Likeness, line: Line, first: int, stop: int) -> list[int]:
    """The rows of ``[first, stop]`` before which both releases have a cut."""
    return (
        np.flatnonzero(shared_cuts(likeness, line, np.arange(first, stop + 1)) >= _SHARED) + first
    ).tolist()


def _sounds_the_same(likeness: Likeness, line: Line, first: int, stop: int) -> bool:
    source = likeness.source
    if float(source.stop[stop - 1] - source.start[first]) > _REDRAWN:
        return False
    rows = likeness.rows(line, first, stop)
    if (rows < 0).any() or likeness.target.blank[rows].mean() > _BLACK:
        return False
    if not len(likeness.heard):
        return False
    low, high = int(likeness.heard[first]), int(likeness.heard[stop - 1]) + 1
    loud = ~likeness.source_sound.blank[low:high]
    return bool(loud.sum() >= _LOUD and likeness.sounds(line, low, high)[loud].mean() >= _HEARD_ALONE)


def _unlike(agree: Floats, at: int) -> Iterator[tuple[int, int]]:
    low, high = best_stretch(-agree - 0.1)
    if high <= low or float((-agree[low:high] - 0.1).sum()) < _ANOTHER:
        return
    yield at + low, at + high
    yield from _unlike(agree[:low], at)
    yield from _unlike(agree[high:], at + high)


def _is_redrawn(likeness: Likeness, line: Line, first: int, stop: int) -> bool:
    source = likeness.source
    length = float(source.stop[stop - 1] - source.start[first])
    if length > _REDRAWN:
        return False
    rows = likeness.rows(line, first, stop)
    # Black where something stood is an insert, not another drawing.
    if (rows < 0).any() or likeness.target.blank[rows].mean() > _BLACK:
        return False
    evidence = evidence_of(likeness, line, first, stop)
    if evidence.sound is not None and evidence.sound >= _HEARD_ALONE:
        return True
    if evidence.changes < _LEAST_MOVES or length > _REDRAWN_UNHEARD:
        return False
    return _movement(likeness, line, first, stop) >= _MOVED


def _movement(likeness: Likeness, line: Line, first: int, stop: int) -> float:
    """How well the moments at which the picture changes go together: a correlation."""
    rows = likeness.rows(line, first, stop)
    if (rows < 0).any() or stop - first < 4:
        return 0.0
    here = likeness.source.weight[first:stop]
    there = likeness.target.weight[rows]
    # A frame of difference is allowed: the greatest of neighbours.
    there = np.maximum(there, np.maximum(np.roll(there, 1), np.roll(there, -1)))
    if here.std() < 1e-6 or there.std() < 1e-6:
        return 0.0
    return float(np.corrcoef(here, there)[0, 1])


def without_orphans(pieces: list[AlignedPiece]) -> Iterator[AlignedPiece]:
    """Changed pieces stay only beside something that matches."""
    for n, piece in enumerate(pieces):
        if "picture_changed" in piece.flags:
            near = pieces[max(0, n - 1) : n + 2]
            touching = any(
                p is not piece
                and "picture_changed" not in p.flags
                and p.source is not None
                and piece.source is not None
                and (p.source.end == piece.source.start or p.source.start == piece.source.end)
                for p in near
            )
            if not touching:
                continue
        yield piece
