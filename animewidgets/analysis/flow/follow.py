"""Following a shape through the frames by dense optical flow: what a person then confirms or corrects.

The flow is OpenCV's DIS (Kroeger, Timofte, Dai and Van Gool, *Fast Optical Flow using Dense Inverse Search*,
ECCV 2016), worked out forwards and backwards around the shape. Where the two do not come back to where they
began nothing is known; what moves otherwise than its surroundings counts more than what moves with them. From
what is left comes one similarity (translation, turn, scale) per frame. Drawn films hold their drawings: where
nothing changed, nothing moves, to the last digit.

Coordinates are pixels of the decoded picture, x to the right and y down, corners of pixels at integers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np

from animewidgets.analysis.flow.look import Look
from animewidgets.analysis.flow.motion import Grey, is_cut, moved
from animewidgets.analysis.flow.shapes import within
from animewidgets.annotations.geometry import Shape

if TYPE_CHECKING:
    from animewidgets.media import FrameSource

#: Why following ended: at the frame asked for, at a cut, out of the picture, or with nothing to go by.
Why = Literal["asked", "cut", "outside", "lost"]

#: Confidence of one step below which the shape is lost.
LEAST_SCORE = 0.2

# Frames for which a flash or an impact frame lasts, and for which something may stand before a shape.
_LONGEST_FLASH, _LONGEST_COVERED = 8, 12
_COVERED_SCORE = 0.4


@dataclass(frozen=True, slots=True)
class Step:
    """A shape on one frame that was followed to; ``score`` is the least confidence on the way, 0 to 1."""

    ordinal: int
    shape: Shape
    score: float


@dataclass(frozen=True, slots=True)
class Way:
    """A shape along frames, in the order in which they were followed; the first is where it began.

    ``gone`` is the first frame on which the thing is no longer seen, where ``why`` is a cut or the border.
    """

    steps: tuple[Step, ...]
    why: Why
    gone: int | None = None


def follow(frames: Iterable[tuple[int, Grey]], shape: Shape) -> Iterator[Step | tuple[Why, int]]:
    """Follow a shape along frames, from the first of them on; what comes last says why it ended, and where.

    Args:
        frames: ordinals and grey pictures, uint8[h, w], in the order in which to follow them.
        shape: on the first of them.
    """
    ahead = Ahead(frames)
    ordinal, before = next(ahead)
    height, width = before.shape
    now, score = shape, 1.0
    look = Look(before, shape)
    covered = 0
    yield Step(ordinal, now, score)
    for ordinal, after in ahead:
        if is_cut(before, after):
            if any(not is_cut(before, later) for _, later in ahead.peek(_LONGEST_FLASH)):
                # A flash, or an impact frame: the thing is where it was, nobody sees it.
                yield Step(ordinal, within(now, width, height) or now, score)
                continue
            yield "cut", ordinal
            return
        there, step = moved(before, after, now)
        if look.is_another(after, there):
            # Something came before it: it stays where it was until it is seen again, or is lost.
            covered += 1
            score = min(score, _COVERED_SCORE)
            if covered > _LONGEST_COVERED:
                yield "lost", ordinal
                return
            yield Step(ordinal, within(now, width, height) or now, score)
            continue
        score = min(score, step)
        if step < LEAST_SCORE:
            yield "lost", ordinal
            return
        now, before, covered = there, after, 0
        seen = within(now, width, height)
        if seen is None:
            yield "outside", ordinal
            return
        yield Step(ordinal, seen, round(score, 3))
    yield "asked", ordinal


def follow_in(
    media: FrameSource,
    shape: Shape,
    ordinal: int,
    to: int,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
) -> Way:
    """Follow a shape of a frame to another one, forwards or backwards.

    Args:
        media: where the frames come from.
        shape: on frame ``ordinal``.
        ordinal: where to begin.
        to: the last frame to look at; before ``ordinal`` it goes backwards.
        progress: hears how many of how many frames are done.
        check: called between frames; what it raises ends the following.

    Raises ``FrameOutsideMedia`` and ``FrameUndecodable`` as :meth:`FrameSource.frame` does.
    """
    direction = 1 if to >= ordinal else -1
    total = abs(to - ordinal) + 1

    def frames() -> Iterator[tuple[int, Grey]]:
        for done, n in enumerate(range(ordinal, to + direction, direction)):
            check()
            progress(done, total)
            yield n, np.asarray(cv2.cvtColor(media.frame(n).rgb, cv2.COLOR_RGB2GRAY), np.uint8)

    steps: list[Step] = []
    for told in follow(frames(), shape):
        if isinstance(told, Step):
            steps.append(told)
            continue
        why, at = told
        return Way(tuple(steps), why, at if why in ("cut", "outside") else None)
    return Way(tuple(steps), "asked")


class Ahead:
    """Frames one after the other, with a look at those that come next."""

    def __init__(self, frames: Iterable[tuple[int, Grey]]) -> None:
        self._frames = iter(frames)
        self._kept: list[tuple[int, Grey]] = []

    def __iter__(self) -> Iterator[tuple[int, Grey]]:
        return self

    def __next__(self) -> tuple[int, Grey]:
        return self._kept.pop(0) if self._kept else next(self._frames)

    def peek(self, count: int) -> list[tuple[int, Grey]]:
        """Those that come next, at most so many."""
        while len(self._kept) < count and (frame := next(self._frames, None)) is not None:
            self._kept.append(frame)
        return self._kept[:count]
