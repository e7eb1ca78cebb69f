"""The way from a release of a pairs file to one that is at hand, where nobody gave a time map."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from animewidgets.datasets.pairs.contents import PairsRelease
from animewidgets.datasets.pairs.routes import Route, Target
from animewidgets.timemaps import TimeMap

if TYPE_CHECKING:
    from animewidgets.analysis.fingerprint import Fingerprint
    from animewidgets.analysis.identify import Comparison

# What is not sure as a whole is sure nowhere: it stays below a half, from which on a piece is believed.
_DOUBTFUL = 0.49
# So many releases at hand are aligned with one of the file, the likeliest first.
_MOST_ALIGNED = 3


class Aligner:
    """Aligns releases of a pairs file with those at hand, whose fingerprints are taken once.

    Args:
        targets: the releases at hand.
        tell: told in words what is going on.
        cancel: ends it from another thread.
    """

    def __init__(
        self, targets: Sequence[Target], tell: Callable[[str], None], cancel: threading.Event | None = None
    ) -> None:
        self._targets, self._tell, self._cancel = targets, tell, cancel
        self._taken: dict[str, Fingerprint | None] = {}

    def route(self, release: PairsRelease, theirs: Fingerprint | None) -> Route | None:
        """The way by a time map that is found now; ``None`` where a fingerprint is missing on either side.

        Where the footage of no release at hand goes together with it the route is ``"none"``, and says so.
        Raises ``AnalysisCancelled``, and ``MediaError`` where a file cannot be read.
        """
        if theirs is None or not np.array_equal(theirs.pts, release.place.axis.pts):
            return None
        from animewidgets.analysis.identify import compare
        from animewidgets.analysis.identify.identifier import LEAST
        from animewidgets.analysis.identify.sieve import Sieve

        sieve, hopeful, asked = Sieve(theirs), list[tuple[float, Target, "Fingerprint"]](), 0
        for target in self._targets:
            if target.release_id == release.release_id:
                continue  # the same pictures at other times, of which the routes have told
            ours = self._fingerprint(target)
            if ours is None:
                continue
            asked += 1
            strength = sieve.strength(ours)
            if strength >= LEAST:
                hopeful.append((strength, target, ours))
        hopeful.sort(key=lambda one: -one[0])
        best: tuple[Target, Comparison] | None = None
        for _, target, ours in hopeful[:_MOST_ALIGNED]:
            self._tell(f"aligning with '{target.name}'")
            found = compare(theirs, ours, cancel=self._cancel)
            if best is None or _rank(found) > _rank(best[1]):
                best = target, found
        if not asked:
            return None
        if best is None or best[1].time_map is None:
            return Route(
                "none", why="no time map leads from it to a release that is here, nor is its footage in one"
            )
        return _told(*best)

    def _fingerprint(self, target: Target) -> Fingerprint | None:
        """Of the media where it is there, else what was made of it on this machine before."""
        from animewidgets.analysis.fingerprint import fingerprint
        from animewidgets.analysis.identify import cached_fingerprint
        from animewidgets.media import Media

        if target.release_id not in self._taken:
            if isinstance(target.media, Media):
                self._tell(f"taking the fingerprint of '{target.name}'")
                found: Fingerprint | None = fingerprint(target.media, cancel=self._cancel)
            else:
                found = cached_fingerprint(target.release_id)
            if found is not None and not np.array_equal(found.pts, target.place.axis.pts):
                found = None
            self._taken[target.release_id] = found
        return self._taken[target.release_id]


def _rank(found: Comparison) -> tuple[int, float, float]:
    kinds = {"re-encoded": 2, "other_release": 1}
    return kinds.get(found.kind, 0), found.evidence.share, found.confidence


def _told(target: Target, found: Comparison) -> Route:
    from animewidgets.analysis.identify.verdict import SAME_EPISODE

    evidence, time_map = found.evidence, found.time_map
    assert time_map is not None
    said = f"{evidence.agreed} of {evidence.changes} changes of the picture agree"
    if found.kind == "unknown" and evidence.share < SAME_EPISODE:
        why = f"'{target.name}' has {evidence.share_of_file:.0%} of it, which is not the same episode"
        return Route("none", why=why)
    if not found.sure:
        return Route("aligned", target, _doubted(time_map), f"not sure: {said}")
    return Route("aligned", target, time_map, f"{evidence.share_of_file:.0%} of it is there, {said}")


def _doubted(time_map: TimeMap) -> TimeMap:
    return replace(
        time_map,
        pieces=tuple(replace(one, confidence=min(one.confidence, _DOUBTFUL)) for one in time_map.pieces),
    )
