"""The frame index as a pure table."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.errors import FrameOutsideMedia
from animewidgets.media import FrameIndex

holds = st.lists(st.integers(1, 10_000), min_size=1, max_size=60)


def index_of(durations: list[int], start: int = 0) -> FrameIndex:
    duration = np.array(durations, np.int64)
    pts = start + np.concatenate([[0], np.cumsum(duration)[:-1]])
    count = len(duration)
    return FrameIndex(
        Fraction(1, 90000),
        pts,
        duration,
        np.ones(count, np.uint8),
        pts.copy(),
        np.arange(count, dtype=np.int64),
    )


@given(holds, st.integers(-(10**9), 10**12))
def test_the_frame_on_screen_is_the_last_one_that_appeared(durations, start):
    index = index_of(durations, start)
    for ordinal, (pts, duration) in enumerate(zip(index.pts.tolist(), durations, strict=True)):
        assert index.ordinal_of(pts) == ordinal
        assert index.ordinal_at(pts) == ordinal
        assert index.ordinal_at(pts + duration - 1) == ordinal
    assert index.end_pts == start + sum(durations)


@given(holds, st.integers(-(10**9), 10**12))
def test_times_outside_and_between_are_refused(durations, start):
    index = index_of(durations, start)
    for pts in (start - 1, index.end_pts):
        with pytest.raises(FrameOutsideMedia):
            index.ordinal_at(pts)
    for pts in {start - 1, index.end_pts, *(index.pts + 1).tolist()} - set(index.pts.tolist()):
        with pytest.raises(FrameOutsideMedia):
            index.ordinal_of(pts)


def test_an_index_cannot_be_changed_by_accident():
    index = index_of([10, 10])
    with pytest.raises(ValueError, match="read-only"):
        index.pts[0] = 3


def test_times_that_do_not_increase_are_no_index():
    good = index_of([10, 10])
    with pytest.raises(ValueError, match="increase"):
        FrameIndex(good.time_base, np.array([5, 5]), good.duration, good.key, good.packet_pts, good.packet)


def test_a_day_of_video_is_a_few_columns():
    count = 24 * 3600 * 60
    index = index_of([1500] * count)
    columns = (index.pts, index.duration, index.key, index.packet_pts, index.packet)
    assert sum(column.nbytes for column in columns) == count * 33
    assert index.ordinal_at(int(index.pts[-1]) + 7) == count - 1
