"""Pictures that lie between two others: linear mixtures (dissolves, fades) and parts of both (wipes)."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.shots.pictures import CHROMA, Pictures, bytes_array

Floats = NDArray[np.float32]

_SLAB = 128
# Places of two pictures tell them apart when luma and chroma together differ by this much, or by so much of
# the largest difference: in the dark less tells.
_TELLING, _LEAST_TELLING, _TELLING_SHARE = 24.0, 8.0, 0.2


def tiny_pictures(pictures: Pictures) -> NDArray[np.uint8]:
    """The film as uint8[n,3,h/4,w/4]: luma scaled down to the size of the chroma."""
    count, height, width = pictures.luma.shape
    out = bytes_array((count, 3, height // CHROMA, width // CHROMA))
    for n in range(count):
        out[n, 0] = cv2.resize(
            pictures.luma[n], (width // CHROMA, height // CHROMA), interpolation=cv2.INTER_AREA
        )
    out[:, 1:] = pictures.chroma
    return out


def frame_distance(tiny: NDArray[np.uint8], before: int, after: int) -> float:
    """Root mean square difference of two frames, 0 … 255."""
    apart = tiny[after].astype(np.float32) - tiny[before].astype(np.float32)
    return float(np.sqrt((apart * apart).mean()))


def change_extent(tiny: NDArray[np.uint8], before: int, after: int) -> float:
    """The part of the picture that the difference of two frames fills, 0 … 1: 1 where all differs alike."""
    differ = np.abs(tiny[after].astype(np.float32) - tiny[before].astype(np.float32)).sum(0)
    return float(differ.mean() ** 2 / ((differ * differ).mean() + 1e-3))


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """How each frame lies between the frames ``half`` before and after it, columns with one row per frame.

    ``distance``: root mean square difference of these two, 0 … 255. ``share`` of the later one in the
    best linear mixture; ``residual``: what the mixture leaves unexplained, against the distance squared.
    ``clean``: share of the places that differ which look like one of the two; ``switched``: like the later.
    Rows without such frames hold distance 0.
    """

    half: int
    distance: Floats
    share: Floats
    residual: Floats
    clean: Floats
    switched: Floats


def measure_between(tiny: NDArray[np.uint8], half: int) -> Between:
    """The mixtures of a film of tiny pictures at one scale."""
    count = len(tiny)
    columns = np.zeros((5, count), np.float32)
    columns[2] = 1
    for start in range(half, count - half, _SLAB):
        stop = min(count - half, start + _SLAB)
        before = tiny[start - half : stop - half].astype(np.float32)
        after = tiny[start + half : stop + half].astype(np.float32)
        here = tiny[start:stop].astype(np.float32)
        columns[:3, start:stop] = _mixture(before, here, after)
        columns[3:, start:stop] = _parts(before, here, after)
    return Between(half, *columns)


def _mixture(before: Floats, here: Floats, after: Floats) -> tuple[Floats, Floats, Floats]:
    """Distance, share and residual for stacks of pictures [n,3,h,w]."""
    apart = after - before
    offset = here - before
    energy = np.einsum("nchw,nchw->n", apart, apart) + 1e-3
    share = np.einsum("nchw,nchw->n", offset, apart) / energy
    left = np.einsum("nchw,nchw->n", offset, offset) - share * share * energy
    return np.sqrt(energy / apart[0].size), share, left / energy


def _parts(before: Floats, here: Floats, after: Floats) -> tuple[Floats, Floats]:
    """Clean and switched for stacks of pictures [n,3,h,w]."""
    differ = np.abs(after - before).sum(1)
    from_before, from_after = np.abs(here - before).sum(1), np.abs(after - here).sum(1)
    telling = differ > _telling(differ)
    count = telling.sum((1, 2)) + np.float32(1e-3)
    clean = ((np.minimum(from_before, from_after) < 0.3 * differ) & telling).sum((1, 2)) / count
    switched = ((from_after < from_before) & telling).sum((1, 2)) / count
    return clean.astype(np.float32), switched.astype(np.float32)


def _telling(differ: Floats) -> Floats:
    """The difference from which on a place tells two pictures apart, for a picture or a stack of them."""
    largest = differ.max((-2, -1), keepdims=True)
    return np.asarray(np.clip(_TELLING_SHARE * largest, _LEAST_TELLING, _TELLING))


def shares_between(
    tiny: NDArray[np.uint8], start: int, stop: int, before: int, after: int, *, wipe: bool
) -> Floats:
    """How far each of the frames ``[start, stop)`` is on the way from frame ``before`` to ``after``."""
    here = tiny[start:stop].astype(np.float32)
    a, b = tiny[before].astype(np.float32), tiny[after].astype(np.float32)
    if wipe:
        return _parts(a[None], here, b[None])[1]
    apart = (b - a).ravel()
    return np.asarray((here.reshape(len(here), -1) @ apart - a.ravel() @ apart) / (apart @ apart + 1e-3))


def residuals_between(tiny: NDArray[np.uint8], before: int, after: int) -> tuple[Floats, Floats]:
    """What its ends leave unexplained of each frame of ``[before, after]``, 0 … 1: mixed, and parted."""
    here = tiny[before : after + 1].astype(np.float32)
    a, b = (np.broadcast_to(tiny[n].astype(np.float32), here.shape) for n in (before, after))
    return _mixture(a, here, b)[2], 1 - _parts(a, here, b)[0]


def wipe_front(tiny: NDArray[np.uint8], before: int, middle: int, after: int) -> float:
    """How well a line or circle parts what looks like the later picture from what looks like the earlier one.

    1 would be perfect; a clean half-plane comes to about 0.75, scattered places to 0.
    """
    a, m, b = (tiny[n].astype(np.float32) for n in (before, middle, after))
    differ = np.abs(b - a).sum(0)
    telling = differ > _telling(differ)
    if telling.sum() < 12:
        return 0.0
    switched = (np.abs(b - m).sum(0) < np.abs(m - a).sum(0))[telling].astype(np.float64)
    y, x = (
        axis[telling] / size - 0.5
        for axis, size in zip(np.indices(telling.shape), telling.shape, strict=True)
    )
    design = np.stack([np.ones_like(x), x, y, x * x + y * y], axis=1)
    fitted = design @ np.linalg.lstsq(design, switched, rcond=None)[0]
    spread = float(switched.var())
    return 1 - float(((switched - fitted) ** 2).mean()) / spread if spread > 0 else 0.0
