"""Changes of a category schema: what a draft is made of, what is proposed and voted on. Pure.

A change is applied to a schema as a whole or refused; what it does to labels is told by links. The browser
has the same rules in ``js/src/categories/changes.ts``; both read ``tests/contract/schema_changes.json``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from animewidgets.annotations.categories import Category, CategorySchema, Group
from animewidgets.annotations.version_map import Link, VersionMap, follow
from animewidgets.errors import SchemaChangeRefused

#: What :class:`Edit` can set. Identity and parent are no field: a parent changes by :class:`Move`.
EDITABLE = (
    "name",
    "colour",
    "hotkey",
    "description",
    "attributes",
    "skeleton",
    "translations",
    "examples",
)


@dataclass(frozen=True, slots=True)
class Add:
    """A new category, before a sibling or as the last one below its parent."""

    category: Category
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Other fields of a category: some of :data:`EDITABLE`, by name."""

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


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of changes: the schema (identity and version as before), and a link for each old category."""

    schema: CategorySchema
    links: tuple[Link, ...]

    def map_to(self, version: int) -> VersionMap:
        """The links as a map from the schema's version to another one."""
        return VersionMap(self.schema.schema_id, self.schema.version, version, self.links)


def apply(schema: CategorySchema, change: SchemaChange) -> Applied:
    """Apply a change.

    Raises:
        SchemaChangeRefused: it makes no sense for the schema; the message says why and what to do, ``data``
            has ``category_id`` where one category is the reason.
    """
    match change:
        case Add():
            return _unlinked(schema, _add(schema, change))
        case Edit():
            return _unlinked(schema, _edit(schema, change))
        case Move():
            return _unlinked(schema, _move(schema, change))
        case Merge():
            return _merge(schema, change)
        case Split():
            return _split(schema, change)
        case Drop():
            return _drop(schema, change)
        case PutGroup():
            return _unlinked(schema, _put_group(schema, change))
        case DropGroup():
            _known_group(schema, change.name)
            left = tuple(one for one in schema.groups if one.name != change.name)
            return _unlinked(schema, replace(schema, groups=left))
        case Several():
            return apply_all(schema, change.changes)


def apply_all(schema: CategorySchema, changes: Iterable[SchemaChange]) -> Applied:
    """Apply changes one after the other, all of them or none. Raises as :func:`apply`."""
    done = Applied(schema, VersionMap.unchanged(schema, schema.version).links)
    for adds, grouped in groupby(changes, lambda one: isinstance(one, Add)):
        run = list(grouped)
        together = _added(done.schema, run) if adds else run
        if isinstance(together, CategorySchema):
            done = Applied(together, done.links)
            continue
        for change in together:
            step = apply(done.schema, change)
            done = Applied(step.schema, follow(done.links, {one.source: one for one in step.links}))
    return done


def _added(schema: CategorySchema, changes: list[SchemaChange]) -> CategorySchema | list[SchemaChange]:
    """The schema with categories that follow on one another, made once; the changes, where one is refused.

    One by one a list of 5,000 names would make as many schemas, each looking at all that is there.
    """
    there = list(schema)
    known = {one.category_id: one for one in there}
    for change in changes:
        assert isinstance(change, Add)
        put = change.category
        sibling = None if change.before is None else known.get(change.before)
        if put.category_id in known or (put.parent is not None and put.parent not in known):
            return changes
        if change.before is None:
            there.append(put)
        elif sibling is None or sibling.parent != put.parent:
            return changes
        else:
            there.insert(next(n for n, one in enumerate(there) if one is sibling), put)
        known[put.category_id] = put
    return _with(schema, there, schema.groups)


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
        groups = tuple(one for one in schema.groups if one.name in names)
        return _with(schema, (schema.categories[place] for place in places), groups)

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


def _add(schema: CategorySchema, change: Add) -> CategorySchema:
    _check_new(schema, change.category)
    if change.category.parent is not None:
        _known(schema, change.category.parent)
    return _with(schema, _placed(schema, list(schema), change.category, change.before), schema.groups)


