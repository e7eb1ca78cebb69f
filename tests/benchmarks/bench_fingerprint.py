"""Fingerprints: how fast they are taken, against real time and decoding alone, and how large they are.

python tests/benchmarks/bench_fingerprint.py [--seconds 60]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import av

from animewidgets.analysis.fingerprint import fingerprint
from animewidgets.demo import make_episode
from animewidgets.media import open_media
from animewidgets.media.cache import cache_folder

_EPISODE_FRAMES = 34_500


def decoding_alone(path: Path) -> float:
    """Seconds that FFmpeg's own threads take to decode the pictures, two of them."""
    start = time.perf_counter()
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type, stream.thread_count = "AUTO", 2
        for _ in container.decode(stream):
            pass
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=float, default=60, help="length of the episode that is drawn")
    chosen = options.parse_args()
    for height, goal in ((720, 15), (1080, 8)):
        folder = cache_folder() / "benchmarks" / f"fingerprint-{height}-{chosen.seconds:g}s"
        path = folder / "bluray.mp4"
        if not path.exists():
            make_episode(folder, seed=11, seconds=chosen.seconds, height=height)
        alone = decoding_alone(path)
        with open_media(path) as media:
            _ = media.release_id
            wall, cpu = time.perf_counter(), time.process_time()
            made = fingerprint(media, workers=2, cache=False)
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        size = len(made.to_bytes())
        print(
            f"{height}p: {made.seconds / wall:5.1f}x real time (goal {goal}x), {len(made) / wall:.0f} fps, "
            f"{cpu / len(made) * 1000:.2f} ms CPU a frame, {wall / alone:.2f} of decoding alone; "
            f"{size} bytes, {size / len(made) * _EPISODE_FRAMES / 1000:.0f} kB for 24 minutes (goal ≤ 300)"
        )


if __name__ == "__main__":
    main()
