"""The store's own SQL: one file per statement in ``statements/``, with named parameters ``$like_this``.

A statement must run unchanged on the owner and over quack, which takes text only. So values become literals
that cannot be read as anything else: numbers as digits, text and bytes as hexadecimal. No value is ever SQL.

Many rows go as one JSON document of columns, which DuckDB reads eight times as fast as a list of ``VALUES``.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Sequence
from importlib import resources

from animewidgets.errors import MalformedMessage

Value = None | bool | int | float | str | bytes

_PARAMETER = re.compile(r"VALUES \$(rows)|\$([a-z_]+)")
#: From how many rows on they go as columns; fewer are planned faster one by one.
_COLUMNS_FROM = 16
#: The type that a column has in the document, by the one type that its values have.
_TYPES = {bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE", str: "VARCHAR"}


def literal(value: Value) -> str:
    """A value as a SQL expression of digits, hexadecimal and our own words.

    Raises ``MalformedMessage`` for what cannot be stored: half a surrogate pair, a float that is not finite.
    """
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(int(value))
        case float():
            if not math.isfinite(value):
                raise MalformedMessage(f"{value} is no number that can be stored")
            return f"'{float(value)!r}'::DOUBLE"
        case bytes():
            return f"from_hex('{value.hex()}')"
        case str():
            try:
                return f"decode(from_hex('{value.encode().hex()}'))"
            except UnicodeEncodeError as error:
                raise MalformedMessage(
                    f"{value[:40]!r} is no text that can be stored: {error.reason}"
                ) from error


def statement(name: str, rows: Sequence[Sequence[Value]] = (), /, **values: Value) -> str:
    """The statement with its parameters in place, ready to run; ``rows`` stands for ``VALUES $rows``."""

    def fill(parameter: re.Match[str]) -> str:
        if parameter[1]:
            columns = _as_columns(rows) if len(rows) >= _COLUMNS_FROM else None
            return columns or "VALUES " + ", ".join(f"({', '.join(map(literal, row))})" for row in rows)
        return literal(values[parameter[2]])

    return _PARAMETER.sub(fill, _text(name))


def _as_columns(rows: Sequence[Sequence[Value]]) -> str | None:
    """A query that gives the rows; ``None`` where JSON cannot tell them as they are."""
    told: dict[str, list[Value]] = {}
    types: dict[str, list[str]] = {}
    for n, column in enumerate(zip(*rows, strict=True)):
        kinds = {type(value) for value in column if value is not None}
        if len(kinds) > 1 or not kinds <= _TYPES.keys():
            return None
        told[f"c{n}"] = list(column)
        types[f"c{n}"] = [_TYPES[kinds.pop()] if kinds else "VARCHAR"]
    try:
        document = literal(json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
    except (ValueError, MalformedMessage):
        return None  # one of the values cannot be stored: its own literal says which
    columns = ", ".join(f"unnest(sent.{name})" for name in told)
    # Strict: what does not fit its type is an error, where the other function would make it NULL.
    read = f"from_json_strict({document}, '{json.dumps(types)}')"
    return f"SELECT {columns} FROM (SELECT {read} AS sent)"  # noqa: S608  # names of ours, and a literal


@functools.cache
def _text(name: str) -> str:
    file = resources.files("animewidgets.store").joinpath("statements", f"{name}.sql")
    lines = file.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("--"))
