"""Releases that a file may be of, with what is known of each; nothing is read before it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from animewidgets.analysis.fingerprint import Fingerprint
from animewidgets.errors import FingerprintError
from animewidgets.media.cache import cache_folder


def _no_digests() -> frozenset[str]:
    return frozenset()


def _no_fingerprint() -> Fingerprint | None:
    return None


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A release that is known.

    Args:
        release_id: its identity, which is made of the digest of its coded pictures.
        name: to show; never a path.
        where: who knows it, in words: ``"store"``, ``"library"``, ``"faces.pairs"``.
        file_digests: SHA-256 of whole files that play it, as far as they are known; asked only where the
            coded pictures are the same.
        fingerprint: what it looks and sounds like; ``None`` where nobody made it. Asked once.
    """

    release_id: str
    name: str
    where: str
    file_digests: Callable[[], frozenset[str]] = _no_digests
    fingerprint: Callable[[], Fingerprint | None] = _no_fingerprint


def cached_fingerprint(release_id: str) -> Fingerprint | None:
    """The fingerprint of a release that was made on this machine, without its media; ``None`` if none was.

    The same stream may be there under several edit lists: the one made last counts.
    """
    folder = cache_folder() / "fingerprints"
    try:
        entries = sorted(
            folder.glob(f"{_plain(release_id)}-*.npz"), key=lambda one: one.stat().st_mtime, reverse=True
        )
    except OSError:
        return None
    for entry in entries:
        found = _read(entry)
        if found is not None and found.release_id == release_id:
            return found
    return None


def _plain(release_id: str) -> str:
    """The identity without anything that leads elsewhere or stands for something else in a pattern."""
    return "".join(one if one.isalnum() or one in "-_." else "?" for one in release_id)


def _read(entry: Path) -> Fingerprint | None:
    try:
        with np.load(entry, allow_pickle=False) as columns:
            return Fingerprint.from_bytes(columns["fingerprint"].tobytes())
    except (OSError, ValueError, KeyError, EOFError, FingerprintError):
        return None  # damaged, or of another version: as if it were not there
