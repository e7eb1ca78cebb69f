"""The harness itself: a real widget answers in both hosts, and a killed kernel is truly gone."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Opened, forget
from tests.browser.harness import Server

ECHO = """
import anywidget, traitlets
class Echo(anywidget.AnyWidget):
    _esm = '''
    function render({ model, el }) {
      el.classList.add("echo");
      const button = document.createElement("button");
      button.textContent = "ping";
      button.onclick = () => model.send({ ping: 1 });
      model.on("msg:custom", (message) => { el.dataset.answer = JSON.stringify(message); });
      el.append(button);
    }
    export default { render };
    '''
    def __init__(self):
        super().__init__()
        self.on_msg(lambda widget, content, buffers: self.send({"pong": content["ping"]}))
"""


@pytest.mark.parametrize("host", ["voila", "jupyterlab"])
def test_a_widget_answers_and_its_kernel_can_be_killed(
    open_in: Callable[..., Opened], host: str, allow_errors: Callable[..., None]
) -> None:
    opened = open_in(host, [ECHO, "Echo()"], ready=".echo")
    opened.page.get_by_role("button", name="ping").click()
    expect(opened.page.locator(".echo")).to_have_attribute("data-answer", '{"pong":1}')

    killed = opened.server.kill_kernels()
    assert len(killed) == 1
    allow_errors("WebSocket", "kernel", "Failed to load resource")
    deadline = time.monotonic() + 20
    while set(killed) & set(opened.server.kernel_pids()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not set(killed) & set(opened.server.kernel_pids())


def test_an_uncaught_exception_of_a_page_is_collected(
    new_page: Callable[..., Page], page_errors: list[str], allow_errors: Callable[..., None]
) -> None:
    page = new_page()
    page.set_content("<script>setTimeout(() => { throw new Error('told') })</script>")
    page.wait_for_timeout(100)
    assert [error for error in page_errors if "told" in error]
    allow_errors("told")


STORE_SOMETHING = """
async () => {
  localStorage.setItem("kept", "1");
  document.cookie = "kept=1";
  await new Promise((done, fail) => {
    const opening = indexedDB.open("kept", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onsuccess = () => { opening.result.close(); done(); };
    opening.onerror = fail;
  });
}
"""
WHAT_IS_STORED = """
async () => [
  ...Object.keys(localStorage),
  ...(document.cookie.includes("kept") ? ["cookie"] : []),
  ...(await indexedDB.databases()).map(({ name }) => name),
]
"""


def test_a_page_finds_nothing_of_the_test_before(
    profile: BrowserContext,
    hosts: Callable[[str], Server],
    new_page: Callable[..., Page],
    allow_errors: Callable[..., None],
) -> None:
    allow_errors("favicon")  # a script as a page has none
    base = hosts("voila").base
    page = new_page()
    page.goto(f"{base}voila/static/voila.js")
    page.evaluate(STORE_SOMETHING)
    assert page.evaluate(WHAT_IS_STORED) == ["kept", "cookie", "kept"]
    page.close()
    forget(profile, [base.rstrip("/")])

    page = new_page()
    page.goto(f"{base}voila/static/voila.js")
    assert page.evaluate(WHAT_IS_STORED) == []
