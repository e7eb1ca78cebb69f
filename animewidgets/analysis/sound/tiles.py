"""A long strip of columns at several scales, made stretch by stretch and handed out in tiles.

Column *n* of level 0 covers ``column_us`` microseconds from ``origin_us + n * column_us`` on; a column of
level *k* covers four of level *k - 1*. A *segment* is as many columns of level 0 as one column of the
coarsest level covers: it is made in one go, on all levels, so that no column is ever half made.
"""

from __future__ import annotations

import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from animewidgets.media import cache

#: How many columns of one level make one of the next.
FACTOR = 4

# Raise it when maps made by an older version must not be used any more.
_FORMAT = 1

# Segments made before the file is mapped anew: the pages of a long film would pile up.
_MAPPED = 64

Columns: TypeAlias = NDArray[np.int8 | np.uint8]


@dataclass(frozen=True, slots=True)
class Tile:
    """``data`` holds the bytes of the columns of one tile; ``complete``: all of them are known."""

    level: int
    number: int
    data: bytes
    complete: bool


class TileMap(ABC):
    """The strip of one stream over one stretch of time. Not thread-safe.

    ``first_us`` and ``end_us`` are the microseconds of the first picture and of the end of the last one.
    With ``kept_as`` what is made is kept in the user's cache folder under that name, and found again.
    """

    #: Microseconds of a column of level 0: whole milliseconds.
    column_us: ClassVar[int]
    #: Bytes of a column.
    width: ClassVar[int]
    dtype: ClassVar[type[np.int8] | type[np.uint8]]
    levels: ClassVar[int]
    #: Columns of a tile.
    tile: ClassVar[int]
    #: What a column that is not made yet holds.
    unknown: ClassVar[tuple[int, ...]]

    def __init__(self, first_us: int, end_us: int, kept_as: str | None = None) -> None:
        self.origin_us = first_us // 1000 * 1000
        self.count = max(1, -(-(end_us - self.origin_us) // self.column_us))
        self.segment = FACTOR ** (self.levels - 1)
        self.segments = -(-self.count // self.segment)
        counts = [-(-self.count // FACTOR**level) for level in range(self.levels)]
        self._offsets = np.cumsum([0, *counts])
        self._size = self.segments + int(self._offsets[-1]) * self.width
        self._kept_as = kept_as
        self._unseen = 0
        if not self._map_kept():
            self._lay(np.zeros(self._size, np.uint8))

    def _lay(self, content: NDArray[np.uint8]) -> None:
        #: Which segments are made.
        self.made = content[: self.segments]
        columns: Columns = content[self.segments :].view(self.dtype)
        self._columns: Columns = columns.reshape(-1, self.width)

    def _map_kept(self) -> bool:
        """Look at the file in the cache folder; whether there is one."""
        kept = _kept(self._kept_as, self._size) if self._kept_as else None
        if kept is None:
            self._kept_as = None
            return False
        self._lay(kept)
        return True

    @abstractmethod
    def _make(self, first: int, stop: int) -> Columns:
        """Columns ``[first, stop)`` of level 0: ``dtype[stop - first, width]``."""

    @abstractmethod
    def _shrunk(self, columns: Columns) -> Columns:
        """Each four columns ``dtype[4 n, width]`` as one: ``dtype[n, width]``."""

    @abstractmethod
    def close(self) -> None:
        """Free what reads the sound."""

    def count_of(self, level: int) -> int:
        """How many columns a level has."""
        return int(self._offsets[level + 1] - self._offsets[level])

    def columns(self, level: int) -> Columns:
        """All columns of a level as they are now: ``dtype[count, width]``, not to be written to."""
        return self._columns[self._offsets[level] : self._offsets[level + 1]]

    def missing(self, level: int, numbers: Sequence[int]) -> list[int]:
        """The segments, in order, that are still to be made before these tiles are complete."""
        span = FACTOR ** (self.levels - 1 - level)
        wanted: set[int] = set()
        for number in numbers:
            stop = min((number + 1) * self.tile, self.count_of(level))
            wanted.update(range(number * self.tile // span, -(-stop // span)))
        return [n for n in sorted(wanted) if n < self.segments and not self.made[n]]

    def make(self, segment: int) -> None:
        """Make a segment on all levels, unless it is made. Raises the errors of reading sound."""
        if self.made[segment]:
            return
        first = segment * self.segment
        columns = self._make(first, min(first + self.segment, self.count))
        for level in range(self.levels):
            at = int(self._offsets[level]) + first // FACTOR**level
            self._columns[at : at + len(columns)] = columns
            # The last group of a strip may lack columns: its last one stands for them.
            lacking = -len(columns) % FACTOR
            columns = self._shrunk(np.pad(columns, ((0, lacking), (0, 0)), "edge"))
        self.made[segment] = 1  # last: whoever shares the file sees whole segments only
        self._unseen += 1
        if self._kept_as and self._unseen % _MAPPED == 0:
            # Mapped anew, pages written long ago count for this process no more.
            self._map_kept()

    def rest(self, near: int = 0) -> Iterator[None]:
        """Make all segments that are missing, the nearest to segment ``near`` first, one per ``next``."""
        for segment in sorted(range(self.segments), key=lambda n: abs(n - near)):
            if not self.made[segment]:
                self.make(segment)
                yield

    def take(self, level: int, number: int) -> Tile:
        """A tile as it is now; columns that are not made hold ``unknown``. The last tile may be shorter."""
        first, stop = number * self.tile, min((number + 1) * self.tile, self.count_of(level))
        columns = np.array(self.columns(level)[first:stop])
        span = FACTOR ** (self.levels - 1 - level)
        missing = self.made[np.arange(first, stop) // span] == 0
        columns[missing] = self.unknown
        return Tile(level, number, columns.tobytes(), not bool(missing.any()))


def _kept(name: str, size: int) -> NDArray[np.uint8] | None:
    """A file of ``size`` bytes in the cache folder as an array; ``None`` where it cannot be had."""
    path = cache.cache_folder() / "sound" / f"{name}-{_FORMAT}.map"
    try:
        if not path.is_file() or path.stat().st_size != size:
            _lay_out(path, size)
        return np.memmap(path, np.uint8, "r+", shape=(size,))
    except OSError:
        return None  # a full or read-only cache costs time at the next opening, nothing else


def _lay_out(path: Path, size: int) -> None:
    """Make a file of zeros whose room on the disk is taken: writing into it cannot fail later."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            for start in range(0, size, 2**20):
                file.write(bytes(min(2**20, size - start)))
        Path(aside).replace(path)
    except OSError:
        Path(aside).unlink(missing_ok=True)
        raise
