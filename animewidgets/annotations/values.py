"""What an annotation says by its category: values of attributes, and the key points of a skeleton."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from animewidgets.annotations import shape
from animewidgets.annotations.bounds import ReleaseBounds
from animewidgets.annotations.categories import Category
from animewidgets.annotations.category_attributes import check_value
from animewidgets.annotations.edits import JSON, Annotation
from animewidgets.annotations.geometry import Points, Track, geometry_of
from animewidgets.annotations.kinds import Kind
from animewidgets.errors import AnnotationError, MalformedMessage

#: Where among the attributes of an annotation the values stand that its category takes, by name.
VALUES = "values"
#: Where stands what an annotation said before its category went: category, schema and version.
WAS = "was"
LONGEST_IDENTITY = 200


def check_by_category(
    annotation: Annotation,
    category: Category | None,
    at: str,
    bounds: ReleaseBounds,
    *,
    on_frame: bool,
    stood_on: Callable[[], Annotation] | None = None,
) -> None:
    """Refuse values that the category does not take, and points that are not those of its skeleton.

    A schema may go on while annotations stay: what was said by an older version of the category is no fault
    of who edits the annotation. So a value is taken as it is where the annotation had it already, under the
    same category, and where it says what it was before (:data:`WAS`).

    Args:
        annotation: checked by the rules of its kind already.
        category: the one that the annotation names, or ``None`` where it names none.
        at: where the annotation stands.
        bounds: the release.
        on_frame: whether times must be those of frames.
        stood_on: gives what an update was made on; asked only where a value is not taken.

    Raises:
        MalformedMessage: an attribute is not the category's, a value is none that it can have, or there are
            not as many points as the skeleton has.
        CutOutsideMedia: a time is no frame of the release.
    """
    if VALUES in annotation.attributes:
        there = f"{at}.attributes.{VALUES}"
        values = annotation.attributes[VALUES]
        if not isinstance(values, dict):
            raise MalformedMessage(f"{there}: expected an object, got {shape.show(values)}")
        try:
            _check_values(values, category, there, bounds, on_frame=on_frame)
        except AnnotationError:
            kept: Mapping[str, JSON] = {}
            if category is None and WAS in annotation.attributes:
                kept = values
            elif stood_on is not None:
                kept = _kept(annotation, stood_on())
            changed = {name: value for name, value in values.items() if name not in kept}
            _check_values(changed, category, there, bounds, on_frame=on_frame)
    if WAS in annotation.attributes:
        _check_was(annotation.attributes[WAS], f"{at}.attributes.{WAS}")
    if category is not None and category.skeleton is not None:
        _check_key_points(annotation, category, f"{at}.geometry")


def _kept(annotation: Annotation, before: Annotation) -> Mapping[str, JSON]:
    """The values that an annotation had before, where it is still one of the same category."""
    if before.category != annotation.category:
        return {}
    had, said = values_of(before), values_of(annotation)
    return {name: value for name, value in had.items() if name in said and said[name] == value}


def _check_was(was: JSON, at: str) -> None:
    told = shape.record(was, at, required={"category", "schema_id", "version"}, optional={VALUES})
    for name in ("category", "schema_id"):
        shape.text(told[name], f"{at}.{name}", at_least=1, at_most=LONGEST_IDENTITY)
    shape.integer(told["version"], f"{at}.version", at_least=1)


def values_of(annotation: Annotation) -> Mapping[str, JSON]:
    """The values of an annotation by name; none where it has none, or some program wrote something else."""
    values = annotation.attributes.get(VALUES)
    return values if isinstance(values, dict) else {}


def with_category(annotation: Annotation, category: Category) -> Annotation:
    """An annotation with another category: what that one has attributes for, it goes on saying.

    Raises:
        MalformedMessage: its points are not those of the category's skeleton.
    """
    values: dict[str, JSON] = {}
    for name, value in values_of(annotation).items():
        attribute = category.attribute(name)
        if attribute is None:
            continue
        try:
            values[name] = check_value(value, attribute, name)
        except MalformedMessage:
            continue  # said of another attribute of the same name
    attributes = {name: value for name, value in annotation.attributes.items() if name != VALUES}
    if values:
        attributes[VALUES] = values
    given = replace(annotation, category=category.category_id, attributes=attributes)
    if category.skeleton is not None:
        _check_key_points(given, category, "geometry")
    return given


def _check_values(
    values: Mapping[str, JSON],
    category: Category | None,
    at: str,
    bounds: ReleaseBounds,
    *,
    on_frame: bool,
) -> None:
    for name, value in values.items():
        if category is None:
            raise MalformedMessage(f"{at}: {shape.show(name)} is said of something that has no category")
        attribute = category.attribute(name)
        if attribute is None:
            known = ", ".join(repr(one.name) for one in category.attributes) or "none"
            raise MalformedMessage(
                f"{at}: category {category.category_id!r} has no attribute {shape.show(name)}; it has {known}"
            )
        check_value(value, attribute, f"{at}.{name}", bounds, on_frame=on_frame)


def _check_key_points(annotation: Annotation, category: Category, at: str) -> None:
    assert category.skeleton is not None
    wanted = len(category.skeleton.names)
    if annotation.kind is Kind.POINT:
        points = geometry_of(annotation)
        assert isinstance(points, Points), "geometry was checked before"
        _check_count(len(points.points), wanted, category, f"{at}.points")
    elif annotation.kind is Kind.TRACK:
        track = geometry_of(annotation)
        assert isinstance(track, Track), "geometry was checked before"
        for n, key in enumerate(track.keys):
            if isinstance(key.shape, Points):
                _check_count(len(key.shape.points), wanted, category, f"{at}.keys[{n}].shape.points")


def _check_count(count: int, wanted: int, category: Category, at: str) -> None:
    if count != wanted:
        raise MalformedMessage(
            f"{at}: the skeleton of {category.category_id!r} has {wanted} key points, got {count}; "
            "one that nobody marked is null"
        )
