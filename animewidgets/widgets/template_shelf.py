"""Where the template designer keeps drafts and versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from animewidgets.annotations import JSON, Template, template_to_json
from animewidgets.errors import UnknownTemplate

Document = Mapping[str, JSON]


@dataclass(frozen=True, slots=True)
class Published:
    """A version of a template: who published it, when (ISO 8601), and what they said of it."""

    template_id: str
    version: int
    name: str
    person: str
    created: str
    note: str


class Shelf(Protocol):
    """Drafts and versions of templates."""

    def newest(self) -> list[Published]:
        """The newest version of every template."""

    def versions(self, template_id: str) -> list[Published]:
        """The versions of a template, the newest first; none where it is not known."""

    def get(self, template_id: str, version: int) -> Template:
        """A version. Raises ``UnknownTemplate``."""

    def publish(self, template: Template, *, person: str, note: str) -> None:
        """Keep a version for good. Raises ``StoreError`` where it is known otherwise."""

    def drafts(self, person: str) -> list[Document]:
        """What a person has under work, the newest first."""

    def draft(self, template_id: str, person: str) -> Document | None:
        """A person's draft of a template, or ``None``."""

    def save_draft(self, document: Document, *, person: str) -> None:
        """Keep a draft as it stands."""

    def close_draft(self, template_id: str, *, person: str) -> None:
        """The draft is done with: it was published or given up."""


class MemoryShelf:
    """A shelf that lasts as long as the kernel."""

    def __init__(self) -> None:
        self._versions: dict[str, list[tuple[Template, Published]]] = {}
        self._drafts: dict[tuple[str, str], Document] = {}

    def newest(self) -> list[Published]:
        """The newest version of every template."""
        return [held[-1][1] for held in self._versions.values()]

    def versions(self, template_id: str) -> list[Published]:
        """The versions of a template, the newest first."""
        return [published for _, published in reversed(self._versions.get(template_id, []))]

    def get(self, template_id: str, version: int) -> Template:
        """A version. Raises ``UnknownTemplate``."""
        for template, published in self._versions.get(template_id, []):
            if published.version == version:
                return template
        raise UnknownTemplate(f"there is no template {template_id!r} of version {version}")

    def publish(self, template: Template, *, person: str, note: str) -> None:
        """Keep a version for good."""
        published = Published(template.template_id, template.version, template.name, person, "", note)
        self._versions.setdefault(template.template_id, []).append((template, published))

    def drafts(self, person: str) -> list[Document]:
        """What a person has under work, the newest first."""
        return [held for (_, who), held in reversed(self._drafts.items()) if who == person]

    def draft(self, template_id: str, person: str) -> Document | None:
        """A person's draft of a template, or ``None``."""
        return self._drafts.get((template_id, person))

    def save_draft(self, document: Document, *, person: str) -> None:
        """Keep a draft as it stands."""
        self._drafts[str(document["template_id"]), person] = document

    def close_draft(self, template_id: str, *, person: str) -> None:
        """The draft is done with."""
        self._drafts.pop((template_id, person), None)


def document_of(template: Template, version: int) -> dict[str, JSON]:
    """A template as the document of a draft that becomes ``version``."""
    return {**template_to_json(template), "version": version}
