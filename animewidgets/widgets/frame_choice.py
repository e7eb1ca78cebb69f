"""What a canvas is opened on: a video, images or arrays, and which of their frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np

from animewidgets.errors import FrameOutsideMedia, WrongRelease
from animewidgets.media import FrameSource, ImagesLike, open_images, open_media
from animewidgets.media.image_files import IMAGE_SUFFIXES

#: What is open already, a video file, an image or a folder of images, arrays, or a list of both.
Frames: TypeAlias = "FrameSource | ImagesLike"
#: A frame by its ordinal, or by its key: the release and the tick.
FrameRef: TypeAlias = "int | np.integer | tuple[str, int]"

#: Moving pictures are taken from these rather than their first.
_FILMS = frozenset({".gif"})


def open_frames(media: Frames) -> FrameSource:
    """A video or images, whichever it is. Raises what ``open_media`` and ``open_images`` do."""
    if isinstance(media, FrameSource):
        return media
    if not isinstance(media, str | Path):
        return open_images(media)
    path = Path(media).expanduser()
    if path.is_dir() or path.suffix.lower() in IMAGE_SUFFIXES - _FILMS:
        return open_images(path)
    return open_media(path)


def chosen_frames(frames: Iterable[FrameRef] | None, media: FrameSource) -> tuple[int, ...] | None:
    """Ordinals in ascending order, each once; ``None`` where all frames are meant.

    Raises:
        FrameOutsideMedia: one of them is no frame of the release; or there is none at all.
        WrongRelease: a frame key is of another release.
    """
    if frames is None:
        return None
    found = sorted({_ordinal(one, media) for one in frames})
    if not found:
        raise FrameOutsideMedia("not one frame was chosen: leave frames out, and all can be reached")
    return tuple(found)


def _ordinal(frame: FrameRef, media: FrameSource) -> int:
    if isinstance(frame, tuple):
        release, pts = frame
        if release != media.release_id:
            raise WrongRelease(
                f"the frame key {frame!r} is of another release than {media.name!r}, "
                f"which is {media.release_id!r}"
            )
        return media.index.ordinal_of(int(pts))
    if isinstance(frame, bool) or not isinstance(frame, int | np.integer):
        raise FrameOutsideMedia(f"a frame is an ordinal, or (release id, tick), not {frame!r}")
    return media.index.check(int(frame))


def nearest_chosen(frame: int, chosen: Sequence[int] | None) -> int:
    """The chosen frame that lies nearest to an ordinal; itself where all are."""
    return frame if chosen is None else min(chosen, key=lambda one: (abs(one - frame), one))
