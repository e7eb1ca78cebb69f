"""Numbers as other programs write them into texts."""

from __future__ import annotations

import math
import re

from animewidgets.annotations.category_attributes import plain

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_LARGEST = 2**53 - 1


def number(text: str) -> float | None:
    """A finite number, whole where it is written so; ``None`` where it is none, or past what JSON holds."""
    text = text.strip()
    if not _NUMBER.fullmatch(text) or len(text) > 400:
        return None
    if re.fullmatch(r"[+-]?\d+", text):
        whole = int(text)
        return whole if abs(whole) <= _LARGEST else None
    found = float(text)
    return found if math.isfinite(found) else None


def written(value: float) -> str:
    """A number as a text that :func:`number` reads back the same."""
    return str(value) if isinstance(value, int) else plain(value)
