"""Frames and spans carried from one release to another, each with what became of it. Never a silent guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from animewidgets.timebase import Span
from animewidgets.timemaps.pieces import Flag, Piece
from animewidgets.timemaps.timemap import TimeMap, instants, instants_before

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Frames that last longer than others by this factor are of a slower rate.
_SLOWER = 1.05
#: Below this a match is somebody's guess.
LEAST_CONFIDENCE = 0.5


class Outcome(IntEnum):
    """What became of a label, from the best to the worst."""

    #: It lies on the very frame, or frames, that show the same.
    EXACT = 0
    #: Which of some frames it lies on is not known, but all of them hold the same drawing.
    IN_HOLD = 1
    #: The time is right, the picture was drawn anew.
    CHANGED = 2
    #: It may lie frames away: a person should look.
    DOUBTFUL = 3
    #: Only parts of it are there, or they lie apart.
    SPLIT = 4
    #: The target has no such footage.
    UNMAPPED = 5


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """The frames of a release.

    Args:
        pts: int64[n], ascending ticks at which frames appear.
        end_pts: tick at which the last one ends.
        holds: int64[n] or ``None``: for each frame a number that is the same for neighbours that hold one
            drawing.
    """

    pts: NDArray[np.int64]
    end_pts: int
    holds: NDArray[np.int64] | None = None
    #: Where frames begin, and where the last one ends, int64[n + 1].
    borders: NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pts", np.asarray(self.pts, dtype=np.int64))
        if not len(self.pts) or np.any(np.diff(self.pts) <= 0) or self.end_pts <= self.pts[-1]:
            raise ValueError("an axis needs one frame at least, and times that ascend")
        if self.holds is not None and len(self.holds) != len(self.pts):
            raise ValueError(f"{len(self.holds)} numbers of drawings do not fit {len(self.pts)} frames")
        object.__setattr__(self, "borders", np.append(self.pts, self.end_pts))

    def shown_at(self, ticks: NDArray[np.int64]) -> NDArray[np.int64]:
        """Ordinals of the frames shown at some ticks, int64[n]; -1 before the first and after the end."""
        at = np.searchsorted(self.pts, ticks, side="right").astype(np.int64) - 1
        return np.where(ticks >= self.end_pts, -1, at)

    def lasting(self, ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
        """How long frames are shown, int64[n] ticks."""
        return self.borders[ordinals + 1] - self.borders[ordinals]


@dataclass(frozen=True, slots=True, eq=False)
class CarriedFrames:
    """Where frames came to.

    ``pts`` int64[n], ticks of the target, 0 where unmapped; ``outcome`` int8[n] of :class:`Outcome`;
    ``confidence`` float64[n]; ``match`` int64[n], the index in the map's matches, or -1.
    """

    pts: NDArray[np.int64]
    outcome: NDArray[np.int8]
    confidence: NDArray[np.float64]
    match: NDArray[np.int64]


def carry_frames(time_map: TimeMap, source: Axis, target: Axis, pts: NDArray[np.int64]) -> CarriedFrames:
    """Carry frames of the source to frames of the target.

    A frame comes to the one that the target shows an eighth of its own length after it appears: so an offset
    may be an eighth of a frame wrong, and of film of which four frames were made five each frame comes to the
    first one that shows it. Where the target's frames are the longer ones, it is the other way round: a frame
    comes to the last one that itself comes to this frame or to one before: all five come back to their four.

    Args:
        time_map: from the source's release to the target's.
        source: the source's frames.
        target: the target's frames.
        pts: int64[n], ticks of frames of the source, in any order.

    Raises:
        ValueError: a tick is that of no frame of the source; the message names the first one.
    """
    pts = np.asarray(pts, dtype=np.int64)
    ordinals = np.minimum(np.searchsorted(source.pts, pts), len(source.pts) - 1)
    if np.any(wrong := source.pts[ordinals] != pts):
        raise ValueError(f"the source has no frame at tick {int(pts[wrong][0])}")
    _, match = time_map.apply_many(pts)
    found = np.zeros(len(pts), dtype=np.int64)
    outcome = np.full(len(pts), Outcome.UNMAPPED, dtype=np.int8)
    confidence = np.zeros(len(pts))
    for n, piece in enumerate(time_map.matches):
        here = np.flatnonzero(match == n)
        if not len(here):
            continue
        shown = shown_by(piece, target, pts[here], source.lasting(ordinals[here]))
        kept = shown >= 0
        here, shown = here[kept], shown[kept]
        found[here] = target.pts[shown]
        confidence[here] = piece.confidence
        outcome[here] = _outcomes(piece, target, found[here], shown)
    return CarriedFrames(found, outcome, confidence, match)


def shown_by(
    piece: Piece, target: Axis, ticks: NDArray[np.int64], lasting: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Ordinals of the frames that frames of a match come to, int64[n]; -1 outside the target.

    ``ticks`` int64[n] are those of the source's frames, ``lasting`` int64[n] how long each lasts.
    """
    early = target.shown_at(instants(piece, ticks, lasting))
    inside = np.maximum(early, 0)
    longer = (early >= 0) & (target.lasting(inside) > _SLOWER * lasting * float(piece.slope))
    if not longer.any():
        return early
    until = instants_before(piece, ticks[longer] + lasting[longer])
    last = target.shown_at(np.minimum(-(-until // 8), target.end_pts) - 1)
    last = np.maximum(last, 0)
    # An eighth of its length after it appears, the target's frame must still belong to this frame.
    last -= 8 * target.pts[last] + target.lasting(last) >= until
    early[longer] = np.maximum(last, early[longer])
    return early


def _outcomes(
    piece: Piece, target: Axis, pts: NDArray[np.int64], shown: NDArray[np.int64]
) -> NDArray[np.int8]:
    """What became of frames of one match that came to frames ``shown`` of the target."""
    came = np.full(len(shown), Outcome.EXACT, dtype=np.int8)
    spread = piece.uncertainty
    _, there = piece.sides
    # By how much the frame's own place may be wrong: more near a border that is not certain.
    wrong = np.full(len(shown), spread.offset, dtype=np.int64)
    unsure = 2 * wrong > target.lasting(shown)
    near = ((spread.start > 0) & (pts < there.start + spread.start)) | (
        (spread.end > 0) & (pts >= there.end - spread.end)
    )
    if target.holds is not None:
        least = np.maximum(target.shown_at(pts - wrong), 0)
        most = target.shown_at(np.minimum(pts + wrong, target.end_pts - 1))
        held = (target.holds[least] == target.holds[shown]) & (target.holds[most] == target.holds[shown])
        came[unsure & held] = Outcome.IN_HOLD
        unsure &= ~held
    if Flag.PICTURE_CHANGED in piece.flags:
        came[:] = Outcome.CHANGED
    came[unsure | near] = Outcome.DOUBTFUL
    if piece.confidence < LEAST_CONFIDENCE:
        came[:] = Outcome.DOUBTFUL
    return came


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a span came to.

    Args:
        outcome: what became of it as a whole.
        parts: spans of the target, in the order of the source; none where it is unmapped.
        sources: for each part the span of the source that came there.
        confidence: the least of the matches that it lies in.
        lost: ticks of the source that have no counterpart.
    """

    outcome: Outcome
    parts: tuple[Span, ...]
    sources: tuple[Span, ...]
    confidence: float
    lost: int


@dataclass(frozen=True, slots=True, eq=False)
class CarriedSpans:
    """Where many spans came to.

    ``start`` and ``end`` int64[n], ticks of the target, both 0 where there is not one part; ``outcome``
    int8[n] of :class:`Outcome`; ``confidence`` float64[n]. ``split`` has those of several parts, by index.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    outcome: NDArray[np.int8]
    confidence: NDArray[np.float64]
    split: Mapping[int, Carried]


def carry_spans(
    time_map: TimeMap, source: Axis, target: Axis, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> CarriedSpans:
    """:func:`carry_span` of many spans, ``starts`` and ``ends`` int64[n]; a million take about a second.

    Raises:
        ValueError: a span is empty.
    """
    starts, ends = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
    if np.any(empty := ends <= starts):
        at = int(np.flatnonzero(empty)[0])
        raise ValueError(f"the span [{int(starts[at])}, {int(ends[at])}) is empty")
    count = len(starts)
    begin, end = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    outcome = np.full(count, Outcome.UNMAPPED, dtype=np.int8)
    confidence = np.zeros(count)
    left = np.ones(count, dtype=bool)
    borders = target.borders
    # In the order of time frames are found several times as fast.
    order = np.argsort(starts, kind="stable")
    ordered = starts[order]
    for piece in time_map.matches:
        there, _ = piece.sides
        # What reaches over a border goes the slow way; what no match touches stays unmapped.
        here = order[slice(*np.searchsorted(ordered, [there.start, there.end]))]
        here = here[ends[here] <= there.end]
        left[here] = False
        if not len(here):
            continue
        first = _borders(piece, source, target, starts[here])
        last = _borders(piece, source, target, ends[here])
        kept = first < last
        here, first, last = here[kept], first[kept], last[kept]
        begin[here], end[here], confidence[here] = borders[first], borders[last], piece.confidence
        outcome[here] = _outcomes_between(piece, target, first, last)
    split: dict[int, Carried] = {}
    for n, one in _over_borders(time_map, source, target, starts, ends, np.flatnonzero(left)).items():
        outcome[n], confidence[n] = one.outcome, one.confidence
        if len(one.parts) == 1:
            begin[n], end[n] = one.parts[0].start, one.parts[0].end
        elif one.parts:
            split[n] = one
    return CarriedSpans(begin, end, outcome, confidence, split)


def _over_borders(
    time_map: TimeMap,
    source: Axis,
    target: Axis,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    left: NDArray[np.int64],
) -> dict[int, Carried]:
    """Where spans come to that reach over borders, by index; nothing of those that no match touches."""
    found: dict[int, list[_Part]] = {}
    for piece in time_map.matches:
        there, _ = piece.sides
        since, until = np.maximum(starts[left], there.start), np.minimum(ends[left], there.end)
        here = np.flatnonzero(since < until)
        if not len(here):
            continue
        since, until = since[here], until[here]
        first = _borders(piece, source, target, since)
        last = _borders(piece, source, target, until)
        kept = first < last
        since, until, first, last = since[kept], until[kept], first[kept], last[kept]
        came = _outcomes_between(piece, target, first, last)
        columns = (left[here[kept]], since, until, target.borders[first], target.borders[last], came)
        for n, begins, ends_at, start, end, outcome in zip(*(one.tolist() for one in columns), strict=True):
            part = _Part(Span(begins, ends_at), Span(start, end), Outcome(outcome), piece.confidence)
            found.setdefault(n, []).append(part)
    return {n: _joined(Span(int(starts[n]), int(ends[n])), parts) for n, parts in found.items()}


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a span lies in one match."""

    source: Span
    target: Span
    outcome: Outcome
    confidence: float


def _joined(span: Span, found: list[_Part]) -> Carried:
    parts: list[Span] = []
    sources: list[Span] = []
    for one in found:
        if parts and parts[-1].end == one.target.start:
            parts[-1] = Span(parts[-1].start, one.target.end)
            sources[-1] = Span(sources[-1].start, one.source.end)
        else:
            parts.append(one.target)
            sources.append(one.source)
    if not parts:
        return Carried(Outcome.UNMAPPED, (), (), 0.0, span.duration)
    worst = max(one.outcome for one in found)
    lost = span.duration - sum(one.source.duration for one in found)
    if lost or len(parts) > 1:
        worst = max(worst, Outcome.SPLIT)
    confidence = min(1.0, *(one.confidence for one in found))
    return Carried(worst, tuple(parts), tuple(sources), confidence, lost)


def carry_span(time_map: TimeMap, source: Axis, target: Axis, span: Span) -> Carried:
    """Carry a half-open span of frames; its borders come to borders of frames of the target.

    Parts that adjoin in the target are one; so a span over a piece that the target lacks is one part with
    something lost, and :attr:`Outcome.SPLIT` as one that lies apart.

    Raises:
        ValueError: the span is empty.
    """
    if not span.duration:
        raise ValueError(f"the span [{span.start}, {span.end}) is empty")
    start, end = (np.array([tick], dtype=np.int64) for tick in span)
    found = _over_borders(time_map, source, target, start, end, np.zeros(1, dtype=np.int64))
    return found.get(0) or _joined(span, [])


def _borders(piece: Piece, source: Axis, target: Axis, ticks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which of the target's borders each border comes to, int64[n]: its frame's, or the end."""
    ordinals = np.clip(np.searchsorted(source.pts, ticks, side="right") - 1, 0, len(source.pts) - 1)
    lasting = source.lasting(ordinals)
    shown = np.maximum(shown_by(piece, target, ticks, lasting), 0)
    beyond = instants(piece, ticks, lasting) >= target.end_pts
    return np.where(beyond, len(target.pts), shown)


def _outcomes_between(
    piece: Piece, target: Axis, first: NDArray[np.int64], last: NDArray[np.int64]
) -> NDArray[np.int8]:
    """What became of spans from one border of the target to another: the worse of their two ends."""
    ends = (first, last - 1)
    return np.maximum(*(_outcomes(piece, target, target.pts[one], one) for one in ends))
