"""Which changes of one schema cannot both be made, and why. Pure; the browser has it in ``collision.ts``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from animewidgets.annotations.categories import CategorySchema
from animewidgets.annotations.schema_apply import Applied, apply_all
from animewidgets.annotations.schema_changes import (
    DropGroup,
    PutGroup,
    SchemaChange,
    mentions,
    single_changes,
    touches,
)
from animewidgets.errors import SchemaChangeRefused


def collision(schema: CategorySchema, first: SchemaChange, second: SchemaChange) -> str | None:
    """Why two changes of one schema cannot both be made, in words; ``None`` where they can.

    They can where each applies after the other and both orders come to the same categories and links.
    """
    for _, _, why in collisions(schema, (first, second)):
        return why
    return None


def collisions(schema: CategorySchema, changes: Sequence[SchemaChange]) -> Iterator[tuple[int, int, str]]:
    """Which of many changes collide, as :func:`collision` has it: places of the two among them, and why."""
    at = {one.category_id: n for n, one in enumerate(schema)}
    children: dict[str | None, list[str]] = {}
    for one in schema:
        children.setdefault(one.parent, []).append(one.category_id)
    parts = [_around(schema, change, children) for change in changes]

    def part(kept: set[str], names: set[str]) -> CategorySchema:
        places = sorted(at[one] for one in kept if one in at)
        categories = tuple(schema.categories[place] for place in places)
        groups = tuple(one for one in schema.groups if one.name in names)
        return CategorySchema(schema.schema_id, schema.version, categories, groups)

    able = [
        isinstance(_outcome(part(*around), change), Applied)
        for around, change in zip(parts, changes, strict=True)
    ]
    for n, first in enumerate(changes):
        for m in range(n + 1, len(changes)):
            (these, names), (those, others) = parts[n], parts[m]
            if able[n] and able[m] and these.isdisjoint(those) and names.isdisjoint(others):
                continue
            both = part(these | those, names | others)
            if why := _collision(both, first, changes[m]):
                yield n, m, why


def _around(
    schema: CategorySchema, change: SchemaChange, children: Mapping[str | None, Sequence[str]]
) -> tuple[set[str], set[str]]:
    """The identities and names of groups that decide how a change goes: a few of thousands.

    These are those that it names, there or not, with what lies right below and all that lies above.
    """
    ids, names = mentions(change), set[str]()
    for single in single_changes((change,)):
        match single:
            case PutGroup():
                names |= {single.group.name, single.was or single.group.name}
            case DropGroup():
                names.add(single.name)
    groups = [one for one in schema.groups if one.name in names or not ids.isdisjoint(one.members)]
    kept = {child for one in ids for child in children.get(one, ())}
    waiting = [*kept, *ids, *(member for group in groups for member in group.members)]
    while waiting:
        found = schema.category(waiting.pop())
        if found is not None:
            kept.add(found.category_id)
            if found.parent is not None and found.parent not in kept:
                waiting.append(found.parent)
    return kept | ids, names | {one.name for one in groups}


def _collision(schema: CategorySchema, first: SchemaChange, second: SchemaChange) -> str | None:
    alone = [_outcome(schema, one) for one in (first, second)]
    for came in alone:
        if isinstance(came, SchemaChangeRefused):
            return str(came)
    both = [_outcome(schema, *order) for order in ((first, second), (second, first))]
    for came in both:
        if isinstance(came, SchemaChangeRefused):
            return str(came)
    one, other = both
    assert isinstance(one, Applied)
    assert isinstance(other, Applied)
    if _said(one) == _said(other):
        return None
    touched = sorted(touches(first) & touches(second)) or sorted(touches(first) | touches(second))
    named = ", ".join(repr(name) for name in touched)
    return f"which of the two comes last decides what {named} says"


def _outcome(schema: CategorySchema, *changes: SchemaChange) -> Applied | SchemaChangeRefused:
    try:
        return apply_all(schema, changes)
    except SchemaChangeRefused as refused:
        return refused


def _said(applied: Applied) -> object:
    """What both orders must come to; in which order siblings or attributes stand does not count."""
    schema = applied.schema
    return (
        {one.category_id: (replace(one, attributes=()), frozenset(one.attributes)) for one in schema},
        {one.name: (frozenset(one.members), one.exclusive) for one in schema.groups},
        {one.source: (frozenset(one.targets), one.then) for one in applied.links},
    )
