"""Writing pictures as PNG, without an imaging library."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# Quick and good enough: flat-coloured drawings compress well after the "up" filter.
_COMPRESSION = 6
_FILTER_UP = 2


def write_png(path: Path, rgb: NDArray[np.uint8]) -> None:
    """Write uint8[h,w,3] to ``path`` as a lossless 8-bit RGB PNG (ISO/IEC 15948)."""
    height, width, channels = rgb.shape
    if channels != 3:
        raise ValueError(f"a picture of shape {rgb.shape} has no three channels")
    rows = np.empty((height, 1 + width * 3), np.uint8)
    rows[:, 0] = _FILTER_UP
    flat = rgb.reshape(height, width * 3)
    rows[0, 1:] = flat[0]
    rows[1:, 1:] = flat[1:] - flat[:-1]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows.tobytes(), _COMPRESSION))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
