"""Binding a pairs file to the media that somebody has: where each label comes to, and how surely."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from animewidgets.annotations import Annotation
from animewidgets.annotations.carried import carry_annotations
from animewidgets.annotations.validate import OFF_FRAME_KINDS
from animewidgets.datasets.pairs.aligned import Aligner
from animewidgets.datasets.pairs.annotation_rows import annotation_row, annotations_of
from animewidgets.datasets.pairs.contents import Pairs, PairsRelease
from animewidgets.datasets.pairs.routes import Route, Target, named_map, same_frames, target_of_pairs, way
from animewidgets.timemaps import Outcome, PictureMap, TimeMap, carry_frames, carry_spans
from animewidgets.timemaps.timemap import along_many

if TYPE_CHECKING:
    from threading import Event

    import pandas as pd
    from numpy.typing import NDArray

    from animewidgets.media import FrameSource

#: Hashes of one drawing differ in at most so many of 64 bits after encoding anew; see ``docs/pairs.md``.
SAME_DRAWING = 12
#: A release encoded anew must agree on this share of the frames compared, and on so many different ones.
_AGREEING, _INFORMATIVE = 0.95, 10
#: How many annotations are carried together.
_AT_ONCE = 2_000


class Bound(IntEnum):
    """What became of a label, from the best to the worst."""

    #: The release is here, or one with the same frames whose picture agrees.
    EXACT = 0
    #: It came along a time map to the very frame.
    MOVED = 1
    #: It came to a drawing that is held; on which of its frames it lay is not certain.
    IN_HOLD = 2
    #: The time is right, the picture was drawn anew.
    CHANGED = 3
    #: A person should look: it is not certain, only a part is there, or the picture does not agree.
    REVIEW = 4
    #: Nothing that is here shows it.
    UNMAPPABLE = 5


_OF_OUTCOME = np.array(
    [Bound.MOVED, Bound.IN_HOLD, Bound.CHANGED, Bound.REVIEW, Bound.REVIEW, Bound.UNMAPPABLE], dtype=np.int8
)


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """Where the annotations of a pairs file came to; ``routes`` and ``releases`` are by release of the file.

    ``rows`` has one per live annotation, by release and time: ``annotation_id``, ``kind``, ``release_id``,
    ``outcome`` (int8 of :class:`Bound`), ``target`` (a release, or ``None``), ``start_pts`` and ``end_pts``
    there (``NA`` where it has none, or is in several parts), ``confidence``, ``distance`` (bits in which the
    hashes of the frame differ; ``NA`` where they were not compared).
    """

    pairs: Pairs
    routes: Mapping[str, Route]
    rows: pd.DataFrame
    releases: Mapping[str, PairsRelease]

    @property
    def counts(self) -> dict[Bound, int]:
        """How many annotations there are of each outcome."""
        found = Counter(self.rows["outcome"].tolist())
        return {one: found.get(int(one), 0) for one in Bound}

    def by_release(self) -> dict[str, dict[Bound, int]]:
        """The same for each release of the pairs file."""
        found = Counter(zip(self.rows["release_id"], self.rows["outcome"].tolist(), strict=True))
        return {name: {one: found.get((name, int(one)), 0) for one in Bound} for name in self.routes}

    def annotations(
        self, outcomes: Iterable[Bound] = tuple(Bound)[:-1], *, only: Sequence[str] | None = None
    ) -> Iterator[BoundAnnotation]:
        """The annotations of some outcomes, each as it is there; geometry is carried only now.

        ``only`` names some by their identities; the others are left out.
        """
        wanted = frozenset(int(one) for one in outcomes)
        outcome = dict(zip(self.rows["annotation_id"], self.rows["outcome"].tolist(), strict=True))
        for name, rows in itertools.groupby(
            annotations_of(self.pairs, only), lambda one: one[1]["release_id"]
        ):
            route = self.routes[str(name)]
            if route.target is None:
                continue
            kept = (one for one in rows if outcome[one[0].annotation_id] in wanted)
            while some := list(itertools.islice(kept, _AT_ONCE)):
                for bound in self._carried(some, route, route.target, outcome):
                    if int(bound.outcome) in wanted:
                        yield bound

    def _carried(
        self,
        some: list[tuple[Annotation, Mapping[str, object]]],
        route: Route,
        target: Target,
        outcome: Mapping[str, int],
    ) -> Iterator[BoundAnnotation]:
        """Annotations of one release as they are where its route leads."""
        if route.time_map is None:
            for one, row in some:
                yield BoundAnnotation(one, Bound(outcome[one.annotation_id]), (one,), target, row, 1.0, "")
            return
        source = self.releases[str(some[0][1]["release_id"])].place
        made = carry_annotations([one for one, _ in some], route.time_map, source, target.place)
        for (one, row), carried in zip(some, made, strict=True):
            found, worse = Bound(outcome[one.annotation_id]), Bound(int(_OF_OUTCOME[carried.outcome]))
            # What the picture says, and shapes that were cut off, can only make it worse.
            became = max(found, worse) if worse > Bound.MOVED else found
            why = carried.why or ("the picture there does not look the same" if found is Bound.REVIEW else "")
            yield BoundAnnotation(one, became, carried.parts, target, row, carried.confidence, why)

    def annotation(self, annotation_id: str) -> BoundAnnotation | None:
        """One annotation as it is there; ``None`` where its release comes to none, or the file has no such.

        For several threads at once.
        """
        found = annotation_row(self.pairs, annotation_id)
        if found is None:
            return None
        route = self.routes[str(found[1]["release_id"])]
        if route.target is None:
            return None
        outcome = self.rows.loc[self.rows["annotation_id"] == annotation_id, "outcome"]
        return next(self._carried([found], route, route.target, {annotation_id: int(outcome.iloc[0])}))


@dataclass(frozen=True, slots=True, eq=False)
class BoundAnnotation:
    """An annotation as it was, and what it is there.

    ``row`` has the columns of ``annotations.parquet`` beside those of the annotation.
    """

    was: Annotation
    outcome: Bound
    parts: tuple[Annotation, ...]
    target: Target
    row: Mapping[str, object]
    confidence: float
    why: str


def bind(
    pairs: Pairs,
    targets: Sequence[Target],
    *,
    maps: Iterable[TimeMap] = (),
    look: bool = True,
    align: bool = True,
    progress: Callable[[str], None] | None = None,
    frames: Callable[[int], None] | None = None,
    cancel: Event | None = None,
) -> Binding:
    """Find where the annotations of a pairs file lie in the releases that are at hand.

    Args:
        pairs: the file.
        targets: the releases; of several that a release comes to by equally many maps the first one counts.
        maps: time maps beside those of the file.
        look: compare the pictures that labels come to with the hashes of those that they were made on, as far
            as both are there.
        align: where no map leads to a release that is at hand, find one from fingerprints: that of the file,
            and that of the release at hand, which is made where its media is there and the cache has none.
            A map that is not sure leads to :attr:`Bound.REVIEW`; video that is not related to none.
        progress: told in words what is going on.
        frames: told how many frames were looked at since then.
        cancel: ends it early, from another thread.

    Raises:
        AnalysisCancelled: ``cancel`` was set.
        CorruptPairs: a fingerprint of the file cannot be read.
        WrongTimeMap: a map names no releases and fits none, or its time bases are not theirs.
        MediaError: a media file cannot be read.
    """
    import pandas as pd

    tell = progress or (lambda _text: None)
    hashed = partial(_hashed, frames, cancel)
    releases = pairs.releases
    sides = [*targets, *map(target_of_pairs, releases.values())]
    known = [named_map(one, sides) for one in (*maps, *pairs.maps.values())]
    rows = pairs.sql(_ROWS)
    made: list[pd.DataFrame] = []
    routes: dict[str, Route] = {}
    aligner = Aligner(targets, tell, cancel)
    for name, release in releases.items():
        own = rows[rows["release_id"] == name]
        hashes = _hashes(pairs, name)
        route = way(release, targets, known)
        if route.how == "none" and look:
            route = _encoded_anew(release, targets, hashes, tell, hashed) or route
        if route.how == "none" and align:
            route = aligner.route(release, pairs.fingerprint(name)) or route
        routes[name] = route
        made.append(_bound(own, release, route))
        if look and route.time_map is not None and route.target is not None:
            same = route.how == "same frames"
            _compare(made[-1], own, route.target, route.time_map, hashes, tell, hashed, same=same)
    return Binding(pairs, routes, pd.concat(made, ignore_index=True), releases)


_ROWS = """
SELECT
    annotation_id, kind, release_id, start_pts, end_pts,
    geometry IS NOT NULL AS has_shape
