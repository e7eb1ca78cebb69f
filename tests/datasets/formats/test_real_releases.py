"""Round trips on media as they come: variable rates, late starts, B-frames, edit lists, recordings."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pysubs2
import pytest

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.formats import Cut, CutList, read_cuts, shots_of, write_cuts
from animewidgets.demo.clip_matrix import MATRIX
from animewidgets.media import open_media

#: One clip of each way in which times surprise.
CLIPS = [
    "mp4",
    "mkv-21-ms",
    "ts-33-bit-wrap",
    "ts-inside-open-gop",
    "mp4-vfr",
    "mkv-vfr",
    "mp4-negative-offsets",
    "mp4-late-start",
    "mp4-edit-cuts",
    "vob",
    "avi",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("matrix")


@pytest.mark.parametrize("name", CLIPS)
def test_cuts_come_back_on_their_frames(name, folder, tmp_path):
    with open_media(MATRIX[name].write(folder)) as media:
        clock = FrameClock.of_media(media)
        assert clock.end_pts == media.index.end_pts
        assert clock.zero <= media.index.pts[0]
        frames = np.linspace(1, clock.count - 1, 9).astype(int).tolist()
        cuts = CutList.of([*map(Cut, frames), Cut(frames[4], "dissolve", frames[3], frames[4])], clock)
        for form in ("csv", "edl", "otio"):
            path = write_cuts(cuts, tmp_path / f"cuts.{form}", media)
            assert list(read_cuts(path, media)) == list(cuts), form
        plain = tmp_path / "times.txt"
        plain.write_text("".join(f"{float(clock.seconds(frame)):.6f}\n" for frame in frames))
        assert read_cuts(plain, media).frame.tolist() == frames
        for form in ("srt", "ass"):
            path = write_cuts(cuts, tmp_path / f"shots.{form}", media)
            seconds = [Fraction(one.start, 1000) for one in pysubs2.load(str(path))]
            starts = [clock.first_frame_from(clock.zero + one / clock.time_base) for one in seconds]
            assert starts == [shot.start for shot in shots_of(cuts, clock)], form
