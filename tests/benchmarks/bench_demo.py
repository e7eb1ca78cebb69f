"""How long the demo episode takes to draw and write, against encoding the same frames with plain x264.

python tests/benchmarks/bench_demo.py [--seconds 90] [--height 720]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import av

from animewidgets.demo import make_episode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=90)
    parser.add_argument("--height", type=int, default=720)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start, cpu = time.perf_counter(), time.process_time()
        episode = make_episode(Path(folder), seconds=options.seconds, height=options.height)
        drawn, drawn_cpu = time.perf_counter() - start, time.process_time() - cpu
        plain, plain_cpu, frames = _plain_encode(episode.bluray, Path(folder) / "plain.mp4")
        plain_tv, plain_tv_cpu, frames_tv = _plain_encode(episode.tv_recording, Path(folder) / "plain-tv.mp4")
        peer, peer_cpu = plain + plain_tv, plain_tv_cpu + plain_cpu
        print(f"demo episode, {options.seconds:g} s at {options.height} lines, {os.cpu_count()} cores")
        print(f"{'what':44s} {'frames':>7s} {'wall s':>7s} {'cpu s':>7s}")
        print(
            f"{'draw, sound, both releases, truth':44s} {frames + frames_tv:7d} {drawn:7.1f} {drawn_cpu:7.1f}"
        )
        print(
            f"{'plain x264 of the same frames (and decoding)':44s} "
            f"{frames + frames_tv:7d} {peer:7.1f} {peer_cpu:7.1f}"
        )
        print(
            f"ratio {drawn / peer:.2f} wall, {drawn_cpu / peer_cpu:.2f} cpu; goal: 60 s wall for 90 s of 720p"
        )


def _plain_encode(source: Path, target: Path) -> tuple[float, float, int]:
    """Decode and encode again with the same settings; the decoding is a small part of it."""
    count = 0
    start, cpu = time.perf_counter(), time.process_time()
    with av.open(str(source)) as reading, av.open(str(target), "w") as writing:
        given = reading.streams.video[0]
        given.thread_type = "AUTO"
        rate = given.average_rate or Fraction(24)
        made = writing.add_stream("libx264", rate=rate, options={"crf": "21", "preset": "superfast"})
        made.width, made.height, made.pix_fmt = given.width, given.height, "yuv420p"
        for count, frame in enumerate(reading.decode(given), start=1):
            frame.pts = count - 1
            frame.time_base = 1 / rate
            writing.mux(made.encode(frame))
        writing.mux(made.encode(None))
    return time.perf_counter() - start, time.process_time() - cpu, count


if __name__ == "__main__":
    main()
