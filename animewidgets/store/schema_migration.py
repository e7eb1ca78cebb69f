"""What a project's annotations become when it goes over to another version of a schema.

A migration is one transaction: the new versions of annotations, then the row that says on which version the
tasks stand. Killed at any moment, it is all there or not at all. While it writes, commits wait: it takes the
next commit number when it begins, and of two that take the same one the last is refused, so that a crowd
which commits every second would refuse a long migration for ever.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING, Protocol

from animewidgets.annotations import CategorySchema
from animewidgets.annotations.version_map import LinkKind, VersionMap, difference
from animewidgets.errors import AnimeWidgetsError, SchemaError, StoreError
from animewidgets.store._errors import Lost, Raced
from animewidgets.store._handle import Handle
from animewidgets.store._schema_rows import compact
from animewidgets.store._session import Session
from animewidgets.store._statements import Value, statement

if TYPE_CHECKING:
    import pandas as pd

#: From how many annotations on commits are held up meanwhile; fewer are written between two of them.
HOLDS_UP = 2_000
#: How long commits are held up at most, in milliseconds: a migration that was killed ends nothing.
PAUSE_MS, PAUSE_MS_PER_ANNOTATION = 2_000, 0.02
#: Seconds that commits which were under way already may still take.
UNDER_WAY = 0.05


@dataclass(frozen=True, slots=True)
class Migration:
    """What a migration did.

    Args:
        number: the commit from which on the tasks stand on the version.
        annotations: how many got another category, or none.
        unplaced: how many of them have none now, because a person must choose.
        repeated: whether it had been done before, and nothing was done now.
    """

    number: int
    annotations: int
    unplaced: int
    repeated: bool = False


class _Versions(Protocol):
    """As much of ``Schemas`` as a migration asks for."""

    def get(self, schema_id: str, version: int | None = None) -> CategorySchema: ...
    def map(self, schema_id: str, from_version: int, to_version: int) -> VersionMap: ...


def usage_rows(handle: Handle, schema: CategorySchema) -> pd.DataFrame:
    """The rows of ``Schemas.usage``."""
    import pandas as pd

    rows = handle.rows("category_usage", schema_id=schema.schema_id)
    used = {str(row[0]): row[1:] for row in rows}
    listed = dict.fromkeys((*(one.category_id for one in schema), *sorted(used)))
    told = [(one, *used.get(one, (0, 0, 0, []))) for one in listed]
    return pd.DataFrame(told, columns=["category_id", "annotations", "tasks", "projects", "examples"])


def preview_rows(
    handle: Handle, schemas: _Versions, project: str, schema_id: str, to_version: int
) -> pd.DataFrame:
    """The rows of ``Schemas.preview``."""
    import pandas as pd

    schemas.get(schema_id, to_version)
    project_id, versions = _standing(handle, project, schema_id)
    counts = handle.rows("category_counts", project_id=project_id, schema_id=schema_id)
    found = {(int(version), str(category)): (int(n), int(tasks)) for version, category, n, tasks in counts}
    told: list[tuple[object, ...]] = []
    for version in versions:
        if version >= to_version:
            continue
        carried = schemas.map(schema_id, version, to_version)
        kinds = _kinds(schemas.get(schema_id, version), schemas.get(schema_id, to_version), carried)
        for link in carried.links:
            n, tasks = found.get((version, link.source), (0, 0))
            kind = kinds[link.source].value
            told.append((version, link.source, kind, link.then, list(link.targets), n, tasks))
    columns = ["from_version", "source", "kind", "target", "targets", "annotations", "tasks"]
    return pd.DataFrame(told, columns=columns)


def _kinds(old: CategorySchema, new: CategorySchema, carried: VersionMap) -> Mapping[str, LinkKind]:
    return {source: one.kind for one in difference(old, new, carried) for source in one.sources}


def migrate(
    handle: Handle, schemas: _Versions, project: str, schema_id: str, to_version: int, person: str
) -> Migration:
    """The work of ``Schemas.migrate``."""
    handle.must_write()
    schemas.get(schema_id, to_version)
    commit_id = str(uuid.uuid4())

    def write(session: Session) -> Migration:
        project_id, versions = _standing(handle, project, schema_id)
        about = {"project_id": project_id, "schema_id": schema_id}
        # Somebody else's, or that of an attempt whose answer was lost.
        found = _done(session, to_version, about)
        if found is not None:
            return found
        if not versions:
            raise SchemaError(
                f"no task of the project {project!r} uses {schema_id!r}: there is nothing to migrate"
            )
        carried = _carried(schemas, schema_id, versions, to_version)
        migrating = {**about, "commit_id": commit_id, "person": person}
        statements = [statement("ensure_person", person=person)]
        if carried:
            statements.append(
                statement(
                    "migrate_annotations",
                    carried=compact(carried),
                    to_version=to_version,
                    tool_version=version_of("animewidgets"),
                    **migrating,
                )
            )
        statements.append(statement("record_migration", to_version=to_version, **migrating))
        with _commits_held_up(session, project_id if carried else None):
            session.transaction(statements)
        made = _done(session, to_version, about)
        assert made is not None, "it was written"
        return replace(made, repeated=False)

    with handle.commit_lock:
        return handle.writing(write)


@contextmanager
def _commits_held_up(session: Session, project_id: str | None) -> Iterator[None]:
    """Have commits wait where very many annotations are to be written."""
    if session.rows(statement("paused"))[0][0]:
        raise Raced("another migration is being written")
    size = 0 if project_id is None else int(session.rows(statement("log_size", project_id=project_id))[0][0])
    if size < HOLDS_UP:
        yield
        return
    pause_id = str(uuid.uuid4())
    longest = round(PAUSE_MS + PAUSE_MS_PER_ANNOTATION * size)
    session.rows(statement("pause_log", pause_id=pause_id, op="begin", milliseconds=longest))
    time.sleep(UNDER_WAY)
    try:
        yield
    finally:
        with suppress(AnimeWidgetsError, Lost, Raced):  # it ends by itself, too
            session.rows(statement("pause_log", pause_id=pause_id, op="end", milliseconds=0))


def _standing(handle: Handle, project: str, schema_id: str) -> tuple[str, Sequence[int]]:
    """Identity of a project, and the versions of a schema that its tasks stand on."""
    rows = handle.rows("standing_projects", project=project, schema_id=schema_id)
    if not rows:
        raise StoreError(f"there is no project {project!r} in {handle.path}")
    project_id, versions = rows[0]
    return str(project_id), [int(one) for one in versions or ()]


def _done(session: Session, to_version: int, about: Mapping[str, Value]) -> Migration | None:
    """A migration that was done already. Raises ``SchemaError`` where a later one was."""
    rows = [tuple(map(int, row)) for row in session.rows(statement("migrations_of", **about))]
    for version, *found in rows:
        if version == to_version:
            number, moved, unplaced = found
            return Migration(number, moved, unplaced, repeated=True)
        if version > to_version:
            raise SchemaError(
                f"the project stands on version {version} of {about['schema_id']!r}: it can go on to a newer "
                f"one, and not back to {to_version}",
                {"version": version, "to_version": to_version},
            )
    return None


def _carried(
    schemas: _Versions, schema_id: str, versions: Sequence[int], to_version: int
) -> list[dict[str, str | int | None]]:
    """The categories whose annotations go elsewhere, as the parameter of ``migrate_annotations.sql``."""
    return [
        {"from_version": version, "source": link.source, "target": link.then}
        for version in versions
        if version < to_version
        for link in schemas.map(schema_id, version, to_version).links
        if link.then != link.source
    ]
