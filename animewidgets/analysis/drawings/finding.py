"""Finding drawings as users call it: one pass, progress, cancelling, the cache."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.drawings.measure import Measures, measure, read_measures, write_measures
from animewidgets.analysis.drawings.result import Drawings, part
from animewidgets.analysis.shots.detection import Progress, detect, single_threaded_opencv
from animewidgets.analysis.shots.result import ShotDetection, Shots
from animewidgets.errors import AnalysisCancelled, FrameOutsideMedia, FrameUndecodable
from animewidgets.media import Media

#: Shots as detection gives them, or spans ``[start, stop)`` of frames.
ShotSpans = ShotDetection | Shots | Sequence[tuple[int, int]]

Ints = NDArray[np.int64]


def find_drawings(
    media: Media,
    shots: ShotSpans | None = None,
    *,
    progress: Progress | bool | None = None,
    cancel: threading.Event | None = None,
    workers: int = 2,
    cache: bool = True,
) -> Drawings:
    """Find the runs of frames that show one and the same drawing, in each shot of a film.

    A drawing is held while nothing in the picture is drawn anew: through compression and grain, under a
    camera that pans or zooms, and before a background that goes by. A mouth that moves, petals that fall and
    a light that changes make a new one. Every shot has its own threshold
    (:func:`~animewidgets.analysis.drawings.threshold.find_threshold`).

    ``shots``: what :func:`animewidgets.analysis.shots.detect` gave, or spans ``[start, stop)`` of frames in
    any order; without them the shots are sought first. Only a detection says which frames are mixed.
    ``progress``, ``cancel``, ``workers`` and ``cache`` are those of ``detect``. A frame that cannot be
    decoded counts as a repetition of the one before it.

    Raises :class:`AnalysisCancelled`, :class:`FrameUndecodable` where not a single frame can be,
    :class:`FrameOutsideMedia` for a shot that is not within the film, :class:`MediaVanished`, and
    ``ValueError`` for shots that are empty or overlap and for arguments out of range.
    """
    if workers < 1:
        raise ValueError(f"{workers} workers cannot decode: give at least 1")
    if progress is True:
        from animewidgets.analysis.shots.bar import progress_bar

        with progress_bar(media.name) as tell:
            return find_drawings(media, shots, progress=tell, cancel=cancel, workers=workers, cache=cache)
    listener = progress or _silent
    cancel = cancel or threading.Event()
    count = len(media.index)
    if shots is None:
        half = _Half(listener, count)
        shots = detect(media, progress=half.first, cancel=cancel, workers=workers, cache=cache)
        listener = half.second
    start, stop = _spans(media, shots)
    mixed = np.zeros(count, np.bool_)
    if isinstance(shots, ShotDetection):
        for a, b in zip(shots.transitions.from_frame, shots.transitions.until_frame, strict=True):
            mixed[a:b] = True
    measures = read_measures(media) if cache else None
    if measures is None:
        measures = _look(media, listener, cancel, workers)
        if cache:
            write_measures(media, measures)
    listener(count, count)
    return part(media.index, measures, start, stop, mixed)


def _silent(done: int, total: int) -> None:
    """Nobody listens."""


def _look(media: Media, progress: Progress, cancel: threading.Event, workers: int) -> Measures:
    count = len(media.index)
    done, lock = 0, threading.Lock()

    def tell(frames: int) -> None:
        nonlocal done
        with lock:
            done += frames
            if done % 16 == 0:
                progress(done, count)

    with single_threaded_opencv():
        measures = measure(media, workers=workers, tell=tell, cancel=cancel)
    if cancel.is_set():
        raise AnalysisCancelled(
            f"looking for drawings in '{media.name}' was cancelled: nothing was kept of it"
        )
    if not measures.seen.any():
        raise FrameUndecodable(
            f"none of the {count} frames of '{media.path.name}' can be decoded: get the file again"
        )
    return measures


class _Half:
    """Two passes one after the other, told as one."""

    def __init__(self, progress: Progress, count: int) -> None:
        self._progress, self._count = progress, count

    def first(self, done: int, total: int) -> None:
        self._progress(done // 2, self._count)

    def second(self, done: int, total: int) -> None:
        self._progress((self._count + done) // 2 if done < total else total, self._count)


def _spans(media: Media, shots: ShotSpans) -> tuple[Ints, Ints]:
    if isinstance(shots, ShotDetection):
        shots = shots.shots
    if isinstance(shots, Shots):
        return shots.start, shots.stop
    spans = sorted((int(a), int(b)) for a, b in shots)
    before = 0
    for a, b in spans:
        if a >= b:
            raise ValueError(f"the shot [{a}, {b}) has no frame")
        if a < 0 or b > len(media.index):
            raise FrameOutsideMedia(f"the shot [{a}, {b}) is not within the {len(media.index)} frames")
        if a < before:
            raise ValueError(f"the shot [{a}, {b}) begins before the one before it ends, at frame {before}")
        before = b
    return np.array([a for a, _ in spans], np.int64), np.array([b for _, b in spans], np.int64)
