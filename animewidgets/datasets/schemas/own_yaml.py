"""Our own document of a schema as YAML: the same as in JSON, for those who write by hand.

It is built from the events of PyYAML's parser, and not by its loader, so that nothing dangerous has a place:
anchors, with which a small file says billions of things, tags, which may name code, and keys that are there
twice are refused, each with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import yaml

from animewidgets.annotations.categories import CategorySchema
from animewidgets.annotations.schema_json import schema_from_json, schema_to_json
from animewidgets.datasets.schemas.base import DEEPEST, Content, Source, Writing, line_of
from animewidgets.datasets.schemas.own import ROOT
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.text import Document, shown
from animewidgets.errors import FormatError, MalformedMessage

#: Longer YAML is refused: a schema of 20,000 categories has about 7 MB.
_MOST_CHARACTERS = 16 * 2**20

#: The dumper writes all but these as they are, and the reader would make plain ends of lines of some.
_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_TEXT = "tag:yaml.org,2002:str"
_TEXTS = (_TEXT, "tag:yaml.org,2002:merge", "tag:yaml.org,2002:value")

# libyaml's are ten times faster, and not in every build
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read; ``key`` waits for its value."""

    value: dict[object, object] | list[object]
    at: str
    key: object = None
    waits: bool = False

    def place(self) -> str:
        if isinstance(self.value, list):
            return f"{self.at}[{len(self.value)}]"
        return f"{self.at}.{self.key}" if self.waits else self.at


@dataclass(slots=True)
class _Reading:
    source: Source
    #: The line of each value, by its place as messages say it.
    lines: dict[str, int] = field(default_factory=dict)


def read(source: Source, _remarks: Remarks) -> Content:
    """The schema of a document."""
    if len(source.text) > _MOST_CHARACTERS:
        raise source.document.wrong(
            f"{len(source.text):,} characters are more than the {_MOST_CHARACTERS:,} that are read as YAML: "
            "write it as JSON",
            value=len(source.text),
        )
    reading = _Reading(source)
    data = _build(reading, ROOT)
    try:
        return Content(schema=schema_from_json(data, ROOT))
    except MalformedMessage as error:
        at, _, why = str(error).partition(": ")
        if "expected a string" in why:
            why += "; put a text that looks like something else in quotes"
        line = line_of(at, reading.lines)
        raise source.wrong(at if line is None else line, f"{at}: {why}" if line else why) from error


def write(schema: CategorySchema, _remarks: Remarks) -> Writing:
    """A schema as a document."""
    document = schema_to_json(schema)
    text = yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return Writing(cast("str", text), [one.category_id for one in schema])


def json_lines(text: str) -> dict[str, int]:
    """The line of each value of a JSON document, by places such as ``categories[3].name``.

    JSON is YAML but for few oddities; where it is not, there are no lines.
    """
    reading = _Reading(Source(Document("", text)))
    try:
        _build(reading, "")
    except FormatError:
        return {}
    return {at.removeprefix("."): line for at, line in reading.lines.items()}


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # it has no types
    """Puts texts with odd characters in quotes, where they are escaped; writes nothing by reference."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> object:
    return dumper.represent_scalar(_TEXT, text, style='"' if _ODD.search(text) else None)


_Dumper.add_representer(str, _text)


def _build(reading: _Reading, root_at: str) -> object:
    root: list[object] = []
    opened = [_Open(root, "")]
    for event in _events(reading.source):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent) and root:
            raise reading.source.wrong(line, "a second document (---) begins: take it out")
        if isinstance(event, yaml.CollectionEndEvent):
            opened.pop()
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            continue
        inner = opened[-1]
        at = root_at if inner.value is root else inner.place()
        reading.lines[at] = line
        if isinstance(event, yaml.ScalarEvent):
            _put(inner, _scalar(event, line, reading.source), line, reading.source)
            continue
        value: dict[object, object] | list[object] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        if isinstance(inner.value, dict) and not inner.waits:
            raise reading.source.wrong(line, "a field is named by a text, and not by a list or mapping")
        _put(inner, value, line, reading.source)
        opened.append(_Open(value, at))
        if len(opened) > DEEPEST:
            raise reading.source.wrong(line, "it is nested too deep to be a schema")
    return root[0] if root else None


def _put(inner: _Open, value: object, line: int, source: Source) -> None:
    if isinstance(inner.value, list):
        inner.value.append(value)
    elif inner.waits:
        inner.value[inner.key] = value
        inner.waits = False
    elif value in inner.value:
        raise source.wrong(line, f"the field {shown(str(value))!r} is there twice", str(value))
    else:
        inner.key, inner.waits = value, True


def _events(source: Source) -> Iterator[yaml.Event]:
    try:
        for event in yaml.parse(source.text, _Loader):
            line = event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise source.wrong(
                    line, "anchors (&) and aliases (*) are not read: write it out", event.anchor
                )
            tag = getattr(event, "tag", None)
            if tag:
                raise source.wrong(line, f"tags such as {shown(tag)!r} are not read: take it out", tag)
            yield event
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise source.document.wrong(
            f"this is no YAML: {error.problem or error.context}", line=mark.line + 1 if mark else None
        ) from error
    except yaml.YAMLError as error:
        raise source.document.wrong(f"this is no YAML: {shown(str(error), 200)}") from error


def _scalar(event: yaml.ScalarEvent, line: int, source: Source) -> object:
    """A text, or where it has no quotes what it looks like: a number, ``true``, ``null``, a date."""
    text = cast("str", event.value)
    if event.style:
        return text
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    if tag in _TEXTS:
        return text
    try:
        return _RESOLVER.construct_object(yaml.ScalarNode(tag, text))
    except (ValueError, yaml.YAMLError) as error:  # the 13th month, a number of thousands of digits
        raise FormatError(
            f"{source.document.place(line)}: {shown(text, 40)!r} makes no sense: put a text in quotes",
            source.document.where(line, text),
        ) from error


_RESOLVER = yaml.SafeLoader("")
