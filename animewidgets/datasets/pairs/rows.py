"""What must be true of the rows of a pairs file, in SQL: one query each, which finds what breaks it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from enum import StrEnum

from animewidgets.annotations import Kind, Op, shape
from animewidgets.annotations.kinds import FRAME_KINDS, SPAN_KINDS
from animewidgets.annotations.validate import MAX_COMMENT, MAX_GEOMETRY_BYTES, MAX_JSON_BYTES, MAX_NAME
from animewidgets.datasets.pairs.contents import Pairs
from animewidgets.datasets.pairs.parts import MAY_LACK, SAID, TABLES, table_part
from animewidgets.errors import CorruptPairs


def _words(values: Iterable[StrEnum]) -> str:
    return ", ".join(f"'{one.value}'" for one in sorted(values))


def _is_object(column: str) -> str:
    """Whether a text is a JSON object; CASE, since nothing else keeps DuckDB from reading what is no JSON."""
    return f"CASE WHEN json_valid({column}) THEN json_type({column}) = 'OBJECT' ELSE FALSE END"


_KINDS = _words(Kind)
_UUID = "'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'"

#: Of a row that says something: what must be true, and how to say that it is not.
_STATE = {
    "start_pts < end_pts OR end_pts IS NULL": "the span is empty or ends before it starts",
    f"kind NOT IN ({_words(SPAN_KINDS)}) OR end_pts IS NOT NULL": "the kind needs an end",
    f"kind NOT IN ({_words(FRAME_KINDS)}) OR end_pts IS NULL": "the kind has no end",
    f"geometry IS NULL OR {_is_object('geometry')}": "geometry is no JSON object",
    _is_object("attributes"): "attributes are no JSON object",
    f"strlen(geometry) <= {MAX_GEOMETRY_BYTES} OR geometry IS NULL": "geometry is too large",
    f"strlen(attributes) <= {MAX_JSON_BYTES}": "attributes are too large",
    f"len(source) BETWEEN 1 AND {MAX_NAME}": "source is empty or too long",
    f"len(category) BETWEEN 1 AND {MAX_NAME} OR category IS NULL": "category is empty or too long",
    f"len(comment) <= {MAX_COMMENT} OR comment IS NULL": "comment is too long",
    "isfinite(score) OR score IS NULL": "score is no number",
}
#: Of every row about an annotation.
_ROW = {
    f"regexp_full_match(annotation_id, {_UUID})": "annotation_id is no UUID in lower case",
    f"kind IN ({_KINDS})": "there is no such kind",
    "version > 0": "versions count from 1",
    f"len(contributor) BETWEEN 1 AND {MAX_NAME}": "contributor is empty or too long",
    "release_id IN (SELECT release_id FROM releases)": "releases.parquet has no such release",
}
_RULES: Mapping[str, Mapping[str, str]] = {
    "annotations": {**_ROW, **_STATE},
    "versions": {
        **_ROW,
        **{f"op = 'delete' OR ({rule})": told for rule, told in _STATE.items()},
        f"op IN ({_words(Op)})": "there is no such op",
    },
    "releases": {
        "len(release_id) BETWEEN 1 AND 200": "release_id is empty or too long",
        "len(title) <= 1000 OR title IS NULL": "title is too long",
        "least(time_base_num, time_base_den, frame_rate_num, frame_rate_den) > 0": "a rate is not positive",
        "width BETWEEN 0 AND 65536 AND height BETWEEN 0 AND 65536": "the size of the picture makes no sense",
        "len(frame_pts) > 0": "it has no frames",
        _is_object("identities"): "identities are no JSON object",
    },
    "frames": {"release_id IN (SELECT release_id FROM releases)": "releases.parquet has no such release"},
}
_NAMES = {
    "annotations": "annotation_id",
    "versions": "annotation_id",
    "releases": "release_id",
    "frames": "pts",
}
_KEYS = {
    "annotations": "annotation_id",
    "versions": "annotation_id, version",
    "releases": "release_id",
    "frames": "release_id, pts",
}

_SAME = (
    "kind",
    "release_id",
    "start_pts",
    "end_pts",
    "category",
    "geometry",
    "attributes",
    "source",
    "score",
)
_UNLIKE_VERSIONS = f"""
WITH newest AS (
    SELECT annotation_id, version FROM versions
    QUALIFY row_number() OVER (PARTITION BY annotation_id ORDER BY version DESC) = 1 AND op <> 'delete'
)
SELECT coalesce(a.annotation_id, n.annotation_id)
FROM newest AS n
FULL JOIN annotations AS a USING (annotation_id, version)
LEFT JOIN versions AS v ON v.annotation_id = a.annotation_id AND v.version = a.version
WHERE
    a.annotation_id IS NULL OR n.annotation_id IS NULL
    OR {" OR ".join(f"a.{one} IS DISTINCT FROM v.{one}" for one in _SAME)}
LIMIT 1
"""  # noqa: S608  # columns of ours
_OFF_FRAME = """
WITH known AS (SELECT release_id, unnest(frame_pts) AS pts FROM releases)
SELECT f.pts FROM frames AS f ANTI JOIN known AS k USING (release_id, pts) LIMIT 1
"""


def check_rows(pairs: Pairs, counts: Mapping[str, int]) -> None:
    """Refuse rows that make no sense, or tables that do not go together.

    Raises:
        CorruptPairs: the message names the table, the row and what is wrong with it.
    """
    for table in TABLES:
        if counts.get(table) != pairs.count(table):
            raise _wrong(table, f"has {pairs.count(table)} rows, but pairs.json says {counts.get(table)}")
        _check_lacks(pairs, table)
        name = _NAMES[table]
        for rule, told in _RULES[table].items():
            # What is NULL there was found above, so nothing slips through by being neither.
            found = _first(pairs, f'SELECT {name} FROM "{table}" WHERE NOT coalesce({rule}, TRUE)')  # noqa: S608
            if found is not None:
                raise _wrong(table, f"{shape.show(found)}: {told}")
        doubled = f'SELECT {name} FROM "{table}" GROUP BY {_KEYS[table]} HAVING count(*) > 1'  # noqa: S608
        if (found := _first(pairs, doubled)) is not None:
            raise _wrong(table, f"{shape.show(found)} is there twice")
    _ = pairs.releases  # whose frames are looked at one by one
    if (found := _first(pairs, _UNLIKE_VERSIONS)) is not None:
        raise _wrong("annotations", f"{shape.show(found)} is not what versions.parquet says of it last")
    if (found := _first(pairs, _OFF_FRAME)) is not None:
        raise _wrong("frames", f"the release has no frame at tick {found}")


def _check_lacks(pairs: Pairs, table: str) -> None:
    for column in itertools.filterfalse(MAY_LACK.__contains__, TABLES[table]):
        said = " AND op <> 'delete'" if table == "versions" and column in SAID else ""
        found = _first(pairs, f'SELECT 1 FROM "{table}" WHERE "{column}" IS NULL{said}')  # noqa: S608
        if found is not None:
            raise _wrong(table, f"column {column!r} has no value in some row")


def _first(pairs: Pairs, query: str) -> object:
    row = pairs.connection.execute(f"{query} LIMIT 1" if "LIMIT" not in query else query).fetchone()
    return None if row is None else row[0]


def _wrong(table: str, told: str) -> CorruptPairs:
    return CorruptPairs(f"{table_part(table)}: {told}", {"part": table_part(table)})
