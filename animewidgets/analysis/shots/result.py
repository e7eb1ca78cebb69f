"""What detection gives: transitions and shots in columns, at either operating point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.shots.motion import Motion, ShotMotion, motion_of_shots
from animewidgets.media import FrameIndex

if TYPE_CHECKING:
    import pandas as pd

    from animewidgets.analysis.shots.propose import Proposal, TransitionKind

Ints = NDArray[np.int64]
OperatingPoint = Literal["cuts", "proposals"]

#: The least score of a transition: *cuts* errs to neither side, *proposals* misses nearly none.
THRESHOLDS: dict[OperatingPoint, float] = {"cuts": 0.5, "proposals": 0.05}


@dataclass(frozen=True, slots=True, eq=False)
class Transitions:
    """Transitions in columns of equal length, in order.

    * ``frame`` and ``pts``: the first frame of the new shot; of a gradual transition the first on which
      the new shot alone is seen (or the last of the film, where that would lie after it).
    * ``kind``: ``cut``, ``dissolve``, ``fade-in``, ``fade-out`` or ``wipe``.
    * ``from_frame``, ``until_frame`` and ``from_pts``, ``until_pts``: the mixed frames, half-open; empty
      for a cut.
    * ``score``: how sure it is, 0 … 1. ``reasons``: why, in short.
    """

    frame: Ints
    pts: Ints
    kind: tuple[TransitionKind, ...]
    from_frame: Ints
    until_frame: Ints
    from_pts: Ints
    until_pts: Ints
    score: NDArray[np.float64]
    reasons: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.frame)

    def to_pandas(self) -> pd.DataFrame:
        """The columns as a table, one row per transition."""
        return _table(self)


@dataclass(frozen=True, slots=True, eq=False)
class Shots:
    """Shots in columns of equal length: they follow each other from the first frame to the last.

    ``start`` and ``stop`` are frames, ``start_pts`` and ``stop_pts`` ticks, both half-open. The other
    columns are those of :class:`~animewidgets.analysis.shots.motion.ShotMotion`.
    """

    start: Ints
    stop: Ints
    start_pts: Ints
    stop_pts: Ints
    motion: ShotMotion

    def __len__(self) -> int:
        return len(self.start)

    def to_pandas(self) -> pd.DataFrame:
        """The columns as a table, one row per shot; those of ``motion`` beside the others."""
        table = _table(self).drop(columns="motion")
        return table.join(_table(self.motion))


@dataclass(frozen=True, eq=False)
class ShotDetection:
    """The transitions and shots of a film at an operating point; :meth:`at` gives the other one for nothing.

    ``damaged`` is the number of frames that could not be decoded: nothing is proposed on them.
    """

    index: FrameIndex
    operating_point: OperatingPoint
    proposals: tuple[Proposal, ...]
    motion: Motion
    damaged: int
    transitions: Transitions = field(init=False)
    shots: Shots = field(init=False)

    def __post_init__(self) -> None:
        if self.operating_point not in get_args(OperatingPoint):
            points = ", ".join(get_args(OperatingPoint))
            raise ValueError(f"operating point {self.operating_point!r} is not one of {points}")
        kept = [p for p in self.proposals if p.score >= THRESHOLDS[self.operating_point]]
        transitions = _transitions(self.index, kept)
        object.__setattr__(self, "transitions", transitions)
        object.__setattr__(self, "shots", _shots(self.index, transitions, self.motion))

    @property
    def time_base(self) -> Fraction:
        """Length of one tick in seconds."""
        return self.index.time_base

    def at(self, operating_point: OperatingPoint) -> ShotDetection:
        """The same detection at another operating point."""
        return ShotDetection(self.index, operating_point, self.proposals, self.motion, self.damaged)

    def __len__(self) -> int:
        return len(self.transitions)

    def __iter__(self) -> Iterator[Proposal]:
        return (p for p in self.proposals if p.score >= THRESHOLDS[self.operating_point])

    def __repr__(self) -> str:
        return (
            f"<ShotDetection: {len(self.transitions)} transitions at {self.operating_point!r}, "
            f"{len(self.shots)} shots>"
        )


def _transitions(index: FrameIndex, kept: list[Proposal]) -> Transitions:
    edges = np.append(index.pts, index.end_pts)
    start = np.array([p.start for p in kept], np.int64)
    until = np.array([p.stop for p in kept], np.int64)
    frame = np.minimum(until, len(index) - 1)
    return Transitions(
        frame=frame,
        pts=edges[frame],
        kind=tuple(p.kind for p in kept),
        from_frame=start,
        until_frame=until,
        from_pts=edges[start],
        until_pts=edges[until],
        score=np.array([p.score for p in kept], np.float64),
        reasons=tuple(p.reasons for p in kept),
    )


def _shots(index: FrameIndex, transitions: Transitions, motion: Motion) -> Shots:
    edges = np.append(index.pts, index.end_pts)
    inner = np.unique(transitions.frame[transitions.frame > 0])
    start = np.concatenate([[0], inner]).astype(np.int64)
    stop = np.concatenate([inner, [len(index)]]).astype(np.int64)
    # Only what shows one shot alone tells how its camera moves.
    mixed = list(zip(transitions.from_frame.tolist(), transitions.until_frame.tolist(), strict=True))
    seconds = (edges - edges[0]) * float(index.time_base)
    return Shots(start, stop, edges[start], edges[stop], motion_of_shots(motion, start, stop, mixed, seconds))


def _table(columns: Transitions | Shots | ShotMotion) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({name: getattr(columns, name) for name in columns.__slots__})
