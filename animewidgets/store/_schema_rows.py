"""What categories have beside name and colour, as rows. Pure: no database in here."""

from __future__ import annotations

import json

from animewidgets.annotations import CategorySchema, category_details
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
