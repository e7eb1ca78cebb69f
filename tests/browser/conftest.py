"""Browser tests: a real Chromium on real Voila and JupyterLab pages.

A test asks for ``open_in`` and says the host, the cells and the environment of the kernel::

    @pytest.mark.parametrize("host", ["voila", "jupyterlab"])
    def test_a_cut_is_saved(open_in, host, screenshot):
        opened = open_in(host, ["from animewidgets… import …", "widget"], ready="[data-state=ready]")
        opened.page.keyboard.press("c")
        opened.server.kill_kernels()
        opened.reload()
        screenshot(opened.page, f"cut-saved-{host}")

or, one level down, for ``voila(cells, env=…) -> url`` and ``jupyterlab(cells, env=…) -> page``. Every page
fails its test on an uncaught exception or console error, unless ``allow_errors("part of it")`` was said.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page, sync_playwright

from animewidgets.demo import DemoEpisode, ensure_episode
from tests.browser.harness import Server, Source, place, serve_jupyterlab, serve_voila, stopping
from tests.conftest import common, locked

RESULTS = Path(__file__).resolve().parents[2] / "test-results"
IMAGES = RESULTS.parent / "docs" / "images"
PAGE_TIMEOUT_MS = 60_000
_PLACES = itertools.count(1)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Pages must work without the internet, and tests must not depend on it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
# What the hosts themselves print on a page without any widget of ours: nothing so far.
HOST_NOISE: list[str] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Keep a picture of every open page of a test that failed."""
    report = yield
    if report.when == "call" and report.failed:  # type: ignore[attr-defined]
        for number, page in enumerate(getattr(item, "aw_pages", [])):
            name = re.sub(r"[^\w.-]+", "-", item.nodeid.rpartition("/")[2])
            RESULTS.mkdir(exist_ok=True)
            if not page.is_closed():
                page.screenshot(path=RESULTS / f"FAILED-{name}-{number}.png")
    return report


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """Debian's Chromium, headless, in a profile that keeps compiled scripts between tests, and only them.

    Without a Chromium tests skip, or fail if CI=true or AW_REQUIRE_BROWSER=1.
    """
    executable = os.environ.get("AW_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        say = "no Chromium on this machine: apt-get install chromium, or name one in AW_CHROMIUM"
        if os.environ.get("CI") == "true" or os.environ.get("AW_REQUIRE_BROWSER") == "1":
            pytest.fail(say)
        pytest.skip(say)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"), executable_path=executable, args=FLAGS
        )
        context.set_default_timeout(PAGE_TIMEOUT_MS)
        yield context
        context.close()


def forget(profile: BrowserContext, origins: Iterable[str]) -> None:
    """Clear cookies and whatever pages of these origins have stored, as a fresh profile has none."""
    profile.clear_cookies()
    session = profile.new_cdp_session(profile.pages[0])
    for origin in origins:
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    session.detach()


@pytest.fixture(scope="session")
def episode(tmp_path_factory: pytest.TempPathFactory) -> DemoEpisode:
    """Half a minute of the demo episode in 720p, with its truth."""
    folder = common(tmp_path_factory) / "demo"
    with locked(folder):
        return ensure_episode(folder, seed=1, seconds=30, height=720)


class AllowErrors(Protocol):
    """Says which console errors the test expects."""

    def __call__(self, *patterns: str) -> None:
        """Regular expressions searched in the message."""


@pytest.fixture
def page_errors() -> list[str]:
    """Uncaught exceptions and console errors of every page of the test so far."""
    return []


@pytest.fixture
def allow_errors(page_errors: list[str]) -> Iterator[AllowErrors]:
    """``allow_errors("WebSocket")``: these errors are part of the story; others fail the test."""
    allowed = list(HOST_NOISE)

    def allow(*patterns: str) -> None:
        allowed.extend(patterns)

    yield allow
    unexpected = [error for error in page_errors if not any(re.search(p, error) for p in allowed)]
    if unexpected:
        pytest.fail("the page reported errors:\n" + "\n".join(unexpected))


@pytest.fixture
def new_page(
    request: pytest.FixtureRequest,
    profile: BrowserContext,
    page_errors: list[str],
    allow_errors: AllowErrors,
) -> Iterator[Callable[..., Page]]:
    """``new_page(width=…, height=…)``: a page that finds nothing stored, its errors collected.

    Pages of one test share what they store, as tabs of one person do.
    """
    origins: set[str] = set()
    request.node.aw_pages = pages = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            page_errors.append(f"console: {message.text} ({message.location.get('url', '')})")

    def on_navigation(frame: Frame) -> None:
        if frame.url.startswith("http"):
            origins.add("{0.scheme}://{0.netloc}".format(urlsplit(frame.url)))

    def make_page(width: int = 1280, height: int = 900) -> Page:
        page = profile.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.on("console", on_console)
        page.on("pageerror", lambda error: page_errors.append(f"exception: {error}"))
        page.on("dialog", lambda dialog: dialog.accept())  # "leave without saving?" at a reload
        page.on("framenavigated", on_navigation)
        pages.append(page)
        return page

    yield make_page
    for page in profile.pages[1:]:  # the first one came with the profile, and keeps it open
        page.close()
    forget(profile, origins)


