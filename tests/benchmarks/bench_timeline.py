"""Panning and zooming a whole episode on the time axis: frames a second, and what the page costs in memory.

24 minutes, 34,500 frames, 400 cuts, four lanes with 400 segments, 900 candidates, waveform and spectrogram,
in a real Voila; then the same with 2,000 audio events on four lanes beside them. Peer in the same run: the
same wheel over a page whose one canvas of the same size is filled with a colour, which is what this machine's
software rendering allows at all.

    python tests/benchmarks/bench_timeline.py [--seconds 6] [--width 1920] [--height 1080]
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from animewidgets import Store, TimelineEditor
from animewidgets.annotations import (
    AUDIO_EVENTS,
    CUT_TIMING,
    Annotation,
    Commit,
    Edit,
    Kind,
    Op,
    Template,
)
from animewidgets.media.cache import cache_folder
from tests.benchmarks.bench_editor import voila
from tests.benchmarks.bench_index import episode
from tests.browser.conftest import FLAGS
from tests.browser.harness import descendants

MINUTES = 24
CUTS, LANES, SEGMENTS, CANDIDATES = 400, ("opening", "music", "speaker", "place"), 100, 900
EVENTS, SOUNDS, SPEAKERS = 2000, ("dialogue", "effect", "music", "ambience"), 12
AUDIO_RATE = 48_000

# Turns the wheel once per drawn frame and notes when frames were drawn.
TURN = """
async ([selector, seconds, kind]) => {
  const canvas = document.querySelector(selector);
  const box = canvas.getBoundingClientRect();
  const times = [];
  const drawn = () => new Promise(requestAnimationFrame);
  const began = await drawn();
  for (let now = began; now - began < 1000 * seconds; now = await drawn()) {
    times.push(now);
    const phase = (now - began) / 1000;
    const there = Math.floor(phase) % 2 ? -1 : 1;
    const init = kind === "pan"
      ? { deltaX: there * 40, deltaY: 0, shiftKey: true }
      : { deltaX: 0, deltaY: there * 12, ctrlKey: true };
    canvas.dispatchEvent(new WheelEvent("wheel", { ...init, bubbles: true, cancelable: true,
      clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 }));
  }
  return times;
}
"""

FILLED = """
import anywidget
class Filled(anywidget.AnyWidget):
    _esm = '''
    export default { render({ el }) {
      const canvas = document.createElement("canvas");
      canvas.className = "aw-filled";
      canvas.width = innerWidth - 40; canvas.height = 400;
      const context = canvas.getContext("2d", { alpha: false });
      let hue = 0, asked = false;
      canvas.addEventListener("wheel", (event) => {
        event.preventDefault();
        if (asked) return;
        asked = true;
        requestAnimationFrame(() => {
          asked = false;
          context.fillStyle = `hsl(${hue++ % 360} 60% 60%)`;
          context.fillRect(0, 0, canvas.width, canvas.height);
        });
      }, { passive: false });
      el.append(canvas);
    } };
    '''
