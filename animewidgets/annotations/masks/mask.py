"""A mask: which pixels of a picture are set, as run lengths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from animewidgets.annotations.edits import JSON
from animewidgets.annotations.masks.counts import MAX_PIXELS, compress, decompress
from animewidgets.errors import CorruptMask


@dataclass(frozen=True, slots=True)
class Mask:
    """Which pixels of a picture of ``height`` × ``width`` are set.

    ``counts`` is COCO's compressed text of run lengths: the pixels column after column, from the top left
    down, as runs that are unset and set by turns; the first run is of unset pixels and may be 0. The text is
    kept as it was given, byte for byte; what is computed from it holds no runs of length 0 but the first.

    Nothing is checked when one is made: what reads the runs raises ``CorruptMask`` where they are damaged.
    """

    height: int
    width: int
    counts: str

    @classmethod
    def of_runs(cls, height: int, width: int, runs: Sequence[int] | NDArray[np.integer]) -> Mask:
        """A mask of run lengths, as COCO's uncompressed lists have them.

        Raises ``CorruptMask`` where a run is negative or they do not fill the picture.
        """
        given = np.asarray(runs, np.int64)
        _check_runs(given, height, width)
        return cls(height, width, compress(given.astype(np.int32)))

    @classmethod
    def of_borders(cls, height: int, width: int, borders: NDArray[np.int64]) -> Mask:
        """A mask of ascending borders, as :meth:`borders` gives them."""
        runs = np.empty(len(borders) + 1, np.int32)
        if len(borders):
            runs[0] = borders[0]
            np.subtract(borders[1:], borders[:-1], out=runs[1:-1], casting="same_kind")
            runs[-1] = height * width - borders[-1]
        else:
            runs[0] = height * width
        return cls(height, width, compress(runs))

    @classmethod
    def empty(cls, height: int, width: int) -> Mask:
        """The mask of no pixel."""
        return cls.of_borders(height, width, np.empty(0, np.int64))

    def runs(self) -> NDArray[np.int64]:
        """The run lengths, int64[n]: unset, set, unset … in pixels.

        Raises ``CorruptMask`` where ``counts`` is damaged or does not fill the picture.
        """
        runs = decompress(self.counts)
        _check_runs(runs, self.height, self.width)
        return runs

    def borders(self) -> NDArray[np.int64]:
        """Where set and unset change over: strictly ascending positions, int64[n], below ``height * width``.

        Position *p* is the pixel ``(x, y) = (p // height, p % height)``. The pixels from an even border up to
        the next one are set. Raises as :meth:`runs` does.
        """
        runs = self.runs()
        borders: NDArray[np.int64] = np.cumsum(runs)[:-1]
        if not runs[1:].all():
            # Runs of length 0 put several borders on one place; two of them are none.
            places, how_many = np.unique(borders, return_counts=True)
            borders = places[(how_many % 2 == 1) & (places < self.height * self.width)]
        return borders

    def to_json(self) -> dict[str, JSON]:
        """The mask as COCO writes it and ``geometry`` holds it: ``size`` (height, width) and ``counts``."""
        return {"size": [self.height, self.width], "counts": self.counts}


def check_size(height: int, width: int) -> None:
    """Refuse a size that no picture has, with ``CorruptMask``."""
    if height < 1 or width < 1 or height * width > MAX_PIXELS:
        raise CorruptMask(f"no mask has {width} × {height} pixels: from 1 to {MAX_PIXELS} fit")


def _check_runs(runs: NDArray[np.int64], height: int, width: int) -> None:
    check_size(height, width)
    if runs.ndim != 1 or len(runs) == 0:
        raise CorruptMask(f"run lengths are a list of at least one, got the shape {runs.shape}")
    if int(runs.min()) < 0:
        raise CorruptMask(f"run {int(runs.argmin())} has the length {int(runs.min())}")
    total = int(runs.sum())
    if total != height * width:
        raise CorruptMask(
            f"the runs cover {total} pixels, but the picture of {width} × {height} has {height * width}"
        )
