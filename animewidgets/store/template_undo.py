"""What of a template draft can be undone and redone, told from the steps that the store has of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from animewidgets.annotations import JSON

Document = Mapping[str, JSON]


@dataclass(frozen=True, slots=True)
class DraftHistory:
    """Documents that a draft was before, the newest last, and undone ones, the next to redo last."""

    undo: tuple[Document, ...] = ()
    redo: tuple[Document, ...] = ()


def changes(before: Document, after: Document) -> dict[str, JSON]:
    """The fields in which two documents differ, as they are afterwards; ``None`` where one is gone."""
    return {
        name: after.get(name)
        for name in {**before, **after}
        if before.get(name) != after.get(name) or (name in before) != (name in after)
    }


def states(steps: Iterable[tuple[str, Document | None]]) -> list[Document]:
    """The documents that the steps of a draft left, one after the other; none before its last end."""
    found: list[Document] = []
    for kind, told in steps:
        if kind == "done":
            found = []
        elif kind == "whole" or not found:
            found.append(dict(told or {}))
        else:
            merged = {**found[-1], **(told or {})}
            found.append({name: value for name, value in merged.items() if value is not None})
    return found


def history_of(documents: Iterable[Document]) -> DraftHistory:
    """What can be undone and redone after a row of documents.

    A step back to the document before is an undo, and one on to what was undone is a redo: the rows need no
    mark of it.
    """
    undo: list[Document] = []
    redo: list[Document] = []
    now: Document | None = None
    for one in documents:
        if now is None or one == now:
            now = one
            continue
        if undo and undo[-1] == one:
            redo.append(now)
            undo.pop()
        elif redo and redo[-1] == one:
            undo.append(now)
            redo.pop()
        else:
            undo.append(now)
            redo.clear()
        now = one
    return DraftHistory(tuple(undo), tuple(redo))


def as_changes(now: Document, stack: Iterable[Document], most_characters: int) -> list[JSON]:
    """A stack as changes, each to be made to what the one before it left, the first to ``now``.

    It ends where more than ``most_characters`` would be told.
    """
    told: list[JSON] = []
    left = most_characters
    before = now
    for one in reversed(list(stack)):
        step = changes(before, one)
        left -= sum(len(repr(value)) for value in step.values())
        if left < 0:
            break
        told.append(step)
        before = one
    return told
