"""Where a point of one release's picture lies in the other's: both are laid over each other.

Gauss-Newton over scale and shift on several pairs of pictures at once, from coarse to fine, to a fraction of
a pixel. Brightness and contrast of each pair are fitted along; pixels that fit badly (logos, captions) count
for nothing. After Lucas and Kanade, An Iterative Image Registration Technique, 1981.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from animewidgets.timemaps import PictureMap

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

# Widths at which pictures are compared, and how often the fit is improved at each.
_LEVELS = ((80, 12), (160, 8), (320, 6), (640, 5), (1280, 4))
# Of each picture so many points are looked at: those on its strongest edges.
_POINTS = 6000
# A point that is further off than so many times the usual counts for nothing.
_TOO_FAR = 4.0
# Scales further from the first guess than this are no crop, but an error.
_MOST_SCALED = 0.25


def lay_over(pairs: Sequence[tuple[Bytes, Bytes]], start: PictureMap) -> tuple[PictureMap, float]:
    """The map of points of the first pictures to those of the second ones, and how unlike they are then.

    ``pairs`` are luma uint8[h,w] of both releases; all of one release have the same size. The second result
    is a share from 0 (alike) to 1. Where the fit runs away, ``start`` comes back.
    """
    best, unlike = start, unlikeness(pairs, start)
    found = start
    for width, times in _LEVELS:
        if width > 80 and width // 2 >= pairs[0][0].shape[1]:
            break
        points = [_Points(a, b, width) for a, b in pairs]
        for _ in range(times):
            step = _improved(points, found)
            if step is None or not _is_sane(step, start):
                return best, unlike
            found = step
    after = unlikeness(pairs, found)
    return (found, after) if after < unlike else (best, unlike)


def unlikeness(pairs: Sequence[tuple[Bytes, Bytes]], shape: PictureMap) -> float:
    """How unlike pictures are where both have something: the mean of :func:`apart` over the pairs."""
    if not pairs:
        return 1.0
    (a, b) = pairs[0]
    rectangle = shared_part(a.shape, b.shape, shape)
    if rectangle is None:
        return 1.0
    there = part_of(rectangle, shape)
    return float(np.mean([apart(reduced(a, rectangle), reduced(b, there)) for a, b in pairs]))


Rectangle = tuple[float, float, float, float]

#: Height and width at which pictures are compared.
COMPARED = (54, 96)


def shared_part(
    source: Sequence[int], target: Sequence[int], shape: PictureMap, margin: float = 0.01
) -> Rectangle | None:
    """What of the source's picture (height, width) lies in the target's: left, top, right, bottom in pixels.

    ``None`` where it is less than a ninth of the picture.
    """
    back = shape.inverted()
    left, top = back.apply(0.0, 0.0)
    right, bottom = back.apply(float(target[1]), float(target[0]))
    edge_x, edge_y = margin * source[1], margin * source[0]
    left, right = max(left, 0.0) + edge_x, min(right, float(source[1])) - edge_x
    top, bottom = max(top, 0.0) + edge_y, min(bottom, float(source[0])) - edge_y
    if right - left < source[1] / 3 or bottom - top < source[0] / 3:
        return None
    return left, top, right, bottom


def part_of(rectangle: Rectangle, shape: PictureMap) -> Rectangle:
    """A rectangle of the source in the target's picture."""
    left, top = shape.apply(rectangle[0], rectangle[1])
    right, bottom = shape.apply(rectangle[2], rectangle[3])
    return left, top, right, bottom


def reduced(picture: Bytes, rectangle: Rectangle) -> Floats:
    """A part of a picture, small, with mean 0 and deviation 1 (or 0 where it is blank), float32[h,w]."""
    left, top, right, bottom = rectangle
    height, width = COMPARED
    # Whole pixels of an enlargement would do, but averaging first costs less.
    across, down = (right - left) / width, (bottom - top) / height
    soft = picture
    if max(across, down) > 1.5:
        soft = np.asarray(cv2.blur(picture, (max(1, round(across)), max(1, round(down)))), np.uint8)
    back = np.array([[across, 0, left + across / 2 - 0.5], [0, down, top + down / 2 - 0.5]])
    small = cv2.warpAffine(
        soft,
        back,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float32)
    small -= small.mean()
    spread = float(small.std())
    # Luma that varies by less than so much is noise.
    return np.asarray(small / spread if spread >= BLANK else small * 0, np.float32)


#: Standard deviation of luma below which a picture shows nothing.
BLANK = 3.0


def apart(one: Floats, other: Floats) -> float:
    """How far two reduced pictures are apart, 0 … 0.5; a logo counts little."""
    difference = one - other
    return float(np.minimum(difference * difference, 1.0).mean()) / 2


