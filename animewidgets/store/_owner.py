"""The process that has the store's file open, and serves it to the others over loopback."""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
from contextlib import suppress
from pathlib import Path

import duckdb

from animewidgets.store._endpoint import Endpoint, new_endpoint, remove_endpoint, write_endpoint
from animewidgets.store._errors import Locked, not_writable, of_opening
from animewidgets.store._extensions import load_extensions
from animewidgets.store._migrate import migrate
from animewidgets.store._session import Session, quiet

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class Owner:
    """The open file and its server. Made by :meth:`open`, which fails with ``Locked`` when it is owned."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection, endpoint: Endpoint) -> None:
        self._path = path
        self._connection = connection
        self._free: list[Session] = []
        self._lock = threading.Lock()
        self._closed = False
        self.endpoint = endpoint

    @classmethod
    def open(cls, path: Path) -> Owner:
        """Open the file, make or migrate it where needed, serve it, and say where.

        Raises:
            Locked: another process owns it.
            StoreNotWritable, StoreCorrupt, StoreTooNew, StoreFull: it cannot be used.
        """
        _create_if_missing(path)
        if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            raise not_writable(path)
        # Nothing else in this process may ever open the file: closing any descriptor of it would release
        # the lock that DuckDB holds on it (fcntl locks belong to the process, not to the descriptor).
        connection = _connect(path)
        try:
            migrate(connection, path)
            load_extensions(connection)
            endpoint = new_endpoint()
            connection.execute("CALL quack_serve($1, token := $2)", [endpoint.uri, endpoint.token]).fetchall()
        except duckdb.Error as error:
            connection.close()
            raise of_opening(error, path) from error
        except BaseException:
            connection.close()
            raise
        owner = cls(path, connection, endpoint)
        try:
            write_endpoint(path, endpoint)
        except OSError as error:
            owner.close()
            raise not_writable(path) from error
        return owner

    def borrow(self) -> Session:
        """A session of its own."""
        with self._lock:
            return self._free.pop() if self._free else Session(self._connection.cursor())

    def give_back(self, session: Session) -> None:
        """Keep the session for the next one who asks."""
        with self._lock:
            if not self._closed:
                self._free.append(session)
                return
        session.close()

    def close(self) -> None:
        """Stop serving, write everything into the file, and release it for the next owner.

        A session that another thread is using still keeps the file until it is given back.
        """
        with self._lock:
            if self._closed:
                return
            self._closed = True
            sessions, self._free = self._free, []
        # While the lock on the file is still ours, so that it is never the next owner's endpoint that goes.
        remove_endpoint(self._path, self.endpoint)
        with suppress(duckdb.Error):
            self._connection.execute("CALL quack_stop($1)", [self.endpoint.uri]).fetchall()
        for session in sessions:
            session.close()
        self._connection.close()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return quiet(duckdb.connect(path, config=CONFIG))
    except duckdb.Error as error:
        raise of_opening(error, path) from error


def _create_if_missing(path: Path) -> None:
    """Make an empty store beside its place and link it there: nobody ever sees half of a new file."""
    if path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = os.open(path.parent, os.O_RDONLY)
    except OSError as error:
        raise not_writable(path) from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # one of many that start at once does the work
        if not path.exists():
            _create(path)
    finally:
        os.close(folder)


def _create(path: Path) -> None:
    if not os.access(path.parent, os.W_OK):
        raise not_writable(path)
    partial = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        connection = _connect(partial)
        try:
            migrate(connection, path)
        except duckdb.Error as error:
            raise of_opening(error, path) from error
        finally:
            connection.close()
        with suppress(FileExistsError):  # a process on another machine was first: then its file is the store
            os.link(partial, path)
    finally:
        partial.unlink(missing_ok=True)
        partial.with_name(partial.name + ".wal").unlink(missing_ok=True)


__all__ = ["CONFIG", "Locked", "Owner"]
