"""Small checks on decoded JSON: each takes a value and where it stood, and gives it back typed.

All raise :class:`MalformedMessage` with the place, the value and what was expected.
"""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Callable, Set
from enum import StrEnum
from typing import TypeVar, cast

from animewidgets.annotations.edits import JSON
from animewidgets.errors import MalformedMessage

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

#: JavaScript numbers are exact up to here; docs/wire.md keeps every integer below.
MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 16

_SHOWN = 80


def show(value: object) -> str:
    """A value for an error message, cut short."""
    text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def record(
    value: object, at: str, *, required: Set[str], optional: Set[str] = frozenset()
) -> dict[str, JSON]:
    """A JSON object with all of the required fields and no unknown one."""
    if not isinstance(value, dict):
        raise MalformedMessage(f"{at}: expected an object, got {show(value)}")
    if missing := required - value.keys():
        raise MalformedMessage(f"{at}: the field {min(missing)!r} is missing")
    if unknown := value.keys() - required - optional:
        raise MalformedMessage(f"{at}: the field {show(min(unknown, key=str))} is unknown")
    return cast("dict[str, JSON]", value)


def array(value: JSON, at: str, *, at_least: int = 0, at_most: int) -> list[JSON]:
    """A JSON array of bounded length."""
    if not isinstance(value, list):
        raise MalformedMessage(f"{at}: expected an array, got {show(value)}")
    if not at_least <= len(value) <= at_most:
        raise MalformedMessage(f"{at}: expected {at_least} to {at_most} elements, got {len(value)}")
    return value


def integer(value: JSON, at: str, *, at_least: int = -MAX_INTEGER, at_most: int = MAX_INTEGER) -> int:
    """A whole number. ``true`` and ``1.0`` are none."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise MalformedMessage(f"{at}: expected an integer, got {show(value)}")
    if not at_least <= value <= at_most:
        raise MalformedMessage(f"{at}: expected an integer from {at_least} to {at_most}, got {show(value)}")
    return value


def number(value: JSON, at: str) -> float:
    """A finite number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise MalformedMessage(f"{at}: expected a number, got {show(value)}")
    if isinstance(value, int):
        return float(integer(value, at))
    if not math.isfinite(value):
        raise MalformedMessage(f"{at}: expected a finite number, got {value}")
    return value


def text(value: JSON, at: str, *, at_least: int = 0, at_most: int) -> str:
    """A string of bounded length that can be stored as UTF-8: no NUL, no half of a surrogate pair."""
    if not isinstance(value, str):
        raise MalformedMessage(f"{at}: expected a string, got {show(value)}")
    if not at_least <= len(value) <= at_most:
        raise MalformedMessage(f"{at}: expected {at_least} to {at_most} characters, got {len(value)}")
    if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise MalformedMessage(f"{at}: holds a character that is no text: {show(value)}")
    return value


def identifier(value: JSON, at: str) -> str:
    """A UUID in its canonical form: 36 characters, lower case, hyphens."""
    if isinstance(value, str) and len(value) == 36:
        try:
            if str(uuid.UUID(value)) == value:
                return value
        except ValueError:
            pass
    raise MalformedMessage(f"{at}: expected a UUID in lower case with hyphens, got {show(value)}")


def choice(value: JSON, at: str, of: type[E]) -> E:
    """A member of an enumeration of strings."""
    if isinstance(value, str):
        for member in of:
            if member.value == value:
                return member
    raise MalformedMessage(f"{at}: expected one of {', '.join(repr(m.value) for m in of)}, got {show(value)}")


def optional(check: Callable[[JSON, str], T], value: JSON, at: str) -> T | None:
    """``None``, or what ``check`` makes of the value."""
    return None if value is None else check(value, at)


def json_object(value: JSON, at: str, *, at_most: int) -> dict[str, JSON]:
    """A free-form JSON object, at most ``at_most`` bytes as compact UTF-8 and 16 levels deep."""
    if not isinstance(value, dict):
        raise MalformedMessage(f"{at}: expected an object, got {show(value)}")
    _check_json(value, at, at_most, MAX_DEPTH)
    size = len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
    if size > at_most:
        raise MalformedMessage(f"{at}: {size} bytes of JSON are more than the {at_most} that fit")
    return value


def _check_json(value: JSON, at: str, at_most: int, depth: int) -> None:
    if depth == 0:
        raise MalformedMessage(f"{at}: nested more than {MAX_DEPTH} levels deep")
    match value:
        case None | bool():
            pass
        case int() | float():
            number(value, at)
        case str():
            text(value, at, at_most=at_most)
        case list():
            for i, item in enumerate(value):
                _check_json(item, f"{at}[{i}]", at_most, depth - 1)
        case dict():
            for key, item in value.items():
                _check_json(item, f"{at}.{text(key, f'{at} (a name)', at_most=at_most)}", at_most, depth - 1)
        case _:
            raise MalformedMessage(f"{at}: {show(value)} is no JSON")
