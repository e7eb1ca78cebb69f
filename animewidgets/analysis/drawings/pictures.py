"""The pictures that drawings are told apart by: a mouth is seen on them, grain is mostly gone."""

from __future__ import annotations

from dataclasses import dataclass

import av.video.frame
import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.shots.pictures import planes_of, reduce_plane

#: Pixels of a working picture, at most about: 640 by 360 at 16:9.
_AREA = 640 * 360
#: Side of the blocks that are compared; both sides of a working picture are multiples of it.
BLOCK = 8

Plane = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Working:
    """One picture at working size: Y', Cb and Cr, each uint8[h,w] with sides multiples of :data:`BLOCK`."""

    luma: Plane
    blue: Plane
    red: Plane

    @property
    def planes(self) -> tuple[Plane, Plane, Plane]:
        """All three."""
        return self.luma, self.blue, self.red


def working_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of the working pictures for pictures of ``width`` × ``height`` pixels."""
    scale = min(1.0, (_AREA / (width * height)) ** 0.5)
    return max(1, round(width * scale / BLOCK)) * BLOCK, max(1, round(height * scale / BLOCK)) * BLOCK


def working_picture(frame: av.video.frame.VideoFrame, size: tuple[int, int]) -> Working:
    """A decoded picture at the working size ``(width, height)``."""
    planes, bits = planes_of(frame)
    width, height = size
    made = np.full((3, height, width), 128, np.uint8)
    for plane, out in zip(planes, made, strict=False):
        reduce_plane(plane, bits, out)
    return Working(*made)
