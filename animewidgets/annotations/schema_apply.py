"""What comes of a schema when changes are made to it, and what they do to labels. Pure.

A change is applied as a whole or refused; what it does to labels is told by links. The browser has the same
rules in ``js/src/categories/changes.ts``; both read ``tests/contract/schema_changes.json``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from animewidgets.annotations.categories import EDITABLE, Category, CategorySchema, Group
from animewidgets.annotations.schema_changes import (
    Add,
    Drop,
    DropGroup,
    Edit,
    Merge,
    Move,
    PutGroup,
    SchemaChange,
    Several,
    Split,
)
from animewidgets.annotations.version_map import Link, VersionMap, follow
from animewidgets.errors import SchemaChangeRefused


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
