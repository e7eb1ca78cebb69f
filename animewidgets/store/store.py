"""The annotation store: an append-only log in one DuckDB file that many processes share."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from animewidgets.annotations import Annotation, Commit, Receipt, Template
from animewidgets.errors import StoreError, UnknownTask
from animewidgets.store._errors import Raced
from animewidgets.store._handle import Handle
from animewidgets.store._link import Link, Reader, link_to
from animewidgets.store._query import one_statement
from animewidgets.store._rows import commits_of, edit_rows, version_of
from animewidgets.store._session import Row, Session
from animewidgets.store._statements import Value, statement
from animewidgets.store._verdict import find_conflict, find_moved, missing_version
from animewidgets.store.pairs_reviews import PairsReviews
from animewidgets.store.proposals import Proposals
from animewidgets.store.schemas import Schemas
from animewidgets.store.template_drafts import TemplateDrafts
from animewidgets.store.templates import Templates
from animewidgets.store.time_maps import TimeMaps
from animewidgets.store.units import Units

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

STORE_VARIABLE = "ANIMEWIDGETS_STORE"

ViewName = Literal[
    "annotations",
    "attribute_values",
    "audio_events",
    "boxes",
    "cuts",
    "history",
    "lines",
    "masks",
    "missing_attributes",
    "points",
    "polygons",
    "segments",
    "shots",
    "tags",
    "track_boxes",
    "track_keys",
    "tracks",
]

#: Makes the identity of a task from what it is about, so that two processes make the same one.
_TASKS = uuid.UUID("6f0c1c5e-52a5-5f0e-9b55-0a6f2a0f3a55")


@dataclass(frozen=True, slots=True)
class KnownRelease:
    """A release as the store knows it; times in ticks of ``time_base``, ``frame_rate`` for display."""

    release_id: str
    name: str
    time_base: Fraction
    frame_rate: Fraction
    pts: tuple[int, ...]
    end_pts: int


@dataclass(frozen=True, slots=True)
class StandsOn:
    """The version of a schema that a task stands on.

    Args:
        schema_id: which schema.
        version: which of its versions.
        number: the commit from which on the task stands on it; 0 where it did from the first.
        newest: the newest version that there is.
    """

    schema_id: str
    version: int
    number: int
    newest: int


@dataclass(frozen=True, slots=True)
class News:
    """What changed in a task: see :meth:`Store.changes`; and the version of the schema that it stands on."""

    number: int
    schema_version: int
    live: list[tuple[Annotation, int]]
    deleted: list[tuple[str, int]]


def default_path() -> Path:
    """``$ANIMEWIDGETS_STORE``, else ``store/annotations.duckdb`` in the working folder."""
    named = os.environ.get(STORE_VARIABLE, "").strip()
    return Path(named).expanduser() if named else Path("store", "annotations.duckdb")


class Store:
    """An open annotation store. Made by :meth:`open`; may be used from several threads.

    Any number of processes of one user on one machine may have the same store open. The first one serves
    the others; when it ends, however it ends, another takes over. Nobody needs to know which one it is.

    Every method may raise ``StoreUnavailable`` when nobody could be reached for twenty seconds, and
    ``StoreFull`` when the disk is full; nothing was written then.
    """

    def __init__(self, path: Path, access: Link | Reader, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._handle = Handle(path, access, read_only=read_only)
        self._people: set[str] = set()
        self.store_id = str(self._rows("meta")[0][0])
        self._schemas = Schemas(self._handle)
        self._proposals = Proposals(self._handle, self._schemas)
        self._templates = Templates(self._handle, self._schemas)
        self._template_drafts = TemplateDrafts(self)

    @classmethod
    def open(cls, path: str | Path | None = None, *, read_only: bool = False) -> Self:
        """Open a store; make it where there is none, and migrate it where it is older.

        Args:
            path: the DuckDB file; ``None`` takes :func:`default_path`.
            read_only: never write. Works where this user may not write at all.

        Raises:
            StoreNotWritable: file or folder are read-only; or, with ``read_only``, an older store would
                have to be migrated first.
            StoreCorrupt: the file is no store; it is left as it is.
            StoreTooNew: a newer animewidgets made it.
            StoreUnavailable: another user or machine has it open; or, with ``read_only``, there is none.
        """
        where = Path(default_path() if path is None else path).expanduser()
        where = where.resolve()
        access: Link | Reader = Reader(where) if read_only else link_to(where)
        try:
            return cls(where, access, read_only=read_only)
        except BaseException:
            access.release()
            raise

    # --- what annotations refer to ------------------------------------------------------------------

    def ensure_release(
        self,
        release_id: str,
        name: str,
        *,
        time_base: Fraction,
        pts: NDArray[np.int64] | Sequence[int],
        end_pts: int,
        frame_rate: Fraction,
        width: int,
        height: int,
        identities: Mapping[str, str] | None = None,
    ) -> str:
        """Make a release known; one that is known already stays as it is.

        Args:
            release_id: its identity, the same on every machine.
            name: to show; a title, never a path.
            time_base: seconds per tick.
            pts: ascending ticks of the presented pictures, one per frame.
            end_pts: tick at which the last picture ends.
            frame_rate: average frames per second, for display.
            width: pixels of the decoded picture, after rotation.
            height: likewise.
            identities: digests by kind, such as ``{"stream-sha256": "…"}``.

        Returns:
            ``release_id``.

        Raises:
            StoreError: the release is known with other frames; annotations on it would mean two things.
        """
        ticks = [int(tick) for tick in pts]
        known = self._rows("release", release_id=release_id)
        if not known:
            self._ensure(
                "ensure_release",
                release_id=release_id,
                name=name,
                time_base_num=time_base.numerator,
                time_base_den=time_base.denominator,
                frame_rate_num=frame_rate.numerator,
                frame_rate_den=frame_rate.denominator,
                end_pts=int(end_pts),
                width=int(width),
                height=int(height),
                frame_pts=json.dumps(ticks),
            )
            known = self._rows("release", release_id=release_id)
        num, den, count, first, end = known[0]
        given = (time_base, len(ticks), ticks[0] if ticks else None, int(end_pts))
        if given != (Fraction(num, den), count, first, end):
            raise StoreError(
                f"release {release_id} ({name!r}) is known with {count} frames from tick {first} to {end} of "
                f"{Fraction(num, den)} s, but comes with {given[1]} from {given[2]} to {given[3]} of "
                f"{time_base} s: it is another release and needs another identity"
            )
        if identities:
            rows = [(release_id, kind, digest) for kind, digest in identities.items()]
            self._ensure("ensure_identities", rows)
        return release_id

    def ensure_project(self, name: str, template: Template) -> str:
        """Make a project, its template and its categories known; gives the project's id.

        Raises:
            StoreError: the template is known with other attributes, skeletons or groups.
        """
        self._templates.ensure(template)
        known = self._rows("project", name=name)
        if not known:
            self._ensure(
                "ensure_project",
                project_id=str(uuid.uuid4()),
                name=name,
                template_id=template.template_id,
                template_version=template.version,
            )
            known = self._rows("project", name=name)
        return str(known[0][0])

    def ensure_task(self, project: str, release_id: str, template: Template) -> str:
        """The task of labelling one release in one project by one template; gives the task's id.

        A task is found again by other versions of its template, as long as they use the same schema. It goes
        on standing on the version of the schema that it stood on (:meth:`schema_of`), until the project is
        migrated (:meth:`Schemas.migrate`): so nobody begins an empty task beside the one that has the work.

        Raises:
            StoreError: the project or the release is not known yet.
        """
        known = self._rows("project", name=project)
        if not known:
            raise StoreError(f"there is no project {project!r} in {self.path}: call ensure_project first")
        if not self._rows("release", release_id=release_id):
            raise StoreError(f"there is no release {release_id!r} in {self.path}: call ensure_release first")
        self._templates.ensure(template)
        about: dict[str, Value] = {
            "project_id": str(known[0][0]),
            "release_id": release_id,
            "template_id": template.template_id,
            "template_version": template.version,
        }
        for task_id, version, schema_id in self._rows("tasks_like", **about):
            if version == template.version or schema_id == template.categories.schema_id:
                if version != template.version and not self.read_only:
                    self._ensure("ensure_task_template", task_id=task_id, template_version=template.version)
                return str(task_id)
        made = str(uuid.uuid5(_TASKS, "\n".join(map(str, about.values()))))
        self._ensure("ensure_task", task_id=made, **about)
        return made

    def release(self, release_id: str) -> KnownRelease:
        """The frames of a release that the store knows. Raises ``StoreError`` where it knows none such."""
        rows = self._rows("release_clock", release_id=release_id)
        if not rows:
            raise StoreError(f"there is no release {release_id!r} in {self.path}: open its media file once")
        name, base_num, base_den, rate_num, rate_den, end_pts, pts = rows[0]
        return KnownRelease(
            release_id,
            str(name),
            Fraction(base_num, base_den),
            Fraction(rate_num, rate_den),
            tuple(pts),
            int(end_pts),
        )

    def tasks(self, project: str, release_id: str) -> list[str]:
        """The tasks of a release in a project, oldest first; none where either is not known."""
        return [str(row[0]) for row in self._rows("tasks_of", project=project, release_id=release_id)]

    def shot_starts(self, task_id: str) -> list[int]:
        """Ticks of the cuts that any task of the same project has on the same release, ascending.

        They are the first frames of shots; the first shot of the release begins with it, without a cut.
        """
        return [int(row[0]) for row in self._rows("shot_starts", task_id=task_id)]

    # --- the log ------------------------------------------------------------------------------------

    def commit(self, commit: Commit) -> Receipt:
        """Write a commit, all of it or nothing. Once this returns, it is on disk.

        A commit that is in the log already is not written again: its receipt comes back, ``repeated``.

        Raises:
            CommitConflict: an edit stands on a version that is no longer the newest; see its ``data``.
            SchemaMoved: it says categories of an older version of the schema than the task stands on.
            UnknownTask: the store has no such task.
        """
        if not commit.edits:
            raise StoreError(f"commit {commit.commit_id} holds no edits")
        self._handle.must_write()
        self._ensure_person(commit.person)
        with self._handle.commit_lock:
            return self._link.run(lambda session: _write(session, commit))

    def commit_many(self, commits: Iterable[Commit]) -> list[Receipt]:
        """Write commits one after the other. A refusal leaves those before it written and ends the rest."""
        return [self.commit(commit) for commit in commits]

    def live(self, task_id: str) -> list[tuple[Annotation, int]]:
        """The live annotations of a task with their versions, in the order of time."""
        return self.changes(task_id, 0)[1]

    def changes(
        self, task_id: str, after: int
    ) -> tuple[int, list[tuple[Annotation, int]], list[tuple[str, int]]]:
        """What changed in a task after a commit number.

        Returns:
            The newest commit number of the log, to ask from next time; the changed annotations that are
            live, with their versions, in the order of time; ids and versions of the deleted ones.
        """
        news = self.news(task_id, after)
        return news.number, news.live, news.deleted

    def news(self, task_id: str, after: int) -> News:
        """As :meth:`changes`, and on which version of its schema the task stands, of one snapshot."""
        rows = self._rows("changes", task_id=task_id, after=after)
        versions = [version_of(row[2:]) for row in rows if row[2] is not None]
        return News(
            int(rows[0][0]),
            int(rows[0][1] or 0),
            [(v.annotation, v.version) for v in versions if v.annotation is not None],
            [(v.annotation_id, v.version) for v in versions if v.annotation is None],
        )

    def version(self, task_id: str, annotation_id: str, version: int) -> Annotation:
        """What an annotation of a task said at a version, which need not be the newest.

        Raises:
            CommitConflict: the task has no such annotation, or it has no such version, or was deleted by it;
                ``data`` tells the newest version, as for a refused commit.
        """
        rows = self._rows("version", task_id=task_id, annotation_id=annotation_id, version=version)
        found = [version_of(row) for row in rows]
        for one in found:
            if one.version == version and one.annotation is not None:
                return one.annotation
        raise missing_version(annotation_id, version, found[-1] if found else None)

    def log(self, task_id: str, person: str) -> list[Commit]:
        """One person's commits in a task, oldest first, with the states before: the undo history."""
        return self.history(task_id, person, besides=(), commits=None, edits=None)

    def history(
        self,
        task_id: str,
        person: str,
        *,
        besides: Sequence[str],
        commits: int | None = 500,
        edits: int | None = 20_000,
    ) -> list[Commit]:
        """The newest of one person's commits in a task, oldest first: what a page can undo.

        Args:
            task_id: the task.
            person: whose commits.
            besides: the tools whose commits are passed over.
            commits: how many there are at most; ``None`` for all.
            edits: how many edits they have at most together, ``None`` for any number; the newest commit is
                there however many it has.
        """
        rows = self._rows(
            "history",
            task_id=task_id,
            person=person,
            besides=json.dumps(list(besides)),
            commits=commits,
            edits=edits,
        )
        return commits_of(rows, task_id, person)

    # --- parts --------------------------------------------------------------------------------------

    @property
    def schemas(self) -> Schemas:
        """The category schemas: versions, drafts, maintainers, usage and migration."""
        return self._schemas

    @property
    def proposals(self) -> Proposals:
        """What people propose to change in schemas, and how it was decided."""
        return self._proposals

    @property
    def templates(self) -> Templates:
        """The templates, whole and by version."""
        return self._templates

    @property
    def template_drafts(self) -> TemplateDrafts:
        """Templates under work, and what was said of their versions."""
        return self._template_drafts

    @property
    def time_maps(self) -> TimeMaps:
        """Time maps between releases, as people left them."""
        return TimeMaps(self._handle)

    @property
    def pairs_reviews(self) -> PairsReviews:
        """What people decided of the labels of pairs files."""
        return PairsReviews(self._handle)

    @property
    def units(self) -> Units:
        """Which units of work are done."""
        return Units(self)

    def template_of(self, task_id: str) -> Template:
        """The template of a task, with the categories of the version that it stands on now.

        Raises ``UnknownTask``.
        """
        return self._templates.of_task(task_id)

    def schema_of(self, task_id: str) -> StandsOn:
        """The version of its schema that a task stands on. Raises ``UnknownTask``."""
        rows = self._rows("task_schema", task_id=task_id)
        if not rows:
            raise UnknownTask(f"there is no task {task_id} in {self.path}")
        schema_id, version, number, newest = rows[0]
        return StandsOn(str(schema_id), int(version), int(number), int(newest))

    # --- questions ----------------------------------------------------------------------------------

    def rows(self, view: ViewName, task_id: str) -> pd.DataFrame:
        """The rows of one of the views that belong to a task, in the order of time."""
        sql = statement(f"rows_{view}", task_id=task_id)
        return self._link.run(lambda session: session.frame(sql, read_only=True))

    def sql(self, query: str, *, write: bool = False) -> pd.DataFrame:
        """Ask the store in SQL: one statement, see ``store/README.md`` for the tables and views.

        Args:
            query: one statement in DuckDB's SQL.
            write: allow a statement that changes the store. It is done once or, when the process that
                owns the store dies at that moment, perhaps not at all.

        Raises:
            NotReadOnly: the statement is not reading only, and ``write`` is false.
            QueryFailed: DuckDB refuses it.
        """
        sql = one_statement(query, write=write)
        if write:
            self._handle.must_write()
        return self._link.run(
            lambda session: session.frame(sql, read_only=not write), repeatable=not write, keep=not write
        )

    # --- life ---------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the store. The last one in the process to do so hands it to the other processes."""
        self._handle.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self._handle.closed else "read-only" if self.read_only else "open"
        return f"<Store {str(self.path)!r} {state}>"

    # --- within -------------------------------------------------------------------------------------

    @property
    def _link(self) -> Link | Reader:
        return self._handle.link

    def _rows(self, name: str, rows: Sequence[Sequence[Value]] = (), /, **values: Value) -> list[Row]:
        return self._handle.rows(name, rows, **values)

    def _ensure(self, name: str, rows: Sequence[Sequence[Value]] = (), /, **values: Value) -> None:
        self._handle.write(name, rows, **values)

    def _ensure_person(self, person: str) -> None:
        if person not in self._people:
            self._ensure("ensure_person", person=person)
            self._people.add(person)


