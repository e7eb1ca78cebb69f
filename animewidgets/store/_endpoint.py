"""The file beside the store that tells other processes of the same user where its owner serves it."""

from __future__ import annotations

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass, field
from pathlib import Path

from animewidgets.errors import StoreUnavailable


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the owner of a store listens on loopback, and the secret that it asks for."""

    port: int
    token: str = field(repr=False)
    pid: int
    host: str

    @property
    def uri(self) -> str:
        """The address as quack writes it."""
        return f"quack:127.0.0.1:{self.port}"


def endpoint_path(store: Path) -> Path:
    """``annotations.duckdb`` → ``annotations.duckdb.owner``."""
    return store.with_name(store.name + ".owner")


def new_endpoint() -> Endpoint:
    """A free loopback port, a fresh token, this process."""
    # The probe asks the kernel for a port that nobody uses. quack cannot take port 0 itself, and binds with
    # SO_REUSEPORT, so a port in use would not be refused but shared.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return Endpoint(port, secrets.token_hex(32), os.getpid(), socket.gethostname())


def write_endpoint(store: Path, endpoint: Endpoint) -> None:
    """Put the endpoint file in place in one step, readable by this user only."""
    path = endpoint_path(store)
    partial = path.with_name(f"{path.name}.{endpoint.pid}.{secrets.token_hex(4)}")
    try:
        file = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w") as out:
            json.dump(asdict(endpoint), out)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def read_endpoint(store: Path) -> Endpoint | None:
    """The endpoint that the owner left, or ``None`` when there is none or it is not one of ours.

    Raises:
        StoreUnavailable: the owner is a process of another user, or runs on another machine.
    """
    path = endpoint_path(store)
    try:
        data = json.loads(path.read_text())
        endpoint = Endpoint(int(data["port"]), str(data["token"]), int(data["pid"]), str(data["host"]))
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise StoreUnavailable(
            f"{store} is in use by another user (owner of {path.name}); only processes of one user can "
            "share a store: ask them to close it, or to serve the page for you"
        ) from error
    except (ValueError, KeyError, TypeError):
        return None
    if endpoint.host != socket.gethostname():
        raise StoreUnavailable(
            f"{store} is in use on another machine, {endpoint.host}; only processes of one machine can share "
            f"a store. If that machine is gone, delete {path.name}"
        )
    return endpoint


def remove_endpoint(store: Path, endpoint: Endpoint) -> None:
    """Take the endpoint file away, if it is still this one. Only the holder of the store's lock may."""
    try:
        if read_endpoint(store) == endpoint:
            endpoint_path(store).unlink(missing_ok=True)
    except (StoreUnavailable, OSError):
        pass  # another owner's by now, or a folder that became read-only: the next owner replaces it
