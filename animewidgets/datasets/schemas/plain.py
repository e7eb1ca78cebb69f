"""A plain list: a category a line, what lies below it indented, colour and key behind it.

::

    Character #e69f00 [1]
        Hero [h]
    "Line with #colour in its name"

A name that would be mistaken for more stands in quotes, as JSON writes a text.
"""

from __future__ import annotations

import json
import re

from animewidgets.annotations.categories import Category, CategorySchema
from animewidgets.datasets.schemas.base import Content, Found, Source, Writing, tidy
from animewidgets.datasets.schemas.colours import of_css
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.schemas.tree import in_tree_order
from animewidgets.datasets.schemas.unique import unique_names
from animewidgets.datasets.text import Document, shown

_COLOUR = re.compile(r"\s(#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3}))$")
_KEY = re.compile(r"\s\[([^\[\]]+)\]$")
_INDENT = re.compile(r"\s*")
_LONGEST_LINE = 200


def looks_like(document: Document) -> bool:
    """Whether lines are short enough to be names."""
    head = document.head(200)
    return bool(head) and all(len(line) <= _LONGEST_LINE and "\0" not in line for line in head)


def read(source: Source, remarks: Remarks) -> Content:
    """The categories; of two that are indented alike below one line, both are its children."""
    found: list[Found] = []
    above: list[tuple[str, int]] = []  # how far each open line is indented, and its place in the list
    for number, line in source.document.lines():
        if not line.strip():
            continue
        indent = line[: _indent(line)]
        left: str | None = None
        while above and not _is_below(indent, above[-1][0]):
            left, _ = above.pop()
        if left is not None and left != indent:
            raise source.wrong(
                number,
                "the line is indented as far as none above it: indent children by the same blanks "
                "(only spaces, or only tabs)",
                line,
            )
        one = _line(line.strip(), number, source, remarks)
        one.parent = above[-1][1] if above else None
        above.append((indent, len(found)))
        found.append(one)
    return Content(found)


def write(schema: CategorySchema, _remarks: Remarks) -> Writing:
    """A line for each category, four spaces for each level."""
    lines: list[str] = []
    order: list[str] = []
    names = unique_names(schema, among_siblings=True)
    for one, depth in in_tree_order(schema):
        lines.append("    " * depth + _said(names[one.category_id], one))
        order.append(one.category_id)
    return Writing("\n".join(lines) + "\n", order)


def _indent(line: str) -> int:
    found = _INDENT.match(line)
    assert found is not None
    return found.end()


def _is_below(indent: str, above: str) -> bool:
    return len(indent) > len(above) and indent.startswith(above)


def _line(text: str, number: int, source: Source, remarks: Remarks) -> Found:
    colour = hotkey = None
    name = ""
    if text.startswith('"'):
        name, text = _quoted(text, number, source)
    for _ in range(2):  # in either order
        key = _KEY.search(" " + text) if name else _KEY.search(text)
        if key and hotkey is None:
            hotkey = key[1]
            text = text[: max(0, key.start() - bool(name))].rstrip()
        hue = _COLOUR.search(" " + text) if name else _COLOUR.search(text)
        if hue and colour is None:
            read = of_css(hue[1])
            colour = read[0] if read else None
            text = text[: max(0, hue.start() - bool(name))].rstrip()
    if name and text:
        remarks.lost("what stands behind a name in quotes and is neither colour nor key", f"line {number}")
    return Found(name or tidy(text), number, colour=colour, hotkey=hotkey)


def _quoted(text: str, number: int, source: Source) -> tuple[str, str]:
    try:
        name, end = json.JSONDecoder().raw_decode(text)
    except ValueError as error:
        raise source.wrong(
            number, f"a name that begins with a quote ends with one, and this does not: {shown(text, 40)}"
        ) from error
    if not isinstance(name, str) or not tidy(name):
        raise source.wrong(number, "there is no name between the quotes")
    return tidy(name), text[end:].strip()


def _said(name: str, category: Category) -> str:
    if name.startswith('"') or _COLOUR.search(name) or _KEY.search(name) or name != name.strip():
        name = json.dumps(name, ensure_ascii=False)
    said = f"{name} {category.colour}"
    hotkey = category.hotkey
    if hotkey and hotkey == hotkey.strip() and not re.search(r"[\[\]\r\n]", hotkey):
        said += f" [{hotkey}]"
    return said
