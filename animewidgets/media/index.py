"""The frame index: what frame *n* of a release is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from animewidgets.errors import FrameOutsideMedia
from animewidgets.timebase import clock


@dataclass(frozen=True, slots=True, eq=False)
class FrameIndex:
    """Every picture that a conforming player presents, in presentation order, as columns.

    All columns have one entry per picture; row *n* is frame *n*. Times are int64 ticks of
    ``time_base``.

    * ``pts``: when the picture appears; strictly increasing. This is the frame key within a release.
    * ``duration``: until the next picture appears; of the last one, as the container says.
    * ``key``: uint8, 1 where decoding can start.
    * ``packet_pts``: the time of the picture's packet before edit lists, as a demuxer that ignores
      them sees it; equal to ``pts`` unless an edit list or a discontinuity moves it.
    * ``packet``: rank of the picture's packet in decode order, as the demuxer hands packets out.

    ``end_pts`` is when the last picture ends.
    """

    time_base: Fraction
    pts: NDArray[np.int64]
    duration: NDArray[np.int64]
    key: NDArray[np.uint8]
    packet_pts: NDArray[np.int64]
    packet: NDArray[np.int64]

    def __post_init__(self) -> None:
        columns = (self.pts, self.duration, self.key, self.packet_pts, self.packet)
        if len({len(column) for column in columns}) != 1:
            raise ValueError(f"columns of a frame index differ in length: {[len(c) for c in columns]}")
        if np.any(np.diff(self.pts) <= 0):
            raise ValueError("times of a frame index do not increase")
        for column in columns:
            column.setflags(write=False)

    def __len__(self) -> int:
        return len(self.pts)

    @property
    def count(self) -> int:
        """Number of frames."""
        return len(self.pts)

    @property
    def end_pts(self) -> int:
        """The tick at which the last picture ends; 0 where there is none."""
        return int(self.pts[-1] + self.duration[-1]) if len(self.pts) else 0

    def ordinal_of(self, pts: int) -> int:
        """The frame that appears exactly at ``pts``. Raises :class:`FrameOutsideMedia`."""
        at = int(np.searchsorted(self.pts, pts))
        if at == len(self.pts) or self.pts[at] != pts:
            raise FrameOutsideMedia(
                f"no frame appears at tick {pts} ({clock(pts, self.time_base)}): "
                f"{self._extent()}; ordinal_at() gives the frame that stands on the screen then"
            )
        return at

    def ordinal_at(self, pts: int) -> int:
        """The frame that stands on the screen at ``pts``. Raises :class:`FrameOutsideMedia`."""
        at = int(np.searchsorted(self.pts, pts, side="right")) - 1
        if at < 0 or pts >= self.end_pts:
            raise FrameOutsideMedia(f"tick {pts} ({clock(pts, self.time_base)}) is outside: {self._extent()}")
        return at

    def check(self, ordinal: int) -> int:
        """``ordinal`` itself. Raises :class:`FrameOutsideMedia` where there is no such frame."""
        if not 0 <= ordinal < len(self.pts):
            raise FrameOutsideMedia(f"no frame {ordinal}: {self._extent()}")
        return ordinal

    def _extent(self) -> str:
        if not len(self.pts):
            return "the release has no frame"
        return (
            f"the release has frames 0 to {len(self.pts) - 1}, "
            f"at ticks {self.pts[0]} to {self.pts[-1]}, and ends at {self.end_pts}"
        )
