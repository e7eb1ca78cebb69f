"""Who talks to the file: this process when it owns it, else the owner over loopback.

The first process that needs a store opens its file and serves it. The others find the endpoint file and
connect. When the owner is gone, its lock on the file is gone with it: whoever needs the store next takes it
over, and the others find the new endpoint. Which process owns a store is nobody's business but this room's.
"""

from __future__ import annotations

import atexit
import os
import random
import socket
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import duckdb

from animewidgets.errors import QueryFailed, StoreUnavailable
from animewidgets.store._client import Client, forget_in_child
from animewidgets.store._endpoint import Endpoint, read_endpoint
from animewidgets.store._errors import Locked, Lost, Raced, of_opening
from animewidgets.store._migrate import check_current
from animewidgets.store._owner import CONFIG, Owner
from animewidgets.store._session import Session

T = TypeVar("T")

#: Seconds of waiting until a process that finds neither an owner nor the file free gives up. What its own
#: attempts take does not count: on a machine that is out of breath everything takes its time.
PATIENCE = 20.0

_links: dict[Path, Link] = {}
_links_lock = threading.Lock()
#: Held while this process opens the file, and while a reader has it open for one query: DuckDB refuses two
#: ways of opening one file in one process.
_file_lock = threading.RLock()
#: What a forked child inherited and must neither use nor close: kept until the process ends.
_inherited: list[object] = []
_owned_by_parent: set[Path] = set()


class Link:
    """All of this process's access to one store. Shared by every ``Store`` on the path; thread-safe."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._backend: Owner | Client | None = None
        self._lock = threading.RLock()
        self._users = 0

    @property
    def owns(self) -> bool:
        """Whether this process has the file open now."""
        return isinstance(self._backend, Owner)

    def run(self, work: Callable[[Session], T], *, repeatable: bool = True, keep: bool = True) -> T:
        """Do ``work`` with a session, through any change of owner.

        Args:
            work: gets a session; is called again when the owner died or another commit came first.
            repeatable: whether doing it twice is as good as once. When not, and the connection broke
                half-way, the caller is told.
            keep: whether the session is as good as new afterwards.

        Raises:
            StoreUnavailable: nobody could be reached for twenty seconds, or ``work`` may not be repeated.
            StoreError: whatever opening the file raised.
        """
        patience = _Patience(self._path)
        waits, races = _waits(0.2), _waits(0.02)
        while True:
            backend = self._reach(patience)
            try:
                session = backend.borrow()
            except Lost:
                self._drop(backend)
                continue
            try:
                result = work(session)
            except Lost as error:
                self._drop(backend)
                if not repeatable:
                    raise StoreUnavailable(
                        f"the process that owned {self._path} went away while the statement ran; it may or "
                        "may not have been done: look before you repeat it"
                    ) from error
                patience.wait(next(waits), error)
            except Raced as error:
                backend.give_back(session)
                if not repeatable:
                    raise QueryFailed(str(error)) from error
                patience.wait(next(races), error)
            except BaseException:
                session.close()
                raise
            else:
                if keep:
                    backend.give_back(session)
                else:
                    session.close()
                return result

    def _reach(self, patience: _Patience) -> Owner | Client:
        with self._lock:
            waits = _waits(0.2)
            while self._backend is None:
                self._backend = self._connect() or self._take_over()
                if self._backend is None:
                    patience.wait(next(waits), Locked("its file is locked, and its owner is silent"))
            return self._backend

    def _connect(self) -> Client | None:
        endpoint = read_endpoint(self._path)
        if endpoint is None or endpoint.pid == os.getpid():
            return None
        return _answering(endpoint)

    def _take_over(self) -> Owner | None:
        if self._path in _owned_by_parent:
            # DuckDB would hand out the parent's database, inherited half-dead, without any lock.
            return None
        with _file_lock:
            try:
                return Owner.open(self._path)
            except Locked:
                return None

    def _drop(self, backend: Owner | Client) -> None:
        with self._lock:
            if self._backend is backend:
                self._backend = None
        backend.close()

    def acquire(self) -> None:
        """Count one more user."""
        self._users += 1

    def release(self) -> None:
        """Count one user less; the last one closes the file or the connection."""
        with _links_lock:
            self._users -= 1
            if self._users > 0:
                return
            _links.pop(self._path, None)
        with self._lock:
            backend, self._backend = self._backend, None
        if backend is not None:
            backend.close()


class Reader:
    """Access for those who may not write: through the owner where there is one, else to the file.

    The file is never held open, so that a reader does not keep a writer from taking the store.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._client: Client | None = None

    def run(self, work: Callable[[Session], T], *, repeatable: bool = True, keep: bool = True) -> T:
        """As :meth:`Link.run`, for work that only reads."""
        patience = _Patience(self._path)
        waits = _waits(0.2)
        while True:
            if link := _links.get(self._path):
                return link.run(work, repeatable=repeatable, keep=keep)
            try:
                client = self._owner()
                return self._read_file(work) if client is None else self._ask(client, work)
            except (Lost, Locked, Raced) as error:
                patience.wait(next(waits), error)

    def release(self) -> None:
        """Let go of the owner."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _owner(self) -> Client | None:
        endpoint = read_endpoint(self._path)
        if endpoint is None:
            self._client = None
        elif self._client is None or self._client.endpoint != endpoint:
            self._client = _answering(endpoint)
        return self._client

    def _ask(self, client: Client, work: Callable[[Session], T]) -> T:
        try:
            session = client.borrow()
            result = work(session)
        except Lost:
            self._client = None
            raise
        client.give_back(session)
        return result

    def _read_file(self, work: Callable[[Session], T]) -> T:
        if not self._path.exists():
            raise StoreUnavailable(
                f"there is no store at {self._path}; open it without read_only to make one"
            )
        with _file_lock:
            try:
                connection = duckdb.connect(self._path, read_only=True, config=CONFIG)
            except duckdb.Error as error:
                raise of_opening(error, self._path) from error
            with closing(connection):
                check_current(connection, self._path)
                return work(Session(connection))


def link_to(path: Path) -> Link:
    """The link of this process to the store at an absolute path; give it back by ``release``."""
    with _links_lock:
        link = _links.get(path)
        if link is None:
            link = _links[path] = Link(path)
        link.acquire()
        return link


def _answering(endpoint: Endpoint) -> Client | None:
    """A client of the owner at the endpoint; ``None`` when an owner that died left the endpoint behind."""
    try:
        return Client.open(endpoint)
    except Lost:
        return None


class _Patience:
    """How long one call waits in all for a store that cannot be reached."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left = PATIENCE

    def wait(self, seconds: float, error: Exception) -> None:
        """Wait a little. Raises ``StoreUnavailable`` with the reason when that was enough."""
        self._left -= seconds
        if self._left < 0:
            raise StoreUnavailable(
                f"{self._path} could not be reached for {PATIENCE:.0f} s: {error}"
            ) from error
        time.sleep(seconds)


