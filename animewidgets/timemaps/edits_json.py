"""Edits of a time map as JSON: what a page sends, and what the store keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar, get_args

from animewidgets.errors import CorruptPatch, MalformedMessage
from animewidgets.timemaps.edit_pieces import Side
from animewidgets.timemaps.edits import (
    Anchor,
    At,
    Confirm,
    Edge,
    MapEdit,
    MoveBorder,
    Nudge,
    Proposed,
    SetChanged,
    SetRole,
    Split,
    Unanchor,
    Unmatch,
)
from animewidgets.timemaps.patch import JSON, patch_from_json, patch_to_json
from animewidgets.timemaps.pieces import PieceRole

T = TypeVar("T")

_LARGEST = 2**53
_FIELDS = {
    "confirm": {"at"},
    "role": {"at", "role"},
    "changed": {"at", "on"},
    "nudge": {"at", "by"},
    "border": {"at", "edge", "to"},
    "split": {"at"},
    "unmatch": {"at"},
    "anchor": {"source", "target"},
    "unanchor": {"source"},
    "proposed": {"patch"},
}


def edit_from_json(data: object) -> MapEdit:
    """Read an edit.

    Raises:
        MalformedMessage: it is none; the message names the field.
        CorruptPatch: the patch of a ``proposed`` one makes no sense.
    """
    if not isinstance(data, Mapping):
        raise MalformedMessage(f"an edit of a time map is an object, got {_show(data)}")
    op = data.get("op")
    if not isinstance(op, str) or op not in _FIELDS:
        raise MalformedMessage(f"op: expected one of {', '.join(map(repr, _FIELDS))}, got {_show(op)}")
    if missing := _FIELDS[op] - data.keys():
        raise MalformedMessage(f"an edit {op!r} needs {min(missing)!r}")
    if unknown := data.keys() - _FIELDS[op] - {"op"}:
        raise MalformedMessage(f"an edit {op!r} has no {min(map(str, unknown))!r}")
    return _READERS[op](data)


def edit_to_json(edit: MapEdit) -> dict[str, JSON]:
    """An edit as :func:`edit_from_json` reads it."""
    match edit:
        case Anchor(source, target):
            return {"op": "anchor", "source": source, "target": target}
        case Unanchor(source):
            return {"op": "unanchor", "source": source}
        case Proposed(time_map):
            return {"op": "proposed", "patch": patch_to_json(time_map)}
        case Confirm(at):
            return {"op": "confirm", "at": _at_json(at)}
        case SetRole(at, role):
            return {"op": "role", "at": _at_json(at), "role": role}
        case SetChanged(at, on):
            return {"op": "changed", "at": _at_json(at), "on": on}
        case Nudge(at, by):
            return {"op": "nudge", "at": _at_json(at), "by": by}
        case MoveBorder(at, edge, to):
            return {"op": "border", "at": _at_json(at), "edge": edge, "to": to}
        case Split(at):
            return {"op": "split", "at": _at_json(at)}
        case Unmatch(at):
            return {"op": "unmatch", "at": _at_json(at)}


def _at_json(at: At) -> dict[str, JSON]:
    return {"side": at.side, "tick": at.tick}


def _tick(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
        raise MalformedMessage(f"{name}: expected an integer up to 2^53, got {_show(value)}")
    return value


def _choice(value: object, name: str, known: tuple[T, ...]) -> T:
    for one in known:
        if isinstance(value, str) and value == one:
            return one
    raise MalformedMessage(f"{name}: expected one of {', '.join(map(repr, known))}, got {_show(value)}")


def _at(value: object) -> At:
    if not isinstance(value, Mapping) or value.keys() != {"side", "tick"}:
        raise MalformedMessage(f"at: expected a side and a tick, got {_show(value)}")
    sides: tuple[Side, ...] = get_args(Side)
    return At(_choice(value["side"], "at.side", sides), _tick(value["tick"], "at.tick"))


def _flag(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise MalformedMessage(f"{name}: expected true or false, got {_show(value)}")
    return value


def _proposed(data: Mapping[str, object]) -> MapEdit:
    patch = data["patch"]
    if not isinstance(patch, dict):
        raise CorruptPatch(f"patch: expected an object, got {_show(patch)}")
    return Proposed(patch_from_json(patch))


def _roles() -> tuple[PieceRole, ...]:
    return get_args(PieceRole)


def _edges() -> tuple[Edge, ...]:
    return get_args(Edge)


_READERS: dict[str, Callable[[Mapping[str, object]], MapEdit]] = {
    "confirm": lambda data: Confirm(_at(data["at"])),
    "role": lambda data: SetRole(_at(data["at"]), _choice(data["role"], "role", _roles())),
    "changed": lambda data: SetChanged(_at(data["at"]), _flag(data["on"], "on")),
    "nudge": lambda data: Nudge(_at(data["at"]), _tick(data["by"], "by")),
    "border": lambda data: MoveBorder(
        _at(data["at"]), _choice(data["edge"], "edge", _edges()), _tick(data["to"], "to")
    ),
    "split": lambda data: Split(_at(data["at"])),
    "unmatch": lambda data: Unmatch(_at(data["at"])),
    "anchor": lambda data: Anchor(_tick(data["source"], "source"), _tick(data["target"], "target")),
    "unanchor": lambda data: Unanchor(_tick(data["source"], "source")),
    "proposed": _proposed,
}


def _show(value: object) -> str:
    told = repr(value)
    return told if len(told) <= 60 else told[:57] + "…"
