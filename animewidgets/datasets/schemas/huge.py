"""COCO files too large to be read whole: their categories are a small part, and found without the rest."""

from __future__ import annotations

import json
import mmap
import re
from pathlib import Path

from animewidgets.annotations.edits import JSON
from animewidgets.datasets import text

_CATEGORIES = b'"categories"'
_LIST = re.compile(rb'"categories"\s{0,100}:\s{0,100}(?=\[)')
#: Places that are looked at: the word may stand in a name or a remark, too.
_MOST_TRIED = 100
_LONGEST = 16 * 2**20


def is_huge(path: Path) -> bool:
    """Whether a file is one that is not read whole."""
    try:
        return path.is_file() and path.stat().st_size > text.MAX_BYTES
    except OSError:
        return False


def categories_of(path: Path) -> str | None:
    """A COCO file of the categories alone; ``None`` where none are found.

    Looks from the end, where COCO has them. Raises ``OSError``.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = len(data)
        for _ in range(_MOST_TRIED):
            at = data.rfind(_CATEGORIES, 0, at)
            if at < 0:
                return None
            begins = _LIST.match(data, at)
            found = _listed(data[begins.end() : begins.end() + _LONGEST]) if begins else None
            if found is not None:
                return json.dumps({"categories": found})
    return None


def _listed(data: bytes) -> JSON:
    try:
        found, _ = json.JSONDecoder().raw_decode(data.decode("utf-8", errors="ignore"))
    except (ValueError, RecursionError):
        return None
    whole = isinstance(found, list) and all(isinstance(one, dict) and "name" in one for one in found)
    return found if whole and found else None
