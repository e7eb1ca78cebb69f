"""The frame canvas under load: frames a second, from pointer to pixels, and what the page costs in memory.

A clip of 1920 × 1080 (and one of 3840 × 2160) in a real Voila; figures come from Chromium's own tracing:
*handle drag* is what ``EventLatency`` says of each pointer move, from the input's time stamp to the frame
that was presented with it. Peer in the same run: the same wheel over the canvas with nothing drawn on it.

    python tests/benchmarks/bench_canvas.py [--seconds 5] [--visits 1000] [--crowd 5000] [--only NAME …]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from animewidgets import FrameCanvas, Store
from animewidgets.annotations import Annotation, Commit, Edit, Kind, Op
from animewidgets.demo.clips import make_clip
from animewidgets.media.cache import cache_folder
from tests.benchmarks.bench_editor import voila
from tests.benchmarks.bench_timeline import chromium_of, renderer_memory
from tests.browser.conftest import FLAGS

READY = ".aw-editor [data-state=ready]"
FRAME = 40

# Turns the wheel, or drags the picture, once per drawn frame and notes when frames were drawn.
TURN = """
async ([seconds, kind]) => {
  const canvas = document.querySelector("canvas.aw-overlay");
  const box = canvas.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const times = [];
  const drawn = () => new Promise(requestAnimationFrame);
  const pointer = (type, clientX, clientY, buttons) => canvas.dispatchEvent(new PointerEvent(type, {
    pointerId: 1, pointerType: "mouse", button: type === "pointermove" ? -1 : 1, buttons,
    clientX, clientY, bubbles: true, cancelable: true }));
  canvas.setPointerCapture = () => {};
  if (kind === "pan") pointer("pointerdown", x, y, 4);
  const began = await drawn();
  for (let now = began; now - began < 1000 * seconds; now = await drawn()) {
    times.push(now);
    const phase = (now - began) / 1000;
    if (kind === "pan")
      pointer("pointermove", x + 200 * Math.sin(3 * phase), y + 120 * Math.cos(2 * phase), 4);
    else
      canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: Math.floor(phase) % 2 ? 12 : -12, ctrlKey: true,
        bubbles: true, cancelable: true, clientX: x, clientY: y }));
  }
  if (kind === "pan") pointer("pointerup", x, y, 0);
  return times;
}
"""

# Goes to frames one after the other, each until its exact picture stands there.
VISIT = """
async ([from, to]) => {
  const root = document.querySelector(".aw-editor");
  const screen = root.querySelector(".aw-screen");
  for (let frame = from; frame < to; frame++) {
    root.dispatchEvent(new KeyboardEvent("keydown", { key: ".", code: "Period", bubbles: true }));
    while (screen.dataset.frame !== String(frame + 1) || screen.dataset.state !== "ready")
      await new Promise(requestAnimationFrame);
  }
}
"""


@dataclass(frozen=True)
class Bench:
    """What all measures need."""

    browser: Browser
    pid: int
    args: argparse.Namespace
    folder: Path

    def open(self, clip: Path, store: Path, measure: Callable[[Page], None]) -> None:
        """Measure something on a canvas that stands open."""
        env = {"ANIMEWIDGETS_STORE": str(store), "ANIMEWIDGETS_CACHE": str(cache_folder())}
        source = f"from animewidgets import FrameCanvas\nFrameCanvas({str(clip)!r}, frame={FRAME})"
        with voila(source, Path(tempfile.mkdtemp(dir=self.folder)), env) as server:
            page = self.browser.new_page(viewport={"width": 1920, "height": 1080})
            began = time.perf_counter()
            page.goto(server.url)
            page.locator(READY).wait_for(timeout=240_000)
            print(f"  page to the first exact picture     {time.perf_counter() - began:5.1f} s")
            page.locator(".aw-editor").evaluate("root => root.focus()")
            page.keyboard.press("Alt+Enter")  # full screen
            page.wait_for_timeout(2500)
            measure(page)
            page.close()


def fill(store: Path, clip: Path, boxes: int, *, at_once: int = 1000) -> None:
    """Boxes of all sizes over one frame, most of them small, as a crowd scene has them."""
    rng = np.random.default_rng(4)
    with Store.open(store) as opened:
        canvas = FrameCanvas(clip, store=opened)
        width, height = canvas.media.info.width, canvas.media.info.height
        pts = int(canvas.media.index.pts[FRAME])
        names = [one.category_id for one in canvas._desk.template.categories]
        sizes = np.exp(rng.normal(3.2, 0.8, (boxes, 2))).clip(3, min(width, height) / 2)
        corners = rng.uniform(0, 1, (boxes, 2)) * ([width, height] - sizes)
        made = [
            Annotation(
                str(uuid.uuid4()),
                Kind.BOX,
                pts,
                category=names[n % len(names)],
                geometry=dict(zip(("x", "y", "width", "height"), map(float, np.round(row, 2)), strict=True)),
            )
            for n, row in enumerate(np.hstack([corners, sizes]))
        ]
        for part in range(0, len(made), at_once):
            edits = tuple(
                Edit(Op.CREATE, one.annotation_id, 0, after=one) for one in made[part : part + at_once]
            )
            opened.commit(Commit(str(uuid.uuid4()), canvas.task_id, "bench", edits))
        canvas.close()


def turn(bench: Bench, page: Page, kind: str) -> None:
    """Pan or zoom, and say how smoothly."""
    page.keyboard.press("f")
    page.keyboard.press("+")
    page.wait_for_timeout(400)
    times = np.diff(page.evaluate(TURN, [bench.args.seconds, kind]))
    mean, low = 1000 / times.mean(), 1000 / np.percentile(times, 90)
    print(f"  {kind:4}  {mean:5.1f} fps   slowest tenth {low:5.1f} fps   longest {times.max():5.0f} ms")


class Tracing:
    """Chromium's own trace of what happens within it."""

    def __init__(self, page: Page) -> None:
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.events: list[dict[str, object]] = []
        self.done = False
        self.cdp.on("Tracing.dataCollected", lambda data: self.events.extend(data["value"]))
        self.cdp.on("Tracing.tracingComplete", self._complete)
        self.page = page

    def _complete(self, _: object) -> None:
        self.done = True

    def __enter__(self) -> Tracing:
        config = {"includedCategories": ["cc", "input", "benchmark", "latencyInfo", "viz"]}
        self.cdp.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": config})
        return self

    def __exit__(self, *_: object) -> None:
        self.cdp.send("Tracing.end")
        for _attempt in range(200):
            if self.done:
                break
            self.page.wait_for_timeout(50)


