"""The releases that somebody knows: those of a store, of pairs files, and of the media library."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from animewidgets.analysis.identify import Candidate, cached_fingerprint

if TYPE_CHECKING:
    from animewidgets.analysis.fingerprint import Fingerprint
    from animewidgets.datasets.pairs import Pairs
    from animewidgets.media.library import MediaLibrary
    from animewidgets.store import Store


def in_store(store: Store) -> list[Candidate]:
    """The releases of a store; their fingerprints are those that were made on this machine."""
    from animewidgets.store.exchange import Exchange

    return [
        Candidate(
            one.release_id,
            one.name,
            "store",
            partial(_given, one.file_digests),
            partial(cached_fingerprint, one.release_id),
        )
        for one in Exchange(store).known()
    ]


def in_pairs(pairs: Pairs, name: str) -> list[Candidate]:
    """The releases of a pairs file, with its fingerprints or such as were made on this machine.

    ``name`` is what the file is called, to show.
    """
    return [
        Candidate(
            release_id,
            one.title or release_id,
            name,
            partial(_given, frozenset(filter(None, [one.identities.get("file-sha256")]))),
            partial(_of_pairs, pairs, release_id),
        )
        for release_id, one in pairs.releases.items()
    ]


def in_library(library: MediaLibrary) -> list[Candidate]:
    """The releases that files of the media library play, by the fingerprints that were made of them."""
    files: dict[str, list[Path]] = {}
    for one in library.files():
        if one.release_id is not None:
            files.setdefault(one.release_id, []).append(Path(one.path))
    return [
        Candidate(
            release_id,
            paths[0].stem,
            "library",
            partial(_digests, tuple(paths)),
            partial(cached_fingerprint, release_id),
        )
        for release_id, paths in files.items()
    ]


def _given(digests: frozenset[str]) -> frozenset[str]:
    return digests


def _of_pairs(pairs: Pairs, release_id: str) -> Fingerprint | None:
    return pairs.fingerprint(release_id) or cached_fingerprint(release_id)


def _digests(paths: tuple[Path, ...]) -> frozenset[str]:
    from animewidgets.media.identity import file_digest

    found: set[str] = set()
    for path in paths:
        with suppress(OSError):  # it is gone meanwhile
            found.add(file_digest(path))
    return frozenset(found)
