"""Painting masks: from pointer to pixels with 200 masks on a 1080p frame, bytes of a stroke, colour fills.

A real Voila; *stroke* is what Chromium's ``EventLatency`` says of each pointer move, from the input's time
stamp to the frame that was presented with it, and *handling and drawing* the page's own part of that. Message
sizes are those of the web socket's frames. Fills are compared with the demo's drawings before they were
encoded: the pixels of exactly one colour that hang together; the time is that of the fill alone, in Node.

    python tests/benchmarks/bench_canvas_masks.py [--masks 200] [--only stroke pan fill]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

import cv2
import numpy as np
import pandas as pd
from playwright.sync_api import Page, WebSocket, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from animewidgets import MaskCanvas, Store
from animewidgets.annotations import masks
from animewidgets.demo import DemoEpisode, EpisodeOptions, make_episode
from animewidgets.media import open_media
from animewidgets.media.cache import cache_folder
from tests.benchmarks.bench_canvas import FRAME, Bench, Tracing, clip_of, latencies, turn
from tests.benchmarks.bench_timeline import chromium_of
from tests.browser.conftest import FLAGS

JS = Path(__file__).resolve().parents[2] / "animewidgets" / "js"
#: Regions of fewer pixels (at 720p), and strokes of ink, are not what one clicks on.
LEAST_AREA, LEAST_RADIUS = 400, 4

FILL = """
import { readFileSync } from "node:fs";
import { fillFrom } from "BUNDLE";
const out = [];
for (const { file, truth, width, height, x, y, options } of JSON.parse(readFileSync(0, "utf8"))) {
  const frame = { data: new Uint8ClampedArray(readFileSync(file)), width, height };
  const began = performance.now();
  const filled = fillFrom(frame, x, y, options);
  const ms = performance.now() - began;
  const meant = new Uint8Array(readFileSync(truth));
  let [both, either] = [0, 0];
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const [is, was] = [filled.has(column, row), meant[row * width + column] === 1];
      both += is && was;
      either += is || was;
    }
  out.push({ ms, iou: both / either });
}
console.log(JSON.stringify(out));
"""


def paint(store: Path, clip: Path, count: int) -> None:
    """Masks of all sizes over one frame: figures that overlap, most of them small."""
    rng = np.random.default_rng(4)
    with Store.open(store) as opened:
        canvas = MaskCanvas(clip, store=opened)
        width, height = canvas.media.info.width, canvas.media.info.height
        names = [one.category_id for one in canvas._desk.template.categories]
        rows: list[dict[str, object]] = []
        for n in range(count):
            bitmap = np.zeros((height, width), np.uint8)
            radius = float(np.exp(rng.normal(3.5, 0.8)).clip(6, height / 3))
            centre = rng.uniform((0, 0), (width, height))
            turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
            rim = centre + radius * rng.uniform(0.6, 1.2, (24, 1)) * np.stack(
                [np.cos(turns), np.sin(turns)], 1
            )
            cv2.fillPoly(bitmap, [rim.round().astype(np.int32)], 1)
            if bitmap.any():
                rows.append(
                    {"kind": "mask", "frame": FRAME, "category": names[n % len(names)],
                     "geometry": masks.encode(bitmap).to_json()}
                )  # fmt: skip
        canvas.add(pd.DataFrame(rows))
        canvas.close()


def percentiles(values: np.ndarray) -> str:
    p50, p90, p99 = np.percentile(values, [50, 90, 99])
    return f"p50 {p50:6.1f}  p90 {p90:6.1f}  p99 {p99:6.1f}"


def script_per_move(page: Page, moves: int, draw: object) -> float:
    """Milliseconds of script per move of a stroke, by Chromium's own metrics."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")

    def metric(name: str) -> float:
        told = cdp.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in told if one["name"] == name))

    before = metric("ScriptDuration")
    assert callable(draw)
    draw(moves)
    return 1000 * (metric("ScriptDuration") - before) / moves


def strokes(page: Page, sent: list[int]) -> None:
    """Paint as one outlines a figure, and say how long each move takes to be seen, and what is sent."""
    page.keyboard.press("f")
    stage = page.locator("canvas.aw-overlay").bounding_box()
    assert stage is not None
    x, y = stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2

    def circle(moves: int, radius: float = 160) -> None:
        page.mouse.move(x + radius, y)
        page.mouse.down()
        for n in range(moves):
            turn_by = 2 * np.pi * n / 90
            page.mouse.move(x + radius * np.cos(turn_by), y + 0.7 * radius * np.sin(turn_by))
            page.wait_for_timeout(14)
        page.mouse.up()

    page.keyboard.press("m")
    circle(20)
    page.wait_for_timeout(1500)
    sizes: list[list[int]] = []
    for name, key, radius in [
        ("a new mask", "m", 160.0),
        ("more of it", "", 190.0),
        ("erased from it", "Shift+M", 175.0),
    ]:
        if key:
            page.keyboard.press(key)
        sent.clear()
        with Tracing(page) as trace:
            circle(90, radius)
        page.wait_for_timeout(1500)
        sizes.append(list(sent))
        ms = latencies(trace.events)
        print(
            f"  {name:15} input to presented {percentiles(ms)} ms ({len(ms)} moves), goal 16"
            f"   largest message {max(sent, default=0):6} bytes, goal 20000"
        )
    page.keyboard.press("m")
    page.keyboard.press("m")
    print(f"  of that, handling and drawing       {script_per_move(page, 90, circle):5.1f} ms a move")


