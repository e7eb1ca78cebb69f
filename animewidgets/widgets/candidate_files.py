"""Candidates from files: lists of cuts of other programs, and those that lie beside the media."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from animewidgets.datasets.cutlist import CutList
    from animewidgets.media import Media
    from animewidgets.widgets.candidate_layers import FrameSpan

#: What a file of candidates that belongs to ``episode.mkv`` is called: ``episode.NAME.candidates.json``.
ENDING = ".candidates.json"


def read_candidate_file(path: str | Path, media: Media, form: str | None = None) -> CutList:
    """A list of cuts, or a file of candidates, on the frames of the media's release.

    Raises ``FormatError`` and its kin: the file cannot be read, or is of another release.
    """
    from animewidgets.datasets.candidates import read_candidates
    from animewidgets.datasets.clock import FrameClock
    from animewidgets.datasets.formats import read_cuts

    if form is None and str(path).lower().endswith(ENDING):
        return read_candidates(path, FrameClock.of_media(media), media.release_id)
    return read_cuts(path, media, form)


def spans_of(cuts: CutList) -> list[FrameSpan | None]:
    """The mixed frames of each, half-open; ``None`` at hard cuts."""
    return [
        None if kind == "cut" else (int(first), int(end))
        for kind, first, end in zip(cuts.kind, cuts.from_frame, cuts.until_frame, strict=True)
    ]


def candidate_files_beside(path: Path) -> list[Path]:
    """The files of candidates that belong to a media file by their name, in order."""
    named = re.compile(rf"{re.escape(path.stem)}(\.[^.]+)?{re.escape(ENDING)}", re.IGNORECASE)
    try:
        return sorted(one for one in path.parent.iterdir() if named.fullmatch(one.name))
    except OSError:  # the folder may not be listed; the media file may be read all the same
        return []
