"""Which units of work are done, in the store: marks that are only ever added."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from animewidgets.annotations import JSON, Annotation
from animewidgets.store._rows import version_of

if TYPE_CHECKING:
    import pandas as pd

    from animewidgets.store.store import Store


@dataclass(frozen=True, slots=True)
class DoneUnit:
    """A unit ``[start_pts, end_pts)`` of a task, and who finished it."""

    start_pts: int
    end_pts: int
    person: str


class Units:
    """The units of a store's tasks. Made by :attr:`Store.units`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def mark(
        self,
        task_id: str,
        start_pts: int,
        end_pts: int,
        *,
        person: str,
        done: bool = True,
        overruled: Iterable[Mapping[str, JSON]] = (),
        active_ms: int = 0,
    ) -> None:
        """Say that a person has finished a unit, or with ``done=False`` that it is not finished after all.

        Args:
            task_id: the task; of one that the store does not know nothing is written.
            start_pts: tick at which the unit begins.
            end_pts: tick at which it ends.
            person: who says so.
            done: whether it is.
            overruled: what the validators warned of, and the person left as it is.
            active_ms: how long the person was at work on it.
        """
        store = self._store
        store._handle.must_write()  # noqa: SLF001  # a room of the store's own
        store._ensure_person(person)  # noqa: SLF001
        warned = [dict(one) for one in overruled]
        store._ensure(  # noqa: SLF001
            "mark_unit",
            mark_id=str(uuid.uuid4()),
            task_id=task_id,
            start_pts=start_pts,
            end_pts=end_pts,
            done=done,
            overruled=json.dumps(warned, ensure_ascii=False) if warned else None,
            active_ms=active_ms,
            person=person,
        )

    def done(self, task_id: str) -> list[DoneUnit]:
        """The units of a task that are done now, once for each person who finished them, in order of time."""
        rows = self._store._rows("units_done", task_id=task_id)  # noqa: SLF001
        return [DoneUnit(int(start), int(end), str(person)) for start, end, person in rows]

    def annotations(self, task_id: str, start_pts: int, end_pts: int) -> list[Annotation]:
        """The live annotations of a task that share a moment with a span, in the order of time.

        Tags of shots that begin earlier are among them: whether they reach so far, the cuts tell.
        """
        rows = self._store._rows(  # noqa: SLF001
            "live_within", task_id=task_id, start_pts=start_pts, end_pts=end_pts
        )
        versions = (version_of(row) for row in rows)
        return [one.annotation for one in versions if one.annotation is not None]

    def table(self) -> pd.DataFrame:
        """All units that are done now, of all tasks: the view ``units_done``."""
        return self._store.sql("SELECT * FROM units_done")