Filled()
"""


def with_sound(video: Path) -> Path:
    """The same pictures with sound beside them: ten seconds of noise and tones, repeated."""
    path = video.with_name(f"{video.stem}-sound.mp4")
    if path.exists():
        return path
    short = video.with_name("tones.m4a")
    seconds = np.arange(10 * AUDIO_RATE) / AUDIO_RATE
    tones = np.sin(2 * np.pi * (200 + 40 * seconds) * seconds) * (0.3 + 0.3 * np.sin(3 * seconds))
    noise = np.random.default_rng(3).normal(0, 0.05, tones.shape)
    with av.open(str(short), "w") as out:
        stream = out.add_stream("aac", rate=AUDIO_RATE)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray((tones + noise).astype(np.float32)[None], "fltp", "mono")
        frame.sample_rate = AUDIO_RATE
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    part = path.with_suffix(".part.mp4")
    with av.open(str(video)) as pictures, av.open(str(short)) as sound, av.open(str(part), "w") as out:
        shown = out.add_stream_from_template(pictures.streams.video[0])
        heard = out.add_stream_from_template(sound.streams.audio[0])
        packets = [(bytes(p), p.duration or 0) for p in sound.demux(audio=0) if p.dts is not None]
        film = pictures.streams.video[0]
        base = film.time_base or Fraction(1, av.time_base)
        length = (film.duration or 0) * base
        waiting = repeated(packets, float(length))
        for packet in pictures.demux(video=0):
            if packet.dts is None:
                continue
            now = float(packet.dts * base)
            for data, pts, duration in waiting:
                one = av.Packet(data)
                one.stream, one.pts, one.dts, one.duration = heard, pts, pts, duration
                one.time_base = Fraction(1, AUDIO_RATE)
                out.mux(one)
                if pts / AUDIO_RATE > now + 0.5:
                    break
            packet.stream = shown
            out.mux(packet)
    part.rename(path)
    return path


def repeated(packets: list[tuple[bytes, int]], seconds: float) -> Iterator[tuple[bytes, int, int]]:
    """Packets one after the other, over and over, with their times in samples."""
    at = 0
    while at < seconds * AUDIO_RATE:
        for data, duration in packets:
            yield data, at, duration
            at += duration


def fill(store: Path, media: Path, template: Template) -> None:
    """The cuts and segments of a whole episode, and its audio events where the template takes them."""
    with Store.open(store) as opened:
        editor = TimelineEditor(media, store=opened, template=template, project=template.template_id)
        pts = editor.media.index.pts
        category = next(iter(template.categories)).category_id
        at = np.linspace(20, len(pts) - 200, CUTS).astype(int)
        made = [Annotation(str(uuid.uuid4()), Kind.CUT, int(pts[n])) for n in at]
        made += [
            Annotation(
                str(uuid.uuid4()), Kind.TAG, int(pts[n]), category=category, attributes={"scope": "shot"}
            )
            for n in at[::2]
        ]
        for rank, lane in enumerate(LANES):
            made += [
                Annotation(
                    str(uuid.uuid4()),
                    Kind.SEGMENT,
                    int(pts[n]),
                    int(pts[n + 60 + 20 * rank]),
                    attributes={"lane": lane},
                )
                for n in np.linspace(30 + rank, len(pts) - 400, SEGMENTS).astype(int)
            ]
        if Kind.AUDIO_EVENT in template.kinds:
            made += sounds(pts)
        for part in range(0, len(made), 500):
            edits = tuple(Edit(Op.CREATE, one.annotation_id, 0, after=one) for one in made[part : part + 500])
            opened.commit(Commit(str(uuid.uuid4()), editor.task_id, "bench", edits))
        editor.close()


def sounds(pts: np.ndarray) -> list[Annotation]:
    """Audio events all over an episode, long and short, off the frames."""
    random = np.random.default_rng(4)
    made = []
    for n, start in enumerate(np.linspace(int(pts[0]), int(pts[-1000]), EVENTS).astype(int)):
        lane = SOUNDS[n % len(SOUNDS)]
        length = int(random.uniform(0.3, 8) * (pts[24] - pts[0]))
        speaker = {"speaker": f"Speaker {n % SPEAKERS}"} if lane == "dialogue" else {}
        category = None if lane == "dialogue" else "impact"
        made.append(
            Annotation(
                str(uuid.uuid4()),
                Kind.AUDIO_EVENT,
                int(start),
                int(start) + length,
                category=category,
                attributes={"lane": lane, **speaker},
            )
        )
    return made


def turn(page: Page, selector: str, seconds: float, kind: str) -> tuple[float, float, float]:
    """Frames a second over all, the slowest tenth's, and the longest frame in ms."""
    times = np.diff(page.evaluate(TURN, [selector, seconds, kind]))
    return 1000 / times.mean(), 1000 / np.percentile(times, 90), times.max()


