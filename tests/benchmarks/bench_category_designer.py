"""The category designer with 5,000 categories in a real Voila: how long it takes to open, what a key costs.

Peers in the same run: the same tree as a plain ``<ul>`` in an anywidget, all of it in the page; and the names
as an ``ipywidgets.SelectMultiple``.

    python tests/benchmarks/bench_category_designer.py [--categories 5000] [--presses 30] [--pages 3]

*Open* is from the moment the host renders the widget to the frame in which its rows stand. *Work* is what a
key costs the page: handlers and drawing. *Shown* is from the key's time stamp to the second frame after it.
*CPU* is what the page's main thread spent on scripts, styles and layout for a key until its second frame
stood: unlike the others it hardly depends on who else uses the machine.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser.conftest import FLAGS
from tests.browser.harness import start_voila

MAKE = """
from animewidgets.annotations import Category, CategorySchema
COUNT = {count}
schema = CategorySchema("many", 1, tuple(
    Category(f"c{{n}}", f"Category {{n}}", "#%06x" % (n * 2654435761 % 2**24), None,
             f"c{{n // 10 * 10}}" if n % 10 else None)
    for n in range(COUNT)
))
"""
DESIGNER = """
from animewidgets import CategoryDesigner, Store
with Store.open() as store:
    if not store.schemas.newest("many"):
        store.schemas.publish(schema, person="bench", base_version=0)
CategoryDesigner("many")
"""
PLAIN = '''
import anywidget, traitlets
class Plain(anywidget.AnyWidget):
    names = traitlets.List().tag(sync=True)
    _esm = """
    export default { render({ model, el }) {
      const root = document.createElement("ul");
      root.className = "plain"; root.tabIndex = 0;
      let under = null;
      for (const [name, deep] of model.get("names")) {
        const line = document.createElement("li");
        const field = document.createElement("span");
        field.contentEditable = "true"; field.textContent = name; line.append(field);
        if (deep) under.append(line);
        else { under = document.createElement("ul"); line.append(under); root.append(line); }
      }
      let at = root.querySelector("li");
      root.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown" && event.altKey) at.nextElementSibling?.after(at);
        else if (event.key === "ArrowUp" && event.altKey) at.previousElementSibling?.before(at);
      });
      el.append(root);
    } };
    """
Plain(names=[[one.name, one.parent is not None] for one in schema])
'''
SELECT = """
import ipywidgets
ipywidgets.SelectMultiple(options=[one.name for one in schema], rows=20)
"""

# Times drawing and handlers from a key on, and notes when the widget's element comes and is drawn.
WATCH = """
  window.aw = { made: 0, drawn: 0, work: 0, keys: [] };
  const frames = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) => frames((time) => {
    const from = performance.now();
    draw(time);
    aw.work += performance.now() - from;
  });
  const lone = (event) => ["Alt", "Control", "Shift"].includes(event.key);
  addEventListener("keydown", (event) => {
    if (!lone(event)) { aw.work = 0; aw.from = performance.now(); }
  }, true);
  addEventListener("keydown", (event) => aw.after(event), false);
  const stop = Event.prototype.stopPropagation;
  Event.prototype.stopPropagation = function () {
    stop.call(this);
    if (this.type === "keydown") aw.after(this);
  };
  aw.after = (event) => {
    if (aw.last === event || lone(event)) return;
    aw.last = event;
    queueMicrotask(() => {
      aw.work += performance.now() - aw.from;
      frames(() => frames(() => {
        aw.keys.push([aw.work, performance.now() - event.timeStamp]);
      }));
    });
  };
  const look = () => {
    const root = document.querySelector(WIDGET);
    if (root && !aw.made) aw.made = performance.now();
    if (root && document.querySelector(ROWS)) frames(() => { aw.drawn = performance.now(); });
    else frames(look);
  };
  frames(look);
