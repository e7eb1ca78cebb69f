"""The fewest keys of a track that say where a shape was followed to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from animewidgets.analysis.flow.follow import Step, Way
from animewidgets.analysis.flow.shapes import apart, vertices_of
from animewidgets.annotations.geometry import Shape
from animewidgets.annotations.masks import Mask


@dataclass(frozen=True, slots=True)
class ProposedKey:
    """A key of a track. ``shape`` is ``None`` from where the thing is not in the picture."""

    ordinal: int
    shape: Shape | None
    interpolation: Literal["linear", "hold"]
    score: float


def keys_of(way: Way, ticks: Callable[[int], int], tolerance: float = 1.0) -> list[ProposedKey]:
    """The fewest keys, found greedily, between which a way stays within ``tolerance`` pixels; by time.

    Each goes on evenly or is held, whichever reaches further: a walk on twos is held drawings, a pan goes
    evenly. The first and the last step are always among them. ``ticks`` gives the time of a frame.
    """
    steps = sorted(way.steps, key=lambda step: step.ordinal)
    times = [ticks(step.ordinal) for step in steps]
    keys: list[ProposedKey] = []
    at = 0
    while at < len(steps):
        even = 0 if isinstance(steps[at].shape, Mask) else _reach_evenly(steps, times, at, tolerance)
        held = _reach_held(steps, at, tolerance)
        step = steps[at]
        keys.append(ProposedKey(step.ordinal, step.shape, "hold" if held > even else "linear", step.score))
        if at == len(steps) - 1:
            if isinstance(step.shape, Mask):
                keys[-1] = replace(keys[-1], interpolation="hold")
            break
        at = max(at + 1, held, even)
    forwards = len(way.steps) < 2 or way.steps[0].ordinal < way.steps[-1].ordinal
    if way.gone is not None and forwards and way.gone > way.steps[-1].ordinal:
        keys.append(replace(keys[-1], ordinal=way.gone, shape=None))
    return keys


def _reach_evenly(steps: Sequence[Step], times: Sequence[int], at: int, tolerance: float) -> int:
    """The last step that can be gone to evenly from ``at``."""
    last = at
    for to in range(at + 1, len(steps)):
        span = times[to] - times[at]
        first, end = vertices_of(steps[at].shape), vertices_of(steps[to].shape)
        if first.shape != end.shape:
            break
        good = all(
            apart(first + (end - first) * ((times[n] - times[at]) / span), vertices_of(steps[n].shape))
            <= tolerance
            for n in range(at + 1, to)
        )
        if good:
            last = to
        elif to > at + 2 * max(1, last - at) + 2:
            break
    return last


def _reach_held(steps: Sequence[Step], at: int, tolerance: float) -> int:
    """The first step that is not as ``at``, or the last of all; a key stands there."""
    shape = steps[at].shape
    for to in range(at + 1, len(steps)):
        other = steps[to].shape
        if isinstance(shape, Mask) or isinstance(other, Mask):
            if shape != other:
                return to
        elif apart(vertices_of(shape), vertices_of(other)) > tolerance / 2:
            return to
    return len(steps) - 1
