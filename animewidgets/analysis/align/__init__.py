"""Aligning releases of the same episode: which frame of one is which frame of the other.

The names load on first use: NumPy's work begins then.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from animewidgets.analysis.align.aligner import align as align
    from animewidgets.analysis.align.aligner import find_alignment as find_alignment
    from animewidgets.analysis.align.as_map import as_time_map as as_time_map
    from animewidgets.analysis.align.result import AlignedPiece as AlignedPiece
    from animewidgets.analysis.align.result import Alignment as Alignment

_HOMES = {
    "align": "animewidgets.analysis.align.aligner",
    "find_alignment": "animewidgets.analysis.align.aligner",
    "as_time_map": "animewidgets.analysis.align.as_map",
    "AlignedPiece": "animewidgets.analysis.align.result",
    "Alignment": "animewidgets.analysis.align.result",
}

__all__ = ["AlignedPiece", "Alignment", "align", "as_time_map", "find_alignment"]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'animewidgets.analysis.align' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)
