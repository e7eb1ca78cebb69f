"""Rules about what is said: how many, tags, attributes, remarks, fields that the template requires."""

from __future__ import annotations

from collections.abc import Iterator

from animewidgets.annotations.edits import Annotation
from animewidgets.annotations.kinds import Kind
from animewidgets.annotations.template_parts import Lane, RequiredField
from animewidgets.annotations.validators.rules import Validator
from animewidgets.annotations.validators.scene import LANE_KINDS, Scene
from animewidgets.annotations.validators.time_rules import Found
from animewidgets.annotations.values import values_of

#: Kinds that need no category: a cut is one, and a line is timed.
_NEED_NONE = frozenset({Kind.CUT, Kind.TEXT, Kind.FRAME_SET})


def count(validator: Validator, scene: Scene) -> Iterator[Found]:
    """Too few or too many annotations in the unit."""
    found = list(scene.of(validator, Kind))
    least, most = validator.at_least, validator.at_most
    what = _wanted(validator, scene)
    if least is not None and len(found) < least:
        yield f"there are {len(found)} of {what}, and should be at least {least:g}", scene.start, None
    elif most is not None and len(found) > most:
        first = found[int(most)]
        yield (
            f"there are {len(found)} of {what}, and should be at most {most:g}",
            max(first.start_pts, scene.start),
            first.annotation_id,
        )


def _wanted(validator: Validator, scene: Scene) -> str:
    names = [
        f"“{category.name}”"
        for one in validator.categories
        if (category := scene.categories.category(one)) is not None
    ] or [kind.value.replace("_", " ") for kind in validator.kinds]
    return " or ".join(names) or "all kinds"


def every_shot_tagged(validator: Validator, scene: Scene) -> Iterator[Found]:
    """Shots that begin in the unit and have no tag, of a group where one is named."""
    members = _members(validator.group, scene)
    group = f" of “{validator.group}”" if validator.group else ""
    tags = [one for one in scene.annotations if one.kind is Kind.TAG and _is_of(one, members)]
    first = int(scene.bounds.pts[0]) if len(scene.bounds.pts) else scene.start
    for start in sorted({first, *scene.cuts}):
        if not scene.start <= start < scene.end:
            continue
        end = next((cut for cut in scene.cuts if cut > start), scene.bounds.end_pts)
        if not any(_meets(scene.extent(tag), (start, end)) for tag in tags):
            yield f"the shot at frame {scene.frame(start)} has no tag{group}", start, None


def group_tagged(validator: Validator, scene: Scene) -> Iterator[Found]:
    """Groups of which the unit has no tag."""
    groups = [one for one in scene.categories.groups if validator.group in (None, one.name)]
    for group in groups:
        members = frozenset(group.members)
        if not any(
            one.kind is Kind.TAG
            and one.category in members
            and _meets(scene.extent(one), (scene.start, scene.end))
            for one in scene.annotations
        ):
            names = [
                category.name
                for member in group.members
                if (category := scene.categories.category(member)) is not None
            ]
            shown = ", ".join(names[:6]) + (" …" if len(names) > 6 else "")
            yield f"“{group.name}” is not said: choose one of {shown}", scene.start, None


def attributes_said(validator: Validator, scene: Scene) -> Iterator[Found]:
    """Annotations that do not say what their category requires."""
    for one in scene.of(validator, Kind):
        category = scene.categories.category(one.category)
        missing = [
            attribute.name
            for attribute in (category.attributes if category else ())
            if attribute.required and attribute.name not in values_of(one)
        ]
        if missing:
            names = ", ".join(f"“{name}”" for name in missing)
            yield (
                f"{scene.called(one)} does not say {names}",
                max(one.start_pts, scene.start),
                one.annotation_id,
            )


def uncertain_explained(validator: Validator, scene: Scene) -> Iterator[Found]:
    """What is marked as uncertain without a remark."""
    for one in scene.of(validator, Kind, lambda one: one.uncertain and not (one.comment or "").strip()):
        yield (
            f"{scene.called(one)} is marked as uncertain: say in a remark what is doubtful",
            max(one.start_pts, scene.start),
            one.annotation_id,
        )


def required(field: RequiredField, scene: Scene) -> Iterator[Found]:
    """Annotations without a field that the template requires."""
    for one in scene.annotations:
        if not _says(one, field):
            yield (
                f"{scene.called(one)} has no {_FIELD_NAMES[field]}",
                max(one.start_pts, scene.start),
                one.annotation_id,
            )


_FIELD_NAMES = {
    RequiredField.CATEGORY: "category",
    RequiredField.SPEAKER: "speaker",
    RequiredField.OBJECT: "name of its object, by which tracks in several shots are one",
    RequiredField.COMMENT: "remark",
}


def _says(one: Annotation, field: RequiredField) -> bool:
    match field:
        case RequiredField.CATEGORY:
            return one.category is not None or one.kind in _NEED_NONE
        case RequiredField.SPEAKER:
            return one.kind is not Kind.AUDIO_EVENT or bool(one.attributes.get("speaker"))
        case RequiredField.OBJECT:
            return one.kind is not Kind.TRACK or bool(one.attributes.get("object"))
        case RequiredField.COMMENT:
            return bool((one.comment or "").strip())


def lane_category(lane: Lane, scene: Scene) -> Iterator[Found]:
    """What stands on a lane of other categories."""
    for one in scene.annotations:
        if one.kind in LANE_KINDS and one.kind is lane.kind and one.attributes.get("lane") == lane.name:
            if one.category is None or one.category in lane.categories:
                continue
            yield (
                f"{scene.called(one)} does not belong on the lane “{lane.name}”",
                max(one.start_pts, scene.start),
                one.annotation_id,
            )


def _members(group: str | None, scene: Scene) -> frozenset[str] | None:
    if group is None:
        return None
    return frozenset(member for one in scene.categories.groups if one.name == group for member in one.members)


def _is_of(tag: Annotation, members: frozenset[str] | None) -> bool:
    return tag.category is not None if members is None else tag.category in members


def _meets(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
