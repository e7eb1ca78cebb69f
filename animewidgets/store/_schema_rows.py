"""What categories have beside name and colour, as rows. Pure: no database in here."""

from __future__ import annotations

import json
from collections.abc import Sequence

from animewidgets.annotations import CategorySchema, category_details
from animewidgets.store._session import Row
from animewidgets.store._statements import Value


def detail_rows(schema: CategorySchema) -> list[list[Value]]:
    """The ``VALUES`` of ``statements/ensure_category_details.sql``: of categories that have any."""
    rows: list[list[Value]] = []
    for category in schema:
        told = category_details(category)
        if told:
            as_json = [
                json.dumps(told[name], ensure_ascii=False) if name in told else None
                for name in ("attributes", "skeleton")
            ]
            rows.append(
                [
                    schema.schema_id,
                    schema.version,
                    category.category_id,
                    category.description or None,
                    *as_json,
                ]
            )
    return rows


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


def group_rows(schema: CategorySchema) -> list[list[Value]]:
    """The ``VALUES`` of ``statements/ensure_category_groups.sql``."""
    return [
        [
            schema.schema_id,
            schema.version,
            group.name,
            json.dumps(list(group.members), ensure_ascii=False),
            group.exclusive,
            position,
        ]
        for position, group in enumerate(schema.groups)
    ]