class _Points:
    """The strongest edges of a picture at one size, and the other picture at the like size."""

    def __init__(self, source: Bytes, target: Bytes, width: int) -> None:
        share = min(1.0, width / source.shape[1])
        small = _scaled(source, share)
        down = np.abs(np.diff(small, axis=0, append=small[-1:]))
        across = np.abs(np.diff(small, axis=1, append=small[:, -1:]))
        # Edges of both directions are needed: one alone says nothing of the other's scale.
        chosen = np.union1d(
            np.argsort(down.ravel())[-_POINTS // 2 :], np.argsort(across.ravel())[-_POINTS // 2 :]
        )
        y, x = np.divmod(chosen, small.shape[1])
        self.values = small.ravel()[chosen]
        self.x = (x + 0.5) * source.shape[1] / small.shape[1]
        self.y = (y + 0.5) * source.shape[0] / small.shape[0]
        self.size = float(source.shape[1])
        other = _scaled(target, min(1.0, width / target.shape[1]))
        self.other = other
        self.slopes = (
            cv2.Sobel(other, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8),
            cv2.Sobel(other, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8),
        )
        self.share = other.shape[1] / target.shape[1], other.shape[0] / target.shape[0]

    def equations(self, shape: PictureMap) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
        """The normal equations of the four numbers, with positions in widths of the source."""
        at_x = ((shape.scale_x * self.x + shape.shift_x) * self.share[0] - 0.5).astype(np.float32)
        at_y = ((shape.scale_y * self.y + shape.shift_y) * self.share[1] - 0.5).astype(np.float32)
        height, width = self.other.shape
        inside = (at_x >= 1) & (at_x <= width - 2) & (at_y >= 1) & (at_y <= height - 2)
        if inside.sum() < 200:
            return None
        at_x, at_y, values = at_x[inside], at_y[inside], self.values[inside]
        seen, slope_x, slope_y = (
            cv2.remap(plane, at_x[None], at_y[None], cv2.INTER_LINEAR).ravel()
            for plane in (self.other, *self.slopes)
        )
        weight = np.ones(len(values))
        off = seen - values
        for _ in range(3):
            gain, bias = _line(values, seen, weight)
            off = seen - gain * values - bias
            usual = 1.48 * float(np.median(np.abs(off))) + 0.5
            weight = np.maximum(0.0, 1 - (off / (_TOO_FAR * usual)) ** 2) ** 2
        slope_x, slope_y = slope_x * self.share[0], slope_y * self.share[1]
        x, y = self.x[inside] / self.size, self.y[inside] / self.size
        columns = (
            np.stack([slope_x * x, slope_y * y, slope_x / self.size, slope_y / self.size], axis=1) * self.size
        )
        # Brightness and contrast are fitted along with the four.
        columns = np.concatenate([columns, -values[:, None], -np.ones((len(values), 1))], axis=1)
        scaled = columns * (weight / usual**2)[:, None]
        whole, right = scaled.T @ columns, scaled.T @ off
        # Eliminate the two that are this pair's own.
        inner = np.linalg.pinv(whole[4:, 4:])
        return (
            whole[:4, :4] - whole[:4, 4:] @ inner @ whole[4:, :4],
            right[:4] - whole[:4, 4:] @ inner @ right[4:],
        )


def _scaled(picture: Bytes, share: float) -> Floats:
    if share < 1:
        size = max(8, round(picture.shape[1] * share)), max(8, round(picture.shape[0] * share))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.GaussianBlur(picture.astype(np.float32), (0, 0), 0.8), np.float32)


def _line(x: Floats, y: MatLike, weight: NDArray[np.float64]) -> tuple[float, float]:
    total = weight.sum() + 1e-9
    mean_x, mean_y = float((weight * x).sum() / total), float((weight * y).sum() / total)
    spread = float((weight * (x - mean_x) ** 2).sum()) + 1e-6
    gain = float((weight * (x - mean_x) * (y - mean_y)).sum()) / spread
    gain = min(max(gain, 0.2), 5.0)
    return gain, mean_y - gain * mean_x


def _improved(points: Sequence[_Points], shape: PictureMap) -> PictureMap | None:
    parts = [found for one in points if (found := one.equations(shape)) is not None]
    if not parts:
        return None
    whole = np.sum([matrix for matrix, _ in parts], axis=0)
    right = np.sum([vector for _, vector in parts], axis=0)
    whole[np.diag_indices(4)] *= 1 + 1e-4
    try:
        step = np.linalg.solve(whole, right)
    except np.linalg.LinAlgError:
        return None
    if not np.isfinite(step).all():
        return None
    return PictureMap(
        max(1e-3, shape.scale_x - float(step[0])),
        max(1e-3, shape.scale_y - float(step[1])),
        shape.shift_x - float(step[2]),
        shape.shift_y - float(step[3]),
    )


def _is_sane(found: PictureMap, start: PictureMap) -> bool:
    ratios = found.scale_x / start.scale_x, found.scale_y / start.scale_y
    return all(abs(ratio - 1) <= _MOST_SCALED for ratio in ratios)
