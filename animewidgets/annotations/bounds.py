"""Where annotations of one release may stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ReleaseBounds:
    """Where annotations of one release may stand.

    ``pts`` is int64[n], the ascending ticks of the presented pictures; ``end_pts`` is the tick at which
    the last picture ends. ``name`` is for messages. ``width`` and ``height`` are those of the decoded
    pictures after rotation, in pixels; where they are 0, the size is not known and no shape can be placed.
    ``sizes`` is int32[n,2], width and height of each, where they differ.
    """

    name: str
    pts: NDArray[np.int64]
    end_pts: int
    width: int = 0
    height: int = 0
    sizes: NDArray[np.int32] | None = None

    def size_at(self, tick: int) -> tuple[int, int]:
        """Width and height in pixels of the picture that is presented at a tick."""
        if self.sizes is None or not len(self.sizes):
            return self.width, self.height
        at = max(0, int(self.pts.searchsorted(tick, side="right")) - 1)
        return int(self.sizes[at, 0]), int(self.sizes[at, 1])

    def holds_frame(self, tick: int) -> bool:
        """Whether a picture is presented at exactly this tick."""
        at = int(self.pts.searchsorted(tick))
        return at < len(self.pts) and int(self.pts[at]) == tick

    def place(self, tick: int) -> str:
        """Where a tick that is no frame lies, in words: ``lies after the last frame (tick 9) of 'BD'``."""
        if len(self.pts) == 0:
            return f"cannot stand in {self.name!r}, which has no frames"
        first, last = int(self.pts[0]), int(self.pts[-1])
        if tick < first:
            return f"lies before the first frame (tick {first}) of {self.name!r}"
        if tick > last:
            return f"lies after the last frame (tick {last}) of {self.name!r}"
        at = int(self.pts.searchsorted(tick))
        before, after = int(self.pts[at - 1]), int(self.pts[at])
        return f"lies between the frames at ticks {before} and {after} of {self.name!r}"
