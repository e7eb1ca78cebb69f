"""How well the built-in assistants find the figures of the demo episode, whose masks are known exactly.

For every figure on frames spread over the episode a person is played: scribbles over it and beside it, a box
around it. The score is the best intersection over union among what is proposed; *inside* is the part of all
that is proposed that lies on the figure. Pictures are those of the encoded disc.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.assist import BUILT_IN, AssistFrame, Prompts, Scribble
from animewidgets.analysis.assist.prompts import as_proposals
from animewidgets.annotations.geometry import Box
from animewidgets.demo import ensure_episode
from animewidgets.errors import AnalysisError
from animewidgets.media import open_media

Bitmap = NDArray[np.bool_]
Line = tuple[tuple[float, float], ...]
#: Figures below this part of the picture are left out.
LEAST = 0.01


def strokes(mask: Bitmap, most: int = 4, *, seed: int = 0) -> list[Line]:
    """Lines as a hand draws them well inside a mask: straight, between places deep in it."""
    depth = cv2.distanceTransform(np.pad(mask.astype(np.uint8), 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    rows, columns = np.nonzero(depth > max(2.0, 0.35 * float(depth.max())))
    if len(rows) < 2:
        return []
    random, lines = np.random.default_rng(seed), []
    for _ in range(60):
        a, b = random.integers(0, len(rows), 2)
        ends = np.array([[columns[a], rows[a]], [columns[b], rows[b]]], np.int32)
        line = np.zeros(mask.shape, np.uint8)
        cv2.line(line, ends[0].tolist(), ends[1].tolist(), 1, 5)
        if (line.astype(bool) & ~mask).any() or np.hypot(*(ends[0] - ends[1])) < 15:
            continue
        lines.append(tuple((float(x) + 0.5, float(y) + 0.5) for x, y in ends))
        if len(lines) == most:
            break
    return lines


def prompts_for(mask: Bitmap, *, box: bool) -> Prompts:
    """What a person would mark of one figure: four strokes over it and four beside it, or a box around it."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    left, top = int(columns[0]), int(rows[0])
    around = Box(left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top)
    near = cv2.dilate(mask.astype(np.uint8), np.ones((61, 61), np.uint8)).astype(bool)
    apart = ~cv2.dilate(mask.astype(np.uint8), np.ones((9, 9), np.uint8)).astype(bool)
    positive = [Scribble(line) for line in strokes(mask)]
    negative = [Scribble(line, negative=True) for line in strokes(near & apart, seed=1)]
    return Prompts(boxes=(around,) if box else (), scribbles=tuple(positive + negative))


def iou(a: Bitmap, b: Bitmap) -> float:
    """Intersection over union."""
    return float((a & b).sum() / max(1, (a | b).sum()))


ASKED: dict[str, tuple[str, Callable[[Bitmap], Prompts]]] = {
    "flat colour, scribbles": ("flat colour", lambda mask: prompts_for(mask, box=False)),
    "colour plane, scribbles": ("colour plane", lambda mask: prompts_for(mask, box=False)),
    "colour plane, scribbles and box": ("colour plane", lambda mask: prompts_for(mask, box=True)),
    "GrabCut, box": ("GrabCut", lambda mask: Prompts(boxes=prompts_for(mask, box=True).boxes)),
    "GrabCut, box and scribbles": ("GrabCut", lambda mask: prompts_for(mask, box=True)),
    "still background, box": (
        "still background",
        lambda mask: Prompts(boxes=prompts_for(mask, box=True).boxes),
    ),
}


def main() -> None:
    """Print a table: one line per assistant and way of marking."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=20, help="frames spread over the episode")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "animewidgets-bench-demo"
    )
    arguments = parser.parse_args()
    episode = ensure_episode(arguments.folder, seed=1, seconds=arguments.seconds, height=720)
    found: dict[str, list[float]] = {name: [] for name in ASKED}
    inside: dict[str, list[float]] = {name: [] for name in ASKED}
    refused = dict.fromkeys(ASKED, 0)
    took: dict[str, list[float]] = {name: [] for name in ASKED}
    with open_media(episode.bluray) as media:
        for ordinal in np.linspace(5, media.index.count - 5, arguments.frames).round().astype(int).tolist():
            masks = [one for one in episode.masks(ordinal).values() if one.mean() >= LEAST]
            for name, (assistant, ask) in ASKED.items():
                for mask in masks:
                    frame = AssistFrame(media, ordinal)
                    assert frame.rgb.size  # decoded: that is not the assistant's time
                    start = time.perf_counter()
                    try:
                        proposed = as_proposals(BUILT_IN[assistant](frame, ask(mask)))
                    except AnalysisError:
                        refused[name] += 1
                        continue
                    took[name].append(time.perf_counter() - start)
                    overlaps = [iou(one.shape, mask) for one in proposed if isinstance(one.shape, np.ndarray)]
                    found[name].append(max(overlaps, default=0.0))
                    bitmaps = [one.shape for one in proposed if isinstance(one.shape, np.ndarray)]
                    if bitmaps:
                        proposal = np.logical_or.reduce(bitmaps)
                        inside[name].append(float((proposal & mask).sum() / proposal.sum()))
    head = ("figures", "refused", "mean IoU", "median", "≥ 0.8", "inside", "p50 ms")
    print(f"{'assistant, and what was marked':34} " + " ".join(f"{one:>8}" for one in head))
    for name, overlaps in found.items():
        if overlaps:
            values = np.array(overlaps)
            print(
                f"{name:34} {len(values):8} {refused[name]:8} {values.mean():8.3f} {np.median(values):8.3f} "
                f"{(values >= 0.8).mean():8.0%} "
                f"{np.mean(inside[name] or [0]):8.2f} {np.median(took[name]) * 1000:8.0f}"
            )
        else:
            print(f"{name:34} {0:8} {refused[name]:8}")


if __name__ == "__main__":
    main()
