"""Which releases of the user's library may be other editions of those of a pairs file, by fingerprints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from animewidgets.datasets.pairs.contents import Pairs
from animewidgets.datasets.pairs.routes import Target, named_map, target_of_pairs, way

if TYPE_CHECKING:
    from animewidgets.media.library import MediaLibrary
    from animewidgets.timemaps import TimeMap

#: So many are worth being aligned.
_LIKELIEST = 3


def alike(
    pairs: Pairs,
    targets: Sequence[Target],
    maps: Sequence[TimeMap],
    library: MediaLibrary,
    tell: Callable[[str], None] | None = None,
) -> dict[str, Path]:
    """Files of the library, by release, for what no map leads to one of the targets.

    Args:
        pairs: the file; without fingerprints nothing is found.
        targets: what is at hand already.
        maps: time maps beside those of the file.
        library: the user's.
        tell: told in words what is going on.
    """
    from animewidgets.analysis.identify.identifier import likeliest
    from animewidgets.datasets.known_releases import in_library

    candidates = in_library(library)
    if not candidates or not pairs.parts("fingerprints/"):
        return {}
    releases = pairs.releases
    sides = [*targets, *map(target_of_pairs, releases.values())]
    known = [named_map(one, sides) for one in (*maps, *pairs.maps.values())]
    here = {one.release_id for one in targets}
    found: dict[str, Path] = {}
    for name, release in releases.items():
        theirs = pairs.fingerprint(name)
        if theirs is None or way(release, targets, known).how != "none":
            continue
        if tell is not None:
            tell(f"looking through {len(candidates)} releases of the library")
        for _, candidate, _ in likeliest(theirs, candidates)[0][:_LIKELIEST]:
            path = library.find(candidate.release_id)
            if path is not None and candidate.release_id not in {name, *here}:
                found[candidate.release_id] = path
    return found
