"""The category schemas of a store: their versions, drafts and maintainers, what uses them, and migration."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from animewidgets.annotations import CategorySchema
from animewidgets.annotations.schema_changes import SchemaChange
from animewidgets.annotations.version_map import Link, VersionMap, guessed_map
from animewidgets.errors import NotMaintainer, SchemaConflict, SchemaError, UnknownSchema
from animewidgets.store._handle import Handle
from animewidgets.store._schema_rows import (
    changes_text,
    link_of,
    links_text,
    schema_of,
    schema_statements,
    step_of,
)
from animewidgets.store._session import Row, Session
from animewidgets.store._statements import Value, statement
from animewidgets.store.drafts import Draft, Step, fold
from animewidgets.store.schema_migration import Migration, migrate, preview_rows, usage_rows

if TYPE_CHECKING:
    import pandas as pd


class Schemas:
    """The category schemas of an open store; :attr:`Store.schemas`.

    Versions never change once they are published. Whoever publishes a schema that nobody maintains maintains
    it from then on; of others only maintainers publish, and anyone may propose
    (:class:`~animewidgets.store.proposals.Proposals`). Every method may raise what :class:`Store` says.
    """

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._known: dict[tuple[str, int], CategorySchema] = {}
        self._lock = threading.Lock()

    # --- versions -----------------------------------------------------------------------------------

    def list(self) -> pd.DataFrame:
        """One row per schema.

        Columns: ``schema_id``, ``newest`` version, how many ``versions``, ``published_by``, ``published``,
        ``categories`` (how many the newest has), ``maintainers``, ``tasks`` (how many use it).
        """
        return self._frame("schemas")

    def versions(self, schema_id: str) -> pd.DataFrame:
        """One row per version, ascending.

        Columns: ``version``, ``base_version``, ``person``, ``created``, ``note``, ``categories`` (how many),
        ``tasks`` (how many stand on it). ``base_version`` and ``person`` are empty where the version came
        with a template.
        """
        return self._frame("schema_versions", schema_id=schema_id)

    def version_rows(self, schema_id: str) -> Sequence[tuple[int, str | None, int, str | None]]:
        """Version, person, microseconds since 1970 and note of each version, without pandas."""
        rows = self._handle.rows("schema_version_rows", schema_id=schema_id)
        return [(int(version), person, int(created), note) for version, person, created, note in rows]

    def identities(self) -> Sequence[str]:
        """Of the schemas that there are, the one that was published last first."""
        return [str(row[0]) for row in self._handle.rows("schema_identities")]

    def newest(self, schema_id: str) -> int:
        """The newest version of a schema; 0 where there is none."""
        return max(self.numbers(schema_id), default=0)

    def numbers(self, schema_id: str) -> Sequence[int]:
        """The numbers of the versions of a schema, ascending."""
        return [version for version, _ in self._lineage(schema_id)]

    def get(self, schema_id: str, version: int | None = None) -> CategorySchema:
        """A version of a schema, by default the newest. Raises ``UnknownSchema``."""
        wanted = self.newest(schema_id) if version is None else version
        known = self._known.get((schema_id, wanted))
        if known is not None:
            return known
        if wanted not in dict(self._lineage(schema_id)):
            raise self._unknown(schema_id, version)
        read = schema_of(
            schema_id,
            wanted,
            self._handle.rows("schema_categories", schema_id=schema_id, version=wanted),
            self._handle.rows("schema_groups", schema_id=schema_id, version=wanted),
        )
        with self._lock:
            self._known[schema_id, wanted] = read
        return read

    def publish(
        self,
        schema: CategorySchema,
        links: Iterable[Link] = (),
        *,
        person: str,
        note: str = "",
        base_version: int,
        from_draft: bool = False,
    ) -> CategorySchema:
        """Publish a version, all of it or nothing. Once this returns, it is on disk and never changes.

        Args:
            schema: what it says; its own ``version`` is of no account.
            links: what became of the categories of ``base_version``; those that are not named stay what they
                are, or are dropped where the new version has none such. Of no account for a first version.
            person: who publishes.
            note: what changed, in words.
            base_version: the version that it was made from; 0 for a first one.
            from_draft: whether the person's draft of it is done with by this.

        Returns:
            The schema with its number, which is ``base_version + 1``.

        Raises:
            SchemaConflict: somebody published another version since.
            NotMaintainer: others maintain the schema.
            SchemaError: a link names a category that is in neither version.
        """
        made = replace(schema, version=base_version + 1)

        def write(session: Session) -> None:
            session.transaction(self.publication(made, links, person=person, note=note, done=from_draft))

        self._handle.writing(write)
        return made

    def publication(
        self, made: CategorySchema, links: Iterable[Link], *, person: str, note: str, done: bool = False
    ) -> Sequence[str]:
        """The statements that publish a version; refuses as :meth:`publish` does. For this room alone."""
        base_version = made.version - 1
        newest = self.newest(made.schema_id)
        if newest != base_version:
            raise SchemaConflict(
                f"{made.schema_id!r} is at version {newest}, and not {base_version} any more: "
                "look at what changed, apply your changes to it and publish again"
                if newest > base_version
                else f"{made.schema_id!r} has no version {base_version} to go on from, only up to {newest}",
                {"schema_id": made.schema_id, "base": base_version, "newest": newest},
            )
        self.check_maintainer(made.schema_id, person, "publish a version of it")
        complete = _complete(self.get(made.schema_id, base_version), made, links) if base_version else []
        about = {"schema_id": made.schema_id, "person": person}
        statements = [
            statement("ensure_person", person=person),
            statement(
                "publish_schema",
                version=made.version,
                base_version=base_version or None,
                note=note or None,
                **about,
            ),
            *schema_statements(made),
            statement("ensure_maintainer", added_by=person, **about),
        ]
        if complete:
            statements.append(
                statement(
                    "publish_links",
                    schema_id=made.schema_id,
                    version=made.version,
                    links=links_text(complete),
                )
            )
        if done:
            statements.append(
                statement(
                    "draft_step",
                    kind="discard",
                    base_version=made.version,
                    changes=None,
                    step_id=None,
                    **about,
                )
            )
        return statements

    def map(self, schema_id: str, from_version: int, to_version: int) -> VersionMap:
        """What became of each category from a version to a later one, over all versions between.

        Where a version came with a template and not by publishing, nobody said what became of the categories
        of the one before: then it is guessed by identities and names.

        Raises:
            UnknownSchema: there is no such version.
            SchemaError: ``to_version`` is the older one.
        """
        if from_version > to_version:
            raise SchemaError(
                f"version {to_version} of {schema_id!r} is older than {from_version}: maps lead to newer ones"
            )
        lineage = dict(self._lineage(schema_id))
        for version in (from_version, to_version):
            if version not in lineage:
                raise self._unknown(schema_id, version)
        path = [version for version in sorted(lineage) if from_version <= version <= to_version]
        found = VersionMap.unchanged(self.get(schema_id, from_version), from_version)
        for before, after in pairwise(path):
            found = found.compose(self._step(schema_id, before, after, published=lineage[after] == before))
        return found

    def _step(self, schema_id: str, before: int, after: int, *, published: bool) -> VersionMap:
        if not published:
            return guessed_map(self.get(schema_id, before), self.get(schema_id, after))
        links = self._handle.rows("schema_links", schema_id=schema_id, version=after)
        return VersionMap(schema_id, before, after, tuple(link_of(row) for row in links))

    def retired(self, schema_id: str) -> Sequence[str]:
        """Identities that categories of some version had, and none of the newest has."""
        return [str(row[0]) for row in self._handle.rows("retired_categories", schema_id=schema_id)]

    # --- who ----------------------------------------------------------------------------------------

    def maintainers(self, schema_id: str) -> Sequence[str]:
        """Who may publish versions and decide on proposals, those who came first first."""
        return [str(row[0]) for row in self._handle.rows("schema_maintainers", schema_id=schema_id)]

    def is_maintainer(self, schema_id: str, person: str) -> bool:
        """Whether a person may publish: also where nobody maintains the schema yet."""
        known = self.maintainers(schema_id)
        return person in known or not known

    def check_maintainer(self, schema_id: str, person: str, what: str) -> None:
        """Raises ``NotMaintainer`` where others maintain the schema."""
        known = self.maintainers(schema_id)
        if known and person not in known:
            raise NotMaintainer(
                f"{person!r} does not maintain {schema_id!r} and cannot {what}; {', '.join(known)} can. "
                "Propose the change: whoever maintains the schema can accept it",
                {"schema_id": schema_id, "maintainers": list(known)},
            )

    def add_maintainer(self, schema_id: str, person: str, *, by: str) -> None:
        """Let somebody else maintain a schema, too. Raises ``NotMaintainer``, ``UnknownSchema``."""
        if not self.newest(schema_id):
            raise self._unknown(schema_id, None)
        self.check_maintainer(schema_id, by, "say who maintains it")
        # Who takes up a schema that nobody maintains is not shut out by whom they name.
        for one in dict.fromkeys((by, person)):
            self._handle.write("ensure_maintainer", schema_id=schema_id, person=one, added_by=by)

    # --- drafts -------------------------------------------------------------------------------------

    def draft(self, schema_id: str, person: str) -> Draft:
        """What a person has in hand; an empty draft on the newest version where there is nothing."""
        return fold(self.draft_steps(schema_id, person), self.newest(schema_id))

    def draft_steps(self, schema_id: str, person: str) -> Sequence[Step]:
        """What a person did since their draft was last put away or published, oldest first."""
        return [step_of(row) for row in self._handle.rows("draft_steps", schema_id=schema_id, person=person)]

    def save_draft(
        self,
        schema_id: str,
        person: str,
        step: Sequence[SchemaChange] | Literal["undo", "redo"],
        *,
        base_version: int,
        step_id: str | None = None,
    ) -> Draft:
        """Add a step to a person's draft, as :meth:`add_draft_step`; returns the draft as it is then."""
        self.add_draft_step(schema_id, person, step, base_version=base_version, step_id=step_id)
        return self.draft(schema_id, person)

    def add_draft_step(
        self,
        schema_id: str,
        person: str,
        step: Sequence[SchemaChange] | Literal["undo", "redo"],
        *,
        base_version: int,
        step_id: str | None = None,
    ) -> None:
        """Add a step to a person's draft; on disk once this returns.

        Args:
            schema_id: which schema; it need not be published yet.
            person: whose draft.
            step: changes that were made by one gesture and are undone together; or the taking back of the
                newest gesture that holds, or the bringing back of the one undone last.
            base_version: the version that the draft stands on, 0 where there is none.
            step_id: what the page calls it that made it.
        """
        changes = None if isinstance(step, str) else changes_text(step)
        self._handle.write(
            "draft_step",
            schema_id=schema_id,
            person=person,
            kind=step if isinstance(step, str) else "change",
            base_version=base_version,
            changes=changes,
            step_id=step_id,
        )

    def discard_draft(self, schema_id: str, person: str) -> None:
        """Put a person's draft away. Its steps stay in the store."""
        self._handle.write(
            "draft_step",
            schema_id=schema_id,
            person=person,
            kind="discard",
            base_version=self.newest(schema_id),
            changes=None,
            step_id=None,
        )

    # --- labels -------------------------------------------------------------------------------------

    def usage(self, schema_id: str) -> pd.DataFrame:
        """How much each category is used, over all projects.

        One row for each category of the newest version, and for each other one that live annotations of
        tasks on older versions have. Columns: ``category_id``, ``annotations`` (live), ``tasks``,
        ``projects``, ``examples`` (frame keys of the newest ones, at most 5: ``{"release_id", "pts"}``).
        """
        return usage_rows(self._handle, self.get(schema_id))

    def usage_rows(self, schema_id: str) -> Sequence[Row]:
        """Of :meth:`usage` the categories that are used, without pandas."""
        return self._handle.rows("category_usage", schema_id=schema_id)

    def preview(self, project: str, schema_id: str, to_version: int) -> pd.DataFrame:
        """What :meth:`migrate` would do: one row for each category of the versions that tasks stand on.

        Columns: ``from_version``, ``source``, ``kind`` (``same``, ``renamed``, ``merged``, ``split`` or
        ``dropped``), ``target`` (empty: a person must choose), ``targets``, ``annotations`` (live) and
        ``tasks`` that have any.

        Raises:
            UnknownSchema: there is no such version.
            StoreError: there is no such project.
        """
        return preview_rows(self._handle, self, project, schema_id, to_version)

    def migrate(self, project: str, schema_id: str, to_version: int, *, person: str) -> Migration:
        """Bring all tasks of a project that use a schema to a version of it, all of them or none.

        Every live annotation whose category is another one then gets a new version in the log, in one commit
        of the tool ``migration``; the older ones stay in its history. What has no place gets no category, and
        remembers in ``attributes.was`` what it said: the view ``to_recategorise`` lists those. Doing it again
        changes nothing and tells of the first time.

        Raises:
            UnknownSchema: there is no such version.
            NotMaintainer: others maintain the schema.
            SchemaError: the project is on a newer version already.
            StoreError: there is no such project.
        """
        self.check_maintainer(schema_id, person, "migrate annotations")
        return migrate(self._handle, self, project, schema_id, to_version, person)

    def standing(self, project: str, schema_id: str) -> Sequence[int]:
        """The versions that tasks of a project stand on, ascending; none where no task uses the schema."""
        rows = self._handle.rows("standing_projects", project=project, schema_id=schema_id)
        return [int(version) for version in (rows[0][1] or ())] if rows else []

    def tasks_before(self, project: str, schema_id: str, version: int) -> int:
        """How many tasks of a project stand on an older version than this one."""
        rows = self._handle.rows("tasks_before", project=project, schema_id=schema_id, version=version)
        return int(rows[0][0])

    def waiting(self, project: str, schema_id: str) -> int:
        """How many live annotations of a project a migration left without a category."""
        rows = self._handle.rows("waiting_count", project=project, schema_id=schema_id)
        return int(rows[0][0])

    def to_recategorise(self, project: str, schema_id: str, *, most: int) -> pd.DataFrame:
        """The first of the annotations that :meth:`waiting` counts, in the order of tasks and time.

        Columns: ``task_id``, ``annotation_id``, ``version``, ``kind``, ``release_id``, ``release``,
        ``frame``, ``start_pts``, ``seconds``, ``was`` (the category), ``was_name``, ``was_version``,
        ``choices``: what that category became in the version that the task stands on.
        """
        found = self._frame("waiting_labels", project=project, schema_id=schema_id, most=most)
        maps: dict[tuple[int, int], VersionMap] = {}
        choices: list[list[str]] = []
        for was, before, now in zip(found["was"], found["was_version"], found["schema_version"], strict=True):
            step = (int(before), int(now))
            if step not in maps:
                maps[step] = self.map(schema_id, *step)
            link = maps[step].link(str(was))
            choices.append(list(link.targets) if link else [])
        found["choices"] = choices
        return found.drop(columns="schema_version")

    # --- within -------------------------------------------------------------------------------------

    def _lineage(self, schema_id: str) -> Sequence[tuple[int, int | None]]:
        """Versions, and which one each was made from."""
        rows = self._handle.rows("schema_lineage", schema_id=schema_id)
        return [(int(version), None if base is None else int(base)) for version, base in rows]

    def _frame(self, name: str, **values: Value) -> pd.DataFrame:
        sql = statement(name, **values)
        return self._handle.link.run(lambda session: session.frame(sql, read_only=True))

    def _unknown(self, schema_id: str, version: int | None) -> UnknownSchema:
        newest = self.newest(schema_id)
        if not newest:
            return UnknownSchema(f"there is no schema {schema_id!r} in {self._handle.path}")
        return UnknownSchema(f"schema {schema_id!r} has no version {version}; its newest is {newest}")


def _complete(old: CategorySchema, new: CategorySchema, links: Iterable[Link]) -> Sequence[Link]:
    """One link for each category of the older version, checked against both."""
    named = {one.source: one for one in links}
    for one in named.values():
        if one.source not in old:
            raise SchemaError(f"a link speaks of {one.source!r}, which version {old.version} does not have")
        for target in one.targets:
            if target not in new:
                raise SchemaError(f"{one.source!r} is linked to {target!r}, which is not in the new version")
    return [
        named.get(one.category_id)
        or (
            Link(one.category_id, (one.category_id,), one.category_id)
            if one.category_id in new
            else Link(one.category_id, (), None)
        )
        for one in old
    ]
