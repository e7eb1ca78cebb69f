"""The labels of a binding in columns, each with what became of it in the end: what a review goes through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from animewidgets.datasets.pairs.bind import Binding, Bound
from animewidgets.timemaps import PictureMap

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """One element per live annotation of the file, in the order of ``Binding.rows``.

    Args:
        ids: their identities.
        kinds: names of kinds; ``kind`` uint8[n] is the index of each among them.
        categories: identities of categories; ``category`` int16[n] likewise, -1 without one.
        releases: those of the file; ``release`` uint16[n] likewise.
        reasons: why something is not exact, in words; ``reason`` uint16[n] likewise, the first one empty.
        outcome: uint8[n] of :class:`Bound`, shapes taken into account.
        confidence: float32[n] of the matches.
        distance: int16[n], bits in which the hashes of the frames differ; -1 where they were not compared.
        from_frame, to_frame: int32[n], ordinals in the file's release and in that which it came to, or -1.
        from_seconds, to_seconds: float64[n], for display.
    """

    ids: list[str]
    kinds: list[str]
    categories: list[str]
    releases: list[str]
    reasons: list[str]
    kind: NDArray[np.uint8]
    category: NDArray[np.int16]
    release: NDArray[np.uint16]
    reason: NDArray[np.uint16]
    outcome: NDArray[np.uint8]
    confidence: NDArray[np.float32]
    distance: NDArray[np.int16]
    from_frame: NDArray[np.int32]
    to_frame: NDArray[np.int32]
    from_seconds: NDArray[np.float64]
    to_seconds: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.ids)


class _Index:
    """Texts in the order in which they came, each once."""

    def __init__(self, *first: str) -> None:
        self.texts = list(first)
        self._at = {text: n for n, text in enumerate(first)}

    def of(self, text: str) -> int:
        found = self._at.get(text)
        if found is None:
            found = self._at[text] = len(self.texts)
            self.texts.append(text)
        return found


def labels_of(binding: Binding, *, progress: Callable[[int, int], None] | None = None) -> Labels:
    """Carry every annotation of a binding, shapes too, and tell of each what became of it.

    ``progress`` is told how many are done, and how many there are; what it raises ends the work.
    """
    rows = binding.rows
    count = len(rows)
    ids = [str(one) for one in rows["annotation_id"]]
    at = {name: n for n, name in enumerate(ids)}
    kinds, categories, releases, reasons = _Index(), _Index(), _Index(), _Index("")
    outcome = rows["outcome"].to_numpy(dtype=np.uint8).copy()
    confidence = rows["confidence"].to_numpy(dtype=np.float32).copy()
    reason = np.zeros(count, np.uint16)
    category = np.full(count, -1, np.int16)
    from_pts = np.zeros(count, np.int64)
    to_pts = rows["start_pts"].to_numpy(dtype=np.int64, na_value=-1).copy()
    lost = {name: reasons.of(one.why) for name, one in binding.routes.items() if one.target is None}
    said = binding.pairs.sql(_SAID)
    open_ones: list[str] = []
    plain = {name: _is_plain(binding, name) for name in binding.routes}
    for name, own, start, of, simple in said.itertuples(index=False):
        here = at[str(name)]
        from_pts[here] = start
        if outcome[here] > Bound.MOVED or not (simple and plain[str(of)]):
            open_ones.append(str(name))
        if isinstance(own, str):
            category[here] = categories.of(own)
    # What came to its very frame and can lose nothing of its shape was told by the rows already.
    for done, bound in enumerate(binding.annotations(tuple(Bound), only=open_ones)):
        if progress is not None and not done % 256:
            progress(done, len(open_ones))
        here = at[bound.was.annotation_id]
        outcome[here], reason[here] = bound.outcome, reasons.of(bound.why)
        confidence[here] = bound.confidence
        to_pts[here] = bound.parts[0].start_pts if bound.parts else -1
    release = np.array([releases.of(str(one)) for one in rows["release_id"]], np.uint16)
    from_frame, to_frame = np.zeros(count, np.int32), np.full(count, -1, np.int32)
    from_seconds, to_seconds = np.zeros(count), np.full(count, np.nan)
    for n, name in enumerate(releases.texts):
        own = np.flatnonzero(release == n)
        source, target = binding.releases[name], binding.routes[name].target
        from_frame[own] = _ordinals(source.place.axis.pts, from_pts[own])
        from_seconds[own] = from_pts[own] * float(source.time_base)
        if target is None:
            reason[own] = lost[name]
            continue
        came = own[outcome[own] != Bound.UNMAPPABLE]
        to_frame[came] = _ordinals(target.place.axis.pts, to_pts[came])
        to_seconds[came] = to_pts[came] * float(target.time_base)
    return Labels(
        ids,
        kinds.texts,
        categories.texts,
        releases.texts,
        reasons.texts,
        np.array([kinds.of(str(one)) for one in rows["kind"]], np.uint8),
        category,
        release,
        reason,
        outcome,
        confidence,
        rows["distance"].to_numpy(dtype=np.int16, na_value=-1),
        from_frame,
        to_frame,
        from_seconds,
        to_seconds,
    )


_SAID = """
SELECT
    annotation_id, category, start_pts, release_id,
    kind <> 'track' AND NOT (kind = 'cut' AND (attributes -> '$.from_pts') IS NOT NULL) AS simple
FROM annotations
"""


def _is_plain(binding: Binding, release: str) -> bool:
    """Whether pictures correspond pixel by pixel, so that no shape is cut off."""
    route = binding.routes[release]
    if route.target is None or route.time_map is None:
        return True
    pictures = [route.time_map.picture, *(one.picture for one in route.time_map.matches)]
    source, target = binding.releases[release].place, route.target.place
    same_size = (source.width, source.height) == (target.width, target.height)
    return same_size and all(one in (None, PictureMap()) for one in pictures)


def _ordinals(frames: NDArray[np.int64], pts: NDArray[np.int64]) -> NDArray[np.int32]:
    """The frames on which ticks lie, int32[n]."""
    found = np.searchsorted(frames, pts, side="right") - 1
    return np.clip(found, 0, len(frames) - 1).astype(np.int32)
