"""Which release that is at hand a release of a pairs file comes to, and by which time map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np

from animewidgets.annotations.carried import Place
from animewidgets.datasets.pairs.contents import PairsRelease
from animewidgets.errors import WrongTimeMap
from animewidgets.timebase import Span
from animewidgets.timemaps import Axis, PictureMap, Piece, TimeMap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from animewidgets.media import FrameSource, Media
    from animewidgets.store import Store
    from animewidgets.store.exchange import StoredRelease

#: So many maps may be followed by one another.
MOST_HOPS = 3

#: How a release came to one that is at hand: it is that one; it has the same frames, encoded anew; by a time
#: map that somebody gave; by one that was found from fingerprints; or not at all.
How = Literal["same", "same frames", "map", "aligned", "none"]


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A release that is at hand.

    Args:
        release_id: its identity.
        name: to show.
        time_base: seconds per tick.
        frame_rate: for display.
        place: its frames and the size of its pictures.
        media: what plays it; ``None``: only its frames are known, and nothing can be looked at.
    """

    release_id: str
    name: str
    time_base: Fraction
    frame_rate: Fraction
    place: Place
    media: FrameSource | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """The way of a release: ``target`` and ``time_map`` are ``None`` where there is none or need be none.

    ``why`` says in words why there is none, or what an alignment rests on.
    """

    how: How
    target: Target | None = None
    time_map: TimeMap | None = None
    why: str = ""


def target_of(media: FrameSource, holds: NDArray[np.int64] | None = None) -> Target:
    """The release that a media file or images play.

    Args:
        media: what plays it.
        holds: int64[n], for each frame a number that neighbours share which hold one drawing, as
            :func:`holds_of` gives them: by it a label is told that may lie a frame off on the same drawing.
    """
    index, info = media.index, media.info
    place = Place(media.release_id, Axis(index.pts, index.end_pts, holds), info.width, info.height)
    return Target(media.release_id, media.name, media.time_base, info.frame_rate, place, media)


def holds_of(media: Media, *, progress: bool = False) -> NDArray[np.int64]:
    """For each frame of a media file the number of its drawing, int64[n]; decodes all of it once."""
    from animewidgets.analysis.drawings import find_drawings

    found = find_drawings(media, progress=progress)
    begins = np.zeros(len(media.index), dtype=np.int64)
    begins[np.asarray(found.runs.start, dtype=np.int64)] = 1
    return np.cumsum(begins)


def target_of_pairs(release: PairsRelease) -> Target:
    """A release of a pairs file as if it were here: labels on it can be kept without its media."""
    name = release.title or release.release_id
    return Target(release.release_id, name, release.time_base, release.frame_rate, release.place)


def target_in_store(release: StoredRelease) -> Target:
    """A release that a store knows, without its media."""
    axis = Axis(np.array(release.pts, dtype=np.int64), release.end_pts)
    place = Place(release.release_id, axis, release.width, release.height)
    return Target(release.release_id, release.name, release.time_base, release.frame_rate, place)


def maps_in_store(store: Store, releases: Iterable[str], targets: Iterable[str]) -> list[TimeMap]:
    """Time maps of a store from releases of a pairs file to releases at hand, as people left them.

    Of several of one pair of releases the one touched last counts. Raises ``StoreError``, ``CorruptPatch``.
    """
    pairs = {(source, target) for source in releases for target in targets if source != target}
    found = [store.time_maps.between(source, target) for source, target in sorted(pairs)]
    return [one for one in found if one is not None]


def named_map(time_map: TimeMap, releases: Iterable[Target]) -> TimeMap:
    """A time map with the identities of its releases, found among some by what it says, where it names none.

    Raises:
        WrongTimeMap: it fits no two of them, or more than one pair.
    """
    if time_map.source_release is not None and time_map.target_release is not None:
        return time_map
    distinct = {one.release_id: one for one in releases}.values()
    sources = [one.release_id for one in distinct if _fits(time_map, one, of_source=True)]
    targets = [one.release_id for one in distinct if _fits(time_map, one, of_source=False)]
    fitting = [(source, target) for source in sources for target in targets if source != target]
    if len(fitting) != 1:
        found = "no two of the releases fit it" if not fitting else f"{len(fitting)} pairs of releases fit it"
        raise WrongTimeMap(
            f"a time map names no releases, and {found}: write 'source_release' and 'target_release' into it"
        )
    return replace(time_map, source_release=fitting[0][0], target_release=fitting[0][1])


