"""Which blocks of two pictures show something else, whatever the light does and if the camera stirs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import cv2
import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from animewidgets.analysis.shots.pictures import BLOCK, CHROMA, Pictures

Floats = NDArray[np.float32]

# Where a block is sought around its place, in small pixels: correlation is wide enough for steps of two.
_REACH, _STEP = 4, 2
# Correlation below which a block surely shows something else, and above which surely the same.
_OTHER, _SAME = 0.5, 0.7
# Variance of a block's luma that is noise or compression.
_NOISE = 9.0
# A block is flat with less deviation than this; full evidence from another on.
_FLAT, _TEXTURED = 4.0, 10.0
# Deviation of the luma in a picture of usual light, for which these numbers are.
_USUAL_CONTRAST = 40.0
#: Deviation of the luma below which a picture shows nothing.
BLANK = 4.5
# Flat blocks surely differ when their tone does by this much.
_TONE = 20.0


@dataclass(frozen=True, eq=False)
class Blocks:
    """One picture, made ready to be compared.

    ``luma`` float32[h,w]; ``mean`` and ``variance`` of its blocks [h/8,w/8]; ``chroma`` means [2,h/8,w/8];
    ``weight`` [h/8,w/8]: the part of each block that counts, 0 … 1; ``contrast``: deviation of the luma.
    """

    luma: Floats
    mean: Floats
    variance: Floats
    chroma: Floats
    weight: Floats
    contrast: float

    @cached_property
    def moved(self) -> tuple[Floats, Floats, Floats]:
        """The luma moved by every offset, float32[m,m,h,w], and mean and variance of its blocks then."""
        height, width = self.luma.shape
        wide = cv2.copyMakeBorder(self.luma, _REACH, _REACH, _REACH, _REACH, cv2.BORDER_REPLICATE)
        side = (BLOCK, BLOCK)
        means = cv2.boxFilter(wide, -1, side, anchor=(0, 0), borderType=cv2.BORDER_REPLICATE)
        squares = cv2.sqrBoxFilter(wide, -1, side, anchor=(0, 0), borderType=cv2.BORDER_REPLICATE)
        shifted, mean, square = (
            _offsets(np.asarray(plane, np.float32), height, width) for plane in (wide, means, squares)
        )
        mean, square = mean[:, :, ::BLOCK, ::BLOCK], square[:, :, ::BLOCK, ::BLOCK]
        return shifted, mean, square - mean * mean


def _offsets(wide: Floats, height: int, width: int) -> Floats:
    """Views of the size given into a plane, moved by every offset: float32[m,m,height,width]."""
    down, right = wide.strides
    steps = 2 * _REACH // _STEP + 1
    return as_strided(
        wide, (steps, steps, height, width), (_STEP * down, _STEP * right, down, right), writeable=False
    )


def blocks_of(pictures: Pictures, ordinal: int) -> Blocks:
    """The blocks of frame ``ordinal``."""
    return make_blocks(pictures.luma[ordinal], pictures.chroma[ordinal], pictures.box)


def make_blocks(
    small_luma: NDArray[np.uint8],
    small_chroma: NDArray[np.uint8],
    box: tuple[int, int, int, int],
    inside: Floats | None = None,
) -> Blocks:
    """The blocks of a picture uint8[h,w] with chroma uint8[2,h/4,w/4].

    ``box`` is (top, bottom, left, right); ``inside``, float32[h,w], says which pixels of it count (1) and
    which do not (0).
    """
    luma = small_luma.astype(np.float32)
    mean = _block_means(luma)
    variance = np.maximum(0, _block_means(luma * luma) - mean * mean)
    chroma = np.stack([_block_means(c.astype(np.float32), BLOCK // CHROMA) for c in small_chroma])
    top, bottom, left, right = box
    _, deviation = cv2.meanStdDev(small_luma[top:bottom, left:right])
    weight = _weight_in(box, *luma.shape) if inside is None else _weight_of(_mask(box, *luma.shape) * inside)
    return Blocks(luma, mean, variance, chroma, weight, float(deviation[0, 0]))


def _mask(box: tuple[int, int, int, int], height: int, width: int) -> Floats:
    top, bottom, left, right = box
    mask = np.zeros((height, width), np.float32)
    mask[top:bottom, left:right] = 1
    return mask


@lru_cache(8)
def _weight_in(box: tuple[int, int, int, int], height: int, width: int) -> Floats:
    weight = _weight_of(_mask(box, height, width))
    weight.setflags(write=False)
    return weight


def _weight_of(mask: Floats) -> Floats:
    weight = _block_means(mask)
    # A block that is cut by an edge of what counts says little about what lies on this side of it.
    weight[weight < 0.75] = 0
    return weight


def _block_means(plane: Floats, side: int = BLOCK) -> Floats:
    height, width = plane.shape
    return np.asarray(cv2.resize(plane, (width // side, height // side), interpolation=cv2.INTER_AREA))


def changed_share(a: Blocks, b: Blocks) -> float:
    """The share of blocks, 0 … 1, that show something else in ``b`` than in ``a``.

    A block is the same where it is found again within a few pixels, once gain and offset are removed.
    Blocks that are flat in both count less, and differ by their tone, once the light of the whole
    picture is removed. Between a picture and nothing (black, white) everything changes.
    """
    livelier = max(a.contrast, b.contrast)
    if min(a.contrast, b.contrast) < BLANK and livelier > 3 * BLANK:
        return 1.0
    # In the dark everything is smaller: texture, noise and tones.
    dark = min(1.0, max(0.3, livelier / _USUAL_CONTRAST))
    noise = _NOISE * dark * dark
    gain = float(np.sqrt((b.variance.mean() + noise) / (a.variance.mean() + noise)))
    gain = min(4.0, max(0.25, gain))
    likeness = _best_likeness(a, b, gain, noise)
    texture = np.sqrt(np.maximum(a.variance * gain * gain, b.variance)) / dark
    flat = texture < _FLAT
    by_structure = np.clip((_SAME - likeness) / (_SAME - _OTHER), 0, 1)
    changed = by_structure
    if flat.any():
        changed = np.where(flat, np.clip(_tone_difference(a, b) / (_TONE * dark) - 0.3, 0, 1), by_structure)
    weight = np.clip(np.where(flat, _FLAT, texture) / _TEXTURED, 0.25, 1.0) * a.weight * b.weight
    return float((changed * weight).sum() / max(float(weight.sum()), 1e-3))


def layout_change(a: Blocks, b: Blocks) -> float:
    """How much of the rough layout of light and colour in ``b`` the one of ``a`` does not explain, 0 … 1.

    Compression that gets coarse or fine changes every block's texture, but not the layout.
    """
    left = whole = 0.0
    planes = [(a.mean, b.mean), (a.chroma[0], b.chroma[0]), (a.chroma[1], b.chroma[1])]
    for x, y in planes:
        u, v = x - x.mean(), y - y.mean()
        energy_u, energy_v, both = float((u * u).sum()), float((v * v).sum()), float((u * v).sum())
        noise = 4.0 * u.size
        left += energy_v - max(0.0, both) ** 2 / (energy_u + noise)
        whole += energy_v + noise
    return min(1.0, max(0.0, left / whole))


def _best_likeness(a: Blocks, b: Blocks, gain: float, noise: float) -> Floats:
    """For each block of ``a`` how well it is found again in ``b``: 1 the same, 0 nothing of it."""
    shifted, mean_b, variance_b = b.moved
    # All offsets at once: as one tall picture, so that OpenCV is called once.
    products = (a.luma * gain * shifted).reshape(-1, a.luma.shape[1])
    product = _block_means(products).reshape(mean_b.shape)
    variance_a = a.variance * gain * gain + noise
    likeness = (2 * (product - a.mean * gain * mean_b) + noise) / (variance_a + variance_b)
    return np.asarray(likeness.max((0, 1)), np.float32)


def _tone_difference(a: Blocks, b: Blocks) -> Floats:
    """How far the tone of each block is from what the light of the whole picture explains."""
    out = _unexplained(a.mean, b.mean)
    for n in (0, 1):
        out += 1.5 * _unexplained(a.chroma[n], b.chroma[n])
    return out


def _unexplained(x: Floats, y: Floats) -> Floats:
    """|y - (gain · x + offset)| for the light that most values agree with: fitted, then without the worst."""
    u, v = x.ravel(), y.ravel()
    wrong = np.zeros_like(u)
    for turn in range(2):
        if turn:
            kept = np.argpartition(wrong, (6 * len(wrong) // 10))[: (6 * len(wrong) // 10) + 1]
            u, v = x.ravel()[kept], y.ravel()[kept]
        count = len(u)
        mean_u, mean_v = float(u.sum()) / count, float(v.sum()) / count
        from_u = u - mean_u
        spread = float(from_u @ from_u) / count
        gain = float(from_u @ v) / count / spread if spread > 1 else 1.0
        gain = min(3.0, max(0.2, gain))
        wrong = np.abs(y.ravel() - (gain * (x.ravel() - mean_u) + mean_v))
    return wrong.reshape(x.shape)
