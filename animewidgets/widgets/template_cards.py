"""Cards of templates: what one sees of them before one starts from one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from animewidgets.annotations import Template
from animewidgets.widgets.channel import JSON

if TYPE_CHECKING:
    from animewidgets.store.template_drafts import Document

#: So many colours are shown.
_COLOURS = 12


def card_of(source: str, template: Template) -> dict[str, JSON]:
    """A card of a whole template; ``source`` is ``gallery`` or ``store``."""
    return {
        "source": source,
        "template_id": template.template_id,
        "version": template.version,
        "name": template.name,
        "description": template.description,
        "kinds": [kind.value for kind in template.kinds],
        "colours": [one.colour for one in template.categories.categories[:_COLOURS]],
        "categories": len(template.categories.categories),
    }


def card_of_draft(document: Document) -> dict[str, JSON]:
    """A card of a draft, which may not be whole."""
    schema = document.get("categories")
    listed = schema.get("categories") if isinstance(schema, Mapping) else None
    rows = [one for one in _list(listed) if isinstance(one, Mapping)]
    version = document.get("version")
    return {
        "source": "draft",
        "template_id": _or_empty(document.get("template_id")),
        "version": version if isinstance(version, int) else 1,
        "name": _or_empty(document.get("name")),
        "description": _or_empty(document.get("description")),
        "kinds": [one for one in _list(document.get("kinds")) if isinstance(one, str)],
        "colours": [_or_empty(one.get("colour")) for one in rows[:_COLOURS]],
        "categories": len(rows),
    }


def _or_empty(value: JSON) -> str:
    return value if isinstance(value, str) else ""


def _list(value: JSON) -> Iterable[JSON]:
    return value if isinstance(value, list) else ()
