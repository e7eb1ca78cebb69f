"""A schema as a tree: siblings in their order, children after their parent."""

from __future__ import annotations

from collections.abc import Iterator

from animewidgets.annotations.categories import Category, CategorySchema


def children_of(schema: CategorySchema) -> dict[str | None, list[Category]]:
    """The categories below each identity, in order; roots below ``None``."""
    found: dict[str | None, list[Category]] = {}
    for one in schema:
        found.setdefault(one.parent, []).append(one)
    return found


def in_tree_order(schema: CategorySchema) -> Iterator[tuple[Category, int]]:
    """Each category with its depth, a parent before its children."""
    children = children_of(schema)
    waiting = [(one, 0) for one in reversed(children.get(None, []))]
    while waiting:
        one, depth = waiting.pop()
        yield one, depth
        waiting += [(child, depth + 1) for child in reversed(children.get(one.category_id, []))]
