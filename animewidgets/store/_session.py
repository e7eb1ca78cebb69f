"""One conversation with the store: the same calls whether this process owns the file or not."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import duckdb

from animewidgets.errors import AnimeWidgetsError
from animewidgets.store._errors import Lost, Raced, translated

if TYPE_CHECKING:
    import pandas as pd

_warnings_lock = threading.Lock()  # catch_warnings is not thread-safe

Row = tuple[Any, ...]  # what DuckDB's Python client gives; the callers name the columns


def quiet(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Keep DuckDB from drawing progress bars into notebooks and pipes; a setting of each connection."""
    return connection.execute("SET enable_progress_bar = false")


class Session:
    """A DuckDB connection of its own, to be used by one thread at a time.

    Every method raises ``Lost``, ``Raced``, ``StoreFull`` or ``QueryFailed``.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, remote: str | None = None) -> None:
        self._connection = quiet(connection)
        self._wrapper = None if remote is None else f"FROM {remote}.query($1)"
        self.remote = remote

    def rows(self, sql: str) -> list[Row]:
        """Run one statement and fetch all of its rows."""
        with translated():
            return self._run(sql).fetchall()

    def frame(self, sql: str, *, read_only: bool) -> pd.DataFrame:
        """Run one statement and fetch its rows as a DataFrame; read-only ones in such a transaction."""
        if not read_only:
            return self._frame(sql)
        self.rows("BEGIN TRANSACTION READ ONLY")
        try:
            return self._frame(sql)
        finally:
            self.rows("ROLLBACK")

    def transaction(self, statements: Iterable[str]) -> None:
        """Run statements as one transaction: all of them are done, or none.

        They go as one text, so that whoever sends them may die at any moment: the owner does them all, or,
        when it dies itself, none.
        """
        try:
            self.rows("BEGIN TRANSACTION;\n" + ";\n".join(statements) + ";\nCOMMIT")
        except (AnimeWidgetsError, Lost, Raced):
            with suppress(AnimeWidgetsError, Lost, Raced):  # where it failed at its end, it is over already
                self.rows("ROLLBACK")
            raise

    def close(self) -> None:
        """End the conversation. What it had not committed is rolled back."""
        with suppress(duckdb.Error):  # whether or not the other side still listens
            if self.remote is not None:
                self._connection.execute(f"DETACH {self.remote}")
        with suppress(duckdb.Error):
            self._connection.close()

    def _frame(self, sql: str) -> pd.DataFrame:
        # DuckDB 1.5 calls pandas in a way that pandas 3.1 warns of; whoever asks for rows cannot mend it.
        with translated():
            result = self._run(sql)
        with translated(), _warnings_lock, warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="The inplace keyword in DataFrame")
            return result.df()

    def _run(self, sql: str) -> duckdb.DuckDBPyConnection:
        if self._wrapper is None:
            return self._connection.execute(sql)
        return self._connection.execute(self._wrapper, [sql])
