"""Annotations of one release as annotations of another, each with what became of it. Never a silent guess."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from animewidgets.annotations.attributes import Transition
from animewidgets.annotations.edits import JSON, Annotation
from animewidgets.annotations.geometry import Geometry, Interpolation, Key, Track, geometry_of, shape_at
from animewidgets.annotations.geometry.mapped import mapped
from animewidgets.annotations.kinds import Kind
from animewidgets.annotations.validate import OFF_FRAME_KINDS
from animewidgets.timebase import Span
from animewidgets.timemaps import (
    Axis,
    CarriedFrames,
    CarriedSpans,
    Outcome,
    PictureMap,
    Piece,
    TimeMap,
    along,
    carry_frames,
    carry_span,
    carry_spans,
)

#: Makes the identity of a carried annotation from whose it is, so that carrying twice makes one.
_CARRIED = uuid.UUID("4f3c0e67-2f0f-5d0a-8a6e-6f6a7f0f6c1d")


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A release that annotations are carried from or to: identity, frames, size of pictures in pixels."""

    release_id: str
    axis: Axis
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class CarriedAnnotation:
    """What became of one annotation.

    Args:
        outcome: the worst of time and picture.
        parts: annotations of the target's release; none where it is unmapped.
        confidence: of the matches that it lies in.
        why: in words, where it is not exact.
    """

    outcome: Outcome
    parts: tuple[Annotation, ...]
    confidence: float
    why: str = ""


def carry_annotation(
    annotation: Annotation, time_map: TimeMap, source: Place, target: Place
) -> CarriedAnnotation:
    """Carry an annotation along a time map.

    Its identity there is made from its own and the target's release, so that carrying it again makes the
    same one. Times are those of frames of the target, shapes lie in its picture. Where the map does not say
    how pictures of other sizes correspond, they are taken to show the same, and the outcome is
    :attr:`Outcome.DOUBTFUL`.

    Raises:
        ValueError: it stands on no frame of the source.
        MalformedMessage: its geometry is not that of its kind.
    """
    return carry_annotations([annotation], time_map, source, target)[0]


def carry_annotations(
    annotations: Sequence[Annotation], time_map: TimeMap, source: Place, target: Place
) -> list[CarriedAnnotation]:
    """:func:`carry_annotation` of many annotations of one release, several times as fast."""
    frames: list[int] = []
    spans: list[int] = []
    made: dict[int, CarriedAnnotation] = {}
    for n, one in enumerate(annotations):
        if one.kind in OFF_FRAME_KINDS:
            made[n] = _off_frame(one, time_map)
        elif one.kind is Kind.TRACK:
            made[n] = _track(one, time_map, source, target)
        else:
            (frames if one.end_pts is None else spans).append(n)
    axes = source.axis, target.axis
    starts = np.array([one.start_pts for one in annotations], dtype=np.int64)
    ends = np.array([one.end_pts or 0 for one in annotations], dtype=np.int64)
    came = carry_frames(time_map, *axes, starts[frames])
    for at, n in enumerate(frames):
        made[n] = _frame(annotations[n], came, at, time_map, source, target)
    reached = carry_spans(time_map, *axes, starts[spans], ends[spans])
    for at, n in enumerate(spans):
        made[n] = _span(annotations[n], reached, at)
    return [_named(made[n], target) for n in range(len(annotations))]


def carried_identity(annotation_id: str, release_id: str, part: int = 0) -> str:
    """What an annotation is called that was carried to a release, or one of the parts that it came to."""
    return str(uuid.uuid5(_CARRIED, "\n".join((annotation_id, release_id, str(part)))))


def _named(carried: CarriedAnnotation, target: Place) -> CarriedAnnotation:
    return replace(
        carried,
        parts=tuple(
            replace(one, annotation_id=carried_identity(one.annotation_id, target.release_id, n))
            for n, one in enumerate(carried.parts)
        ),
    )


_GONE = "the other release has no such footage"


