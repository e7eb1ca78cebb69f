"""Numbered migrations, forward only: each file in ``migrations/`` brings a store one version on."""

from __future__ import annotations

import functools
import re
import uuid
from importlib import resources
from pathlib import Path

import duckdb

from animewidgets.errors import StoreCorrupt, StoreNotWritable, StoreTooNew


@functools.cache
def migrations() -> tuple[tuple[int, str], ...]:
    """Number and SQL of every migration, ascending from 1 without a gap."""
    found = sorted(
        (int(named[1]), file.read_text(encoding="utf-8"))
        for file in resources.files("animewidgets.store").joinpath("migrations").iterdir()
        if (named := re.fullmatch(r"(\d{4})_\w+\.sql", file.name))
    )
    assert [number for number, _ in found] == list(range(1, len(found) + 1)), "a migration is missing"
    return tuple(found)


def newest_version() -> int:
    """The schema version that this program writes."""
    return migrations()[-1][0]


def schema_version(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Version of the schema in an open database: 0 when it is empty.

    Raises:
        StoreTooNew: a newer animewidgets made it.
        StoreCorrupt: it is a database, but no store.
    """
    tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables:
        return 0
    row = None
    if "store_meta" in tables:
        row = connection.execute("SELECT schema_version FROM store_meta").fetchone()
    if row is None:
        raise StoreCorrupt(
            f"{path} is a DuckDB database, but no annotation store (it has the tables "
            f"{', '.join(sorted(tables)[:5])}); it was left as it is. Choose another path for the store"
        )
    version = int(row[0])
    if version > newest_version():
        raise StoreTooNew(
            f"{path} has schema version {version}, this animewidgets knows versions up to "
            f"{newest_version()}: upgrade animewidgets"
        )
    return version


def check_current(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Refuse a store that would need a migration, for readers who may not write one."""
    version = schema_version(connection, path)
    if version < newest_version():
        raise StoreNotWritable(
            f"{path} has schema version {version} and must be brought to {newest_version()} before it can be "
            "read: open it once for writing"
        )


def migrate(connection: duckdb.DuckDBPyConnection, path: Path, upto: int | None = None) -> None:
    """Bring an open database to ``upto`` (the newest version by default), all steps or none."""
    version = schema_version(connection, path)
    steps = [step for step in migrations() if version < step[0] <= (upto or newest_version())]
    if not steps:
        return
    connection.execute("BEGIN")
    try:
        for number, sql in steps:
            connection.execute(sql)
            if number == 1:
                connection.execute("INSERT INTO store_meta VALUES (1, ?, now())", [str(uuid.uuid4())])
            else:
                connection.execute("UPDATE store_meta SET schema_version = ?", [number])
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("CHECKPOINT")