def latencies(events: list[dict[str, object]]) -> np.ndarray:
    """Milliseconds from input to presentation of each pointer move that Chromium reported on."""
    begun: dict[object, float] = {}
    told: list[float] = []
    for event in sorted(events, key=lambda one: float(str(one.get("ts", 0)))):
        if event.get("name") != "EventLatency":
            continue
        key = (json.dumps(event.get("id2") or event.get("id")), event.get("tid"))
        stamp = float(str(event["ts"]))
        if event["ph"] == "b":
            kind = json.dumps(event.get("args", {}))
            if "MOUSE_DRAGGED" in kind or "MOUSE_MOVED" in kind:
                begun[key] = stamp
        elif event["ph"] == "e" and key in begun:
            told.append((stamp - begun.pop(key)) / 1000)
    return np.array(told)


def stages(events: list[dict[str, object]]) -> list[tuple[str, float]]:
    """The stages of Chromium's pipeline that pointer moves pass: mean milliseconds, longest first."""
    begun: dict[object, list[tuple[str, float]]] = {}
    told: dict[str, list[float]] = {}
    for event in sorted(events, key=lambda one: float(str(one.get("ts", 0)))):
        if event.get("ph") not in ("b", "e"):
            continue
        key = json.dumps(event.get("id2") or event.get("id"))
        name, stamp = str(event.get("name")), float(str(event["ts"]))
        if event["ph"] == "b":
            begun.setdefault(key, []).append((name, stamp))
        elif begun.get(key):
            name, since = begun[key].pop()
            if any(one == "EventLatency" for one, _ in begun[key]):
                told.setdefault(name, []).append((stamp - since) / 1000)
    most = max(map(len, told.values()), default=1)
    means = [(name, float(np.mean(ms))) for name, ms in told.items() if len(ms) > most / 3]
    return sorted(means, key=lambda one: -one[1])


BARE = """<!doctype html><body style="margin: 0"><canvas width="1300" height="900"></canvas><script>
const canvas = document.querySelector("canvas"), context = canvas.getContext("2d");
let at = null, due = false;
canvas.addEventListener("pointermove", ({ clientX, clientY }) => {
  const next = [clientX, clientY];
  if (due) { latest = next; return; }
  due = true; latest = next;
  requestAnimationFrame(() => {
    due = false;
    if (at) context.clearRect(at[0] - 6, at[1] - 6, 12, 12);
    at = latest;
    context.fillRect(at[0] - 6, at[1] - 6, 12, 12);
  });
});
let latest = null;
</script>"""


def drag_on_a_bare_canvas(page: Page) -> None:
    """The peer of dragging: what Chromium itself takes on this machine to move a square of 12 pixels."""
    page.set_content(BARE)
    page.wait_for_timeout(500)
    with Tracing(page) as trace:
        page.mouse.move(600, 400)
        page.mouse.down()
        for n in range(150):
            page.mouse.move(600 + 50 * np.sin(n / 8), 400 + 40 * np.cos(n / 11))
            page.wait_for_timeout(12)
        page.mouse.up()
    middle, most, worst = np.percentile(latencies(trace.events), [50, 90, 99])
    told = f"p50 {middle:5.1f}  p90 {most:5.1f}  p99 {worst:5.1f} ms"
    print(f"  a square on a bare canvas           {told}   (the same moves; Chromium alone)")


