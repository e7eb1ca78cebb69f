"""A schema that was read, brought into one that people use already: nothing that they have goes away."""

from __future__ import annotations

from dataclasses import replace

from animewidgets.annotations.categories import Category, CategorySchema, Group

#: What a file may say of a category; what it says nothing of stays as it is.
_FIELDS = ("name", "hotkey", "description", "attributes", "skeleton", "translations", "examples")


def bring_in(schema: CategorySchema, found: CategorySchema, uncoloured: frozenset[str]) -> CategorySchema:
    """A schema with the categories of another: those of one identity become as the other has them.

    Nothing is removed or moved, and what the other says nothing of stays: a plain list takes no attributes
    away. Categories that are new stand behind those that are there, below the parents that the other gives
    them. A category that is in a group stays in it.

    Args:
        schema: what is there.
        found: what was read.
        uncoloured: the categories of ``found`` whose colour nobody chose.
    """
    known = {one.category_id for one in schema}
    became = [_said(one, found.category(one.category_id), uncoloured) for one in schema]
    added = [one for one in found if one.category_id not in known]
    return CategorySchema(
        schema.schema_id, schema.version, (*became, *added), tuple(_groups(schema.groups, found.groups))
    )


def _said(one: Category, found: Category | None, uncoloured: frozenset[str]) -> Category:
    if found is None:
        return one
    said = {name: value for name in _FIELDS if (value := getattr(found, name))}
    if one.category_id not in uncoloured:
        said["colour"] = found.colour
    return replace(one, **said)


def _groups(groups: tuple[Group, ...], found: tuple[Group, ...]) -> list[Group]:
    taken = {member for one in groups for member in one.members}
    made = {one.name: one for one in groups}
    for one in found:
        before = made[one.name].members if one.name in made else ()
        members = (*before, *(member for member in one.members if member not in taken))
        if members:
            made[one.name] = Group(one.name, members, one.exclusive)
            taken.update(members)
    return list(made.values())
