"""Documents of templates under work: read from files, checked while somebody types, begun from nothing."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from animewidgets.annotations import Kind, Template, template_from_json, template_problems, template_to_json
from animewidgets.annotations.templates_json import FORMAT, FORMAT_VERSION
from animewidgets.errors import MalformedTemplate, TemplateTooNew
from animewidgets.widgets.channel import JSON

if TYPE_CHECKING:
    from animewidgets.store.template_drafts import Document

#: What the identity of categories begins with that were typed in the designer.
OWN = "own-"

#: HTML in Markdown that would do something; it is never shown, and whoever writes it should know.
_SCRIPT = re.compile(
    r"<\s*(script|iframe|object|embed|style|form)\b|\bon\w+\s*=\s*[\"']|javascript:", re.IGNORECASE
)


def problems_of(document: Document) -> list[JSON]:
    """All that there is to mend in a draft: where, what, and whether it can be published nevertheless."""
    return checked(document)[1]


def checked(document: Document) -> tuple[Template | None, list[JSON]]:
    """The template that a draft is, where it is one, and all that there is to mend."""
    try:
        template = template_from_json(document)
    except MalformedTemplate as error:
        listed = cast("Sequence[Mapping[str, JSON]]", error.data.get("problems") or ())
        if not listed:
            return None, [{"at": "", "message": str(error), "fatal": True}]
        return None, [{"at": one["at"], "message": one["message"], "fatal": True} for one in listed]
    except TemplateTooNew as error:
        return None, [{"at": "format_version", "message": str(error), "fatal": True}]
    found: list[JSON] = [
        {"at": one.at, "message": one.message, "fatal": one.fatal} for one in template_problems(template)
    ]
    if _SCRIPT.search(template.guidelines):
        found.append(
            {
                "at": "guidelines",
                "message": "there is HTML in it that could run: it is shown as text and never run; "
                "write it between backticks where people should read it",
                "fatal": False,
            }
        )
    return template, found


def read_document(text: str, name: str) -> Document:
    """The document in a template's file: whatever is to mend in it is told beside its fields.

    Raises:
        MalformedTemplate: it is no JSON, or no template at all.
        TemplateTooNew: a newer program wrote it.
    """
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise MalformedTemplate(f"{name} is nested too deep to be a template; nothing was changed") from None
    except json.JSONDecodeError as error:
        raise MalformedTemplate(
            f"{name} is no JSON: {error.msg} at line {error.lineno}, column {error.colno}; "
            "nothing was changed"
        ) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise MalformedTemplate(
            f'{name} is JSON, but no template: those begin with "format": "{FORMAT}"; nothing was changed'
        )
    version = data.get("format_version")
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT_VERSION:
        template_from_json(data)  # which says why it is too new
    return cast("Document", data)


def document_of(template: Template, version: int) -> Document:
    """A template as the document of a draft that becomes ``version``."""
    return {**template_to_json(template), "version": version}


def own_identity() -> str:
    """An identity for categories that belong to one template."""
    return f"{OWN}{secrets.token_hex(4)}"


def new_identity() -> str:
    """An identity for a template that somebody makes."""
    return f"template-{secrets.token_hex(6)}"


def nothing_yet(person: str) -> Document:
    """The document that one starts from when one starts from nothing."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "template_id": new_identity(),
        "version": 1,
        "name": "",
        "kinds": [Kind.BOX.value, Kind.TAG.value],
        "categories": {"schema_id": own_identity(), "version": 1, "categories": []},
        "authors": [person],
    }
