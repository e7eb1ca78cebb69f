"""What a browser may ask of a draft of a category schema, as one person. See ``docs/wire.md``."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from animewidgets.annotations import CategorySchema, schema_to_json
from animewidgets.annotations.schema_changes import Add, Applied, SchemaChange, apply_all
from animewidgets.annotations.schema_changes_json import change_from_json, change_to_json
from animewidgets.errors import AnimeWidgetsError, MalformedMessage, NotMaintainer, SchemaConflict
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply, error_of
from animewidgets.widgets.schema_shelf import DraftLog, Shelf, Step

MOST_STEPS = 200
#: A list that somebody pastes is one gesture.
MOST_CHANGES = 25_000
LONGEST_NOTE = 2_000

_STEP_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class SchemaDesk:
    """One person's place at one schema: its versions, their draft, and what of both a browser may do.

    Args:
        shelf: where versions and drafts are kept.
        store_id: of the store, so that the browser tells drafts of different stores apart.
        schema_id: the schema; it need not be there yet.
        start: what a draft of a schema that is not there yet begins with.
        person: who this is.
        project: whose annotations are counted.
    """

    def __init__(
        self,
        shelf: Shelf,
        store_id: str,
        schema_id: str,
        start: CategorySchema | None,
        person: str,
        project: str,
    ) -> None:
        self.shelf = shelf
        self.schema_id = schema_id
        self.person = person
        self.project = project
        self._store_id = store_id
        self._lock = threading.RLock()
        self._open(start)

    def _open(self, start: CategorySchema | None = None) -> None:
        """Read the newest version and the draft anew."""
        versions = self.shelf.versions(self.schema_id)
        empty = CategorySchema(self.schema_id, 0, ())
        self.newest = self.shelf.get(self.schema_id) if versions else empty
        log = self.shelf.draft(self.schema_id, self.person)
        if log is None or (not log.undo and log.base_version != self.newest.version):
            # Nothing in hand: on to the newest.
            if log is not None:
                self.shelf.discard_draft(self.schema_id, self.person)
            log = DraftLog(self.newest.version)
        base = self.newest if log.base_version == self.newest.version else None
        self.base = base or (self.shelf.get(self.schema_id, log.base_version) if log.base_version else empty)
        self.log = log
        if start is not None and not versions and not log.steps:
            first = Step(_step_of(start), "do", None, adds_of(start))
            self.applied = apply_all(self.base, first.changes)
            self._write(first)
        else:
            self.applied = apply_all(self.base, log.changes)

    @property
    def schema(self) -> CategorySchema:
        """The schema as the draft makes it."""
        return self.applied.schema

    @property
    def outbox(self) -> str:
        """Key of what waits in the browser: whoever else sits at it must not send it."""
        place = "\n".join((self._store_id, "schema", self.schema_id, self.person))
        return hashlib.sha256(place.encode()).hexdigest()[:32]

    def hello(self) -> dict[str, JSON]:
        """All that the designer shows."""
        with self._lock:
            self._open()
            moved = self.base.version != self.newest.version
            return {
                "protocol": 1,
                "outbox": self.outbox,
                "person": self.person,
                "project": self.project,
                "maintainer": self.shelf.is_maintainer(self.schema_id, self.person),
                "schema": schema_to_json(self.base),
                "newest": schema_to_json(self.newest) if moved else None,
                "retired": list[JSON](self.shelf.retired(self.schema_id)),
                "draft": {
                    "base_version": self.base.version,
                    "commits": [_step_to_json(one) for one in self.log.steps],
                },
                "versions": [
                    {
                        "version": one.version,
                        "person": one.person,
                        "created_us": one.created_us,
                        "note": one.note,
                    }
                    for one in self.shelf.versions(self.schema_id)
                ],
                "usage": [
                    {
                        "category_id": one.category_id,
                        "annotations": one.annotations,
                        "tasks": one.tasks,
                        "examples": [
                            {"release_id": release_id, "pts": pts} for release_id, pts in one.examples
                        ],
                    }
                    for one in self.shelf.usage(self.schema_id)
                ],
            }

    def methods(self, published: Callable[[CategorySchema], None] = lambda _: None) -> dict[str, Method]:
        """``draft.change``, ``draft.rebase``, ``draft.discard`` and ``schema.publish``."""

        def change(params: Params, _buffers: Buffers) -> Reply:
            commits = params.get("commits")
            if not isinstance(commits, list) or not 1 <= len(commits) <= MOST_STEPS:
                raise MalformedMessage(f"commits must be a list of 1 to {MOST_STEPS} steps of a draft")
            receipts: list[JSON] = []
            result: dict[str, JSON] = {"receipts": receipts}
            for data in commits:
                try:
                    receipts.append(self._take(step_from_json(data)))
                except AnimeWidgetsError as error:
                    step_id = data.get("commit_id") if isinstance(data, dict) else None
                    result["refused"] = {"commit_id": step_id, "error": error_of(error)}
                    break
            return Reply(result)

        def rebase(_params: Params, _buffers: Buffers) -> Reply:
            return Reply({"left_out": list[JSON](self.rebase())})

        def discard(_params: Params, _buffers: Buffers) -> Reply:
            with self._lock:
                self.shelf.discard_draft(self.schema_id, self.person)
                self._open()
            return Reply({})

        def publish(params: Params, _buffers: Buffers) -> Reply:
            note, last = params.get("note", ""), params.get("last")
            if not isinstance(note, str) or len(note) > LONGEST_NOTE:
                raise MalformedMessage(f"a note is a text of at most {LONGEST_NOTE} characters")
            schema = self.publish(note, last if isinstance(last, str) else None)
            published(schema)
            return Reply({"version": schema.version})

        return {
            "draft.change": Method(change, "ordered"),
            "draft.rebase": Method(rebase, "ordered"),
            "draft.discard": Method(discard, "ordered"),
            "schema.publish": Method(publish, "ordered"),
        }

    def _take(self, step: Step) -> dict[str, JSON]:
        """Put a step on disk; what was there already is told again."""
        with self._lock:
            repeated = any(one.step_id == step.step_id for one in self.log.steps)
            if not repeated:
                log = replace(self.log, steps=(*self.log.steps, step))
                if step.action == "do":
                    self.applied = _follow(self.applied, step.changes)
                else:
                    self._check_turn(step)
                    self.applied = apply_all(self.base, log.changes)
                self._write(step)
            return {
                "commit_id": step.step_id,
                "number": len(self.log.steps),
                "created_us": 0,
                "repeated": repeated,
            }

    def _check_turn(self, step: Step) -> None:
        """Undo takes back the newest gesture, redo brings back the one that was taken back last."""
        stack = self.log.undo if step.action == "undo" else self.log.redo
        if not stack or stack[-1].step_id != step.reverts:
            raise SchemaConflict(
                f"{step.action} of {step.reverts!r}, which is not what comes next: "
                "another page of yours changed this draft; reload this one"
            )

    def _write(self, step: Step) -> None:
        self.shelf.add_step(self.schema_id, self.person, self.base.version, step)
        self.log = replace(self.log, steps=(*self.log.steps, step))

    def publish(self, note: str = "", last: str | None = None) -> CategorySchema:
        """The draft as the next version; the draft is empty then.

        Args:
            note: what is new, in a person's words.
            last: identity of the newest step that the person sees, where there is a page.

        Raises:
            NotMaintainer: the schema is others' to publish.
            SchemaConflict: somebody published since the draft began, or the page does not show all of it.
            MalformedMessage: there is nothing in the draft.
        """
        with self._lock:
            if not self.shelf.is_maintainer(self.schema_id, self.person):
                raise NotMaintainer(
                    f"{self.schema_id!r} is published by its maintainers: propose your changes instead"
                )
            if last is not None and (not self.log.steps or self.log.steps[-1].step_id != last):
                raise SchemaConflict("another page of yours changed this draft: reload this one first")
            if not self.log.undo:
                raise MalformedMessage("there is nothing to publish: the draft changes nothing")
            made = self.shelf.publish(
                self.schema,
                self.applied.links,
                person=self.person,
                note=note,
                base_version=self.base.version,
            )
            self.shelf.discard_draft(self.schema_id, self.person)
            self._open()
            return made

    def rebase(self) -> list[str]:
        """Put the draft on the newest version; why what can no longer be changed was left out, in words."""
        with self._lock:
            steps = self.log.undo
            newest = self.shelf.get(self.schema_id) if self.shelf.versions(self.schema_id) else self.base
            applied, kept, left_out = apply_all(newest, ()), [], []
            for step in steps:
                try:
                    applied = _follow(applied, step.changes)
                    kept.append(step)
                except AnimeWidgetsError as error:
                    left_out.append(str(error))
            self.shelf.discard_draft(self.schema_id, self.person)
            for step in kept:
                self.shelf.add_step(self.schema_id, self.person, newest.version, step)
            self._open()
            return left_out


def _follow(applied: Applied, changes: Sequence[SchemaChange]) -> Applied:
    """More changes on top of some that were applied."""
    from animewidgets.annotations.version_map import follow

    step = apply_all(applied.schema, changes)
    return Applied(step.schema, follow(applied.links, {one.source: one for one in step.links}))


def adds_of(schema: CategorySchema) -> tuple[SchemaChange, ...]:
    """Changes that make a schema out of an empty one."""
    from animewidgets.annotations.schema_changes import PutGroup

    children: dict[str | None, list[Add]] = {}
    for one in schema:
        children.setdefault(one.parent, []).append(Add(one))
    ordered: list[SchemaChange] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        add = waiting.pop()
        ordered.append(add)
        waiting += reversed(children.get(add.category.category_id, []))
    return (*ordered, *(PutGroup(group) for group in schema.groups))


def _step_of(schema: CategorySchema) -> str:
    """Identity of the step that a schema begins with: the same whoever opens it."""
    digest = hashlib.sha256(repr(schema).encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def _step_to_json(step: Step) -> dict[str, JSON]:
    return {
        "commit_id": step.step_id,
        "action": step.action,
        "reverts": step.reverts,
        "edits": [change_to_json(one) for one in step.changes],
    }


def step_from_json(data: JSON) -> Step:
    """Read a step that a browser sent. Raises ``MalformedMessage``, which says what is wrong with it."""
    if not isinstance(data, dict) or set(data) != {"commit_id", "action", "reverts", "edits"}:
        raise MalformedMessage("a step of a draft has commit_id, action, reverts and edits")
    step_id, action, reverts, edits = (data[name] for name in ("commit_id", "action", "reverts", "edits"))
    if not isinstance(step_id, str) or not _STEP_ID.fullmatch(step_id):
        raise MalformedMessage(f"commit_id: expected a UUID, got {step_id!r:.60}")
    if not isinstance(edits, list) or len(edits) > MOST_CHANGES:
        raise MalformedMessage(f"edits: expected a list of at most {MOST_CHANGES} changes")
    if action == "do":
        if reverts is not None or not edits:
            raise MalformedMessage("a step that does something reverts nothing and has changes")
    elif action in ("undo", "redo"):
        if not isinstance(reverts, str) or not _STEP_ID.fullmatch(reverts) or edits:
            raise MalformedMessage(f"{action} names the step that it reverts and has no changes of its own")
    else:
        raise MalformedMessage(f"action: expected 'do', 'undo' or 'redo', got {action!r:.60}")
    assert isinstance(action, str)
    assert reverts is None or isinstance(reverts, str)
    changes = tuple(change_from_json(one, f"edits[{n}]") for n, one in enumerate(edits))
    return Step(step_id, action, reverts, changes)
