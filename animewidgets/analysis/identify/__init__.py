"""Identifying a file: which of the releases that are known it is, or which episode it is another release of.

The names load on first use: NumPy's work begins then.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from animewidgets.analysis.identify.candidates import Candidate as Candidate
    from animewidgets.analysis.identify.candidates import cached_fingerprint as cached_fingerprint
    from animewidgets.analysis.identify.identifier import Identification as Identification
    from animewidgets.analysis.identify.identifier import Match as Match
    from animewidgets.analysis.identify.identifier import identify as identify
    from animewidgets.analysis.identify.verdict import Comparison as Comparison
    from animewidgets.analysis.identify.verdict import Evidence as Evidence
    from animewidgets.analysis.identify.verdict import compare as compare

_HOMES = {
    "Candidate": "animewidgets.analysis.identify.candidates",
    "cached_fingerprint": "animewidgets.analysis.identify.candidates",
    "Identification": "animewidgets.analysis.identify.identifier",
    "Match": "animewidgets.analysis.identify.identifier",
    "identify": "animewidgets.analysis.identify.identifier",
    "Comparison": "animewidgets.analysis.identify.verdict",
    "Evidence": "animewidgets.analysis.identify.verdict",
    "compare": "animewidgets.analysis.identify.verdict",
}

__all__ = [
    "Candidate",
    "Comparison",
    "Evidence",
    "Identification",
    "Match",
    "cached_fingerprint",
    "compare",
    "identify",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'animewidgets.analysis.identify' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)
