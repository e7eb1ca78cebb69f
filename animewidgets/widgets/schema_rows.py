"""Tables of the store about schemas, as they are told to a browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from animewidgets.annotations import JSON

if TYPE_CHECKING:
    import pandas as pd

Told = dict[str, JSON]


def version_rows(frame: pd.DataFrame) -> list[Told]:
    """Versions: ``version``, ``person`` or null, ``created_us`` and ``note``."""
    return [
        {
            "version": _count(row["version"]),
            "person": _text(row["person"]),
            "created_us": _microseconds(row["created"]),
            "note": _text(row["note"]) or "",
        }
        for row in _records(frame)
    ]


def usage_rows(frame: pd.DataFrame) -> list[Told]:
    """Usage: ``category_id``, ``annotations``, ``tasks`` and ``examples``, which are frame keys."""
    return [
        {
            "category_id": str(row["category_id"]),
            "annotations": _count(row["annotations"]),
            "tasks": _count(row["tasks"]),
            "examples": [
                {"release_id": str(one["release_id"]), "pts": _count(one["pts"])}
                for one in cast("Iterable[Mapping[str, object]]", row["examples"])
            ],
        }
        for row in _records(frame)
    ]


def preview_rows(frame: pd.DataFrame) -> list[Told]:
    """What a migration would do: one row for each category of the older versions."""
    return [
        {
            "from_version": _count(row["from_version"]),
            "source": str(row["source"]),
            "kind": str(row["kind"]),
            "target": _text(row["target"]),
            "targets": [str(one) for one in cast("Iterable[object]", row["targets"])],
            "annotations": _count(row["annotations"]),
            "tasks": _count(row["tasks"]),
        }
        for row in _records(frame)
    ]


def waiting_rows(frame: pd.DataFrame) -> list[Told]:
    """Annotations that wait for a person to choose a category."""
    return [
        {
            "annotation_id": str(row["annotation_id"]),
            "version": _count(row["version"]),
            "kind": str(row["kind"]),
            "release_id": str(row["release_id"]),
            "release": str(row["release"]),
            "frame": _maybe(row["frame"]),
            "pts": _count(row["start_pts"]),
            "seconds": float(str(row["seconds"])),
            "was": str(row["was"]),
            "was_name": str(row["was_name"]),
            "choices": [str(one) for one in cast("Iterable[object]", row["choices"])],
        }
        for row in _records(frame)
    ]


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", frame.to_dict("records"))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None  # absent is None or NaN


def _count(value: object) -> int:
    return int(str(value).removesuffix(".0"))


def _maybe(value: object) -> int | None:
    return None if value is None or value != value else _count(value)  # NaN is not itself


def _microseconds(value: object) -> int:
    return round(cast("pd.Timestamp", value).timestamp() * 1e6)
