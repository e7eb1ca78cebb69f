"""A demo episode on disk: its files, its truth, and its frames, drawn again on demand."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from animewidgets.demo.options import EpisodeOptions
from animewidgets.timemaps import TimeMap, read_patch

if TYPE_CHECKING:
    from animewidgets.demo.canvas import Image
    from animewidgets.demo.film import Film
    from animewidgets.demo.truth import EpisodeTruth

#: Changes whenever the same options draw something else: older episodes are then drawn anew.
DRAWING_VERSION = 2
MANIFEST = "episode.json"


@dataclass(frozen=True)
class DemoEpisode:
    """A demo episode: two releases, subtitles, the truth about the disc, and the true time map.

    ``time_map`` goes from ticks of the disc's file to ticks of the recording's.
    """

    folder: Path
    options: EpisodeOptions

    @property
    def bluray(self) -> Path:
        """The disc: the whole episode at 23.976."""
        return self.folder / f"bluray.{self.options.disc.container}"

    @property
    def tv_recording(self) -> Path:
        """The recording: at 29.97, with another start, sponsors, commercials, a logo, and a shot less."""
        return self.folder / f"tv-recording.{self.options.recording.container}"

    @property
    def subtitles(self) -> tuple[Path, Path]:
        """Subtitles of the disc: .ass and .srt."""
        return self.folder / "bluray.ass", self.folder / "bluray.srt"

    @property
    def truth_path(self) -> Path:
        """Where the truth is, as JSON."""
        return self.folder / "truth.json"

    @property
    def patch_path(self) -> Path:
        """Where the time map is, as a patch document."""
        return self.folder / "bd-to-tv.patch.json"

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file of the episode but its manifest."""
        return (self.bluray, self.tv_recording, *self.subtitles, self.truth_path, self.patch_path)

    @cached_property
    def truth(self) -> EpisodeTruth:
        """What is true about the disc."""
        from animewidgets.demo.truth import EpisodeTruth

        return EpisodeTruth.from_json(self.truth_path.read_text(encoding="utf-8"))

    @cached_property
    def time_map(self) -> TimeMap:
        """The true time map, from the disc to the recording."""
        return read_patch(self.patch_path.read_text(encoding="utf-8"))

    @cached_property
    def film(self) -> Film:
        """The film that the disc was drawn from."""
        from animewidgets.demo.film import Film
        from animewidgets.demo.storyboard import draw_storyboard

        return Film(draw_storyboard(self.options.seed, self.options.seconds).shots, self.options.height)

    def picture(self, ordinal: int) -> Image:
        """A frame of the disc as it was drawn, before encoding: uint8 (height, width, 3) RGB."""
        from animewidgets.demo.make import numbered

        image = self.film.picture(ordinal)
        return numbered(image, ordinal) if self.options.frame_number else image

    def masks(self, ordinal: int) -> dict[str, npt.NDArray[np.bool_]]:
        """What is seen of each figure on a frame of the disc, by name: bool (height, width)."""
        ids, figures = self.film.figures(ordinal)
        names = self.truth.cast
        return {names[who]: ids == who + 1 for who, _ in figures if (ids == who + 1).any()}

    def write_manifest(self) -> None:
        """Mark the episode as whole: the last thing that is written."""
        manifest = {
            "format": "animewidgets-demo-episode",
            "drawing_version": DRAWING_VERSION,
            "options": asdict(self.options),
            "files": {path.name: path.stat().st_size for path in self.files},
        }
        (self.folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")

    @property
    def is_whole(self) -> bool:
        """Whether the folder holds this episode, whole, and drawn by this version."""
        try:
            manifest = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
            sizes = {path.name: path.stat().st_size for path in self.files}
        except (OSError, ValueError):
            return False
        return bool(
            isinstance(manifest, dict)
            and manifest.get("drawing_version") == DRAWING_VERSION
            and manifest.get("options") == asdict(self.options)
            and manifest.get("files") == sizes
        )
