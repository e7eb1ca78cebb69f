"""What a browser may ask of the template designer. See ``docs/template_designer.md``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from animewidgets.annotations import (
    CategorySchema,
    Template,
    schema_to_json,
    template_from_json,
    template_to_json,
)
from animewidgets.annotations.template_difference import template_difference
from animewidgets.annotations.validators import PARAMETERS
from animewidgets.errors import (
    MalformedMessage,
    UnknownTemplate,
)
from animewidgets.store.template_undo import as_changes
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply
from animewidgets.widgets.template_cards import card_of, card_of_draft
from animewidgets.widgets.template_documents import (
    OWN,
    checked,
    document_of,
    new_identity,
    nothing_yet,
    own_identity,
    problems_of,
    read_document,
)
from animewidgets.widgets.template_preview import TemplatePreview

if TYPE_CHECKING:
    from animewidgets.store import Store
    from animewidgets.store.template_drafts import Document, Published

PROTOCOL = 1
#: A template file is never larger; a draft neither.
MOST_CHARACTERS = 8 * 1024 * 1024
LONGEST_NOTE = 2_000
#: Characters of what can be undone from earlier pages, and as many of what can be redone.
MOST_HISTORY = 2 * 1024 * 1024


class TemplateDesk:
    """The kernel's part of the designer: the draft under work, drafts and versions, checks, the preview.

    Args:
        store: where drafts and versions are.
        gallery: templates that one can start from.
        preview: what stands beside the form.
        person: who works.
        project: name of the project.
        design: opens the category designer on a schema; says what was opened.
    """

    def __init__(
        self,
        store: Store,
        gallery: Sequence[Template],
        preview: TemplatePreview,
        *,
        person: str,
        project: str,
        design: Callable[[CategorySchema], str],
    ) -> None:
        self._store = store
        self._drafts = store.template_drafts
        self._gallery = {one.template_id: one for one in gallery}
        self._preview = preview
        self._person = person
        self._project = project
        self._design = design
        #: The draft under work; ``None`` while somebody chooses what to start from.
        self.document: Document | None = None

    def methods(self) -> dict[str, Method]:
        """The methods by name. They run in order, on a thread of their own."""
        calls = {
            "hello": self._hello,
            "draft.open": self._open,
            "draft.read": self._read,
            "draft.parse": self._parse,
            "draft.save": self._save,
            "draft.fork": self._fork,
            "draft.leave": self._leave,
            "template.publish": self._publish,
            "template.versions": self._versions,
            "template.difference": self._difference,
            "schema.get": self._schema,
            "categories.design": self._design_categories,
            "schema.list": self._schemas,
            "preview.show": self._show,
            "preview.frame": self._frame,
        }
        methods = {name: Method(_without_buffers(call), "ordered") for name, call in calls.items()}
        # A look through a film must not hold the draft up.
        return methods | {"preview.units": Method(_without_buffers(self._count), "analysis")}

    def begin(self, template: Template) -> None:
        """Take a template under work; a person's draft of it goes before what was published."""
        held = self._drafts.get(template.template_id, self._person)
        self.document = held or document_of(template, self._newest(template.template_id) + 1)

    def known(self, template_id: str) -> Template:
        """The newest version of a template of the store, else the gallery's. Raises ``UnknownTemplate``."""
        newest = self._newest(template_id)
        if newest:
            return self._store.templates.get(template_id, newest)
        if template_id in self._gallery:
            return self._gallery[template_id]
        names = ", ".join(map(repr, sorted(self._gallery)))
        raise UnknownTemplate(f"there is no template {template_id!r}; the gallery has {names}")

    # --- hello ------------------------------------------------------------------------------------

    def _hello(self, _params: Params) -> dict[str, JSON]:
        document = self.document
        told: dict[str, JSON] = {
            "protocol": PROTOCOL,
            "person": self._person,
            "project": self._project,
            "outbox": hashlib.sha256(f"{self._store.store_id}\n{self._person}".encode()).hexdigest()[:32],
            "document": document,
            "published": 0 if document is None else self._newest(_identity(document)),
            "problems": [] if document is None else problems_of(document),
            "history": None if document is None else self._history(document),
            "cards": self._cards(),
            "schemas": self._schema_cards(),
            "rules": [
                {
                    "rule": rule.value,
                    "label": one.label,
                    "needs": sorted(one.needs),
                    "takes": sorted(one.takes),
                    "one_of": sorted(one.one_of),
                    "counts": one.counts,
                }
                for rule, one in PARAMETERS.items()
            ],
        }
        return told

    def _cards(self) -> list[JSON]:
        drafts = self._drafts.of(self._person)
        return [
            *(card_of_draft(one) for one in drafts),
            *(self._stored_card(one) for one in self._drafts.newest()),
            *(card_of("gallery", one) for one in self._gallery.values()),
        ]

    def _stored_card(self, published: Published) -> dict[str, JSON]:
        template = self._store.templates.get(published.template_id, published.version)
        return {**card_of("store", template), "person": published.person, "created": published.created}

    def _known_schemas(self) -> list[tuple[str, str, int]]:
        """Where from, identity and version: the store's newest, and of the gallery what the store has not."""
        stored = self._store.schemas.list()
        found = {
            (str(schema_id), int(newest)): "store"
            for schema_id, newest in zip(stored["schema_id"], stored["newest"], strict=True)
        }
        for template in self._gallery.values():
            schema = template.categories
            found.setdefault((schema.schema_id, schema.version), "gallery")
        return [(origin, *key) for key, origin in found.items()]

    def _schema_of(self, schema_id: str, version: int) -> CategorySchema:
        """Raises ``UnknownSchema``."""
        for template in self._gallery.values():
            if (template.categories.schema_id, template.categories.version) == (schema_id, version):
                return template.categories
        return self._store.schemas.get(schema_id, version)

    def _schema_cards(self) -> list[JSON]:
        return [
            {
                "schema_id": schema_id,
                "version": version,
                "from": origin,
                "categories": len(self._schema_of(schema_id, version).categories),
            }
            for origin, schema_id, version in self._known_schemas()
        ]

    # --- the draft ----------------------------------------------------------------------------------

    def _open(self, params: Params) -> dict[str, JSON]:
        source = params.get("source")
        if source == "nothing":
            return self._take(nothing_yet(self._person), save=True)
        identity = _text(params, "template_id")
        if source == "draft":
            held = self._drafts.get(identity, self._person)
            if held is None:
                raise UnknownTemplate(f"you have no draft of {identity!r} any more")
            return self._take(held)
        if source == "gallery":
            if identity not in self._gallery:
                raise UnknownTemplate(f"the gallery has no template {identity!r}")
            return self._take(self._forked(template_to_json(self._gallery[identity])), save=True)
        if source in ("store", "version"):
            version = params.get("version")
            if not isinstance(version, int) or isinstance(version, bool):
                raise MalformedMessage(f"version must be a number, not {version!r}")
            held = self._drafts.get(identity, self._person) if source == "store" else None
            template = self._store.templates.get(identity, version)
            document = held or document_of(template, self._newest(identity) + 1)
            return self._take(document, save=source == "version")
        raise MalformedMessage(
            f"source is 'gallery', 'store', 'version', 'draft' or 'nothing', not {source!r}"
        )

    def _read(self, params: Params) -> dict[str, JSON]:
        document = read_document(_text(params, "text", MOST_CHARACTERS), _text(params, "name", 300))
        if not isinstance(document.get("template_id"), str) or not document["template_id"]:
            document = {**document, "template_id": new_identity()}
        newest = self._newest(_identity(document))
        version = document.get("version")
        if newest or not isinstance(version, int):
            document = {**document, "version": newest + 1}
        held = self._drafts.get(_identity(document), self._person)
        notes: list[JSON] = []
        if held is not None and held != document:
            document = {**document, "template_id": new_identity(), "version": 1}
            notes.append(
                "You have a draft of this template already, and it says something else: the file was opened "
                "under a new identity, and your draft is as it was."
            )
        return {**self._take(document, save=True), "notes": notes}

    def _parse(self, params: Params) -> dict[str, JSON]:
        return {"document": read_document(_text(params, "text", MOST_CHARACTERS), "the text")}

    def _save(self, params: Params) -> dict[str, JSON]:
        document = _document(params)
        self._keep(document)
        return self._told(document)

    def _fork(self, params: Params) -> dict[str, JSON]:
        return self._take(self._forked(_document(params)), save=True)

    def _leave(self, _params: Params) -> dict[str, JSON]:
        self.document = None
        return {"cards": self._cards()}

    def _forked(self, document: Document) -> Document:
        """The document under a new identity, which says where it comes from."""
        version = document.get("version")
        published = self._newest(_identity(document))
        name = document.get("name")
        return {
            **document,
            "template_id": new_identity(),
            "version": 1,
            "name": f"{name} (mine)" if isinstance(name, str) and name else "",
            "forked_from": {
                "template_id": _identity(document),
                "version": published or (version if isinstance(version, int) and version > 0 else 1),
            },
        }

    def _take(self, document: Document, *, save: bool = False) -> dict[str, JSON]:
        if save:
            self._keep(document)
        self.document = document
        return {
            "document": document,
            "history": self._history(document),
            "published": self._newest(_identity(document)),
            **self._told(document),
        }

    def _history(self, document: Document) -> dict[str, JSON]:
        """What was done to the draft before this page, the newest first, each step as changes of fields."""
        held = self._drafts.history(_identity(document), self._person)
        return {
            "undo": as_changes(document, held.undo, MOST_HISTORY),
            "redo": as_changes(document, held.redo, MOST_HISTORY),
        }

    def _keep(self, document: Document) -> None:
        self._drafts.save(document, person=self._person)
        self.document = document

    def _told(self, document: Document) -> dict[str, JSON]:
        """What is to mend; and how many units there are, where that can be counted at all."""
        template, problems = checked(document)
        return {
            "problems": problems,
            "units": None if template is None else self._preview.units(template),
        }

    # --- versions -----------------------------------------------------------------------------------

    def _publish(self, params: Params) -> dict[str, JSON]:
        document = _document(params)
        identity = _identity(document)
        number = self._newest(identity) + 1
        template = template_from_json({**document, "version": number})
        template = replace(template, categories=self._kept_schema(template.categories))
        self._drafts.publish(template, person=self._person, note=_text(params, "note", LONGEST_NOTE))
        return {**self._take(document_of(template, number + 1)), "published": number}

    def _kept_schema(self, schema: CategorySchema) -> CategorySchema:
        """Categories of the template's own as the store has them: a new version where they changed."""
        schemas, person = self._store.schemas, self._person
        if not schema.schema_id.startswith(OWN):
            return schema
        newest = schemas.newest(schema.schema_id)
        if newest and replace(schema, version=newest) == schemas.get(schema.schema_id, newest):
            return replace(schema, version=newest)
        if newest and not schemas.is_maintainer(schema.schema_id, person):
            # Somebody else's own: what is changed here becomes this person's.
            schema, newest = replace(schema, schema_id=own_identity()), 0
        return schemas.publish(schema, person=person, base_version=newest)

    def _versions(self, params: Params) -> dict[str, JSON]:
        return {
            "versions": [
                {
                    "version": one.version,
                    "person": one.person,
                    "created": one.created,
                    "note": one.note,
                }
                for one in self._drafts.versions(_text(params, "template_id"))
            ]
        }

    def _difference(self, params: Params) -> dict[str, JSON]:
        identity = _text(params, "template_id")

        def one(name: str) -> Document:
            version = params.get(name)
            if version == 0:
                return _document(params)
            if not isinstance(version, int) or isinstance(version, bool):
                raise MalformedMessage(f"{name} must be a version, or 0 for the draft, not {version!r}")
            return template_to_json(self._store.templates.get(identity, version))

        changes = template_difference(one("from"), one("to"))
        return {"lines": [{"at": c.at, "what": c.what, "was": c.was, "now": c.now} for c in changes]}

    def _newest(self, template_id: str) -> int:
        return max((one.version for one in self._drafts.versions(template_id)), default=0)

    # --- categories and preview -----------------------------------------------------------------------

    def _schema(self, params: Params) -> dict[str, JSON]:
        version = params.get("version")
        if not isinstance(version, int) or isinstance(version, bool):
            raise MalformedMessage(f"version must be a number, not {version!r}")
        return {"schema": schema_to_json(self._schema_of(_text(params, "schema_id"), version))}

    def _schemas(self, _params: Params) -> dict[str, JSON]:
        return {"schemas": self._schema_cards()}

    def _design_categories(self, params: Params) -> dict[str, JSON]:
        template = template_from_json(_document(params))
        return {"told": self._design(template.categories)}

    def _show(self, params: Params) -> dict[str, JSON]:
        template = template_from_json(_document(params))
        self._preview.show(template)
        return {"media": self._preview.told(), "units": self._preview.units(template)}

    def _count(self, params: Params) -> dict[str, JSON]:
        return {"units": self._preview.count(template_from_json(_document(params)))}

    def _frame(self, _params: Params) -> Mapping[str, JSON]:
        return self._preview.frame()


def _without_buffers(call: Callable[[Params], Mapping[str, JSON]]) -> Callable[[Params, Buffers], Reply]:
    return lambda params, _buffers: Reply(call(params))


def _text(params: Params, name: str, at_most: int = 1_000) -> str:
    value = params.get(name)
    if not isinstance(value, str) or len(value) > at_most:
        raise MalformedMessage(f"{name} must be a text of at most {at_most} characters")
    return value


def _document(params: Params) -> Document:
    """The draft that the browser has: any JSON object of a template's size that says whose draft it is."""
    document = params.get("document")
    if not isinstance(document, Mapping):
        raise MalformedMessage(f"document must be a JSON object, not {type(document).__name__}")
    identity = document.get("template_id")
    if not isinstance(identity, str) or not 1 <= len(identity) <= 200:
        raise MalformedMessage(f"template_id must be a text of 1 to 200 characters, not {identity!r}")
    if len(json.dumps(document)) > MOST_CHARACTERS:
        raise MalformedMessage(f"a template has at most {MOST_CHARACTERS} characters as JSON")
    return cast("Document", document)


def _identity(document: Document) -> str:
    return _or_empty(document.get("template_id"))


def _or_empty(value: JSON) -> str:
    return value if isinstance(value, str) else ""
