"""Rules about time: gaps, overlaps, lengths, cuts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from animewidgets.annotations.edits import Annotation
from animewidgets.annotations.kinds import Kind
from animewidgets.annotations.validators.rules import Validator
from animewidgets.annotations.validators.scene import LANE_KINDS, Scene

#: What, where and of which annotation.
Found = tuple[str, int, str | None]


def no_gaps(validator: Validator, scene: Scene) -> Iterator[Found]:
    """Spans of the unit on which no segment of the lane stands."""
    reached = scene.start
    spans = sorted((one.start_pts, one.end_pts or 0) for one in scene.of(validator, (Kind.SEGMENT,)))
    for start, end in [*spans, (scene.end, scene.end)]:
        if start > reached and reached < scene.end:
            until = min(start, scene.end)
            frames = scene.frames_between(reached, until)
            yield (
                (
                    f"{_frames(frames)} from frame {scene.frame(reached)} on lie on no segment of "
                    f"“{validator.lane}”: fill the gap"
                ),
                reached,
                None,
            )
        reached = max(reached, end)


def no_overlap(validator: Validator, scene: Scene) -> Iterator[Found]:
    """What begins on a lane before what stands there has ended."""
    lanes: dict[tuple[Kind, object], list[Annotation]] = defaultdict(list)
    for one in scene.of(validator, LANE_KINDS):
        lanes[one.kind, one.attributes.get("lane")].append(one)
    for (_, lane), standing in lanes.items():
        standing.sort(key=lambda one: (one.start_pts, one.end_pts or 0, one.annotation_id))
        last = standing[0]
        for one in standing[1:]:
            if one.start_pts < (last.end_pts or 0):
                yield (
                    (
                        f"on the lane “{lane}” {scene.called(one)} begins at frame "
                        f"{scene.frame(one.start_pts)}, before {scene.called(last)} has ended: "
                        "let one end where the other begins"
                    ),
                    max(one.start_pts, scene.start),
                    one.annotation_id,
                )
            if (one.end_pts or 0) > (last.end_pts or 0):
                last = one


def span_length(validator: Validator, scene: Scene) -> Iterator[Found]:
    """Spans that are too short or too long, in frames."""
    least, most = validator.at_least, validator.at_most
    for one in scene.of(validator, (*LANE_KINDS, Kind.TAG, Kind.TRACK), lambda one: one.end_pts is not None):
        frames = scene.frames_between(one.start_pts, one.end_pts or 0)
        if least is not None and frames < least:
            yield _lasts(scene, one, frames, f"at least {least:g}")
        elif most is not None and frames > most:
            yield _lasts(scene, one, frames, f"at most {most:g}")


def _lasts(scene: Scene, one: Annotation, frames: int, wanted: str) -> Found:
    return (
        f"{scene.called(one)} lasts {_frames(frames)}, and should last {wanted}",
        max(one.start_pts, scene.start),
        one.annotation_id,
    )


def within_shot(validator: Validator, scene: Scene) -> Iterator[Found]:
    """What goes on over a cut. Sounds do so by right, unless the validator names them."""
    kinds = validator.kinds or (Kind.SEGMENT, Kind.TAG, Kind.TRACK)
    for one in scene.of(validator, kinds, lambda one: one.end_pts is not None):
        cuts = scene.cuts_within(one.start_pts, one.end_pts or 0)
        if cuts:
            yield (
                (
                    f"{scene.called(one)} goes on over the cut at frame {scene.frame(cuts[0])}: "
                    "end it there, and begin another"
                ),
                cuts[0],
                one.annotation_id,
            )


def _frames(count: int) -> str:
    return f"{count} frame" if count == 1 else f"{count} frames"
