"""A synthetic episode with exact truth, and small clips over the codec matrix.

:func:`ensure_episode` is what the command line calls; :func:`make_episode` draws one with other options.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from animewidgets.demo.episode import DemoEpisode
from animewidgets.demo.options import EpisodeOptions

if TYPE_CHECKING:
    from animewidgets.demo.options import Codec, Container

__all__ = ["DemoEpisode", "EpisodeOptions", "ensure_episode", "make_episode"]

Progress = Callable[[float, str], None]


def make_episode(
    out_dir: Path | str,
    *,
    seed: int = 1,
    seconds: float = 90,
    height: int = 720,
    container: Container = "mp4",
    codec: Codec = "h264",
    crf: int = 21,
    vfr: bool = False,
    interlaced: bool = False,
    open_gop: bool = False,
    keyint: int = 250,
    frame_number: bool = False,
    progress: Progress | None = None,
) -> DemoEpisode:
    """Draw an episode into a folder and return it.

    The options are those of :class:`EpisodeOptions`. ``progress`` is told a fraction from 0 to 1 and a
    short text. The same options always give the same drawn frames. An episode that is in the folder
    already is replaced once the new one is whole. Raises ``ValueError`` for options that do not go together.
    """
    options = EpisodeOptions(
        seed, seconds, height, container, codec, crf, vfr, interlaced, open_gop, keyint, frame_number
    )
    from animewidgets.demo.make import draw_episode

    return draw_episode(Path(out_dir), options, progress)


def ensure_episode(
    folder: Path | str,
    seed: int = 1,
    *,
    seconds: float = 90,
    height: int = 720,
    progress: Progress | None = None,
) -> DemoEpisode:
    """The episode in a folder; drawn first if it is not there, not whole, or made by another version."""
    episode = DemoEpisode(Path(folder), EpisodeOptions(seed=seed, seconds=seconds, height=height))
    if episode.is_whole:
        return episode
    return make_episode(folder, seed=seed, seconds=seconds, height=height, progress=progress)
