"""``animewidgets annotate``, run as a user runs it: a process, an address, a page, Ctrl+C."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.harness import descendants, free_port


@dataclass
class Annotating:
    """The command, running."""

    process: subprocess.Popen[str]
    url: str

    def get(self, path: str, host: str | None = None) -> int:
        """HTTP status of a path, asked without any login."""
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
        connection.request("GET", path, headers={"Host": host or address.netloc})
        return connection.getresponse().status

    def kernels(self) -> set[int]:
        """Process ids of its kernels."""
        return {pid for pid in descendants(self.process.pid) if b"ipykernel" in cmdline(pid)}


def cmdline(pid: int) -> bytes:
    """What a process runs; empty when it is gone or a zombie."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def eventually(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return true()


@pytest.fixture
def annotate(tmp_path: Path) -> Iterator[Callable[..., Annotating]]:
    """``annotate(*options)`` runs the command on a (broken) file and waits for the address that it prints."""
    processes = []
    film = tmp_path / "films" / "ep 01.mkv"
    film.parent.mkdir()
    film.write_bytes(b"not a film, but a file")

    def start(*options: str) -> Annotating:
        process = subprocess.Popen(
            [sys.executable, "-m", "animewidgets", "annotate", str(film), "--port", "0", *options],
            env={
                **os.environ,
                "ANIMEWIDGETS_STORE": str(tmp_path / "annotations.duckdb"),
                "XDG_DATA_HOME": str(tmp_path / "data"),
                "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
            },
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        processes.append(process)
        for line in process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+/\S*", line):
                return Annotating(process, found[0])
        raise AssertionError(f"no address printed; exit code {process.wait()}")

    yield start
    for process in processes:
        left = descendants(process.pid)
        process.kill()
        process.wait()
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def test_the_page_opens_with_the_token_and_only_with_it(annotate, new_page: Callable[..., Page]) -> None:
    running = annotate()
    page = new_page()
    page.goto(running.url)
    page.locator("[role=alert]").wait_for()  # the broken film's error: the kernel ran our page

    assert running.get("/") == 302  # to the login
    assert running.get("/voila/files/annotate.ipynb") == 403
    assert running.get("/voila/files/../films/ep%2001.mkv") in (403, 404)
    assert running.get("/login", host="rebound.example:80") == 403


def test_a_reload_leaves_no_kernel_behind_and_ctrl_c_ends_everything(
    annotate, new_page: Callable[..., Page]
) -> None:
    running = annotate("--no-token")
    page = new_page()
    page.goto(running.url)
    page.locator("[role=alert]").wait_for()
    first = running.kernels()
    assert len(first) == 1

    page.reload()
    page.locator("[role=alert]").wait_for()
    assert eventually(lambda: len(running.kernels()) == 1)
    second = running.kernels()
    assert not first & second

    page.close()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(90) == 0
    assert "Stopped" in running.process.stdout.read()
    assert eventually(lambda: not any(cmdline(pid) for pid in second))


def test_jupyterlab_opens_a_working_copy_of_the_notebook(annotate, new_page: Callable[..., Page]) -> None:
    pytest.importorskip("jupyterlab")
    running = annotate("--lab")
    page = new_page()
    page.goto(running.url)
    page.get_by_text("from animewidgets.pages import annotate").wait_for()
    page.close()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(90) == 0


def test_a_port_in_use_ends_in_one_line(tmp_path: Path) -> None:
    import socket

    film = tmp_path / "a.mkv"
    film.touch()
    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "animewidgets", "annotate", str(film), "--port", str(port)],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: PortInUse: port {port} ")
    assert done.stderr.count("\n") == 1
