"""Drawings: runs of frames that show one and the same drawing, and the frames that stand for a shot.

The names load on first use: OpenCV and FFmpeg are not needed before that.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from animewidgets.analysis.drawings.finding import find_drawings as find_drawings
    from animewidgets.analysis.drawings.picking import Keyframe as Keyframe
    from animewidgets.analysis.drawings.picking import keyframes as keyframes
    from animewidgets.analysis.drawings.result import Drawings as Drawings
    from animewidgets.analysis.drawings.result import Runs as Runs

_HOMES = {
    "find_drawings": "animewidgets.analysis.drawings.finding",
    "Keyframe": "animewidgets.analysis.drawings.picking",
    "keyframes": "animewidgets.analysis.drawings.picking",
    "Drawings": "animewidgets.analysis.drawings.result",
    "Runs": "animewidgets.analysis.drawings.result",
}

__all__ = ["Drawings", "Keyframe", "Runs", "find_drawings", "keyframes"]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'animewidgets.analysis.drawings' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)