def _fits(time_map: TimeMap, release: Target, *, of_source: bool) -> bool:
    said = time_map.source_release if of_source else time_map.target_release
    base = time_map.source_time_base if of_source else time_map.target_time_base
    if said not in (None, release.release_id) or base != release.time_base:
        return False
    covered = [one.source if of_source else one.target for one in time_map.pieces]
    pts, end = release.place.axis.pts, release.place.axis.end_pts
    frame = (end - int(pts[0])) // len(pts)
    # A frame to either side: containers do not keep the length of the last one exactly.
    spans = [one for one in covered if one is not None]
    return bool(spans) and all(one.start >= int(pts[0]) - frame and one.end <= end + frame for one in spans)


def way(release: PairsRelease, targets: Sequence[Target], maps: Iterable[TimeMap]) -> Route:
    """The way by identity or by time maps, the shortest one; maps have the identities of their releases.

    Raises:
        WrongTimeMap: a map on the way has other time bases than the releases.
    """
    at_hand = {one.release_id: one for one in targets}
    if (same := at_hand.get(release.release_id)) is not None:
        if same.time_base == release.time_base and np.array_equal(
            same.place.axis.pts, release.place.axis.pts
        ):
            return Route("same", same)
        return Route(
            "none", why=f"'{same.name}' has the same pictures at other times: an edit list was changed"
        )
    steps: dict[str, list[TimeMap]] = {}
    for one in maps:
        for step in _both_ways(one):
            if step.source_release is not None:
                steps.setdefault(step.source_release, []).append(step)
    waiting: list[tuple[str, TimeMap | None]] = [(release.release_id, None)]
    seen = {release.release_id}
    for _ in range(MOST_HOPS):
        further: list[tuple[str, TimeMap | None]] = []
        for place, so_far in waiting:
            for step in steps.get(place, ()):
                name = step.target_release
                if name is None or name in seen:
                    continue
                seen.add(name)
                try:
                    whole = step if so_far is None else so_far.compose(step)
                except ValueError as error:
                    raise WrongTimeMap(f"two time maps cannot follow one another: {error}") from error
                if name in at_hand:
                    _check_bases(whole, release, at_hand[name])
                    return Route("map", at_hand[name], whole)
                further.append((name, whole))
        waiting = further
    return Route("none", why="no time map leads from it to a release that is here")


def _both_ways(time_map: TimeMap) -> list[TimeMap]:
    try:
        return [time_map, time_map.inverted()]
    except ValueError:  # the source shows something twice: back there would be two answers
        return [time_map]


def _check_bases(time_map: TimeMap, release: PairsRelease, target: Target) -> None:
    given = (time_map.source_time_base, time_map.target_time_base)
    if given != (release.time_base, target.time_base):
        raise WrongTimeMap(
            f"the time map from {release.release_id} to {target.release_id} is in ticks of {given[0]} and "
            f"{given[1]} s, but the releases have {release.time_base} and {target.time_base} s"
        )


def same_frames(release: PairsRelease, target: Target) -> TimeMap | None:
    """The map of frame *n* to frame *n*, where both have as many at the same distances; else ``None``."""
    ours, theirs = release.place.axis, target.place.axis
    if len(ours.pts) != len(theirs.pts):
        return None
    rate = release.time_base / target.time_base
    since = (ours.pts - ours.pts[0]).astype(np.float64) * float(rate)
    frame = (theirs.end_pts - int(theirs.pts[0])) / len(theirs.pts)
    if np.abs(since - (theirs.pts - theirs.pts[0])).max() > frame / 10:
        return None
    picture = PictureMap(
        target.place.width / max(1, release.place.width), target.place.height / max(1, release.place.height)
    )
    source, there = (Span(int(one.pts[0]), one.end_pts) for one in (ours, theirs))
    piece = Piece(source, there, status="proposed")
    return TimeMap(
        release.time_base,
        target.time_base,
        (piece,),
        release.release_id,
        target.release_id,
        picture,
    )
