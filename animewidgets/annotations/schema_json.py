"""Category schemas as JSON: for files, for the designer of templates, for the store and the browser.

What a schema does not use is left out, so that one without attributes, skeletons and groups is written as it
was before there were any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from animewidgets.annotations import shape
from animewidgets.annotations.categories import CATEGORY_FIELDS, Category, CategorySchema, Group
from animewidgets.annotations.category_attributes import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_CHOICES,
    Attribute,
    AttributeKind,
    Value,
)
from animewidgets.annotations.edits import JSON
from animewidgets.annotations.frame_keys import LONGEST_NOTE, LONGEST_RELEASE_ID, Example
from animewidgets.annotations.skeletons import MOST_KEY_POINTS, Skeleton
from animewidgets.annotations.translations import Translation
from animewidgets.errors import MalformedMessage

MOST_CATEGORIES = 20_000
MOST_ATTRIBUTES = 100
LONGEST_DESCRIPTION = 10_000
MOST_TRANSLATIONS = 100
MOST_EXAMPLES = 100

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

T = TypeVar("T")


def schema_to_json(schema: CategorySchema) -> dict[str, JSON]:
    """A schema as a JSON object; :func:`schema_from_json` reads it back the same."""
    told: dict[str, JSON] = {
        "schema_id": schema.schema_id,
        "version": schema.version,
        "categories": [category_to_json(one) for one in schema],
    }
    if schema.groups:
        told["groups"] = [group_to_json(one) for one in schema.groups]
    return told


def category_to_json(category: Category) -> dict[str, JSON]:
    """A category as it stands in a schema, and in ``hello.categories`` of ``docs/wire.md``."""
    return {
        "category_id": category.category_id,
        "name": category.name,
        "colour": category.colour,
        "hotkey": category.hotkey,
        "parent": category.parent,
        **category_details(category),
    }


def category_details(category: Category) -> dict[str, JSON]:
    """Description, attributes, skeleton, translations and examples, as far as a category has them."""
    told: dict[str, JSON] = {}
    if category.description:
        told["description"] = category.description
    if category.attributes:
        told["attributes"] = [attribute_to_json(one) for one in category.attributes]
    if category.skeleton:
        told["skeleton"] = skeleton_to_json(category.skeleton)
    if category.translations:
        told["translations"] = [translation_to_json(one) for one in category.translations]
    if category.examples:
        told["examples"] = [example_to_json(one) for one in category.examples]
    return told


def group_to_json(group: Group) -> dict[str, JSON]:
    """A group; ``exclusive`` is always there."""
    return {"name": group.name, "members": list(group.members), "exclusive": group.exclusive}


def attribute_to_json(attribute: Attribute) -> dict[str, JSON]:
    """An attribute; what has its default is left out."""
    told: dict[str, JSON] = {"name": attribute.name, "kind": attribute.kind.value}
    if attribute.choices:
        told["choices"] = list(attribute.choices)
    if attribute.unit:
        told["unit"] = attribute.unit
    for name in ("minimum", "maximum", "default"):
        value: Value | None = getattr(attribute, name)
        if value is not None:
            told[name] = value
    if attribute.required:
        told["required"] = True
    if attribute.description:
        told["description"] = attribute.description
    return told


def skeleton_to_json(skeleton: Skeleton) -> dict[str, JSON]:
    """A skeleton; what has its default is left out."""
    told: dict[str, JSON] = {"names": list(skeleton.names)}
    for name, pairs in (("edges", skeleton.edges), ("mirrored", skeleton.mirrored)):
        if pairs:
            told[name] = [list(pair) for pair in pairs]
    if skeleton.left_colour is not None:
        told["left_colour"] = skeleton.left_colour
    if skeleton.right_colour is not None:
        told["right_colour"] = skeleton.right_colour
    return told


def translation_to_json(translation: Translation) -> dict[str, JSON]:
    """A translation; ``description`` is left out where there is none."""
    told: dict[str, JSON] = {"language": translation.language, "name": translation.name}
    if translation.description:
        told["description"] = translation.description
    return told


def example_to_json(example: Example) -> dict[str, JSON]:
    """An example frame; ``note`` is left out where there is none."""
    told: dict[str, JSON] = {"release_id": example.release_id, "pts": example.pts}
    if example.note:
        told["note"] = example.note
    return told


def schema_from_json(data: object, at: str = "schema") -> CategorySchema:
    """Read a schema from decoded JSON.

    Raises:
        MalformedMessage: a field is missing, unknown or makes no sense, or two categories have one identity;
            the message says which, and where it stands.
    """
    told = shape.record(data, at, required={"schema_id", "version", "categories"}, optional={"groups"})
    categories = shape.array(told["categories"], f"{at}.categories", at_most=MOST_CATEGORIES)
    groups = shape.array(told.get("groups", []), f"{at}.groups", at_most=MOST_CATEGORIES)
    read = tuple(category_from_json(one, f"{at}.categories[{n}]") for n, one in enumerate(categories))
    known: set[str] = set()
    for n, one in enumerate(read):
        if one.category_id in known:
            raise MalformedMessage(f"{at}.categories[{n}].category_id: {one.category_id!r} is there twice")
        known.add(one.category_id)
    for n, one in enumerate(read):
        if one.parent is not None and one.parent not in known:
            raise MalformedMessage(f"{at}.categories[{n}].parent: {one.parent!r} is no category of it")
    return _made(
        lambda: CategorySchema(
            _name(told["schema_id"], f"{at}.schema_id"),
            shape.integer(told["version"], f"{at}.version", at_least=1, at_most=2**31 - 1),
            read,
            tuple(group_from_json(one, f"{at}.groups[{n}]") for n, one in enumerate(groups)),
        ),
        at,
    )


def category_from_json(data: object, at: str = "category") -> Category:
    """Read one category. Raises ``MalformedMessage`` as :func:`schema_from_json` does."""
    told = shape.record(
        data,
        at,
        required={"category_id", "name", "colour"},
        optional={*CATEGORY_FIELDS} - {"name", "colour"},
    )
    colour = told["colour"]
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
        raise MalformedMessage(f"{at}.colour: expected a colour #rrggbb, got {shape.show(colour)}")
    attributes = shape.array(told.get("attributes", []), f"{at}.attributes", at_most=MOST_ATTRIBUTES)
    translated = f"{at}.translations"
    translations = shape.array(told.get("translations", []), translated, at_most=MOST_TRANSLATIONS)
    examples = shape.array(told.get("examples", []), f"{at}.examples", at_most=MOST_EXAMPLES)
    skeleton = told.get("skeleton")
    return _made(
        lambda: Category(
            _name(told["category_id"], f"{at}.category_id"),
            _name(told["name"], f"{at}.name"),
            colour,
            shape.optional(_name, told.get("hotkey"), f"{at}.hotkey"),
            shape.optional(_name, told.get("parent"), f"{at}.parent"),
            shape.text(told.get("description", ""), f"{at}.description", at_most=LONGEST_DESCRIPTION),
            tuple(attribute_from_json(one, f"{at}.attributes[{n}]") for n, one in enumerate(attributes)),
            None if skeleton is None else skeleton_from_json(skeleton, f"{at}.skeleton"),
            tuple(translation_from_json(one, f"{translated}[{n}]") for n, one in enumerate(translations)),
            tuple(example_from_json(one, f"{at}.examples[{n}]") for n, one in enumerate(examples)),
        ),
        at,
    )


def attribute_from_json(data: JSON, at: str = "attribute") -> Attribute:
    """Read one attribute. Raises ``MalformedMessage`` as :func:`schema_from_json` does."""
    told = shape.record(
        data,
        at,
        required={"name", "kind"},
        optional={"choices", "unit", "minimum", "maximum", "required", "default", "description"},
    )
    default = told.get("default")
    if isinstance(default, list | dict):
        raise MalformedMessage(f"{at}.default: expected a text, number or flag, got {shape.show(default)}")
    return _made(
        lambda: Attribute(
            _name(told["name"], f"{at}.name"),
            shape.choice(told["kind"], f"{at}.kind", AttributeKind),
            _names(told.get("choices", []), f"{at}.choices", MOST_CHOICES),
            shape.text(told.get("unit", ""), f"{at}.unit", at_most=LONGEST_NAME),
            shape.optional(shape.number, told.get("minimum"), f"{at}.minimum"),
            shape.optional(shape.number, told.get("maximum"), f"{at}.maximum"),
            _flag(told, "required", at, default=False),
            default,
            shape.text(told.get("description", ""), f"{at}.description", at_most=LONGEST_TEXT),
        ),
        at,
    )


def translation_from_json(data: JSON, at: str = "translation") -> Translation:
    """Read one translation. Raises ``MalformedMessage`` as :func:`schema_from_json` does."""
    told = shape.record(data, at, required={"language", "name"}, optional={"description"})
    return _made(
        lambda: Translation(
            _name(told["language"], f"{at}.language"),
            _name(told["name"], f"{at}.name"),
            shape.text(told.get("description", ""), f"{at}.description", at_most=LONGEST_DESCRIPTION),
        ),
        at,
    )


def example_from_json(data: JSON, at: str = "example") -> Example:
    """Read one example frame. Raises ``MalformedMessage`` as :func:`schema_from_json` does."""
    told = shape.record(data, at, required={"release_id", "pts"}, optional={"note"})
    return _made(
        lambda: Example(
            shape.text(told["release_id"], f"{at}.release_id", at_least=1, at_most=LONGEST_RELEASE_ID),
            shape.integer(told["pts"], f"{at}.pts"),
            shape.text(told.get("note", ""), f"{at}.note", at_most=LONGEST_NOTE),
        ),
        at,
    )


def skeleton_from_json(data: JSON, at: str = "skeleton") -> Skeleton:
    """Read a skeleton. Raises ``MalformedMessage`` as :func:`schema_from_json` does."""
    told = shape.record(
        data, at, required={"names"}, optional={"edges", "mirrored", "left_colour", "right_colour"}
    )
    return _made(
        lambda: Skeleton(
            _names(told["names"], f"{at}.names", MOST_KEY_POINTS),
            _pairs(told.get("edges", []), f"{at}.edges"),
            _pairs(told.get("mirrored", []), f"{at}.mirrored"),
            shape.optional(_name, told.get("left_colour"), f"{at}.left_colour"),
            shape.optional(_name, told.get("right_colour"), f"{at}.right_colour"),
        ),
        at,
    )


def group_from_json(data: JSON, at: str = "group") -> Group:
    """Read a group. Raises ``MalformedMessage`` as :func:`schema_from_json` does."""
    told = shape.record(data, at, required={"name", "members"}, optional={"exclusive"})
    return _made(
        lambda: Group(
            _name(told["name"], f"{at}.name"),
            _names(told["members"], f"{at}.members", MOST_CATEGORIES),
            _flag(told, "exclusive", at, default=True),
        ),
        at,
    )


def _name(value: JSON, at: str) -> str:
    return shape.text(value, at, at_least=1, at_most=LONGEST_NAME)


def _names(value: JSON, at: str, at_most: int) -> tuple[str, ...]:
    listed = shape.array(value, at, at_most=at_most)
    return tuple(_name(one, f"{at}[{n}]") for n, one in enumerate(listed))


def _pairs(value: JSON, at: str) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for n, one in enumerate(shape.array(value, at, at_most=MOST_KEY_POINTS**2)):
        first, second = shape.array(one, f"{at}[{n}]", at_least=2, at_most=2)
        pairs.append((_name(first, f"{at}[{n}][0]"), _name(second, f"{at}[{n}][1]")))
    return tuple(pairs)


def _flag(told: Mapping[str, JSON], name: str, at: str, *, default: bool) -> bool:
    value = told.get(name, default)
    if not isinstance(value, bool):
        raise MalformedMessage(f"{at}.{name}: expected true or false, got {shape.show(value)}")
    return value


def _made(make: Callable[[], T], at: str) -> T:
    """What the types refuse, said of a place in the JSON."""
    try:
        return make()
    except ValueError as error:
        raise MalformedMessage(f"{at}: {error}") from error