def renderer_memory(page: Page, browser_pid: int) -> tuple[float, float]:
    """MB that the page's process has to itself (PSS, largest renderer), and of that the JavaScript heap."""
    largest = 0
    for pid in descendants(browser_pid):
        try:
            if b"--type=renderer" not in Path(f"/proc/{pid}/cmdline").read_bytes():
                continue
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        found = re.search(r"^Pss: +(\d+) kB", rollup, re.MULTILINE)
        largest = max(largest, int(found[1]) if found else 0)
    cdp = page.context.new_cdp_session(page)
    heap = cdp.send("Runtime.getHeapUsage")["usedSize"]
    return largest / 1000, heap / 1e6


def report(name: str, figures: tuple[float, float, float]) -> None:
    mean, low, longest = figures
    print(f"  {name:34} {mean:5.1f} fps   slowest tenth {low:5.1f} fps   longest {longest:5.0f} ms")


def measure(browser: Browser, pid: int, url: str, args: argparse.Namespace, name: str) -> None:
    page = browser.new_page(viewport={"width": args.width, "height": args.height})
    page.goto(url)
    page.locator(".aw-editor [data-state=ready]").wait_for(timeout=120_000)
    root = page.locator(".aw-editor")
    root.evaluate("root => root.focus()")
    page.keyboard.press("Shift+E")  # the spectrogram as well
    for _ in range(9):
        page.keyboard.press("+")
    page.keyboard.type("g")
    page.keyboard.type("17000\n")
    page.wait_for_timeout(8000)  # filmstrip and sound fill up
    for kind in ("pan", "zoom"):
        report(f"{name}, {kind}", turn(page, ".aw-axis", args.seconds, kind))
    whole, heap = renderer_memory(page, pid)
    print(f"  page's process after panning       {whole:5.0f} MB, {heap:.0f} MB of it JavaScript")
    page.keyboard.press("Space")
    page.wait_for_timeout(6000)
    page.keyboard.press("Space")
    whole, heap = renderer_memory(page, pid)
    print(f"  the same after playing 6 s         {whole:5.0f} MB, {heap:.0f} MB of it JavaScript   goal: 600")
    page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--width", type=int, default=1920)
    parser.add_argument("--height", type=int, default=1080)
    args = parser.parse_args()
    media = with_sound(episode((1280, 720), MINUTES))
    folder = Path(tempfile.mkdtemp(prefix="aw-bench-"))
    store = folder / "annotations.duckdb"
    env = {"ANIMEWIDGETS_STORE": str(store), "ANIMEWIDGETS_CACHE": str(cache_folder())}
    source = (
        "from animewidgets import TimelineEditor\n"
        "from animewidgets.annotations import AUDIO_EVENTS, CUT_TIMING\n"
        f"editor = TimelineEditor({str(media)!r}, template=%s, project='%s')\n"
        "count = editor.media.index.count\n"
        f"editor.propose(range(15, count - 100, count // {CANDIDATES}))\n"
        "editor"
    )
    cases = {"editor": CUT_TIMING, f"with {EVENTS} sounds": AUDIO_EVENTS}
    print(f"{MINUTES} minutes, {CUTS} cuts, {len(LANES)} lanes, {args.width}×{args.height}; goal 50 fps")
    try:
        for template in cases.values():
            fill(store, media, template)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            pid = chromium_of(os.getpid())
            with voila(FILLED, folder / "peer", env) as server:
                page = browser.new_page(viewport={"width": args.width, "height": args.height})
                page.goto(server.url)
                page.locator(".aw-filled").wait_for()
                for kind in ("pan", "zoom"):
                    report(f"peer: one filled canvas, {kind}", turn(page, ".aw-filled", args.seconds, kind))
                page.close()
            for name, template in cases.items():
                constant = "AUDIO_EVENTS" if template is AUDIO_EVENTS else "CUT_TIMING"
                notebook = source % (constant, template.template_id)
                with voila(notebook, folder / template.template_id, env) as server:
                    measure(browser, pid, server.url, args, name)
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def chromium_of(own: int) -> int:
    """Process id of the Chromium that this process started."""
    for pid in descendants(own):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if b"chromium" in command and b"--type=" not in command and b"--headless" in command:
            return pid
    raise RuntimeError("no Chromium was started by this process")


if __name__ == "__main__":
    main()
