"""Shot proposals: cuts, dissolves, fades and wipes of a media file, with the camera's motion per shot.

The names load on first use: OpenCV and FFmpeg are not needed before that.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from animewidgets.analysis.shots.detection import detect as detect
    from animewidgets.analysis.shots.propose import Proposal as Proposal
    from animewidgets.analysis.shots.result import ShotDetection as ShotDetection
    from animewidgets.analysis.shots.result import Shots as Shots
    from animewidgets.analysis.shots.result import Transitions as Transitions

_HOMES = {
    "detect": "animewidgets.analysis.shots.detection",
    "Proposal": "animewidgets.analysis.shots.propose",
    "ShotDetection": "animewidgets.analysis.shots.result",
    "Shots": "animewidgets.analysis.shots.result",
    "Transitions": "animewidgets.analysis.shots.result",
}

__all__ = ["Proposal", "ShotDetection", "Shots", "Transitions", "detect"]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'animewidgets.analysis.shots' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)
