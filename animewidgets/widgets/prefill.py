"""Annotations from columns: what :attr:`FrameCanvas.annotations` gives is taken back as it is."""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias, cast

from animewidgets import __version__
from animewidgets.annotations import JSON, Annotation, Kind
from animewidgets.datasets.audio_events import add_events
from animewidgets.media import FrameSource
from animewidgets.widgets.store_methods import Desk

if TYPE_CHECKING:
    import pandas as pd

#: Rows of columns, or annotations.
Prefilled: TypeAlias = "pd.DataFrame | Iterable[Mapping[str, object] | Annotation]"

_TEXTS = ("category", "comment", "source")


def prefill(desk: Desk, media: FrameSource, given: Prefilled) -> tuple[list[str], int | None]:
    """Save annotations as they are given, under identities of their own. Errors as the canvas says.

    Returns their identities, and the number of the last commit; ``None`` where there was nothing to save.
    """
    rows: Iterable[Mapping[str, object] | Annotation]
    if hasattr(given, "to_dict"):
        rows = cast("list[Mapping[str, object]]", given.to_dict(orient="records"))
    else:
        rows = given
    made = [_annotation(row, at, media) for at, row in enumerate(rows)]
    receipts = add_events(
        desk.store,
        desk.task_id,
        made,
        desk.bounds,
        person=desk.person,
        template=desk.template,
        tool="prefill",
        tool_version=__version__,
    )
    return [one.annotation_id for one in made], receipts[-1].number if receipts else None


def _annotation(row: Mapping[str, object] | Annotation, at: int, media: FrameSource) -> Annotation:
    identity = str(uuid.uuid4())
    if isinstance(row, Annotation):
        return Annotation(
            identity, row.kind, row.start_pts, row.end_pts, row.category, row.geometry,
            attributes=row.attributes, source=row.source, score=row.score, comment=row.comment,
            uncertain=row.uncertain,
        )  # fmt: skip
    told = {name: value for name, value in row.items() if not _is_missing(value)}
    try:
        kind = Kind(str(told["kind"]))
    except (KeyError, ValueError):
        raise ValueError(f"row {at}: {told.get('kind')!r} is no kind of annotation") from None
    texts = {name: str(told[name]) for name in _TEXTS if name in told}
    return Annotation(
        identity,
        kind,
        _tick(told, at, media),
        end_pts=_whole(told["end_pts"], at, "end_pts") if "end_pts" in told else None,
        category=texts.get("category"),
        geometry=_json(told.get("geometry"), at, "geometry"),
        attributes=_json(told.get("attributes"), at, "attributes") or {},
        source=texts.get("source", "human"),
        score=float(cast("float", told["score"])) if "score" in told else None,
        comment=texts.get("comment"),
        uncertain=bool(told.get("uncertain", False)),
    )


def _tick(told: Mapping[str, object], at: int, media: FrameSource) -> int:
    if "start_pts" in told:
        return _whole(told["start_pts"], at, "start_pts")
    if "frame" not in told:
        raise ValueError(f"row {at}: say on which frame it is, by 'frame' or by 'start_pts'")
    return int(media.index.pts[media.index.check(_whole(told["frame"], at, "frame"))])


def _whole(value: object, at: int, name: str) -> int:
    number = float(cast("float", value))
    if number != int(number):
        raise ValueError(f"row {at}: {name} is a whole number, not {value!r}")
    return int(cast("int", value))


def _json(value: object, at: int, name: str) -> dict[str, JSON] | None:
    read: object = json.loads(value) if isinstance(value, str) else value
    if read is None or isinstance(read, dict):
        return cast("dict[str, JSON] | None", read)
    raise ValueError(f"row {at}: {name} is a JSON object, not {value!r}")


def _is_missing(value: object) -> bool:
    """Whether a cell says nothing: ``None``, NaN or pandas's ``NA``."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and math.isnan(value)
