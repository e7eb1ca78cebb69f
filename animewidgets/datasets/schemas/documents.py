"""Where the text of a schema comes from: a file, its bytes, or a text."""

from __future__ import annotations

from pathlib import Path

from animewidgets.datasets import text
from animewidgets.datasets.schemas.huge import categories_of, is_huge
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.text import Document, read_document
from animewidgets.errors import FormatError

#: The name of a text that came without a file's.
NAMELESS = "the text"

_SUFFIXES = (".json", ".yaml", ".yml", ".xml", ".txt")


def document_of(
    given: str | Path | bytes, name: str | None, encoding: str | None, remarks: Remarks
) -> Document:
    """The text, and what to call it. Raises :class:`FormatError` where it cannot be read, or is empty."""
    called = Path(name).name if name else NAMELESS
    if isinstance(given, bytes):
        if len(given) > text.MAX_BYTES:
            raise FormatError(
                f"{called!r} has {len(given) / 1e6:.0f} MB; at most {text.MAX_BYTES // 10**6} are read",
                {"file": called, "value": len(given)},
            )
        chosen = text.encoding_of(given, called, encoding)
        return _filled(Document(called, text.decode(given, chosen, called).removeprefix("\ufeff"), chosen))
    if isinstance(given, Path) or (name is None and _is_path(given)):
        path = Path(given)
        return _huge(path, remarks) if is_huge(path) else _filled(read_document(path, encoding))
    return _filled(Document(called, given.removeprefix("\ufeff")))


def _filled(document: Document) -> Document:
    if not document.text.strip():
        raise document.wrong("it is empty")
    return document


def _huge(path: Path, remarks: Remarks) -> Document:
    size = f"{path.stat().st_size / 1e6:,.0f} MB"
    try:
        found = categories_of(path)
    except OSError as error:
        raise FormatError(
            f"{path.name!r} cannot be read: {error.strerror or error}", {"file": path.name}
        ) from error
    if found is None:
        raise FormatError(
            f"{path.name!r} has {size}, and no COCO categories are found in it: write its categories to a "
            "file of their own",
            {"file": path.name},
        )
    remarks.lost("of so large a COCO file only the categories are read", size)
    return Document(path.name, found)


def _is_path(given: str) -> bool:
    if "\n" in given or not given.strip() or given.lstrip()[0] in "<{[" or len(given) > 4000:
        return False
    try:
        found = Path(given)
        return found.suffix.lower() in _SUFFIXES or found.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False
