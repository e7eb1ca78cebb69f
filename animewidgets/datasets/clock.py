"""The clock of a release: which frame a time of a file means, and which time to write for a frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from animewidgets.timebase import rescale, round_half_up

if TYPE_CHECKING:
    from animewidgets.media import Media

#: Rates of the trade, which a measured rate is taken for when it lies within a thousandth of one.
TRADE_RATES = tuple(
    Fraction(n, d)
    for n, d in (
        (12, 1),
        (15, 1),
        (24000, 1001),
        (24, 1),
        (25, 1),
        (30000, 1001),
        (30, 1),
        (48000, 1001),
        (48, 1),
        (50, 1),
        (60000, 1001),
        (60, 1),
        (100, 1),
        (120000, 1001),
        (120, 1),
    )
)

_MILLISECOND = Fraction(1, 1000)


@dataclass(frozen=True, slots=True, eq=False)
class FrameClock:
    """When the frames of one release appear. Pure: needs neither file nor media.

    ``pts`` is int64[n], the strictly ascending ticks of the frames; ``end_pts`` is the tick at which the last
    one ends. ``rate`` is the nominal rate in frames per second, for formats that know no other. ``zero`` is
    the tick that other programs call 0:00:00: where the container starts, with whichever stream comes first.
    ``name`` is for messages.
    """

    name: str
    pts: NDArray[np.int64]
    time_base: Fraction
    end_pts: int
    rate: Fraction
    zero: int

    def __post_init__(self) -> None:
        if len(self.pts) == 0:
            raise ValueError(f"release {self.name!r} has no frame")
        if np.any(np.diff(self.pts) <= 0) or self.end_pts <= int(self.pts[-1]):
            raise ValueError(f"the times of release {self.name!r} do not increase")
        if self.rate <= 0 or self.time_base <= 0:
            raise ValueError(f"rate {self.rate} and time base {self.time_base} must be positive")
        self.pts.setflags(write=False)

    @classmethod
    def of_ticks(
        cls,
        pts: Sequence[int] | NDArray[np.int64],
        time_base: Fraction,
        *,
        end_pts: int | None = None,
        rate: Fraction | None = None,
        zero: int | None = None,
        name: str = "release",
    ) -> Self:
        """A clock from the ticks of the frames; what is not given is taken from them.

        Without ``end_pts`` the last frame lasts as long as the one before; one that lasts no time gets a
        tick. Without ``zero`` the first frame appears at 0:00:00. A ``rate`` far above what the ticks show (a
        container may declare that of its clock) gives way to that of most frames.
        """
        ticks = np.array(pts, np.int64)
        if len(ticks) == 0:
            raise ValueError(f"release {name!r} has no frame")
        if end_pts is None:
            last = int(ticks[-1] - ticks[-2]) if len(ticks) > 1 else max(1, round(1 / (24 * time_base)))
            end_pts = int(ticks[-1]) + last
        end_pts = max(end_pts, int(ticks[-1]) + 1)
        average = Fraction(len(ticks)) / ((end_pts - int(ticks[0])) * time_base)
        if rate is None or not 0 < rate <= 5 * average:
            usual = int(np.median(np.diff(ticks, append=end_pts)))
            rate = 1 / (max(1, usual) * time_base)
        return cls(name, ticks, time_base, end_pts, trade_rate(rate), int(ticks[0]) if zero is None else zero)

    @classmethod
    def of_media(cls, media: Media) -> Self:
        """The clock of an open media file. Raises :class:`FrameOutsideMedia` where it has no frame."""
        from animewidgets.media.containers import open_container

        first = int(media.index.pts[media.index.check(0)])
        with open_container(media.path) as container:
            start = container.start_time
        zero = first if start is None else min(first, rescale(start, Fraction(1, 1_000_000), media.time_base))
        return cls.of_ticks(
            media.index.pts,
            media.time_base,
            end_pts=media.index.end_pts,
            rate=media.info.frame_rate,
            zero=zero,
            name=media.name,
        )

    @classmethod
    def of_milliseconds(cls) -> Self:
        """A clock whose ticks are milliseconds, for times that belong to no release yet."""
        return cls.of_ticks([0, 1], _MILLISECOND, name="no release")

    def __len__(self) -> int:
        return len(self.pts)

    @property
    def count(self) -> int:
        """Number of frames."""
        return len(self.pts)

    @property
    def frame_duration(self) -> Fraction:
        """Seconds that a frame lasts at the nominal rate."""
        return 1 / self.rate

    @property
    def constant(self) -> bool:
        """Whether every frame appears when the nominal rate says, to a millisecond or a tick."""
        ideal = np.arange(len(self.pts)) * float(1 / (self.rate * self.time_base))
        slack = max(1.0, float(_MILLISECOND / self.time_base))
        return bool(np.max(np.abs((self.pts - self.pts[0]) - ideal)) <= slack)

    def tick(self, frame: int) -> int:
        """The tick of a frame; frame ``count`` is the end of the release."""
        return self.end_pts if frame == len(self.pts) else int(self.pts[frame])

    def seconds(self, frame: int) -> Fraction:
        """When a frame appears, in exact seconds after 0:00:00; frame ``count`` is the end."""
        return (self.tick(frame) - self.zero) * self.time_base

    def tick_at(self, seconds: Fraction) -> int:
        """The nearest tick to a time after 0:00:00."""
        return self.zero + round_half_up(seconds / self.time_base)

    def nearest(self, seconds: Fraction, *, from_first: bool = False) -> tuple[int, Fraction]:
        """The frame that appears nearest to a time, and how much later than the frame the time is.

        The time counts from 0:00:00 of the container, or ``from_first`` from the first frame. The end of the
        release counts as frame ``count``. Of two equally near frames it is the later one.
        """
        origin = int(self.pts[0]) if from_first else self.zero
        target = origin + seconds / self.time_base
        if target <= int(self.pts[0]):
            return 0, (target - int(self.pts[0])) * self.time_base
        if target >= self.end_pts:
            return len(self.pts), (target - self.end_pts) * self.time_base
        before = int(np.searchsorted(self.pts, int(target), side="right")) - 1
        early, late = target - self.tick(before), self.tick(before + 1) - target
        return (before, early * self.time_base) if early < late else (before + 1, -late * self.time_base)

    def first_frame_from(self, tick: Fraction | int) -> int:
        """The first frame that appears at a tick or after it; ``count`` where none does."""
        whole = -((-tick.numerator) // tick.denominator)
        if whole > int(self.pts[-1]):
            return len(self.pts)
        return int(np.searchsorted(self.pts, max(whole, int(self.pts[0]))))


def trade_rate(rate: Fraction) -> Fraction:
    """The rate of the trade that a measured rate stands for, or the rate itself, simplified."""
    nearest = min(TRADE_RATES, key=lambda one: abs(one - rate))
    # 24000/1001 and 24 differ by a thousandth: half of that keeps them apart.
    return nearest if abs(nearest - rate) / nearest < Fraction(1, 2100) else rate.limit_denominator(1001)