def _write(session: Session, commit: Commit) -> Receipt:
    """Check a commit against one snapshot of the log, and write it as the next one.

    Raises ``Raced`` when another commit came between; then check and write again.
    """
    named = [(name,) for name in dict.fromkeys(edit.annotation_id for edit in commit.edits)]
    standing = session.rows(statement("standing", named, task_id=commit.task_id, commit_id=commit.commit_id))
    project_id, release_id, known, known_us, in_force, held_up, seen, migrations = standing[0][:8]
    if known is not None:
        return Receipt(commit.commit_id, int(known), int(known_us), repeated=True)
    if project_id is None:
        raise UnknownTask(f"there is no task {commit.task_id} in this store")
    if held_up:
        raise Raced("a migration of annotations is being written")
    if moved := find_moved(commit, int(in_force)):
        raise moved
    versions = [version_of(row[8:]) for row in standing if row[8] is not None]
    if conflict := find_conflict(commit, {version.annotation_id: version for version in versions}):
        raise conflict
    written = session.rows(
        statement(
            "commit",
            edit_rows(commit),
            commit_id=commit.commit_id,
            action=commit.action.value,
            reverts=commit.reverts,
            person=commit.person,
            task_id=commit.task_id,
            project_id=str(project_id),
            release_id=str(release_id),
            tool=commit.tool,
            tool_version=commit.tool_version,
            active_ms=commit.active_ms,
            migrations=int(migrations),
            seen=int(seen),
        )
    )
    if not written:
        raise Raced("another commit came first")
    number, created_us = written[0]
    return Receipt(commit.commit_id, int(number), int(created_us))
