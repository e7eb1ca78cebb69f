"""An annotation of an older version of a schema, as the newer one has it. Pure."""

from __future__ import annotations

from dataclasses import replace

from animewidgets.annotations.categories import CategorySchema
from animewidgets.annotations.edits import JSON, Annotation
from animewidgets.annotations.values import VALUES, WAS, values_of
from animewidgets.annotations.version_map import VersionMap
from animewidgets.errors import SchemaMoved


def carried(annotation: Annotation, links: VersionMap, new: CategorySchema, at: str) -> Annotation:
    """The annotation with its category of the newer version.

    Where its category went to one that lacks an attribute which it had, what was said by that is kept in
    ``attributes.was.values``.

    Args:
        annotation: of the older version of ``links``.
        links: from that version to the newer one.
        new: the newer version.
        at: where the annotation stands, for the message.

    Raises:
        SchemaMoved: its category was split or dropped, and a person must say what it is now.
    """
    category = annotation.category
    if category is None:
        return annotation
    target = links.carry(category)
    if target is None:
        raise _moved(category, links, new, at)
    if target == category:
        return annotation
    became = new.category(target)
    known = set() if became is None else {one.name for one in became.attributes}
    untaken = {name: value for name, value in values_of(annotation).items() if name not in known}
    if not untaken:
        return replace(annotation, category=target)
    was: dict[str, JSON] = {
        "category": category,
        "schema_id": links.schema_id,
        "version": links.from_version,
        VALUES: untaken,
    }
    taken = {name: value for name, value in values_of(annotation).items() if name in known}
    attributes = {name: value for name, value in annotation.attributes.items() if name != VALUES}
    attributes[WAS] = was
    if taken:
        attributes[VALUES] = taken
    return replace(annotation, category=target, attributes=attributes)


def _moved(category: str, links: VersionMap, new: CategorySchema, at: str) -> SchemaMoved:
    link = links.link(category)
    targets = [one for one in (() if link is None else link.targets) if one in new]
    names = ", ".join(repr(one.name) for name in targets if (one := new.category(name)))
    why = f"was split into {names}" if targets else "is no longer there"
    return SchemaMoved(
        f"{at}.category: {category!r} {why} in version {links.to_version} of {links.schema_id!r}, on which "
        "the task stands now: choose another category",
        {
            "category": category,
            "schema_id": links.schema_id,
            "from_version": links.from_version,
            "to_version": links.to_version,
            "targets": targets,
        },
    )
