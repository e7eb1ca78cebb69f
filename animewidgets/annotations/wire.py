"""Annotations and commits as the JSON of ``docs/wire.md``, on their way to a browser."""

from __future__ import annotations

from animewidgets.annotations.edits import JSON, Annotation, Commit, Edit


def state_to_wire(annotation: Annotation) -> dict[str, JSON]:
    """What an annotation says, without its identity: the ``before`` and ``after`` of an edit.

    Binary payloads do not travel in JSON and are left out.
    """
    return {
        "kind": annotation.kind.value,
        "start_pts": annotation.start_pts,
        "end_pts": annotation.end_pts,
        "category": annotation.category,
        "geometry": None if annotation.geometry is None else dict(annotation.geometry),
        "attributes": dict(annotation.attributes),
        "source": annotation.source,
        "score": annotation.score,
        "comment": annotation.comment,
        "uncertain": annotation.uncertain,
    }


_DEFAULTS: tuple[tuple[str, JSON], ...] = (
    ("end_pts", None),
    ("category", None),
    ("geometry", None),
    ("attributes", {}),
    ("source", "human"),
    ("score", None),
    ("comment", None),
    ("uncertain", False),
)


def without_defaults(state: dict[str, JSON]) -> dict[str, JSON]:
    """A state, or an annotation, without the fields that say nothing: a task may have very many of them."""
    idle = {name for name, default in _DEFAULTS if state.get(name, default) == default}
    return {name: value for name, value in state.items() if name not in idle}


def to_wire(annotation: Annotation, version: int) -> dict[str, JSON]:
    """A live annotation at its newest version."""
    return {
        "annotation_id": annotation.annotation_id,
        "version": version,
        **state_to_wire(annotation),
    }


def edit_to_wire(edit: Edit) -> dict[str, JSON]:
    """One edit, as ``hello.history`` and a commit carry it."""
    return {
        "op": edit.op.value,
        "annotation_id": edit.annotation_id,
        "base_version": edit.base_version,
        "before": None if edit.before is None else state_to_wire(edit.before),
        "after": None if edit.after is None else state_to_wire(edit.after),
    }


def commit_to_wire(commit: Commit) -> dict[str, JSON]:
    """A commit in the form in which a browser would send it. Task and person stay in the kernel."""
    return {
        "commit_id": commit.commit_id,
        "action": commit.action.value,
        "reverts": commit.reverts,
        "active_ms": commit.active_ms,
        "tool": commit.tool,
        "edits": [edit_to_wire(edit) for edit in commit.edits],
    }
