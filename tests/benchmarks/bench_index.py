"""Index of a 24-minute episode against a full decode; random access against decoding from the key frame.

    python tests/benchmarks/bench_index.py [--minutes 24] [--seeks 60] [--skip-decode]

The episode is a short clip whose packets are repeated, kept in the cache folder between runs.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
import numpy as np

from animewidgets.demo.clips import paint
from animewidgets.demo.frame_number import draw
from animewidgets.media import Media, open_media
from animewidgets.media.build import build_index
from animewidgets.media.cache import cache_folder

RATE = Fraction(24000, 1001)
GOP = 250
SIZES = {"720p": (1280, 720), "1080p": (1920, 1080)}


def episode(size: tuple[int, int], minutes: float) -> Path:
    """An H.264 mp4 with key frames every 250 pictures, of about 6 Mbit/s at 1080p."""
    path = cache_folder() / "benchmarks" / f"{size[1]}p-{minutes:g}min.mp4"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        short = path.with_name(f"{size[1]}p-gop.mp4")
        _encode(short, size)
        _repeat(short, path, int(minutes * 60 * RATE / GOP))
    return path


def _encode(path: Path, size: tuple[int, int]) -> None:
    noise = np.random.default_rng(7).integers(0, 24, (size[1] + 64, size[0] + 64, 1), np.uint8)
    with av.open(str(path), "w") as out:
        options = {
            "preset": "veryfast",
            "crf": "24",
            "x264-params": f"keyint={GOP}:min-keyint={GOP}:scenecut=0:bframes=3",
        }
        stream = out.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(GOP):
            # Paper grain that drifts, so that the pictures cost bits as a real episode's do.
            shift = number // 3 % 64
            picture = paint(number, size) // 2 + noise[shift : shift + size[1], shift : shift + size[0]]
            draw(picture, number)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        out.mux(stream.encode(None))


def _repeat(source: Path, target: Path, times: int) -> None:
    with av.open(str(source)) as read:
        stream = read.streams.video[0]
        base = stream.time_base or Fraction(1, av.time_base)
        packets = [
            (bytes(p), p.pts, p.dts, p.is_keyframe)
            for p in read.demux(stream)
            if p.size and p.pts is not None and p.dts is not None
        ]
        period = round(1 / (RATE * base))
        unfinished = target.with_name(f"unfinished-{target.name}")
        with av.open(str(unfinished), "w") as write:
            copy = write.add_stream_from_template(stream)
            for turn in range(times):
                for data, pts, dts, key in packets:
                    packet = av.Packet(data)
                    packet.stream, packet.time_base = copy, base
                    packet.pts, packet.dts = pts + turn * GOP * period, dts + turn * GOP * period
                    packet.duration, packet.is_keyframe = period, key
                    write.mux(packet)
        unfinished.replace(target)


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def full_decode(path: Path) -> None:
    """The peer: what an index by decoding costs."""
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "AUTO"
        for _ in container.decode(video=0):
            pass


def plain_decode(path: Path, media: Media, ordinals: list[int]) -> Iterator[float]:
    """The limit: the time to decode from the key frame to a picture and convert it, seek included."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for ordinal in ordinals:
            wanted = int(media.index.pts[ordinal])
            start = time.perf_counter()
            container.seek(wanted, stream=stream)
            for frame in container.decode(stream):
                if frame.pts == wanted:
                    frame.to_ndarray(format="rgb24")
                    break
            yield time.perf_counter() - start


def milliseconds(times: list[float]) -> str:
    """p50 and p95."""
    ordered = sorted(times)
    return f"{statistics.median(ordered) * 1000:7.1f} {ordered[int(len(ordered) * 0.95)] * 1000:7.1f}"


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--minutes", type=float, default=24)
    options.add_argument("--seeks", type=int, default=60)
    options.add_argument("--skip-decode", action="store_true", help="estimate the full decode from a minute")
    chosen = options.parse_args()

    path = episode(SIZES["1080p"], chosen.minutes)
    count = len(build_index(path).index)  # the first reading fills the system's file cache
    cold = min(seconds(lambda: build_index(path)) for _ in range(3))
    opened = min(seconds(lambda: open_media(path).close()) for _ in range(3))
    if chosen.skip_decode:
        minute = episode(SIZES["1080p"], 1)
        whole = seconds(lambda: full_decode(minute)) * chosen.minutes
    else:
        whole = seconds(lambda: full_decode(path))
    size = path.stat().st_size / 2**20
    print(f"\n{chosen.minutes:g} minutes of 1080p H.264 mp4: {count} frames, {size:.0f} MiB")
    print(f"  index by demuxing        {cold:8.3f} s   goal ≤ 2 s")
    print(f"  index from the cache     {opened:8.3f} s   (open_media, probe included)")
    estimated = " (estimated from one minute)" if chosen.skip_decode else ""
    print(f"  full decode with PyAV    {whole:8.3f} s{estimated}")
    print(f"  ratio                    {cold / whole:8.4f}     goal ≤ 1/20 = 0.05")

    print(f"\nrandom exact access, key-frame interval {GOP}, {chosen.seeks} seeks: ms p50 p95")
    for name, dimensions in SIZES.items():
        path = episode(dimensions, 2)
        chance = random.Random(name)
        with open_media(path) as media:
            ordinals = [chance.randrange(len(media.index)) for _ in range(chosen.seeks)]
            # The limit knows nothing of what was decoded before; neither may we.
            ours: list[float] = []
            for ordinal in ordinals:
                media.forget_pictures()
                ours.append(seconds(partial(media.frame, ordinal)))
            limit = list(plain_decode(path, media, ordinals))
            forward = [seconds(partial(media.frame, n)) for n in range(300, 400)]
            back = [seconds(partial(media.frame, n)) for n in range(399, 339, -1)]
        ratio = statistics.mean(ours) / statistics.mean(limit)
        print(f"  {name:6} frame()            {milliseconds(ours)}")
        print(f"  {name:6} limit              {milliseconds(limit)}   ratio of means {ratio:.2f}, goal ≤ 1.3")
        print(f"  {name:6} step forward       {milliseconds(forward[1:])}   goal p95 ≤ 16")
        print(f"  {name:6} step back          {milliseconds(back)}   goal p95 ≤ 50")


if __name__ == "__main__":
    main()
