"""The store's own SQL: one file per statement in ``statements/``, with named parameters ``$like_this``.

A statement must run unchanged on the owner and over quack, which takes text only. So values become literals
that cannot be read as anything else: numbers as digits, text and bytes as hexadecimal. No value is ever SQL.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from importlib import resources

from animewidgets.errors import MalformedMessage

Value = None | bool | int | float | str | bytes

_PARAMETER = re.compile(r"\$([a-z_]+)")


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
    """The statement with its parameters in place, ready to run; ``rows`` fills ``VALUES $rows``."""

    def fill(parameter: re.Match[str]) -> str:
        if parameter[1] == "rows":
            return ", ".join(f"({', '.join(map(literal, row))})" for row in rows)
        return literal(values[parameter[1]])

    return _PARAMETER.sub(fill, _text(name))


@functools.cache
def _text(name: str) -> str:
    file = resources.files("animewidgets.store").joinpath("statements", f"{name}.sql")
    lines = file.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("--"))