def fills(folder: Path) -> None:
    """Click into flat colours of the demo's figures, and say how much of them is filled."""
    for height, crf in [(720, 20), (720, 28), (1080, 21)]:
        episode = DemoEpisode(
            cache_folder() / "bench" / f"episode-{height}-{crf}",
            EpisodeOptions(seed=1, seconds=15, height=height, crf=crf),
        )
        if not episode.is_whole:
            episode = make_episode(episode.folder, seed=1, seconds=15, height=height, crf=crf)
        jobs = regions(episode, folder, (height / 720) ** 2)
        bundle = folder / "flood.mjs"
        subprocess.run(
            [JS / "node_modules/.bin/esbuild", JS / "src/canvas/masks/flood.ts", "--bundle", "--format=esm",
             "--log-level=error", f"--outfile={bundle}"], check=True,
        )  # fmt: skip
        script = folder / "fill.mjs"
        script.write_text(FILL.replace("BUNDLE", str(bundle)))
        told = json.loads(
            subprocess.run(
                ["node", script], input=json.dumps(jobs), capture_output=True, text=True, check=True
            ).stdout
        )
        iou = np.array([one["iou"] for one in told])
        ms = np.array([one["ms"] for one in told])
        print(
            f"  {height}p crf {crf}: {len(iou)} regions"
            f"  IoU mean {iou.mean():.3f}  median {np.median(iou):.3f}"
            f"  above .9 {100 * (iou > 0.9).mean():.0f} %   time {percentiles(ms)} ms, goal 50"
        )


def regions(episode: DemoEpisode, folder: Path, scale: float) -> list[dict[str, object]]:
    """Places to click in flat colours of figures, with the pixels that are meant."""
    jobs: list[dict[str, object]] = []
    with open_media(episode.bluray) as media:
        for ordinal in range(20, media.index.count, 47):
            figures = episode.masks(ordinal)
            if not figures:
                continue
            drawn, decoded = episode.picture(ordinal), media.frame(ordinal).rgb
            height, width = decoded.shape[:2]
            file = folder / f"{ordinal}.raw"
            np.dstack([decoded, np.full((height, width), 255, np.uint8)]).tofile(file)
            packed = (drawn.astype(np.int32) << [16, 8, 0]).sum(axis=2)
            for figure in figures.values():
                colours, counts = np.unique(packed[figure], return_counts=True)
                for colour in colours[np.argsort(-counts)][:8]:
                    count, labels, stats, _ = cv2.connectedComponentsWithStats(
                        (packed == colour).astype(np.uint8), connectivity=4
                    )
                    for part in range(1, count):
                        inside = labels == part
                        if stats[part, cv2.CC_STAT_AREA] < LEAST_AREA * scale or not (inside & figure).any():
                            continue
                        depth = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 5)
                        if depth.max() < LEAST_RADIUS:
                            continue
                        y, x = np.unravel_index(depth.argmax(), depth.shape)
                        truth = folder / f"{uuid.uuid4().hex}.truth"
                        inside.astype(np.uint8).tofile(truth)
                        jobs.append(
                            {"file": str(file), "truth": str(truth), "width": width, "height": height,
                             "x": int(x), "y": int(y), "options": {"tolerance": 6, "gap": 2, "line": 0}}
                        )  # fmt: skip
    return jobs


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--masks", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--only", nargs="*", choices=["stroke", "pan", "fill"])
    args = parser.parse_args()
    wanted = set(args.only or ["stroke", "pan", "fill"])
    folder = Path(tempfile.mkdtemp(prefix="aw-bench-"))
    clip = clip_of((1920, 1080), 120)
    try:
        if "fill" in wanted:
            print("flat colours of the demo, tolerance 6, gaps of 2 pixels closed")
            fills(folder)
        if wanted & {"stroke", "pan"}:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
                bench = Bench(browser, chromium_of(os.getpid()), args, folder)
                store = folder / "masks.duckdb"
                paint(store, clip, args.masks)
                sent: list[int] = []

                def measure(page: Page) -> None:
                    if "stroke" in wanted:
                        strokes(page, sent)
                    if "pan" in wanted:
                        page.keyboard.press("Escape")
                        for kind in ("pan", "zoom"):
                            turn(bench, page, kind)

                def listen(socket: WebSocket) -> None:
                    socket.on("framesent", lambda payload: sent.append(len(payload)))

                new_page = browser.new_page

                def listening(**options: object) -> Page:
                    page = new_page(**options)  # type: ignore[arg-type]  # the same options as the original
                    page.on("websocket", listen)
                    return page

                browser.new_page = listening  # type: ignore[method-assign]  # the bench opens the page itself
                print(f"{args.masks} masks on a frame, 1920×1080")
                bench.open(clip, store, measure)
                browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
