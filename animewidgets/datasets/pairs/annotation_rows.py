"""Rows of ``annotations.parquet`` as annotations, checked by shape; and states as one text, to compare."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from animewidgets.annotations import JSON, Annotation, Kind
from animewidgets.annotations import state_to_wire as _wire
from animewidgets.datasets.pairs.contents import Pairs
from animewidgets.errors import CorruptPairs

_AT_ONCE = 2_000
#: Made once: ``json.dumps`` makes one anew for each text.
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)
_COLUMNS = (
    "annotation_id", "kind", "start_pts", "end_pts", "category", "geometry", "attributes", "source", "score",
    "uncertain", "comment", "release_id", "version", "contributor", "task", "template", "template_version",
    "schema_id", "schema_version",
)  # fmt: skip
_QUERY = f"""
SELECT {", ".join(_COLUMNS)} FROM annotations
WHERE $1 IS NULL OR annotation_id IN (SELECT unnest($1::VARCHAR[]))
ORDER BY release_id, start_pts, kind, annotation_id
"""  # noqa: S608

_ONE = f"SELECT {', '.join(_COLUMNS)} FROM annotations WHERE annotation_id = $1"  # noqa: S608


def annotations_of(
    pairs: Pairs, only: Sequence[str] | None = None
) -> Iterator[tuple[Annotation, Mapping[str, object]]]:
    """The live annotations with the other columns of their rows, by release and time; ``only`` names some.

    Raises:
        CorruptPairs: geometry or attributes are nested too deeply.
    """
    cursor = pairs.connection.cursor().execute(_QUERY, [None if only is None else list(only)])
    while rows := cursor.fetchmany(_AT_ONCE):
        for row in rows:
            told = dict(zip(_COLUMNS, row, strict=True))
            yield annotation_of(told), told


def annotation_row(pairs: Pairs, annotation_id: str) -> tuple[Annotation, Mapping[str, object]] | None:
    """One live annotation with the other columns of its row, or ``None``. For several threads at once."""
    found = pairs.connection.cursor().execute(_ONE, [annotation_id]).fetchone()
    if found is None:
        return None
    told = dict(zip(_COLUMNS, found, strict=True))
    return annotation_of(told), told


def annotation_of(row: Mapping[str, object]) -> Annotation:
    """An annotation from the columns of its row. Raises ``CorruptPairs``."""
    end, category, comment, score = (row[one] for one in ("end_pts", "category", "comment", "score"))
    geometry = row["geometry"]
    return Annotation(
        annotation_id=str(row["annotation_id"]),
        kind=Kind(str(row["kind"])),
        start_pts=int(str(row["start_pts"])),
        end_pts=None if end is None else int(str(end)),
        category=None if category is None else str(category),
        geometry=None if geometry is None else _object(geometry, row),
        attributes=_object(row["attributes"], row),
        source=str(row["source"]),
        score=score if isinstance(score, float) else None,
        comment=None if comment is None else str(comment),
        uncertain=bool(row["uncertain"]),
    )


def told(annotation: Annotation, *, without: tuple[str, ...] = ()) -> str:
    """What an annotation says, as one text: the same for the same, however its JSON was written."""
    state = {name: value for name, value in _wire(annotation).items() if name not in without}
    return _ENCODER.encode(state)


def _object(value: object, row: Mapping[str, object]) -> dict[str, JSON]:
    try:
        found = json.loads(str(value))
    except (ValueError, RecursionError) as error:
        raise CorruptPairs(f"annotation {row['annotation_id']}: its JSON cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise CorruptPairs(f"annotation {row['annotation_id']}: expected a JSON object")
    return found
