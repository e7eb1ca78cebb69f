"""Category schemas in the formats of other programs: one file per format over a small base.

:func:`read_schema` reads a file or text, :func:`write_schema` writes one; both say what could not be held.
What each format holds: ``docs/category_formats.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from animewidgets.annotations.categories import CategorySchema
from animewidgets.annotations.own_categories import own_schema
from animewidgets.datasets.schemas import coco, cvat, label_studio, own, own_yaml, plain
from animewidgets.datasets.schemas.base import SchemaFormat, Source, assemble
from animewidgets.datasets.schemas.bring_in import bring_in
from animewidgets.datasets.schemas.compare import compare
from animewidgets.datasets.schemas.documents import NAMELESS, document_of
from animewidgets.datasets.schemas.names import slug
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.text import Document, shown
from animewidgets.errors import FormatError, UnknownFormat

__all__ = [
    "FORMATS",
    "SchemaFormat",
    "SchemaRead",
    "SchemaWritten",
    "bring_in",
    "format_to_write",
    "read_schema",
    "write_schema",
]

_ALL = (
    SchemaFormat("json", "JSON", (".json",), own.read, own.write, exact=True),
    SchemaFormat("yaml", "YAML", (".yaml", ".yml"), own_yaml.read, own_yaml.write, exact=True),
    SchemaFormat("coco", "COCO", (".json",), coco.read, coco.write),
    SchemaFormat("cvat", "CVAT", (".json",), cvat.read, cvat.write),
    SchemaFormat("label-studio", "Label Studio", (".xml",), label_studio.read, label_studio.write),
    SchemaFormat(
        "label-studio-video",
        "Label Studio for films",
        (".xml",),
        label_studio.read,
        label_studio.write_video,
    ),
    SchemaFormat("plain", "a plain list", (".txt",), plain.read, plain.write),
)

#: Every format by its name.
FORMATS = {one.name: one for one in _ALL}

_PLAIN_SUFFIXES = (".txt", ".names", ".lst", ".list", ".labels", "")


@dataclass(frozen=True, slots=True)
class SchemaRead:
    """A schema that was read.

    ``not_held`` tells what of the file a schema has no place for, a line for each kind of thing with where
    it stood; ``notes`` what was decided without being asked; ``format`` the name of the file's format.
    ``uncoloured`` are the categories that were given a colour, for the file says none.
    """

    schema: CategorySchema
    not_held: tuple[str, ...]
    notes: tuple[str, ...]
    format: str
    uncoloured: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SchemaWritten:
    """A schema as text; ``not_held`` tells what of it the format has no place for, and where it stood."""

    text: str
    not_held: tuple[str, ...]


def read_schema(
    path_or_text: str | Path | bytes,
    format: str | None = None,  # noqa: A002  # what callers call it
    *,
    name: str | None = None,
    schema_id: str | None = None,
    encoding: str | None = None,
    known: CategorySchema | None = None,
) -> SchemaRead:
    """Read a schema of categories.

    Args:
        path_or_text: a file, or what one holds. A ``str`` is a path where ``name`` is not given, it has one
            line, and a file is there, or it ends as those of schemas do.
        format: a name of :data:`FORMATS`; ``None`` looks at the content, then at the file's ending.
        name: the file's name, where a text or bytes are given; to tell its format, and for messages.
        schema_id: the identity of the schema, where the format holds none; ``None`` makes one of the file's
            name, or of what a text says.
        encoding: Python's name of it, where neither UTF-8, UTF-16 with a byte order mark nor Shift-JIS fit.
        known: a schema whose categories keep their identities where a file that gives none has their names.

    Returns:
        The schema, under version 1 where the format holds none. The same file gives the same identities.

    Raises:
        UnknownFormat: no format fits, or there is none of that name.
        FormatError: the file is broken, or says what no schema can; the message names the place.
    """
    remarks = Remarks()
    chosen = _named(format) if format is not None else None
    document = document_of(path_or_text, name, encoding, remarks)
    source = Source(document)
    chosen = chosen or _format_of(source)
    content = chosen.read(source, remarks)
    schema = content.schema
    if schema is None:
        own_id = schema_id or (slug(Path(document.name).stem) if document.name != NAMELESS else "text")
        schema = assemble(content, source, own_id, remarks, known)
        if schema_id is None and document.name == NAMELESS:
            made = own_schema(schema.categories, schema.groups)
            schema = CategorySchema(made.schema_id, 1, schema.categories, schema.groups)
    elif schema_id is not None and schema.schema_id != schema_id:
        remarks.note(f"the schema was {shown(schema.schema_id)!r}, and is {shown(schema_id)!r} now")
        schema = CategorySchema(schema_id, schema.version, schema.categories, schema.groups)
    bare = frozenset(
        own.category_id for own, one in zip(schema, content.categories, strict=False) if one.colour is None
    )
    return SchemaRead(schema, remarks.not_held(), remarks.notes(), chosen.name, bare)


def write_schema(
    schema: CategorySchema,
    format: str,  # noqa: A002  # as in read_schema
) -> SchemaWritten:
    """A schema as text of a format.

    What is not held is found by reading the text again: nothing can be missing without being told.

    Raises:
        UnknownFormat: there is no format of that name.
        FormatError: the format cannot hold it at all.
    """
    chosen = _named(format)
    remarks = Remarks()
    try:
        writing = chosen.write(schema, remarks)
        if not chosen.exact:
            source = Source(Document("what was written", writing.text))
            content = chosen.read(source, Remarks())
            back = assemble(content, source, NAMELESS, Remarks())
            bare = [one.colour is None for one in content.categories]
            compare(schema, back, writing.order, chosen.title, remarks, uncoloured=bare)
    except FormatError as error:
        raise FormatError(
            f"{shown(schema.schema_id)!r} cannot be written as {chosen.title}: {error}", error.data
        ) from error
    return SchemaWritten(writing.text, remarks.not_held())


def format_to_write(path: Path, name: str | None = None) -> SchemaFormat:
    """The format by its name, else by the file's ending. Raises :class:`UnknownFormat`."""
    if name is not None:
        return _named(name)
    suffix = path.suffix.lower()
    found = next((one for one in _ALL if suffix in one.suffixes), None)
    if found is None:
        raise UnknownFormat(
            f"the ending {suffix!r} of {path.name!r} says no format: name it, one of {', '.join(FORMATS)}"
        )
    return found


