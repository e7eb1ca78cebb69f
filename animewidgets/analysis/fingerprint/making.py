"""Making a fingerprint as users call it: one pass, progress, cancelling and going on, the cache."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import cv2
import numpy as np

from animewidgets.analysis.fingerprint.boxes import find_boxes
from animewidgets.analysis.fingerprint.columns import VERSION, Fingerprint
from animewidgets.analysis.fingerprint.passes import SmallPictures, fill, hear
from animewidgets.analysis.fingerprint.signature import SMALL, changes, signatures
from animewidgets.analysis.kept import entry_of, keep
from animewidgets.analysis.shots.detection import single_threaded_opencv
from animewidgets.errors import AnalysisCancelled, FingerprintError, FrameUndecodable
from animewidgets.media import Media

#: Told how many of how many frames are done, from one thread at a time.
Progress = Callable[[int, int], None]


def fingerprint(
    media: Media,
    *,
    sound_stream: int = 0,
    progress: Progress | bool | None = None,
    cancel: threading.Event | None = None,
    workers: int = 2,
    cache: bool = True,
) -> Fingerprint:
    """The fingerprint of a release: what it looks and sounds like.

    ``sound_stream`` is the rank of the stream of sound that is heard. ``progress``: ``True`` shows a bar, a
    function is told ``(done, total)``. Setting ``cancel`` from another thread ends it with
    :class:`AnalysisCancelled`. With ``cache`` the fingerprint is kept by the release's identity and found
    again, and what was decoded before a stop (by ``cancel``, Ctrl+C, or a crash) need not be decoded again.

    A picture that cannot be decoded counts as a repetition of the one before it. Raises
    :class:`FrameUndecodable` where not a single one can be, :class:`MediaVanished`, and ``ValueError`` for
    arguments out of range.
    """
    if workers < 1:
        raise ValueError(f"{workers} workers cannot decode: give at least 1")
    if progress is True:
        from animewidgets.analysis.shots.bar import progress_bar

        with progress_bar(media.name) as tell:
            return fingerprint(
                media,
                sound_stream=sound_stream,
                progress=tell,
                cancel=cancel,
                workers=workers,
                cache=cache,
            )
    listener = progress or _silent
    count = len(media.index)
    kept = read_fingerprint(media, sound_stream) if cache else None
    if kept is None:
        with single_threaded_opencv():
            kept = _make(media, sound_stream, listener, cancel or threading.Event(), workers, cache=cache)
        if cache:
            write_fingerprint(media, sound_stream, kept)
    listener(count, count)
    return kept


def _silent(done: int, total: int) -> None:
    """Nobody listens."""


def read_fingerprint(media: Media, sound_stream: int = 0) -> Fingerprint | None:
    """What an earlier run made of this release, or ``None``."""
    try:
        with np.load(entry_of(media, _folder(sound_stream), VERSION), allow_pickle=False) as columns:
            found = Fingerprint.from_bytes(columns["fingerprint"].tobytes())
    except (OSError, ValueError, KeyError, EOFError, FingerprintError):
        return None  # absent, or damaged: it is made again
    return found if np.array_equal(found.pts, media.index.pts) else None


def write_fingerprint(media: Media, sound_stream: int, made: Fingerprint) -> None:
    """Keep a fingerprint."""
    data = np.frombuffer(made.to_bytes(), np.uint8)
    keep(entry_of(media, _folder(sound_stream), VERSION), {"fingerprint": data})


def _folder(sound_stream: int) -> str:
    return "fingerprints" if sound_stream == 0 else f"fingerprints-{sound_stream}"


def _make(
    media: Media,
    sound_stream: int,
    progress: Progress,
    cancel: threading.Event,
    workers: int,
    *,
    cache: bool,
) -> Fingerprint:
    count = len(media.index)
    small = _small_pictures(media, sound_stream, cache=cache)
    done, lock = small.done, threading.Lock()
    stop_now = _Either(cancel)

    def tell(frames: int) -> None:
        nonlocal done
        with lock:
            done += frames
            progress(min(done, count), count)

    with ThreadPoolExecutor(1, "sound") as aside:
        heard = aside.submit(hear, media, sound_stream, stop_now)
        try:
            fill(small, media, workers=workers, tell=tell, stop_now=stop_now)
            sound, sound_start = heard.result()
        except BaseException:
            stop_now.set()
            raise
    if cancel.is_set():
        raise AnalysisCancelled(
            f"the fingerprint of '{media.name}' was cancelled at {small.done} of {count} frames"
            + ("; they need not be decoded again" if cache else "")
        )
    if not small.seen.any():
        small.discard()
        raise FrameUndecodable(
            f"none of the {count} frames of '{media.path.name}' can be decoded: get the file again"
        )
    small.repeat_damaged()
    number, boxes = find_boxes(small.pictures)
    words, level, contrast = signatures(small.pictures, number, boxes)
    made = Fingerprint(
        release_id=media.release_id,
        time_base=media.time_base,
        end_pts=media.index.end_pts,
        size=(media.info.main_video.width, media.info.main_video.height),
        pts=media.index.pts.copy(),
        picture=words,
        change=changes(small.pictures),
        level=level,
        contrast=contrast,
        box=number,
        boxes=boxes / np.array([SMALL[0], SMALL[0], SMALL[1], SMALL[1]], np.float64),
        sound=sound,
        sound_start=sound_start,
    )
    small.discard()
    return made


class _Either(threading.Event):
    """Set by itself or by another event."""

    def __init__(self, other: threading.Event) -> None:
        super().__init__()
        self._other = other

    def is_set(self) -> bool:
        return super().is_set() or self._other.is_set()


def _small_pictures(media: Media, sound_stream: int, *, cache: bool) -> SmallPictures:
    count = len(media.index)
    if cache:
        entry = entry_of(media, _folder(sound_stream), VERSION)
        with suppress(OSError):  # a cache that cannot be written is done without
            return SmallPictures(count, entry.with_suffix(f".{cv2.__version__}.pictures"))
    return SmallPictures(count, None)
