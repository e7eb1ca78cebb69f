"""Our own document of a schema as JSON, which holds all that a schema says.

The document is that of ``schema_to_json``; ``docs/category_formats.md`` shows it.
"""

from __future__ import annotations

import json
import re

from animewidgets.annotations.categories import CategorySchema
from animewidgets.annotations.edits import JSON
from animewidgets.annotations.schema_json import schema_from_json, schema_to_json
from animewidgets.datasets.schemas.base import Content, Source, Writing
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.text import Document
from animewidgets.errors import MalformedMessage

#: Where the types' messages say that something stands.
ROOT = "schema"

_YAML = re.compile(r"^['\"]?(schema_id|categories)['\"]?\s*:", re.MULTILINE)


def sniff(data: JSON) -> bool:
    """Whether JSON is our own document."""
    return isinstance(data, dict) and "categories" in data and ("schema_id" in data or "version" in data)


def looks_like_yaml(document: Document) -> bool:
    """Whether a text has our own fields at the beginning of lines."""
    return _YAML.search(document.text[:10_000]) is not None


def read(source: Source, _remarks: Remarks) -> Content:
    """The schema of a document."""
    try:
        return Content(schema=schema_from_json(source.json, ROOT))
    except MalformedMessage as error:
        at, _, why = str(error).partition(": ")
        raise source.wrong(at, why) from error


def write(schema: CategorySchema, _remarks: Remarks) -> Writing:
    """A schema as a document, a field a line."""
    text = json.dumps(schema_to_json(schema), ensure_ascii=False, indent=2)
    return Writing(text + "\n", [one.category_id for one in schema])
