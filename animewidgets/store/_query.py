"""Queries that people write: one statement, and reading only unless asked."""

from __future__ import annotations

import threading

import duckdb

from animewidgets.errors import NotReadOnly, QueryFailed
from animewidgets.store._errors import message_of

_READS = frozenset({duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN})
#: Functions that act on the world from inside a SELECT, where a read-only transaction does not reach.
_ACTING = frozenset({"quack_query", "quack_query_by_name", "quack_serve", "quack_stop", "quack_identify"})

_parser_lock = threading.Lock()
_parser: duckdb.DuckDBPyConnection | None = None


def one_statement(query: str, *, write: bool) -> str:
    """The single statement in ``query``, as DuckDB's own parser finds it.

    Raises:
        QueryFailed: it does not parse, or is not exactly one statement.
        NotReadOnly: it would write, or change the session, and ``write`` is false.
    """
    global _parser
    with _parser_lock:
        if _parser is None:
            _parser = duckdb.connect(":memory:", config={"threads": 1})
        try:
            statements = _parser.extract_statements(query)
        except duckdb.Error as error:
            raise QueryFailed(message_of(error)) from error
    if len(statements) != 1:
        raise QueryFailed(f"expected one statement, got {len(statements)}; run them one after the other")
    kind = statements[0].type
    if not write and (kind not in _READS or any(name in query.lower() for name in _ACTING)):
        raise NotReadOnly(
            f"a {kind.name} statement is not reading only: pass write=True (on the command line --write) "
            "if the store is meant to change"
        )
    return str(statements[0].query)
