"""Fingerprints: what a release looks and sounds like, small enough to be passed around, without its pictures.

The names load on first use: OpenCV and FFmpeg are not needed before that.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from animewidgets.analysis.fingerprint.columns import Fingerprint as Fingerprint
    from animewidgets.analysis.fingerprint.making import fingerprint as fingerprint

_HOMES = {
    "Fingerprint": "animewidgets.analysis.fingerprint.columns",
    "fingerprint": "animewidgets.analysis.fingerprint.making",
}

__all__ = ["Fingerprint", "fingerprint"]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'animewidgets.analysis.fingerprint' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)
