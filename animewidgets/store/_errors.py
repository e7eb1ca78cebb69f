"""What DuckDB's errors mean for us. Over quack only their text arrives, so the text decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from animewidgets.errors import (
    NotReadOnly,
    QueryFailed,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreNotWritable,
    StoreTooNew,
)


class Lost(Exception):
    """The connection to the store broke; whether the statement was done is unknown."""


class Raced(Exception):
    """Another process committed first; nothing was written, and the statement may be tried again."""


class Locked(Exception):
    """Another process has the file open."""


_LOST = re.compile(
    r"Failed to send message|Authentication failed|Connection Error|[Ii]nvalid connection id"
    r"|[Cc]onnection (?:has been|already) closed|database has been invalidated|Failed to deserialize",
)
_RACED = re.compile(
    r"violates (?:primary key|unique) constraint|write-write conflict|Conflict on"
    r"|PRIMARY KEY or UNIQUE constraint violation"
)
_FULL = re.compile(
    r"No space left on device|Disk quota exceeded|File too large|out of disk space", re.IGNORECASE
)
_READ_ONLY = re.compile(r"Read-only file system|Permission denied|in read-only mode", re.IGNORECASE)
_LOCKED = re.compile(r"Could not set lock|Conflicting lock|being used by another process", re.IGNORECASE)
_TOO_NEW = re.compile(
    r"database file with version number|created with (?:a )?newer|newer version of DuckDB", re.IGNORECASE
)
#: A statement may read other files, too: only what is wrong with a database counts.
_DAMAGED = re.compile(r'Could not read enough bytes from file "[^"]*\.duckdb"|Corrupt database file')
_ECHO = re.compile(r"\n+LINE \d+: from \w+\.query\(\$1\)\n\s*\^\s*$", re.IGNORECASE)


def message_of(error: duckdb.Error) -> str:
    """DuckDB's message without the line that quack's wrapper adds to it."""
    return _ECHO.sub("", str(error)).strip()


@contextmanager
def translated() -> Iterator[None]:
    """Turn errors of a statement into ``Lost``, ``Raced`` or one of the store's errors."""
    try:
        yield
    except duckdb.Error as error:
        raise _of_statement(error) from error


def _of_statement(error: duckdb.Error) -> Exception:
    text = message_of(error)
    if _FULL.search(text):
        return StoreFull(f"the disk is full, nothing was written: {text}")
    if isinstance(error, duckdb.FatalException | duckdb.ConnectionException) or _LOST.search(text):
        return Lost(text)
    if _RACED.search(text):
        return Raced(text)
    if _DAMAGED.search(text):
        return StoreCorrupt(
            "the store is damaged; nothing was changed. Close it and put a backup in its place. "
            f"DuckDB says: {text}"
        )
    if "launched in read-only mode" in text:
        return NotReadOnly(f"the statement writes: pass write=True if the store is meant to change ({text})")
    return QueryFailed(text)


def of_opening(error: duckdb.Error, path: Path) -> Exception:
    """What a failure to open the store's file means."""
    text = message_of(error)
    if _LOCKED.search(text):
        return Locked(text)
    if _FULL.search(text):
        return StoreFull(f"the disk is full, {path} could not be opened: {text}")
    if _TOO_NEW.search(text):
        return StoreTooNew(f"{path} was made by a newer DuckDB; upgrade animewidgets to read it. {text}")
    if isinstance(error, PermissionError) or _READ_ONLY.search(text):
        return not_writable(path)
    return StoreCorrupt(
        f"{path} is no store that can be read; it was left as it is. Put a backup in its place, or move it "
        f"(and {path.name}.wal, if there is one) away to begin a new store. DuckDB says: {text}"
    )


def not_writable(path: Path) -> StoreError:
    """The refusal to write where this user may not."""
    return StoreNotWritable(
        f"{path} cannot be written by this user (file or folder is read-only). Open it with read_only=True, "
        "or set ANIMEWIDGETS_STORE to a path that can be written"
    )
