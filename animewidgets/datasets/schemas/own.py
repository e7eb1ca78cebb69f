"""Our own document of a schema, as JSON and as YAML: both hold all that a schema says.

The document is that of ``schema_to_json``; ``docs/category_formats.md`` shows it.
"""

from __future__ import annotations

import json
import re
from typing import cast

import yaml

from animewidgets.annotations.categories import CategorySchema
from animewidgets.annotations.edits import JSON
from animewidgets.annotations.schema_json import schema_from_json, schema_to_json
from animewidgets.datasets.schemas.base import DEEPEST, Content, Source, Writing
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.text import shown
from animewidgets.errors import MalformedMessage

# libyaml's is ten times faster, and not in every build
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: Longer YAML is refused: a schema of 20,000 categories has about 5 MB.
_MOST_YAML = 16 * 2**20

_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def sniff(data: JSON) -> bool:
    """Whether JSON is our own document."""
    return isinstance(data, dict) and "categories" in data and ("schema_id" in data or "version" in data)


def read_json(source: Source, _remarks: Remarks) -> Content:
    """The schema of a JSON document."""
    return Content(schema=_schema(source.json, source, ""))


def write_json(schema: CategorySchema, _remarks: Remarks) -> Writing:
    """A schema as a JSON document, a field a line."""
    text = json.dumps(schema_to_json(schema), ensure_ascii=False, indent=2)
    return Writing(text + "\n", [one.category_id for one in schema])


def read_yaml(source: Source, _remarks: Remarks) -> Content:
    """The schema of a YAML document.

    Anchors are refused, with which a small file says billions of things, and tags, which may name code.
    """
    _check_events(source)
    try:
        data = yaml.load(source.text, _StrictLoader)  # noqa: S506  # it is a safe loader
    except yaml.YAMLError as error:
        raise _refused(source, error) from error
    except (ValueError, RecursionError) as error:  # the 13th month, a number of thousands of digits
        raise source.document.wrong(f"a value makes no sense in YAML: {error}") from error
    return Content(
        schema=_schema(data, source, "; in YAML put a text that looks like something else in quotes")
    )


def write_yaml(schema: CategorySchema, _remarks: Remarks) -> Writing:
    """A schema as a YAML document."""
    text = yaml.dump(schema_to_json(schema), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return Writing(cast("str", text), [one.category_id for one in schema])


def _schema(data: object, source: Source, advice: str) -> CategorySchema:
    try:
        return schema_from_json(data, "schema")
    except MalformedMessage as error:
        at, _, why = str(error).partition(": ")
        raise source.wrong(at, why + (advice if "expected a string" in why else "")) from error


class _StrictLoader(_Loader):  # type: ignore[misc, valid-type]  # PyYAML has no types
    """Refuses what the safe loader would pass over: a key that is there twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the field {shown(key.value)!r} is there twice", key.start_mark
                    )
                seen.add(key.value)
        return cast("dict[object, object]", super().construct_mapping(node, deep=deep))


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]  # PyYAML has no types
    """Escapes ends of lines other than the plain one, which the reader would make plain."""


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if _ODD.search(text) else None
    return cast("yaml.ScalarNode", dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style))


_Dumper.add_representer(str, _text)


def _check_events(source: Source) -> None:
    if len(source.text) > _MOST_YAML:
        raise source.document.wrong(
            f"{len(source.text):,} characters are more than the {_MOST_YAML:,} that are read as YAML: "
            "write it as JSON",
            value=len(source.text),
        )
    depth = 0
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
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise source.wrong(line, "it is nested too deep to be a schema")
    except yaml.YAMLError as error:
        raise _refused(source, error) from error


def _refused(source: Source, error: yaml.YAMLError) -> Exception:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        why = f"this is no YAML: {error.problem or error.context}"
        return source.wrong(mark.line + 1, why) if mark else source.document.wrong(why)
    return source.document.wrong(f"this is no YAML: {shown(str(error), 200)}")