@pytest.fixture(scope="session")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """``hosts("voila" | "jupyterlab")``: the one server of its kind that all tests share."""
    starters = {"voila": serve_voila, "jupyterlab": serve_jupyterlab}
    running: dict[str, Server] = {}

    def find(host: str) -> Server:
        if host not in running:
            running[host] = starters[host](tmp_path_factory.mktemp(host), fork=True)
        return running[host]

    with stopping([]) as servers:
        yield find
        servers += running.values()


@pytest.fixture
def serve(hosts: Callable[[str], Server]) -> Iterator[Callable[..., Server]]:
    """``serve("voila" | "jupyterlab", source, env=…)``: a server with this notebook, and no kernels yet."""
    used: dict[str, Server] = {}

    def start(host: str, source: Source, env: Mapping[str, str] | None = None) -> Server:
        used[host] = hosts(host)
        return place(used[host], source, f"{host}-{next(_PLACES)}", env)

    yield start
    for server in used.values():
        server.clear()


@pytest.fixture
def voila(serve: Callable[..., Server]) -> Callable[..., str]:
    """``voila(source, env=…)`` serves a notebook and returns its address."""

    def start(source: Source, env: Mapping[str, str] | None = None) -> str:
        return serve("voila", source, env).url

    return start


@pytest.fixture
def jupyterlab(open_in: Callable[..., Opened]) -> Callable[..., Page]:
    """``jupyterlab(source, env=…, ready=css)`` returns the page after all cells ran."""

    def start(source: Source, env: Mapping[str, str] | None = None, ready: str | None = None) -> Page:
        return open_in("jupyterlab", source, env=env, ready=ready).page

    return start


@dataclass
class Opened:
    """A notebook standing open in a host."""

    server: Server
    page: Page
    ready: str | None
    #: Of a page in Voila, by its parameter.
    theme: str | None = None

    def load(self) -> None:
        """Open the page, run the cells (Voila does so itself) and wait for the widget."""
        self.page.goto(self.server.url + (f"?theme={self.theme}" if self.theme else ""))
        if self.server.host == "jupyterlab":
            self.run_all()
        self.wait()

    def reload(self) -> None:
        """Reload as a user does: Voila gives a new kernel; JupyterLab keeps it, and the cells run again."""
        self.page.reload()
        if self.server.host == "jupyterlab":
            self.run_all()
        self.wait()

    def use_theme(self, theme: str) -> None:
        """Switch as a user does: JupyterLab's theme menu; in Voila the page's own parameter."""
        if self.server.host == "voila":
            if self.theme != theme:
                self.theme = theme
                self.load()
            return
        name = f"JupyterLab {theme.capitalize()}"
        execute = "name => jupyterapp.commands.execute('apputils:change-theme', { theme: name })"
        self.page.evaluate(execute, name)
        self.page.locator(f"body[data-jp-theme-name='{name}']").wait_for(state="attached")
        self.wait()

    def run_all(self) -> None:
        """Run every cell of the notebook in JupyterLab and wait until the kernel has finished them."""
        self.page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.content?.widgets?.length > 0")
        self.page.wait_for_function(
            "jupyterapp.shell.currentWidget.sessionContext?.session?.kernel?.status === 'idle'"
        )
        self.page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")

    def wait(self) -> None:
        """Wait until the widget (``ready``, a CSS selector) is in view."""
        if self.ready:
            self.page.locator(self.ready).first.wait_for(state="visible")


@pytest.fixture
def open_in(serve: Callable[..., Server], new_page: Callable[..., Page]) -> Callable[..., Opened]:
    """``open_in(host, source, env=…, ready=css, theme=…, **page_options)``: the notebook run and in view."""

    def start(
        host: str,
        source: Source,
        env: Mapping[str, str] | None = None,
        ready: str | None = None,
        theme: str | None = None,
        **page_options: int,
    ) -> Opened:
        opened = Opened(serve(host, source, env), new_page(**page_options), ready)
        if host == "voila":
            opened.theme = theme
        opened.load()
        if theme:
            opened.use_theme(theme)
        return opened

    return start


def fill_up(page: Page) -> None:
    """Let filmstrips and sound, which come from the coarse to the fine, fill up for a picture of the docs."""
    page.wait_for_timeout(4000 if os.environ.get("AW_UPDATE_DOCS") == "1" else 500)


@pytest.fixture
def screenshot() -> Callable[[Page, str], Path]:
    """``screenshot(page, "annotate-voila-light")`` writes test-results/annotate-voila-light.png.

    With ``AW_UPDATE_DOCS=1`` a picture that ``docs/images/`` has takes that one's place.
    """

    def take(page: Page, name: str) -> Path:
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"{name}.png"
        page.screenshot(path=path)
        if os.environ.get("AW_UPDATE_DOCS") == "1" and (IMAGES / path.name).exists():
            shutil.copyfile(path, IMAGES / path.name)
        return path

    return take