def _waits(at_most: float) -> Iterator[float]:
    """Seconds between two attempts: short at first, and at random, so that two do not meet again."""
    longest = 0.004
    while True:
        yield random.uniform(0.001, longest)  # noqa: S311 - spreads retries, guards nothing
        longest = min(longest * 1.5, at_most)


@atexit.register
def _close_all() -> None:
    for link in list(_links.values()):
        backend, link._backend = link._backend, None  # noqa: SLF001 - the last one out of this room
        if backend is not None:
            backend.close()


def _after_fork_in_child() -> None:
    """A forked child has copies of the parent's DuckDB objects, but none of their threads and locks."""
    global _links_lock, _file_lock
    _links_lock, _file_lock = threading.Lock(), threading.RLock()
    _inherited.append(forget_in_child())
    for path, link in list(_links.items()):
        backend = link._backend  # noqa: SLF001
        if isinstance(backend, Owner):
            _owned_by_parent.add(path)
            _close_sockets_on(backend.endpoint.port)
        _inherited.append(backend)
        link._backend = None  # noqa: SLF001
        link._lock = threading.RLock()  # noqa: SLF001


def _close_sockets_on(port: int) -> None:
    """Let go of the parent's server: a child that kept it open would accept calls and never answer them."""
    for entry in list(Path("/dev/fd").iterdir()):
        try:
            number = int(entry.name)
            if not stat.S_ISSOCK(os.fstat(number).st_mode):
                continue
            with socket.socket(fileno=os.dup(number)) as copy:
                local = copy.getsockname()
            if copy.family == socket.AF_INET and local[1] == port:
                os.close(number)
        except (OSError, ValueError):
            continue


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
