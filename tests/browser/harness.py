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
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

Source = str | Sequence[str] | Path
"""What a notebook is made from: the code of one cell, of each cell, or the path of an .ipynb file."""

START_TIMEOUT = 60.0


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
                if b"ipykernel" in Path(f"/proc/{pid}/cmdline").read_bytes():
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

    def shutdown_kernels(self) -> None:
        """Ask JupyterLab's server to shut every kernel down for good."""
        for kernel in self.api("GET", "api/kernels"):
            self.api("DELETE", f"api/kernels/{kernel['id']}")

    def api(self, method: str, path: str) -> list[dict[str, str]]:
        """One call of the Jupyter server's REST API."""
        base = self.url.partition("/lab")[0].rstrip("/")
        request = urllib.request.Request(
            f"{base}/{path}", method=method, headers={"Authorization": f"token {self.token}"}
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
    """Serve a notebook by the Voila that ``animewidgets annotate`` runs; returns once the server answers."""
    notebook = write_notebook(source, make(folder / "notebooks"))
    port = free_port()
    command = [
        python,
        str(Path(__file__).with_name("voila_page.py")),
        str(notebook),
        str(port),
    ]
    url = f"http://127.0.0.1:{port}/"
    server = spawn("voila", command, url, folder, notebook, env)
    wait_for(server, f"{url}voila/static/voila.js")  # the page itself would start a kernel
    return server


def start_jupyterlab(
    source: Source, folder: Path, env: Mapping[str, str] | None = None, python: str = sys.executable
) -> Server:
    """Start a JupyterLab without news, extension manager or saved workspaces; ``url`` opens the notebook."""
    notebook = write_notebook(source, make(folder / "notebooks"))
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
        python,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={notebook.parent}",
        "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=",
        "--LabApp.expose_app_in_browser=True",  # the harness runs cells by their command
        f"--LabApp.app_settings_dir={overrides.parent}",
        f"--LabApp.user_settings_dir={make(folder / 'user-settings')}",
        f"--LabApp.workspaces_dir={make(folder / 'workspaces')}",
    ]
    base = f"http://127.0.0.1:{port}"
    url = f"{base}/lab/tree/{notebook.name}?token={token}"
    server = spawn("jupyterlab", command, url, folder, notebook, env)
    server.token = token
    wait_for(server, f"{base}/api/status?token={token}")
    return server


def spawn(
    host: str, command: list[str], url: str, folder: Path, notebook: Path, env: Mapping[str, str] | None
) -> Server:
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
            cwd=notebook.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Server(host, url, process, folder, log, notebook=notebook)


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
