"""An object of a JSON file of another program: fields are taken one by one, and what is left is told."""

from __future__ import annotations

import json

from animewidgets.annotations.edits import JSON
from animewidgets.datasets.schemas.base import Source, tidy
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.text import shown


class Fields:
    """The fields of an object at a place such as ``categories[3]``.

    Raises:
        FormatError: it is no object; and from the methods, where a field is not what it should be.
    """

    def __init__(self, data: JSON, at: str, source: Source) -> None:
        if not isinstance(data, dict):
            raise source.wrong(at, f"expected an object {{…}}, got {show(data)}", show(data))
        self.at = at
        self._left = dict(data)
        self._source = source

    def take(self, name: str) -> JSON:
        """A field of any kind; ``None`` where it is missing."""
        return self._left.pop(name, None)

    def name(self, field: str = "name") -> str:
        """A name that must be there, on one line."""
        value = self.take(field)
        if not isinstance(value, str) or not tidy(value):
            raise self.wrong(field, f"expected a name, got {show(value)}", value)
        return tidy(value)

    def text(self, field: str) -> str:
        """A text; empty where it is missing or null."""
        value = self.take(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.wrong(field, f"expected a text, got {show(value)}", value)
        return value

    def items(self, field: str) -> list[JSON]:
        """A list; empty where it is missing or null."""
        value = self.take(field)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(field, f"expected a list […], got {show(value)}", value)
        return value

    def wrong(self, field: str, why: str, value: object = None) -> Exception:
        """The error about a field of it."""
        return self._source.wrong(f"{self.at}.{field}", why, None if value is None else show(value))

    def tell_rest(self, what: str, of: str, remarks: Remarks) -> None:
        """Tell what nobody took; ``of`` is whose fields they are."""
        for name, value in self._left.items():
            if value not in (None, "", [], {}):
                remarks.lost(
                    f"the field {shown(name, 40)!r} of {what}, for which a schema has no place",
                    f"{show(value)} of {of}" if of else show(value),
                )


def show(value: object) -> str:
    """A value of JSON, cut short."""
    try:
        return shown(json.dumps(value, ensure_ascii=False), 40)
    except (TypeError, ValueError, RecursionError):
        return shown(repr(value), 40)
