"""How long masks of 1080p take to be encoded and decoded, beside pycocotools' C in the same run.

The two take turns on the same pictures, and must give the same bytes and pixels. ``rows`` starts from and
ends in arrays in C's order, as pictures are; there the copy from and to Fortran's order that pycocotools asks
for counts.
``columns`` gives pycocotools what it likes best: Fortran's order, in and out; ours still gives rows back.

    python tests/benchmarks/bench_masks.py [--turns 15]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from pycocotools import mask as coco

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from animewidgets.annotations import masks  # noqa: E402

GOAL = 0.8
HEIGHT, WIDTH = 1080, 1920


def pictures() -> dict[str, np.ndarray]:
    """Masks from a single box to a coin tossed for every pixel, uint8."""
    rng = np.random.default_rng(1)
    box = np.zeros((HEIGHT, WIDTH), np.uint8)
    box[200:900, 300:1500] = 1
    figure = np.zeros((HEIGHT, WIDTH), np.uint8)
    for x, y, wide, high, turn in (
        (900, 300, 160, 200, 0),
        (900, 700, 300, 380, 10),
        (600, 640, 60, 280, 40),
    ):
        cv2.ellipse(figure, (x, y), (wide, high), turn, 0, 360, 1, -1)
    cv2.ellipse(figure, (900, 320), (60, 40), 0, 0, 360, 0, -1)
    strands = figure.copy()
    for n in range(400):
        x = int(300 + 3 * n)
        cv2.line(strands, (x, int(rng.integers(0, 500))), (x + 200, 1079), n % 2, 2, cv2.LINE_8)
    grain = rng.normal(size=(HEIGHT, WIDTH)).astype(np.float32)
    blotches = (cv2.GaussianBlur(grain, (0, 0), 6) > 0).astype(np.uint8)
    return {
        "a box": box,
        "a figure": figure,
        "hair": strands,
        "blotches": blotches,
        "fine grain": (cv2.GaussianBlur(grain, (0, 0), 1) > 0).astype(np.uint8),
        "noise": (grain > 0).astype(np.uint8),
    }


def in_turns(turns: int, ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Medians of both in milliseconds, taken turn and turn about."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(turns):
        for which, call in enumerate((ours, theirs)):
            start = time.perf_counter()
            call()
            times[which].append((time.perf_counter() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def main() -> None:
    """Print the table of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=15)
    turns = parser.parse_args().turns
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="pycocotools")
    print(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {WIDTH} × {HEIGHT}")
    print(f"{'mask':12}{'runs':>9}{'':12}{'ours':>10}{'pycocotools':>13}{'speed':>8}   (goal ≥ {GOAL}×)")
    lowest = float("inf")
    for name, rows in pictures().items():
        columns = np.asfortranarray(rows)
        mask, theirs = masks.encode(rows), coco.encode(columns)
        assert mask.counts.encode() == theirs["counts"], "the bytes differ"
        assert (masks.decode(mask) == coco.decode(theirs)).all(), "the pixels differ"
        for what, one, other in (
            ("encode rows", partial(masks.encode, rows), lambda of=rows: coco.encode(np.asfortranarray(of))),
            ("encode columns", partial(masks.encode, columns), partial(coco.encode, columns)),
            (
                "decode rows",
                partial(masks.decode, mask),
                lambda of=theirs: np.ascontiguousarray(coco.decode(of)),
            ),
            ("decode columns", partial(masks.decode, mask), partial(coco.decode, theirs)),
        ):
            ours, peer = in_turns(turns, one, other)
            lowest = min(lowest, peer / ours)
            print(f"{name:12}{len(mask.runs()):9}  {what:14}{ours:6.2f} ms{peer:10.2f} ms{peer / ours:7.2f}×")
    print(f"lowest: {lowest:.2f}×")


if __name__ == "__main__":
    main()
