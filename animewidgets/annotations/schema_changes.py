"""Changes of a category schema: what a draft is made of, what is proposed and voted on. Pure.

:mod:`~animewidgets.annotations.schema_apply` makes them, and
:mod:`~animewidgets.annotations.schema_collisions` says which of them stand in each other's way. The browser
has the same changes in ``js/src/categories/changes.ts``; both read ``tests/contract/schema_changes.json``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from animewidgets.annotations.categories import Category, Group


@dataclass(frozen=True, slots=True)
class Add:
    """A new category, before a sibling or as the last one below its parent."""

    category: Category
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Other fields of a category: some of :data:`~animewidgets.annotations.categories.EDITABLE`, by name."""

    category_id: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Move:
    """A category, with all below it, to another place of the tree; before a sibling or as the last one."""

    category_id: str
    parent: str | None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Categories become one that is there already; ``into`` takes their labels and children."""

    categories: tuple[str, ...]
    into: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "categories", tuple(self.categories))


@dataclass(frozen=True, slots=True)
class Split:
    """A category becomes several; its labels go to ``then``, or wait for a person where it is ``None``."""

    category_id: str
    parts: tuple[Category, ...]
    then: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(self.parts))


@dataclass(frozen=True, slots=True)
class Drop:
    """A category goes; what is below it moves up, and its labels wait for a person."""

    category_id: str


@dataclass(frozen=True, slots=True)
class PutGroup:
    """A group, in place of the one named ``was`` or as a new one."""

    group: Group
    was: str | None = None


@dataclass(frozen=True, slots=True)
class DropGroup:
    """A group goes; its members stay."""

    name: str


@dataclass(frozen=True, slots=True)
class Several:
    """Changes that belong together, one after the other: made all of them or none, as a proposed draft is.

    Raises:
        ValueError: there are none, or one of them is several itself.
    """

    changes: tuple[SchemaChange, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "changes", tuple(self.changes))
        if not self.changes or any(isinstance(one, Several) for one in self.changes):
            raise ValueError("several changes are one at least, and each of them is a single one")


SchemaChange: TypeAlias = Add | Edit | Move | Merge | Split | Drop | PutGroup | DropGroup | Several


def touches(change: SchemaChange) -> set[str]:
    """Identities of the categories that a change speaks of."""
    match change:
        case Add():
            return {change.category.category_id}
        case Edit() | Move() | Drop():
            return {change.category_id}
        case Merge():
            return {*change.categories, change.into}
        case Split():
            return {change.category_id, *(one.category_id for one in change.parts)}
        case PutGroup():
            return set(change.group.members)
        case DropGroup():
            return set()
        case Several():
            return {name for one in change.changes for name in touches(one)}


def mentions(change: SchemaChange) -> set[str]:
    """Identities that a change names: of what it speaks of, and of the place where that is to stand."""
    match change:
        case Add():
            beside = (change.category.parent, change.before)
        case Move():
            beside = (change.parent, change.before)
        case Several():
            return {name for one in change.changes for name in mentions(one)}
        case _:
            beside = (None, None)
    return touches(change) | {one for one in beside if one is not None}


def single_changes(changes: Iterable[SchemaChange]) -> Iterator[SchemaChange]:
    """The changes, and in place of several those that belong together."""
    for change in changes:
        if isinstance(change, Several):
            yield from change.changes
        else:
            yield change
