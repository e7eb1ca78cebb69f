"""A machine-readable number burnt into a picture, so that a test can see which frame is on the screen.

The geometry, in pixels of the presented picture (rotation applied, pixels not resampled), origin in
the top left corner:

* a grid of :data:`COLUMNS` × :data:`ROWS` = 8 × 3 square cells of :data:`CELL` = 16 pixels, 128 × 48
  pixels in all;
* a white cell is a 1, a black cell a 0; the most significant bit stands on the left;
* row 0 is the high byte of the number, row 1 its low byte, row 2 the check byte: the CRC-8 of the
  two (polynomial 0x07, initial value 0xFF), so that a black or a white corner is no valid number.

To read it from a browser canvas at scale 1:1, take ``getImageData(0, 0, 128, 48)``, drop the alpha
and give the array to :func:`read`; or average the 8 × 8 pixels in the middle of each cell there and
compare with 128. Cells lie on the 16-pixel grid of macroblocks, so they survive coarse quantisation
(crf 36 and beyond), chroma subsampling and the deblocking of every codec in use here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CELL = 16
COLUMNS = 8
ROWS = 3
WIDTH = CELL * COLUMNS
HEIGHT = CELL * ROWS

#: One past the largest number.
LIMIT = 1 << 16

# A cell between these two levels is neither black nor white: better no number than a wrong one.
_BLACK_UP_TO = 96
_WHITE_FROM = 160


def draw(image: NDArray[np.uint8], number: int) -> None:
    """Burn ``number`` (0 … 65535) into the top left corner of ``image``, uint8[h,w,3], in place.

    Raises ``ValueError`` when the number does not fit, or the picture is smaller than the grid.
    """
    if not 0 <= number < LIMIT:
        raise ValueError(f"frame number {number} does not fit into 16 bits")
    if image.shape[0] < HEIGHT or image.shape[1] < WIDTH:
        raise ValueError(f"a picture of shape {image.shape} is smaller than the {WIDTH}×{HEIGHT} number")
    rows = (number >> 8, number & 0xFF, _crc8(number))
    bits = np.array([[row >> (COLUMNS - 1 - column) & 1 for column in range(COLUMNS)] for row in rows])
    cells = np.kron(bits, np.ones((CELL, CELL), np.int64)).astype(np.uint8) * 255
    image[:HEIGHT, :WIDTH] = cells[:, :, np.newaxis]


def read(image: NDArray[np.uint8]) -> int | None:
    """The number in the top left corner of ``image``, uint8[h,w,3] or [h,w,4] (alpha is ignored).

    ``None`` where no valid number stands there: a smaller picture, grey cells, a wrong check byte.
    """
    if image.ndim != 3 or image.shape[0] < HEIGHT or image.shape[1] < WIDTH:
        return None
    grey = image[:HEIGHT, :WIDTH, :3].mean(axis=2)
    margin = CELL // 4
    cells = grey.reshape(ROWS, CELL, COLUMNS, CELL)[:, margin:-margin, :, margin:-margin].mean(axis=(1, 3))
    if np.any((cells > _BLACK_UP_TO) & (cells < _WHITE_FROM)):
        return None
    high, low, check = (int("".join("1" if cell > 128 else "0" for cell in row), 2) for row in cells)
    number = high << 8 | low
    return number if check == _crc8(number) else None


def _crc8(number: int) -> int:
    crc = 0xFF
    for byte in (number >> 8, number & 0xFF):
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ 0x07 if crc & 0x80 else crc << 1) & 0xFF
    return crc
