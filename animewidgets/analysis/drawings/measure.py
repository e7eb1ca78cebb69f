"""The one decode pass: how much of each picture is drawn anew since the one before."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.drawings.changes import Change, change_between
from animewidgets.analysis.drawings.pictures import Working, working_picture, working_size
from animewidgets.analysis.kept import entry_of, keep
from animewidgets.analysis.shots.pictures import stretches_of
from animewidgets.media import Media

#: Raise it whenever measuring may give something else for the same film.
MEASURES_VERSION = 2

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """What happened from each frame to the next, in columns with one row per frame.

    Row *n* is about frame *n* and the one before it; row 0 says that all is new. ``amount``, ``x``, ``y``,
    ``zoom`` and ``moved`` are those of :class:`~animewidgets.analysis.drawings.changes.Change`. ``seen`` is
    false where a frame cannot be decoded: it counts as a repetition of the one before.
    """

    amount: Floats
    x: Floats
    y: Floats
    zoom: Floats
    moved: NDArray[np.bool_]
    seen: NDArray[np.bool_]

    @classmethod
    def blank(cls, count: int) -> Measures:
        """Rows of a film of which nothing has been seen yet."""
        amount, x, y, zoom = (np.zeros(count) for _ in range(4))
        amount[:1] = 255.0
        return cls(amount, x, y, zoom, np.zeros(count, np.bool_), np.zeros(count, np.bool_))

    def put(self, ordinal: int, change: Change) -> None:
        """Fill a row."""
        self.amount[ordinal], self.moved[ordinal] = change.amount, change.moved
        self.x[ordinal], self.y[ordinal], self.zoom[ordinal] = change.x, change.y, change.zoom


def measure(media: Media, *, workers: int, tell: Callable[[int], None], cancel: threading.Event) -> Measures:
    """Decode a film once, in ``workers`` threads that take a stretch of it each.

    ``tell`` is called from those threads with a number of frames done since the last call. Returns
    early, with what it has, once ``cancel`` is set.
    """
    count = len(media.index)
    made = Measures.blank(count)
    size = working_size(media.info.main_video.width, media.info.main_video.height)
    stretches = stretches_of(media.sweep_starts, count, workers)
    threads = max(1, workers // len(stretches))
    failed = threading.Event()

    def work(start: int, stop: int) -> _Ends:
        ends = _Ends()
        for ordinal, frame in media.sweep(start, stop, threads=threads):
            if cancel.is_set() or failed.is_set():
                break
            tell(1)
            if frame.is_corrupt:
                continue
            made.seen[ordinal] = True
            picture = working_picture(frame, size)
            if ends.last is not None:
                made.put(ordinal, change_between(ends.last[1], picture))
            ends.add(ordinal, picture)
        return ends

    with ThreadPoolExecutor(len(stretches), "drawings") as pool:
        try:
            parts = [task.result() for task in [pool.submit(work, *stretch) for stretch in stretches]]
        except BaseException:
            failed.set()
            raise
    _join(made, parts)
    return made


class _Ends:
    """The first and last picture of a stretch that came out, with their ordinals."""

    def __init__(self) -> None:
        self.first: tuple[int, Working] | None = None
        self.last: tuple[int, Working] | None = None

    def add(self, ordinal: int, picture: Working) -> None:
        self.last = (ordinal, picture)
        self.first = self.first or self.last


def _join(made: Measures, parts: list[_Ends]) -> None:
    before: tuple[int, Working] | None = None
    for part in parts:
        if part.first is not None and before is not None:
            made.put(part.first[0], change_between(before[1], part.first[1]))
        before = part.last or before


def read_measures(media: Media) -> Measures | None:
    """What an earlier run measured in this release, or ``None``."""
    try:
        with np.load(entry_of(media, "drawings", MEASURES_VERSION), allow_pickle=False) as columns:
            found = Measures(*(columns[field.name] for field in fields(Measures)))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None  # absent, or damaged: it is made again
    return found if len(found.amount) == len(media.index) else None


def write_measures(media: Media, measures: Measures) -> None:
    """Keep what was measured."""
    columns: dict[str, NDArray[np.generic]] = {f.name: getattr(measures, f.name) for f in fields(Measures)}
    keep(entry_of(media, "drawings", MEASURES_VERSION), columns)
