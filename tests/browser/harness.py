"""Real Voila and JupyterLab servers for browser tests: free loopback port, fresh folders, ended by id.

Nothing here knows pytest; ``conftest.py`` wraps it into fixtures.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat

Source = str | Sequence[str] | Path
"""What a notebook is made from: the code of one cell, of each cell, or the path of an .ipynb file."""

START_TIMEOUT = 60.0
FORK = "--fork-kernels"
USER_SETTINGS = "user-settings"
ENVIRONMENT = ".environment.json"  # where the kernels of notebook_kernels.py look


def write_notebook(source: Source, folder: Path, name: str = "page.ipynb") -> Path:
    """Write a notebook into ``folder`` from code cells (or copy one), for the ``python3`` kernel."""
    path = folder / name
    if isinstance(source, Path):
        path = folder / source.name
        path.write_bytes(source.read_bytes())
        return path
    cells = [source] if isinstance(source, str) else list(source)
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, path)
    return path


def free_port() -> int:
    """A loopback port that nobody listens on right now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def descendants(pid: int) -> list[int]:
    """Process ids below ``pid``, children before grandchildren (Linux: read from /proc)."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(entry.name))
    found: list[int] = []
    front = [pid]
    while front:
        front = [child for parent in front for child in parents.get(parent, [])]
        found += front
    return found


@dataclass
class Server:
    """One running server. ``url`` is what a user would open; ``log`` is what the server printed."""

    host: str  # "voila" or "jupyterlab"
    url: str
    base: str  # what its addresses begin with
    process: subprocess.Popen[bytes]
    folder: Path
    log: Path
    token: str = ""
    notebook: Path = field(default_factory=Path)

    def kernel_pids(self) -> list[int]:
        """Process ids of the kernels that this server started and that still run."""
        pids = []
        for pid in descendants(self.process.pid):
            with contextlib.suppress(OSError):
                told = [Path(f"/proc/{pid}/{what}").read_bytes() for what in ("cmdline", "comm")]
                if any(b"ipykernel" in one for one in told):
                    pids.append(pid)
        return pids

    def kill_kernels(self) -> list[int]:
        """End every kernel at once with SIGKILL, as a crash or the OOM killer would; returns their ids."""
        pids = self.kernel_pids()
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return pids

    def restart_kernels(self) -> None:
        """Ask JupyterLab's server for a kernel restart, as its menu does (Voila has no such endpoint)."""
        for kernel in self.api("GET", "api/kernels"):
            self.api("POST", f"api/kernels/{kernel['id']}/restart")

    def clear(self) -> None:
        """End every kernel for good and forget what was set in JupyterLab: the next page finds neither."""
        if self.host == "voila":
            self.api("DELETE", "kernels")
        else:
            for session in self.api("GET", "api/sessions"):
                self.api("DELETE", f"api/sessions/{session['id']}")
            for settings in (self.folder / USER_SETTINGS).rglob("*.jupyterlab-settings"):
                settings.unlink()
        for pid in self.kernel_pids():  # one that a page asked for at the last moment
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def api(self, method: str, path: str) -> list[dict[str, str]]:
        """One call of the Jupyter server's REST API."""
        request = urllib.request.Request(
            f"{self.base}{path}", method=method, headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            body = response.read()
        return json.loads(body) if body else []

    def stop(self) -> None:
        """End the server, then whatever it left behind."""
        left = descendants(self.process.pid)
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)
        for pid in left:  # kernels live in sessions of their own, so the server's group does not reach them
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def start_voila(
    source: Source, folder: Path, env: Mapping[str, str] | None = None, python: str = sys.executable
) -> Server:
    """Serve a notebook by the Voila that ``animewidgets annotate`` runs; returns once the server answers.

    ``env`` is that of the server and of its kernels.
    """
    return place(serve_voila(folder, env, python), source, "page")


def start_jupyterlab(source: Source, folder: Path, env: Mapping[str, str] | None = None) -> Server:
    """Start a JupyterLab and return once it answers; ``url`` opens the notebook.

    ``env`` is that of the server and of its kernels.
    """
    return place(serve_jupyterlab(folder, env), source, "page")


