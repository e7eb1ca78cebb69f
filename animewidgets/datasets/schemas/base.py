"""What the formats of schemas share: the file, what it says of categories, and how that becomes a schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from animewidgets.annotations.categories import Category, CategorySchema, Group
from animewidgets.annotations.category_attributes import LONGEST_NAME, Attribute
from animewidgets.annotations.edits import JSON
from animewidgets.annotations.schema_json import LONGEST_DESCRIPTION, MOST_ATTRIBUTES, MOST_CATEGORIES
from animewidgets.annotations.skeletons import Skeleton
from animewidgets.datasets.schemas.colours import free_colours
from animewidgets.datasets.schemas.names import identity
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.text import Document, shown
from animewidgets.errors import FormatError

#: Levels of a tree of categories, and of brackets or tags in a file.
DEEPEST = 100

#: In longer files no line is looked up for an error.
_MOST_SEARCHED = 8 * 2**20

_BLANKS = re.compile(r"\s+")
#: What cannot be stored: NUL, and half of a character.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")

T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """A file of a schema in memory."""

    document: Document

    @property
    def text(self) -> str:
        """All of it."""
        return self.document.text

    def wrong(self, at: str | int, why: str, value: object = None) -> FormatError:
        """The error to raise about a place: a line from 1, or a path such as ``categories[3].name``."""
        if isinstance(at, int):
            return self.document.wrong(why, line=at, value=value)
        line = self._line(at)
        where = self.document.where(line, value)
        return FormatError(f"{self.document.place(line)}, {at}: {why}", {**where, "at": at})

    def _line(self, at: str) -> int | None:
        from animewidgets.datasets.schemas.own_yaml import json_lines  # which needs this room

        if len(self.text) > _MOST_SEARCHED or self.text.lstrip()[:1] not in ("{", "["):
            return None
        return line_of(at.removeprefix("schema."), json_lines(self.text))

    @cached_property
    def json(self) -> JSON:
        """The file as JSON. Raises :class:`FormatError` where it is none, repeats a key or holds NaN."""
        try:
            return cast(
                "JSON",
                json.loads(self.text, object_pairs_hook=self._object, parse_constant=self._constant),
            )
        except json.JSONDecodeError as error:
            raise self.document.wrong(
                f"this is no JSON from column {error.colno} on: {error.msg}", line=error.lineno
            ) from error
        except RecursionError as error:
            raise self.document.wrong("the brackets are nested too deep to be a schema") from error
        except ValueError as error:  # a number of thousands of digits
            raise self.document.wrong(f"a number makes no sense: {error}") from error

    def _object(self, pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
        made = dict(pairs)
        if len(made) < len(pairs):
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen:
                    raise self.document.wrong(
                        f"the field {shown(name)!r} is there twice in one object: take one out", value=name
                    )
                seen.add(name)
        return made

    def _constant(self, name: str) -> JSON:
        raise self.document.wrong(f"{name} is no number that a schema can hold", value=name)


@dataclass(slots=True)
class Found:
    """A category as a file has it: ``at`` is where, ``parent`` the place of its parent in the list of all.

    ``key`` is the identity that the file gives it, where formats have such a thing.
    """

    name: str
    at: str | int
    parent: int | None = None
    colour: str | None = None
    hotkey: str | None = None
    description: str = ""
    attributes: list[Attribute] = field(default_factory=list)
    skeleton: Skeleton | None = None
    key: str | None = None


@dataclass(slots=True)
class FoundGroup:
    """Categories that exclude each other, as places in the list of all."""

    name: str
    members: list[int]
    exclusive: bool = True


@dataclass(slots=True)
class Content:
    """What a file says. A format that holds whole schemas gives ``schema``, all others ``categories``."""

    categories: list[Found] = field(default_factory=list)
    groups: list[FoundGroup] = field(default_factory=list)
    schema: CategorySchema | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """A schema as text; ``order`` are the identities of its categories as the text has them."""

    text: str
    order: Sequence[str]


@dataclass(frozen=True, slots=True)
class SchemaFormat:
    """One format; ``exact`` says that it holds all that a schema says."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: Callable[[Source, Remarks], Content]
    write: Callable[[CategorySchema, Remarks], Writing]
    exact: bool = False


def assemble(
    content: Content,
    source: Source,
    schema_id: str,
    remarks: Remarks,
    known: CategorySchema | None = None,
) -> CategorySchema:
    """A schema of what was found; names that ``known`` has keep the identities that they have there.

    Raises:
        FormatError: there are no categories or too many, or one has no proper name, or that of a sibling.
    """
    found = content.categories
    if not found:
        raise source.document.wrong("there are no categories in it")
    if len(found) > MOST_CATEGORIES:
        raise source.document.wrong(
            f"{len(found):,} categories are more than the {MOST_CATEGORIES:,} that a schema holds: split it",
            value=len(found),
        )
    _check_names(found, source)
    identities = _identities(found, known)
    bare = sum(one.colour is None for one in found)
    if bare:
        remarks.note(f"{bare:,} of {len(found):,} categories came without a colour and were given one")
    free = free_colours([*(one.colour for one in found if one.colour), *(one.colour for one in known or ())])
    made = tuple(
        _category(one, identities[n], identities, one.colour or next(free), source, remarks)
        for n, one in enumerate(found)
    )
    try:
        groups = tuple(
            Group(one.name, tuple(identities[n] for n in one.members), one.exclusive)
            for one in content.groups
        )
        return CategorySchema(schema_id, 1, made, groups)
    except ValueError as error:
        raise source.document.wrong(str(error)) from error


