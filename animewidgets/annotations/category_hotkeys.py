"""Keys of categories, and which of them are claimed twice."""

from __future__ import annotations

from animewidgets.annotations.categories import CategorySchema


def hotkey_conflicts(schema: CategorySchema) -> dict[str, tuple[str, ...]]:
    """Keys that more than one category has: the identities of those, in their order."""
    claimed: dict[str, list[str]] = {}
    for one in schema:
        if one.hotkey is not None:
            claimed.setdefault(one.hotkey.lower(), []).append(one.category_id)
    return {key: tuple(claimants) for key, claimants in claimed.items() if len(claimants) > 1}