"""

SEEN = {
    "designer": (".aw-editor", ".aw-cat-row[data-category]"),
    "plain": ("ul.plain", "ul.plain li"),
    "select": (".widget-select-multiple", ".widget-select-multiple option"),
}


def percentiles(times: list[float]) -> str:
    p50, p95 = np.percentile(times, [50, 95])
    return f"p50 {p50:7.1f}   p95 {p95:7.1f}   max {max(times):7.1f}   n {len(times)}"


def opened(browser: Browser, url: str, what: str) -> Page:
    widget, rows = SEEN[what]
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH.replace("WIDGET", repr(widget)).replace("ROWS", repr(rows)))
    page.goto(url)
    page.wait_for_function("window.aw.drawn > 0", timeout=120_000)
    return page


def keys_cost(page: Page, keys: list[str]) -> tuple[list[float], list[float]]:
    page.evaluate("() => { aw.keys = []; }")
    for n, key in enumerate(keys):
        page.keyboard.press(key)
        page.wait_for_function(f"window.aw.keys.length > {n}")
    told = page.evaluate("aw.keys")
    return [one[0] for one in told], [one[1] for one in told]


WORK = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")


def cpu_cost(page: Page, session: CDPSession, keys: list[str]) -> list[float]:
    """Milliseconds of the main thread for each key."""

    def spent() -> float:
        told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        return 1000 * sum(float(told[name]) for name in WORK)

    times = []
    for key in keys:
        before = spent()
        keys_cost(page, [key])
        times.append(spent() - before)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--categories", type=int, default=5000)
    parser.add_argument("--presses", type=int, default=30)
    parser.add_argument("--pages", type=int, default=3)
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    env = {"ANIMEWIDGETS_STORE": str(folder / "store.duckdb"), "ANIMEWIDGETS_PERSON": "bench"}
    make = MAKE.format(count=args.categories)
    print(f"{args.categories} categories")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=FLAGS
            )
            for what, source in (("designer", DESIGNER), ("plain", PLAIN), ("select", SELECT)):
                server = start_voila(make + source, folder / what, env)
                try:
                    times, pages = [], []
                    for _ in range(args.pages):
                        page = opened(browser, server.url, what)
                        times.append(page.evaluate("aw.drawn - aw.made"))
                        pages.append(page)
                    print(f"{what:9} open               {percentiles(times)} ms")
                    for page in pages[:-1]:
                        page.close()
                    report(pages[-1], what, args.presses)
                finally:
                    server.stop()
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def report(page: Page, what: str, presses: int) -> None:
    half = presses // 2
    if what == "designer":
        page.locator(".aw-cat-rows").focus()
        page.keyboard.press("Home")
        stories = {
            "go down": ["ArrowDown"] * presses,
            "move": ["Alt+ArrowDown", "Alt+ArrowUp"] * half,
            "undo, redo": ["Control+z", "Control+y"] * half,
            "rename": ["F2", "x", "Enter"] * (presses // 3),
            "duplicate": ["Control+d"] * half,
            "fold": ["ArrowUp", "ArrowLeft", "ArrowRight"] * (presses // 3),
        }
    elif what == "plain":
        page.locator("ul.plain").focus()
        stories = {"move": ["Alt+ArrowDown", "Alt+ArrowUp"] * half}
    else:
        return
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    for name, keys in stories.items():
        work, shown = keys_cost(page, keys)
        if name == "go down":
            stood = page.locator(".aw-cat-row[data-active]").get_attribute("data-at")
            assert stood == str(presses), f"the keys went nowhere: {stood}"
        print(f"{what:9} {name:12} work  {percentiles(work)} ms")
        print(f"{what:9} {name:12} shown {percentiles(shown)} ms")
        if name != "go down":
            print(f"{what:9} {name:12} cpu   {percentiles(cpu_cost(page, session, keys))} ms")
    if what == "designer":
        page.locator(".aw-cat-filter").focus()
        _, shown = keys_cost(page, list("gory4"))
        print(f"{what:9} {'filter':12} shown {percentiles(shown)} ms")


if __name__ == "__main__":
    main()
