"""Names for formats in which a name stands for the category: each is there once."""

from __future__ import annotations

from collections import Counter

from animewidgets.annotations.categories import CategorySchema
from animewidgets.datasets.schemas.base import tidy


def unique_names(schema: CategorySchema) -> dict[str, str]:
    """A name on one line for each identity; where two have one name, the parents' stand before it."""
    names = {one.category_id: tidy(one.name) or one.category_id for one in schema}
    often = Counter(names.values())
    taken = {name for name, count in often.items() if count == 1}
    seen: set[str] = set()
    for one in schema:
        name = names[one.category_id]
        if often[name] == 1:
            continue
        if name not in seen and name not in taken and one.parent is None:
            seen.add(name)
            taken.add(name)
            continue
        path = name if one.parent is None else f"{names[one.parent]} / {name}"
        found, number = path, 2
        while found in taken or (found == name and name in often):
            found, number = f"{path} ({number})", number + 1
        names[one.category_id] = found
        taken.add(found)
    return names
