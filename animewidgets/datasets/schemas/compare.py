"""What a schema loses on its way through a format: the schema beside what is read back of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from animewidgets.annotations.categories import Category, CategorySchema, Group
from animewidgets.annotations.category_attributes import Attribute
from animewidgets.annotations.skeletons import Skeleton
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.schemas.tree import children_of
from animewidgets.datasets.text import shown


@dataclass(slots=True)
class _Comparison:
    title: str
    remarks: Remarks
    #: Identities as they were, by those that are read back.
    was: dict[str, str] = field(default_factory=dict)

    def differ(self, what: str, before: object, after: object, of: str) -> None:
        """Tell a difference; what is empty afterwards is gone, all else has become something else."""
        if before == after:
            return
        if after in (None, "", ()):
            self.remarks.lost(f"{what} that {self.title} cannot hold", f"{_show(before)} of {of}")
        elif before in (None, "", ()):
            self.remarks.lost(
                f"{what} that nobody chose, but {self.title} cannot leave out", f"{_show(after)} of {of}"
            )
        else:
            self.remarks.lost(
                f"{what} that {self.title} holds otherwise", f"{_show(before)} becomes {_show(after)} of {of}"
            )


def compare(
    schema: CategorySchema,
    back: CategorySchema,
    order: Sequence[str],
    title: str,
    remarks: Remarks,
    *,
    uncoloured: Sequence[bool],
) -> None:
    """Tell into ``remarks`` all in which a schema differs from what is read back.

    Args:
        schema: what was written.
        back: what is read back; its categories are those of ``order``, one by one.
        order: identities of the schema's categories.
        title: of the format.
        remarks: where to tell it.
        uncoloured: which categories have no colour in the text, but one that was given to them.
    """
    found = _Comparison(title, remarks)
    found.was = {one.category_id: own for one, own in zip(back, order, strict=True)}
    if (schema.schema_id, schema.version) != (back.schema_id, back.version):
        remarks.lost(
            f"identity and version of a schema, which {title} cannot hold",
            f"{shown(schema.schema_id)!r}, version {schema.version}",
        )
    for own, other, bare in zip(order, back, uncoloured, strict=True):
        category = schema.category(own)
        assert category is not None
        _category(category, other, found)
        found.differ("colours", category.colour, None if bare else other.colour, _show(category.name))
    _order(schema, back, found)
    _groups(schema.groups, back.groups, found)


def _category(one: Category, back: Category, found: _Comparison) -> None:
    of = _show(one.name)
    found.differ("identities", one.category_id, back.category_id, of)
    found.differ("names", one.name, back.name, f"the category {_show(one.category_id)}")
    found.differ("hotkeys", one.hotkey, back.hotkey, of)
    found.differ("parents", one.parent, None if back.parent is None else found.was[back.parent], of)
    found.differ("descriptions", one.description, back.description, of)
    found.differ(
        "translations",
        tuple(f"{each.language}: {each.name}" for each in one.translations),
        tuple(f"{each.language}: {each.name}" for each in back.translations),
        of,
    )
    found.differ(
        "example frames",
        tuple(each.pts for each in one.examples),
        tuple(each.pts for each in back.examples),
        of,
    )
    _attributes(one, back, found)
    _skeleton(one.skeleton, back.skeleton, of, found)


def _attributes(one: Category, back: Category, found: _Comparison) -> None:
    names = [each.name for each in back.attributes]
    left = list(back.attributes)
    for attribute in one.attributes:
        of = f"{_show(attribute.name)} of {_show(one.name)}"
        match = next((each for each in left if each.name == attribute.name), None)
        if match is None:
            how = " under their name" if back.attributes else ""
            found.remarks.lost(f"attributes that {found.title} cannot hold{how}", of)
            continue
        left.remove(match)
        _attribute(attribute, match, of, found)
    for extra in left:
        found.remarks.lost(
            f"attributes that {found.title} has in addition", f"{_show(extra.name)} of {_show(one.name)}"
        )
    kept = [each.name for each in one.attributes if each.name in names]
    if kept != [each for each in names if each in kept]:
        found.remarks.lost(f"the order of attributes, which {found.title} holds otherwise", _show(one.name))


def _attribute(one: Attribute, back: Attribute, of: str, found: _Comparison) -> None:
    found.differ("kinds of attributes", one.kind.value, back.kind.value, of)
    found.differ("choices of attributes", one.choices, back.choices, of)
    found.differ("units of attributes", one.unit, back.unit, of)
    found.differ("minima of attributes", one.minimum, back.minimum, of)
    found.differ("maxima of attributes", one.maximum, back.maximum, of)
    if one.required and not back.required:
        found.remarks.lost(f"{found.title} cannot hold that attributes are required", of)
    found.differ("defaults of attributes", one.default, back.default, of)
    found.differ("descriptions of attributes", one.description, back.description, of)


def _skeleton(one: Skeleton | None, back: Skeleton | None, of: str, found: _Comparison) -> None:
    if one is None:
        return
    if back is None:
        found.remarks.lost(
            f"skeletons that {found.title} cannot hold", f"{len(one.names)} key points of {of}"
        )
        return
    found.differ("names of key points", one.names, back.names, of)
    found.differ("edges of skeletons", one.edges, back.edges, of)
    found.differ("mirrored pairs of skeletons", one.mirrored, back.mirrored, of)
    found.differ("colours of the left side of skeletons", one.left_colour, back.left_colour, of)
    found.differ("colours of the right side of skeletons", one.right_colour, back.right_colour, of)


def _order(schema: CategorySchema, back: CategorySchema, found: _Comparison) -> None:
    after = children_of(back)
    parents = {own: read for read, own in found.was.items()}
    for parent, children in children_of(schema).items():
        here = {one.category_id for one in children}
        read = after.get(None if parent is None else parents[parent], [])
        now = [found.was[one.category_id] for one in read if found.was[one.category_id] in here]
        if [one.category_id for one in children if one.category_id in now] != now:
            above = schema.category(parent)
            found.remarks.lost(
                f"the order of categories, which {found.title} holds otherwise",
                f"below {_show(above.name)}" if above else "at the top",
            )


def _groups(groups: Sequence[Group], back: Sequence[Group], found: _Comparison) -> None:
    after = {one.name: one for one in back}
    for one in groups:
        of = f"the group {_show(one.name)}"
        match = after.pop(one.name, None)
        if match is None:
            found.remarks.lost(
                f"groups that {found.title} cannot hold",
                f"{_show(one.name)}, of which one holds at a time" if one.exclusive else _show(one.name),
            )
            continue
        found.differ("whether one holds at a time,", one.exclusive, match.exclusive, of)
        members = tuple(found.was[member] for member in match.members)
        found.differ("members of groups", one.members, members, of)
    for name in after:
        found.remarks.lost(f"groups that {found.title} has in addition", _show(name))
    names = [one.name for one in groups if one.name in {each.name for each in back}]
    if names != [one.name for one in back if one.name in names]:
        found.remarks.lost(f"the order of groups, which {found.title} holds otherwise")


def _show(value: object) -> str:
    if not isinstance(value, tuple):
        return shown(repr(value), 60)
    parts = (" – ".join(one) if isinstance(one, tuple) else str(one) for one in value)
    return shown(", ".join(parts), 60) or "none"
