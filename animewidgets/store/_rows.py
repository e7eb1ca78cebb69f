"""Annotations, edits and commits as rows of the log, and back. Pure: no database in here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from animewidgets.annotations import JSON, Action, Annotation, Commit, Edit, Kind, Op
from animewidgets.errors import MalformedMessage
from animewidgets.store._session import Row
from animewidgets.store._statements import Value

#: Columns of a state, in the order in which the statements give them: kind … uncertain.
STATE_WIDTH = 11
#: Made once: ``json.dumps`` makes one anew for each text.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, slots=True)
class Version:
    """One annotation at one version; ``annotation`` is ``None`` where that version deleted it."""

    annotation_id: str
    version: int
    kind: Kind
    task_id: str
    annotation: Annotation | None


def edit_rows(commit: Commit) -> list[list[Value]]:
    """The ``VALUES`` of ``statements/commit.sql``. JSON columns are text, so that they stay as they are."""
    return [_edit_row(index, edit) for index, edit in enumerate(commit.edits)]


def _edit_row(index: int, edit: Edit) -> list[Value]:
    said = edit.after or edit.before
    assert said is not None, "an edit has a state before or after it"
    head: list[Value] = [
        index,
        edit.annotation_id,
        edit.base_version + 1,
        edit.op.value,
        said.kind.value,
    ]
    after = edit.after
    if after is None:
        return head + [None] * (STATE_WIDTH - 1)
    return [
        *head,
        after.start_pts,
        after.end_pts,
        after.category,
        None if after.geometry is None else _compact(dict(after.geometry)),
        after.payload,
        _compact(dict(after.attributes)),
        after.source,
        after.score,
        after.comment,
        after.uncertain,
    ]


def _compact(value: JSON) -> str:
    try:
        return _ENCODER.encode(value)
    except (TypeError, ValueError) as error:
        raise MalformedMessage(f"attributes or geometry are no JSON: {error}") from error


def annotation_of(annotation_id: str, state: Sequence[object]) -> Annotation:
    """An annotation from the columns kind … uncertain of a row."""
    kind, start, end, category, geometry, payload, attributes, source, score, comment, uncertain = state
    return Annotation(
        annotation_id=annotation_id,
        kind=Kind(str(kind)),
        start_pts=int(str(start)),
        end_pts=None if end is None else int(str(end)),
        category=None if category is None else str(category),
        geometry=None if geometry is None else json.loads(str(geometry)),
        payload=payload if isinstance(payload, bytes) else None,
        attributes=json.loads(str(attributes)) if attributes is not None else {},
        source=str(source),
        score=score if isinstance(score, float) else None,
        comment=None if comment is None else str(comment),
        uncertain=bool(uncertain),
    )


def version_of(row: Row) -> Version:
    """A version from the columns id, version, task, op and state of ``standing.sql`` or ``changes.sql``."""
    annotation_id, version, task_id, op, *state = row
    name = str(annotation_id)
    gone = op == Op.DELETE.value
    return Version(
        name, int(version), Kind(state[0]), str(task_id), None if gone else annotation_of(name, state)
    )


def commits_of(rows: Iterable[Row], task_id: str, person: str) -> list[Commit]:
    """Commits from the rows of ``history.sql``, which come in the order of the log.

    Each row: commit_id, action, reverts, tool, tool_version, active_ms, op, annotation_id, version, the state
    after, the state before.
    """
    commits: list[Commit] = []
    edits: list[Edit] = []
    head: tuple[object, ...] | None = None

    def finish() -> None:
        if head is None:
            return
        commit_id, action, reverts, tool, tool_version, active_ms = head
        commits.append(
            Commit(
                commit_id=str(commit_id),
                task_id=task_id,
                person=person,
                edits=tuple(edits),
                action=Action(str(action)),
                reverts=None if reverts is None else str(reverts),
                tool=str(tool),
                tool_version=str(tool_version),
                active_ms=int(str(active_ms)),
            )
        )

    for row in rows:
        if head is None or row[0] != head[0]:
            finish()
            head, edits = row[:6], []
        op, annotation_id, version = Op(row[6]), str(row[7]), int(row[8])
        after, before = row[9 : 9 + STATE_WIDTH], row[9 + STATE_WIDTH :]
        edits.append(
            Edit(
                op,
                annotation_id,
                version - 1,
                before=None if op is Op.CREATE else annotation_of(annotation_id, before),
                after=None if op is Op.DELETE else annotation_of(annotation_id, after),
            )
        )
    finish()
    return commits
