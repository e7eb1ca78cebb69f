"""Annotations, edits with their exact inverses, and commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from animewidgets.annotations.kinds import Kind

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]

_EMPTY: Mapping[str, JSON] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Annotation:
    """One fact about a span, frame or frame set of one release.

    ``start_pts`` and ``end_pts`` are ticks of the release's time base; ``[start_pts, end_pts)`` is
    half-open, and ``end_pts`` is ``None`` for what stands on one frame. A *cut* stands on the first
    frame of the new shot. A *tag* with ``attributes["scope"] == "shot"`` stands on the first frame
    of the shot that it names and covers it, however long that shot becomes.

    ``geometry`` is the kind's own JSON (pixels of the decoded picture after rotation, x right, y
    down, corners of pixels at integers); :mod:`animewidgets.annotations.geometry` reads it. ``payload``
    is for geometry that is no text; no kind has any.
    """

    annotation_id: str
    kind: Kind
    start_pts: int
    end_pts: int | None = None
    category: str | None = None
    geometry: Mapping[str, JSON] | None = None
    payload: bytes | None = None
    attributes: Mapping[str, JSON] = field(default_factory=lambda: _EMPTY)
    source: str = "human"
    score: float | None = None
    comment: str | None = None
    uncertain: bool = False


class Op(StrEnum):
    """What an edit does."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Edit:
    """Create, update or delete of one annotation.

    ``base_version`` is the version of the annotation that the edit was made on: 0 where it never
    existed. The edit makes version ``base_version + 1``. ``before`` is the state that it replaces
    (``None`` for a create), ``after`` the state that it leaves (``None`` for a delete).
    """

    op: Op
    annotation_id: str
    base_version: int
    before: Annotation | None = None
    after: Annotation | None = None

    def __post_init__(self) -> None:
        if (self.op is Op.CREATE) != (self.before is None):
            raise ValueError(f"a {self.op} edit has {'no ' if self.before is None else 'a '}before state")
        if (self.op is Op.DELETE) != (self.after is None):
            raise ValueError(f"a {self.op} edit has {'no ' if self.after is None else 'an '}after state")

    def inverse(self) -> Edit:
        """The edit that takes this one back exactly, made on the version that this one leaves."""
        op = {Op.CREATE: Op.DELETE, Op.DELETE: Op.CREATE, Op.UPDATE: Op.UPDATE}[self.op]
        return Edit(op, self.annotation_id, self.base_version + 1, before=self.after, after=self.before)


class Action(StrEnum):
    """Why a commit was made: a gesture, the undoing of a commit, or the redoing of one."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Commit:
    """The edits that one person saves at once: atomic, and idempotent by ``commit_id``.

    ``reverts`` names the commit that an undo takes back or a redo brings back; the log thereby holds
    the whole undo history. ``active_ms`` is the time that the person spent on it, in milliseconds.
    ``schema_version`` is the version of the category schema that its categories are of; ``None`` where
    nobody says, and then it is not compared with the one that the task stands on.
    """

    commit_id: str
    task_id: str
    person: str
    edits: tuple[Edit, ...]
    action: Action = Action.DO
    reverts: str | None = None
    tool: str = "python"
    tool_version: str = ""
    active_ms: int = 0
    schema_version: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the store answers to a commit: its number in the log, and when it became durable.

    ``repeated`` is true when the commit was there already and was not written again.
    """

    commit_id: str
    number: int
    created_us: int
    repeated: bool = False
