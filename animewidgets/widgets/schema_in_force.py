"""The version of its schema that a task stands on, followed while people label."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from animewidgets.annotations import (
    Annotation,
    CategorySchema,
    Template,
    category_to_json,
    group_to_json,
)
from animewidgets.annotations.schema_carried import carried
from animewidgets.widgets.channel import JSON

if TYPE_CHECKING:
    from animewidgets.store import Store


class SchemaInForce:
    """What labels of a task may say now; whoever migrates the project moves it on.

    ``template`` is what the task was opened by, with the categories in force; other templates of the same
    identity may have other versions of them.
    """

    def __init__(self, store: Store, task_id: str, opened: Template) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._task_id = task_id
        self._template = opened
        standing = store.schema_of(task_id)
        self._schema_id = standing.schema_id
        #: The newest version that there is, when the task was opened.
        self.newest = standing.newest
        if standing.version != opened.categories.version:
            self.follow(standing.version)

    @property
    def template(self) -> Template:
        """The template of the task, by the version in force."""
        return self._template

    @property
    def categories(self) -> CategorySchema:
        """The version in force."""
        return self._template.categories

    @property
    def version(self) -> int:
        """Its number."""
        return self._template.categories.version

    def follow(self, version: int) -> bool:
        """Go on to a version; whether that is another one than before."""
        if version == self.version:
            return False
        categories = self._store.schemas.get(self._schema_id, version)
        with self._lock:
            self._template = replace(self._template, categories=categories)
            self.newest = max(self.newest, version)
        return True

    def catch_up(self) -> bool:
        """Ask the store whether the task has gone on, and follow; whether it has."""
        return self.follow(self._store.schema_of(self._task_id).version)

    def to_wire(self, known: int | None = None) -> dict[str, JSON]:
        """What a page needs to take over: see ``schema`` in ``docs/wire.md``.

        ``known`` is the version that the page has: then it is also told what became of its categories.
        """
        schema = self.categories
        told: dict[str, JSON] = {
            "schema_id": schema.schema_id,
            "version": schema.version,
            "categories": [category_to_json(one) for one in schema],
            "groups": [group_to_json(one) for one in schema.groups],
        }
        if known is not None and known < schema.version and known in self._versions():
            links = self._store.schemas.map(schema.schema_id, known, schema.version).links
            told["links"] = {
                one.source: {"targets": list(one.targets), "then": one.then}
                for one in links
                if one.then != one.source
            }
        return told

    def carry(self, annotation: Annotation, stated: int | None, at: str) -> Annotation:
        """What an annotation of a browser is by the version in force.

        Args:
            annotation: as it was sent.
            stated: the version that its category is of, as the page says; ``None`` where it does not say.
            at: where it stands, for the message.

        Raises:
            SchemaMoved: a person must choose another category.
        """
        version = self._version_of(annotation.category, stated)
        if version is None:
            return annotation
        links = self._store.schemas.map(self._schema_id, version, self.version)
        return carried(annotation, links, self.categories, at)

    def _version_of(self, category: str | None, stated: int | None) -> int | None:
        """The older version that a category is of; ``None`` where it is of the one in force, or of none.

        The undoing of what was done long ago speaks of categories of back then, whatever the page stands on.
        """
        if category is None:
            return None
        from_version = self.version if stated is None else min(stated, self.version)
        for version in sorted(self._versions(), reverse=True):
            if version <= from_version and category in self._store.schemas.get(self._schema_id, version):
                return None if version == self.version else version
        return None

    def _versions(self) -> list[int]:
        return [
            version for version in self._store.schemas.numbers(self._schema_id) if version <= self.version
        ]
