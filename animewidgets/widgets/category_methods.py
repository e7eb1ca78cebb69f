"""What a browser may ask of a category schema and of somebody's draft of it. See ``docs/wire.md``."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from animewidgets.annotations import CategorySchema, schema_to_json
from animewidgets.annotations.schema_changes import Add, Applied, PutGroup, SchemaChange, apply_all
from animewidgets.annotations.schema_changes_json import change_from_json, change_to_json
from animewidgets.annotations.version_map import follow
from animewidgets.errors import AnimeWidgetsError, MalformedMessage, SchemaConflict
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply, error_of

if TYPE_CHECKING:
    from animewidgets.store import Store
    from animewidgets.store.drafts import Step

MOST_STEPS = 200
#: A list that somebody pastes is one gesture.
MOST_CHANGES = 25_000
LONGEST_NOTE = 2_000
#: Characters of a file that is brought in; hosts take no larger messages.
LONGEST_FILE = 9_000_000

_STEP_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Gesture:
    """One step of a draft as a browser tells it.

    ``action`` is ``"do"``, ``"undo"`` or ``"redo"``; the latter two have no changes and name in ``reverts``
    the gesture that they take or bring back.
    """

    step_id: str
    action: Literal["do", "undo", "redo"]
    reverts: str | None = None
    changes: tuple[SchemaChange, ...] = ()


class SchemaDesk:
    """One person's place at one schema: its versions, their draft, and what of both a browser may do.

    Args:
        store: where versions and drafts are.
        schema_id: the schema; it need not be there yet.
        start: what a draft of a schema that is not there yet begins with.
        person: who this is.
        project: whose page this is.
    """

    def __init__(
        self, store: Store, schema_id: str, start: CategorySchema | None, person: str, project: str
    ) -> None:
        self.store = store
        self.schema_id = schema_id
        self.person = person
        self.project = project
        self._lock = threading.RLock()
        self._open()
        if start is not None and len(start.categories) and not self.newest.version and not self.log:
            self._take(Gesture(_identity_of(start), "do", None, adds_of(start)))

    def _open(self) -> None:
        """Read the newest version and the draft anew."""
        schemas = self.store.schemas
        empty = CategorySchema(self.schema_id, 0, ())
        newest = schemas.newest(self.schema_id)
        self.newest = schemas.get(self.schema_id, newest) if newest else empty
        steps = schemas.draft_steps(self.schema_id, self.person)
        self.log = _gestures(steps)
        stacks = _stacks(self.log)
        on = steps[0].base_version if any(stacks) else newest
        if not any(stacks) and steps:
            # Nothing is in hand: on to the newest.
            schemas.discard_draft(self.schema_id, self.person)
            self.log = []
        self.base = schemas.get(self.schema_id, on) if on else empty
        self.applied = apply_all(self.base, [one for gesture in stacks[0] for one in gesture.changes])

    @property
    def schema(self) -> CategorySchema:
        """The schema as the draft makes it."""
        return self.applied.schema

    @property
    def outbox(self) -> str:
        """Key of what waits in the browser: whoever else sits at it must not send it."""
        place = "\n".join((self.store.store_id, "schema", self.schema_id, self.person))
        return hashlib.sha256(place.encode()).hexdigest()[:32]

    def hello(self) -> dict[str, JSON]:
        """All that the designer shows."""
        with self._lock:
            self._open()
            schemas = self.store.schemas
            return {
                "protocol": 1,
                "outbox": self.outbox,
                "person": self.person,
                "project": self.project,
                "maintainer": schemas.is_maintainer(self.schema_id, self.person),
                "schema": schema_to_json(self.base),
                "newest": schema_to_json(self.newest) if self.newest is not self.base else None,
                "retired": list[JSON](schemas.retired(self.schema_id)),
                "draft": {
                    "base_version": self.base.version,
                    "commits": [_gesture_to_json(one) for one in self.log],
                },
                "versions": [
                    {"version": version, "person": person or "", "created_us": created, "note": note or ""}
                    for version, person, created, note in schemas.version_rows(self.schema_id)
                ],
                "usage": [_usage(row) for row in schemas.usage_rows(self.schema_id)],
            }

    def methods(self, published: Callable[[CategorySchema], None] = lambda _: None) -> dict[str, Method]:
        """``draft.…`` and ``schema.…``; ``published`` is called with a new version."""

        def change(params: Params, _buffers: Buffers) -> Reply:
            commits = params.get("commits")
            if not isinstance(commits, list) or not 1 <= len(commits) <= MOST_STEPS:
                raise MalformedMessage(f"commits must be a list of 1 to {MOST_STEPS} steps of a draft")
            receipts: list[JSON] = []
            result: dict[str, JSON] = {"receipts": receipts}
            for data in commits:
                try:
                    receipts.append(self._take(gesture_from_json(data)))
                except AnimeWidgetsError as error:
                    step_id = data.get("commit_id") if isinstance(data, dict) else None
                    result["refused"] = {"commit_id": step_id, "error": error_of(error)}
                    break
            return Reply(result)

        def rebase(_params: Params, _buffers: Buffers) -> Reply:
            return Reply({"left_out": list[JSON](self.rebase())})

        def discard(_params: Params, _buffers: Buffers) -> Reply:
            self.discard()
            return Reply({})

        def publish(params: Params, _buffers: Buffers) -> Reply:
            note, last = params.get("note", ""), params.get("last")
            if not isinstance(note, str) or len(note) > LONGEST_NOTE:
                raise MalformedMessage(f"a note is a text of at most {LONGEST_NOTE} characters")
            schema = self.publish(note, last if isinstance(last, str) else None)
            published(schema)
            return Reply({"version": schema.version})

        def bring_in(params: Params, _buffers: Buffers) -> Reply:
            return Reply(read_file(params, self.schema))

        def take_out(params: Params, _buffers: Buffers) -> Reply:
            from animewidgets.datasets.schemas import write_schema

            name = params.get("format")
            if not isinstance(name, str):
                raise MalformedMessage(f"format is the name of a format, not {name!r:.60}")
            written = write_schema(self.schema, name)
            return Reply({"text": written.text, "not_held": list[JSON](written.not_held)})

        return {
            "draft.change": Method(change, "ordered"),
            "draft.rebase": Method(rebase, "ordered"),
            "draft.discard": Method(discard, "ordered"),
            "schema.publish": Method(publish, "ordered"),
            "schema.import": Method(bring_in, "ordered"),
            "schema.export": Method(take_out, "ordered"),
        }

    def _take(self, gesture: Gesture) -> dict[str, JSON]:
        """Put a gesture on disk; what is there already is told again."""
        with self._lock:
            repeated = any(one.step_id == gesture.step_id for one in self.log)
            if not repeated:
                log = [*self.log, gesture]
                if gesture.action == "do":
                    applied = _more(self.applied, gesture.changes)
                else:
                    undo, redo = _stacks(self.log)
                    _check_turn(gesture, undo if gesture.action == "undo" else redo)
                    applied = apply_all(self.base, [one for made in _stacks(log)[0] for one in made.changes])
                self._write(gesture)
                self.log, self.applied = log, applied
            return {
                "commit_id": gesture.step_id,
                "number": len(self.log),
                "created_us": 0,
                "repeated": repeated,
            }

    def _write(self, gesture: Gesture) -> None:
        self.store.schemas.add_draft_step(
            self.schema_id,
            self.person,
            gesture.changes if gesture.action == "do" else gesture.action,
            base_version=self.base.version,
            step_id=gesture.step_id,
        )

    def discard(self) -> None:
        """Put the draft away."""
        with self._lock:
            self.store.schemas.discard_draft(self.schema_id, self.person)
            self._open()

    def publish(self, note: str = "", last: str | None = None) -> CategorySchema:
        """The draft as the next version; the draft is empty then.

        Args:
            note: what is new, in a person's words.
            last: identity of the newest step that the person sees, where there is a page.

        Raises:
            NotMaintainer: the schema is others' to publish.
            SchemaConflict: somebody published since the draft began, or the page does not show all of it.
            SchemaError: there is nothing in the draft.
        """
        with self._lock:
            if last is not None and (not self.log or self.log[-1].step_id != last):
                raise SchemaConflict("another page of yours changed this draft: reload this one first")
            if not _stacks(self.log)[0]:
                raise SchemaConflict("there is nothing to publish: the draft changes nothing")
            made = self.store.schemas.publish(
                self.schema,
                self.applied.links,
                person=self.person,
                note=note,
                base_version=self.base.version,
                from_draft=True,
            )
            self._open()
            return made

    def rebase(self) -> list[str]:
        """Put the draft on the newest version; why some of it was left out, in words."""
        with self._lock:
            undo, _ = _stacks(self.log)
            newest = self.store.schemas.newest(self.schema_id)
            onto = self.store.schemas.get(self.schema_id, newest) if newest else self.base
            applied, kept, left_out = apply_all(onto, ()), list[Gesture](), list[str]()
            for gesture in undo:
                try:
                    applied = _more(applied, gesture.changes)
                    kept.append(gesture)
                except AnimeWidgetsError as error:
                    left_out.append(str(error))
            self.store.schemas.discard_draft(self.schema_id, self.person)
            self.base = onto
            for gesture in kept:
                self._write(gesture)
            self._open()
            return left_out


def read_file(params: Params, known: CategorySchema) -> dict[str, JSON]:
    """A schema from the text of a file, and what of it cannot be held; ``known`` is what it is brought into.

    Raises:
        MalformedMessage: what was sent is no file.
        FormatError: it is not what its format says; the message names the place.
    """
    from animewidgets.datasets.schemas import read_schema

    name, text, chosen = params.get("name"), params.get("text"), params.get("format")
    if not isinstance(name, str) or not isinstance(text, str) or len(text) > LONGEST_FILE:
        raise MalformedMessage(
            f"a file has a name and a text of at most {LONGEST_FILE} characters, "
            f"got {len(text) if isinstance(text, str) else type(text).__name__}"
        )
    if chosen is not None and not isinstance(chosen, str):
        raise MalformedMessage(f"format is the name of a format, not {chosen!r:.60}")
    # With a name, what is given is never taken for a path: none is read that a browser names.
    read = read_schema(text, chosen, name=name[:200], schema_id=known.schema_id, known=known)
    return {
        "schema": schema_to_json(read.schema),
        "format": read.format,
        "not_held": list[JSON](read.not_held),
        "notes": list[JSON](read.notes),
        "uncoloured": list[JSON](sorted(read.uncoloured)),
    }


def adds_of(schema: CategorySchema) -> tuple[SchemaChange, ...]:
    """Changes that make a schema out of an empty one, parents before their children."""
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


def _more(applied: Applied, changes: Sequence[SchemaChange]) -> Applied:
    """More changes on top of some."""
    step = apply_all(applied.schema, changes)
    return Applied(step.schema, follow(applied.links, {one.source: one for one in step.links}))


def _stacks(log: Sequence[Gesture]) -> tuple[list[Gesture], list[Gesture]]:
    """The gestures that hold, and those that were taken back, each oldest first."""
    undo: list[Gesture] = []
    redo: list[Gesture] = []
    for one in log:
        if one.action == "do":
            undo.append(one)
            redo.clear()
        elif one.action == "undo":
            redo.append(undo.pop())
        else:
            undo.append(redo.pop())
    return undo, redo


def _check_turn(gesture: Gesture, stack: Sequence[Gesture]) -> None:
    """Undo takes back the newest gesture, redo brings back the one that was taken back last."""
    if not stack or stack[-1].step_id != gesture.reverts:
        raise SchemaConflict(
            f"{gesture.action} of what is not next: another page of yours changed this draft; reload this one"
        )


def _gestures(steps: Sequence[Step]) -> list[Gesture]:
    """Steps of the store as a browser tells them: undo and redo by what they revert."""
    log: list[Gesture] = []
    undo: list[str] = []
    redo: list[str] = []
    for n, step in enumerate(steps):
        step_id = step.step_id or f"00000000-0000-4000-8000-{n:012x}"
        if step.kind == "change":
            log.append(Gesture(step_id, "do", None, step.changes))
            undo.append(step_id)
            redo.clear()
        elif step.kind == "undo" and undo:
            redo.append(undo.pop())
            log.append(Gesture(step_id, "undo", redo[-1]))
        elif step.kind == "redo" and redo:
            undo.append(redo.pop())
            log.append(Gesture(step_id, "redo", undo[-1]))
    return log


def _identity_of(schema: CategorySchema) -> str:
    """Of the step that a draft begins with: the same from whichever page."""
    digest = hashlib.sha256(repr(schema).encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def _usage(row: Sequence[object]) -> JSON:
    category_id, annotations, tasks, _projects, examples = row
    told = json.loads(examples) if isinstance(examples, str) else examples
    listed = cast("Sequence[Mapping[str, JSON]]", told or [])
    return {
        "category_id": str(category_id),
        "annotations": int(str(annotations)),
        "tasks": int(str(tasks)),
        "examples": [{"release_id": one["release_id"], "pts": one["pts"]} for one in listed],
    }


def _gesture_to_json(gesture: Gesture) -> dict[str, JSON]:
    return {
        "commit_id": gesture.step_id,
        "action": gesture.action,
        "reverts": gesture.reverts,
        "edits": [change_to_json(one) for one in gesture.changes],
    }


def gesture_from_json(data: JSON) -> Gesture:
    """Read a gesture that a browser sent. Raises ``MalformedMessage``, which says what is wrong with it."""
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
        changes = tuple(change_from_json(one, f"edits[{n}]") for n, one in enumerate(edits))
        return Gesture(step_id, "do", None, changes)
    if action in ("undo", "redo"):
        if not isinstance(reverts, str) or not _STEP_ID.fullmatch(reverts) or edits:
            raise MalformedMessage(f"{action} names the step that it reverts and has no changes of its own")
        return Gesture(step_id, "undo" if action == "undo" else "redo", reverts)
    raise MalformedMessage(f"action: expected 'do', 'undo' or 'redo', got {action!r:.60}")
