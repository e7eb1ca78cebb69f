"""How well optical flow keeps to the characters of a demo episode: ``python -m tests.benchmarks.bench_flow``.

Every character that is seen for 25 frames of one shot is followed from its true box; the figure is the
intersection over union with the true box 12 and 24 frames later, beside that of a box left where it was.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from animewidgets.analysis.flow import follow_in, keys_of
from animewidgets.annotations.geometry import Box
from animewidgets.demo import ensure_episode
from animewidgets.media import open_media

AFTER = (12, 24)


def iou(a: Box, b: Box) -> float:
    """Intersection over union of two upright boxes."""
    across = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    down = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    both = max(0.0, across) * max(0.0, down)
    return both / (a.width * a.height + b.width * b.height - both)


def main() -> None:
    """Print a line for each character followed, and the medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--height", type=int, default=480)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    episode = ensure_episode(given.folder, given.seed, seconds=given.seconds, height=given.height)
    truth = episode.truth
    boxes = {
        (int(frame), int(figure)): Box(int(x0), int(y0), int(x1 - x0), int(y1 - y0))
        for frame, figure, x0, y0, x1, y1 in zip(
            truth.boxes.ordinal,
            truth.boxes.figure,
            truth.boxes.x0,
            truth.boxes.y0,
            truth.boxes.x1,
            truth.boxes.y1,
            strict=True,
        )
    }
    rows: list[tuple[float, ...]] = []
    began, frames = time.perf_counter(), 0
    with open_media(episode.bluray) as media:
        for shot in truth.shots:
            for figure in range(len(truth.cast)):
                for start in range(shot.start + 2, shot.end - AFTER[-1] - 1, 2 * AFTER[-1]):
                    span = [boxes.get((n, figure)) for n in range(start, start + AFTER[-1] + 1)]
                    first = span[0]
                    if first is None or None in span or first.width * first.height < 900:
                        continue
                    way = follow_in(media, first, start, start + AFTER[-1])
                    frames += len(way.steps)
                    seen = {step.ordinal - start: step for step in way.steps}
                    row: list[float] = []
                    for after in AFTER:
                        true, step = span[after], seen.get(after)
                        assert true is not None
                        shape = step.shape if step else None
                        row += [iou(shape, true) if isinstance(shape, Box) else 0.0, iou(first, true)]
                    rows.append(tuple(row))
                    keys = keys_of(way, lambda n: int(media.index.pts[n]))
                    print(
                        f"{shot.name[:26]:26} {shot.camera:5} {truth.cast[figure]:9} {start:5} "
                        + " ".join(f"{value:.3f}" for value in row)
                        + f"  {len(keys):2} keys  score {way.steps[-1].score:.2f}  {way.why}"
                    )
    table = np.array(rows)
    figures = {"mean": table.mean(0), "median": np.median(table, 0), "10 %": np.quantile(table, 0.1, 0)}
    for name, of in figures.items():
        print(f"{name:8}" + " ".join(f"{value:.3f}" for value in of))
    moving = table[table[:, 3] < 0.85]
    if len(moving):
        print(f"{len(moving)} of {len(table)} whose own box is below 0.85 after {AFTER[-1]} frames:")
        print("mean    " + " ".join(f"{value:.3f}" for value in moving.mean(0)))
        print("median  " + " ".join(f"{value:.3f}" for value in np.median(moving, 0)))
    print(f"{frames} frames, {1000 * (time.perf_counter() - began) / max(1, frames):.0f} ms each")


if __name__ == "__main__":
    main()
