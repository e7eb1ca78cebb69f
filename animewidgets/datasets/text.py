"""Text files of unknown make: sizes, encodings and lines."""

from __future__ import annotations

import codecs
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from animewidgets.errors import FormatError

#: Larger files are refused: no cut list or subtitle file of a film comes near it.
MAX_BYTES = 64 * 2**20

_LINE = re.compile(r"\r\n|\n|\r")
# Hiragana, katakana and CJK punctuation: what tells Japanese text from other bytes that decode as such.
_JAPANESE = re.compile("[\u3001-\u303f\u3040-\u30ff]")


@dataclass(frozen=True, slots=True)
class Document:
    """A text file in memory. ``name`` is the file's name, for messages; ``encoding`` is Python's name."""

    name: str
    text: str
    encoding: str = "utf-8"

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines with their numbers from 1, without their ends (LF, CRLF or CR)."""
        start, number = 0, 1
        for end in _LINE.finditer(self.text):
            yield number, self.text[start : end.start()]
            start, number = end.end(), number + 1
        if start < len(self.text):
            yield number, self.text[start:]

    def head(self, lines: int = 40) -> list[str]:
        """The first lines that hold anything, stripped; to recognise a format by."""
        found: list[str] = []
        for _, line in self.lines():
            if line.strip():
                found.append(line.strip()[:2000])
                if len(found) == lines:
                    break
        return found

    def wrong(self, why: str, *, line: int | None = None, value: object = None) -> FormatError:
        """The error to raise about a line of the file."""
        return FormatError(f"{self.place(line)}: {why}", self.where(line, value))

    def place(self, line: int | None) -> str:
        """``'cuts.edl', line 7``, for messages."""
        return f"{self.name!r}" if line is None else f"{self.name!r}, line {line}"

    def where(self, line: int | None, value: object = None) -> dict[str, object]:
        """The ``data`` of an error about a line of the file."""
        data: dict[str, object] = {"file": self.name}
        if line is not None:
            data["line"] = line
        if value is not None:
            data["value"] = value if isinstance(value, int | float) else shown(str(value))
        return data


def shown(value: str, most: int = 80) -> str:
    """A value of a file as a message may show it: one line, not too long."""
    text = " ".join(value.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises :class:`FormatError` where it cannot be read or is too large."""
    try:
        status = path.stat()
        size = status.st_size
        if not stat.S_ISREG(status.st_mode):  # a pipe or device would never end
            raise FormatError(f"{path.name!r} is no file: give the path of one", {"file": path.name})
        if size > MAX_BYTES:
            raise FormatError(
                f"{path.name!r} has {size / 1e6:.0f} MB: files over {MAX_BYTES // 10**6} MB are not read; "
                "take out what is no cut or line, or split it",
                {"file": path.name, "value": size},
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FormatError(
            f"there is no file {str(path)!r}: check the name and the folder", {"file": path.name}
        ) from error
    except OSError as error:
        raise FormatError(
            f"{path.name!r} cannot be read: {error.strerror or error}", {"file": path.name}
        ) from error
    if not data.strip(b"\r\n\t \xef\xbb\xbf\x00\xff\xfe"):
        raise FormatError(f"{path.name!r} is empty: export it again", {"file": path.name})
    return data


def read_document(path: Path, encoding: str | None = None) -> Document:
    """The text of a file; see :func:`encoding_of`. Raises :class:`FormatError`."""
    data = read_bytes(path)
    chosen = encoding_of(data, path.name, encoding)
    text = decode(data, chosen, path.name)
    return Document(path.name, text.removeprefix("\ufeff"), chosen)


def encoding_of(data: bytes, name: str, encoding: str | None = None) -> str:
    """How the bytes of a text are encoded.

    A byte order mark decides: UTF-8 or UTF-16. Without one it is UTF-8 where that fits, else Shift-JIS
    (Windows code page 932) where that gives Japanese text.

    Args:
        data: the bytes of the file.
        name: of the file, for messages.
        encoding: Python's name of the encoding, where the user knows better.

    Raises:
        FormatError: none of them fits, or there is no encoding of that name.
    """
    if encoding is not None:
        try:
            return codecs.lookup(encoding).name
        except LookupError as error:
            raise FormatError(
                f"there is no encoding {encoding!r}: try 'cp932', 'euc_jp', 'cp1252', 'gb18030', 'utf-16-le'"
            ) from error
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    if b"\0" in data[: 2**20]:
        raise FormatError(
            f"{name!r} holds zero bytes: it is no text, or UTF-16 without a byte order mark; give its "
            "encoding if it is the latter",
            {"file": name},
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_shift_jis(data):
            return "cp932"
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(
            f"{name!r}, line {line}: byte 0x{data[error.start]:02x} is neither UTF-8 nor Japanese Shift-JIS: "
            "save the file as UTF-8, or give its encoding (such as 'cp1252' or 'euc_jp')",
            {"file": name, "line": line, "value": data[error.start]},
        ) from error
    return "utf-8"


def decode(data: bytes, encoding: str, name: str) -> str:
    """The text. Raises :class:`FormatError` where the bytes do not fit the encoding."""
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise FormatError(
            f"{name!r} is not encoded as {encoding}: {error}; give another encoding", {"file": name}
        ) from error


def _is_shift_jis(data: bytes) -> bool:
    try:
        return _JAPANESE.search(data.decode("cp932")) is not None
    except UnicodeDecodeError:
        return False


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all. Raises :class:`FormatError`."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
            Path(name).chmod(mode & 0o777)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FormatError(
            f"{str(path)!r} cannot be written: {error.strerror or error}", {"file": path.name}
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, as a whole or not at all. Raises :class:`FormatError`."""
    write_bytes(path, text.encode("utf-8", errors="replace"))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
