"""The connection of a process that does not own the store to the one that does."""

from __future__ import annotations

import itertools
import socket
import threading

import duckdb

from animewidgets.store._endpoint import Endpoint
from animewidgets.store._errors import Lost
from animewidgets.store._extensions import load_extensions
from animewidgets.store._owner import CONFIG
from animewidgets.store._session import Session, quiet

#: Seconds that a query may take before the owner counts as lost. A dead owner is noticed at once, because
#: its connection is refused; this is for one that was stopped.
QUERY_TIMEOUT = 600


class _Courier:
    """This process's DuckDB for talking to owners: in memory, extensions loaded once, whoever the owner is.

    Checking the extensions' signatures takes a quarter of a second, and owners change.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.names = (f"owner_{n}" for n in itertools.count())
        self._connection: duckdb.DuckDBPyConnection | None = None

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own to the shared in-memory database."""
        with self.lock:
            if self._connection is None:
                self._connection = _connect_in_memory()
            return self._connection.cursor()


def _connect_in_memory() -> duckdb.DuckDBPyConnection:
    connection = quiet(duckdb.connect(":memory:", config={**CONFIG, "threads": 1}))
    load_extensions(connection)
    for setting in (
        # The HTTP client that a proxy in the environment cannot draw away from loopback.
        "SET GLOBAL httpfs_client_implementation = 'httplib'",
        "SET GLOBAL http_proxy = ''",
        # Statements are repeated by the link alone, which knows which of them may be.
        "SET GLOBAL http_retries = 0",
        f"SET GLOBAL http_timeout = {QUERY_TIMEOUT}",
    ):
        connection.execute(setting)
    return connection


_courier = _Courier()


def forget_in_child() -> object:
    """Begin anew after a fork; gives what the child inherited, to be kept and never used."""
    global _courier
    inherited, _courier = _courier, _Courier()
    return inherited


class Client:
    """Sessions with the owner over quack, each one a connection of its own on the owner's side.

    Raises ``Lost`` from :meth:`open` and :meth:`borrow` when nobody answers there, or not to this token.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._free: list[Session] = []
        self._lock = threading.Lock()
        self._closed = False

    @classmethod
    def open(cls, endpoint: Endpoint) -> Client:
        """Connect, and make sure that the owner answers."""
        try:
            socket.create_connection(("127.0.0.1", endpoint.port), timeout=5).close()
        except OSError as error:
            raise Lost(f"nobody listens on {endpoint.uri}: {error}") from error
        client = cls(endpoint)
        client.give_back(client.borrow())
        return client

    def borrow(self) -> Session:
        """A session that nobody else uses until it is given back."""
        with self._lock:
            if self._free:
                return self._free.pop()
        cursor = quiet(_courier.cursor())
        with _courier.lock:
            name = next(_courier.names)
        try:
            # Both values are our own: digits and hexadecimal.
            cursor.execute(
                f"ATTACH '{self.endpoint.uri}' AS {name} (TYPE quack, TOKEN '{self.endpoint.token}')"
            )
        except duckdb.Error as error:
            cursor.close()
            raise Lost(f"no owner answers on {self.endpoint.uri}: {error}") from error
        return Session(cursor, remote=name)

    def give_back(self, session: Session) -> None:
        """Keep the session for the next one who asks."""
        with self._lock:
            if not self._closed:
                self._free.append(session)
                return
        session.close()

    def close(self) -> None:
        """Let go of the owner."""
        with self._lock:
            self._closed = True
            sessions, self._free = self._free, []
        for session in sessions:
            session.close()
