"""XML from strangers: elements with their lines, and none of what makes XML dangerous.

A document type is refused before anything of it is read, and with it entities, which are how a small file
becomes a huge one or reads other files. So there is no need of a library for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from animewidgets.datasets.schemas.base import DEEPEST
from animewidgets.datasets.text import shown

#: Tags and texts longer than that make old versions of expat slow.
_MOST_CHARACTERS = 16 * 2**20

_UNSAYABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotMarkup(ValueError):
    """A text is no XML that is read; ``line`` is where, from 1."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.line = line


@dataclass(slots=True)
class Element:
    """An element; ``line`` is from 1, ``text`` all that stands in it outside of other elements."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def walk(self) -> Iterator[Element]:
        """It and all below, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse(text: str) -> Element:
    """The outermost element. Raises :class:`NotMarkup`."""
    if len(text) > _MOST_CHARACTERS:
        raise NotMarkup(f"{len(text):,} characters are more than the {_MOST_CHARACTERS:,} that are read", 1)
    builder = _Builder()
    try:
        builder.parser.Parse(text, True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        raise NotMarkup(f"this is no XML: {why}", error.lineno) from error
    except UnicodeEncodeError as error:
        raise NotMarkup("it holds half of a character", text.count("\n", 0, error.start) + 1) from error
    assert builder.root is not None  # expat takes no document without an element
    return builder.root


def element(tag: str, attributes: dict[str, str | None], children: list[str] | None = None) -> list[str]:
    """The lines of an element; attributes that are ``None`` are left out, children are indented."""
    said = "".join(f' {name}="{quoted(value)}"' for name, value in attributes.items() if value is not None)
    if not children:
        return [f"<{tag}{said}/>"]
    return [f"<{tag}{said}>", *(f"  {line}" for line in children), f"</{tag}>"]


def holdable(text: str) -> str:
    """A text without the characters that XML cannot say, such as those that control a terminal."""
    return _UNSAYABLE.sub("", text)


def quoted(value: str) -> str:
    """A value as it stands between quotes; ends of lines and tabs stay what they are."""
    return escape(holdable(value), {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, *_: object) -> None:
        raise NotMarkup(
            "a document type (<!DOCTYPE …>) is not read, for it can make a small file huge: take it out",
            self.parser.CurrentLineNumber,
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        made = Element(tag, attributes, self.parser.CurrentLineNumber)
        if len(self._open) >= DEEPEST:
            raise NotMarkup(f"<{shown(tag, 30)}> is nested more than {DEEPEST} levels deep", made.line)
        if self._open:
            self._open[-1].children.append(made)
        else:
            self.root = made
        self._open.append(made)

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].text += text
