"""Names for formats in which a name stands for the category: each is there once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from animewidgets.annotations.categories import CategorySchema
from animewidgets.annotations.category_attributes import LONGEST_NAME
from animewidgets.datasets.schemas.base import tidy

#: Room for what makes a name unique.
_ROOM = 8


def unique_names(
    schema: CategorySchema,
    *,
    among_siblings: bool = False,
    clean: Callable[[str], str] = lambda name: name,
) -> dict[str, str]:
    """A name on one line for each identity, unique in the schema, or only among siblings.

    Where two have one name, the first at the top keeps it; before the others stands their parent's. ``clean``
    takes out what the format cannot say.
    """
    names = {one.category_id: plain_name(clean(one.name), clean(one.category_id)) for one in schema}
    above = {one.category_id: one.parent if among_siblings else None for one in schema}
    often = Counter((above[own], name) for own, name in names.items())
    taken = {key for key, count in often.items() if count == 1}
    for one in schema:
        scope, name = above[one.category_id], names[one.category_id]
        if often[scope, name] == 1:
            continue
        if (scope, name) not in taken and (among_siblings or one.parent is None):
            taken.add((scope, name))
            continue
        path = name if among_siblings or one.parent is None else f"{names[one.parent]} / {name}"
        if len(path) > LONGEST_NAME:
            path = name
        found, number = path, 2
        while (scope, found) in taken or often[scope, found]:
            found, number = f"{path[: LONGEST_NAME - _ROOM]} ({number})", number + 1
        names[one.category_id] = found
        taken.add((scope, found))
    return names


def plain_name(name: str, identity: str) -> str:
    """A name on one line; the identity where nothing is left of it."""
    return tidy(name) or tidy(identity) or "category"
