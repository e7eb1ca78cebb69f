"""What the parts of an open store share: asking, and writing, by named statements."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from animewidgets.errors import StoreError, StoreNotWritable
from animewidgets.store._link import Link, Reader
from animewidgets.store._session import Row, Session
from animewidgets.store._statements import Value, statement

T = TypeVar("T")


class Handle:
    """The access of one ``Store``, for itself and for its parts; thread-safe."""

    def __init__(self, path: Path, access: Link | Reader, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._access: Link | Reader | None = access
        self._pid = os.getpid()
        # Threads of one process would only race each other for the next commit number.
        self._commit_lock = threading.Lock()

    @property
    def link(self) -> Link | Reader:
        """The way to the store. Raises ``StoreError`` once it was closed."""
        if self._access is None:
            raise StoreError(f"{self.path} was closed: open it again with Store.open")
        if self._pid != os.getpid():
            self._pid = os.getpid()  # in a forked child: another thread may have held it at the fork
            self._commit_lock = threading.Lock()
        return self._access

    @property
    def closed(self) -> bool:
        """Whether it was let go of."""
        return self._access is None

    @property
    def commit_lock(self) -> threading.Lock:
        """Held by whoever takes the next commit number."""
        return self._commit_lock

    def must_write(self) -> None:
        """Raises ``StoreNotWritable`` where the store was opened for reading."""
        if self.read_only:
            raise StoreNotWritable(f"{self.path} was opened with read_only=True: open it without, to write")

    def rows(self, name: str, rows: Sequence[Sequence[Value]] = (), /, **values: Value) -> list[Row]:
        """Run a statement and fetch its rows."""
        sql = statement(name, rows, **values)
        return self.link.run(lambda session: session.rows(sql))

    def write(self, name: str, rows: Sequence[Sequence[Value]] = (), /, **values: Value) -> list[Row]:
        """Run a statement that writes what is missing, as often as it takes."""
        self.must_write()
        return self.rows(name, rows, **values)

    def writing(self, work: Callable[[Session], T]) -> T:
        """Look and write, again from the start when somebody else wrote between the two."""
        self.must_write()
        return self.link.run(work)

    def release(self) -> None:
        """Let go of the store."""
        access, self._access = self._access, None
        if access is not None:
            access.release()
