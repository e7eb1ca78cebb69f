"""What differs between two versions of a template, in words that their makers use."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from animewidgets.annotations.edits import JSON

Document = Mapping[str, JSON]

#: So much of a text is shown.
_LONGEST = 160

_FIELDS = {
    "name": "Name",
    "description": "What it is for",
    "licence": "Licence",
    "page": "Page",
    "overlap": "People for each unit",
}
_LISTS = {
    "kinds": "Kinds",
    "tools": "Tools",
    "authors": "Authors",
    "required": "Required fields",
}
_PARTS = {"unit": "Unit", "review": "Review", "forked_from": "Forked from"}
#: What tells the rows of a list apart, for rows that only changed.
_ROWS = {"lanes": ("Lane", "name"), "prelabels": ("Pre-label", "source"), "validators": ("Rule", "rule")}


@dataclass(frozen=True, slots=True)
class TemplateChange:
    """One thing that two templates differ in: where, what in words, and what it was and is, as text."""

    at: str
    what: str
    was: str = ""
    now: str = ""


def template_difference(old: Document, new: Document) -> tuple[TemplateChange, ...]:
    """What changed from one template's document to another's, in the order of the form.

    The documents are those of :func:`template_to_json`; what of a draft has no right form counts as absent.
    """
    return (
        *_fields(old, new),
        *_lists(old, new),
        *_categories(_table(old.get("categories")), _table(new.get("categories"))),
        *_parts(old, new),
        *_guidelines(_text(old.get("guidelines")), _text(new.get("guidelines"))),
        *_hotkeys(_table(old.get("hotkeys")), _table(new.get("hotkeys"))),
        *_rows(old, new),
    )


def _fields(old: Document, new: Document) -> Iterator[TemplateChange]:
    for field, name in _FIELDS.items():
        was, now = _shown(old.get(field)), _shown(new.get(field))
        if was != now:
            yield TemplateChange(field, name, was, now)


def _lists(old: Document, new: Document) -> Iterator[TemplateChange]:
    for field, name in _LISTS.items():
        was, now = _texts(old.get(field)), _texts(new.get(field))
        if was == now:
            continue
        gone = ", ".join(one for one in was if one not in now)
        more = ", ".join(one for one in now if one not in was)
        what = name if gone or more else f"{name}: in another order"
        yield TemplateChange(field, what, gone, more)


def _parts(old: Document, new: Document) -> Iterator[TemplateChange]:
    for field, name in _PARTS.items():
        was, now = _shown(old.get(field)), _shown(new.get(field))
        if was != now:
            yield TemplateChange(field, name, was, now)


def _guidelines(old: str, new: str) -> Iterator[TemplateChange]:
    """Each place where lines changed."""
    was, now = old.splitlines(), new.splitlines()
    for op, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if op != "equal":
            yield TemplateChange(
                "guidelines", "Guidelines", _cut(" ".join(was[a:b])), _cut(" ".join(now[c:d]))
            )


def _hotkeys(old: Mapping[str, JSON], new: Mapping[str, JSON]) -> Iterator[TemplateChange]:
    for action in sorted({*old, *new}):
        was, now = _texts(old.get(action)), _texts(new.get(action))
        if was != now or (action in old) != (action in new):
            yield TemplateChange(
                f"hotkeys.{action}", f"Keys of {action}", ", ".join(was), ", ".join(now) or "no key"
            )


def _categories(old: Mapping[str, JSON], new: Mapping[str, JSON]) -> Iterator[TemplateChange]:
    was, now = _schema(old), _schema(new)
    if was != now:
        yield TemplateChange("categories", "Category schema", was, now)
    before, after = _by("category_id", old.get("categories")), _by("category_id", new.get("categories"))
    for identity, category in after.items():
        name = _text(category.get("name")) or identity
        if identity not in before:
            yield TemplateChange("categories.categories", "Category", "", name)
            continue
        changed = [
            field
            for field in {**before[identity], **category}
            if field != "name" and before[identity].get(field) != category.get(field)
        ]
        called = _text(before[identity].get("name")) or identity
        if called != name:
            yield TemplateChange("categories.categories", "Category", called, name)
        if changed:
            what = f"Category {name}: {', '.join(sorted(changed)).replace('_', ' ')}"
            yield TemplateChange("categories.categories", what)
    for identity, category in before.items():
        if identity not in after:
            name = _text(category.get("name")) or identity
            yield TemplateChange("categories.categories", "Category", name, "")


def _rows(old: Document, new: Document) -> Iterator[TemplateChange]:
    for field, (name, key) in _ROWS.items():
        was, now = _list(old.get(field)), _list(new.get(field))
        gone = [one for one in was if one not in now]
        for row in (one for one in now if one not in was):
            before = next((one for one in gone if _named(one, key) == _named(row, key)), None)
            if before is not None:
                gone.remove(before)
            yield TemplateChange(field, name, "" if before is None else _shown(before), _shown(row))
        for row in gone:
            yield TemplateChange(field, name, _shown(row), "")


def _schema(schema: Mapping[str, JSON]) -> str:
    identity = _text(schema.get("schema_id"))
    return f"{identity} version {_shown(schema.get('version'))}" if identity else ""


def _by(key: str, rows: JSON) -> dict[str, Mapping[str, JSON]]:
    return {_text(row.get(key)): row for row in map(_table, _list(rows)) if row.get(key)}


def _named(row: JSON, key: str) -> JSON:
    return _table(row).get(key)


def _shown(value: JSON) -> str:
    """A value as people read it: ``of span, seconds 60``."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return _cut(value)
        case int() | float():
            return f"{value:g}" if isinstance(value, float) else str(value)
        case Mapping():
            told = (
                f"{name.replace('_', ' ')} {_shown(one)}" for name, one in value.items() if one is not None
            )
            return _cut(", ".join(told))
        case _:
            return _cut(", ".join(map(_shown, value)))


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"


def _text(value: JSON) -> str:
    return value if isinstance(value, str) else ""


def _table(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, Mapping) else {}


def _list(value: JSON) -> list[JSON]:
    return list(value) if isinstance(value, list | tuple) else []


def _texts(value: JSON) -> list[str]:
    return [one for one in _list(value) if isinstance(one, str)]
