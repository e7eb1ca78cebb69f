"""Held drawings: what is known of drawn episodes, the criterion of FFmpeg's mpdecimate, real clips.

python tests/benchmarks/bench_drawings.py [--seeds 4] [--seconds 30] [--tuning]

The numbers in the code were chosen by looking at the episodes of --tuning; those of the test seeds, the
default, were not looked at. A boundary counts as found on its exact frame only. Truth is what every layer of
the drawn film shows, backgrounds that go by apart, where at least one pixel changes before compression. The
clips are sought in $ANIMEWIDGETS_SHARED/media.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.drawings import find_drawings
from animewidgets.analysis.shots import detect
from animewidgets.analysis.shots.pictures import planes_of
from animewidgets.demo.encode import Planar, ReleaseWriter, to_planar
from animewidgets.demo.film import Film
from animewidgets.demo.layers import Background
from animewidgets.demo.options import EncodeOptions
from animewidgets.demo.storyboard import FILM_RATE, draw_storyboard
from animewidgets.media import open_media
from animewidgets.media.cache import cache_folder

SHARED = Path(os.environ.get("ANIMEWIDGETS_SHARED") or Path(__file__).resolve().parents[3] / "shared")
TUNING_SEEDS = tuple(range(1, 7))
TEST_SEEDS = (301, 302, 303, 304)
CRFS = (20, 28, 36)
GRAIN = 3.0  # deviation of the luma, in the variant with grain
HEIGHT = 720

Bools = NDArray[np.bool_]


@dataclass
class Episode:
    """One drawn film: its files by variant, where drawings begin, and the shots ``[start, stop)``."""

    files: dict[str, Path]
    new: Bools
    shots: list[tuple[int, int]]


def episode(seed: int, seconds: float) -> Episode:
    """Draw and encode it on first use; it is kept in the cache folder."""
    board = draw_storyboard(seed, seconds)
    film = Film(board.shots, HEIGHT)
    folder = cache_folder() / "benchmarks" / f"drawings-{seconds:g}s"
    folder.mkdir(parents=True, exist_ok=True)
    files = {f"crf {crf}": folder / f"{seed}-{crf}.mp4" for crf in CRFS}
    files["crf 20 + grain"] = folder / f"{seed}-grain.mp4"
    truth = folder / f"{seed}.npy"
    if not truth.exists():
        print(f"  drawing episode {seed} …", flush=True)
        np.save(truth, _write(film, files, seed))
    stops = [*film.starts[1:], film.frame_count]
    return Episode(files, np.load(truth), list(zip(film.starts, stops, strict=True)))


def _write(film: Film, files: dict[str, Path], seed: int) -> Bools:
    silence = np.zeros((round(film.frame_count / float(FILM_RATE) * 48_000), 2), np.float32)
    writers = {
        name: ReleaseWriter(
            path, film.width, film.height, FILM_RATE, Fraction(1, 24_000), silence,
            EncodeOptions(crf=20 if "grain" in name else int(name.split()[1])),
        )
        for name, path in files.items()
    }  # fmt: skip
    rng = np.random.default_rng(seed)
    new = np.zeros(film.frame_count, np.bool_)
    last, last_key, planar = None, None, None
    for n in range(film.frame_count):
        image, key = film.picture(n), drawn(film, n)
        new[n] = last is None or (key != last_key and image is not last and bool((image != last).any()))
        if planar is None or image is not last:
            planar = to_planar(image)
        last, last_key = image, key
        for name, writer in writers.items():
            writer.add(grained(planar, rng) if "grain" in name else planar, n * 1001)
    for writer in writers.values():
        writer.close()
    return new


def drawn(film: Film, ordinal: int) -> object:
    """What is drawn on a frame: every layer but the background, which may go by."""
    number, frame = film.locate(ordinal)
    key = film.drawing_key(ordinal)
    if not isinstance(key, tuple) or len(key) != 4:
        return key
    layers = zip(film.shots[number].layers, film.shots[number].layer_states(frame), strict=True)
    return number, tuple(state for layer, state in layers if not isinstance(layer, Background)), *key[2:]


def grained(planar: Planar, rng: np.random.Generator) -> Planar:
    """A copy with fresh grain in its luma."""
    height = planar.shape[0] * 2 // 3
    noise = rng.normal(0, 1, (height, planar.shape[1])).astype(np.float32)
    noise = np.asarray(cv2.GaussianBlur(noise, (0, 0), 0.7), np.float32)
    out = planar.copy()
    out[:height] = np.clip(planar[:height] + noise * (GRAIN / noise.std()), 16, 235).astype(np.uint8)
    return out


# --- detectors ----------------------------------------------------------------------------------------


def ours(path: Path, shots: Sequence[tuple[int, int]] | None) -> tuple[Bools, float, float]:
    """Where drawings begin, wall seconds and CPU seconds, of reading the film and telling them apart."""
    with open_media(path) as media:
        given = detect(media) if shots is None else shots
        wall, cpu = time.perf_counter(), time.process_time()
        found = find_drawings(media, given, cache=False)
        took = time.perf_counter() - wall, time.process_time() - cpu
        new = np.zeros(len(media.index), np.bool_)
        new[found.runs.start] = True
    return new, *took


def mpdecimate(path: Path) -> Bools:
    """The frames that FFmpeg's filter would keep: its criterion with its defaults, as vf_mpdecimate.c has it.

    PyAV's FFmpeg is built without the filter itself.
    """
    kept: list[bool] = []
    with av.open(str(path)) as container:
        reference: list[NDArray[np.uint8]] | None = None
        for frame in container.decode(video=0):
            planes = planes_of(frame)[0]
            eight = [np.asarray(plane, np.uint8).copy() for plane in planes]
            new = reference is None or any(_differs(*pair) for pair in zip(eight, reference, strict=True))
            reference = eight if new else reference
            kept.append(new)
    return np.array(kept)


def _differs(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> bool:
    high, low, share = 64 * 12, 64 * 5, 0.33
    sums = cv2.boxFilter(cv2.absdiff(a, b), cv2.CV_32F, (8, 8), anchor=(0, 0), normalize=False)
    height, width = a.shape
    blocks = np.asarray(sums)[: height - 7 : 4, 8 : width - 7 : 4]
    return bool((blocks > high).any() or (blocks > low).sum() > (width // 16) * (height // 16) * share)


def global_mean(path: Path) -> NDArray[np.float64]:
    """The mean difference of the luma to the frame before."""
    out = [255.0]
    with av.open(str(path)) as container:
        last = None
        for frame in container.decode(video=0):
            luma = frame.to_ndarray()[: frame.height]
            if last is not None:
                out.append(float(cv2.norm(luma, last, cv2.NORM_L1)) / luma.size)
            last = luma
    return np.array(out)


# --- tables ---------------------------------------------------------------------------------------------


def counted(truth: Bools, found: Bools) -> NDArray[np.int64]:
    """Right, wrong, missed."""
    return np.array([(truth & found).sum(), (~truth & found).sum(), (truth & ~found).sum()])


def f1(counts: NDArray[np.int64]) -> float:
    right, wrong, missed = counts.tolist()
    return float(2 * right / max(1, 2 * right + wrong + missed))


def print_drawn(seeds: Sequence[int], seconds: float) -> None:
    episodes = [episode(seed, seconds) for seed in seeds]
    frames = sum(len(e.new) for e in episodes)
    print(f"  {frames} frames, {sum(int(e.new.sum()) for e in episodes)} drawings")
    print("  F1 of boundaries, exact frame     ours (automatic)    mpdecimate   global mean, best threshold")
    for variant in episodes[0].files:
        mine, theirs = np.zeros(3, np.int64), np.zeros(3, np.int64)
        differences = []
        wall = cpu = 0.0
        for one in episodes:
            found, *took = ours(one.files[variant], one.shots)
            wall, cpu = wall + took[0], cpu + took[1]
            mine, theirs = (
                mine + counted(one.new, found),
                theirs + counted(one.new, mpdecimate(one.files[variant])),
            )
            differences.append(global_mean(one.files[variant]))
        truth, means = np.concatenate([e.new for e in episodes]), np.concatenate(differences)
        best = max(f1(counted(truth, means > t)) for t in np.geomspace(0.005, 20, 200))
        goal = "" if "grain" in variant else "  goal ≥ 0.97"
        exact = f"({mine[1]} wrong, {mine[2]} missed)"
        speed = f"{frames / wall:.0f} fps, {frames / float(FILM_RATE) / wall:.1f}× real time"
        print(f"  {variant:24}{f1(mine):10.4f} {exact:24}{f1(theirs):10.4f}{best:12.4f}{goal}")
        print(f"  {'':24}{speed}, {cpu / frames * 1000:.1f} ms CPU per frame")


def print_clips() -> None:
    print("\nreal clips, reported only: nobody has labelled their drawings")
    for name in (
        "popeye_pgs_T00-1.mkv", "popeye_pgs_T01-2.mkv", "popeye_vob_T00-1.mkv", "popeye_vob_T01-2.mkv",
        "bbb_0_30_720p.webm", "sintel_trailer_480x204.mp4",
    ):  # fmt: skip
        path = SHARED / "media" / name
        if not path.is_file():
            print(f"  {name} is not here: set ANIMEWIDGETS_SHARED to the folder above media/")
            continue
        with open_media(path) as media:
            wall = time.perf_counter()
            found = find_drawings(media, detect(media), cache=False)
            wall = time.perf_counter() - wall
        print(
            f"  {name:28}{len(found):6} drawings, {found.held_share:6.1%} of the frames held, "
            f"threshold {np.median(found.threshold):.1f}, {len(found.amount) / wall:.0f} fps with shots"
        )


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seeds", type=int, default=4, help="how many")
    options.add_argument("--seconds", type=float, default=30, help="length of each")
    options.add_argument(
        "--tuning", action="store_true", help="the episodes used for choosing numbers, instead"
    )
    chosen = options.parse_args()
    seeds = (TUNING_SEEDS if chosen.tuning else TEST_SEEDS)[: chosen.seeds]
    kind = "tuning" if chosen.tuning else "test"
    print(f"drawn episodes of {kind} seeds {seeds[0]} to {seeds[-1]}, {HEIGHT}p")
    print_drawn(seeds, chosen.seconds)
    print_clips()


if __name__ == "__main__":
    main()
