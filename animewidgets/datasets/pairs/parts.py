"""What a pairs file consists of: names of its parts, columns of its tables. ``docs/pairs.md`` tells them."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from types import MappingProxyType

FORMAT = "animewidgets-pairs"
#: Goes up when a file that an older program reads would mean something else to it.
VERSION = 1

HEAD = "pairs.json"
SIGNATURE = "signature.json"

_STATE = {
    "start_pts": "BIGINT",
    "end_pts": "BIGINT",
    "category": "VARCHAR",
    "geometry": "VARCHAR",
    "attributes": "VARCHAR",
    "source": "VARCHAR",
    "score": "DOUBLE",
    "uncertain": "BOOLEAN",
    "comment": "VARCHAR",
    "contributor": "VARCHAR",
    "created": "TIMESTAMP WITH TIME ZONE",
    "task": "VARCHAR",
    "template": "VARCHAR",
    "template_version": "INTEGER",
    "schema_id": "VARCHAR",
    "schema_version": "INTEGER",
}

#: Columns of each table and their types in DuckDB's words, in the order in which they are written.
TABLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "annotations": {
            "annotation_id": "VARCHAR",
            "version": "INTEGER",
            "kind": "VARCHAR",
            "release_id": "VARCHAR",
            **_STATE,
        },
        "versions": {
            "annotation_id": "VARCHAR",
            "version": "INTEGER",
            "op": "VARCHAR",
            "number": "BIGINT",
            "kind": "VARCHAR",
            "release_id": "VARCHAR",
            **_STATE,
        },
        "releases": {
            "release_id": "VARCHAR",
            "title": "VARCHAR",
            "time_base_num": "BIGINT",
            "time_base_den": "BIGINT",
            "frame_rate_num": "BIGINT",
            "frame_rate_den": "BIGINT",
            "width": "INTEGER",
            "height": "INTEGER",
            "end_pts": "BIGINT",
            "frame_pts": "BIGINT[]",
            "identities": "VARCHAR",
        },
        "frames": {
            "release_id": "VARCHAR",
            "pts": "BIGINT",
            "hash": "UBIGINT",
            "hold": "BIGINT",
        },
    }
)

#: Columns that may be NULL; all others have a value in each row.
MAY_LACK = frozenset({"end_pts", "category", "geometry", "score", "comment", "title", "hash", "hold"})
#: Of a version that deletes, these have none either.
SAID = ("start_pts", "attributes", "source", "uncertain")

_NAME = r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,199}"
#: Names that a part may have. Nothing in them leads anywhere: they are looked up, never written to disk.
PART = re.compile(
    rf"(?:annotations|versions|releases|frames)\.parquet|pairs\.json|signature\.json"
    rf"|(?:schemas|templates)/{_NAME}\.json|maps/{_NAME}\.patch\.json|fingerprints/{_NAME}\.fp"
)

#: Bounds of what is read, so that a small file cannot fill the memory.
MOST_PARTS = 10_000
MOST_BYTES = 4 * 2**30
MOST_JSON_BYTES = 64 * 2**20
#: A fingerprint has at most 300 kB for 24 minutes.
MOST_FINGERPRINT_BYTES = 16 * 2**20
MOST_ROWS = 20_000_000
MOST_TEXT_BYTES = 2 * 2**30
MOST_RATIO = 200


def program_version() -> str:
    """The version of animewidgets: asked of what is loaded, since its names lead to rooms above this one."""
    return str(vars(sys.modules["animewidgets"])["__version__"])


def table_part(table: str) -> str:
    """Name of the part that holds a table."""
    return f"{table}.parquet"


def named_part(folder: str, name: str, ending: str) -> str:
    """Name of a part from an identity: what a name may not have becomes ``-``."""
    safe = re.sub(r"[^A-Za-z0-9._@+-]", "-", name).lstrip(".-_@+")[:180] or "unnamed"
    return f"{folder}/{safe}{ending}"
