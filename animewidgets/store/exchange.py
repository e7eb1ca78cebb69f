"""What datasets take out of a store, and compare with what it has, many rows at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from animewidgets.store._handle import Handle
from animewidgets.store._rows import Version, version_of
from animewidgets.store._statements import statement

if TYPE_CHECKING:
    import pandas as pd

    from animewidgets.store.store import Store


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """A release as a store has it: see :meth:`Store.ensure_release`; ``identities`` are digests by kind."""

    release_id: str
    name: str
    time_base: Fraction
    frame_rate: Fraction
    width: int
    height: int
    end_pts: int
    pts: tuple[int, ...]
    identities: dict[str, str]


@dataclass(frozen=True, slots=True)
class StoredName:
    """What a store knows a release by: its identity, its name, SHA-256 of files that play it."""

    release_id: str
    name: str
    file_digests: frozenset[str]


@dataclass(frozen=True, slots=True)
class StoredTask:
    """A task: its identity, the name of its project, and its release."""

    task_id: str
    project: str
    release_id: str


class Exchange:
    """Whole tasks and releases of an open store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def tasks(self, projects: Iterable[str] = (), releases: Iterable[str] = ()) -> list[StoredTask]:
        """The tasks of some projects and releases, oldest first; without names of all."""
        asked = {"projects": json.dumps(list(projects)), "releases": json.dumps(list(releases))}
        rows = self._handle.rows("exchange_tasks", **asked)
        return [StoredTask(str(task), str(project), str(release)) for task, project, release in rows]

    def counts(self) -> dict[str, dict[str, int]]:
        """How many live annotations each task has, by task and kind."""
        found: dict[str, dict[str, int]] = {}
        for task, kind, count in self._handle.rows("exchange_counts"):
            found.setdefault(str(task), {})[str(kind)] = int(count)
        return found

    def versions(self, tasks: Sequence[str]) -> pd.DataFrame:
        """Every version of every annotation of some tasks, by annotation and version.

        Columns: ``annotation_id``, ``version``, ``op``, ``number`` of the commit, ``kind``, ``release_id``,
        ``start_pts`` … ``comment`` as in the log (``geometry`` and ``attributes`` as JSON texts), ``person``,
        ``created``, ``task``, and the ``schema_version`` that the task stood on then.
        """
        sql = statement("exchange_versions", tasks=json.dumps(list(tasks)))
        return self._handle.link.run(lambda session: session.frame(sql, read_only=True))

    def newest(self, release_id: str) -> dict[str, Version]:
        """The newest version of each annotation of a release by identity, those that are deleted too."""
        rows = self._handle.rows("exchange_newest", release_id=release_id)
        return {one.annotation_id: one for one in map(version_of, rows)}

    def known(self) -> list[StoredName]:
        """All releases, without their frames."""
        rows = self._handle.rows("exchange_known")
        return [StoredName(str(release), str(name), frozenset(digests)) for release, name, digests in rows]

    def releases(self, releases: Iterable[str]) -> list[StoredRelease]:
        """Releases whole; those that the store does not know are left out."""
        rows = self._handle.rows("exchange_releases", releases=json.dumps(list(releases)))
        return [
            StoredRelease(
                str(row[0]),
                str(row[1]),
                Fraction(row[2], row[3]),
                Fraction(row[4], row[5]),
                int(row[6]),
                int(row[7]),
                int(row[8]),
                tuple(row[9]),
                {str(kind): str(digest) for kind, digest in json.loads(row[10] or "{}").items()},
            )
            for row in rows
        ]

    @property
    def _handle(self) -> Handle:
        return self._store._handle  # noqa: SLF001  # a room of the store's own
