"""The frames that stand for a shot, and why each was taken."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.drawings.changes import change_between
from animewidgets.analysis.drawings.pictures import Working, working_picture, working_size
from animewidgets.analysis.drawings.result import Drawings
from animewidgets.analysis.drawings.threshold import find_threshold
from animewidgets.errors import FrameOutsideMedia, FrameUndecodable
from animewidgets.media import FrameSource, Media

Floats = NDArray[np.float64]
RGB = NDArray[np.uint8]

# A picture is blurred, faded or flashed where its sharpness or contrast is so small a part of the usual.
_SHARP_ENOUGH, _CONTRAST_ENOUGH = 0.45, 0.6
# Width and height of what pictures are compared by, and how much chroma counts there.
_ROUGH = (24, 14)
_CHROMA = 1.5


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A frame that stands for a shot.

    ``pts`` is its tick, ``None`` for pictures that are no media. ``reasons``: one or more of ``first``,
    ``last``, ``sharpest`` and ``most distinct``, or ``nothing better`` for a picture that is blurred, faded
    or mixed, and only there because no other is left. ``score``: its sharpness, as a part of that of the
    sharpest picture of the shot, 0 … 1.
    """

    ordinal: int
    pts: int | None
    reasons: tuple[str, ...]
    score: float


def keyframes(
    media: FrameSource | Sequence[RGB], shot: tuple[int, int], n: int, *, drawings: Drawings | None = None
) -> tuple[Keyframe, ...]:
    """The ``n`` frames that stand for a shot ``[start, stop)``, in the order of time.

    Each drawing is taken once, by its sharpest frame. The first and the last drawing come first, then the
    one that is least like those taken, then the sharpest, then again what is least like those taken; for
    ``n = 1`` the sharpest. What is blurred, faded, flashed or mixed from two shots comes after everything
    else. Where the shot has fewer than ``n`` drawings, they are all there is. The same pictures give the same
    frames.

    ``media`` is a media file, images, or pictures uint8[h,w,3], of which ``shot`` is a range. With
    ``drawings`` of the same film its runs are taken, and its mixed frames avoided; else the drawings of the
    shot are told apart here.

    Raises ``ValueError`` for ``n`` below 1 and an empty shot, :class:`FrameOutsideMedia` for frames that are
    not there, :class:`FrameUndecodable` where none of the shot can be decoded.
    """
    start, stop = (int(edge) for edge in shot)
    if n < 1:
        raise ValueError(f"{n} key frames of a shot: ask for at least 1")
    if start >= stop:
        raise ValueError(f"the shot [{start}, {stop}) has no frame")
    count = len(media.index) if isinstance(media, FrameSource) else len(media)
    if start < 0 or stop > count:
        raise FrameOutsideMedia(f"the shot [{start}, {stop}) is not within the {count} frames")
    looks = _looks(media, start, stop)
    if not looks:
        name = media.name if isinstance(media, FrameSource) else "the pictures"
        raise FrameUndecodable(f"no frame of the shot [{start}, {stop}) of '{name}' can be decoded")
    taken = _choose(_of_each_drawing(looks, start, drawings), n, _mixed(drawings))
    sharpest = max(look.sharpness for look in looks)
    return tuple(
        Keyframe(
            look.ordinal,
            int(media.index.pts[look.ordinal]) if isinstance(media, FrameSource) else None,
            tuple(reasons),
            round(look.sharpness / sharpest, 4) if sharpest else 1.0,
        )
        for look, reasons in sorted(taken, key=lambda one: one[0].ordinal)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What is known of one picture; ``change`` is that since the picture before, 255 for the first."""

    ordinal: int
    change: float
    sharpness: float
    contrast: float
    rough: Floats


def _looks(media: FrameSource | Sequence[RGB], start: int, stop: int) -> list[_Look]:
    looks: list[_Look] = []
    before: Working | None = None
    for ordinal, picture in _pictures(media, start, stop):
        change = 255.0 if before is None else change_between(before, picture).amount
        looks.append(_look(ordinal, picture, change))
        before = picture
    return looks


def _pictures(media: FrameSource | Sequence[RGB], start: int, stop: int) -> Iterator[tuple[int, Working]]:
    if isinstance(media, Media):
        size = working_size(media.info.main_video.width, media.info.main_video.height)
        for ordinal, frame in media.sweep(start, stop):
            if not frame.is_corrupt:
                yield ordinal, working_picture(frame, size)
        return
    common: tuple[int, int] | None = None
    for ordinal in range(start, stop):
        rgb = media.frame(ordinal).rgb if isinstance(media, FrameSource) else media[ordinal]
        # Pictures of several sizes are compared at the size of the first.
        common = common or working_size(rgb.shape[1], rgb.shape[0])
        small = cv2.resize(rgb, common, interpolation=cv2.INTER_AREA)
        luma, red, blue = cv2.split(cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb))
        yield ordinal, Working(*(np.asarray(plane, np.uint8) for plane in (luma, blue, red)))


def _look(ordinal: int, picture: Working, change: float) -> _Look:
    _, deviation = cv2.meanStdDev(picture.luma)
    # The median over parts of the picture: one sharp line of lettering makes no blurred picture sharp.
    edges = cv2.Laplacian(cv2.GaussianBlur(picture.luma, (3, 3), 0), cv2.CV_32F)
    parts = cv2.resize(edges * edges, (8, 6), interpolation=cv2.INTER_AREA)
    rough = [cv2.resize(p, _ROUGH, interpolation=cv2.INTER_AREA).astype(np.float64) for p in picture.planes]
    rough[1:] = [plane * _CHROMA for plane in rough[1:]]
    sharpness = float(np.sqrt(np.sort(parts.ravel())[24:].mean()))
    return _Look(ordinal, change, sharpness, float(deviation[0, 0]), np.stack(rough))


def _of_each_drawing(looks: list[_Look], start: int, drawings: Drawings | None) -> list[_Look]:
    """The sharpest picture of each drawing, in order."""
    if drawings is None:
        changes = np.array([look.change for look in looks[1:]])
        threshold = find_threshold(changes, changes)
        begins = {start, *(look.ordinal for look in looks if look.change > threshold)}
    else:
        begins = {start, *drawings.runs.start.tolist()}
    runs: list[list[_Look]] = []
    for look in looks:
        if not runs or look.ordinal in begins:
            runs.append([])
        runs[-1].append(look)
    return [max(run, key=lambda look: (round(look.sharpness, 3), -look.ordinal)) for run in runs]


def _mixed(drawings: Drawings | None) -> frozenset[int]:
    if drawings is None:
        return frozenset()
    runs = drawings.runs
    spans = (
        range(a, b)
        for a, b, m in zip(runs.start.tolist(), runs.stop.tolist(), runs.mixed.tolist(), strict=True)
        if m
    )
    return frozenset(itertools.chain.from_iterable(spans))


def _choose(looks: list[_Look], n: int, mixed: frozenset[int]) -> list[tuple[_Look, list[str]]]:
    usual = np.median([look.sharpness for look in looks])
    contrast = np.median([look.contrast for look in looks])
    good = [
        look
        for look in looks
        if look.sharpness >= _SHARP_ENOUGH * usual
        and look.contrast >= _CONTRAST_ENOUGH * contrast
        and look.ordinal not in mixed
    ]
    poor = [look for look in looks if look not in good]
    taken: list[tuple[_Look, list[str]]] = []
    if good:
        sharpest = max(good, key=lambda look: (look.sharpness, -look.ordinal))
        if n == 1:
            return [(sharpest, ["sharpest"])]
        _take(taken, good[0], "first")
        _take(taken, good[-1], "last")
        while len(taken) < min(n, len(good)):
            _take(taken, _least_like(taken, good), "most distinct")
            if len(taken) == 3 and n > 3:
                _take(taken, sharpest, "sharpest")
        for look, reasons in taken:
            if look is sharpest and "sharpest" not in reasons:
                reasons.append("sharpest")
    while poor and len(taken) < n:
        look = _least_like(taken, poor) if taken else max(poor, key=lambda one: (one.sharpness, -one.ordinal))
        _take(taken, look, "nothing better")
        poor.remove(look)
    return taken


def _take(taken: list[tuple[_Look, list[str]]], look: _Look, reason: str) -> None:
    for known, reasons in taken:
        if known is look:
            reasons.append(reason)
            return
    taken.append((look, [reason]))


def _least_like(taken: list[tuple[_Look, list[str]]], looks: list[_Look]) -> _Look:
    """The picture whose nearest one among those taken is furthest; of equal ones, the earliest."""
    known = [look for look, _ in taken]
    left = [look for look in looks if all(look is not one for one in known)]
    distances = [min(float(np.abs(look.rough - one.rough).mean()) for one in known) for look in left]
    return left[int(np.argmax(distances))]