def _frame(
    annotation: Annotation, came: CarriedFrames, at: int, time_map: TimeMap, source: Place, target: Place
) -> CarriedAnnotation:
    outcome = Outcome(int(came.outcome[at]))
    if outcome is Outcome.UNMAPPED:
        return CarriedAnnotation(outcome, (), 0.0, _GONE)
    confidence = float(came.confidence[at])
    moved = replace(annotation, start_pts=int(came.pts[at]))
    if annotation.kind is Kind.CUT:
        return _cut(moved, annotation, time_map, source, target, outcome, confidence)
    if annotation.geometry is None:
        return CarriedAnnotation(outcome, (moved,), confidence, _WHY[outcome])
    piece = time_map.matches[int(came.match[at])]
    picture, told = _picture(piece, time_map, source, target)
    outcome = max(outcome, told)
    shape = geometry_of(annotation)
    assert not isinstance(shape, Track), "a track has an end"
    there = mapped(shape, picture, target.width, target.height)
    if there.shape is None:
        return CarriedAnnotation(Outcome.UNMAPPED, (), 0.0, "it lies outside the other release's picture")
    moved = replace(moved, geometry=there.shape.to_json())
    return _with_picture(moved, outcome, confidence, told, whole=there.whole)


def _with_picture(
    moved: Annotation, outcome: Outcome, confidence: float, told: Outcome, *, whole: bool
) -> CarriedAnnotation:
    why = _WHY[outcome]
    if told is Outcome.DOUBTFUL:
        why = "how the pictures correspond is not known: they are taken to show the same"
    if not whole:
        outcome = max(outcome, Outcome.DOUBTFUL)
        why = "it reaches outside the other release's picture, and was cut off there"
    return CarriedAnnotation(outcome, (moved,), confidence, why)


def _cut(
    moved: Annotation,
    cut: Annotation,
    time_map: TimeMap,
    source: Place,
    target: Place,
    outcome: Outcome,
    confidence: float,
) -> CarriedAnnotation:
    """A gradual cut takes its mixed frames along; where those are not one part, it becomes a hard one."""
    start, end = cut.attributes.get("from_pts"), cut.attributes.get("until_pts")
    if not isinstance(start, int) or not isinstance(end, int):
        return CarriedAnnotation(outcome, (moved,), confidence, _WHY[outcome])
    mixed = carry_span(time_map, source.axis, target.axis, Span(start, end))
    rest: Mapping[str, JSON] = cut.attributes
    if len(mixed.parts) == 1 and mixed.parts[0].start <= moved.start_pts <= mixed.parts[0].end:
        part = mixed.parts[0]
        told: dict[str, JSON] = {**rest, "from_pts": part.start, "until_pts": part.end}
        outcome = max(outcome, mixed.outcome)
        return CarriedAnnotation(
            outcome, (replace(moved, attributes=told),), min(confidence, mixed.confidence), _WHY[outcome]
        )
    bare = {name: value for name, value in rest.items() if name not in ("from_pts", "until_pts")}
    bare["transition"] = Transition.CUT.value
    return CarriedAnnotation(
        max(outcome, Outcome.DOUBTFUL),
        (replace(moved, attributes=bare),),
        confidence,
        "its mixed frames are not there as a whole: it became a hard cut",
    )


def _span(annotation: Annotation, came: CarriedSpans, at: int) -> CarriedAnnotation:
    outcome, confidence = Outcome(int(came.outcome[at])), float(came.confidence[at])
    if outcome is Outcome.UNMAPPED:
        return CarriedAnnotation(outcome, (), 0.0, _GONE)
    if (apart := came.split.get(at)) is not None:
        parts = [replace(annotation, start_pts=one.start, end_pts=one.end) for one in apart.parts]
        return CarriedAnnotation(outcome, tuple(parts), confidence, _WHY[outcome])
    part = replace(annotation, start_pts=int(came.start[at]), end_pts=int(came.end[at]))
    why = "the other release has only a part of it" if outcome is Outcome.SPLIT else _WHY[outcome]
    return CarriedAnnotation(outcome, (part,), confidence, why)


