"""Templates under work and what was said of their versions, in the store: rows that are only ever added."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from animewidgets.annotations import JSON, Template
from animewidgets.store.template_undo import DraftHistory, changes, history_of, states

if TYPE_CHECKING:
    from animewidgets.store.store import Store

Document = Mapping[str, JSON]

#: After so many steps a draft is written down whole again, so that reading it stays quick.
_STEPS = 200


@dataclass(frozen=True, slots=True)
class Published:
    """A version of a template: who published it, when (``YYYY-MM-DD hh:mm``), and what they said of it."""

    template_id: str
    version: int
    name: str
    person: str
    created: str
    note: str


class TemplateDrafts:
    """What people have under work, and what they said of versions; :attr:`Store.template_drafts`.

    A draft is a document that need not be whole: whatever somebody has typed so far. It is written field by
    field as it changes. Every method may raise what :class:`Store` says.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        #: What this process wrote last, and how many steps ago the document was whole.
        self._written: dict[tuple[str, str], tuple[Document, int]] = {}

    def of(self, person: str) -> list[Document]:
        """What a person has under work, the newest first."""
        rows = self._store._rows("template_drafts_of", person=person)  # noqa: SLF001  # a room of the store's own
        held = (self.get(str(row[0]), person) for row in rows)
        return [one for one in held if one is not None]

    def get(self, template_id: str, person: str) -> Document | None:
        """A person's draft of a template, or ``None`` where there is none."""
        rows = self._store._rows(  # noqa: SLF001
            "template_draft_steps", template_id=template_id, person=person
        )
        return fold((str(kind), _read(document)) for kind, document in rows)

    def history(self, template_id: str, person: str) -> DraftHistory:
        """What of a person's draft can be undone and redone, also after the page that did it is gone."""
        rows = self._store._rows(  # noqa: SLF001
            "template_draft_history", template_id=template_id, person=person
        )
        return history_of(states((str(kind), _read(document)) for kind, document in rows))

    def save(self, document: Document, *, person: str) -> None:
        """Keep a draft as it stands; once this returns it is on disk.

        Args:
            document: as :func:`template_to_json` writes it, as far as it goes; ``template_id`` must be there.
            person: whose draft it is.

        Raises:
            MalformedMessage: a text in it cannot be stored.
        """
        identity = str(document["template_id"])
        before, steps = self._written.get((identity, person), (None, 0))
        if before is None or steps >= _STEPS:
            self._step(identity, person, "whole", document)
            steps = -1
        elif changed := changes(before, document):
            self._step(identity, person, "fields", changed)
        else:
            return
        self._written[identity, person] = (dict(document), steps + 1)

    def close(self, template_id: str, *, person: str) -> None:
        """The draft is done with: it was published, or given up. Its steps stay in the store."""
        self._written.pop((template_id, person), None)
        if self.get(template_id, person) is not None:
            self._step(template_id, person, "done", None)

    def publish(self, template: Template, *, person: str, note: str = "") -> None:
        """Publish a version with a note, and close the draft that it was.

        Raises:
            StoreError: the version is known otherwise.
        """
        store = self._store
        store._ensure_person(person)  # noqa: SLF001
        store.templates.publish(template, person=person)
        store._ensure(  # noqa: SLF001
            "template_note",
            template_id=template.template_id,
            version=template.version,
            person=person,
            note=note,
        )
        self.close(template.template_id, person=person)

    def versions(self, template_id: str) -> list[Published]:
        """The versions of a template, the newest first; none where it is not known."""
        rows = self._store._rows("template_versions", template_id=template_id)  # noqa: SLF001
        return [
            Published(template_id, int(version), str(name), str(person), str(created), str(note))
            for version, name, person, created, note in rows
        ]

    def newest(self) -> list[Published]:
        """The newest version of every template that somebody published, the newest first."""
        rows = self._store._rows("templates_published")  # noqa: SLF001
        return [
            Published(str(identity), int(version), str(name), str(person), str(created), str(note))
            for identity, version, name, person, created, note in rows
        ]

    def _step(self, template_id: str, person: str, kind: str, document: Document | None) -> None:
        store = self._store
        store._ensure_person(person)  # noqa: SLF001
        store._ensure(  # noqa: SLF001
            "template_draft_step",
            template_id=template_id,
            person=person,
            kind=kind,
            document=None if document is None else json.dumps(document, ensure_ascii=False),
        )


def fold(steps: Iterable[tuple[str, Document | None]]) -> Document | None:
    """The document that steps leave, or ``None`` where the last word on it is that it is done."""
    left = states(steps)
    return left[-1] if left else None


def _read(document: object) -> Document | None:
    return None if document is None else cast("Document", json.loads(str(document)))
