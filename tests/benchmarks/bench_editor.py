"""Key press to durable row, and the annotation page's way to its first exact picture, in a real Voila.

Peers in the same run: an anywidget that only echoes a message (what the comm alone costs), and an empty
Voila page (what the host alone costs).

    python tests/benchmarks/bench_editor.py [--presses 200] [--pages 5]
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from animewidgets.demo.clips import make_clip
from tests.browser.conftest import FLAGS
from tests.browser.harness import Server, start_voila

# Notes when each commit is durable: the store's answer to the kernel, before anything of it reaches the page.
NOTE_COMMITS = """
import os, time
from animewidgets import Store
commit = Store.commit
def noted(self, *given, **named):
    receipt = commit(self, *given, **named)
    with open(os.environ["BENCH_DURABLE"], "a") as log:
        print(time.time() * 1000, file=log)
    return receipt
Store.commit = noted
"""

# Times from the key event's own time stamp to the message that brings the store's receipt, and to the
# attribute by which the page, once it is drawn again, says that the edit is saved.
WATCH_RECEIPTS = """
  window.awReceipts = [];
  window.awPresses = [];
  window.awPressed = 0;
  const edits = new Set(["c", "Delete"]);
  addEventListener("keydown", ({ key, timeStamp }) => {
    if (!edits.has(key)) return;
    window.awPressed = timeStamp;
    window.awPresses.push(performance.timeOrigin + timeStamp);
  }, true);
  const Plain = WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        const now = performance.now();
        const text = typeof data === "string" ? data : new TextDecoder().decode(data);
        if (window.awPressed && text.includes('"receipts"')) {
          window.awReceipts.push(now - window.awPressed);
        }
      });
    }
  };
"""
WATCH_SAVES = """
() => {
  const root = document.querySelector(".aw-editor");
  window.awTimes = [];
  new MutationObserver(() => {
    if (root.dataset.save === "saved" && window.awPressed) {
      window.awTimes.push(performance.now() - window.awPressed);
      window.awPressed = 0;
    }
  }).observe(root, { attributes: true, attributeFilter: ["data-save"] });
}
"""

ECHO = '''
import anywidget, traitlets
class Echo(anywidget.AnyWidget):
    _esm = """
    export default { async render({ model, el }) {
      const times = window.awTimes = [];
      let sent = 0;
      model.on("msg:custom", () => { times.push(performance.now() - sent); setTimeout(next, 30); });
      const next = () => { sent = performance.now(); model.send({ n: times.length }); };
      el.innerHTML = "<p class=aw-editor>echo</p>";
      next();
    } };
    """
    def __init__(self):
        super().__init__()
        self.on_msg(lambda widget, content, buffers: self.send(content))
Echo()
'''


@contextmanager
def voila(source: str, folder: Path, env: dict[str, str]) -> Iterator[Server]:
    server = start_voila(source, folder, env)
    try:
        yield server
    finally:
        server.stop()


def percentiles(times: list[float]) -> str:
    p50, p95 = np.percentile(times, [50, 95])
    return f"p50 {p50:7.1f}   p95 {p95:7.1f}   max {max(times):7.1f}   n {len(times)}"


def key_to_row(browser: Browser, url: str, presses: int, durable: Path) -> tuple[list[float], ...]:
    """Milliseconds from key presses to durable rows, to their receipts in the page, and to its saying so."""
    page = browser.new_page()
    page.add_init_script(WATCH_RECEIPTS)
    page.goto(url)
    page.locator(".aw-editor [data-state=ready]").wait_for()
    page.locator(".aw-editor[data-save=saved]").wait_for()
    page.evaluate(WATCH_SAVES)
    page.locator(".aw-editor").evaluate("root => root.focus()")
    page.keyboard.press("ArrowRight")
    for n in range(presses):
        page.keyboard.press("c" if n % 2 == 0 else "Delete")
        page.wait_for_function(f"window.awTimes.length > {n}")
    pressed, receipts, shown = page.evaluate("[awPresses, awReceipts, awTimes]")
    page.context.close()
    written = [float(line) for line in durable.read_text().splitlines()]
    rows = [at - press for at, press in zip(written, pressed, strict=True)]
    return rows, [float(t) for t in receipts], [float(t) for t in shown]


def echo_times(browser: Browser, url: str, presses: int) -> list[float]:
    page = browser.new_page()
    page.goto(url)
    page.wait_for_function(f"window.awTimes?.length > {presses}")
    times = page.evaluate("window.awTimes")
    page.context.close()
    return [float(t) for t in times[1:]]


def open_times(browser: Browser, url: str, ready: str, pages: int) -> list[float]:
    times = []
    for _ in range(pages):
        page: Page = browser.new_page()
        start = time.perf_counter()
        page.goto(url, wait_until="commit")
        page.locator(ready).first.wait_for()
        times.append(1000 * (time.perf_counter() - start))
        page.context.close()
        time.sleep(0.5)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presses", type=int, default=200)
    parser.add_argument("--pages", type=int, default=5)
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="aw-bench-"))
    clip = folder / "clip.mp4"
    make_clip(clip, frames=240, size=(1280, 720), rate=Fraction(24000, 1001))
    env = {
        "ANIMEWIDGETS_STORE": str(folder / "annotations.duckdb"),
        "ANIMEWIDGETS_CACHE": str(folder / "cache"),
        "BENCH_DURABLE": str(folder / "durable"),
    }
    source = f"from animewidgets.pages import annotate\nannotate({str(clip)!r})"
    try:
        with sync_playwright() as playwright:
            executable = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
            with voila(ECHO, folder / "echo", env) as server:
                echo = echo_times(browser, server.url, args.presses)
            with voila(
                "import ipywidgets\nipywidgets.HTML('<p class=aw-empty>empty</p>')", folder / "empty", env
            ) as server:
                empty = open_times(browser, server.url, ".aw-empty", args.pages)
            with voila(source, folder / "editor", env) as server:
                opened = open_times(browser, server.url, ".aw-editor [data-state=ready]", args.pages)
            with voila(NOTE_COMMITS + source, folder / "noting", env) as server:
                rows, received, shown = key_to_row(browser, server.url, args.presses, folder / "durable")
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("key press to durable row, ms (goal: p95 <= 50)")
    print(f"  timeline editor, row on disk      {percentiles(rows)}")
    print(f"  its receipt in the page           {percentiles(received)}")
    print(f"  the page says that it is saved    {percentiles(shown)}")
    print(f"  peer: anywidget echo, no store    {percentiles(echo)}")
    print(f"  ratio of medians, receipt to echo {np.median(received) / np.median(echo):.2f}")
    print("annotate page in Voila to its first exact picture, ms (goal: <= 3000)")
    print(f"  annotate page, 720p clip          {percentiles(opened)}")
    print(f"  peer: empty Voila page            {percentiles(empty)}")
    print(f"  ratio of medians                  {np.median(opened) / np.median(empty):.2f}")


if __name__ == "__main__":
    main()