def _edit(schema: CategorySchema, change: Edit) -> CategorySchema:
    was = _known(schema, change.category_id)
    for name in change.fields:
        if name not in EDITABLE:
            raise _refused(f"{name!r} of a category cannot be set; it has {', '.join(EDITABLE)}", was)
    try:
        # Each value is what `change_from_json` read, or what a program gave; the type checks it.
        became = replace(was, **dict(change.fields))  # type: ignore[arg-type]  # names are checked above
    except ValueError as error:
        raise _refused(str(error), was) from error
    return _replaced(schema, {was.category_id: became})


def _move(schema: CategorySchema, change: Move) -> CategorySchema:
    moved = _known(schema, change.category_id)
    if change.parent is not None:
        parent = _known(schema, change.parent)
        if change.parent in _below(schema, change.category_id):
            raise _refused(
                f"{moved.name!r} cannot lie below {parent.name!r}, which is or lies below it", moved
            )
    if change.before == change.category_id:
        raise _refused(f"{moved.name!r} cannot stand before itself", moved)
    rest = [one for one in schema if one is not moved]
    placed = _placed(schema, rest, replace(moved, parent=change.parent), change.before)
    return _with(schema, placed, schema.groups)


def _merge(schema: CategorySchema, change: Merge) -> Applied:
    into = _known(schema, change.into)
    gone = [_known(schema, one) for one in dict.fromkeys(change.categories) if one != change.into]
    if not gone:
        raise _refused(f"there is nothing to merge into {into.name!r}: choose another category", into)
    for one in gone:
        if change.into in _below(schema, one.category_id):
            raise _refused(
                f"{one.name!r} cannot be merged into {into.name!r}, which lies below it: "
                f"merge into {one.name!r}, or move {into.name!r} out first",
                one,
            )
    attributes = {one.name: (one, into) for one in into.attributes}
    skeleton = None if into.skeleton is None else (into.skeleton, into)
    for one in gone:
        for attribute in one.attributes:
            there, whose = attributes.setdefault(attribute.name, (attribute, one))
            if there != attribute:
                raise _refused(
                    f"{one.name!r} and {whose.name!r} have an attribute {attribute.name!r} that is not the "
                    "same in both: make it the same, or give one of them another name",
                    one,
                )
        if one.skeleton is None:
            continue
        skeleton = skeleton or (one.skeleton, one)
        if one.skeleton != skeleton[0]:
            raise _refused(
                f"{one.name!r} and {skeleton[1].name!r} have other key points: "
                "labels of one cannot become the other's",
                one,
            )
    names = {one.category_id for one in gone}
    kept: list[Category] = []
    for one in schema:
        if one.category_id in names:
            continue
        if one.category_id == change.into:
            taken = tuple(attribute for attribute, _ in attributes.values())
            one = replace(one, attributes=taken, skeleton=skeleton and skeleton[0])
        elif one.parent in names:
            one = replace(one, parent=change.into)
        kept.append(one)
    links = [
        Link(one.category_id, (change.into,), change.into) if one.category_id in names else _stays(one)
        for one in schema
    ]
    # In the groups that the others leave, the one that stays does not take their place: it has its own.
    return Applied(_with(schema, kept, _without(schema.groups, names)), tuple(links))


def _split(schema: CategorySchema, change: Split) -> Applied:
    was = _known(schema, change.category_id)
    if len(change.parts) < 2:
        raise _refused(
            f"{was.name!r} needs two parts at least to be split into, got {len(change.parts)}", was
        )
    parts = [replace(one, parent=was.parent) for one in change.parts]
    identities = [one.category_id for one in parts]
    if change.then is not None and change.then not in identities:
        raise _refused(f"labels of {was.name!r} cannot go to {change.then!r}, which is no part of it", was)
    rest = [one for one in schema if one.category_id != was.category_id]
    names = {one.category_id for one in rest}
    for n, one in enumerate(parts):
        if one.category_id in names or one.category_id in identities[:n]:
            raise _refused(f"there is a category {one.category_id!r} already: name the part otherwise", one)
    kept: list[Category] = []
    for one in schema:
        if one.category_id == was.category_id:
            kept += parts
        else:
            kept.append(replace(one, parent=was.parent) if one.parent == was.category_id else one)
    groups = tuple(
        replace(group, members=_swapped(group.members, was.category_id, identities))
        for group in schema.groups
    )
    links = [
        Link(one.category_id, tuple(identities), change.then) if one is was else _stays(one) for one in schema
    ]
    return Applied(_with(schema, kept, groups), tuple(links))


