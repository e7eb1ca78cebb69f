"""What to serve, and the one call that serves it until the user stops it."""

from __future__ import annotations

import json
import secrets
import shutil
import socket
import threading
import time
import urllib.request
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import platformdirs

from animewidgets.errors import JupyterLabMissing, PortInUse

LOOPBACK = "127.0.0.1"
VOILA_PORT = 8866
LAB_PORT = 8888
# Voila starts a kernel per page view and never ends it by itself.
CULL_INTERVAL_S = 60
CULL_IDLE_S = 15 * 60
ANSWER_TIMEOUT_S = 120.0
#: The notebook of each page.
PAGES = {
    "timing": "annotate.ipynb",
    "shapes": "shapes.ipynb",
    "sounds": "sounds.ipynb",
    "categories": "categories.ipynb",
    "templates": "templates.ipynb",
    "align": "align.ipynb",
    "label": "label.ipynb",
    "pairs": "pairs.ipynb",
}

Announce = Callable[[str], None]
"""Called once, with the address, as soon as the server truly answers there."""


@dataclass(frozen=True)
class Serving:
    """The pages on one port of this machine.

    Attributes:
        media: files and folders of images that the pages offer, in order; they may lie anywhere.
        page: the page that stands at the address itself; the others stand beside it under their names.
        pages: the pages that there are.
        store: path of the annotation store; ``None`` is the default store.
        project: name of the project that cuts are filed under; ``None`` is the default project.
        person: who annotates; ``None`` is the operating system's user.
        template: template that the page of templates opens: a name, or the path of a file; ``None``: it lets
            choose.
        port: TCP port on 127.0.0.1; 0 is any free one.
        token: what a visitor must show to be let in, as part of the address; empty lets in every program
            and every user of this machine.
        open_browser: whether to open the address in the user's browser.
    """

    media: tuple[Path, ...] = ()
    page: str = "timing"
    pages: tuple[str, ...] = tuple(PAGES)
    store: Path | None = None
    project: str | None = None
    person: str | None = None
    template: str | Path | None = None
    port: int = VOILA_PORT
    token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    open_browser: bool = False

    def kernel_environment(self) -> dict[str, str]:
        """What the page's kernel is told, as environment variables; absolute paths, absent where default."""
        environment = {}
        if self.media:
            environment["ANIMEWIDGETS_MEDIA"] = json.dumps([str(path.resolve()) for path in self.media])
        if self.store is not None:
            environment["ANIMEWIDGETS_STORE"] = str(self.store.resolve())
        if self.project is not None:
            environment["ANIMEWIDGETS_PROJECT"] = self.project
        if self.person is not None:
            environment["ANIMEWIDGETS_PERSON"] = self.person
        if self.template is not None:
            file = isinstance(self.template, Path)
            environment["ANIMEWIDGETS_TEMPLATE"] = str(
                Path(self.template).resolve() if file else self.template
            )
        return environment

    def addresses(self, url: str) -> dict[str, str]:
        """The address of every page, that of :attr:`page` first, from the one that was announced."""
        notebooks = {one: PAGES[one] for one in (self.page, *self.pages)}
        if notebooks[self.page] in url:  # JupyterLab opens files by their names
            return {one: url.replace(notebooks[self.page], name) for one, name in notebooks.items()}
        return {one: url if one == self.page else urljoin(url, one) + _query(url) for one in notebooks}


def serve_voila(serving: Serving, announce: Announce = print) -> None:
    """Serve the annotation page to people who see no code; returns when the user stops it (Ctrl+C).

    Args:
        serving: what to serve, and where.
        announce: called with the address once it answers.

    Raises:
        PortInUse: another program listens on the port.
    """
    from animewidgets.server.voila_app import AnnotateVoila, voila_config

    port = checked_port(serving.port)
    config = voila_config(serving, port, notebook_path(PAGES[serving.page]))
    if len(serving.pages) > 1:
        # What the pages link to each other by.
        links = " ".join(f"{name}=/{name}" for name in serving.pages)
        config.OwnInterpreterSpecs.environment["ANIMEWIDGETS_PAGES"] = links
    app = AnnotateVoila({one: notebook_path(PAGES[one]) for one in serving.pages}, config=config)
    query = f"?token={serving.token}" if serving.token else ""
    announce_when_ready(f"http://{LOOPBACK}:{port}/{query}", "voila/static/voila.js", serving, announce)
    app.initialize([])
    app.start()


def serve_jupyterlab(serving: Serving, announce: Announce = print) -> None:
    """Open a working copy of the annotation notebook in JupyterLab; returns when the user stops it.

    Args:
        serving: what to serve, and where.
        announce: called with the address once it answers.

    Raises:
        PortInUse: another program listens on the port.
        JupyterLabMissing: JupyterLab is not installed beside animewidgets.
    """
    try:
        import jupyterlab  # noqa: F401  # only asked whether it is there
    except ImportError as error:
        raise JupyterLabMissing(
            "JupyterLab is not installed in this environment: pip install 'animewidgets[lab]'"
        ) from error
    from animewidgets.server.lab_app import run_lab

    port = checked_port(serving.port)
    folder = platformdirs.user_data_path("animewidgets") / "notebooks"
    for page in serving.pages:
        working_copy(notebook_path(PAGES[page]), folder)
    notebook = working_copy(notebook_path(PAGES[serving.page]), folder)
    query = f"?token={serving.token}" if serving.token else ""
    address = f"http://{LOOPBACK}:{port}/lab/tree/{notebook.name}{query}"
    announce_when_ready(address, "api", serving, announce)
    run_lab(serving, port, notebook.parent)


def notebook_path(name: str = "annotate.ipynb") -> Path:
    """Path of a page's notebook: in the wheel beside the code, in a checkout in ``notebooks/``."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "notebooks" / name
    return installed if installed.exists() else package.parent / "notebooks" / name


def _query(url: str) -> str:
    query = urlsplit(url).query
    return f"?{query}" if query else ""


def working_copy(notebook: Path, folder: Path) -> Path:
    """A copy of the notebook for the user to change; made once, then it is theirs."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / notebook.name
    if not copy.exists():
        shutil.copyfile(notebook, copy)
    return copy


def checked_port(port: int) -> int:
    """The port, or a free one for 0.

    Raises:
        PortInUse: another program listens on it.
    """
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port in TIME_WAIT is free
        try:
            sock.bind((LOOPBACK, port))
        except OSError as error:
            raise PortInUse(
                f"port {port} of {LOOPBACK} cannot be used ({error.strerror}): another program has it, maybe "
                "an earlier page that still runs; stop that one, or choose another with --port (0: any free)"
            ) from error
        return int(sock.getsockname()[1])


def announce_when_ready(url: str, probe: str, serving: Serving, announce: Announce) -> None:
    """From a thread of its own: wait until the server answers, then say so once.

    Args:
        url: the address to announce.
        probe: a path that answers without a login and without starting a kernel, as the page itself would.
        serving: whether to open the browser.
        announce: called with the address.
    """

    def wait() -> None:
        end = time.monotonic() + ANSWER_TIMEOUT_S
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(urljoin(url, f"/{probe}"), timeout=5).close()  # noqa: S310  # our own
                break
            except OSError:
                time.sleep(0.05)
        else:
            return
        announce(url)
        if serving.open_browser:
            webbrowser.open(url)

    threading.Thread(target=wait, name="animewidgets-announce", daemon=True).start()
