"""Proposals and camera moves of a release, kept in the user's cache folder."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.kept import entry_of, keep
from animewidgets.analysis.shots.motion import Motion
from animewidgets.analysis.shots.propose import Proposal
from animewidgets.media import Media

#: Raise it whenever the detector may give something else for the same film.
DETECTOR_VERSION = 3

_COLUMNS = ("x", "y", "zoom", "activity")


def read_entry(media: Media) -> tuple[tuple[Proposal, ...], Motion, int] | None:
    """What an earlier run found in this release: proposals, motion, damaged frames; ``None`` for nothing."""
    try:
        with np.load(_entry(media), allow_pickle=False) as columns:
            about = json.loads(bytes(columns["about"]).decode())
            proposals = tuple(
                Proposal(kind, start, stop, score, tuple(reasons))
                for kind, start, stop, score, reasons in about["proposals"]
            )
            return proposals, Motion(*(columns[name] for name in _COLUMNS)), int(about["damaged"])
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None  # absent, or damaged: it is made again


def write_entry(media: Media, proposals: tuple[Proposal, ...], motion: Motion, damaged: int) -> None:
    """Keep what was found; written aside, then moved into place. Done without where the disk is full."""
    rows = [(p.kind, p.start, p.stop, round(p.score, 4), p.reasons) for p in proposals]
    about = json.dumps({"proposals": rows, "damaged": damaged}).encode()
    columns: dict[str, NDArray[np.generic]] = {name: getattr(motion, name) for name in _COLUMNS}
    keep(_entry(media), {"about": np.frombuffer(about, np.uint8), **columns})


def _entry(media: Media) -> Path:
    return entry_of(media, "shots", DETECTOR_VERSION)