FROM annotations
ORDER BY release_id, start_pts, kind, annotation_id
"""
_HASHES = "SELECT pts, hash FROM frames WHERE release_id = $1 AND hash IS NOT NULL ORDER BY pts"


@dataclass(frozen=True, slots=True, eq=False)
class _Hashes:
    pts: NDArray[np.int64]
    hashes: NDArray[np.uint64]

    def of(self, pts: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
        """Hashes of some frames, and whether they are known."""
        if not len(self.pts):
            return np.zeros(len(pts), np.uint64), np.zeros(len(pts), bool)
        at = np.minimum(np.searchsorted(self.pts, pts), len(self.pts) - 1)
        return self.hashes[at], self.pts[at] == pts


def _hashes(pairs: Pairs, release: str) -> _Hashes:
    found = pairs.connection.execute(_HASHES, [release]).fetchnumpy()
    return _Hashes(np.asarray(found["pts"], np.int64), np.asarray(found["hash"], np.uint64))


def _bound(own: pd.DataFrame, release: PairsRelease, route: Route) -> pd.DataFrame:
    """Rows of a release where they come to, as far as times and the map say."""
    import pandas as pd

    count = len(own)
    made = own[["annotation_id", "kind", "release_id"]].copy()
    outcome = np.full(count, Bound.UNMAPPABLE, dtype=np.int8)
    start, end = np.zeros(count, np.int64), np.zeros(count, np.int64)
    starts = own["start_pts"].to_numpy(dtype=np.int64)
    has_end = own["end_pts"].notna().to_numpy()
    ends = own["end_pts"].fillna(0).to_numpy(dtype=np.int64)
    confidence = np.zeros(count)
    there = np.zeros(count, dtype=bool)
    if route.how == "same":
        outcome[:] = Bound.EXACT
        start, end, confidence = starts, ends, np.ones(count)
        there[:] = True
    elif route.time_map is not None and route.target is not None:
        came = np.full(count, Outcome.UNMAPPED, dtype=np.int8)
        off = own["kind"].isin([one.value for one in OFF_FRAME_KINDS]).to_numpy()
        axes = release.place.axis, route.target.place.axis
        here = np.flatnonzero(~has_end & ~off)
        frames = carry_frames(route.time_map, *axes, starts[here])
        start[here], came[here], confidence[here] = frames.pts, frames.outcome, frames.confidence
        here = np.flatnonzero(has_end & ~off)
        spans = carry_spans(route.time_map, *axes, starts[here], ends[here])
        start[here], end[here], came[here] = spans.start, spans.end, spans.outcome
        confidence[here] = spans.confidence
        here = np.flatnonzero(off & has_end)
        start[here], end[here], came[here], confidence[here] = _heard(
            route.time_map, starts[here], ends[here]
        )
        shapes = own["has_shape"].to_numpy(dtype=bool)
        if not _picture_known(route.time_map, release, route.target):
            came[shapes & (came < Outcome.DOUBTFUL)] = Outcome.DOUBTFUL
        outcome = _OF_OUTCOME[came]
        there = (came != Outcome.UNMAPPED) & ((start != 0) | (end != 0) | (came != Outcome.SPLIT))
        if route.how == "same frames":
            outcome[outcome == Bound.MOVED] = Bound.EXACT
    made["outcome"] = outcome
    made["target"] = route.target.release_id if route.target is not None else None
    made["start_pts"] = pd.array(start, dtype="Int64")
    made.loc[~there, "start_pts"] = pd.NA
    made["end_pts"] = pd.array(end, dtype="Int64")
    made.loc[~(there & has_end), "end_pts"] = pd.NA
    made["confidence"] = confidence
    made["distance"] = pd.array([pd.NA] * count, dtype="Int64")
    return made


def _heard(
    time_map: TimeMap, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int8], NDArray[np.float64]]:
    """What lies between frames goes along the lines of the matches; what reaches over a border is split."""
    start, end = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.int64)
    came = np.full(len(starts), Outcome.UNMAPPED, dtype=np.int8)
    confidence = np.zeros(len(starts))
    for piece in time_map.matches:
        source, _ = piece.sides
        came[(starts < source.end) & (ends > source.start)] = Outcome.SPLIT
        here = np.flatnonzero((starts >= source.start) & (ends <= source.end))
        start[here], end[here] = along_many(piece, starts[here]), along_many(piece, ends[here])
        sure = not piece.uncertainty.offset and piece.confidence >= 0.5
        came[here] = Outcome.EXACT if sure else Outcome.DOUBTFUL
        confidence[here] = piece.confidence
    return start, end, came, confidence


def _picture_known(time_map: TimeMap, release: PairsRelease, target: Target) -> bool:
    if (release.place.width, release.place.height) == (target.place.width, target.place.height):
        return True
    return time_map.picture is not None or all(one.picture is not None for one in time_map.matches)


_Hashing: TypeAlias = (
    "Callable[[FrameSource, NDArray[np.int64]], tuple[NDArray[np.uint64], NDArray[np.bool_]]]"
)


def _hashed(
    frames: Callable[[int], None] | None,
    cancel: Event | None,
    media: FrameSource,
    ordinals: NDArray[np.int64],
) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    from animewidgets.analysis.frame_hash import hashes_of

    return hashes_of(media, ordinals, tell=frames, cancel=cancel)


def _encoded_anew(
    release: PairsRelease,
    targets: Sequence[Target],
    hashes: _Hashes,
    tell: Callable[[str], None],
    hashed: _Hashing,
) -> Route | None:
    """A release that has the same frames at the same distances, and whose pictures agree."""
    from animewidgets.analysis.frame_hash import distances

    ordinals = np.searchsorted(release.place.axis.pts, hashes.pts).astype(np.int64)
    for target in targets:
        time_map = same_frames(release, target)
        if time_map is None or target.media is None or len(np.unique(hashes.hashes)) < _INFORMATIVE:
            continue
        tell(f"comparing {len(ordinals)} frames with '{target.name}'")
        found, seen = hashed(target.media, ordinals)
        near = distances(found, hashes.hashes) <= SAME_DRAWING
        if seen.any() and near[seen].mean() >= _AGREEING:
            return Route("same frames", target, time_map)
    return None


def _compare(
    made: pd.DataFrame,
    own: pd.DataFrame,
    target: Target,
    time_map: TimeMap,
    hashes: _Hashes,
    tell: Callable[[str], None],
    hashed: _Hashing,
    *,
    same: bool,
) -> None:
    """Look at the frames that labels came to. Where the picture is another one, a person should look, too."""
    if target.media is None or not len(hashes.pts):
        return
    pictures = [time_map.picture, *(one.picture for one in time_map.matches)]
    if not same and any(one not in (None, PictureMap()) for one in pictures):
        return  # a picture that was cropped has another hash
    from animewidgets.analysis.frame_hash import distances

    wanted, known = hashes.of(own["start_pts"].to_numpy(dtype=np.int64))
    off = own["kind"].isin([one.value for one in OFF_FRAME_KINDS]).to_numpy()
    here = np.flatnonzero(known & ~off & made["start_pts"].notna().to_numpy())
    if not len(here):
        return
    pts = made["start_pts"].to_numpy(dtype=np.int64, na_value=0)[here]
    ordinals = np.searchsorted(target.place.axis.pts, pts).astype(np.int64)
    tell(f"looking at {len(np.unique(ordinals))} frames of '{target.name}'")
    found, seen = hashed(target.media, ordinals)
    here = here[seen]
    apart = distances(found[seen], wanted[here])
    found_apart = made["distance"].array.copy()
    found_apart[here] = apart
    made["distance"] = found_apart
    outcome = made["outcome"].to_numpy().copy()
    unlike = here[apart > SAME_DRAWING]
    outcome[unlike] = np.maximum(outcome[unlike], Bound.REVIEW)
    made["outcome"] = outcome
