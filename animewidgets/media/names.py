"""File names as text that every screen, encoding and browser can take."""

from __future__ import annotations

import unicodedata
from pathlib import Path

# Control characters (line feeds among them), halves of characters, line and paragraph separators.
_UNSHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})


def shown(name: str | Path) -> str:
    r"""A name or path as one line; what cannot be shown, such as bytes that are no UTF-8, becomes ``�``.

    >>> shown("ep 01\n.mkv")
    'ep 01�.mkv'
    """
    return "".join("�" if unicodedata.category(c) in _UNSHOWN else c for c in str(name))
