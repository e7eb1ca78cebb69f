"""From decoded pictures to RGB as a browser shows them: matrix, range, rotation, scale."""

from __future__ import annotations

from collections.abc import Mapping

import av.video.frame
import av.video.reformatter
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from numpy.typing import NDArray

# The numbers are those of ITU-T H.273, which FFmpeg uses; the names are FFmpeg's.
MATRIX_NAMES: Mapping[int, str] = {
    0: "rgb",
    1: "bt709",
    4: "fcc",
    5: "bt470bg",
    6: "smpte170m",
    7: "smpte240m",
    8: "ycgco",
    9: "bt2020nc",
    10: "bt2020c",
}
PRIMARIES_NAMES: Mapping[int, str] = {
    1: "bt709",
    4: "bt470m",
    5: "bt470bg",
    6: "smpte170m",
    7: "smpte240m",
    8: "film",
    9: "bt2020",
    11: "smpte431",
    12: "smpte432",
}
TRANSFER_NAMES: Mapping[int, str] = {
    1: "bt709",
    4: "gamma22",
    5: "gamma28",
    6: "smpte170m",
    7: "smpte240m",
    8: "linear",
    13: "iec61966-2-1",
    14: "bt2020-10",
    15: "bt2020-12",
    16: "smpte2084",
    18: "arib-std-b67",
}
RANGE_NAMES: Mapping[int, str] = {1: "limited", 2: "full"}

_RGB = 0
_MATRICES: Mapping[int, Colorspace] = {
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020,
    10: Colorspace.BT2020,
}

# Where a stream names no matrix, browsers take BT.709 from this many lines up, BT.601 below.
_HIGH_DEFINITION_LINES = 720

# A picture of one line of pixels, scaled up to a thumbnail's height, must not eat the memory.
_WIDEST = 16384


def to_rgb(
    frame: av.video.frame.VideoFrame,
    reformatter: av.video.reformatter.VideoReformatter,
    height: int | None = None,
) -> NDArray[np.uint8]:
    """A decoded picture as uint8[h,w,3], contiguous, full-range RGB, rotated as the container says.

    With ``height`` (pixels, after rotation) it is scaled down to it by averaging areas, the aspect of
    the pixel grid kept. HDR transfer curves are left as they are. Not to be called for one frame or
    one reformatter from two threads at once.
    """
    turns = round(frame.rotation / 90) % 4
    width_out, height_out = frame.width, frame.height
    if height is not None:
        shown_width, shown_height = (
            (frame.width, frame.height) if turns % 2 == 0 else (frame.height, frame.width)
        )
        scaled = (min(max(1, round(shown_width * height / shown_height)), _WIDEST), height)
        width_out, height_out = scaled if turns % 2 == 0 else scaled[::-1]
    interpolation = Interpolation.AREA if height is not None else Interpolation.BILINEAR
    if frame.colorspace == _RGB:
        rgb = reformatter.reformat(frame, width_out, height_out, "rgb24", interpolation=interpolation)
    else:
        high = frame.height >= _HIGH_DEFINITION_LINES
        matrix = _MATRICES.get(frame.colorspace, Colorspace.ITU709 if high else Colorspace.ITU601)
        full = frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj")
        rgb = reformatter.reformat(
            frame,
            width_out,
            height_out,
            "rgb24",
            src_colorspace=matrix,
            interpolation=interpolation,
            src_color_range=ColorRange.JPEG if full else ColorRange.MPEG,
            dst_color_range=ColorRange.JPEG,
        )
    pixels: NDArray[np.uint8] = rgb.to_ndarray().astype(np.uint8, copy=False)
    return np.ascontiguousarray(np.rot90(pixels, turns)) if turns else pixels
