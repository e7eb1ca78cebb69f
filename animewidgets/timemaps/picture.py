"""Where a point of one release's picture lies in another's, which may be cropped, scaled or letterboxed."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureMap:
    """``x' = scale_x · x + shift_x`` and ``y' = scale_y · y + shift_y``.

    Both pictures are the decoded ones, after rotation; corners of pixels lie at integers.

    Raises:
        ValueError: a scale is not positive, or a number is not finite.
    """

    scale_x: float = 1.0
    scale_y: float = 1.0
    shift_x: float = 0.0
    shift_y: float = 0.0

    def __post_init__(self) -> None:
        numbers = (self.scale_x, self.scale_y, self.shift_x, self.shift_y)
        if not all(map(math.isfinite, numbers)) or min(self.scale_x, self.scale_y) <= 0:
            raise ValueError(f"pictures are mapped by positive scales and finite shifts, not {numbers}")

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """The same point in the target's picture, which it may lie outside of."""
        return self.scale_x * x + self.shift_x, self.scale_y * y + self.shift_y

    def inverted(self) -> PictureMap:
        """The map in the other direction."""
        return PictureMap(
            1 / self.scale_x, 1 / self.scale_y, -self.shift_x / self.scale_x, -self.shift_y / self.scale_y
        )

    def compose(self, later: PictureMap) -> PictureMap:
        """This map and then another one."""
        return PictureMap(
            self.scale_x * later.scale_x,
            self.scale_y * later.scale_y,
            self.shift_x * later.scale_x + later.shift_x,
            self.shift_y * later.scale_y + later.shift_y,
        )
