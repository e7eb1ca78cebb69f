"""Masks and bitmaps: which pixels are set, as arrays in rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from animewidgets.annotations.masks.mask import Mask, check_size
from animewidgets.errors import CorruptMask

Bitmap: TypeAlias = NDArray[np.bool_] | NDArray[np.uint8]

_WORD = 64


def encode(bitmap: Bitmap) -> Mask:
    """The mask of a bitmap, bool or uint8 of shape (height, width), where every value but 0 is set.

    The bytes are those of ``pycocotools.mask.encode``. Any memory layout will do; no copy in Fortran's order
    is needed. Raises ``ValueError`` for another shape or type.
    """
    if bitmap.ndim != 2:
        raise ValueError(f"a bitmap has the shape (height, width), got {bitmap.shape}")
    height, width = bitmap.shape
    pixels = _in_columns(bitmap)
    changed = _whole_words(len(pixels))
    changed[0] = pixels[0]
    np.not_equal(pixels[1:], pixels[:-1], out=changed[1 : len(pixels)])
    return Mask.of_borders(height, width, _positions(changed))


def encode_many(bitmaps: Bitmap) -> list[Mask]:
    """The masks of bitmaps, bool or uint8 of shape (n, height, width). Raises as :func:`encode` does."""
    if bitmaps.ndim != 3:
        raise ValueError(f"bitmaps have the shape (n, height, width), got {bitmaps.shape}")
    return [encode(bitmap) for bitmap in bitmaps]


def decode(mask: Mask) -> NDArray[np.bool_]:
    """The bitmap of a mask, bool of shape (height, width), rows contiguous.

    Raises ``CorruptMask`` where the run lengths are damaged or do not fill the picture.
    """
    size = mask.height * mask.width
    borders = mask.borders()
    changed = _whole_words(size)
    changed[borders] = True
    words = np.packbits(changed, bitorder="little").view("<u8")
    # A pixel is set where the number of borders up to it is odd: within words by doubling, then across words.
    for shift in (1, 2, 4, 8, 16, 32):
        words ^= words << np.uint64(shift)
    odd = np.bitwise_xor.accumulate(words >> np.uint64(_WORD - 1))
    words[1:] ^= np.uint64(0) - odd[:-1]
    pixels = np.unpackbits(words.view(np.uint8), count=size, bitorder="little")
    return _transposed(pixels.reshape(mask.width, mask.height)).view(np.bool_)


def decode_many(masks: Iterable[Mask]) -> NDArray[np.bool_]:
    """The bitmaps of masks of one size, bool of shape (n, height, width).

    Raises:
        CorruptMask: as :func:`decode` does, and where their sizes differ.
        ValueError: there is no mask.
    """
    given = list(masks)
    if not given:
        raise ValueError("the size of no mask at all is not known: give at least one")
    height, width = given[0].height, given[0].width
    check_size(height, width)
    out = np.empty((len(given), height, width), np.bool_)
    for place, mask in zip(out, given, strict=True):
        if (mask.height, mask.width) != (height, width):
            raise CorruptMask(
                f"masks of one stack have one size: {mask.width} × {mask.height} is not {width} × {height}"
            )
        place[:] = decode(mask)
    return out


def _whole_words(size: int) -> NDArray[np.bool_]:
    """At least ``size`` flags, all false, as many as fill words."""
    return np.zeros(-(-size // _WORD) * _WORD, np.bool_)


def _positions(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Where flags that fill words are true, ascending: ``flatnonzero``, twice as fast where few are."""
    if np.count_nonzero(flags) * 10 > len(flags):
        every: NDArray[np.int64] = np.flatnonzero(flags)
        return every
    eights = flags.view(np.uint64)
    some = np.flatnonzero(eights != 0)
    within = np.flatnonzero(eights[some].view(np.bool_))
    places: NDArray[np.int64] = some[within >> 3]
    places <<= 3
    within &= 7
    places |= within
    return places


def _in_columns(bitmap: Bitmap) -> NDArray[np.bool_]:
    """The pixels column after column, bool[height * width]."""
    check_size(*bitmap.shape)
    if bitmap.dtype == np.uint8:
        flags = bitmap != 0
    elif bitmap.dtype == np.bool_:
        flags = bitmap.view(np.bool_)
    else:
        raise ValueError(f"a bitmap is bool or uint8, not {bitmap.dtype}")
    if flags.flags.f_contiguous:
        columns = flags.T
    else:
        columns = _transposed(np.ascontiguousarray(flags).view(np.uint8)).view(np.bool_)
    pixels: NDArray[np.bool_] = columns.reshape(-1)
    return pixels


def _transposed(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Rows as columns, contiguous; OpenCV does it twenty times as fast as NumPy."""
    import cv2

    return cast("NDArray[np.uint8]", cv2.transpose(pixels))
