"""From a film to a sheet of its key frames: shots, held drawings, key frames, and what is said of them.

Run it as it is: it draws a short episode into a temporary folder, finds which frames show the same drawing,
picks two key frames per shot, puts a box around what the truth says is seen there, and saves a sheet and an
animation. In a notebook, ``shown.widget()`` is a gallery.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from animewidgets import open_media, preview
from animewidgets.analysis.drawings import find_drawings, keyframes
from animewidgets.annotations import Annotation, Kind
from animewidgets.annotations.geometry import Box
from animewidgets.demo import make_episode


def main() -> None:
    """Find, pick, draw, save."""
    with tempfile.TemporaryDirectory() as folder:
        episode = make_episode(folder, seed=3, seconds=8, height=180)
        truth = episode.truth
        with open_media(episode.bluray) as media:
            found = find_drawings(media)
            print(f"{len(media.index)} frames show {len(found)} drawings, {found.held_share:.0%} are held")

            picked = []
            for start, stop in zip(found.shot_start.tolist(), found.shot_stop.tolist(), strict=True):
                for key in keyframes(media, (start, stop), 2, drawings=found):
                    print(f"shot [{start}, {stop}): frame {key.ordinal} ({', '.join(key.reasons)})")
                    picked.append(key.ordinal)

            boxes = []
            for row in np.flatnonzero(np.isin(truth.boxes.ordinal, picked)).tolist():
                b = truth.boxes
                x, y = int(b.x0[row]), int(b.y0[row])
                box = Box(x, y, int(b.x1[row]) - x, int(b.y1[row]) - y)
                pts = int(media.index.pts[b.ordinal[row]])
                boxes.append(
                    Annotation(f"figure {row}", Kind.BOX, pts, category="character", geometry=box.to_json())
                )

            shown = preview(boxes, media, frames=picked)
            sheet = shown.save(Path(folder) / "key frames.png")
            moving = shown.save(Path(folder) / "moving.webp", span=(picked[0], picked[0] + 24))
            print(f"{len(boxes)} boxes on a sheet of {Image.open(sheet).width} pixels across")
            print(f"an animation of {Image.open(moving).n_frames} frames")


if __name__ == "__main__":
    main()
