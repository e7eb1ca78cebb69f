"""A category schema from a few words: what somebody types into a notebook."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from animewidgets.annotations.categories import Category, CategorySchema, Group
from animewidgets.annotations.schema_json import category_details, group_to_json

#: Okabe and Ito's colours, which stay apart under the common colour-vision deficiencies.
COLOURS = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#cc79a7", "#d55e00", "#4477aa", "#ee99aa", "#bbbbbb")


def own_schema(categories: Iterable[Category | str], groups: Iterable[Group] = ()) -> CategorySchema:
    """A schema of categories, under an identity that is made from all that they say.

    Names become categories: ``"Left hand"`` has the identity ``left-hand``, and the first nine have the keys
    ``1`` to ``9``. Whoever gives the same categories again has the same schema.

    Raises:
        ValueError: two categories have one identity, or there are none; or a group names another.
    """
    made = tuple(
        one if isinstance(one, Category) else _category(one, at) for at, one in enumerate(categories)
    )
    known = {one.category_id: one for one in made}
    if not made or len(known) != len(made):
        raise ValueError(
            "categories need names that differ, got " + (", ".join(repr(one.name) for one in made) or "none")
        )
    grouped = tuple(groups)
    return CategorySchema(f"own-{_digest(made, grouped)}", 1, made, grouped)


def _digest(categories: tuple[Category, ...], groups: tuple[Group, ...]) -> str:
    """What no category uses leaves no trace in it: tasks made before there was such a thing stay the same."""
    told = "\n".join("\t".join((c.category_id, c.name, c.colour, c.hotkey or "")) for c in categories)
    details = [[c.category_id, found] for c in categories if (found := category_details(c))]
    if details or groups:
        said = [details, [group_to_json(one) for one in groups]]
        told += "\n" + json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _category(name: str, at: int) -> Category:
    identity = re.sub(r"[^\w]+", "-", name.strip().lower()).strip("-")
    if not identity:
        raise ValueError(f"a category needs a name with a letter or digit in it, not {name!r}")
    return Category(identity, name.strip(), COLOURS[at % len(COLOURS)], str(at + 1) if at < 9 else None)
