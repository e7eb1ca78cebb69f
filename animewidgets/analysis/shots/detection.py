"""Detection as users call it: one pass, progress, cancelling, the cache."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.shots.cache import read_entry, write_entry
from animewidgets.analysis.shots.motion import Motion, measure_motion
from animewidgets.analysis.shots.pictures import read_pictures
from animewidgets.analysis.shots.propose import Proposal, propose
from animewidgets.analysis.shots.result import OperatingPoint, ShotDetection
from animewidgets.errors import AnalysisCancelled, FrameUndecodable
from animewidgets.media import Media

#: Told how many of how many units are done, from one thread at a time.
Progress = Callable[[int, int], None]

# Of the time that detection takes, about so much goes into each stage; decoding has the rest.
_PROPOSE, _MOTION = 0.2, 0.1


def detect(
    media: Media,
    *,
    operating_point: OperatingPoint = "cuts",
    progress: Progress | bool | None = None,
    cancel: threading.Event | None = None,
    workers: int = 2,
    cache: bool = True,
) -> ShotDetection:
    """Find the shots of a film: its cuts, dissolves, fades and wipes, and how the camera moves in each shot.

    A shot has one background and one camera; what moves before it may change. Flashes, impact frames,
    pans, held drawings, captions and jumps of the foreground are no transitions.

    ``operating_point``: ``"cuts"`` errs to neither side, ``"proposals"`` misses nearly none and leaves
    the choice to a person; both come from the same pass (:meth:`ShotDetection.at`). ``progress``: ``True``
    shows a bar in the terminal or notebook, a function is told ``(done, total)``. Setting ``cancel`` from
    another thread ends the detection with :class:`AnalysisCancelled`. ``workers``: how many threads
    decode. With ``cache`` the result is kept by the release's identity, and found again.

    A picture that cannot be decoded counts as a repetition of the one before it, and what is found from
    there to the next key frame is a proposal at best. Raises
    :class:`FrameUndecodable` where not a single one can be, :class:`MediaVanished`, and ``ValueError``
    for arguments out of range.
    """
    if operating_point not in get_args(OperatingPoint):
        raise ValueError(
            f"operating point {operating_point!r} is not one of {', '.join(get_args(OperatingPoint))}"
        )
    if workers < 1:
        raise ValueError(f"{workers} workers cannot decode: give at least 1")
    if progress is True:
        from animewidgets.analysis.shots.bar import progress_bar

        with progress_bar(media.name) as tell:
            return _detect(media, operating_point, tell, cancel, workers, cache=cache)
    return _detect(media, operating_point, progress or _silent, cancel, workers, cache=cache)


def _silent(done: int, total: int) -> None:
    """Nobody listens."""


def _detect(
    media: Media,
    operating_point: OperatingPoint,
    progress: Progress,
    cancel: threading.Event | None,
    workers: int,
    *,
    cache: bool,
) -> ShotDetection:
    count = len(media.index)
    found = read_entry(media) if cache else None
    if found is None:
        cancel = cancel or threading.Event()
        with single_threaded_opencv():
            found = _look(media, progress, cancel, workers)
        if cache:
            write_entry(media, *found)
    progress(count, count)
    return ShotDetection(media.index, operating_point, *found)


def _look(
    media: Media, progress: Progress, cancel: threading.Event, workers: int
) -> tuple[tuple[Proposal, ...], Motion, int]:
    count = len(media.index)
    stages = _Stages(progress, count)
    pictures = read_pictures(media, workers=workers, tell=stages.decoded, cancel=cancel)
    _check(cancel, media)
    if not pictures.seen.any():
        raise FrameUndecodable(
            f"none of the {count} frames of '{media.path.name}' can be decoded: get the file again"
        )
    shaky = _shaky(pictures.seen, media.index.key)
    # Comparing holds Python's lock, so that more threads for it gain nothing; following the camera does not.
    with ThreadPoolExecutor(1, "camera") as aside:
        moves = aside.submit(measure_motion, pictures, tell=stages.moved, cancel=cancel)
        if workers == 1:
            wait([moves])
        proposals = tuple(propose(pictures, shaky, tell=stages.proposed, cancel=cancel))
        motion = moves.result()
    _check(cancel, media)
    return proposals, motion, int((~pictures.seen).sum())


@contextmanager
def single_threaded_opencv() -> Iterator[None]:
    """For pictures as small as these, handing parts to other threads takes longer than the work itself."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def _shaky(seen: NDArray[np.bool_], key: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Frames that damage may have spoilt: from one that did not come out up to the next key frame."""
    out = np.zeros(len(seen), np.bool_)
    keys = np.flatnonzero(key)
    for n in np.flatnonzero(~seen).tolist():
        after = int(np.searchsorted(keys, n, side="right"))
        out[n : (int(keys[after]) if after < len(keys) else len(seen)) + 1] = True
    return out


def _check(cancel: threading.Event, media: Media) -> None:
    if cancel.is_set():
        raise AnalysisCancelled(f"looking for shots in '{media.name}' was cancelled: nothing was kept of it")


class _Stages:
    """Turns the progress of the stages, told by several threads, into one count from 0 to all frames."""

    def __init__(self, progress: Progress, count: int) -> None:
        self._progress = progress
        self._count = count
        self._decoded = 0
        self._proposed = self._moved = 0.0
        self._lock = threading.Lock()

    def decoded(self, frames: int) -> None:
        """So many more frames are decoded."""
        with self._lock:
            self._decoded += frames
            self._tell()

    def proposed(self, share: float) -> None:
        """So much of the proposing is done."""
        with self._lock:
            self._proposed = share
            self._tell()

    def moved(self, share: float) -> None:
        """So much of the following of the camera is done."""
        with self._lock:
            self._moved = share
            self._tell()

    def _tell(self) -> None:
        decoded = self._decoded / self._count * (1 - _PROPOSE - _MOTION)
        share = decoded + self._proposed * _PROPOSE + self._moved * _MOTION
        self._progress(min(self._count, round(share * self._count)), self._count)
