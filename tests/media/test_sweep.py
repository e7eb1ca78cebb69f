"""One pass over the pictures of a film, in stretches: the same as one by one, and each of them once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from animewidgets.media import open_media

CLIPS = ("mp4", "mp4-open-gop", "ts-open-gop", "ts-inside-gop", "mkv-vfr", "hi10p", "vp8", "av1", "hevc")


@pytest.mark.parametrize("name", CLIPS)
def test_stretches_give_every_picture_once(clip, name):
    with open_media(clip(name)) as media:
        starts = media.sweep_starts.tolist()
        edges = [0, *[s for s in starts if 0 < s < len(media.index)][::2], len(media.index)]
        passed = [pair for a, b in pairwise(edges) for pair in media.sweep(a, b)]
        assert [ordinal for ordinal, _ in passed] == list(range(len(media.index)))
        for ordinal, frame in passed[::17]:
            rgb = frame.to_ndarray(format="gray8")
            assert rgb.shape == media.frame(ordinal).rgb.shape[:2]


def test_a_pass_shows_what_a_single_picture_shows(clip):
    with open_media(clip("mp4-open-gop")) as media:
        for ordinal, frame in media.sweep(20, 60):
            swept = frame.to_ndarray(format="rgb24").astype(np.int16)
            assert (
                np.abs(swept - media.frame(ordinal).rgb).mean() < 4
            )  # the matrix may differ, not the picture