def line_of(at: str, lines: Mapping[str, int]) -> int | None:
    """The line of a place, or of what it stands in."""
    while at:
        if at in lines:
            return lines[at]
        at = at[: max(at.rfind("."), at.rfind("["), 0)]
    return None


def tidy(name: str) -> str:
    """A name on one line, without blanks at its ends."""
    return _BLANKS.sub(" ", name).strip()


def put_short(text: str, most: int, what: str, place: str, remarks: Remarks) -> str:
    """A text of at most that length; that its end is gone is said."""
    if len(text) <= most:
        return text
    remarks.lost(f"the end of a {what} that is longer than {most:,} characters", place)
    return text[:most]


def made(make: Callable[[], T], source: Source, at: str | int) -> T:
    """What the types refuse, said of a place in the file."""
    try:
        return make()
    except ValueError as error:
        raise source.wrong(at, str(error)) from error


def _check_names(found: list[Found], source: Source) -> None:
    siblings: dict[tuple[int | None, str], Found] = {}
    for one in found:
        for text in (one.name, one.description, one.hotkey or "", one.key or ""):
            if _NO_TEXT.search(text):
                raise source.wrong(one.at, f"{shown(text, 40)!a} holds a character that is no text", one.name)
        if not one.name:
            raise source.wrong(one.at, "the category has no name: give it one")
        if len(one.name) > LONGEST_NAME:
            raise source.wrong(
                one.at,
                f"the name {shown(one.name, 40)!r} has {len(one.name)} characters, and at most "
                f"{LONGEST_NAME} fit: shorten it there",
                one.name,
            )
        first = siblings.setdefault((one.parent, one.name), one)
        if first is not one:
            where = f"line {first.at}" if isinstance(first.at, int) else first.at
            raise source.wrong(
                one.at,
                f"{shown(one.name)!r} is there twice, first in {where}: rename one of them, or take it out",
                one.name,
            )
    _check_depth(found, source)


def _check_depth(found: list[Found], source: Source) -> None:
    depth: dict[int, int] = {}
    for start in range(len(found)):
        way, at = [], start
        while at not in depth:
            way.append(at)
            parent = found[at].parent
            if parent is None:
                depth[at] = 1
                way.pop()
                break
            if parent in way:
                names = " → ".join(
                    repr(shown(found[n].name, 30)) for n in [*way[way.index(parent) :], parent]
                )
                raise source.wrong(found[at].at, f"categories are above each other in a circle: {names}")
            at = parent
        for below in reversed(way):
            above = found[below].parent
            assert above is not None
            depth[below] = depth[above] + 1
        if depth[start] > DEEPEST:
            raise source.wrong(found[start].at, f"the tree of categories is more than {DEEPEST} levels deep")


def _identities(found: list[Found], known: CategorySchema | None) -> list[str]:
    """Those that the file gives come first, so that a name never takes one away."""
    recognised = {} if known is None else _recognised(found, known)
    taken: set[str] = set()
    given: dict[int, str] = {}
    for n, one in enumerate(found):
        if one.key and len(one.key) <= LONGEST_NAME and one.key not in taken:
            given[n] = one.key
            taken.add(one.key)
    for n, own in recognised.items():
        if n not in given and own not in taken:
            given[n] = own
            taken.add(own)
    for n, one in enumerate(found):
        if n not in given:
            parent = None if one.parent is None else found[one.parent].name
            given[n] = identity(one.name, parent, taken)
            taken.add(given[n])
    return [given[n] for n in range(len(found))]


def _recognised(found: list[Found], known: CategorySchema) -> dict[int, str]:
    """Which category of a schema each one is, by name and parent; a format without a tree says no parent."""
    by_name: dict[str, list[Category]] = {}
    for one in known:
        by_name.setdefault(tidy(one.name), []).append(one)
    recognised: dict[int, str] = {}
    for n, each in enumerate(found):
        above = None if each.parent is None else found[each.parent].name
        here: list[Category] = []
        for one in by_name.get(each.name, []):
            parent = known.category(one.parent)
            if above is None or parent is None or tidy(parent.name) == above:
                here.append(one)
        if len(here) == 1:
            recognised[n] = here[0].category_id
    return recognised


def _category(
    one: Found, own: str, identities: list[str], colour: str, source: Source, remarks: Remarks
) -> Category:
    place = repr(shown(one.name, 40))
    hotkey = one.hotkey
    if hotkey is not None and not 1 <= len(hotkey) <= LONGEST_NAME:
        remarks.lost("hotkeys that are empty or too long", place)
        hotkey = None
    for extra in one.attributes[MOST_ATTRIBUTES:]:
        remarks.lost(
            f"attributes beyond the {MOST_ATTRIBUTES} that a category has", f"{extra.name!r} of {place}"
        )
    return made(
        lambda: Category(
            own,
            one.name,
            colour,
            hotkey,
            None if one.parent is None else identities[one.parent],
            put_short(one.description, LONGEST_DESCRIPTION, "description", place, remarks),
            tuple(one.attributes[:MOST_ATTRIBUTES]),
            one.skeleton,
        ),
        source,
        one.at,
    )