def drag_handles(page: Page) -> None:
    """Drag the corner of a box to and fro, and say how long each move takes to be seen."""
    page.keyboard.press("f")
    page.keyboard.press("r")
    stage = page.locator("canvas.aw-overlay").bounding_box()
    assert stage is not None
    x, y = stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2
    page.mouse.move(x - 100, y - 80)
    page.mouse.down()
    page.mouse.move(x + 60, y + 50, steps=4)
    page.mouse.up()
    page.wait_for_timeout(500)
    with Tracing(page) as trace:
        page.mouse.move(x + 60, y + 50)
        page.mouse.down()
        for n in range(150):
            page.mouse.move(x + 60 + 50 * np.sin(n / 8), y + 50 + 40 * np.cos(n / 11))
            page.wait_for_timeout(12)
        page.mouse.up()
    ms = latencies(trace.events)
    if not len(ms):
        names = sorted(
            {str(event.get("name")) for event in trace.events if "Latency" in str(event.get("name"))}
        )
        print(f"  handle drag: no EventLatency in the trace; there is {names}")
        return
    middle, most, worst = np.percentile(ms, [50, 90, 99])
    told = f"p50 {middle:5.1f}  p90 {most:5.1f}  p99 {worst:5.1f} ms"
    print(f"  handle drag, input to presented     {told}   ({len(ms)} moves)   goal 16")
    for name, mean in stages(trace.events)[:6]:
        print(f"      {name:58} mean {mean:5.1f} ms")
    # Of that, what the page itself does with a move: from the event to the drawing's end.
    print(f"  of that, handling and drawing       p50 {own_time(page, x, y):5.1f} ms")


def own_time(page: Page, x: float, y: float) -> float:
    """Milliseconds of script per drawn frame, by Chromium's own metrics, while the pointer moves."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")

    def metric(name: str) -> float:
        told = cdp.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in told if one["name"] == name))

    script = metric("ScriptDuration")
    moves = 100
    page.mouse.move(x + 60, y + 50)
    page.mouse.down()
    for n in range(moves):
        page.mouse.move(x + 60 + 50 * np.sin(n / 8), y + 50 + 40 * np.cos(n / 11))
        page.wait_for_timeout(18)
    page.mouse.up()
    return 1000 * (metric("ScriptDuration") - script) / moves


def visit(bench: Bench, page: Page) -> None:
    """Go through many frames, and say what the page holds before and after."""
    visits = bench.args.visits
    first = min(200, visits // 5)
    page.keyboard.press("Home")
    page.locator(".aw-screen[data-frame='0'][data-state=ready]").wait_for()
    at = 0
    for until in (first, visits // 2, visits - 1):
        page.evaluate(VISIT, [at, until])
        at = until
        cdp = page.context.new_cdp_session(page)
        cdp.send("HeapProfiler.collectGarbage")
        whole, heap = renderer_memory(page, bench.pid)
        counters = cdp.send("Memory.getDOMCounters")
        held = f"{counters['nodes']} nodes, {counters['jsEventListeners']} listeners"
        told = f"{whole:5.0f} MB, {heap:4.1f} MB of it JavaScript, {held}"
        print(f"  after {until + 1:5} frames visited          {told}")


def clip_of(size: tuple[int, int], frames: int) -> Path:
    path = cache_folder() / "bench" / f"canvas-{size[0]}x{size[1]}-{frames}.mp4"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.mp4")
        make_clip(part, frames=frames, size=size)
        part.rename(path)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--visits", type=int, default=1000)
    parser.add_argument("--crowd", type=int, default=5000)
    parser.add_argument("--only", nargs="*", choices=["crowd", "drag", "memory", "4k", "peer"])
    args = parser.parse_args()
    wanted = set(args.only or ["peer", "crowd", "drag", "memory", "4k"])
    folder = Path(tempfile.mkdtemp(prefix="aw-bench-"))
    hd = clip_of((1920, 1080), 120)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            bench = Bench(browser, chromium_of(os.getpid()), args, folder)

            def crowd(page: Page) -> None:
                for kind in ("pan", "zoom"):
                    turn(bench, page, kind)

            def both(page: Page) -> None:
                crowd(page)
                drag_handles(page)

            def with_boxes(clip: Path, boxes: int, measure: Callable[[Page], None]) -> None:
                store = folder / f"{uuid.uuid4().hex}.duckdb"
                fill(store, clip, boxes)
                bench.open(clip, store, measure)

            if "peer" in wanted:
                print("no shape, 1920×1080")
                bench.open(hd, folder / "empty.duckdb", crowd)
            if "crowd" in wanted:
                print(f"{args.crowd} boxes on a frame, 1920×1080; goal 50 fps")
                with_boxes(hd, args.crowd, crowd)
            if "drag" in wanted:
                bare = browser.new_page(viewport={"width": 1920, "height": 1080})
                drag_on_a_bare_canvas(bare)
                bare.close()
                print("200 boxes on a frame, 1920×1080")
                with_boxes(hd, 200, drag_handles)
            if "memory" in wanted:
                print("going from frame to frame, 1920×1080")
                long = clip_of((1920, 1080), args.visits + 10)
                bench.open(long, folder / "visits.duckdb", lambda page: visit(bench, page))
            if "4k" in wanted:
                print("200 boxes on a frame, 3840×2160")
                with_boxes(clip_of((3840, 2160), 60), 200, both)
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
