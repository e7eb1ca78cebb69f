"""Where in a subtitle file the times stand: what reading and writing back share.

A file is scanned as a string in which every position is a position of the file: for encodings that leave
ASCII alone (UTF-8, Shift-JIS, the ISO and Windows families) one character per byte, for UTF-16 the text
itself. So a time can be replaced where it stands, and nothing else is ever encoded again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from animewidgets.datasets.text import decode, shown
from animewidgets.errors import FormatError

#: More lines than that are no subtitles.
MAX_LINES = 200_000

_END = re.compile(r"\r\n|\n|\r")

# Encodings in which a byte of ASCII may be a part of another character.
_NOT_OVER_ASCII = ("utf-16", "utf-32", "utf-7", "iso2022", "hz", "utf_16", "utf_32", "utf_7")


@dataclass(frozen=True, slots=True)
class Script:
    """The bytes of a file as a string to scan; see the module."""

    name: str
    data: bytes
    encoding: str
    scan: str
    bytewise: bool

    @classmethod
    def of(cls, data: bytes, encoding: str, name: str) -> Script:
        """Raises :class:`FormatError` where the bytes do not fit the encoding."""
        text = decode(data, encoding, name)
        if not encoding.startswith(_NOT_OVER_ASCII):
            return cls(name, data, encoding, data.decode("latin-1"), bytewise=True)
        if text.encode(encoding) != data:
            raise FormatError(
                f"{name!r} cannot be written back as {encoding} without changing it: save it as UTF-8 first",
                {"file": name},
            )
        return cls(name, data, encoding, text, bytewise=False)

    def read(self, part: str) -> str:
        """A part of the scanned string as text. What is cut within a character becomes U+FFFD."""
        return part.encode("latin-1").decode(self.encoding, "replace") if self.bytewise else part

    def begins(self, word: str) -> bool:
        """Whether the text begins with a word, behind a byte order mark perhaps."""
        return self.read(self.scan[: len(word) + 8]).lstrip("\ufeff").startswith(word)

    def shown(self, part: str) -> str:
        """A part of the scanned string, as a message may show it."""
        return repr(shown(self.read(part[:400]), 60))

    def write(self, scan: str) -> bytes:
        """A whole scanned string as the bytes of a file."""
        return scan.encode("latin-1") if self.bytewise else scan.encode(self.encoding)

    def rows(self) -> Iterator[tuple[int, int, str]]:
        """The rows of the file: number from 1, where it starts, its characters without the end of line."""
        start, number = 0, 1
        for end in _END.finditer(self.scan):
            yield number, start, self.scan[start : end.start()]
            start, number = end.end(), number + 1
        if start < len(self.scan):
            yield number, start, self.scan[start:]

    def wrong(self, why: str, row: int | None = None, value: str | None = None) -> FormatError:
        """The error to raise about a row of the file."""
        data: dict[str, object] = {"file": self.name}
        if row is not None:
            data["line"] = row
        if value is not None:
            data["value"] = shown(self.read(value[:400]))
        where = f"{self.name!r}" if row is None else f"{self.name!r}, line {row}"
        return FormatError(f"{where}: {why}", data)


@dataclass(frozen=True, slots=True)
class TimeField:
    """A time as it stands in a file: where, and in which style.

    ``[begin, end)`` are positions in :attr:`Script.scan`. ``hours`` is how many digits the hours have, 0
    where there are none; ``mark`` stands before the ``digits`` digits of the fraction.
    """

    begin: int
    end: int
    units: int
    hours: int
    mark: str
    digits: int

    @property
    def unit(self) -> Fraction:
        """Seconds that the last digit is worth."""
        return Fraction(1, 10**self.digits)

    @property
    def seconds(self) -> Fraction:
        """The time."""
        return self.units * self.unit

    def text_of(self, units: int) -> str:
        """Another time in the same style; hours are added where they are needed."""
        whole, fraction = divmod(units, 10**self.digits)
        minutes, seconds = divmod(whole, 60)
        hours, minutes = divmod(minutes, 60)
        tail = f"{minutes:02d}:{seconds:02d}{self.mark}{fraction:0{self.digits}d}"
        if not self.hours and not hours:
            return tail
        return f"{hours:0{self.hours or 2}d}:{tail}"


@dataclass(frozen=True, slots=True)
class Cue:
    """One event of a file. ``shown`` is false for comments; ``text`` is as the file writes it."""

    row: int
    start: TimeField
    end: TimeField
    text: str
    style: str = ""
    speaker: str = ""
    shown: bool = True


TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})([.,])(\d{1,6})"
_TIME = re.compile(TIME, re.ASCII)


def time_field(script: Script, row: int, begin: int, text: str) -> TimeField:
    """The time that ``text`` at position ``begin`` is; spaces about it stay where they are.

    Raises :class:`FormatError` where it is none.
    """
    inner = text.strip(" \t")
    begin += len(text) - len(text.lstrip(" \t"))
    found = _TIME.fullmatch(inner)
    if found is None:
        why = "times count from 0" if inner.startswith("-") else "it must be like 0:01:02.50"
        raise script.wrong(f"{script.shown(inner)} is no time: {why}", row, inner)
    hours, minutes, seconds, mark, fraction = found.groups()
    if (hours is not None and int(minutes) > 59) or int(seconds) > 59:
        raise script.wrong(f"{script.shown(inner)} is no time: minutes and seconds go to 59", row, inner)
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return TimeField(
        begin,
        begin + len(inner),
        whole * 10 ** len(fraction) + int(fraction),
        len(hours or ""),
        mark,
        len(fraction),
    )
