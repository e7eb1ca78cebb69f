"""Refining a time map with both videos: what it makes better, and that it makes nothing worse.

python tests/benchmarks/bench_refine.py [--seconds 60] [--height 144] [--edits 24] [--seeds 1 2 3]

Frames within one of the truth, gross errors and borders before and after, and how many pixels the corners of
boxes are off when they are carried.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from animewidgets.analysis.align import align
from animewidgets.analysis.align.refine import refine
from animewidgets.analysis.fingerprint import fingerprint
from animewidgets.demo.rerelease import TUNING_SEEDS, Rerelease, drawn_footage, write_pair
from animewidgets.media import open_media
from animewidgets.timemaps import PictureMap
from tests.benchmarks.align_edits import Case, Score, kinds_of, score


def pixels_off(
    found: PictureMap | None, true: tuple[float, float, float, float], size: tuple[int, int]
) -> float:
    """How far the corners of the source's picture are off in the target's, in pixels, at most."""
    shape = found or PictureMap()
    truth = PictureMap(*true)
    corners = [(x, y) for x in (0, size[0]) for y in (0, size[1])]
    return max(
        max(abs(a - b) for a, b in zip(shape.apply(*c), truth.apply(*c), strict=True)) for c in corners
    )


def run(disc: Rerelease, other: Rerelease, name: str) -> tuple[Score, Score, float, float, float]:
    """One edit: scores and pixels before and after, and seconds of processor time."""
    with open_media(disc.path) as a, open_media(other.path) as b:
        one, two = fingerprint(a, cache=False), fingerprint(b, cache=False)
        other.shows = other.shows[: len(two)]
        case = Case(
            name, one, two, disc.shows, other.shows, np.array(other.hard, np.int64), tuple(other.redrawn)
        )
        before = align(one, two)
        began = time.process_time()
        after = refine(before, a, b)
        took = time.process_time() - began
        size = (a.info.main_video.width, a.info.main_video.height)
        off = [pixels_off(found.picture, other.picture, size) for found in (before, after)]
    return score(case, before), score(case, after), off[0], off[1], took


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--height", type=int, default=144)
    options.add_argument("--edits", type=int, default=24, help="how many mixtures beside each kind alone")
    options.add_argument("--seeds", type=int, nargs="+", default=list(TUNING_SEEDS[:3]))
    options.add_argument("--only", help="edits whose kinds contain this")
    chosen = options.parse_args()
    whole = [Score(), Score()]
    pixels: list[tuple[float, float]] = []
    drawn = {seed: drawn_footage(seed, chosen.seconds, chosen.height) for seed in chosen.seeds}
    took = 0.0
    edits = list(kinds_of(chosen.seeds, chosen.edits))
    for seed, kinds in edits:
        name = f"{seed}-{'+'.join(sorted(kinds)) or 'plain'}"
        if chosen.only and chosen.only not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            disc, other = write_pair(Path(folder), seed, kinds, *drawn[seed])
            *scores, before, after, seconds = run(disc, other, name)
        took += seconds
        whole = [total + part for total, part in zip(whole, scores, strict=True)]
        if scores[0].mapped:
            pixels.append((before, after))
        told = []
        for what in ("within", "gross", "mapped", "inserts_mapped", "borders"):
            old, new = (getattr(part, what) for part in scores)
            if old != new:
                told.append(f"{what} {old} → {new}")
        if after > 0.5:
            told.append(f"corners off by {before:.1f} → {after:.1f} px")
        print(f"  {name}: {'; '.join(told) or 'the same'} ({seconds:.1f} s)", flush=True)
    for name, one in zip(("before", "after"), whole, strict=True):
        hard = np.array(one.borders)
        print(
            f"{name:7} {one.accuracy:.5f} within a frame of {one.mapped}, gross {one.gross}, "
            f"recall {one.recall:.5f}, "
            f"inserts mapped {one.inserts_mapped / max(1, one.inserts):.5f}, "
            f"borders exact {(hard == 0).mean():.3f}, "
            f"within one {(hard <= 1).mean():.3f} of {len(hard)}"
        )
    off = np.array(pixels)
    print(
        f"corners of the picture off by (median, 95 %, most): before {_spread(off[:, 0])}, "
        f"after {_spread(off[:, 1])} px"
    )
    print(f"{took / max(1, len(pixels)):.2f} s of processor time an edit")


def _spread(values: NDArray[np.float64]) -> str:
    return " ".join(f"{v:.2f}" for v in (np.median(values), np.percentile(values, 95), values.max()))


if __name__ == "__main__":
    main()