def _off_frame(annotation: Annotation, time_map: TimeMap) -> CarriedAnnotation:
    """What lies between frames, on the sound: its borders go along the lines of the matches."""
    start, end = annotation.start_pts, annotation.end_pts
    assert end is not None, "what is heard has an end"
    parts: list[Annotation] = []
    outcome, confidence, covered = Outcome.EXACT, 1.0, 0
    for piece in time_map.matches_within(Span(start, end)):
        begin, until = piece.sides[0]
        first, last = max(start, begin), min(end, until)
        there = [along(piece, tick) for tick in (first, last)]
        if there[0] >= there[1]:
            continue
        covered += last - first
        confidence = min(confidence, piece.confidence)
        if piece.uncertainty.offset or piece.confidence < 0.5:
            outcome = Outcome.DOUBTFUL
        if parts and parts[-1].end_pts == there[0]:
            parts[-1] = replace(parts[-1], end_pts=there[1])
        else:
            parts.append(replace(annotation, start_pts=there[0], end_pts=there[1]))
    if not parts:
        return CarriedAnnotation(Outcome.UNMAPPED, (), 0.0, _GONE)
    if covered < end - start or len(parts) > 1:
        outcome = Outcome.SPLIT
    return CarriedAnnotation(outcome, tuple(parts), confidence, _WHY[outcome])


def _track(annotation: Annotation, time_map: TimeMap, source: Place, target: Place) -> CarriedAnnotation:
    """Each part of a track begins with a key: the one that is there, or what the track shows there."""
    assert annotation.end_pts is not None
    track = geometry_of(annotation)
    assert isinstance(track, Track)
    span = Span(annotation.start_pts, annotation.end_pts)
    carried = carry_span(time_map, source.axis, target.axis, span)
    outcome, why = carried.outcome, _WHY[carried.outcome]
    parts: list[Annotation] = []
    for part, came_from in zip(carried.parts, carried.sources, strict=True):
        keys = _keys_within(track, came_from, source.axis)
        found = carry_frames(time_map, source.axis, target.axis, np.array([key.pts for key in keys]))
        moved: list[Key] = []
        for key, pts, match in zip(keys, found.pts.tolist(), found.match.tolist(), strict=True):
            if match < 0 or not part.start <= pts < part.end or (moved and moved[-1].pts >= pts):
                continue
            picture, told = _picture(time_map.matches[match], time_map, source, target)
            there = None if key.shape is None else mapped(key.shape, picture, target.width, target.height)
            outcome = max(outcome, told)
            if there is not None and not there.whole:
                outcome = max(outcome, Outcome.DOUBTFUL)
                why = "it reaches outside the other release's picture, and was cut off there"
            at = part.start if not moved else pts
            moved.append(replace(key, pts=at, shape=None if there is None else there.shape))
        if any(key.shape is not None for key in moved):
            made: Geometry = Track(track.kind, tuple(moved), part.end)
            assert isinstance(made, Track)
            parts.append(replace(annotation, start_pts=part.start, end_pts=part.end, geometry=made.to_json()))
    if not parts:
        return CarriedAnnotation(Outcome.UNMAPPED, (), 0.0, _GONE)
    return CarriedAnnotation(outcome, tuple(parts), carried.confidence, why or _WHY[outcome])


def _keys_within(track: Track, span: Span, axis: Axis) -> list[Key]:
    """The keys in a span of the source, the first one on its first frame."""
    keys = [key for key in track.keys if key.pts in span]
    first = int(axis.pts[min(int(np.searchsorted(axis.pts, span.start)), len(axis.pts) - 1)])
    if keys and keys[0].pts == first:
        return keys
    seen = shape_at(track, first)
    before = [key for key in track.keys if key.pts < first]
    onward = before[-1].interpolation if before else Interpolation.HOLD
    occluded = seen is not None and seen.occluded
    return [Key(first, None if seen is None else seen.shape, onward, occluded), *keys]


def _picture(piece: Piece, time_map: TimeMap, source: Place, target: Place) -> tuple[PictureMap, Outcome]:
    """How pictures correspond, and whether that is known."""
    known = piece.picture or time_map.picture
    if known is not None:
        return known, Outcome.EXACT
    if (source.width, source.height) == (target.width, target.height):
        return PictureMap(), Outcome.EXACT
    return PictureMap(target.width / source.width, target.height / source.height), Outcome.DOUBTFUL


_WHY = {
    Outcome.EXACT: "",
    Outcome.IN_HOLD: "which of some frames it is is not certain, but they hold one drawing",
    Outcome.CHANGED: "the picture was drawn anew",
    Outcome.DOUBTFUL: "the match, its offset or a border near by is not certain",
    Outcome.SPLIT: "only parts of it are there, or they lie apart",
    Outcome.UNMAPPED: _GONE,
}
