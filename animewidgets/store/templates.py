"""The templates of a store: whole, by version."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from animewidgets.annotations import JSON, CategorySchema, Kind, Template
from animewidgets.annotations.templates_json import template_from_kept, template_to_json
from animewidgets.errors import StoreError, UnknownTask, UnknownTemplate
from animewidgets.store._handle import Handle
from animewidgets.store._schema_rows import compact, difference, schema_statements
from animewidgets.store._session import Row, Session
from animewidgets.store._statements import Value, statement
from animewidgets.store.schemas import Schemas

if TYPE_CHECKING:
    import pandas as pd


class Templates:
    """The templates of an open store; :attr:`Store.templates`. Versions never change once they are there."""

    def __init__(self, handle: Handle, schemas: Schemas) -> None:
        self._handle = handle
        self._schemas = schemas

    def publish(self, template: Template, *, person: str) -> Template:
        """Keep a version of a template, with its categories; gives it back.

        The same version may be published again as long as it says the same.

        Raises:
            StoreError: the version is known otherwise; give it another number.
        """
        self.ensure(template, person=person)
        rows = self._handle.rows("template_row", template_id=template.template_id, version=template.version)
        if (document := rows[0][7]) is None:
            self._handle.write("ensure_template_document", **_document(template, person))
        elif json.loads(str(document)) != _told(template):
            raise StoreError(
                f"template {template.template_id!r} version {template.version} is known in "
                f"{self._handle.path} and says something else: give it the version "
                f"{self.get(template.template_id).version + 1}"
            )
        return template

    def get(self, template_id: str, version: int | None = None) -> Template:
        """A version of a template, by default the newest. Raises ``UnknownTemplate``."""
        rows = self._handle.rows("template_row", template_id=template_id, version=version)
        if not rows:
            raise UnknownTemplate(
                f"there is no template {template_id!r}"
                + ("" if version is None else f" of version {version}")
                + f" in {self._handle.path}"
            )
        return _template(rows[0], self._schemas.get)

    def list(self) -> pd.DataFrame:
        """One row per template.

        Columns: ``template_id``, ``newest`` version, how many ``versions``, ``name``, ``kinds``,
        ``schema_id``, ``schema_version``, ``published_by``, ``published``.
        """
        sql = statement("templates")
        return self._handle.link.run(lambda session: session.frame(sql, read_only=True))

    def of_task(self, task_id: str) -> Template:
        """The template of a task, with the categories of the version that it stands on.

        Raises ``UnknownTask``.
        """
        rows = self._handle.rows("task_template", task_id=task_id)
        if not rows:
            raise UnknownTask(f"there is no task {task_id} in {self._handle.path}")
        return _template(rows[0], self._schemas.get)

    def ensure(self, template: Template, *, person: str | None = None) -> None:
        """Make a template and its categories known, both or none.

        Raises:
            StoreError: its categories are known with other attributes, skeletons or groups.
        """
        schema = template.categories
        named: dict[str, Value] = {"template_id": template.template_id, "version": template.version}
        if self._handle.rows("template", **named):
            self._check_schema(schema)
            return
        statements = [
            statement("ensure_schema", schema_id=schema.schema_id, version=schema.version),
            *schema_statements(schema),
            statement(
                "ensure_template",
                name=template.name,
                kinds=json.dumps([kind.value for kind in template.kinds]),
                schema_id=schema.schema_id,
                schema_version=schema.version,
                guidelines=template.guidelines,
                **named,
            ),
            statement("ensure_template_document", **_document(template, person)),
        ]

        def write(session: Session) -> None:
            session.transaction(statements)

        self._handle.writing(write)

    def _check_schema(self, schema: CategorySchema) -> None:
        """Refuse a schema whose attributes, skeletons or groups are known otherwise under its identity."""
        named: dict[str, Value] = {"schema_id": schema.schema_id, "version": schema.version}
        details = self._handle.rows("schema_details", **named)
        groups = self._handle.rows("schema_groups", **named)
        if changed := difference(schema, details, groups):
            raise StoreError(
                f"schema {schema.schema_id!r} version {schema.version} is known in {self._handle.path} with "
                f"other {changed}: what was said by them would change its meaning. "
                "Give the schema another version"
            )


def _told(template: Template) -> dict[str, JSON]:
    """A template as it is kept: its categories have rows of their own, and its version goes on by itself."""
    return {name: value for name, value in template_to_json(template).items() if name != "categories"}


def _document(template: Template, person: str | None) -> dict[str, Value]:
    return {
        "template_id": template.template_id,
        "version": template.version,
        "person": person,
        "document": compact(_told(template)),
    }


def _template(row: Row, schema: Callable[[str, int], CategorySchema]) -> Template:
    template_id, version, name, kinds, guidelines, schema_id, schema_version, document = row
    categories = schema(str(schema_id), int(schema_version))
    if document is not None:
        return template_from_kept(json.loads(str(document)), categories)
    # From before templates said more than this.
    return Template(
        str(template_id),
        int(version),
        str(name),
        tuple(Kind(one) for one in kinds),
        categories,
        str(guidelines),
    )