def _format_of(source: Source) -> SchemaFormat:
    """The format of a file, by its content, and where that fits several, by its ending."""
    document = source.document
    first, suffix = source.text.lstrip()[:1], Path(document.name).suffix.lower()
    if first == "<":
        return FORMATS["label-studio-video" if label_studio.of_video(source.text) else "label-studio"]
    if suffix in FORMATS["yaml"].suffixes:
        return FORMATS["yaml"]
    if suffix == ".json" or (first and first in "{["):
        for name, sniff in (("json", own.sniff), ("cvat", cvat.sniff), ("coco", coco.sniff)):
            if sniff(source.json):
                return FORMATS[name]
        raise _unknown(source, "JSON, but neither our schema nor COCO's categories nor CVAT's labels")
    if own.looks_like_yaml(document):
        return FORMATS["yaml"]
    if (suffix in _PLAIN_SUFFIXES or document.name == NAMELESS) and plain.looks_like(document):
        return FORMATS["plain"]
    raise _unknown(source, "of no format that is known")


def _unknown(source: Source, what: str) -> UnknownFormat:
    first = shown("".join(source.document.head(1)), 60)
    return UnknownFormat(
        f"{source.document.name!r} is {what} (it begins {first!r}): name the format, one of "
        f"{', '.join(FORMATS)}",
        source.document.where(None),
    )


def _named(name: str) -> SchemaFormat:
    found = FORMATS.get(name.lower())
    if found is None:
        raise UnknownFormat(f"there is no format {name!r}: {', '.join(FORMATS)}")
    return found
