"""Changes of a category schema as JSON: from a browser, in drafts and in proposals."""

from __future__ import annotations

from collections.abc import Callable

from animewidgets.annotations import shape
from animewidgets.annotations.category_attributes import LONGEST_NAME
from animewidgets.annotations.edits import JSON
from animewidgets.annotations.schema_changes import (
    EDITABLE,
    Add,
    Drop,
    DropGroup,
    Edit,
    Merge,
    Move,
    PutGroup,
    SchemaChange,
    Several,
    Split,
)
from animewidgets.annotations.schema_json import (
    MOST_CATEGORIES,
    category_from_json,
    category_to_json,
    group_from_json,
    group_to_json,
)
from animewidgets.errors import MalformedMessage

#: Changes that are made together: a list of categories that somebody pasted is one for each.
MOST_TOGETHER = 25_000

#: As far as reading an edited field goes, the rest of the category is of no account.
_ANY = {"category_id": "any", "name": "any", "colour": "#000000"}

#: What a field is when it is taken away.
_ABSENT: dict[str, object] = {
    "hotkey": None,
    "skeleton": None,
    "description": "",
    "attributes": (),
    "translations": (),
    "examples": (),
}


def change_to_json(change: SchemaChange) -> dict[str, JSON]:
    """A change as a JSON object; :func:`change_from_json` reads it back the same."""
    match change:
        case Add():
            return {"op": "add", "category": category_to_json(change.category), "before": change.before}
        case Edit():
            return {"op": "edit", "category_id": change.category_id, "set": _fields_to_json(change)}
        case Move():
            return {
                "op": "move",
                "category_id": change.category_id,
                "parent": change.parent,
                "before": change.before,
            }
        case Merge():
            return {"op": "merge", "categories": list(change.categories), "into": change.into}
        case Split():
            parts: list[JSON] = [category_to_json(one) for one in change.parts]
            return {"op": "split", "category_id": change.category_id, "parts": parts, "then": change.then}
        case Drop():
            return {"op": "drop", "category_id": change.category_id}
        case PutGroup():
            return {"op": "put_group", "group": group_to_json(change.group), "was": change.was}
        case DropGroup():
            return {"op": "drop_group", "name": change.name}
        case Several():
            return {"op": "several", "changes": [change_to_json(one) for one in change.changes]}


def change_from_json(data: object, at: str = "change") -> SchemaChange:
    """Read a change from decoded JSON.

    Raises:
        MalformedMessage: a field is missing, unknown or makes no sense; the message says which, and where.
    """
    op = data.get("op") if isinstance(data, dict) else None
    if not isinstance(op, str) or op not in _READERS:
        known = ", ".join(repr(name) for name in _READERS)
        raise MalformedMessage(f"{at}.op: expected one of {known}, got {shape.show(op)}")
    required, optional, read = _READERS[op]
    return read(shape.record(data, at, required={"op", *required}, optional=optional), at)


def _fields_to_json(change: Edit) -> dict[str, JSON]:
    told: dict[str, JSON] = {}
    for name, value in change.fields.items():
        if value == _ABSENT.get(name, value is None):
            told[name] = None
        else:
            told[name] = _written(name, value)
    return told


def _written(name: str, value: object) -> JSON:
    from animewidgets.annotations.categories import Category

    told = category_to_json(Category(**{**_ANY, name: value}))  # type: ignore[arg-type]  # the type checks it
    return told[name]


def _fields_from_json(data: JSON, at: str) -> dict[str, object]:
    told = shape.record(data, at, required=frozenset(), optional=frozenset(EDITABLE))
    if not told:
        raise MalformedMessage(f"{at}: expected some of {', '.join(EDITABLE)}, got none")
    fields: dict[str, object] = {}
    for name, value in told.items():
        if value is None and name in _ABSENT:
            fields[name] = _ABSENT[name]
        else:
            fields[name] = getattr(category_from_json({**_ANY, name: value}, at), name)
    return fields


def _id(value: JSON, at: str) -> str:
    return shape.text(value, at, at_least=1, at_most=LONGEST_NAME)


Told = dict[str, JSON]


def _add(told: Told, at: str) -> SchemaChange:
    return Add(
        category_from_json(told["category"], f"{at}.category"),
        shape.optional(_id, told.get("before"), f"{at}.before"),
    )


def _edit(told: Told, at: str) -> SchemaChange:
    return Edit(_id(told["category_id"], f"{at}.category_id"), _fields_from_json(told["set"], f"{at}.set"))


def _move(told: Told, at: str) -> SchemaChange:
    return Move(
        _id(told["category_id"], f"{at}.category_id"),
        shape.optional(_id, told["parent"], f"{at}.parent"),
        shape.optional(_id, told.get("before"), f"{at}.before"),
    )


def _merge(told: Told, at: str) -> SchemaChange:
    listed = shape.array(told["categories"], f"{at}.categories", at_least=1, at_most=MOST_CATEGORIES)
    return Merge(
        tuple(_id(one, f"{at}.categories[{n}]") for n, one in enumerate(listed)),
        _id(told["into"], f"{at}.into"),
    )


def _split(told: Told, at: str) -> SchemaChange:
    listed = shape.array(told["parts"], f"{at}.parts", at_most=MOST_CATEGORIES)
    return Split(
        _id(told["category_id"], f"{at}.category_id"),
        tuple(category_from_json(one, f"{at}.parts[{n}]") for n, one in enumerate(listed)),
        shape.optional(_id, told.get("then"), f"{at}.then"),
    )


def _drop(told: Told, at: str) -> SchemaChange:
    return Drop(_id(told["category_id"], f"{at}.category_id"))


def _put_group(told: Told, at: str) -> SchemaChange:
    return PutGroup(
        group_from_json(told["group"], f"{at}.group"), shape.optional(_id, told.get("was"), f"{at}.was")
    )


def _drop_group(told: Told, at: str) -> SchemaChange:
    return DropGroup(_id(told["name"], f"{at}.name"))


def _several(told: Told, at: str) -> SchemaChange:
    listed = shape.array(told["changes"], f"{at}.changes", at_least=1, at_most=MOST_TOGETHER)
    for n, one in enumerate(listed):
        if isinstance(one, dict) and one.get("op") == "several":
            raise MalformedMessage(f"{at}.changes[{n}].op: several changes within several")
    return Several(tuple(change_from_json(one, f"{at}.changes[{n}]") for n, one in enumerate(listed)))


_READERS: dict[str, tuple[set[str], set[str], Callable[[Told, str], SchemaChange]]] = {
    "add": ({"category"}, {"before"}, _add),
    "edit": ({"category_id", "set"}, set(), _edit),
    "move": ({"category_id", "parent"}, {"before"}, _move),
    "merge": ({"categories", "into"}, set(), _merge),
    "split": ({"category_id", "parts"}, {"then"}, _split),
    "drop": ({"category_id"}, set(), _drop),
    "put_group": ({"group"}, {"was"}, _put_group),
    "drop_group": ({"name"}, set(), _drop_group),
    "several": ({"changes"}, set(), _several),
}
