"""Columns that an analysis made of a release, kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.media import Media
from animewidgets.media.cache import cache_folder


def entry_of(media: Media, folder: str, version: int) -> Path:
    """Where the columns of a release are kept; ``version`` is that of what makes them."""
    # The same stream has other frames under another edit list.
    frames = hashlib.blake2b(np.diff(media.index.pts).tobytes(), digest_size=8)
    frames.update(str(media.time_base).encode())
    opencv = cv2.__version__.replace(".", "_")
    return cache_folder() / folder / f"{media.release_id}-{frames.hexdigest()}-{version}-{opencv}.npz"


def keep(entry: Path, columns: Mapping[str, NDArray[np.generic]]) -> None:
    """Write columns aside, then move them into place. Done without where the disk is full."""
    aside: str | None = None
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=entry.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **columns)
        Path(aside).replace(entry)
    except OSError:
        if aside is not None:
            Path(aside).unlink(missing_ok=True)
