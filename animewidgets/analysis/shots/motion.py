"""How the camera moves over a film, and what that comes to per shot."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.shots.camera import find_move
from animewidgets.analysis.shots.pictures import Pictures

Floats = NDArray[np.float64]
CameraKind = Literal["still", "pan", "tilt", "zoom", "mixed", "unknown"]

#: Frames between the pictures that are compared: slow moves show, fast ones can still be followed.
EVERY = 6

# Moves slower than this are stillness: picture widths per second, and growth per second.
_STILL_SHIFT, _STILL_ZOOM = 0.012, 0.012
# A kind of move names the shot when it is this much stronger than the others.
_PREVAILS = 2.0
# Pictures that differ by less are the same drawing under a still camera.
_SAME = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """The camera's move from frame ``n * EVERY`` to ``(n + 1) * EVERY``, columns with one row per n.

    ``x`` and ``y``: how far the camera goes to the right and down, in picture widths and heights;
    ``zoom``: natural logarithm of the growth of the content; NaN where no move could be found.
    ``activity``: mean difference of the luma, 0 … 1.
    """

    x: Floats
    y: Floats
    zoom: Floats
    activity: Floats


@dataclass(frozen=True, slots=True, eq=False)
class ShotMotion:
    """Camera and motion in columns, one row per shot.

    * ``camera``: ``still``, ``pan`` (sideways), ``tilt`` (up and down), ``zoom``, ``mixed``, or
      ``unknown`` where the shot is too short or nothing can be followed.
    * ``pan``: picture widths per second, to the right positive; ``tilt``: picture heights per second,
      down positive; ``zoom``: growth per second, 0.1 for 10 % closer, negative away; NaN if unknown.
    * ``speed``: mean of the camera's speed in picture sizes per second, whatever its direction.
    * ``activity``: mean difference of the luma over 1/4 second or so, 0 … 1, camera included.
    * ``known``: share of the shot in which the camera could be followed, 0 … 1.
    """

    camera: tuple[CameraKind, ...]
    pan: Floats
    tilt: Floats
    zoom: Floats
    speed: Floats
    activity: Floats
    known: Floats


def measure_motion(pictures: Pictures, *, tell: Callable[[float], None], cancel: threading.Event) -> Motion:
    """The camera's moves over a film; stops early once ``cancel`` is set."""
    height, width = pictures.luma.shape[1:]
    frames = range(0, len(pictures) - EVERY, EVERY)
    columns = np.full((4, len(frames)), np.nan)
    for n, frame in enumerate(frames):
        if cancel.is_set():
            break
        first, second = pictures.luma[frame], pictures.luma[frame + EVERY]
        difference = cv2.norm(first, second, cv2.NORM_L1) / first.size
        columns[3, n] = difference / 255
        if difference < _SAME:
            columns[:3, n] = 0
        else:
            move = find_move(first, second)
            if move is not None:
                x, y = move.shift(width, height)
                columns[:3, n] = -x / width, -y / height, np.log(max(0.05, move.scale))
        if n % 32 == 0:
            tell(n / len(frames))
    tell(1.0)
    return Motion(*columns)


def motion_of_shots(
    motion: Motion,
    start: NDArray[np.int64],
    stop: NDArray[np.int64],
    mixed: Sequence[tuple[int, int]],
    seconds: Floats,
) -> ShotMotion:
    """What the moves come to in each shot ``[start, stop)``, frames in one of the spans ``mixed`` left out.

    ``seconds`` float64[n+1]: when each frame begins, and the end.
    """
    rows = np.arange(len(motion.x))
    first, last = rows * EVERY, (rows + 1) * EVERY
    clean = np.ones(len(rows), np.bool_)
    for a, b in mixed:
        clean &= (last < a) | (first >= b)
    lengths = seconds[last] - seconds[first] if len(rows) else np.zeros(0)
    made = []
    for a, b in zip(start.tolist(), stop.tolist(), strict=True):
        own = clean & (first >= a) & (last < b)
        made.append(_shot(motion, own, lengths))
    kinds: tuple[CameraKind, ...] = tuple(kind for kind, _ in made)
    return ShotMotion(kinds, *np.array([values for _, values in made], np.float64).reshape(-1, 6).T)


def _shot(motion: Motion, own: NDArray[np.bool_], lengths: Floats) -> tuple[CameraKind, tuple[float, ...]]:
    found = own & ~np.isnan(motion.x)
    activity = float(motion.activity[own].mean()) if own.any() else np.nan
    known = float(found.sum() / own.sum()) if own.any() else 0.0
    if known < 0.3:
        return "unknown", (np.nan, np.nan, np.nan, np.nan, activity, known)
    time = float(lengths[found].sum())
    pan, tilt, growth = (float(c[found].sum()) / time for c in (motion.x, motion.y, motion.zoom))
    speed = float(np.hypot(motion.x[found], motion.y[found]).sum()) / time
    strengths = {
        "pan": abs(pan) / _STILL_SHIFT,
        "tilt": abs(tilt) / _STILL_SHIFT,
        "zoom": abs(growth) / _STILL_ZOOM,
    }
    return _kind(strengths), (pan, tilt, float(np.expm1(growth)), speed, activity, known)


def _kind(strengths: dict[str, float]) -> CameraKind:
    (name, strongest), (_, second), _ = sorted(strengths.items(), key=lambda item: -item[1])
    if strongest < 1:
        return "still"
    if strongest < _PREVAILS * second:
        return "mixed"
    kinds: dict[str, CameraKind] = {"pan": "pan", "tilt": "tilt", "zoom": "zoom"}
    return kinds[name]