def place(server: Server, source: Source, name: str, env: Mapping[str, str] | None = None) -> Server:
    """Put a notebook under a server that runs, with an environment for its kernels, and say where it is.

    ``name`` must be new to the server: no page, kernel or workspace of before is seen there.
    """
    notebook = write_notebook(source, make(server.folder / "notebooks" / name))
    if env:
        (notebook.parent / ENVIRONMENT).write_text(json.dumps(dict(env)))
    if server.host == "voila":
        path = f"page/{name}/"
    else:
        path = f"lab/workspaces/{name}/tree/{name}/{notebook.name}?token={server.token}"
    return replace(server, url=f"{server.base}{path}", notebook=notebook)


def serve_voila(
    folder: Path, env: Mapping[str, str] | None = None, python: str = sys.executable, *, fork: bool = False
) -> Server:
    """Start a Voila without any notebook; returns once it answers.

    ``fork`` saves its kernels what they import (``kernel_template.py``).
    """
    port = free_port()
    notebooks = make(folder / "notebooks")
    command = [python, str(Path(__file__).with_name("voila_pages.py")), str(notebooks), str(port)]
    command += [FORK] if fork else []
    server = spawn("voila", command, f"http://127.0.0.1:{port}/", folder, env)
    wait_for(server, f"{server.base}voila/static/voila.js")  # a page would start a kernel
    return server


def serve_jupyterlab(folder: Path, env: Mapping[str, str] | None = None, *, fork: bool = False) -> Server:
    """Start a JupyterLab without news, extension manager or saved workspaces; returns once it answers.

    ``fork`` saves its kernels what they import (``kernel_template.py``).
    """
    overrides = make(folder / "app_settings") / "overrides.json"
    overrides.write_text(
        json.dumps(
            {
                "@jupyterlab/apputils-extension:notification": {
                    "fetchNews": "false",
                    "checkForUpdates": False,
                    "doNotDisturbMode": True,
                },
                "@jupyterlab/apputils-extension:kernels-settings": {"showStatusBarItem": False},
                "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
            }
        )
    )
    port, token = free_port(), "test-" + os.urandom(8).hex()
    command = [
        sys.executable,
        str(Path(__file__).with_name("lab_server.py")),
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={make(folder / 'notebooks')}",
        "--ServerApp.kernel_manager_class=notebook_kernels.NotebookKernels",
        "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=",
        "--LabApp.expose_app_in_browser=True",  # the harness runs cells by their command
        f"--LabApp.app_settings_dir={overrides.parent}",
        f"--LabApp.user_settings_dir={make(folder / USER_SETTINGS)}",
        f"--LabApp.workspaces_dir={make(folder / 'workspaces')}",
        *([FORK] if fork else []),
    ]
    server = spawn("jupyterlab", command, f"http://127.0.0.1:{port}/", folder, env)
    server.token = token
    wait_for(server, f"{server.base}api/status?token={token}")
    return server


def spawn(host: str, command: list[str], base: str, folder: Path, env: Mapping[str, str] | None) -> Server:
    """Start ``command`` in a process group of its own, with Jupyter's user folders inside ``folder``."""
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(make(folder / "config")),
        "JUPYTER_RUNTIME_DIR": str(make(folder / "runtime")),
        "IPYTHONDIR": str(make(folder / "ipython")),
        "JUPYTER_PLATFORM_DIRS": "1",
        "PYTHONUNBUFFERED": "1",
        **(env or {}),
    }
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=folder / "notebooks",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Server(host, base, base, process, folder, log)


def wait_for(server: Server, url: str) -> None:
    """Return once ``url`` gives any HTTP answer; the server's log is in the error when it does not."""
    end = time.monotonic() + START_TIMEOUT
    while time.monotonic() < end:
        if server.process.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    server.stop()
    raise RuntimeError(
        f"{server.host} did not answer at {url}:\n{server.log.read_text(errors='replace')[-4000:]}"
    )


def make(folder: Path) -> Path:
    """The folder, made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def stopping(servers: list[Server]) -> Iterator[list[Server]]:
    """Stop every server of the list at the end, whatever happened."""
    try:
        yield servers
    finally:
        for server in reversed(servers):
            server.stop()
