"""What plays a release, be it a media file or a list of images: frames by key, exactly."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from animewidgets.media.index import FrameIndex
from animewidgets.media.probe import MediaInfo


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One decoded picture.

    ``rgb`` is uint8[h,w,3], contiguous, full range, at decoded size with the rotation applied, not
    resampled for the pixel aspect; x goes right, y down. ``pts`` is in ticks of the media's time base.
    """

    ordinal: int
    pts: int
    rgb: NDArray[np.uint8]


class FrameSource(ABC):
    """Exact frames of one release, and who it is. All methods may be called from several threads.

    Close it after use, or use ``with``. ``warnings`` says in words what is wrong although it can be used.
    """

    info: MediaInfo
    index: FrameIndex
    warnings: tuple[str, ...] = ()
    #: Whether a browser has to be sent each pixel as it is, where that can be afforded.
    lossless = False

    @property
    @abstractmethod
    def name(self) -> str:
        """What people call the release until they name it."""

    @property
    @abstractmethod
    def release_id(self) -> str:
        """Identity of the release: the same wherever the same pictures are."""

    @property
    def time_base(self) -> Fraction:
        """Length of one tick in seconds."""
        return self.index.time_base

    @property
    def sizes(self) -> NDArray[np.int32] | None:
        """Width and height of every frame in pixels, int32[n,2]; ``None`` where all have ``info``'s."""
        return None

    @abstractmethod
    def frame(self, ordinal: int) -> Picture:
        """The picture of frame ``ordinal``.

        Raises :class:`FrameOutsideMedia` where there is no such frame, and :class:`FrameUndecodable`
        where the file is damaged: never another picture.
        """

    @abstractmethod
    def thumbnails(self, ordinals: Sequence[int], height: int) -> list[NDArray[np.uint8]]:
        """The pictures of ``ordinals``, each uint8[height,w,3], scaled by averaging areas.

        Raises as :meth:`frame` does.
        """

    @abstractmethod
    def close(self) -> None:
        """Free what is held. Closing twice is no error."""

    def frame_at(self, pts: int) -> Picture:
        """The picture of the frame that appears exactly at ``pts``. Raises as :meth:`frame` does."""
        return self.frame(self.index.ordinal_of(pts))

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Picture]:
        """The pictures of frames ``[start, stop)`` in order. Raises as :meth:`frame` does.

        It decodes on where :meth:`frame` stands, one picture at a time, so that another thread can have
        its picture in between.
        """
        stop = len(self.index) if stop is None else stop
        if start < stop:
            self.index.check(start)
            self.index.check(stop - 1)
        for ordinal in range(start, stop):
            yield self.frame(ordinal)

    def read_range(self, start: int, stop: int) -> bytes:
        """Bytes ``[start, stop)`` of the media file, clipped to its end; none where it is not one file."""
        if not 0 <= start <= stop:
            raise ValueError(f"no range of bytes: [{start}, {stop})")
        return b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
