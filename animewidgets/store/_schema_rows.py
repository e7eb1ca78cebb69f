"""Schemas, their versions and links as rows of the store, and back. Pure: no database in here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from animewidgets.annotations import (
    JSON,
    Category,
    CategorySchema,
    Group,
    category_details,
    group_to_json,
)
from animewidgets.annotations.schema_changes import SchemaChange
from animewidgets.annotations.schema_changes_json import change_from_json, change_to_json
from animewidgets.annotations.schema_json import category_from_json
from animewidgets.annotations.version_map import Link
from animewidgets.store._session import Row
from animewidgets.store._statements import statement
from animewidgets.store.drafts import Step

_DETAILS = ("description", "attributes", "skeleton", "translations", "examples")
#: As far as reading details goes, the rest of the category is of no account.
_ANY: Mapping[str, JSON] = {"category_id": "any", "name": "any", "colour": "#000000"}


def schema_statements(schema: CategorySchema) -> list[str]:
    """Statements that write the categories, details and groups of a schema, as far as they are missing."""
    categories = [
        {
            "category_id": one.category_id,
            "name": one.name,
            "colour": one.colour,
            "hotkey": one.hotkey,
            "parent": one.parent,
            "position": position,
        }
        for position, one in enumerate(schema)
    ]
    details = [{"category_id": one.category_id, **told} for one in schema if (told := category_details(one))]
    groups = [{**group_to_json(one), "position": position} for position, one in enumerate(schema.groups)]
    parts = (
        ("ensure_categories", "categories", categories),
        ("ensure_category_details", "details", details),
        ("ensure_category_groups", "groups", groups),
    )
    return [
        statement(name, schema_id=schema.schema_id, version=schema.version, **{what: compact(rows)})
        for name, what, rows in parts
        if rows
    ]


def compact(value: object) -> str:
    """JSON in few characters."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def schema_of(
    schema_id: str, version: int, categories: Iterable[Row], groups: Iterable[Row]
) -> CategorySchema:
    """A schema from the rows of ``schema_categories.sql`` and ``schema_groups.sql``."""
    return CategorySchema(
        schema_id,
        version,
        tuple(_category(row) for row in categories),
        tuple(Group(str(name), tuple(map(str, members)), bool(held)) for name, members, held in groups),
    )


def _category(row: Row) -> Category:
    category_id, name, colour, hotkey, parent, *told = row
    details: dict[str, JSON] = {
        field: value if field == "description" else json.loads(value)
        for field, value in zip(_DETAILS, told, strict=True)
        if value is not None
    }
    # Names and colours are taken as they are: older stores hold what a file today might not.
    plain = category_from_json({**_ANY, **details}) if details else _PLAIN
    return replace(
        plain, category_id=str(category_id), name=str(name), colour=str(colour), hotkey=hotkey, parent=parent
    )


_PLAIN = Category("any", "any", "#000000")


def links_text(links: Iterable[Link]) -> str:
    """Links as the parameter of ``publish_links.sql``."""
    return compact(
        [{"source": one.source, "targets": list(one.targets), "goes_to": one.then} for one in links]
    )


def link_of(row: Row) -> Link:
    """A link from a row of ``schema_links.sql``."""
    source, targets, goes_to = row
    return Link(str(source), tuple(map(str, targets)), None if goes_to is None else str(goes_to))


def changes_text(changes: Iterable[SchemaChange]) -> str:
    """Changes as they stand in a step of a draft."""
    return compact([change_to_json(one) for one in changes])


def step_of(row: Row) -> Step:
    """A step of a draft from a row of ``draft_steps.sql``."""
    kind, base_version, changes, step_id = row
    told = [] if changes is None else json.loads(str(changes))
    made = tuple(change_from_json(one) for one in told)
    return Step(kind, int(base_version), made, None if step_id is None else str(step_id))


def difference(schema: CategorySchema, details: Sequence[Row], groups: Sequence[Row]) -> str | None:
    """What of a schema the store knows otherwise, in words; ``None`` where it is all the same.

    ``details`` are the rows of ``statements/schema_details.sql``, ``groups`` those of ``schema_groups.sql``.
    """
    known = {str(row[0]): [_read(one) for one in row[1:]] for row in details}
    for category in schema:
        told = category_details(category)
        given = [told.get("attributes"), told.get("skeleton")]
        if given != known.pop(category.category_id, [None, None]):
            return f"attributes or key points of {category.category_id!r}"
    if known:
        return f"attributes or key points of {min(known)!r}"
    grouped = [(str(name), tuple(map(str, members)), bool(exclusive)) for name, members, exclusive in groups]
    if grouped != [(one.name, one.members, one.exclusive) for one in schema.groups]:
        return "groups"
    return None


def _read(told: object) -> object:
    return None if told is None else json.loads(str(told))
