"""Where the category designer keeps what it makes: versions of schemas, and what people have in hand."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from animewidgets.annotations import CategorySchema
from animewidgets.annotations.schema_changes import SchemaChange
from animewidgets.annotations.version_map import Link
from animewidgets.errors import SchemaConflict, UnknownSchema


@dataclass(frozen=True, slots=True)
class Step:
    """One gesture of a draft, under the identity that the browser gave it.

    ``action`` is ``"do"``, ``"undo"`` or ``"redo"``; the latter two have no changes and name theirs in
    ``reverts``.
    """

    step_id: str
    action: str
    reverts: str | None = None
    changes: tuple[SchemaChange, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftLog:
    """All that somebody did since version ``base_version``, oldest first."""

    base_version: int
    steps: tuple[Step, ...] = ()

    @property
    def undo(self) -> tuple[Step, ...]:
        """The gestures that count, oldest first: those that were not taken back."""
        return self._stacks[0]

    @property
    def redo(self) -> tuple[Step, ...]:
        """The gestures that were taken back and can be brought back, the next one last."""
        return self._stacks[1]

    @property
    def changes(self) -> tuple[SchemaChange, ...]:
        """What the draft changes, in order."""
        return tuple(change for step in self.undo for change in step.changes)

    @property
    def _stacks(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        undo: list[Step] = []
        redo: list[Step] = []
        for step in self.steps:
            if step.action == "do":
                undo.append(step)
                redo.clear()
            elif step.action == "undo":
                redo.append(undo.pop())
            else:
                undo.append(redo.pop())
        return tuple(undo), tuple(redo)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """Who published a version, when (microseconds since 1970), and what they said of it."""

    version: int
    person: str
    created_us: int
    note: str


@dataclass(frozen=True, slots=True)
class UsageRow:
    """How much a category is used: live annotations, tasks, and frame keys of the newest of them."""

    category_id: str
    annotations: int
    tasks: int
    examples: tuple[tuple[str, int], ...] = ()


class Shelf(Protocol):
    """What the designer asks of the store."""

    def get(self, schema_id: str, version: int | None = None) -> CategorySchema:
        """A version, or the newest. Raises ``UnknownSchema``."""

    def versions(self, schema_id: str) -> list[VersionRow]:
        """Oldest first; none where nothing was published."""

    def retired(self, schema_id: str) -> list[str]:
        """Identities that categories of some version had, and that those of the newest do not."""

    def usage(self, schema_id: str) -> list[UsageRow]:
        """Of the categories that are used."""

    def is_maintainer(self, schema_id: str, person: str) -> bool:
        """Whether the person may publish; anyone may where nothing was."""

    def publish(
        self, schema: CategorySchema, links: Sequence[Link], *, person: str, note: str, base_version: int
    ) -> CategorySchema:
        """The schema as its next version. Raises ``SchemaConflict``, ``NotMaintainer``."""

    def draft(self, schema_id: str, person: str) -> DraftLog | None:
        """What the person has in hand; ``None``: nothing."""

    def add_step(self, schema_id: str, person: str, base_version: int, step: Step) -> None:
        """Put one more gesture on disk."""

    def discard_draft(self, schema_id: str, person: str) -> None:
        """Begin anew."""


@dataclass
class MemoryShelf:
    """A shelf that lasts as long as the kernel."""

    _schemas: dict[str, list[CategorySchema]] = field(default_factory=dict)
    _rows: dict[str, list[VersionRow]] = field(default_factory=dict)
    _drafts: dict[tuple[str, str], DraftLog] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, schema_id: str, version: int | None = None) -> CategorySchema:
        """A version, or the newest."""
        for one in reversed(self._schemas.get(schema_id, [])):
            if version in (None, one.version):
                return one
        raise UnknownSchema(f"there is no version {version or 1} of a schema {schema_id!r}")

    def versions(self, schema_id: str) -> list[VersionRow]:
        """Oldest first."""
        return list(self._rows.get(schema_id, []))

    def retired(self, schema_id: str) -> list[str]:
        """Identities that are no longer there."""
        all_of = self._schemas.get(schema_id, [])
        gone = {one.category_id for schema in all_of for one in schema}
        return sorted(gone - {one.category_id for one in all_of[-1]}) if all_of else []

    def usage(self, schema_id: str) -> list[UsageRow]:
        """None is known."""
        return []

    def is_maintainer(self, schema_id: str, person: str) -> bool:
        """Whoever published first."""
        rows = self._rows.get(schema_id)
        return not rows or rows[0].person == person

    def publish(
        self, schema: CategorySchema, links: Sequence[Link], *, person: str, note: str, base_version: int
    ) -> CategorySchema:
        """The next version."""
        with self._lock:
            known = self._schemas.setdefault(schema.schema_id, [])
            newest = known[-1].version if known else 0
            if base_version != newest:
                raise SchemaConflict(
                    f"version {newest} of {schema.schema_id!r} was published since version {base_version}",
                    {"base": base_version, "newest": newest},
                )
            made = replace(schema, version=newest + 1)
            known.append(made)
            row = VersionRow(made.version, person, time.time_ns() // 1000, note)
            self._rows.setdefault(schema.schema_id, []).append(row)
            return made

    def draft(self, schema_id: str, person: str) -> DraftLog | None:
        """What the person has in hand."""
        return self._drafts.get((schema_id, person))

    def add_step(self, schema_id: str, person: str, base_version: int, step: Step) -> None:
        """One more."""
        with self._lock:
            log = self._drafts.get((schema_id, person)) or DraftLog(base_version)
            self._drafts[schema_id, person] = replace(log, steps=(*log.steps, step))

    def discard_draft(self, schema_id: str, person: str) -> None:
        """Begin anew."""
        self._drafts.pop((schema_id, person), None)
