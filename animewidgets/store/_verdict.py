"""Whether every edit of a commit stands on the newest version of its annotation. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from animewidgets.annotations import Commit, Op, to_wire
from animewidgets.errors import CommitConflict, SchemaMoved
from animewidgets.store._rows import Version


def missing_version(annotation_id: str, version: int, newest: Version | None) -> CommitConflict:
    """The error of an edit that was made on a version that is not there; ``newest`` is what is."""
    found = newest.version if newest else 0
    current = newest and newest.annotation and to_wire(newest.annotation, newest.version)
    return CommitConflict(
        f"annotation {annotation_id} has no version {version} to be changed, its newest one is {found}: "
        "look at the current state, then apply the edit again or discard it",
        {"annotation_id": annotation_id, "expected": version, "found": found, "current": current},
    )


def find_moved(commit: Commit, in_force: int) -> SchemaMoved | None:
    """The error of a commit whose categories are of an older version than its task stands on."""
    said = commit.schema_version
    if (
        said is None
        or said >= in_force
        or all(e.after is None or e.after.category is None for e in commit.edits)
    ):
        return None
    return SchemaMoved(
        f"the task stands on version {in_force} of its schema, and the commit says categories of version "
        f"{said}: take the template of the task from Store.template_of, and say them by that",
        {"from_version": said, "to_version": in_force},
    )


def find_conflict(commit: Commit, newest: Mapping[str, Version]) -> CommitConflict | None:
    """The first edit of the commit that may not be written, as an error; ``None`` when all may.

    ``newest`` holds the newest version of each annotation that the commit edits, where there is one.
    """
    made: dict[str, tuple[int, bool]] = {}  # versions that earlier edits of the same commit would make
    for edit in commit.edits:
        name, there = edit.annotation_id, newest.get(edit.annotation_id)
        found, alive = made.get(name) or (
            there.version if there else 0,
            there is not None and there.annotation is not None,
        )
        why = None
        if there is not None and there.task_id != commit.task_id:
            # Another task's annotation may be none of this person's business: say no more than that.
            return CommitConflict(
                f"annotation {name} belongs to another task; edit it there",
                {"annotation_id": name, "expected": edit.base_version, "found": found, "current": None},
            )
        said = edit.after or edit.before
        if there is not None and said is not None and said.kind is not there.kind:
            why = f"it is a {there.kind}, and stays one"
        elif edit.base_version != found:
            why = f"its newest version is {found}"
        elif (edit.op is Op.CREATE) == alive:
            why = "it is there already" if alive else "it is deleted"
        if why is not None:
            current = there and there.annotation and to_wire(there.annotation, there.version)
            return CommitConflict(
                f"the {edit.op} of annotation {name} was made on version {edit.base_version}, but {why}: "
                "look at the current state, then apply the edit again or discard it",
                {
                    "annotation_id": name,
                    "expected": edit.base_version,
                    "found": found,
                    "current": current,
                },
            )
        made[name] = (found + 1, edit.op is not Op.DELETE)
    return None
