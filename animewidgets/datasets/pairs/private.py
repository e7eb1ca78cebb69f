"""What does not leave its owner: names of people, what they wrote, what is said in a film. Pure.

Nothing is taken out by a list of what is forbidden: what is not known to be harmless stays here, and what was
left is counted.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from animewidgets.annotations import JSON, CategorySchema, Template
from animewidgets.annotations.category_attributes import AttributeKind
from animewidgets.annotations.values import VALUES, WAS
from animewidgets.timemaps import TimeMap

#: What goes along only when it is asked for by name.
Extra = Literal["comments", "texts", "titles", "names"]
EXTRAS: tuple[Extra, ...] = get_args(Extra)

#: Attributes that the vocabulary defines, whose texts are names of lanes, things and scopes, or digests.
_OWN = frozenset(
    {"transition", "from_pts", "until_pts", "lane", "source", "line", "speaker", "scope", "object", "z_order"}
)
_PSEUDONYM = re.compile(r"p-[0-9a-f]{12}")
_SOURCE = re.compile(r"[\w:.+@ -]{1,200}")


def pseudonym(person: str, store_id: str) -> str:
    """``p-`` and 12 hex digits: the same for the same person of the same store, and for nobody else.

    HMAC-SHA256 (RFC 2104) of the name, keyed with the store's identity, which no pairs file tells. One
    that is a pseudonym already, of labels that were brought in, stays.
    """
    if _PSEUDONYM.fullmatch(person):
        return person
    return "p-" + hmac.new(store_id.encode(), person.encode(), hashlib.sha256).hexdigest()[:12]


@dataclass
class LeftOut:
    """Takes out of rows what nobody asked to take along, and counts it.

    Args:
        include: what goes along all the same.
        schemas: the category schemas by identity and version.
    """

    include: frozenset[str]
    schemas: Mapping[tuple[str, int], CategorySchema]
    counts: Counter[str] = field(default_factory=Counter)

    def comment(self, comment: str | None) -> str | None:
        """A comment, or ``None``."""
        if comment is None or "comments" in self.include:
            return comment
        self.counts["comments"] += 1
        return None

    def title(self, name: str) -> str | None:
        """What a release is called, which mostly is the name of its file."""
        if "titles" in self.include:
            return name
        self.counts["titles"] += 1
        return None

    def source(self, source: str) -> str:
        """Where an annotation came from, unless it could be a path."""
        if _SOURCE.fullmatch(source):
            return source
        self.counts["sources"] += 1
        return "other"

    def attributes(
        self, attributes: Mapping[str, JSON], schema: tuple[str, int], category: str | None
    ) -> dict[str, JSON]:
        """What an annotation's attributes say without the texts that people wrote."""
        if "texts" in self.include:
            return dict(attributes)
        kept: dict[str, JSON] = {}
        for name, value in attributes.items():
            if name == VALUES and isinstance(value, dict):
                if said := self._values(value, schema, category):
                    kept[name] = said
            elif name == WAS and isinstance(value, dict):
                kept[name] = self._was(value)
            elif name in _OWN or not _has_text(value):
                kept[name] = value
            else:
                self.counts["texts"] += 1
        return kept

    def template(self, template: Template) -> Template:
        """A template without the people who made it."""
        if "names" in self.include or not template.authors:
            return template
        self.counts["names"] += len(template.authors)
        return replace(template, authors=())

    def time_map(self, time_map: TimeMap, store_id: str) -> TimeMap:
        """A time map whose authors are pseudonyms."""
        pieces = [
            one if one.author is None else replace(one, author=pseudonym(one.author, store_id))
            for one in time_map.pieces
        ]
        return replace(time_map, pieces=tuple(pieces))

    def _was(self, was: Mapping[str, JSON]) -> dict[str, JSON]:
        told = {name: was[name] for name in ("category", "schema_id", "version") if name in was}
        values, category = was.get(VALUES), was.get("category")
        if isinstance(values, dict):
            version = was.get("version")
            stood = (str(was.get("schema_id")), version if isinstance(version, int) else 0)
            if said := self._values(values, stood, category if isinstance(category, str) else None):
                told[VALUES] = said
        return told

    def _values(
        self, values: Mapping[str, JSON], schema: tuple[str, int], category: str | None
    ) -> dict[str, JSON]:
        known = self.schemas.get(schema)
        of = None if known is None else known.category(category)
        kept: dict[str, JSON] = {}
        for name, value in values.items():
            attribute = None if of is None else of.attribute(name)
            chosen = (
                attribute is not None
                and attribute.kind is AttributeKind.CHOICE
                and value in attribute.choices
            )
            if chosen or not _has_text(value):
                kept[name] = value
            else:
                self.counts["texts"] += 1
        return kept


def check_extras(include: Iterable[str]) -> frozenset[str]:
    """What was asked to go along. Raises ``ValueError`` for a name that is none."""
    asked = frozenset(include)
    if unknown := asked - set(EXTRAS):
        raise ValueError(f"{min(unknown)!r} is nothing that can be included: there are {', '.join(EXTRAS)}")
    return asked


def _has_text(value: JSON) -> bool:
    if isinstance(value, dict):
        return bool(value)  # its names are texts, too
    if isinstance(value, list):
        return any(_has_text(one) for one in value)
    return isinstance(value, str)
