"""What is found: runs of frames that show one drawing, in columns."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.drawings.measure import Measures
from animewidgets.analysis.drawings.threshold import find_threshold
from animewidgets.media import FrameIndex

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
RunCamera = Literal["still", "pan", "zoom"]

# A camera that moves less than this over a run stands still: shares of the picture.
_STILL = 0.002
# A run is surely apart, or surely one, where its changes are so many times above or below the threshold.
_SURE = 2.0
# What has crept in begins a drawing where it is so many times the threshold.
_CREPT_AT_LEAST = 1.6


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Runs of frames that show one drawing, in columns of equal length, in order.

    * ``shot``: which shot they are in, counted from 0.
    * ``start`` and ``stop``: frames, half-open; ``start_pts`` and ``stop_pts`` ticks.
    * ``camera``: ``still``, ``pan`` (sideways or up and down) or ``zoom``: what moves over the run. Where
      it is not ``still``, a shape drawn on the first frame has to move with the background, or stay where
      a figure is held before it.
    * ``confidence``: 0 … 1; 1 where the change that begins it is at least twice the threshold and all
      changes within it at most half of it, 0 where one of them lies on the threshold.
    * ``mixed``: whether it lies in a dissolve, fade or wipe, where a picture shows two shots or is half dark.
    """

    shot: Ints
    start: Ints
    stop: Ints
    start_pts: Ints
    stop_pts: Ints
    camera: tuple[RunCamera, ...]
    confidence: Floats
    mixed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.start)

    @property
    def length(self) -> Ints:
        """How many frames each run has."""
        return self.stop - self.start

    def frames(self, *, at_least: int = 1) -> tuple[int, ...]:
        """The first frame of each drawing that is shown for ``at_least`` frames: those worth labelling.

        Frames of dissolves, fades and wipes are left out.
        """
        return tuple(self.start[(self.length >= at_least) & ~self.mixed].tolist())

    def to_pandas(self) -> pd.DataFrame:
        """The columns as a table, one row per run."""
        import pandas as pd

        return pd.DataFrame({name: getattr(self, name) for name in self.__slots__})


@dataclass(frozen=True, slots=True, eq=False)
class Drawings:
    """The drawings of a film, shot by shot.

    ``shot_start`` and ``shot_stop`` are the shots looked into, frames, half-open; ``threshold`` is the
    change, 0 … 255, from which on a drawing of that shot is a new one. ``amount`` float64[n] is the change
    of every frame of the film since the one before. ``damaged`` is the number of frames that could not be
    decoded; they count as repetitions.
    """

    index: FrameIndex
    shot_start: Ints
    shot_stop: Ints
    threshold: Floats
    amount: Floats
    damaged: int
    runs: Runs

    @property
    def time_base(self) -> Fraction:
        """Length of one tick in seconds."""
        return self.index.time_base

    @property
    def held_share(self) -> float:
        """The share of frames, 0 … 1, that repeat the drawing of the one before; NaN where there is none."""
        count = int(self.runs.length.sum())
        return (count - len(self.runs)) / count if count else float("nan")

    def run_at(self, ordinal: int) -> tuple[int, int] | None:
        """The frames ``[start, stop)`` that show the drawing of frame ``ordinal``.

        ``None`` where the frame lies in none of the shots. Raises :class:`FrameOutsideMedia`.
        """
        self.index.check(ordinal)
        n = int(np.searchsorted(self.runs.start, ordinal, side="right")) - 1
        if n < 0 or ordinal >= self.runs.stop[n]:
            return None
        return int(self.runs.start[n]), int(self.runs.stop[n])

    def frames(self, *, at_least: int = 1) -> tuple[int, ...]:
        """The first frame of each drawing; see :meth:`Runs.frames`."""
        return self.runs.frames(at_least=at_least)

    def to_pandas(self) -> pd.DataFrame:
        """The runs as a table, one row per run."""
        return self.runs.to_pandas()

    def __len__(self) -> int:
        return len(self.runs)

    def __repr__(self) -> str:
        share = f", {self.held_share:.0%} of the frames held" if len(self.runs) else ""
        return f"<Drawings: {len(self.runs)} in {len(self.shot_start)} shots{share}>"


def part(
    index: FrameIndex, measures: Measures, start: Ints, stop: Ints, mixed: NDArray[np.bool_]
) -> Drawings:
    """Part shots ``[start, stop)``, in order and apart from each other, into runs of held drawings.

    ``mixed`` bool[n] says of which frames it is known that they show two shots, or a part of one.
    """
    within = np.zeros(len(index), np.bool_)
    for a, b in zip(start.tolist(), stop.tolist(), strict=True):
        within[a + 1 : b] = True
    film = measures.amount[within & measures.seen]
    edges = np.append(index.pts, index.end_pts)
    thresholds: list[float] = []
    rows: list[tuple[int, int, int]] = []
    for shot, (a, b) in enumerate(zip(start.tolist(), stop.tolist(), strict=True)):
        known = measures.seen[a + 1 : b]
        thresholds.append(find_threshold(measures.amount[a + 1 : b][known], film))
        new = measures.amount[a + 1 : b] > thresholds[-1]
        # Noise that is half a drawing's change may come to as much without anything being drawn.
        new |= measures.crept[a + 1 : b] > _CREPT_AT_LEAST * thresholds[-1]
        news = a + 1 + np.flatnonzero(new)
        begins = [a, *news.tolist()]
        rows.extend((shot, n, m) for n, m in zip(begins, [*begins[1:], b], strict=True))
    shot_of, first, after = np.array(rows, np.int64).reshape(-1, 3).T
    limits = np.array(thresholds)
    runs = Runs(
        shot_of,
        first,
        after,
        edges[first],
        edges[after],
        tuple(_camera(measures, n, m) for _, n, m in rows),
        np.array([_confidence(measures.amount, limits[s], n, m, first=n == start[s]) for s, n, m in rows]),
        mixed[first],
    )
    return Drawings(index, start, stop, limits, measures.amount, int((~measures.seen).sum()), runs)


def _camera(measures: Measures, first: int, after: int) -> RunCamera:
    """What moves over a run: the way from frame to frame, its beginning apart."""
    inside = slice(first + 1, after)
    shift = float(np.hypot(measures.x[inside], measures.y[inside]).sum())
    # A zoom takes the border as far as half its growth.
    growth = float(np.abs(measures.zoom[inside]).sum()) / 2
    if max(shift, growth) < _STILL:
        return "still"
    return "zoom" if growth > shift else "pan"


def _confidence(amount: Floats, threshold: float, begin: int, after: int, *, first: bool) -> float:
    """How far the changes of a run are from the threshold, at the nearest."""
    margins = [np.log(threshold / max(a, 1e-6)) for a in amount[begin + 1 : after].tolist()]
    if not first and amount[begin] > threshold:  # where a shot begins, or what crept in, nothing is asked
        margins.append(np.log(max(float(amount[begin]), 1e-6) / threshold))
    return float(np.clip(min(margins, default=np.inf) / np.log(_SURE), 0, 1))