def _drop(schema: CategorySchema, change: Drop) -> Applied:
    was = _known(schema, change.category_id)
    kept = [
        replace(one, parent=was.parent) if one.parent == was.category_id else one
        for one in schema
        if one is not was
    ]
    links = [Link(one.category_id, (), None) if one is was else _stays(one) for one in schema]
    groups = _without(schema.groups, {was.category_id})
    return Applied(_with(schema, kept, groups), tuple(links))


def _put_group(schema: CategorySchema, change: PutGroup) -> CategorySchema:
    group = change.group
    for member in group.members:
        _known(schema, member)
    if change.was is not None:
        _known_group(schema, change.was)
    others = [one for one in schema.groups if one.name != change.was]
    for one in others:
        if one.name == group.name:
            raise SchemaChangeRefused(f"there is a group {group.name!r} already: choose another name")
        if shared := [member for member in group.members if member in one.members]:
            first = _known(schema, shared[0])
            raise _refused(
                f"{first.name!r} is in the group {one.name!r} already: take it out there first", first
            )
    groups = [group if one.name == change.was else one for one in schema.groups]
    if change.was is None:
        groups.append(group)
    try:
        return replace(schema, groups=tuple(groups))
    except ValueError as error:
        raise SchemaChangeRefused(str(error)) from error


def _unlinked(schema: CategorySchema, became: CategorySchema) -> Applied:
    """Of a change that leaves every label where it is."""
    return Applied(became, tuple(_stays(one) for one in schema))


def _stays(one: Category) -> Link:
    return Link(one.category_id, (one.category_id,), one.category_id)


def _with(
    schema: CategorySchema, categories: Iterable[Category], groups: tuple[Group, ...]
) -> CategorySchema:
    """The schema with other categories and groups."""
    return CategorySchema(schema.schema_id, schema.version, tuple(categories), groups)


def _replaced(schema: CategorySchema, became: Mapping[str, Category]) -> CategorySchema:
    return _with(schema, (became.get(one.category_id, one) for one in schema), schema.groups)


def _placed(
    schema: CategorySchema, there: list[Category], put: Category, before: str | None
) -> list[Category]:
    """A category put among the children of its parent, at its place in the order."""
    at = len(there)
    if before is not None:
        sibling = _known(schema, before)
        if sibling.parent != put.parent:
            raise _refused(f"{sibling.name!r} is no sibling at the place that was chosen", sibling)
        at = next(n for n, one in enumerate(there) if one is sibling)
    return [*there[:at], put, *there[at:]]


def _below(schema: CategorySchema, category_id: str) -> set[str]:
    """A category and all that lies below it."""
    children: dict[str | None, list[str]] = {}
    for one in schema:
        children.setdefault(one.parent, []).append(one.category_id)
    found = {category_id}
    waiting = [category_id]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            found.add(child)
            waiting.append(child)
    return found


def _without(groups: tuple[Group, ...], gone: set[str]) -> tuple[Group, ...]:
    left: list[Group] = []
    for group in groups:
        members = tuple(one for one in group.members if one not in gone)
        if members:
            left.append(replace(group, members=members))
    return tuple(left)


def _swapped(members: tuple[str, ...], was: str, became: list[str]) -> tuple[str, ...]:
    return tuple(name for one in members for name in (became if one == was else (one,)))


def _check_new(schema: CategorySchema, category: Category) -> None:
    if category.category_id in schema:
        raise _refused(
            f"there is a category {category.category_id!r} already: give the new one another identity",
            category,
        )


def _known(schema: CategorySchema, category_id: str) -> Category:
    found = schema.category(category_id)
    if found is None:
        raise SchemaChangeRefused(
            f"there is no category {category_id!r} in version {schema.version} of {schema.schema_id!r}: "
            "it was dropped, merged or split since",
            {"category_id": category_id},
        )
    return found


def _known_group(schema: CategorySchema, name: str) -> None:
    if all(one.name != name for one in schema.groups):
        raise SchemaChangeRefused(f"there is no group {name!r} in {schema.schema_id!r}")


def _refused(why: str, category: Category) -> SchemaChangeRefused:
    return SchemaChangeRefused(why, {"category_id": category.category_id})
