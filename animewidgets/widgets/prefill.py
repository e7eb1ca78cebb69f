"""Annotations that a program puts into a task: read from objects or a table, checked, saved as one commit."""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from animewidgets import __version__
from animewidgets.annotations import JSON, VALUES, Annotation, Commit, Edit, Op, state_to_wire
from animewidgets.annotations.validate import read_annotation
from animewidgets.errors import AnnotationError, MalformedMessage, MediaError
from animewidgets.widgets.store_methods import PREFILL

if TYPE_CHECKING:
    import pandas as pd

    from animewidgets.media import FrameIndex
    from animewidgets.widgets.store_methods import Desk

#: Columns of a table that are fields of an annotation.
_FIELDS = ("kind", "start_pts", "end_pts", "category", "geometry", "source", "score", "comment", "uncertain")


def add_annotations(
    desk: Desk,
    index: FrameIndex,
    annotations: Iterable[Annotation | Mapping[str, object]] | pd.DataFrame,
    *,
    keep_ids: bool = False,
) -> tuple[list[str], int | None]:
    """Save annotations as one commit of the desk's person: all of them, or none.

    Returns:
        Their identities, in order, and the number of the commit; ``None`` where there was nothing to save.

    Raises:
        AnnotationError: one breaks a rule of the task; the message names its row.
        FrameOutsideMedia: likewise, for a ``frame`` that the release does not have.
        StoreError: as :meth:`Store.commit` says.
    """
    edits = []
    desk.schema.catch_up()
    template = desk.template
    for n, (given_id, state) in enumerate(_states(annotations, index)):
        at = f"annotations[{n}]"
        annotation_id = given_id if keep_ids and given_id is not None else str(uuid.uuid4())
        try:
            made = read_annotation(
                state, at, annotation_id=annotation_id, template=template, bounds=desk.bounds
            )
        except AnnotationError as error:
            raise _named(error, at) from None
        edits.append(Edit(Op.CREATE, annotation_id, 0, None, made))
    if not edits:
        return [], None
    commit = Commit(
        str(uuid.uuid4()),
        desk.task_id,
        desk.person,
        tuple(edits),
        tool=PREFILL,
        tool_version=__version__,
        schema_version=template.categories.version,
    )
    receipt = desk.store.commit(commit)
    return [edit.annotation_id for edit in edits], receipt.number


def _named(error: AnnotationError, at: str) -> AnnotationError:
    """The same error, with the row in its message."""
    return error if at in str(error) else type(error)(f"{at}: {error}")


def _states(
    annotations: Iterable[Annotation | Mapping[str, object]] | pd.DataFrame, index: FrameIndex
) -> Iterator[tuple[str | None, dict[str, JSON]]]:
    """Identity and state of each, as the wire has them."""
    if hasattr(annotations, "columns"):
        yield from _rows(cast("pd.DataFrame", annotations), index)
        return
    for n, one in enumerate(annotations):
        if isinstance(one, Mapping):
            yield _row(dict(one), f"annotations[{n}]", index)
            continue
        if not isinstance(one, Annotation):
            raise MalformedMessage(
                f"annotations[{n}]: expected an Annotation, a mapping or a table, got {type(one).__name__}"
            )
        if one.payload is not None:
            raise MalformedMessage(f"annotations[{n}].payload: no kind has any")
        yield one.annotation_id, state_to_wire(one)


def _rows(table: pd.DataFrame, index: FrameIndex) -> Iterator[tuple[str | None, dict[str, JSON]]]:
    columns = [str(name) for name in table.columns]
    needed = "kind" in columns and ("start_pts" in columns or "frame" in columns)
    if not needed:
        raise MalformedMessage(
            "the table needs the columns 'kind' and 'start_pts' or 'frame'; it has "
            + (", ".join(map(repr, columns)) or "none")
        )
    for n, values in enumerate(table.itertuples(index=False, name=None)):
        yield _row(dict(zip(columns, values, strict=True)), f"annotations[{n}]", index)


def _row(cells: Mapping[str, object], at: str, index: FrameIndex) -> tuple[str | None, dict[str, JSON]]:
    row = {name: _plain(value) for name, value in cells.items()}
    state = {name: row[name] for name in _FIELDS if row.get(name) is not None}
    if "start_pts" not in state:
        state["start_pts"] = _tick(row.get("frame"), at, index)
    if isinstance(geometry := state.get("geometry"), str):
        state["geometry"] = _parsed(geometry, f"{at}.geometry")
    state["attributes"] = _attributes(row, at)
    given_id = cast("object", row.get("annotation_id"))
    return (str(given_id) if isinstance(given_id, str | uuid.UUID) else None), state


def _tick(frame: JSON, at: str, index: FrameIndex) -> int:
    if isinstance(frame, bool) or not isinstance(frame, int):
        raise MalformedMessage(f"{at}.frame: expected the ordinal of a frame, got {frame!r}")
    try:
        return int(index.pts[index.check(frame)])
    except MediaError as error:
        raise type(error)(f"{at}.frame: {error}") from None


def _attributes(row: Mapping[str, JSON], at: str) -> dict[str, JSON]:
    """The column ``attributes`` as it is; without one, what ``scope`` and ``values`` tell."""
    told = row.get("attributes")
    if isinstance(told, str):
        told = _parsed(told, f"{at}.attributes")
    if told is not None:
        if not isinstance(told, dict):
            raise MalformedMessage(f"{at}.attributes: expected an object, got {told!r}")
        return told
    named = {"scope": row.get("scope"), VALUES: row.get("values") or None}
    return {name: value for name, value in named.items() if value is not None}


def _parsed(text: str, at: str) -> JSON:
    try:
        return cast("JSON", json.loads(text))
    except ValueError:
        raise MalformedMessage(f"{at}: this is no JSON: {text[:80]!r}") from None


def _plain(value: object) -> JSON:
    """A cell of a table as JSON has it: what is missing is ``None``, numpy's numbers are Python's."""
    if value is None or isinstance(value, str | bool | dict | list):
        return cast("JSON", value)
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    if isinstance(plain, float):
        # Columns with gaps hold whole numbers as fractions.
        return None if math.isnan(plain) else int(plain) if plain.is_integer() else plain
    # pandas' own sign for what is missing is neither equal to anything nor a number.
    return None if type(plain).__name__ in ("NAType", "NaTType") else cast("JSON", plain)
